#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many clients, and slow ones and such as break off: those that behave do not notice.

2,000 connections at once through nginx: none fails, the slowest of a hundred waits a second at most. Then 64 that behave
while 512 send their body octet by octet, one a second, and 512 break off in the middle of theirs and come again: behind
nginx, which waits for whole bodies itself, and behind Apache's mod_proxy_fcgi, which does not.
usage: concurrency.py BUILD_FOLDER [SECONDS]     5 for each part by default
"""
import resource
import socket
import threading
import time

from front import Front, Load, Verdict, load, number  # first: it says where the others are

import plan
from checks import POX

SECONDS = number(2, 5.0)
MANY, WELL_BEHAVED, SLOW, ABORTING = 2000, 64, 512, 512
SLOWEST = 1.0  # p99 of many, seconds
# p99 of the well-behaved ones against quiet. The aim is 2; the burden itself takes its share of two cores that others may
# use too, so there is a margin, and a floor below which nobody counts.
TIMES, FLOOR = 3, 0.1
DESCRIPTORS = 16384

HEAD = ("POST /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: autodiscover.example.com\r\nContent-Type: text/xml\r\n"
        f"Content-Length: {len(POX)}\r\n\r\n").encode()


class Bad:
    """A client of the burden: sends a part of its body, then one octet a second, or nothing and closes after half one."""

    def __init__(self, port, is_slow, phase):
        self.port, self.is_slow, self.due = port, is_slow, time.monotonic() + phase
        self.socket, self.sent = None, 0

    def act(self, now):
        """Returns what was done."""
        self.due += 1.0 if self.is_slow else 0.5
        self.due = max(self.due, now)
        try:
            if self.socket is None:
                self.socket = socket.socket()
                self.socket.setblocking(False)
                self.socket.connect_ex(("127.0.0.1", self.port))
                self.sent = -1
                return "opened"
            if self.sent < 0:
                self.sent = 1 if self.is_slow else len(POX) // 2
                self.socket.send(HEAD + POX[:self.sent])
                return "begun"
            if not self.is_slow:
                self.close()
                return "aborted"
            self.sent += self.socket.send(POX[self.sent:self.sent + 1])
            if self.sent == len(POX) or self.is_answered():
                self.close()
            return "octets"
        except OSError:  # hung up on: so be it
            self.close()
            return "refused"

    def is_answered(self):
        """The web server may lose patience."""
        try:
            self.socket.recv(1)
            return True
        except BlockingIOError:
            return False

    def close(self):
        if self.socket:
            self.socket.close()
        self.socket = None


class Burden:
    """The bad clients, at work in a thread of their own for as long as the block runs."""

    def __init__(self, port):
        self.clients = [Bad(port, True, i / SLOW) for i in range(SLOW)]
        self.clients += [Bad(port, False, i / ABORTING / 2) for i in range(ABORTING)]
        self.done, self.end = {}, threading.Event()
        self.thread = threading.Thread(target=self.run)

    def run(self):
        while not self.end.is_set():
            now = time.monotonic()
            for client in self.clients:
                if client.due <= now:
                    what = client.act(now)
                    self.done[what] = self.done.get(what, 0) + 1
            time.sleep(0.01)
        for client in self.clients:
            client.close()

    def is_there(self):
        """All are connected and have done what they do."""
        return self.done.get("octets", 0) > SLOW and self.done.get("aborted", 0) > ABORTING

    def __enter__(self):
        self.thread.start()
        end = time.monotonic() + 20
        while not self.is_there() and time.monotonic() < end:
            time.sleep(0.05)
        return self

    def __exit__(self, *_):
        self.end.set()
        self.thread.join()


def many(verdict):
    with Front() as front:
        responder = front.instance().start()
        front.nginx(responder)
        mixture, _ = plan.mixture()
        found = load(front, mixture, MANY, seconds=SECONDS)
        verdict.none_failed(found, f"{MANY} connections")
        verdict(found["p99"] <= SLOWEST * 1e6, f"p99 {found['p99'] / 1000:.0f} ms (at most {SLOWEST * 1000:.0f})")


def burdened(verdict, name):
    with Front() as front:
        responder = front.instance().start()
        (front.nginx if name == "nginx" else front.apache)(responder)
        mixture, _ = plan.mixture()
        load(front, mixture, WELL_BEHAVED, 2000)
        quiet = load(front, mixture, WELL_BEHAVED, seconds=SECONDS)
        verdict.none_failed(quiet, f"{name}, {WELL_BEHAVED} well-behaved clients alone")
        with Burden(front.port) as burden:
            verdict(burden.is_there(), f"{name}: {SLOW} slow and {ABORTING} aborting clients are at work")
            with Load(front, mixture, WELL_BEHAVED, seconds=SECONDS) as running:
                found = running.result()
            verdict(burden.done.get("aborted", 0) > SECONDS * ABORTING / 3, f"{name}: {burden.done}")
        verdict.none_failed(found, f"{name}, {WELL_BEHAVED} well-behaved clients among them")
        most = max(TIMES * quiet["p99"], FLOOR * 1e6)
        verdict(found["p99"] <= most, f"{name}: p99 {found['p99'] / quiet['p99']:.1f} times that of quiet"
                f" ({most / 1000:.0f} ms at most)")
        verdict(responder.end() == 0, f"{name}: the responder ends with status 0")


def main():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    most = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(hard, DESCRIPTORS)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    verdict = Verdict()
    verdict(most >= 8192, f"{most} descriptors may be open (ulimit -n)")
    many(verdict)
    burdened(verdict, "nginx")
    burdened(verdict, "Apache")
    verdict.end()


main()
