#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SIGHUP: a good configuration comes into force as a whole, a bad one not at all."""
import os
import re
import signal
import socket
import threading
import time

from fastcgi import ask, get
from responder import BINARY, TARGET, Responder, eventually, run


def resident_kilobytes(process):
    with open(f"/proc/{process.pid}/status") as lines:
        return int(re.search(r"VmRSS:\s+(\d+)", lines.read())[1])


def good():
    with Responder() as r:
        r.write(host="new.example")
        text = r.reload()
        assert "reloaded " in text, text
        assert r.host() == "new.example"


def time_limits():
    """Of connections that come after the reload, and of those that wait."""
    with Responder("idle_timeout: 60") as r:
        with r.kept() as before:
            r.write(settings="idle_timeout: 1")
            assert "reloaded " in r.reload()
            with r.kept() as after:
                assert after.is_closed(within=4) and before.is_closed(within=1)


def bad():
    """Each of these leaves the old configuration in force and says file, line and column."""
    with Responder() as r:
        with open(r.config) as lines:
            text = lines.read()
        broken = {
            "unknown key": text + "nonsense: 1\n",
            "wrong type": text.replace("hosting.example }", "hosting.example, port: many }"),
            "not YAML": text + "  - {\n",
            "cut off": text[: len(text) // 2],
            "empty": "",
            "NUL": text.replace("Example Mail", "Example\0Mail"),
            "not UTF-8": text.encode().replace(b"Example Mail", b"\xff\xfe"),
            "twice": text + "services: {}\n",
            "eats memory": b"\x2c\x00\x9e\xb9",
        }
        for name, content in broken.items():
            with open(r.config, "wb") as out:
                out.write(content if isinstance(content, bytes) else content.encode())
            said = r.reload()
            assert "was not reloaded" in said, (name, said)
            assert re.search(rf"error: {re.escape(r.config)}(:\d+:\d+)?: ", said), (name, said)
            assert r.host() == "mail.hosting.example", name
        r.write(host="good.example")
        assert "reloaded " in r.reload() and r.host() == "good.example"


def no_plain_file():
    with Responder() as r:
        def nothing():
            pass

        def unreadable():
            open(r.config, "w").close()
            os.chmod(r.config, 0)

        def endless():
            os.symlink("/dev/zero", r.config)

        def large():
            with open(r.config, "w") as out:
                out.truncate(100 * 1024 * 1024)

        for make in (nothing, lambda: os.mkdir(r.config), lambda: os.mkfifo(r.config), unreadable, endless, large):
            if os.path.isdir(r.config) and not os.path.islink(r.config):
                os.rmdir(r.config)
            elif os.path.lexists(r.config):
                os.remove(r.config)
            make()
            begin = time.monotonic()
            said = r.reload()
            assert time.monotonic() - begin < 3, "took too long"
            assert "was not reloaded" in said or make is unreadable, said
            assert r.answers()
        os.remove(r.config)
        r.write(host="good.example")
        r.reload()
        assert r.host() == "good.example"
        assert resident_kilobytes(r.process) < 100000, "the large file was read"


def never_a_mixture():
    """Two configurations in turn under requests: every answer is of one of them, and none fails."""
    with Responder("threads: 2") as r:
        seen, wrong, done = set(), [], threading.Event()

        def load():
            with r.peer() as kept:
                while not done.is_set():
                    for answer in (ask(r.socket, get(TARGET)), kept.ask(get(TARGET), keep=True)):
                        hosts = set(re.findall(r"<hostname>([^<]+)", answer.body.decode()))
                        if answer.status != 200 or len(hosts) != 1:
                            wrong.append(answer.raw)
                        seen.update(hosts)

        threads = [threading.Thread(target=load) for _ in range(2)]
        for thread in threads:
            thread.start()
        before = resident_kilobytes(r.process)
        for number in range(200):
            r.write(host="odd.example" if number % 2 else "even.example")
            r.kill(signal.SIGHUP)
            time.sleep(0.005)
        r.write(host="last.example")
        r.kill(signal.SIGHUP)
        last = eventually(lambda: r.host() == "last.example", 2)
        done.set()
        for thread in threads:
            thread.join()
        assert last, "the last configuration does not win"
        assert not wrong, wrong[0]
        assert seen <= {"mail.hosting.example", "odd.example", "even.example", "last.example"}, seen
        assert len(seen) >= 3, seen
        grown = resident_kilobytes(r.process) - before
        assert grown < 4096, f"{grown} KiB more"


def vanished_domains():
    with Responder(more="  a.example:\n  b.example:\n  c.example:\n") as r:
        r.write()
        assert "is it complete?" in r.reload()


def most_of_many_domains():
    """Refused and counted, with the old ones in force; a restart behind a socket that stays takes it."""
    many = "".join(f"  d{number}.example:\n" for number in range(18))

    def answer(domain):
        return ask(r.socket, get(f"/mail/config-v1.1.xml?emailaddress=a@{domain}", HTTP_HOST="elsewhere.example")).status

    numbers = get("/status", AUTODISCOVER_STATUS="on")
    with socket.socket(socket.AF_UNIX) as listener, Responder("status: true", start=False, more=many) as r:
        listener.bind(r.socket)
        listener.listen()
        r.start(command=[BINARY, "serve", "-c", r.config], stdin=listener)
        r.write(more=many.replace("  d", "  e"))
        for refusals in (1, 2):
            said = r.reload()
            assert "18 of the 20 domains" in said and "restart" in said and "was not reloaded" in said, said
            assert f"autodiscover_reload_failures_total {refusals}\n" in ask(r.socket, numbers).body.decode()
            assert answer("d17.example") == 200
        assert r.stop()[0] == 0
        r.start(command=[BINARY, "serve", "-c", r.config], stdin=listener)
        assert answer("d17.example") == 404
        assert answer("e17.example") == 200


def a_list_that_is_written_in_place():
    """In pieces of 4 KiB, with a SIGHUP after each: what ends in a line, or lacks most domains, does not come into force."""
    with Responder(start=False) as r:
        names = [f"customer-{number}.example" for number in range(4000)]
        whole = "".join(f"{name}\n" for name in names).encode()
        with open(f"{r.folder}/list", "wb", buffering=0) as out:
            out.write(whole)
        r.write(settings="threads: 2 }\ndomain_lists: [list]\nlog: { requests: false")
        r.start()
        taken = []
        with open(f"{r.folder}/list", "wb", buffering=0) as out:
            for at in range(0, len(whole) + 4096, 4096):
                said = r.reload()
                taken += re.findall(r"reloaded .*: (\d+) domains", said)
                assert "was not reloaded" not in said or "cut; end it" in said or "than half is refused" in said, said
                out.write(whole[at:at + 4096])
        r.reload()
        taken = [int(count) for count in taken]
        assert all(count >= 2001 for count in taken) and taken[-1:] == [4002], taken


def needs_a_restart():
    with Responder() as r:
        r.write(settings="threads: 3")
        assert "needs a restart" in r.reload()


run(good, time_limits, bad, no_plain_file, never_a_mixture, vanished_domains, most_of_many_domains,
    a_list_that_is_written_in_place, needs_a_restart)
