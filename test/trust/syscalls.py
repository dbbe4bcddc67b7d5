#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The system calls of a responder: start in every way, requests of every protocol, reload, faults, stop, under strace.

All that are seen stand in syscalls.txt, and all that stand there pass the filter of the shipped unit.
usage: syscalls.py BUILD_FOLDER
"""
import re
import signal
import subprocess
import sys

from front import BINARY, ROOT, Front, Verdict  # first: it says where the others are

import fastcgi
import plan

LIST = ROOT / "test/trust/syscalls.txt"
UNIT = ROOT / "conf/systemd/autodiscover.service"
# Takes descriptors and memory away, from strace too; the others use strace themselves.
NOT_UNDER_STRACE = {"programs", "limits", "early_signals", "failing_loads"}
verdict = Verdict()


def scripts():
    """The system tests of a server, as test/system/run.py lists them."""
    found = re.search(r"SCRIPTS = \((.*?)\)", (ROOT / "test/system/run.py").read_text(), re.S)[1]
    return [name for name in re.findall(r'"(\w+)"', found) if name not in NOT_UNDER_STRACE]


def expanded(name, seen=frozenset()):
    """All calls of a set of systemd."""
    if not name.startswith("@"):
        return {name}
    text = subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager", name], capture_output=True, text=True,
                          check=True).stdout
    inside = [line.strip() for line in text.split("\n")[1:] if line.strip() and not line.strip().startswith("#")]
    return set().union(*(expanded(entry, seen | {name}) for entry in inside if entry not in seen))


def allowed():
    """What the unit's filter lets through: the first line is a list, each that begins with ~ takes away."""
    calls = set()
    for line in re.findall(r"^SystemCallFilter=(.*)$", UNIT.read_text(), re.M):
        named = set().union(*(expanded(name) for name in line.lstrip("~").split()))
        calls = calls - named if line.startswith("~") else calls | named
    return calls


def wrapper(folder):
    """A programme that runs the responder under strace and keeps its process id."""
    path = folder / "autodiscover"
    path.write_text(f'#!/bin/sh\nexec strace -D -f -qq -e signal=none -o "{folder}/trace.$$" "{BINARY}" "$@"\n')
    path.chmod(0o755)
    return path


def all_cases(front, traced):
    responder = front.instance()
    responder.start(command=[traced, "serve", "-c", responder.config])
    cases = [case for case in plan.cases.load(ROOT / "test/cases") if case.config == plan.COMMON]
    for case in cases:
        fastcgi.ask(str(responder.socket), case.variables("fastcgi"), case.body)
    responder.process.send_signal(signal.SIGHUP)
    responder.write(plan.COMMON.read_text() + "nonsense: 1\n")
    responder.process.send_signal(signal.SIGHUP)
    verdict(responder.end() == 0, f"{len(cases)} cases, two reloads and an end under strace")


def calls_in(folder):
    counts = {}
    for trace in folder.glob("trace.*"):
        with trace.open(errors="replace") as lines:
            for line in lines:
                if found := re.match(r"\d+ +([a-z_0-9]+)\(", line):
                    counts[found[1]] = counts.get(found[1], 0) + 1
    return counts


with Front() as front:
    folder = front.tmp / "strace"
    folder.mkdir(mode=0o777)
    traced = wrapper(folder)
    all_cases(front, traced)
    for script in scripts():
        run = subprocess.run([sys.executable, ROOT / f"test/system/{script}.py", traced], stdin=subprocess.DEVNULL,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120, check=False)
        # strace takes its time, so what the script asserts about time may fail; that it ran is enough here.
        said = run.stdout.decode(errors="replace")
        verdict(re.search(r"^[1-9]\d* passed", said, re.M), f"test/system/{script}.py ran under strace", said[-2000:])
    seen = calls_in(folder)
listed = {line.split()[0] for line in LIST.read_text().split("\n") if line and not line.startswith("#")}
verdict(sum(seen.values()) > 10_000, f"{sum(seen.values())} calls seen, {len(seen)} different ones")
new = sorted(set(seen) - listed)
verdict(not new, f"not in syscalls.txt: {', '.join(new) or 'none'}")
refused = sorted(listed - allowed())
verdict(not refused, f"in syscalls.txt, but not allowed by the unit: {', '.join(refused) or 'none'}")
verdict({"chroot", "ptrace", "mount"}.isdisjoint(allowed()) and "read" in allowed(), "the filter was read")
print(f"listed and not seen this time: {', '.join(sorted(listed - set(seen))) or 'none'}")
verdict.end()
