# SPDX-License-Identifier: MIT
"""What the installed service does with a configuration that is refused, under requests, with instances, to its repair."""
import re
import threading
import time
from pathlib import Path

from machine import eventually

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
CONFIG = "/etc/autodiscover/autodiscover.yaml"
SOCKETS = {"autodiscover": "/run/autodiscover/autodiscover.sock", "autodiscover@1": "/run/autodiscover/1.sock",
           "autodiscover@2": "/run/autodiscover/2.sock"}
SERVICES = ("autodiscover", "autodiscover@*.service")
AT_ONCE = 3.0  # seconds; a restart takes some 30 ms where nothing else runs


class Asking:
    """Clients that ask without pause, one at each socket; every answer must have an `allowed` status, and come at once."""

    def __init__(self, life, allowed=(200,), sockets=(SOCKETS["autodiscover"],)):
        self.life, self.allowed, self.ended = life, allowed, threading.Event()
        self.seen = {socket: [] for socket in sockets}
        self.slowest = 0.0
        self.threads = [threading.Thread(target=self._ask, args=[socket]) for socket in sockets]

    def _ask(self, socket):
        while not self.ended.is_set():
            begin = time.monotonic()
            try:
                status = self.life.ask(socket=socket).status
            except Exception as error:  # pylint: disable=broad-except; whatever it is, the request is lost
                status = repr(error)
            self.slowest = max(self.slowest, time.monotonic() - begin)
            self.seen[socket].append(status)

    def lost(self):
        return [status for seen in self.seen.values() for status in seen if status not in self.allowed]

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        before = {socket: len(seen) for socket, seen in self.seen.items()}
        eventually(lambda: self.lost() or all(len(seen) > before[socket] + 10 for socket, seen in self.seen.items()))
        self.ended.set()
        for thread in self.threads:
            thread.join()
        lost = self.lost()
        assert not lost, f"{len(lost)} of {sum(map(len, self.seen.values()))} requests lost: {lost[:3]}"
        assert self.slowest < AT_ONCE, f"an answer took {self.slowest:.1f} s"


def one_command():
    """README's, after an edit."""
    return " ".join(re.search(r"`(autodiscover check && [^`]*)`", README)[1].split())


def signing_commands():
    return re.search(r"^```\n(cat > /etc/letsencrypt.*?)^```", README, re.S | re.M)[1]


