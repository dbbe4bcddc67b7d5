#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How much of src/ the tests reach: all lines, and 95 % of the branches, less src/programs/.

Runs the steps of test/check.py that run our code on the binaries of variant=coverage, then gcovr. A branch that only
an exception takes does not count (--exclude-throw-branches): after nearly every call stands one. Most that are left are
the compiler's own: whether a temporary of the other half of `a ? b : c` has to be destroyed. Exclusions in the code
(GCOVR_EXCL_...) say why on their line; there are at most ten.
usage: run.py BUILD_FOLDER [only]      `only`: report what earlier runs counted
"""
import json
import pathlib
import re
import resource
import subprocess
import sys
import tempfile

sys.path.insert(0, "test")
import steps  # noqa: E402

OUT = f"{sys.argv[1]}/coverage"
BINARY = f"{OUT}/autodiscover"
LINES, BRANCHES, EXCLUSIONS = 100.0, 95.0, 10

# The longest first.
STEPS = {
    "torture": [f"{OUT}/hostile/torture"],
    "system-server": ["test/system/run.py", BINARY],
    "system-property": ["test/system/property.py", BINARY, "1"],
    "unit": [f"{OUT}/unit_tests", "--report_level=short", "--log_level=error"],
    "failing-calls": ["test/system/failing_calls.py", BINARY],
    "system-import": ["test/system/import.py", BINARY],
    "system-show": ["test/system/show.py", BINARY],
    "system-dns": ["test/system/dns.py", BINARY],
}


def run_steps():
    # Frames that are not optimised are larger: what recurses by design may go as deep as in the real binary.
    resource.setrlimit(resource.RLIMIT_STACK, (64 << 20, resource.getrlimit(resource.RLIMIT_STACK)[1]))
    for counts in pathlib.Path(OUT).rglob("*.gcda"):
        counts.unlink()
    return steps.run_each(STEPS, [], together=STEPS)


def measure():
    """gcovr's report: {file: its lines}."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["gcovr", "--root", ".", "--filter", "src/", "--exclude", "src/programs/",
                        "--exclude-throw-branches", "--exclude-unreachable-branches", "-j", "2",
                        "--json", f"{folder}/report", f"{OUT}/src"], check=True, stdin=subprocess.DEVNULL)
        report = json.loads((pathlib.Path(folder) / "report").read_text())
    return {entry["file"]: [line for line in entry["lines"] if not line["gcovr/noncode"]]
            for entry in report["files"]}


def percent(part, whole):
    return 100.0 * part / whole if whole else 0.0


def report(files):
    """Prints the figures and what is missing. Returns (lines, branches) in percent."""
    lines = branches = lines_hit = branches_hit = 0
    missing = []
    for name, found in sorted(files.items()):
        for line in found:
            taken = sum(branch["count"] > 0 for branch in line["branches"])
            lines, lines_hit = lines + 1, lines_hit + (line["count"] > 0)
            branches, branches_hit = branches + len(line["branches"]), branches_hit + taken
            if line["count"] == 0:
                missing.append(f"{name}:{line['line_number']}: not run")
            elif taken < len(line["branches"]):
                missing.append(f"{name}:{line['line_number']}: {taken} of {len(line['branches'])} branches")
    not_run = [text for text in missing if text.endswith("not run")]
    for text in not_run + [text for text in missing if text not in not_run]:
        print(text)
    print(f"{len(files)} files: {lines_hit} of {lines} lines, {percent(lines_hit, lines):.2f} %; "
          f"{branches_hit} of {branches} branches, {percent(branches_hit, branches):.2f} %")
    return percent(lines_hit, lines), percent(branches_hit, branches)


def unexplained_and_all():
    """Exclusions without a reason on their line, and how many there are."""
    found = [f"{path}:{number}" if re.search(r"GCOVR_EXCL_(LINE|BR_LINE|START)\W*$", line) else ""
             for path in sorted(pathlib.Path("src").rglob("*.cpp"))
             for number, line in enumerate(path.read_text().split("\n"), 1)
             if re.search(r"GCOVR_EXCL_(LINE|BR_LINE|START)", line)]
    return [place for place in found if place], len(found)


def main():
    passed, failed = run_steps() if "only" not in sys.argv else (0, 0)
    lines, branches = report(measure())
    unexplained, exclusions = unexplained_and_all()
    for holds, what in ((lines >= LINES, f"{lines:.2f} % of the lines, {LINES:.0f} wanted"),
                        (branches >= BRANCHES, f"{branches:.2f} % of the branches, {BRANCHES:.0f} wanted"),
                        (exclusions <= EXCLUSIONS, f"{exclusions} exclusions, {EXCLUSIONS} allowed"),
                        (not unexplained, f"exclusions without a reason: {', '.join(unexplained)}")):
        passed, failed = passed + holds, failed + (not holds)
        if not holds:
            print("FAILED " + what)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
