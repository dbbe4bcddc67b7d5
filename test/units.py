#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The units of systemd: next to nothing is exposed, and the template differs from the service in its name alone.

Last line: N passed, N failed
"""
import pathlib
import re
import subprocess
import sys

UNITS = pathlib.Path(__file__).resolve().parents[1] / "conf/systemd"
MOST_EXPOSURE = 1.0

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}")


def exposure(path):
    done = subprocess.run(["systemd-analyze", "security", "--offline=true", "--no-pager", path], capture_output=True,
                          text=True)
    found = re.search(r"Overall exposure level for .*?: ([\d.]+)", done.stdout)
    return float(found[1]) if found else f"nothing is said: {done.stderr}"


def settings(path):
    """All but the comments."""
    return [line for line in path.read_text().splitlines() if line and not line.startswith("#")]


def as_template(line):
    """What a line of the service or the socket is in the template."""
    line = line.replace("/autodiscover.sock", "/%i.sock").replace("autodiscover.socket", "autodiscover@%i.socket")
    return line + " (%i)" if line.startswith("Description=") else line


for name in ("autodiscover.service", "autodiscover@.service"):
    found = exposure(UNITS / name)
    check(f"exposure of {name}", "" if isinstance(found, float) and found <= MOST_EXPOSURE else f"{found}")
for kind in ("service", "socket"):
    wanted = [as_template(line) for line in settings(UNITS / f"autodiscover.{kind}")]
    found = settings(UNITS / f"autodiscover@.{kind}")
    check(f"autodiscover@.{kind}", "" if found == wanted else f"differs: {[pair for pair in zip(wanted, found) if len(set(pair)) > 1]}")
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
