#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One stranger sends all that the shipped nginx lets through, the worst documents that we know, each with names of its own:
what becomes of another client's requests? They are sent one after the other from another address, first without the
stranger, then with. usage: attacker.py BUILD_FOLDER [SECONDS]      10 by default; test/trust.py takes 60
"""
import http.client
import itertools
import pathlib
import random
import statistics
import sys
import threading
import time

from front import Front, Verdict, number

SECONDS = number(2, 10.0)
sys.argv[2:] = ["0", "0"]  # names.py reads its counts there
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "hostile"))
import names  # noqa: E402

GETS = 200
QUIET_SECONDS = 8
MOST_AT_THE_MEDIAN = 0.050  # seconds
MOST_TIMES = 5
LEAST_WORST = 0.004  # seconds; the quiet worst counts as at least so much: a turn of the scheduler of a busy machine
POX = "/autodiscover/autodiscover.xml"


def connection(front, address):
    return http.client.HTTPConnection("127.0.0.1", front.port, timeout=30, source_address=(address, 0))


def gets(front, seconds):
    """The seconds that each of GETS requests took, spread over `seconds`."""
    client, taken, begin = connection(front, "127.0.0.77"), [], time.monotonic()
    for i in range(GETS):
        time.sleep(max(0, begin + i * seconds / GETS - time.monotonic()))
        start = time.monotonic()
        client.request("GET", "/mail/config-v1.1.xml?emailaddress=a%40example.com", headers={"Host": "autoconfig.example.com"})
        answer = client.getresponse()
        answer.read()
        assert answer.status == 200, answer.status
        taken.append(time.monotonic() - start)
    return taken


def attack(front, end, statuses):
    """Sixty documents a second, where the machine can; the limit is twenty."""
    client, rng = connection(front, "127.0.0.66"), random.Random(9)
    for i, body in enumerate(itertools.chain.from_iterable(
            names.stream(rng, source, 50) for source in itertools.cycle((names.colliding, names.fresh)))):
        if end.wait(1 / 60):
            return
        client.request("POST", POX, body, {"Host": "autodiscover.example.com", "Content-Type": "text/xml"})
        answer = client.getresponse()
        answer.read()
        statuses[answer.status] = statuses.get(answer.status, 0) + 1


verdict = Verdict()
with Front() as front:
    responder = front.instance().start()
    front.nginx(responder, limited=True)
    quiet = gets(front, QUIET_SECONDS)
    memory, statuses, end = responder.resident_kib(), {}, threading.Event()
    attacker = threading.Thread(target=attack, args=(front, end, statuses))
    attacker.start()
    busy = gets(front, SECONDS)
    end.set()
    attacker.join()
    verdict(429 in statuses, f"the attacker reached the limit, answers by status: {statuses}")
    median, worst, before = statistics.median(busy), max(busy), max(quiet)
    verdict(median <= MOST_AT_THE_MEDIAN, f"another client's GET: {1000 * median:.1f} ms at the median, "
            f"{1000 * statistics.median(quiet):.1f} without the attacker")
    verdict(worst <= MOST_TIMES * max(before, LEAST_WORST), f"the worst of {GETS}: {1000 * worst:.1f} ms, "
            f"{1000 * before:.1f} without the attacker")
    grown = responder.resident_kib() - memory
    verdict(grown <= 8192, f"memory: {grown} KiB more")
verdict.end()
