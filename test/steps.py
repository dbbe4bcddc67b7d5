# SPDX-License-Identifier: MIT
"""Runs steps one after the other and adds up what they say; for check.py and trust.py.

Each step is a command that closes with "N passed, N failed" (or Boost.Test's report) and exits 0 when nothing failed.
A step that says nothing counts as one failure: silence is no success.
"""
import os
import re
import subprocess
import time


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


def run(steps, chosen, shown=False):
    """Runs the chosen ones of `steps` (name: command), or all; returns the exit status. What a step says is printed when
    something failed, or always if it is to be `shown`."""
    passed = failed = 0
    env = dict(os.environ, TSAN_OPTIONS="halt_on_error=1 exitcode=66", ASAN_OPTIONS="detect_leaks=1",
               PYTHONDONTWRITEBYTECODE="1")
    for name in chosen or steps:
        begin = time.monotonic()
        step = subprocess.run(steps[name], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env,
                              stdin=subprocess.DEVNULL)
        output = step.stdout.decode("utf-8", "replace")
        good, bad = count(output, step.returncode)
        print(f"{name:20} {good:5} passed {bad:3} failed   {time.monotonic() - begin:5.1f} s", flush=True)
        if bad:
            print(output, flush=True)
        elif shown:
            print("".join(f"    {line}\n" for line in output.split("\n")[:-2]), end="", flush=True)
        passed, failed = passed + good, failed + bad
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
