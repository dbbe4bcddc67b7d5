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
from worst import FORM, bodies, forms, queries  # noqa: E402

MOST_CPU = 0.050  # seconds
MOST_GROWTH = 8 << 20  # octets
ROUNDS = 3  # the least counts: what is measured is the work, not the neighbours
LIMITS = ((4096, 20), (32768, 100))  # max_body, and times a normal POST that a request may cost


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
