#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Builds and runs every test that an edit should pass, and adds up what they say; test/trust.py has the longer ones.

usage: check.py BUILD_FOLDER [NAME ...]      NAME: a step, here or in test/trust.py; `quick`, what `make test` runs; or any
other test, found by test/find.py: a unit suite, a case, a script
"""
import sys

import find
import steps
import trust

BUILD = sys.argv[1]
BINARY = f"{BUILD}/opt/autodiscover"


unit, NO_RANDOM_LAYOUT = trust.unit, trust.NO_RANDOM_LAYOUT

STEPS = {
    "hygiene": ["test/hygiene.py"],
    "checklist": ["test/checklist.py"],
    "characters": ["test/characters.py"],
    "runner": ["test/runner.py"],
    "unit": unit("opt"),
    "unit-asan": unit("asan"),
    "unit-tsan": [*NO_RANDOM_LAYOUT, *unit("tsan", "thread_tests")],
    "fuzz-replay": ["test/fuzz/replay.py", BUILD],
    "torture": [f"{BUILD}/opt/hostile/torture"],
    "torture-asan": [f"{BUILD}/asan/hostile/torture"],
    "schema-autoconfig": ["test/schema/check_autoconfig.py"],
    "schema-outlook": ["test/schema/check_outlook.py"],
    "readers-autoconfig": ["test/readers/autoconfig.py"],
    "readers-pox": ["test/readers/pox.py"],
    "readers-profile": ["test/readers/profile.py"],
    "readers-pacc": ["test/readers/pacc.py", BINARY],
    "system-server": ["test/system/run.py", BINARY],
    "system-dns": ["test/system/dns.py", BINARY],
    "system-show": ["test/system/show.py", BINARY],
    "system-property": ["test/system/property.py", BINARY],
    "system-import": ["test/system/import.py", BINARY],
    "servers": ["test/servers/run.py", BINARY],
    "machine": ["test/servers/machine.py", BINARY],
    "units": ["test/units.py"],
    "deb": ["test/deb.py"],
    "deps": ["test/deps.py"],
    "manual": ["test/manual.py", BINARY],
    "attacker": ["test/trust/attacker.py", BUILD],
    "names": ["test/hostile/names.py", BINARY],
    "readme": ["test/readme.py", BINARY],
    "recipes": ["test/recipes/run.py", BUILD, "case", "test"],
}

# The longest first. The others have deadlines, or start web servers.
TOGETHER = ["unit-tsan", "unit-asan", "unit", "torture-asan", "torture", "system-property", "system-show", "system-import",
            "readers-autoconfig", "readers-pox", "readers-profile", "readers-pacc", "schema-autoconfig", "schema-outlook",
            "fuzz-replay", "checklist", "characters", "system-dns", "manual"]

# What an edit needs: two minutes, with the program and the unit tests as all that is built.
QUICK = ["hygiene", "checklist", "characters", "runner", "unit", "schema-autoconfig", "schema-outlook", "readers-autoconfig",
         "readers-pox", "readers-profile", "readers-pacc", "system-server", "system-dns", "system-show", "system-import",
         "manual", "units", "deb"]


def main(names):
    names = [each for name in names for each in (QUICK if name == "quick" else [name])]
    known = trust.LONG | trust.STEPS | STEPS
    chosen = {name: find.find(name, BUILD, known) for name in names} or STEPS
    return steps.run(BUILD, chosen, [], shown=len(names) == 1, together=TOGETHER)


if __name__ == "__main__":
    sys.exit(main(sys.argv[2:]))
