#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs what takes too long for every edit: what the responder promises when things go wrong, each with its figure.

The rules of a step are those of test/steps.py; figures of long runs are kept in test/evidence.md.
usage: trust.py BUILD_FOLDER [--long] [STEP ...]      --long: the full forms of what `make check` runs in a short one
"""
import os
import sys

import steps

BUILD = sys.argv[1]
BINARY = f"{BUILD}/opt/autodiscover"

STEPS = {
    "fuzz": ["test/fuzz/run.py", BUILD, os.environ.get("FUZZ_SECONDS", "60")],
    "w3c": ["test/hostile/w3c.py", BINARY, f"{BUILD}/opt/hostile/read_documents", f"{BUILD}/packages"],
    "bounds": ["test/hostile/bounds.py", BINARY],
    "naughty": ["test/hostile/naughty.py", BINARY, f"{BUILD}/packages"],
    "mutations": [f"{BUILD}/opt/hostile/mutations"],
    "soak": ["test/trust/soak.py", BUILD],
    "kill": ["test/trust/kill.py", BUILD],
    "reload-storm": ["test/trust/reload_storm.py", BUILD],
    "broken-configs": ["test/trust/broken_configs.py", BUILD],
    "concurrency": ["test/trust/concurrency.py", BUILD],
    "hostile-peer": ["test/trust/hostile.py", BUILD],
    "canary": ["test/trust/canary.py", BUILD],
    "dav": ["test/servers/dav.py", BINARY],
    "clock": ["test/trust/clock.py", BUILD],
    "failing-calls": ["test/system/failing_calls.py", BINARY],
    "valgrind": ["test/trust/valgrind.py", BUILD],
    "syscalls": ["test/trust/syscalls.py", BUILD],
}

# What `make check` runs in a short form, in full: once before a release.
LONG = {
    "attacker": ["test/trust/attacker.py", BUILD, "60"],
    "names": ["test/hostile/names.py", BINARY, "20000", "2000"],
    "paths": ["test/servers/paths.py", BINARY],
    "recipes": ["test/recipes/run.py", BUILD],
    "failing-loads": ["test/system/failing_loads.py", BINARY, "full"],
}

# The longest first. The others measure, or load the machine.
TOGETHER = ["valgrind", "mutations", "syscalls", "naughty", "failing-calls"]

chosen = sys.argv[2:]
if "--long" in chosen:
    chosen.remove("--long")
    STEPS = LONG if not chosen else STEPS | LONG
sys.exit(steps.run(STEPS, chosen, shown=True, together=TOGETHER))
