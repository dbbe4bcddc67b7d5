#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every file of test/fuzz/corpus through its target, built by any compiler under AddressSanitizer; all that a
fuzzer ever found is among them. A file is a check. usage: replay.py BUILD_FOLDER"""
import re
import subprocess
import sys

from targets import CORPUS, NAMES, seeds

LEAST = 500  # seeds in all: an empty corpus must not look like a good one


def main():
    passed = failed = 0
    for name in NAMES:
        count = len(seeds(name))
        done = subprocess.run([f"{sys.argv[1]}/asan/fuzz/{name}", CORPUS / name], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, timeout=300)
        output = done.stdout.decode(errors="replace")
        replayed = re.findall(r"^(\d+) files replayed$", output, re.M)
        if done.returncode == 0 and replayed == [str(count)] and count > 0:
            passed += count
        else:
            failed += 1
            print(f"FAILED {name}: status {done.returncode}, {count} files\n" + output[-3000:])
    print(f"{passed} files of {len(NAMES)} targets")
    if passed + failed < LEAST:
        failed += 1
        print(f"FAILED: fewer than {LEAST} files")
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
