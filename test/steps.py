# SPDX-License-Identifier: MIT
"""Builds what steps need, runs them, and adds up what they say; for check.py, trust.py, lint.py and coverage/run.py.

Each step is a command that closes with "N passed, N failed" (or Boost.Test's report) and exits 0 when nothing failed.
A step that says nothing counts as one failure: silence is no success.
"""
import concurrent.futures
import itertools
import os
import re
import resource
import subprocess
import time

# What a script uses that is given the build folder alone, or uses beside its program: variant, goals.
OF_THE_FOLDER = ("opt", "all unit_tests load")
USES = {
    "test/fuzz/replay.py": ("asan", "fuzzers"),
    "test/fuzz/run.py": ("fuzz", "fuzzers"),
    "test/readme.py": ("opt", "all unit_tests"),
    "test/lint.py": None,
}


def count(output, status):
    """(passed, failed) of a step."""
    boost = re.findall(r"(\d+) test cases? out of (\d+) passed", output)
    plain = re.findall(r"^(?:\w+: )?(\d+) passed, (\d+) failed", output, re.M)
    if boost:
        passed, total = map(int, boost[0])
        skipped = re.search(r"(\d+) test cases? out of \d+ skipped", output)  # those that --run_test leaves out
        failed = total - passed - (int(skipped[1]) if skipped else 0)
    elif plain:
        passed, failed = map(int, plain[-1])
    elif status == 0 and "No errors detected" in output:
        passed, failed = 1, 0
    else:
        passed, failed = 0, 1
    if status != 0 and failed == 0:
        failed = 1
    return passed, failed


def needs(commands, build):
    """What the commands use of the build folder: {variant: goals of make}"""
    found = {}
    for command in commands:
        script = next((word for word in command if word in USES), None)
        if script:
            wanted = [USES[script]] if USES[script] else []
        else:
            paths = [re.fullmatch(rf"{re.escape(build)}/(opt|asan|tsan|fuzz)/(.+)", word) for word in command]
            wanted = [(path[1], path[2]) for path in paths if path]
            wanted += [OF_THE_FOLDER] if build in command else []
        for variant, goals in wanted:
            found.setdefault(variant, set()).update(goals.split())
    named = ("all", "fuzzers")
    return {variant: sorted(goal if goal in named else f"{build}/{variant}/{goal}" for goal in goals)
            for variant, goals in found.items()}


def make(commands, build):
    """Builds what the commands use; prints the time of each variant. False if something does not build."""
    for variant, goals in needs(commands, build).items():
        begin, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
        compiler = ["CXX=clang++"] if variant == "fuzz" else []
        quiet = [] if os.environ.get("V") else ["-s"]
        done = subprocess.run(["make", *quiet, f"-j{os.cpu_count()}", f"BUILD={build}", f"variant={variant}", *compiler, *goals],
                              stdin=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        seconds = f"{time.monotonic() - begin:6.1f} s, {cpu:6.1f} s of CPU"
        print(f"{'build ' + variant:20} {'' if done.returncode == 0 else 'FAILED':24} {seconds}", flush=True)
        if done.returncode:
            return False
    return True


def run_one(command):
    """((passed, failed), output, seconds, seconds of CPU)"""
    env = dict(os.environ, TSAN_OPTIONS="halt_on_error=1 exitcode=66", ASAN_OPTIONS="detect_leaks=1",
               PYTHONDONTWRITEBYTECODE="1")
    begin = time.monotonic()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=env,
                          stdin=subprocess.DEVNULL) as process:
        output = process.stdout.read().decode("utf-8", "replace")
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    return count(output, process.returncode), output, time.monotonic() - begin, used.ru_utime + used.ru_stime


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
        for name, ((good, bad), output, seconds, cpu) in zip(pairs + alone, results):
            print(f"{name:20} {good:5} passed {bad:3} failed   {seconds:6.1f} s, {cpu:6.1f} s of CPU", flush=True)
            if bad:
                print(output, flush=True)
            elif shown:
                print("".join(f"    {line}\n" for line in output.split("\n")[:-2]), end="", flush=True)
            passed, failed = passed + good, failed + bad
    return passed, failed


def run(build, steps, chosen, shown=False, together=()):
    """Likewise, after a build of what they need; prints the sum and returns the exit status."""
    begin = time.monotonic()
    built = make([steps[name] for name in chosen or steps], build)
    passed, failed = run_each(steps, chosen, shown, together) if built else (0, 1)
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    print(f"{'in all':20} {'':24} {time.monotonic() - begin:6.1f} s, {used.ru_utime + used.ru_stime:6.1f} s of CPU")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0
