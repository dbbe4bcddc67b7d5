#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every row of checklist.md has a name of its own and a status, and what it refers to exists.

A row's third column names, in backticks, cases (a pattern below test/cases) or tests (a file and a word in it).
Last line: N passed, N failed.
"""
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).resolve().parent
HEADER = "| name | what | covered by | status |\n| --- | --- | --- | --- |\n"
NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*/[a-z0-9]+(-[a-z0-9]+)*")
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
    above, header, table = text.partition(HEADER)
    if not header:
        return 0, ["the table has another header than " + HEADER.split("\n")[0]]
    for number, line in enumerate(table.strip().split("\n"), above.count("\n") + 3):
        row = cells(line)
        if len(row) != 4:
            problems.append(f"line {number}: {len(row)} columns instead of 4")
        elif not NAME.fullmatch(row[0]):
            problems.append(f"line {number}: {row[0]!r} is not a name; expected subject/what-it-is")
        elif row[0] in seen:
            problems.append(f"line {number}: a second row is called {row[0]}")
        else:
            error = row_error(*row[1:])
            seen[row[0]] = error is None
            problems += [f"{row[0]} {error}"] if error else []
    return sum(seen.values()), problems


# (what is done to the table, what must be reported): the check must be able to fail.
BROKEN = {
    "no table": (lambda t: t.replace("| name | what |", "| list | what |"), "another header"),
    "name twice": (lambda t: re.sub(r"(\| apple/integers \|.*\n)", r"\1\1", t), "a second row is called apple/integers"),
    "number as name": (lambda t: t.replace("| apple/integers |", "| apple 6 |"), "is not a name"),
    "no name": (lambda t: t.replace("| apple/integers |", "| |"), "is not a name"),
    "no such case": (lambda t: t.replace("`outlook/01-settings`", "`outlook/01-nothing`"), "no case is called"),
    "no such file": (lambda t: t.replace("test/readers/pox.py", "test/readers/box.py"), "there is no test"),
    "no such test": (lambda t: t.replace(": grammar_error", ": no_such_word"), "has no test no_such_word"),
    "no status": (lambda t: re.sub(r"yes \|$", "|", t, count=1, flags=re.M), "its status is neither"),
    "no reason": (lambda t: re.sub(r"yes \|$", "later: |", t, count=1, flags=re.M), "its status is neither"),
    "no reference": (lambda t: re.sub(r"(\| apple/integers \|[^|]*\|)[^|]*", r"\1 ", t), "names no case and no test"),
    "column missing": (lambda t: re.sub(r"(\| apple/integers \|)[^|]*\|", r"\1", t), "3 columns"),
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
