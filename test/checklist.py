#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""checklist.md has every row once, and what a row names is there.

A row's fourth column names, in backticks, cases (a pattern below test/cases) or tests (a file and what must stand in
it). Last line: N passed, N failed.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
ROWS = {"outlook": 55, "autoconfig": 51, "apple": 30, "clients": 28}
OPEN = re.compile(r"later: \S.*")
REFERENCE = re.compile(r"`([^`]*)`")


def cells(line):
    return [cell.strip() for cell in line.strip().strip("|").split("|")]


def is_case(path):
    return (path / "request").is_file() and ((path / "response").is_file() or (path / "same_as").is_file())


def reference_error(reference):
    """What is wrong with a reference, or None."""
    file, colon, name = reference.partition(": ")
    if not colon:
        found = [path for path in (HERE / "cases").glob(reference) if path.is_dir()]
        if not found:
            return f"no case is called {reference}"
        return next((f"{path.name} is no case" for path in found if not is_case(path)), None)
    path = HERE.parent / file
    if not file.startswith("test/") or not path.is_file():
        return f"there is no test {file}"
    if not re.search(rf"(?<!\w){re.escape(name)}(?!\w)", path.read_text()):
        return f"{file} has no test {name}"
    return None


def row_error(what, covered, status):
    references = REFERENCE.findall(covered)
    if not what:
        return "does not say what it is about"
    if REFERENCE.sub("", covered).strip(" ,"):
        return f"names something outside of backticks: {covered}"
    if status != "yes" and not OPEN.fullmatch(status):
        return f"its status is neither `yes` nor `later: why`: {status!r}"
    if status == "yes" and not references:
        return "is said to be covered and names no case and no test"
    return next(filter(None, map(reference_error, references)), None)


def check(text):
    """(rows that are right, what is wrong with the others)"""
    seen, problems = {}, []
    for number, line in enumerate(text.split("\n"), 1):
        if not line.startswith("|") or cells(line)[0] in ("list", "---"):
            continue
        row = cells(line)
        if len(row) != 5:
            problems.append(f"line {number}: {len(row)} columns instead of 5")
            continue
        key = (row[0], int(row[1]) if row[1].isdigit() else 0)
        if not 1 <= key[1] <= ROWS.get(key[0], 0):
            problems.append(f"line {number}: no list has a row {row[0]} {row[1]}")
        elif key in seen:
            problems.append(f"line {number}: {row[0]} {row[1]} stands here a second time")
        else:
            error = row_error(*row[2:])
            seen[key] = error is None
            problems += [f"{row[0]} {row[1]} {error}"] if error else []
    problems += [f"{name} {row} is missing" for name, count in ROWS.items() for row in range(1, count + 1)
                 if (name, row) not in seen]
    return sum(seen.values()), problems


# (what is made of the table, what must be said of it): the check must be able to fail.
BROKEN = {
    "row missing": (lambda t: re.sub(r"\| outlook \| 7 \|.*\n", "", t), "outlook 7 is missing"),
    "row twice": (lambda t: re.sub(r"(\| apple \| 3 \|.*\n)", r"\1\1", t), "apple 3 stands here a second time"),
    "row too many": (lambda t: t.replace("| apple | 30 |", "| apple | 31 |"), "no list has a row apple 31"),
    "no such case": (lambda t: t.replace("`outlook/01-settings`", "`outlook/01-nothing`"), "no case is called"),
    "no such file": (lambda t: t.replace("test/readers/pox.py", "test/readers/box.py"), "there is no test"),
    "no such test": (lambda t: t.replace(": grammar_error", ": no_such_word"), "has no test no_such_word"),
    "no status": (lambda t: re.sub(r"yes \|$", "|", t, count=1, flags=re.M), "its status is neither"),
    "no reason": (lambda t: re.sub(r"yes \|$", "later: |", t, count=1, flags=re.M), "its status is neither"),
    "no reference": (lambda t: re.sub(r"(\| outlook \| 2 \|[^|]*\|)[^|]*", r"\1 ", t), "names no case and no test"),
    "column missing": (lambda t: re.sub(r"(\| outlook \| 2 \|)[^|]*\|", r"\1", t), "4 columns"),
}


def main():
    text = (HERE / "checklist.md").read_text()
    passed, problems = check(text)
    for name, (change, said) in BROKEN.items():
        if any(said in problem for problem in check(change(text))[1]):
            passed += 1
        else:
            problems.append(f"a broken table is not noticed: {name}")
    for problem in problems:
        print(problem)
    print(f"{passed} passed, {len(problems)} failed")
    return 1 if problems else 0


sys.exit(main())
