#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A long time under a mixture of requests: every status and body as in test/cases, and nothing grows.

Through nginx with the shipped files, on a Unix socket: 40 % Outlook POSTs, 25 % autoconfig, 15 % profiles, 10 % unknown
domains, 10 % malformed. Memory is looked at after the first 100,000 and at the end, both times at rest.
usage: soak.py BUILD_FOLDER [REQUESTS]     1,000,000 by default
"""
import time

import plan
from front import Front, Load, Verdict, at_rest, load, number

COUNT = number(2, 1_000_000)
WARM = min(100_000, COUNT // 10)
CONNECTIONS = 64
GROWTH_KIB = 1024

verdict = Verdict()
with Front() as front:
    responder = front.instance().start()
    front.nginx(responder)
    mixture, kinds = plan.mixture()
    verdict(min(kinds.values()) >= 8, f"requests of each kind: {kinds}")
    verdict.none_failed(load(front, mixture, CONNECTIONS, WARM), "at first")
    before = at_rest(front, responder)
    with Load(front, mixture, CONNECTIONS, COUNT - WARM) as running:
        while running.is_running():
            front.forget_logs()
            time.sleep(1)
        verdict.none_failed(running.result(), "then")
    after = at_rest(front, responder)
    grown = after[0] - before[0]
    verdict(grown <= GROWTH_KIB, f"memory: {before[0]} KiB, then {after[0]}: {grown} more (at most {GROWTH_KIB})")
    verdict(before[1] == after[1], f"descriptors: {before[1]}, then {after[1]}")
    verdict(before[2] == after[2], f"threads: {before[2]}, then {after[2]}")
    verdict(responder.end() == 0, "ends with status 0")
verdict.end()
