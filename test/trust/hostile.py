#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A peer on the socket that sends what breaks libfcgi, what ends in the middle, and what is garbled at random, to one of two
responders behind nginx. No request through nginx fails; the responder that is attacked does not end, and if it did it would
be back within a second; what stops half-way is hung up on in time.
usage: hostile.py BUILD_FOLDER [STREAMS]     5000 garbled streams by default
"""
import random
import time

from front import Front, Load, Verdict, number  # first: it says where the others are

import fastcgi
import plan
from fastcgi import PARAMS, STDIN, begin, get, pairs, post, record, request
from outlook_request import BODY, POX

STREAMS = number(2, 5000)
SEED = 20230119
STALL = 5  # stall_timeout, by default
TARGET = "/mail/config-v1.1.xml?emailaddress=someone@example.com"


def crashing():
    """What makes the libfcgi of Debian 12 overflow, abort or leak, if it gets to see it."""
    values = pairs({"FCGI_MAX_CONNS": ""})
    yield "one variable asked for often", record(9, values * 40, 0)
    yield "the same inside a request", begin() + record(9, values * 40, 0)
    yield "the same with an id", record(9, values * 40, 1)
    yield "name and value of 2 GiB each", begin() + record(PARAMS, b"\xff" * 8 + b"x")
    yield "a value of 1 GiB", begin() + record(PARAMS, b"\x01\xc0\x00\x00\x00A")
    yield "a name of 1 GiB", begin() + record(PARAMS, b"\xc0\x00\x00\x00\x01A")
    yield "lengths across records", begin() + b"".join(record(PARAMS, octet) for octet in (b"\xff", b"\xff\xff\xff", b"\xff" * 4))
    yield "unknown types", record(77, b"x" * 100, 0) * 100
    yield "unknown types inside a request", begin() + record(77, b"x" * 100) * 100
    yield "two requests at once", begin() + begin(request_id=2)
    yield "an abort", begin() + record(2)
    yield "a body before the variables", begin() + record(STDIN, b"x")
    yield "data for a filter", begin() + record(8, b"x")
    yield "no beginning", record(PARAMS, pairs(get(TARGET)))
    yield "another version", b"\xff" + begin()[1:]
    yield "an authorizer", begin(role=2)
    yield "a role of 65535", begin(role=65535)
    yield "a short beginning", record(1, b"\0")
    yield "a long beginning", record(1, b"\0\1" + b"\0" * 1000)
    yield "HTTP", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
    yield "TLS", bytes.fromhex("1603010200010001fc0303") + b"x" * 500
    yield "zeros", b"\0" * 70_000
    yield "ones", b"\xff" * 70_000
    yield "variables without an end", begin() + record(PARAMS, pairs({"A": "x" * 60_000})) * 4


def odd():
    """What is allowed, and nobody sends."""
    yield begin() + record(PARAMS, b"\0\0" * 30_000) + record(PARAMS) + record(STDIN)
    yield request(post(POX, BODY))[:-8] + record(STDIN, b" " * 60_000) * 4
    yield begin() + b"".join(record(PARAMS, pairs({name: value})) for name, value in get(TARGET).items())
    yield begin() + b"".join(record(PARAMS, bytes([octet])) for octet in pairs(get(TARGET))) + record(PARAMS) + record(STDIN)
    yield request(get(TARGET), keep=True) * 50


def garbled(source):
    """A good request with some octets changed, left out, doubled or cut off."""
    octets = bytearray(source.choice((request(get(TARGET)), request(post(POX, BODY), BODY))))
    for _ in range(source.randint(1, 4)):
        at = source.randrange(len(octets))
        how = source.randrange(5)
        if how == 0:
            octets[at] = source.randrange(256)
        elif how == 1:
            octets[at] ^= 1 << source.randrange(8)
        elif how == 2:
            del octets[at:at + source.randint(1, 16)]
        elif how == 3:
            octets[at:at] = octets[at:at + source.randint(1, 64)]
        else:
            del octets[at:]
        octets = octets or bytearray(b"\1")
    return bytes(octets)


class Attack:
    def __init__(self, instance):
        self.instance, self.deaths, self.slowest = instance, 0, 0.0

    def send(self, stream, patience=0.0):
        """Sends octets, and takes what comes for so long; True when the responder has hung up by then."""
        with fastcgi.Peer(str(self.instance.socket)) as peer:
            try:
                peer.send(stream)
            except OSError:
                return True
            return bool(patience) and peer.is_closed(patience)

    def see(self):
        """Starts the responder again if it is gone, as its supervisor would; notes how long no answer came."""
        began = time.monotonic()
        if self.instance.process.poll() is not None:
            self.deaths += 1
            self.instance.front.processes.remove(self.instance.process)
            self.instance.start()
        answer = fastcgi.ask(str(self.instance.socket), get(TARGET))
        self.slowest = max(self.slowest, time.monotonic() - began)
        return answer.status == 200


verdict = Verdict()
with Front() as front:
    attacked, other = front.instance("1").start(), front.instance("2").start()
    front.nginx(attacked, other)
    attack, source = Attack(attacked), random.Random(SEED)
    mixture, _ = plan.mixture()
    with Load(front, mixture, 16) as running:
        known = list(crashing())
        taken = [name for name, stream in known if not attack.see() or not attack.send(stream, 1)]
        verdict(not taken, f"{len(known)} streams of which libfcgi would die, or that are no request: hung up on at once",
                str(taken))
        for stream in odd():
            attack.send(stream)
        verdict(attack.see(), "odd requests: it answers")
        for _ in range(STREAMS):
            attack.send(garbled(source))
        verdict(attack.see(), f"{STREAMS} garbled streams (seed {SEED}): it answers")
        halves = [fastcgi.Peer(str(attacked.socket), STALL + 5) for _ in range(64)]
        whole = request(post(POX, BODY), BODY)
        for i, peer in enumerate(halves):
            peer.send(whole[:1 + i * (len(whole) - 1) // 64])
        began = time.monotonic()
        verdict(attack.see(), "64 streams that stop half-way: it answers")
        left = [peer for peer in halves if not peer.is_closed(max(0.1, began + STALL + 1 - time.monotonic()))]
        verdict(not left, f"they are hung up on after {time.monotonic() - began:.1f} s (stall_timeout: {STALL})")
        for peer in halves:
            peer.close()
        found = running.stop()
    verdict(attack.deaths == 0, f"the responder under attack has ended {attack.deaths} times")
    verdict(attack.slowest <= 1, f"and answered again after {attack.slowest * 1000:.0f} ms at most")
    verdict(other.process.poll() is None, "the other one runs on")
    verdict.none_failed(found, "meanwhile, through nginx")
    verdict(attacked.end() == 0 and other.end() == 0, "both end with status 0")
verdict.end()
