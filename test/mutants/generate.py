#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Breaks the sources in random single places, which nobody chose: what survives is either equivalent or lacks a test.

usage: generate.py BUILD COUNT SEED [FILE ...]      COUNT mutants of the files, by default of all of src

Expects BUILD/opt to be built, and changes nothing of the tree (see run.py). Each mutant meets the unit tests, first those
of its file; what they let through meets the system tests, where a script kills that fails twice. A survivor is printed with
its file, line and change, for somebody to judge.
"""
import collections
import os
import pathlib
import random
import re
import shutil
import sys
import time

from run import ROOT, Mutant, Tree, Wrong

SYSTEM = ("test/system/run.py", "test/system/show.py", "test/system/dns.py", "test/system/import.py", "test/system/property.py",
          "test/manual.py", "test/hostile/bounds.py", "test/hostile/names.py")
ALL = 180  # seconds for all unit tests, or a script, on a machine that does other things too
# What a hand may slip at: a pattern, and what takes its place.
SLIPS = [(re.compile(pattern), changed) for pattern, changed in (
    (r"==", "!="), (r"!=", "=="), (r" < ", " <= "), (r" <= ", " < "), (r" > ", " >= "), (r" >= ", " > "), (r"&&", "||"),
    (r"\|\|", "&&"), (r"\btrue\b", "false"), (r"\bfalse\b", "true"), (r" \+ ", " - "), (r" - ", " + "), (r"\+\+", "--"),
    (r"(?<=[\s(,])!(?=[\w(*])", ""), (r"\bcontinue;", "break;"), (r"\bbreak;", ""), (r"\bmin\(", "max("),
    (r"\bmax\(", "min("), (r"(?<![\w.'x])\d+(?![\w.'])", lambda m: str(int(m[0]) + 1)),
    (r"^\s+[\w.\->]+\([^;{}]*\);$", ""), (r"^\s+[\w.\->]+ [-+|]?= [^;{}]*;$", ""), (r"\bif \((?=.)", "if (!")
)]


def code_of(line):
    """The line without comment and literals, which other things check; as long as it was."""
    line = re.sub(r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'', lambda m: '"' * len(m[0]), line)
    return re.sub(r"//.*", lambda m: " " * len(m[0]), line)


def slips(path):
    """(line number, the line, the line with a slip) of a file."""
    for number, line in enumerate(path.read_text().split("\n"), 1):
        code = code_of(line)
        if code.lstrip().startswith(("#", "*", "///", "template", "static_assert")):
            continue
        for pattern, changed in SLIPS:
            for found in pattern.finditer(code):
                new = found.expand(changed) if isinstance(changed, str) else changed(found)
                yield number, line, line[: found.start()] + new + line[found.end() :]


def suites(path):
    """Those of the tests that mirror a source: they are quick, and most likely to notice."""
    tests = (ROOT / "test/unit").rglob(f"{path.stem}*_test.cpp")
    return ",".join(sorted({name for test in tests for name in re.findall(r"_TEST_SUITE\((\w+)", test.read_text())}))


def main(build, count, seed, *files):
    rng = random.Random(int(seed))
    paths = [pathlib.Path(f) for f in files] or sorted(p.relative_to(ROOT) for p in (ROOT / "src").rglob("*.cpp"))
    found = [(path, *slip) for path in paths for slip in slips(ROOT / path)]
    rng.shuffle(found)
    folder = pathlib.Path(build).resolve() / "mutants" / str(os.getpid())
    tree = Tree(folder, pathlib.Path(build).resolve() / "opt")
    said = collections.Counter()
    for path, number, old, new in found:
        if said["killed"] + said["SURVIVED"] == int(count):
            break
        lines = (ROOT / path).read_text().split("\n")
        lines[number - 1] = new
        begin = time.time() - 1
        mutant = Mutant("", str(path), "", "", "", "")
        try:
            (tree.folder / path).write_text("\n".join(lines))
            mirror = suites(path)
            killers = (tree.test(mirror) if mirror else []) or tree.test("*", ALL)
            for script in () if killers else SYSTEM:
                killers = tree.test(script, ALL) and tree.test(script, ALL)
                if killers:
                    killers = [f"{script}: {tree.output[-500:]}"]
                    break
            verdict, more = ("killed", killers[0]) if killers else ("SURVIVED", "")
        except Wrong:
            verdict, more = "does not compile", ""
        finally:
            tree.restore(mutant, begin)
        said[verdict] += 1
        print(f"{verdict:9} {path}:{number}: {more}\n    - {old.strip()}\n    + {new.strip()}", flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    print(", ".join(f"{count} {verdict}" for verdict, count in said.items()))
    return 0


if __name__ == "__main__":
    os.environ.setdefault("PYTHONDONTWRITEBYTECODE", "1")
    if os.access("/dev/shm", os.W_OK):  # thousands of small files are written; a disk that is shared makes them wait
        os.environ.setdefault("TMPDIR", "/dev/shm")
    sys.exit(main(*sys.argv[1:]))
