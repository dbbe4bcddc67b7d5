#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs the fuzz targets with libFuzzer, two at a time, each for so many seconds; a target without a finding has passed.
What is found is written to the corpus, where it is replayed for ever. usage: run.py BUILD_FOLDER SECONDS [TARGET ...]"""
import concurrent.futures
import os
import re
import subprocess
import sys

from targets import CORPUS, HERE, NAMES

BUILD, SECONDS = sys.argv[1], int(sys.argv[2])
AT_ONCE = 2
LEAST = 100  # executions a second; a target that is slower tests nothing


def fuzz(name):
    """(executions, what went wrong)"""
    grown = f"{BUILD}/fuzz/grown/{name}"  # the fuzzer's own memory; the committed corpus is only read
    os.makedirs(grown, exist_ok=True)
    options = [f"-max_total_time={SECONDS}", "-print_final_stats=1", "-timeout=10", "-rss_limit_mb=2048",
               f"-artifact_prefix={CORPUS / name}/found-", "-max_len=16384",
               "-detect_leaks=0"]  # half a second an input; leaks are seen by fuzz-replay and the torture test
    dictionary = HERE / f"{name}.dict"
    if dictionary.exists():
        options.append(f"-dict={dictionary}")
    done = subprocess.run([f"{BUILD}/fuzz/fuzz/{name}", *options, grown, CORPUS / name], stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS + 300)
    output = done.stdout.decode(errors="replace")
    count = re.search(r"^stat::number_of_executed_units:\s+(\d+)", output, re.M)
    executions = int(count.group(1)) if count else 0
    if done.returncode != 0 or executions < LEAST * SECONDS:
        return executions, f"status {done.returncode}\n" + output[-4000:]
    return executions, None


def main():
    failed = total = 0
    chosen = sys.argv[3:] or NAMES
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        for name, (executions, problem) in zip(chosen, pool.map(fuzz, chosen)):
            print(f"{name:12} {executions:10} executions, {executions // SECONDS:7} a second", flush=True)
            total += executions
            if problem:
                failed += 1
                print(f"FAILED {name}: {problem}")
    print(f"{total} executions in all")
    print(f"{len(chosen) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
