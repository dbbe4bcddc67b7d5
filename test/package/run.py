#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Debian package: built, looked at, and its life on a fresh Debian that is booted in a container (as root).

usage: run.py FOLDER [--twice] [--built]     --twice: built a second time elsewhere, the same byte for byte
--built: with the packages that the last run has left in FOLDER
Last line: N passed, N failed.
"""
import os
import pathlib
import shutil
import signal
import sys
import time
import traceback

import built
from lifecycle import Life, newer
from machine import Machine


def check(steps):
    """(passed, failed)"""
    failed = 0
    for name, step in steps:
        begin = time.monotonic()
        try:
            step()
            print(f"{name}: {time.monotonic() - begin:.1f} s", flush=True)
        except Exception:  # whatever it is, the others are tried
            failed += 1
            print(f"{name}: {traceback.format_exc(limit=-2)}", flush=True)
    return len(steps) - failed, failed


def live(machine, package):
    try:
        machine.boot()
    except RuntimeError as error:
        print(error)
        return 0, 1
    return check(Life(machine, package).all_checks())


def main():
    folder = pathlib.Path(sys.argv[1]).resolve()
    first, second, scratch = folder / "first", folder / "elsewhere/second", folder / "scratch"
    for name in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(name, lambda *_: sys.exit("ended"))
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    machine = Machine(folder, first)
    try:
        machine.make()
        passed, failed = 0, 0
        twice = "--twice" in sys.argv
        if "--built" not in sys.argv:
            options = f"nocheck parallel={os.cpu_count()}"  # `make check` has run the unit tests
            elsewhere = {"TZ": "Asia/Tokyo", "LC_ALL": "C.UTF-8"}
            passed, failed = check([
                ("builds", lambda: built.build(first, DEB_BUILD_OPTIONS=options)),
                *([("builds elsewhere", lambda: built.build(second, DEB_BUILD_OPTIONS=options, **elsewhere))] if twice else []),
            ])
        if not failed:
            results = [check(built.all_checks(first, second if twice else None, scratch))]
            newer(built.package(first), scratch)
            results.append(live(machine, built.package(first)))
            passed, failed = passed + sum(p for p, _ in results), failed + sum(f for _, f in results)
    finally:
        machine.stop()
        machine.remove()
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    if os.geteuid() != 0:
        sys.exit("root alone may boot a container")
    sys.exit(main())
