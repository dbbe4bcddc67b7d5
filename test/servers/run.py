#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The responder behind real web servers: every case of test/cases, and what the servers themselves must do.

usage: run.py BINARY [KIND ...]     README.md, beside this file, says which kinds there are
Last line: N passed, N failed.
"""
import pathlib
import signal
import sys
import time

import cases
import moving
import paths
import status
from kinds import KINDS, NginxAsShipped, place_config
from prefix import ROOT, Prefix


class Score:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, where, problem):
        """Counts a result; a problem is printed at once."""
        if problem:
            self.failed += 1
            print(f"{where}: {problem}", flush=True)
        else:
            self.passed += 1


def run_cases(kind, group, judge, score):
    """All cases of one configuration through a started kind."""
    def compare(where, case, ask):
        try:
            problem = judge.problems(kind.name, case, ask(case))
        except (OSError, ValueError) as error:
            problem = f"{type(error).__name__}: {error}"
        score.add(f"{where} {case.name}", problem and "\n" + problem)
    for case in group:
        compare(kind.name, case, kind.ask)
        if kind.serves_plain_http and case.is_served_on_port_80():
            compare(f"{kind.name} over http", case, kind.ask_plain)


def run_kind(cls, binary, groups, judge, score):
    begin, before = time.monotonic(), (score.passed, score.failed)
    if missing := cls.missing():
        score.add(cls.name, f"{', '.join(missing)} is not installed")
        return
    prefix = Prefix(binary)
    try:
        for config, group in groups.items():
            kind = cls(prefix)
            try:
                kind.start(place_config(prefix, config))
                run_cases(kind, group, judge, score)
                if config == next(iter(groups)):
                    moving.run(kind, score)
            except (OSError, RuntimeError, LookupError) as error:
                score.add(f"{cls.name} with {config.relative_to(ROOT)}", f"{type(error).__name__}: {error}")
            finally:
                kind.stop()
        status.run(cls(prefix), score)
        paths.run(cls(prefix), score, share=0.1)
    finally:
        prefix.remove()
    print(f"{cls.name}: {score.passed - before[0]} passed, {score.failed - before[1]} failed"
          f" in {time.monotonic() - begin:.1f} s", flush=True)


def main():
    binary = pathlib.Path(sys.argv[1]).resolve()
    wanted = sys.argv[2:]
    all_kinds = [*KINDS, NginxAsShipped]
    if unknown := set(wanted) - {kind.name for kind in all_kinds}:
        sys.exit(f"no such kind: {', '.join(unknown)}; there are {', '.join(kind.name for kind in all_kinds)}")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    signal.signal(signal.SIGHUP, lambda *_: sys.exit("ended"))
    root = ROOT / "test/cases"
    groups = {root / "config.yaml": []}
    for case in cases.load(root):
        groups.setdefault(case.config, []).append(case)
    judge, score = cases.Judge(), Score()
    chosen = [kind for kind in all_kinds if not wanted or kind.name in wanted]
    for kind in chosen:
        plain = {root / "config.yaml": []} if kind is NginxAsShipped else groups
        run_kind(kind, binary, plain, judge, score)
    for problem in judge.stale([kind.name for kind in chosen], [case.name for group in groups.values() for case in group]):
        score.add("table of differences", problem)
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed or not score.passed else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit("ended by Ctrl-C")
