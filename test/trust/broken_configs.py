#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Broken configurations and SIGHUP under load: the one before stays in force, the log says what is wrong and where, and
`check` exits with 78 and says the same.
usage: broken_configs.py BUILD_FOLDER [AT_LEAST]     200 distinct ones by default
"""
import os
import re
import shutil
import signal
import subprocess
import time

import broken_files
import plan
import wire
from front import BINARY, ROOT, Front, Load, Verdict, number

AT_LEAST = number(2, 200)
PATIENCE = 3  # seconds for one file, be it 100 MB
EX_CONFIG = 78
REQUESTS = ("GET /mail/config-v1.1.xml?emailaddress=max@example.com HTTP/1.1\r\nHost: autoconfig.example.com\r\n\r\n",
            "GET /email.mobileconfig?email=a@customer.example HTTP/1.1\r\nHost: autodiscover.customer.example\r\n\r\n")


def remove(path):
    if os.path.isdir(path) and not os.path.islink(path):
        os.rmdir(path)
    elif os.path.lexists(path):
        os.remove(path)


def put(path, made):
    """Puts octets, or what a function makes, at the path."""
    new = f"{path}.new"
    remove(new)
    if callable(made):
        remove(path)
        made(str(path))
    else:
        with open(new, "wb") as out:
            out.write(made)
        if os.path.isdir(path):
            os.rmdir(path)
        os.rename(new, path)


def check(path):
    """(exit status, lines) of `autodiscover check`."""
    done = subprocess.run([BINARY, "check", path], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, timeout=PATIENCE, check=False)
    return done.returncode, done.stdout.decode(errors="replace").rstrip("\n").split("\n")


class Reloads:
    def __init__(self, responder):
        self.responder = responder

    def said(self):
        """Sends SIGHUP; returns the lines that the log has of the reload, without time and severity."""
        with self.responder.log.open("rb") as log:
            log.seek(0, os.SEEK_END)
            self.responder.process.send_signal(signal.SIGHUP)
            text, end = b"", time.monotonic() + PATIENCE
            while b"reloaded" not in text or not text.endswith(b"\n"):
                if time.monotonic() > end:
                    raise TimeoutError("no word of the reload")
                text += log.read()
                time.sleep(0.001)
        lines = [line.split(" ", 2) for line in text.decode(errors="replace").rstrip("\n").split("\n")]
        return [line[2] for line in lines if line[1] != "info:"]

    def problem(self, made):
        """What is wrong with how a broken file was met; None for a file that is right after all."""
        put(self.responder.config, made)
        status, diagnostics = check(self.responder.config)
        if status == 0:
            return None
        if status != EX_CONFIG:
            return f"check exits with {status}"
        said = self.said()
        if said[-1] != f"{self.responder.config} was not reloaded; the configuration before it stays in force":
            return f"the log says {said[-1]}"
        if said[:-1] != diagnostics:
            return f"check says {diagnostics}, the log {said[:-1]}"
        errors = [line for line in diagnostics if ": warning: " not in line]
        # An empty file has no place, and neither has what is no file.
        place = r":\d+:\d+: |: the file is empty$" if isinstance(made, bytes) else r"(:\d+:\d+)?: "
        return "" if any(re.match(re.escape(str(self.responder.front.tmp)) + rf"[^:]*({place})", e) for e in errors) \
            else f"no place: {errors}"


def example(front, responder):
    """conf/example.yaml with all that it includes, for our socket."""
    shutil.copytree(ROOT / "conf/domains.d", front.tmp / "domains.d")
    shutil.copy(ROOT / "conf/domains.txt", front.tmp)
    text = (ROOT / "conf/example.yaml").read_text()
    return text.replace("/run/autodiscover/autodiscover.sock", str(responder.socket)).replace('"0660"', '"0666"')


verdict = Verdict()
with Front() as front:
    responder = front.instance()
    good = example(front, responder)
    responder.settings = ""
    responder.write(good)
    responder.start()
    front.nginx(responder)
    golden = plan.Plan()
    for raw in REQUESTS:
        answer = wire.http(front.port, raw.encode())
        verdict(answer.status == 200, "answers before")
        golden.add(raw.encode(), [(200, answer.body)])
    reloads, met, right, slowest = Reloads(responder), 0, 0, (0.0, "")
    # The example with its mode in words, so that the table finds what it spoils.
    files = [*broken_files.contents(good.replace('"0666"', '"0660"')), *broken_files.no_file()]
    with Load(front, golden, 4) as running:
        seen = set()
        for name, made in files:
            begin = time.monotonic()
            problem = reloads.problem(made) if callable(made) or made not in seen else None
            slowest = max(slowest, (time.monotonic() - begin, name))
            seen.add(made)
            right += problem is None
            met += problem == ""
            if problem:
                verdict(False, name, problem)
        put(responder.config, good.encode())
        verdict("reloaded " in reloads.said()[-1], "a good one comes into force after all")
        found = running.stop()
    verdict(met >= AT_LEAST, f"{met} broken files were refused with file, line and column, as `check` does ({right} of "
            f"{len(files)} were right after all; {slowest[0] * 1000:.0f} ms at most: {slowest[1]})")
    verdict.none_failed(found, "meanwhile")
    verdict(responder.end() == 0, "ends with status 0")
verdict.end()
