#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every test that an edit should pass, and adds up what they say; test/trust.py has the longer ones.

usage: check.py BUILD_FOLDER [STEP ...]
"""
import os
import sys

import steps

BUILD = sys.argv[1]
BINARY = f"{BUILD}/opt/autodiscover"


def unit(variant, *wrapper):
    return [*wrapper, f"{BUILD}/{variant}/unit_tests", "--report_level=short", "--log_level=error"]


# GCC's ThreadSanitizer needs the address layout of older kernels.
NO_RANDOM_LAYOUT = ["setarch", os.uname().machine, "-R"]

STEPS = {
    "hygiene": ["test/hygiene.py"],
    "checklist": ["test/checklist.py"],
    "characters": ["test/characters.py"],
    "unit": unit("opt"),
    "unit-asan": unit("asan"),
    "unit-tsan": unit("tsan", *NO_RANDOM_LAYOUT),
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

sys.exit(steps.run(STEPS, sys.argv[2:], together=TOGETHER))