class Broken:
    """Steps of lifecycle.Life, which come when two instances run."""

    def __init__(self, life):
        self.life, self.machine = life, life.machine

    def pids(self):
        return [self.life.pid(unit) for unit in SOCKETS]

    def statuses(self):
        return [self.life.ask(socket=socket).status for socket in SOCKETS.values()]

    def repair(self):
        """The command brings back what it names; the instances have it of their own."""
        self.machine.run("sh", "-c", one_command())
        self.machine.run("systemctl", "reload", SERVICES[1])
        assert eventually(lambda: self.statuses() == [200] * 3), self.statuses()

    def says_where(self, place):
        for unit in SOCKETS:
            state = self.machine.says("systemctl", "show", "-P", "StatusText", unit)
            assert state.startswith("Answering 503 until a reload") and re.search(place, state), (unit, state)
            assert eventually(lambda: re.search(place, self.machine.says("journalctl", "-b", "-u", unit))), (unit, place)
            assert self.machine.says("systemctl", "is-active", f"{unit}.socket") == "active", unit

    def answers_503_until_it_is_repaired(self):
        path = self.machine.path(CONFIG)
        good = path.read_text()
        typo, mode = good.replace("\nservices:", "\nserrvices:"), path.stat().st_mode
        for break_it, place in ((lambda: path.write_text(typo), rf"{CONFIG}:\d+:\d+: .*did you mean"),
                                (lambda: path.write_text(""), rf"{CONFIG}: the file is empty"),
                                (lambda: path.chmod(0), rf"{CONFIG}: .*ermission denied"),
                                (path.unlink, rf"{CONFIG}: .*o such file")):
            with Asking(self.life, (200, 503), SOCKETS.values()) as asking:
                break_it()
                self.machine.run("systemctl", "restart", *SERVICES)
                before = self.pids()
                assert eventually(lambda: all(seen[-1] == 503 for seen in asking.seen.values())), asking.seen
                self.says_where(place)
                done = self.machine.run("systemctl", "reload", "autodiscover", check=False)
                assert done.returncode != 0, "the admin is not told"
                assert self.pids() == before, "it is started again and again"
                path.write_text(good)
                path.chmod(mode)
                self.repair()
                assert self.pids() == before

    def comes_back_from_whatever_ends_it(self):
        """Here a drop-in with the wrong program. By default systemd gives up a socket that starts one twenty times in 2 s."""
        folder = self.machine.path("/etc/systemd/system/autodiscover.service.d")
        folder.mkdir()
        (folder / "wrong.conf").write_text("[Service]\nExecStart=\nExecStart=/bin/false\nRestartSec=0\n")
        self.machine.run("systemctl", "daemon-reload")
        self.machine.run("systemctl", "restart", "--no-block", "autodiscover")
        restarts = lambda: int(self.machine.says("systemctl", "show", "-P", "NRestarts", "autodiscover") or 0)
        client = threading.Thread(target=lambda: self.life.ask(deadline=30).status)
        client.start()  # one that waits
        assert eventually(lambda: restarts() > 40), restarts()
        assert self.machine.says("systemctl", "is-active", "autodiscover.socket") == "active"
        (folder / "wrong.conf").unlink()
        folder.rmdir()
        self.machine.run("systemctl", "daemon-reload")
        assert eventually(lambda: self.machine.says("systemctl", "is-active", "autodiscover") == "active")
        client.join()
        assert self.life.ask().status == 200

    def boots_with_a_broken_configuration(self):
        path = self.machine.path(CONFIG)
        good = path.read_text()
        path.write_text(good.replace("\nservices:", "\nserrvices:"))
        self.machine.reboot()
        with Asking(self.life, (503,), SOCKETS.values()):
            self.says_where(rf"{CONFIG}:\d+:\d+: .*did you mean")
        self.machine.path(CONFIG).write_text(good)
        self.repair()

    def keeps_the_old_program_where_the_new_one_refuses(self):
        path = self.machine.path(CONFIG)
        good, before = path.read_text(), self.pids()
        path.write_text(good.replace("\nservices:", "\nserrvices:"))
        with Asking(self.life, (200,), SOCKETS.values()):
            said = self.life.install("refused.deb")
        assert re.search(rf"{CONFIG}:\d+:\d+: .*did you mean", said), said
        assert self.machine.says("dpkg-query", "-Wf", "${db:Status-Status}", "autodiscover") == "installed"
        assert self.pids() == before
        path.write_text(good)
        command = re.search(r"Repair it, then run: (.*)", said)[1]
        with Asking(self.life, (200,), SOCKETS.values()):
            self.machine.run("sh", "-c", command)
        assert not set(self.pids()) & {*before, "0"}, (self.pids(), before)
        assert self.statuses() == [200] * 3

    def signs_in_instances(self):
        """With README's commands, and stand-ins for what certbot does."""
        machine = self.machine
        lineage = machine.path("/etc/letsencrypt/live/profiles.example.com")
        lineage.mkdir(parents=True)
        machine.path("/etc/letsencrypt/renewal-hooks/deploy").mkdir(parents=True)
        self.life.certificate(lineage)
        machine.path("/usr/bin/certbot").write_text("#!/bin/sh\n")
        machine.path("/usr/bin/certbot").chmod(0o755)
        machine.run("sh", "-ec", signing_commands())
        path = machine.path(CONFIG)
        plain = path.read_text()
        path.write_text(plain + "\nmobileconfig:\n  signing: { certificate: fullchain.pem, key: key.pem }\n")
        key = machine.path("/etc/autodiscover/key.pem")
        key.chmod(0o600)  # as root alone may read it
        machine.run("systemctl", "restart", *SERVICES)
        self.says_where(r"key\.pem.*ermission denied")
        key.chmod(0o640)
        self.repair()
        for unit, socket in SOCKETS.items():
            body = self.life.ask(socket=socket, path="/email.mobileconfig?email=").body
            assert body.startswith(b"\x30\x82") and b"example.invalid" in body, (unit, body[:20])
            limits = machine.says("cat", f"/proc/{self.life.pid(unit)}/limits")
            assert re.search(r"^Max core file size +0 +0 ", limits, re.M), (unit, limits)
        path.write_text(plain)
        self.repair()
        machine.run("rm", "-r", "/etc/letsencrypt", "/usr/bin/certbot", "/etc/autodiscover/key.pem",
                    "/etc/autodiscover/fullchain.pem")

    def all_checks(self):
        return (self.signs_in_instances, self.answers_503_until_it_is_repaired, self.comes_back_from_whatever_ends_it,
                self.boots_with_a_broken_configuration, self.keeps_the_old_program_where_the_new_one_refuses)
