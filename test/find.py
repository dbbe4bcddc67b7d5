# SPDX-License-Identifier: MIT
"""Finds the test that a name means; for check.py, which `make test T=NAME` calls."""
import difflib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parents[1]
HERE = ROOT / "test"


def scripts():
    """The scripts that run by themselves, by their paths from the root."""
    return {str(path.relative_to(ROOT)): path for path in sorted(HERE.rglob("*.py"))
            if "node_modules" not in path.parts and path.read_bytes().startswith(b"#!")}


def units():
    """The names of all unit suites and unit tests."""
    text = "".join(path.read_text() for path in sorted((HERE / "unit").rglob("*.cpp")))
    return (set(re.findall(r"^BOOST_(?:AUTO|FIXTURE)_TEST_SUITE\((\w+)", text, re.M)),
            set(re.findall(r"^ *BOOST_(?:AUTO|FIXTURE|DATA)_TEST_CASE\((\w+)", text, re.M)))


def of_script(path, build, steps):
    """A step's own command if there is one; else with what its usage asks for, which is the program if it is silent."""
    for command in steps.values():
        if command[0] == path:
            return command
    wants = re.search(r"usage: \S+ .*?\b(BUILD|BINARY)", (ROOT / path).read_text(), re.I)
    return [path, build if wants and wants[1] == "BUILD" else f"{build}/opt/autodiscover"]


def find(name, build, steps):
    """The command that runs it; ends the program if the name means nothing, or several things."""
    unit = [f"{build}/opt/unit_tests", "--report_level=short", "--log_level=error"]
    case = name.removeprefix("test/").removeprefix("cases/").rstrip("/")
    suites, tests = units()
    if name in steps:
        return steps[name]
    if (HERE / "cases" / case / "request").exists():
        return [*unit, f"--run_test=cases/{case.replace('/', '_')}"]
    first, *rest = name.split("/")
    if first == "cases" or first in suites and all(part in suites | tests or "*" in part for part in rest):
        return [*unit, f"--run_test={name}"]
    if name in tests:
        return [*unit, f"--run_test=*/{name}"]
    if (HERE / f"mutants/{name}.mutant").exists():
        return ["test/mutants/run.py", build, name]
    known = scripts()
    meant = [path for path in known if name in (path, path.removeprefix("test/"))] or \
            [path for path in known if name.removesuffix(".py") == known[path].stem]
    if len(meant) == 1:
        return of_script(meant[0], build, steps)
    if meant:
        sys.exit(f"`{name}` may be {', '.join(meant)}")
    close = difflib.get_close_matches(name, {*steps, *suites, *tests, *known, *(path.stem for path in known.values())})
    sys.exit(f"no test is called `{name}`" + (f"; did you mean {', '.join(close)}?" if close else "") +
             "\nA name is a step of test/check.py or test/trust.py, a unit suite or test, a case such as "
             "autoconfig/01-generic, a script or a mutant.")
