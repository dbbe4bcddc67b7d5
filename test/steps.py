# SPDX-License-Identifier: MIT
"""Runs steps one after the other and adds up what they say; for check.py and trust.py.

Each step is a command that closes with "N passed, N failed" (or Boost.Test's report) and exits 0 when nothing failed.
A step that says nothing counts as one failure: silence is no success.
"""
import concurrent.futures
import itertools
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


def run_one(command):
    """((passed, failed), output, seconds)"""
    env = dict(os.environ, TSAN_OPTIONS="halt_on_error=1 exitcode=66", ASAN_OPTIONS="detect_leaks=1",
               PYTHONDONTWRITEBYTECODE="1")
    begin = time.monotonic()
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env, stdin=subprocess.DEVNULL)
    output = done.stdout.decode("utf-8", "replace")
    return count(output, done.returncode), output, time.monotonic() - begin


def run_each(steps, chosen, shown=False, together=()):
    """Runs the chosen ones of `steps` (name: command), or all; returns (passed, failed). What a step says is printed when
    something failed, or always if it is to be `shown`. Those `together` run two at a time before the others: they
    neither measure time nor load the machine."""
    chosen = chosen or list(steps)
    pairs = [name for name in together if name in chosen]
    alone = [name for name in chosen if name not in together]
    passed = failed = 0
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = itertools.chain(pool.map(run_one, [steps[name] for name in pairs]),
                                  map(run_one, [steps[name] for name in alone]))
        for name, ((good, bad), output, seconds) in zip(pairs + alone, results):
            print(f"{name:20} {good:5} passed {bad:3} failed   {seconds:5.1f} s", flush=True)
            if bad:
                print(output, flush=True)
            elif shown:
                print("".join(f"    {line}\n" for line in output.split("\n")[:-2]), end="", flush=True)
            passed, failed = passed + good, failed + bad
    return passed, failed


def run(steps, chosen, shown=False, together=()):
    """Likewise; prints the sum and returns the exit status."""
    passed, failed = run_each(steps, chosen, shown, together)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
