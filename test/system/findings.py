# SPDX-License-Identifier: MIT
"""Counts what holds; `report` prints what does not, then the sum, and returns the exit status."""

passed, failures = 0, []


def check(name, good, detail=""):
    global passed
    if good:
        passed += 1
    else:
        failures.append(f"{name}: {detail}")


def report():
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures or not passed else 0
