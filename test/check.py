#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every test of the project and adds up what they say.

Each step is a command that closes with "N passed, N failed" (or Boost.Test's report) and exits 0 when nothing failed.
A step that says nothing counts as one failure: silence is no success.
usage: check.py BUILD_FOLDER [STEP ...]
"""
import os
import re
import subprocess
import sys
import time

BUILD = sys.argv[1]
BINARY = f"{BUILD}/opt/autodiscover"


def unit(variant, *wrapper):
    return [*wrapper, f"{BUILD}/{variant}/unit_tests", "--report_level=short", "--log_level=error"]


# GCC's ThreadSanitizer needs the address layout of older kernels.
NO_RANDOM_LAYOUT = ["setarch", os.uname().machine, "-R"]

STEPS = {
    "hygiene": ["test/hygiene.py"],
    "checklist": ["test/checklist.py"],
    "unit": unit("opt"),
    "unit-asan": unit("asan"),
    "unit-tsan": unit("tsan", *NO_RANDOM_LAYOUT),
    "schema-autoconfig": ["test/schema/check_autoconfig.py"],
    "schema-outlook": ["test/schema/check_outlook.py"],
    "readers-autoconfig": ["test/readers/autoconfig.py"],
    "readers-pox": ["test/readers/pox.py"],
    "readers-profile": ["test/readers/profile.py"],
    "readers-pacc": ["test/readers/pacc.py", BINARY],
    "system-server": ["test/system/run.py", BINARY],
    "system-dns": ["test/system/dns.py", BINARY],
    "system-show": ["test/system/show.py", BINARY],
    "system-property": ["test/system/property.py", BINARY],
    "system-import": ["test/system/import.py", BINARY],
    "servers": ["test/servers/run.py", BINARY],
    "readme": ["test/readme.py", BINARY],
}


def count(output, status):
    """(passed, failed) of a step."""
    boost = re.findall(r"(\d+) test cases? out of (\d+) passed", output)
    plain = re.findall(r"^(?:\w+: )?(\d+) passed, (\d+) failed", output, re.M)
    if boost:
        passed, total = map(int, boost[0])
        failed = total - passed
    elif plain:
        passed, failed = map(int, plain[-1])
    elif status == 0 and "No errors detected" in output:
        passed, failed = 1, 0
    else:
        passed, failed = 0, 1
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed


def main():
    chosen = sys.argv[2:] or list(STEPS)
    passed = failed = 0
    env = dict(os.environ, TSAN_OPTIONS="halt_on_error=1 exitcode=66", ASAN_OPTIONS="detect_leaks=1",
               PYTHONDONTWRITEBYTECODE="1")
    for name in chosen:
        begin = time.monotonic()
        step = subprocess.run(STEPS[name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env,
                              stdin=subprocess.DEVNULL)
        output = step.stdout.decode("utf-8", "replace")
        good, bad = count(output, step.returncode)
        print(f"{name:20} {good:5} passed {bad:3} failed   {time.monotonic() - begin:5.1f} s", flush=True)
        if bad:
            print(output, flush=True)
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
