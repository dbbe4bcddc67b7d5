#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the worst requests cost: none takes more than 20 times the CPU time of a normal POST under the default limits,
nor more than 50 ms under any, or makes the responder grow by more than 8 MiB. Each is sent with the default cap on
bodies and with the highest that can be configured, as long as that allows, and as 64 KiB, over both.
usage: bounds.py BINARY"""
import os
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from fastcgi import Peer, get, post  # noqa: E402
from meter import Meter  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from responder import Responder  # noqa: E402

MOST_CPU = 0.050  # seconds
MOST_GROWTH = 8 << 20  # octets
ROUNDS = 3  # the least counts: what is measured is the work, not the neighbours
LIMITS = ((4096, 20), (32768, 100))  # max_body, and times a normal POST that a request may cost

FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT_LANGUAGE": "xx;q=0.5," * 800 + "pl"}
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


def forms(size):
    """(name, body) for the page: at most `size` bytes."""
    address = b"email=someone@example.com"
    yield "page with its QR code", address + b"&now=en"
    yield "page of a long address", b"email=" + b"%C3%BC" * 32 + b"@example.com&now=de"
    yield "page, pairs", padded(b"a=b&", size - 64) + address
    yield "page, empty pairs", padded(b"&", size - 64) + address
    yield "page, escapes", b"email=" + padded(b"%41", size - 64) + b"@example.com"


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


class Bounds:
    def __init__(self, responder, most_times):
        self.responder, self.meter = responder, Meter(responder)
        self.most_times = most_times
        self.worst = (0.0, "")
        self.passed = self.failed = 0
        self.ask(post(POX, BODY), BODY)  # the parser is made at the first request
        self.first = self.meter.resident()
        self.normal = min(self.cost(post(POX, BODY), BODY)[0] for _ in range(20))

    def ask(self, variables, body):
        with Peer(self.responder.socket) as peer:
            return peer.ask(variables, body).status

    def cost(self, variables, body):
        begin = self.meter.cpu()
        status = self.ask(variables, body)
        return self.meter.cpu() - begin, status

    def check(self, good, what):
        self.passed, self.failed = self.passed + bool(good), self.failed + (not good)
        if not good:
            print(f"FAILED {what}")

    def measure(self, name, variables, body, statuses):
        before = self.meter.resident()
        spent, status = min(self.cost(variables, body) for _ in range(ROUNDS))
        growth = self.meter.resident() - before
        self.worst = max(self.worst, (spent, name))
        times = spent / self.normal
        self.check(spent <= MOST_CPU and growth <= MOST_GROWTH and status in statuses and times <= self.most_times,
                   f"{name}: {1e6 * spent:.0f} us, {times:.1f} times a normal POST, {growth} bytes more, {status}")


def run(cap, most_times):
    with Responder(f"threads: 1, max_body: {cap}") as responder:
        bounds = Bounds(responder, most_times)
        for name, body in bodies(cap):
            assert len(body) <= cap, (name, len(body))
            bounds.measure(f"{name}, {len(body)} bytes", post(POX, body), body, (200,))
        for name, body in forms(cap):
            bounds.measure(f"{name}, {len(body)} bytes", post("/", body, **FORM), body, (200, 400, 404))
        for name, body in bodies(65000):
            bounds.measure(f"{name}, {len(body)} bytes", post(POX, body), body, (413,))
        for name, target in queries():
            bounds.measure(name, get(target), b"", (200, 400, 404))
        growth = bounds.meter.resident() - bounds.first
        bounds.check(growth <= MOST_GROWTH, f"{growth} bytes more in all")
        spent, name = bounds.worst
        print(f"max_body {cap}: worst {1e6 * spent:.0f} us, {spent / bounds.normal:.1f} times a normal POST of "
              f"{1e6 * bounds.normal:.0f} us ({name}); {growth // 1024} KiB more in all")
        return bounds.passed, bounds.failed


passed, failed = map(sum, zip(*map(run, *zip(*LIMITS))))
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed else 0)
