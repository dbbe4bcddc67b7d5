#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All system tests of the server, in one line at the end.
usage: run.py BINARY"""
import os
import re
import subprocess
import sys
import time

SCRIPTS = ("command_line", "programs", "sockets", "starting", "early_signals", "connections", "bodies", "reload", "failing_loads",
           "stopping", "logs", "limits", "status", "signing")

here = os.path.dirname(os.path.abspath(__file__))
passed = failed = 0
for name in SCRIPTS:
    begin = time.monotonic()
    try:
        done = subprocess.run([sys.executable, f"{here}/{name}.py", sys.argv[1]], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120)
        output, status = done.stdout.decode(errors="replace"), done.returncode
    except subprocess.TimeoutExpired as late:
        output, status = (late.stdout or b"").decode(errors="replace"), 1
    found = re.findall(r"^(\d+) passed, (\d+) failed", output, re.M)
    good, bad = map(int, found[-1]) if found else (0, 1)
    bad = bad or (1 if status else 0)
    print(f"{name:15} {good:3} passed {bad:2} failed  {time.monotonic() - begin:5.1f} s", flush=True)
    if bad:
        print(output, flush=True)
    passed, failed = passed + good, failed + bad
print(f"{passed} passed, {failed} failed")
sys.exit(1 if failed or not passed else 0)
