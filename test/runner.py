#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What `make test T=NAME` finds for a name of each kind, what it says of one that means nothing, and what steps use of the
build folder. Last line: N passed, N failed"""
import pathlib
import subprocess
import sys
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.argv = [sys.argv[0], "build"]

import check  # noqa: E402
import find  # noqa: E402
import steps  # noqa: E402
import trust  # noqa: E402

KNOWN = trust.LONG | trust.STEPS | check.STEPS
UNIT = trust.unit("opt")


def found(name):
    return find.find(name, "build", KNOWN)


class Names(unittest.TestCase):
    def test_of_each_kind(self):
        for name, command in {
                "unit-asan": trust.unit("asan"),
                "soak": trust.STEPS["soak"],
                "json_writer": [*UNIT, "--run_test=json_writer"],
                "zone_file/texts_are_quoted": [*UNIT, "--run_test=zone_file/texts_are_quoted"],
                "texts_are_quoted": [*UNIT, "--run_test=*/texts_are_quoted"],
                "autoconfig/01-generic": [*UNIT, "--run_test=cases/autoconfig_01-generic"],
                "test/cases/autoconfig/01-generic/": [*UNIT, "--run_test=cases/autoconfig_01-generic"],
                "cases": [*UNIT, "--run_test=cases"],
                "test/system/reload.py": ["test/system/reload.py", "build/opt/autodiscover"],
                "system/reload.py": ["test/system/reload.py", "build/opt/autodiscover"],
                "reload": ["test/system/reload.py", "build/opt/autodiscover"],
                "test/trust/kill.py": trust.STEPS["kill"],
                "costs.py": ["test/bench/costs.py", "build"],
                "base-del": ["test/mutants/run.py", "build", "base-del"]}.items():
            self.assertEqual(found(name), command, name)

    def test_that_mean_nothing_or_too_much(self):
        for name, said in (("json_writr", "did you mean json_writer"), ("no-such-thing-at-all", "no test is called"),
                           ("autoconfig/99-none", "no test is called"), ("run.py", "test/fuzz/run.py, ")):
            with self.assertRaises(SystemExit) as ended:
                found(name)
            self.assertIn(said, str(ended.exception))

    def test_that_are_not_there_end_a_run(self):
        for script in ("check.py", "trust.py"):
            done = subprocess.run([f"test/{script}", "build", "hygien"], cwd=ROOT, capture_output=True, text=True)
            self.assertEqual((done.returncode, done.stdout), (1, ""))
            self.assertTrue(done.stderr.startswith("no test is called `hygien`; did you mean hygiene"), done.stderr)

    def test_of_lists_are_steps(self):
        self.assertLessEqual({*check.QUICK, *check.TOGETHER}, check.STEPS.keys())
        self.assertLessEqual({*trust.TOGETHER}, trust.STEPS.keys() | trust.LONG.keys())

    def test_of_scripts_are_files(self):
        for command in KNOWN.values():
            for word in command:
                self.assertTrue(not word.startswith("test/") or (ROOT / word).exists(), word)


class Needs(unittest.TestCase):
    def test_come_from_the_command(self):
        for name, needed in {"hygiene": {}, "servers": {"opt": ["build/opt/autodiscover"]},
                             "unit-tsan": {"tsan": ["build/tsan/thread_tests"]}, "fuzz-replay": {"asan": ["fuzzers"]},
                             "fuzz": {"fuzz": ["fuzzers"]}, "lint": {},
                             "recipes": {"opt": ["all", "build/opt/load", "build/opt/unit_tests"]}}.items():
            self.assertEqual(steps.needs([KNOWN[name]], "build"), needed, name)

    def test_are_added_up(self):
        self.assertEqual(steps.needs([KNOWN["unit"], KNOWN["torture"], KNOWN["torture-asan"]], "b/d"), {})
        self.assertEqual(steps.needs([KNOWN["unit"], KNOWN["torture"], KNOWN["torture-asan"]], "build"),
                         {"opt": ["build/opt/hostile/torture", "build/opt/unit_tests"],
                          "asan": ["build/asan/hostile/torture"]})


class Sums(unittest.TestCase):
    def test_of_what_steps_say(self):
        for said, status, counted in (("3 passed, 1 failed\n", 1, (3, 1)), ("a\n2 passed, 0 failed\n", 0, (2, 0)),
                                      ("2 passed, 0 failed\n", 1, (2, 1)), ("", 0, (0, 1)),
                                      ("5 test cases out of 6 passed\n", 201, (5, 1)),
                                      ("1 test case out of 6 passed\n5 test cases out of 6 skipped\n", 0, (1, 0)),
                                      ("1 test case out of 6 passed\n4 test cases out of 6 skipped\n", 201, (1, 1))):
            self.assertEqual(steps.count(said, status), counted, said)


result = unittest.TextTestRunner(sys.stdout).run(unittest.defaultTestLoader.loadTestsFromModule(sys.modules["__main__"]))
failed = len(result.failures) + len(result.errors)
print(f"{result.testsRun - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
