# SPDX-License-Identifier: MIT
"""Plans for `load`: requests with weights, and all that may be answered to each. Those of a mixture come from
test/cases, with its goldens."""
import fnmatch
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test/servers"))

import cases  # the servers' reader of test/cases

COMMON = ROOT / "test/cases/config.yaml"
ANYTHING = (0, b"")
WHOLE = 1 << 20  # the weights of a mixture add up to about this


class Plan:
    def __init__(self):
        self.lines = []

    def add(self, request, answers, weight=1):
        """`answers`: pairs of status and body, any of which is right."""
        head = request.startswith(b"HEAD ")
        self.lines.append(b"%d %d %d %d\n%s\n" % (weight, head, len(request), len(answers), request))
        self.lines += [b"%d %d\n%s\n" % (status, len(body), body) for status, body in answers]

    def write(self, path):
        path.write_bytes(b"".join(self.lines))
        return path


def kind_of(case):
    """Which part of the mixture a case belongs to; none if its answer depends on more than its bytes and us."""
    if case.request_header("If-None-Match") or case.request_header("Transfer-Encoding"):
        return None
    if any(isinstance(row[2], int) and fnmatch.fnmatch(case.name, row[1]) for row in cases.DIFFERENCES):
        return None  # the web server's own answer
    group, _, name = case.name.partition("/")
    is_error = case.status >= 400 or b"<Error " in case.expected_body
    if "unknown" in name and is_error:
        return "unknown domain"
    if is_error:
        return "malformed"
    if group == "outlook" and case.method == "POST":
        return "outlook"
    return group if group in ("autoconfig", "mobileconfig") and case.status == 200 else None


SHARES = {"outlook": 40, "autoconfig": 25, "mobileconfig": 15, "unknown domain": 10, "malformed": 10}


def mixture():
    """(plan, cases of each kind): what mail clients and strangers send, in fixed shares."""
    groups = {kind: [] for kind in SHARES}
    for case in cases.load(ROOT / "test/cases"):
        if case.config == COMMON and (kind := kind_of(case)):
            groups[kind].append(case)
    plan = Plan()
    for kind, members in groups.items():
        for case in members:
            plan.add(case.raw, [(case.status, case.expected_body)], WHOLE * SHARES[kind] // 100 // len(members))
    return plan, {kind: len(members) for kind, members in groups.items()}
