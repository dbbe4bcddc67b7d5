#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""clang-format on all files; a build with clang, warnings as errors; clang-tidy on the sources that changed since the last
landed commit, which is where origin/main left this branch, or else the commit before.

usage: lint.py BUILD_FOLDER [--all]      --all: clang-tidy on every source
Last line: N passed, N failed
"""
import os
import pathlib
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[1]
BUILD = sys.argv[1]


def git(*arguments):
    done = subprocess.run(["git", *arguments], cwd=ROOT, stdin=subprocess.DEVNULL, capture_output=True, text=True)
    return done.stdout.split() if done.returncode == 0 else []


def base():
    """The last landed commit, or nothing."""
    head, fork = git("rev-parse", "HEAD"), git("merge-base", "HEAD", "origin/main")
    return fork if fork and fork != head else git("rev-parse", "-q", "--verify", "HEAD~1")


def changed():
    """The sources that changed since then, also in the working tree, and those whose own header did."""
    since = base()
    if not since:
        print("clang-tidy: git knows no commit before this one, so there is nothing to compare with", flush=True)
        return []
    names = git("diff", "--name-only", since[0], "--", "src", "include") + git("ls-files", "--others", "--exclude-standard", "src")
    own = [f"src/{pathlib.PurePath(name).relative_to('include/autodiscover')}" for name in names if name.startswith("include/")]
    sources = {str(pathlib.PurePath(name).with_suffix(".cpp")) for name in names + own}
    return sorted(name for name in sources if name.startswith("src/") and (ROOT / name).exists())


def formatted():
    names = [path for root in ("src", "include", "test") for path in sorted(pathlib.Path(root).rglob("*.[ch]pp"))]
    return ["clang-format", "--dry-run", "--Werror", *names]


def make(*arguments):
    return ["make", f"-j{os.cpu_count()}", f"BUILD={BUILD}", *arguments]


def main(whole):
    sources = sorted(map(str, pathlib.Path("src").rglob("*.cpp"))) if whole else changed()
    checks = {"clang-format": formatted(), "clang -Werror": make("variant=fuzz", "CXX=clang++", "CI=1", "lint-clang"),
              f"clang-tidy, {len(sources)} files": make("lint-tidy", f"FILES={' '.join(sources)}")}
    failed = 0
    for name, command in checks.items():
        begin = time.monotonic()
        good = subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL).returncode == 0
        failed += not good
        print(f"{name:24} {'' if good else 'FAILED ':7}{time.monotonic() - begin:6.1f} s", flush=True)
    print(f"{len(checks) - failed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main("--all" in sys.argv))
