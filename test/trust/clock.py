#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A clock that jumps by ten years, forwards and back, changes nothing that is told, and loses no connection.
usage: clock.py BUILD_FOLDER
"""
import glob
import os
import re

from front import Front, Verdict  # first: it says where the others are

import fastcgi
import plan
from prefix import wait_until

JUMPS = ("+0", "+10y", "-10y", "+0")
VERDICT = Verdict()


def library():
    found = glob.glob("/usr/lib/*/faketime/libfaketimeMT.so.1")
    if not found:
        raise SystemExit("libfaketime is not installed\n0 passed, 1 failed")
    return found[0]


def cases_of_one_configuration():
    return [case for case in plan.cases.load(plan.ROOT / "test/cases") if case.config == plan.COMMON]


def ask_all(responder, cases, peer):
    """{case: (status, body)}; a time of day is blanked. Over one connection as far as they come, then over others."""
    found = {}
    for case in cases:
        answer = fastcgi.ask(str(responder.socket), case.variables("fastcgi"), case.body)
        found[case.name] = answer.status, plan.cases.blank_time(answer.body)
    kept = peer.ask(fastcgi.get("/mail/config-v1.1.xml", HTTP_HOST="autoconfig.example.com"), keep=True)
    found["kept connection"] = kept.status, kept.body
    return found


def last_year(responder):
    return int(re.findall(r"^(\d{4})-", responder.log.read_text(), re.M)[-1])


with Front() as front:
    clock = front.tmp / "clock"
    clock.write_text(JUMPS[0])
    responder = front.instance()
    responder.start(env=dict(os.environ, LD_PRELOAD=library(), FAKETIME_TIMESTAMP_FILE=str(clock), FAKETIME_NO_CACHE="1",
                             FAKETIME_DONT_FAKE_MONOTONIC="1"))
    cases = cases_of_one_configuration()
    with fastcgi.Peer(str(responder.socket)) as peer:
        first = ask_all(responder, cases, peer)
        year = last_year(responder)
        VERDICT(len(first) > 200, f"{len(first)} requests before")
        for jump in JUMPS[1:]:
            clock.write_text(jump)
            now = ask_all(responder, cases, peer)
            other = [name for name in first if first[name] != now[name]]
            VERDICT(not other, f"clock at {jump}: {len(other)} other answers", str(other[:5]))
            wanted = year + int(jump.rstrip("y"))
            wait_until(lambda year=wanted: abs(last_year(responder) - year) <= 1, "the clock does not jump")
    VERDICT(responder.end() == 0, "ends with status 0")
VERDICT.end()
