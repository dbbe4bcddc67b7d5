#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks the sources in one place after the other; a test must notice each time. test/mutants/README.md has the form.

usage: run.py [-j TREES] BUILD [NAME ...]

NAME: a file here, without its ending, or the beginning of several. Expects BUILD/opt to be built. Nothing of the tree or of
BUILD/opt is changed: each worker has a copy below BUILD/mutants, where one source is compiled, and the tests linked, at a time.
"""
import collections
import concurrent.futures
import os
import pathlib
import queue
import re
import shutil
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "test/mutants"
COPIED = ("Makefile", "conf", "include", "src", "test", "nginx", "apache")
LONGEST = 60  # seconds for the tests of a mutant: one that hangs is noticed too
# Quick to compile and to link; what the tests see is the same.
FAST = ["CXXFLAGS=-O0 -g1 -D_GLIBCXX_ASSERTIONS", "LDFLAGS=-fuse-ld=gold"]
CASE = re.compile(r'(?:error|Fatal|fatal)[^"]*: in "([^"]+)"')

Mutant = collections.namedtuple("Mutant", "name file why tests old new")


class Wrong(Exception):
    """What a mutant must not be."""


def read(path):
    lines = path.read_text().split("\n")
    fields = dict(line.split(": ", 1) for line in lines[:3])
    sides = {mark: "\n".join(line[2:] for line in lines[3:] if line.startswith(mark)) for mark in "-+"}
    return Mutant(path.stem, fields["file"], fields["why"], fields["test"], sides["-"], sides["+"])


def run(command, folder, limit):
    """(status, output); status None: it took too long."""
    try:
        done = subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=limit)
    except subprocess.TimeoutExpired:
        return None, ""
    return done.returncode, done.stdout.decode("utf-8", "replace")


class Tree:
    """A copy of the sources, of the objects of BUILD/opt, and of what was linked."""

    def __init__(self, folder, opt):
        self.folder, self.opt, self.build = folder, opt, folder / "build/opt"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name in COPIED:
            subprocess.run(["cp", "-a", ROOT / name, folder], check=True)
        self.build.mkdir(parents=True)
        for name in ("src", "test/unit"):
            (self.build / name).parent.mkdir(exist_ok=True)
            subprocess.run(["cp", "-a", opt / name, (self.build / name).parent], check=True)

    def make(self, target):
        flags = FAST if shutil.which("ld.gold") else FAST[:-1]
        status, output = run(["make", "-j2", *flags, target], self.folder, 600)
        if status != 0:
            raise Wrong(f"does not compile\n{output[-3000:]}")

    def test(self, tests, limit=LONGEST):
        """The names of the tests that failed."""
        if tests.endswith(".py"):
            self.make("all")
            command = [sys.executable, tests, "build/opt/autodiscover"]
        else:
            self.make("build/opt/unit_tests")
            command = ["build/opt/unit_tests", "--log_level=error", f"--run_test={tests}"]
        status, output = run(command, self.folder, limit)
        if status is None:
            return [f"{tests} (no end)"]
        if tests.endswith(".py"):
            failed = [tests] if status or not re.search(r"^[1-9]\d* passed, 0 failed$", output, re.M) else []
        else:
            failed = list(dict.fromkeys(CASE.findall(output))) or ([f"{tests} (status {status})"] if status else [])
        self.output = output
        return failed

    def mutate(self, mutant):
        path = self.folder / mutant.file
        text = path.read_text()
        if text.count(mutant.old) != 1:
            raise Wrong(f"the old text stands {text.count(mutant.old)} times in {mutant.file}")
        path.write_text(text.replace(mutant.old, mutant.new))

    def restore(self, mutant, begin):
        """The source with its time, and the objects that were made since; what was linked is linked again."""
        subprocess.run(["cp", "-a", ROOT / mutant.file, self.folder / mutant.file], check=True)
        for path in self.build.rglob("*"):
            if path.is_file() and path.stat().st_mtime >= begin:
                path.unlink()
                kept = self.opt / path.relative_to(self.build)
                if path.suffix in (".o", ".d") and kept.exists():
                    subprocess.run(["cp", "-a", kept, path], check=True)


def judge(tree, mutant):
    """What killed it; raises Wrong."""
    begin = time.time() - 1
    try:
        tree.mutate(mutant)
        killers = tree.test(mutant.tests)
        if not killers:
            raise Wrong(f"SURVIVED {mutant.tests}")
        return killers
    finally:
        tree.restore(mutant, begin)


def baseline(tree, mutants):
    """The tests that are named, on the sources as they are."""
    units = sorted({name for m in mutants if not m.tests.endswith(".py") for name in m.tests.split(",")})
    scripts = sorted({m.tests for m in mutants if m.tests.endswith(".py")})
    for tests in ([",".join(units)] if units else []) + scripts:
        failed = tree.test(tests)
        if failed:
            sys.exit(f"the sources as they are: {', '.join(failed)}\n{tree.output[-3000:]}\n0 passed, 1 failed")


def main(arguments):
    trees = 2
    if arguments[0] == "-j":
        trees, arguments = int(arguments[1]), arguments[2:]
    build, names = pathlib.Path(arguments[0]).resolve(), arguments[1:]
    mutants = [read(path) for path in sorted(HERE.glob("*.mutant"))]
    mutants = [m for m in mutants if not names or m.name.startswith(tuple(names))]
    mutants.sort(key=lambda m: m.tests.endswith(".py"))  # the slow ones last
    folder = build / "mutants" / str(os.getpid())  # two runs at once do not meet
    free = queue.Queue()
    for number in range(max(1, min(trees, len(mutants)))):
        free.put(Tree(folder / str(number), build / "opt"))
    first = free.get()
    baseline(first, mutants)
    free.put(first)
    print(f"{len(mutants)} mutants; the tests that should kill them pass without", flush=True)

    def one(mutant):
        tree, begin = free.get(), time.monotonic()
        try:
            killers = judge(tree, mutant)
            more = f" and {len(killers) - 1} more" if len(killers) > 1 else ""
            said, good = f"killed by {killers[0]}{more}", True
        except Wrong as wrong:
            said, good = str(wrong), False
        finally:
            free.put(tree)
        print(f"{mutant.name:36} {time.monotonic() - begin:5.1f} s  {said}", flush=True)
        return good

    with concurrent.futures.ThreadPoolExecutor(trees) as pool:
        results = list(pool.map(one, mutants))
    shutil.rmtree(folder, ignore_errors=True)
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if results and all(results) else 1


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    sys.exit(main(sys.argv[1:]))
