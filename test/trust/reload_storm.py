#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A storm of SIGHUPs under load: each answer is of one configuration or the other, never of both, and none fails.
usage: reload_storm.py BUILD_FOLDER [RELOADS [SECONDS]]     1000 and 60 by default
"""
import signal
import statistics
import time

import plan
import wire
from front import Front, Load, Verdict, at_rest, load, number

RELOADS = number(2, 1000)
SECONDS = number(3, 60.0)
CONNECTIONS = 16
GROWTH_KIB = 1024
WINS_WITHIN = 0.1

ODD, EVEN, LAST = "odd.hosting.example", "even.hosting.example", "last.hosting.example"


def configuration(host):
    """The cases' configuration with all services of the common part on one host, and a name that is not the other's."""
    text = plan.COMMON.read_text().replace("name: Example Mail", f"name: Mail of {host}")
    for old in ("imap.hosting.example", "pop.hosting.example", "smtp.hosting.example"):
        text = text.replace(old, host)
    return text


def requests():
    """One case of each protocol, and one of each that names no domain."""
    wanted = {"autoconfig/01-generic", "outlook/01-settings", "mobileconfig/01-implicit-tls", "json/46-pointer",
              "outlook/25-unknown-domain", "autoconfig/11-unknown-host", "autoconfig/02-address-encoded", "json/50c-no-address"}
    found = {case.name: case.raw for case in plan.cases.load(plan.ROOT / "test/cases") if case.name in wanted}
    return list(found.values())


def collect(front, responder, asked):
    """What the responder answers to each request under each configuration, asked while all is quiet."""
    answers = {}
    for host in (EVEN, ODD):
        reload(responder, host)
        for raw in asked:
            answer = wire.http(front.port, raw)
            answers.setdefault(raw, []).append((answer.status, answer.body))
    return answers


def reload(responder, host):
    """Sends SIGHUP and waits until the configuration is in force."""
    before = responder.log.stat().st_size
    responder.write(configuration(host))
    responder.process.send_signal(signal.SIGHUP)
    end = time.monotonic() + 5
    while b": reloaded " not in responder.log.read_bytes()[before:] and time.monotonic() < end:
        time.sleep(0.001)


def seconds_until_last_wins(front, responder, asked):
    """From the signal to the first answer of a third configuration, after a burst of signals for the other two."""
    for host in (ODD, EVEN, ODD, LAST):
        responder.write(configuration(host))
        begin = time.monotonic()
        responder.process.send_signal(signal.SIGHUP)
    while LAST.encode() not in wire.http(front.port, asked).body and time.monotonic() < begin + 5:
        pass
    return time.monotonic() - begin


verdict = Verdict()
with Front() as front:
    responder = front.instance(config=configuration(EVEN)).start()
    front.nginx(responder)
    asked = requests()
    answers = collect(front, responder, asked)
    verdict(len(asked) >= 5 and sum(a != b for a, b in answers.values()) >= 4,
            f"{len(asked)} requests, {sum(a != b for a, b in answers.values())} of them answered in two ways")
    storm = plan.Plan()
    mixed = [raw for raw, (even, odd) in answers.items() if ODD.encode() in even[1] or EVEN.encode() in odd[1]]
    verdict(not mixed, "what is expected holds no mixture", str(mixed))
    for raw, both in answers.items():
        storm.add(raw, both)
    load(front, storm, CONNECTIONS, 20000)
    before = at_rest(front, responder)
    with Load(front, storm, CONNECTIONS) as running:
        begin = time.monotonic()
        for i in range(RELOADS):
            responder.write(configuration(ODD if i % 2 else EVEN))
            responder.process.send_signal(signal.SIGHUP)
            time.sleep(max(0, begin + (i + 1) * SECONDS / RELOADS - time.monotonic()))
        spent = time.monotonic() - begin
        found = running.stop()
    verdict.none_failed(found, f"{RELOADS} signals in {spent:.0f} s")
    reloads = responder.log.read_bytes().count(b": reloaded ")
    verdict(reloads >= RELOADS * 0.9, f"{reloads} reloads: signals that come together count once")
    verdict(min(found["matched"]) >= found["answered"] / 10, f"answers of each configuration: {found['matched']}")
    after = at_rest(front, responder)
    verdict(after[0] - before[0] <= GROWTH_KIB, f"memory: {before[0]} KiB, then {after[0]} (at most {GROWTH_KIB} more)")
    verdict(before[1:] == after[1:], f"descriptors and threads: {before[1:]}, then {after[1:]}")
    for raw, both in answers.items():
        storm.add(raw, [plan.ANYTHING])
    with Load(front, storm, 4):
        waits = [seconds_until_last_wins(front, responder, asked[0]) for _ in range(20)]
    verdict(statistics.median(waits) <= WINS_WITHIN, f"the last configuration wins after {statistics.median(waits) * 1000:.0f}"
            f" ms under load (median; {max(waits) * 1000:.0f} at most)")
verdict.end()
