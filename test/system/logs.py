#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The log: what never stands in it, and that a log which cannot be written hurts nobody."""
import fcntl
import json
import os
import re
import subprocess

from outlook_request import BODY, POX
from fastcgi import ask, get, post
from responder import BINARY, TARGET, Responder, eventually, run

CANARY = "canary-4711"


def no_address_no_host_no_password():
    with Responder() as r:
        for variables in (
            get(f"/mail/config-v1.1.xml?emailaddress={CANARY}@example.com"),
            get(f"/mail/config-v1.1.xml?emailaddress={CANARY}@{CANARY}.example", HTTP_HOST=f"{CANARY}.example"),
            get(f"/autodiscover/autodiscover.json?Email={CANARY}@example.com&Protocol=Autodiscoverv1",
                HTTP_AUTHORIZATION=f"Basic {CANARY}"),
            get(f"/{CANARY}?{CANARY}", HTTP_USER_AGENT=CANARY, REMOTE_USER=CANARY, REMOTE_ADDR=CANARY),
        ):
            ask(r.socket, variables)
        ask(r.socket, post(POX, BODY), BODY.replace(b"someone", CANARY.encode()))
        ask(r.socket, post(POX, b"x"), b"x" * 20000)
        assert eventually(lambda: " 413 " in r.logged())
        assert CANARY not in r.logged(), r.logged()
        assert "example.com" not in r.logged().split("answering on", 1)[1], r.logged()


def one_line_a_request():
    with Responder() as r:
        ask(r.socket, get(TARGET))
        line = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z info: autoconfig 200 \d+ bytes \d+ us$"
        assert eventually(lambda: len(re.findall(line, r.logged(), re.M)) == 2), r.logged()  # the first: start()'s
        assert len(r.logged().splitlines()) == 3, r.logged()


def answers_although(r, count=300):
    with r.kept() as peer:
        for _ in range(count):
            assert peer.ask(get(TARGET), keep=True).status == 200
    assert r.stop()[0] == 0


def full_device():
    with Responder(start=False) as r:
        with open("/dev/full", "wb") as full:
            r.start(stderr=full)
        answers_although(r)


def closed_stderr():
    """No socket may get a number below 3: it would be sent log lines."""
    with Responder(start=False) as r:
        r.start(command=["sh", "-c", f'exec "{BINARY}" serve -c "{r.config}" <&- >&- 2>&-'])
        for number in range(3):
            assert os.readlink(f"/proc/{r.process.pid}/fd/{number}") == "/dev/null", number
        answers_although(r)


def pipe_that_nobody_reads():
    with Responder("threads: 2", start=False) as r:
        reading, writing = os.pipe()
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, 4096)
        r.start(stderr=writing)
        assert not fcntl.fcntl(writing, fcntl.F_GETFL) & os.O_NONBLOCK, "others share this description"
        answers_although(r)
        os.close(reading)
        os.close(writing)


def pipe_whose_reader_has_gone():
    with Responder(start=False) as r:
        reading, writing = os.pipe()
        r.start(stderr=writing)
        os.close(writing)
        os.close(reading)
        answers_although(r)


def journal():
    with Responder(start=False) as r:
        with open(r.log, "wb") as log:
            status = os.fstat(log.fileno())
            r.start(stderr=log, env=dict(os.environ, JOURNAL_STREAM=f"{status.st_dev}:{status.st_ino}"))
        assert eventually(lambda: re.search(r"^<6>info: autoconfig 200 ", r.logged(), re.M)), r.logged()


def json_lines():
    """Every line is an object with just these members, also one that quotes a file; before the configuration: text."""
    with Responder(start=False) as r:
        with open(r.config, "a") as out:
            out.write("log: { format: json }\n")
        r.start()
        ask(r.socket, get("/nothing"))
        with open(r.config, "ab") as out:
            out.write('"a \\"b\\" \u00fc\\t\\\\": 1\n'.encode())
        r.reload()
        assert r.stop()[0] == 0
        lines = [json.loads(line) for line in r.logged().splitlines()]
        for line in lines:
            assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line["time"]), line
            assert line["level"] in ("info", "notice", "error"), line
            assert list(line) in (["time", "level", "message"],
                                  ["time", "level", "route", "status", "bytes", "microseconds"]), line
        asked = [(line["level"], line["route"], line["status"]) for line in lines if "route" in line]
        assert sorted(asked) == [("info", "-", 404), ("info", "autoconfig", 200)], asked
        said = [line["message"] for line in lines if line["level"] == "error"]
        assert len(said) == 2 and 'unknown key `a "b" \u00fc' in said[0], said
        again = subprocess.run([BINARY, "serve", "-c", r.config], capture_output=True, stdin=subprocess.DEVNULL, timeout=5)
        assert re.match(rb"\d{4}-\S+ error: /", again.stderr), again


def silence():
    with Responder(start=False) as r:
        with open(r.config, "a") as out:
            out.write("log: { requests: false }\n")
        r.start()
        before = r.logged()
        for _ in range(10):
            ask(r.socket, get(TARGET))
        assert r.logged() == before


run(no_address_no_host_no_password, one_line_a_request, full_device, closed_stderr, pipe_that_nobody_reads,
    pipe_whose_reader_has_gone, journal, json_lines, silence)
