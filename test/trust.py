#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds and runs what takes too long for every edit: what the responder promises when things go wrong, each with its figure.

The rules of a step are those of test/steps.py; figures of long runs are kept in test/evidence.md.
usage: trust.py BUILD_FOLDER [--long] [STEP ...]      --long: the full forms, of what test/check.py runs too
"""
import os
import sys

import find
import steps

BUILD = sys.argv[1]
BINARY = f"{BUILD}/opt/autodiscover"
PACKAGES = f"{BUILD}/packages"

# GCC's ThreadSanitizer needs the address layout of older kernels.
NO_RANDOM_LAYOUT = ["setarch", os.uname().machine, "-R"]


def unit(variant, program="unit_tests"):
    return [f"{BUILD}/{variant}/{program}", "--report_level=short", "--log_level=error"]


# The sizes are those for continuous integration: LONG has the full ones.
STEPS = {
    "fuzz": ["test/fuzz/run.py", BUILD, os.environ.get("FUZZ_SECONDS", "10")],
    "w3c": ["test/hostile/w3c.py", BINARY, f"{BUILD}/opt/hostile/read_documents", PACKAGES],
    "bounds": ["test/hostile/bounds.py", BINARY],
    "naughty": ["test/hostile/naughty.py", BINARY, PACKAGES],
    "mutations": [f"{BUILD}/opt/hostile/mutations"],
    "soak": ["test/trust/soak.py", BUILD, "150000"],
    "kill": ["test/trust/kill.py", BUILD, "10", "3"],
    "reload-storm": ["test/trust/reload_storm.py", BUILD, "200", "12"],
    "broken-configs": ["test/trust/broken_configs.py", BUILD, "50"],
    "concurrency": ["test/trust/concurrency.py", BUILD],
    "hostile-peer": ["test/trust/hostile.py", BUILD, "1000"],
    "canary": ["test/trust/canary.py", BUILD, "2000"],
    "dav": ["test/servers/dav.py", BINARY],
    "clock": ["test/trust/clock.py", BUILD],
    "failing-calls": ["test/system/failing_calls.py", BINARY],
    "valgrind": ["test/trust/valgrind.py", BUILD],
    "syscalls": ["test/trust/syscalls.py", BUILD],
}

# The full forms of what is short above and in test/check.py: once before a release. test/README.md lists them.
LONG = {
    "unit-asan-whole": ["env", "AUTODISCOVER_TEST_LONG=1", *unit("asan", "unit_tests_whole")],
    "unit-tsan-whole": ["env", "AUTODISCOVER_TEST_LONG=1", *NO_RANDOM_LAYOUT, *unit("tsan")],
    "lint": ["test/lint.py", BUILD, "--all"],
    "fuzz": ["test/fuzz/run.py", BUILD, "60"],
    "soak": ["test/trust/soak.py", BUILD],
    "kill": ["test/trust/kill.py", BUILD],
    "reload-storm": ["test/trust/reload_storm.py", BUILD],
    "broken-configs": ["test/trust/broken_configs.py", BUILD],
    "hostile-peer": ["test/trust/hostile.py", BUILD],
    "canary": ["test/trust/canary.py", BUILD],
    "attacker": ["test/trust/attacker.py", BUILD, "60"],
    "names": ["test/hostile/names.py", BINARY, "20000", "2000"],
    "paths": ["test/servers/paths.py", BINARY],
    "recipes": ["test/recipes/run.py", BUILD],
    "failing-loads": ["test/system/failing_loads.py", BINARY, "full"],
}

# The longest first. The others measure, or load the machine.
TOGETHER = ["valgrind", "mutations", "syscalls", "naughty", "failing-calls"]


def main(names):
    table = LONG if "--long" in names else STEPS
    names = [name for name in names if name != "--long"]
    known = STEPS | table
    chosen = {name: find.find(name, BUILD, known) for name in names} or table
    return steps.run(BUILD, chosen, [], shown=True, together=TOGETHER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
