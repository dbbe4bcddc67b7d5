#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the worst requests cost: no attack takes more than 50 ms of the responder's CPU time or makes it grow by more than
8 MiB. Each is sent with the default cap on bodies and with the highest that can be configured, as long as that allows,
and as 64 KiB, over both. usage: bounds.py BINARY"""
import os
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from fastcgi import Peer, get, post  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from responder import Responder  # noqa: E402

MOST_CPU = 0.050  # seconds
MOST_GROWTH = 8 << 20  # octets
ROUNDS = 3  # the least counts: what is measured is the work, not the neighbours
CAPS = (4096, 32768)

HEAD, TAIL = BODY[: BODY.index(b"<Request>")], BODY[BODY.index(b"<Request>"):]


def padded(piece, size):
    return piece * max((size - len(BODY) - 64) // len(piece), 1)


def numbered(pattern, size):
    out, i = [], 0
    while size > 0:
        out.append(pattern % i)
        size -= len(out[-1])
        i += 1
    return b"".join(out[:-1])


def bodies(size):
    """(name, body) of at most `size` octets."""
    room = size - len(BODY) - 64
    depth = room // 7
    yield "deep", HEAD + b"<a>" * depth + b"</a>" * depth + TAIL
    yield "deep to the limit, wide", HEAD + padded(b"<a>" * 30 + b"</a>" * 30, size) + TAIL
    yield "wide", HEAD + padded(b"<a/>", size) + TAIL
    yield "attributes", HEAD + b"<a" + numbered(b" a%d=''", room) + b"/>" + TAIL
    yield "namespaces", HEAD + b"<a" + numbered(b" xmlns:a%d='b'", room) + b"/>" + TAIL
    yield "names", HEAD + numbered(b"<a%d/>", room) + TAIL
    yield "references", HEAD + b"<a>" + padded(b"&amp;", size) + b"</a>" + TAIL
    yield "references, spread", HEAD + padded(b"<a>&#60;&lt;</a>", size) + TAIL
    yield "long text", HEAD + b"<a>" + padded(b"x", size) + b"</a>" + TAIL
    yield "long texts", HEAD + padded(b"<a>" + b"x" * 500 + b"</a>", size) + TAIL
    yield "CDATA", HEAD + padded(b"<![CDATA[<a>]]>", size) + TAIL
    yield "comments", HEAD + padded(b"<!---->", size) + TAIL
    yield "instructions", HEAD + padded(b"<?a b?>", size) + TAIL
    yield "one long name", HEAD + b"<" + padded(b"a", size) + b"/>" + TAIL
    yield "exclamation marks", HEAD + b"<!--" + padded(b"!", size) + b"-->" + TAIL
    yield "DOCTYPE spread with NUL", HEAD + padded(b"!\0D\0O\0C\0T\0Y\0P", size) + TAIL
    yield "entities", b'<!DOCTYPE a [' + numbered(b'<!ENTITY a%d "&a;&a;">', room) + b"]>" + BODY
    yield "UTF-16", "\ufeff".encode("utf-16-le") + (HEAD + padded(b"<a/>", size // 2 - 256)[: room // 2] + TAIL
                                                    ).decode().encode("utf-16-le")[: size - 2]
    yield "blanks in front", b" " * room + BODY
    yield "NUL behind", BODY + b"\0" * room
    yield "not closed", HEAD + padded(b"<a>", size)
    yield "noise", bytes((i * 7919 + i // 251) % 256 for i in range(size))


def queries():
    pairs = "&".join(f"a{i}=b" for i in range(4096))
    yield "4,096 pairs", "/mail/config-v1.1.xml?" + pairs + "&emailaddress=someone@example.com"
    yield "4,096 empty pairs", "/mail/config-v1.1.xml?" + "&;" * 4096 + "emailaddress=someone@example.com"
    yield "escapes", "/mail/config-v1.1.xml?emailaddress=" + "%41" * 10000 + "@example.com"
    yield "many labels", "/mail/config-v1.1.xml?emailaddress=a@" + "a." * 15000 + "example.com"
    yield "international labels", "/mail/config-v1.1.xml?emailaddress=a@" + "%C3%BC." * 4000 + "example.com"
    yield "one international label", "/email.mobileconfig?email=a@" + "%C3%BC%CC%88" * 80 + ".example.com"
    yield "long path", "/" + "a/" * 20000
    yield "at signs", "/email.mobileconfig?email=" + "@" * 30000


class Meter:
    def __init__(self, responder):
        self.responder, self.pid = responder, responder.process.pid
        self.worst = (0.0, "")
        self.passed = self.failed = 0

    def cpu(self):
        """Seconds of all threads, to the nanosecond; /proc/PID/stat counts in hundredths."""
        total = 0
        for task in os.listdir(f"/proc/{self.pid}/task"):
            with open(f"/proc/{self.pid}/task/{task}/schedstat") as file:
                total += int(file.read().split()[0])
        return total / 1e9

    def resident(self):
        with open(f"/proc/{self.pid}/statm") as file:
            return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")

    def ask(self, variables, body):
        with Peer(self.responder.socket) as peer:
            return peer.ask(variables, body).status

    def measure(self, name, variables, body, statuses):
        before = self.resident()
        spent, status = [], None
        for _ in range(ROUNDS):
            begin = self.cpu()
            status = self.ask(variables, body)
            spent.append(self.cpu() - begin)
        growth = self.resident() - before
        self.worst = max(self.worst, (min(spent), name))
        good = min(spent) <= MOST_CPU and growth <= MOST_GROWTH and status in statuses
        self.passed, self.failed = self.passed + good, self.failed + (not good)
        if not good:
            print(f"FAILED {name}: {1000 * min(spent):.1f} ms, {growth} octets more, status {status}")


def run(cap):
    with Responder(f"threads: 1, max_body: {cap}") as responder:
        meter = Meter(responder)
        meter.ask(post(POX, BODY), BODY)  # the parser is made at the first request
        first = meter.resident()
        for name, body in bodies(cap):
            assert len(body) <= cap, (name, len(body))
            meter.measure(f"{name}, {len(body)} octets", post(POX, body), body, (200,))
        for name, body in bodies(65000):
            meter.measure(f"{name}, {len(body)} octets", post(POX, body), body, (413,))
        for name, target in queries():
            meter.measure(name, get(target), b"", (200, 400, 404))
        growth = meter.resident() - first
        print(f"cap {cap}: worst {1000 * meter.worst[0]:.1f} ms ({meter.worst[1]}), {growth // 1024} KiB more in all")
        return meter.passed + (growth <= MOST_GROWTH), meter.failed + (growth > MOST_GROWTH)


passed, failed = map(sum, zip(*map(run, CAPS)))
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
