# SPDX-License-Identifier: MIT
"""Compares what a client found with what it must find, counts, and says where they differ."""


class ClientError(Exception):
    """The client did not start, did not answer in time, or ended."""


def difference(expected, found):
    """The parts of `expected` that `found` does not say, each with both values; nothing found is one part: "all"."""
    if (expected is None) != (found is None):
        return {"all": (expected, found)}
    return {part: (value, found[part]) for part, value in (expected or {}).items() if found[part] != value}


class Report:
    def __init__(self):
        self.passed = self.failed = 0

    def add(self, name, problems):
        """Counts one test; it passed when there are no problems."""
        if problems:
            self.failed += 1
        else:
            self.passed += 1
        print(f"{'FAILED' if problems else 'ok':6} {name}", flush=True)
        for problem in problems:
            print(f"       {problem}", flush=True)

    def compare(self, name, expected, found, red=()):
        """A wrong answer (`red`: the parts that must differ) passes when the comparison is red there and only there."""
        differences = difference(expected, found)
        if red:
            what = "nothing" if not differences else ", ".join(differences)
            problems = [] if tuple(differences) == red else [f"must be red in {', '.join(red)}; red in {what}"]
        else:
            problems = [f"{part}: expected {a}, found {b}" for part, (a, b) in differences.items()]
        self.add(name, problems)
