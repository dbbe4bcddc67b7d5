#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the configuration profiles among the goldens as a device would, and more strictly.

Three readers take every profile of test/cases/mobileconfig: python's plistlib, plistutil and xmllint. profile_schema.py
says what is wrong with one; then each payload is compared with what profile_expected.py makes of the case's
configuration. The checker itself is tested by the mutations of profile_mutations.py and profile_full.py. Last line: N passed, N failed.
"""
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile

import yaml

from profile_expected import expected_profile
from profile_full import FULL, FULL_MUTATIONS
from profile_mutations import GOOD, MUTATIONS
from profile_schema import check

ROOT = pathlib.Path(__file__).resolve().parents[1] / "cases"


def run(command, document):
    with tempfile.NamedTemporaryFile(suffix=".mobileconfig") as file:
        file.write(document)
        file.flush()
        return subprocess.run([part.replace("FILE", file.name) for part in command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def plistutil(document):
    result = run(["plistutil", "-i", "FILE", "-f", "bin"], document)  # it exits 0 even when it failed
    if result.stderr or not result.stdout.startswith(b"bplist00"):
        yield f"plistutil: {result.stderr.decode(errors='replace').strip() or 'no output'}"
    elif plistlib.loads(result.stdout) != plistlib.loads(document):
        yield "plistutil reads something else than plistlib"


def xmllint(document):
    result = run(["xmllint", "--noout", "--nonet", "FILE"], document)
    if result.returncode or result.stderr:
        yield f"xmllint: {result.stderr.decode(errors='replace').strip()}"


def differs(case, document):
    own = case / "config.yaml"
    config = yaml.safe_load((own if own.exists() else ROOT / "config.yaml").read_text())
    request = (case / "request").read_text()
    host = re.search(r"^Host: (.*)$", request, re.M).group(1)
    query = request.split()[1].partition("?")[2]
    want_top, want_payloads = expected_profile(config, query, host)
    top = plistlib.loads(document)
    payloads = {payload["PayloadIdentifier"].rpartition(".")[2]: payload for payload in top.pop("PayloadContent")}
    if list(payloads) != list(want_payloads):
        yield f"payloads {list(payloads)}, the configuration says {list(want_payloads)}"
        return
    made = {"PayloadIdentifier", "PayloadUUID", "PayloadType", "PayloadVersion"}  # check() knows these
    for want, have in ((want_top, top), *((want_payloads[name], payloads[name]) for name in payloads)):
        have = {key: value for key, value in have.items() if key not in made}
        for key in sorted(want.keys() | have.keys()):
            if want.get(key) != have.get(key):
                yield f"{key} is {have.get(key)!r}, the configuration says {want.get(key)!r}"
    identifier = config.get("mobileconfig", {}).get(
        "identifier", ".".join(reversed(config["provider"]["domain"].split("."))) + ".autodiscover")
    if not re.fullmatch(re.escape(identifier) + r"\.[0-9a-f]{32}", top["PayloadIdentifier"]):
        yield f"PayloadIdentifier {top['PayloadIdentifier']} does not begin with {identifier}"


def headers_wrong(head):
    if b"Content-Type: application/x-apple-aspen-config\n" not in head:
        yield "Content-Type is not exactly application/x-apple-aspen-config"
    if not re.search(rb'^Content-Disposition: attachment; filename="[A-Za-z0-9._-]+\.mobileconfig"$', head, re.M):
        yield "Content-Disposition is missing or unsafe"
    if b"Cache-Control: no-store\n" not in head:
        yield "it may be stored"


def goldens():
    """(case, head, body) of every golden that is a profile."""
    for path in sorted(ROOT.glob("mobileconfig/*/response")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        if head.startswith(b"200\n") and body:  # HEAD has none
            yield path.parent, head + b"\n", body


def identities(bodies):
    """No two mailboxes, payloads and configured identifiers may share a UUID; one mailbox always has its own. What was
    asked for without mail is a profile of its own."""
    seen = {}
    for case, document in bodies:
        top = plistlib.loads(document)
        base = top["PayloadIdentifier"].rpartition(".")[0]
        payloads = top["PayloadContent"]
        only = re.search(r"[?&]only=([^& ]*)", (case / "request").read_text())
        beside = only.group(1).lower() if only and "mail" not in only.group(1) else None
        whom = re.sub(r".* \((.*)\)$", r"\1", top["PayloadDisplayName"]).lower()
        whom = case.name if "@" not in whom else whom
        for each in [top, *payloads]:
            key = (base, whom, beside, each["PayloadType"])
            if seen.setdefault(key, each["PayloadUUID"]) != each["PayloadUUID"]:
                yield f"{case.name}: {key} has two identities"
    if len(set(seen.values())) != len(seen):
        yield "a UUID serves two mailboxes or payloads"


def main():
    passed = failed = 0

    def report(name, problems):
        nonlocal passed, failed
        problems = list(problems)
        for problem in problems:
            print(f"{name}: {problem}")
        passed, failed = passed + (not problems), failed + bool(problems)

    report("good profile", [*check(GOOD), *plistutil(GOOD), *xmllint(GOOD)])
    for name, (old, new) in MUTATIONS.items():
        mutant = GOOD.replace(old, new, 1)
        report(f"mutation: {name}", ["changes nothing"] if mutant == GOOD else
               [] if list(check(mutant)) else ["not caught"])
    report("full profile", [*check(FULL.encode()), *plistutil(FULL.encode()), *xmllint(FULL.encode())])
    for name, (old, new, said) in FULL_MUTATIONS.items():
        mutant = FULL.replace(old, new, 1)
        problems = list(check(mutant.encode()))
        report(f"mutation: {name}", ["changes nothing"] if mutant == FULL else
               [] if any(said in problem for problem in problems) else [f"not caught, but {problems}"])
    bodies = []
    for case, head, body in goldens():
        for name, problems in (("schema", check(body)), ("headers", headers_wrong(head)),
                               ("plistutil", plistutil(body)), ("xmllint", xmllint(body)),
                               ("configuration", differs(case, body))):
            report(f"{case.name}: {name}", problems)
        bodies.append((case, body))
    report("identities", identities(bodies))
    report("goldens", [] if len(bodies) >= 20 else [f"only {len(bodies)} profiles among the goldens"])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
