#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`autodiscover show`: every format can be shown; the table, the JSON and the documents say the same.

The documents are read by show_readers.py.
usage: show.py BINARY
"""
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import traceback

from findings import check, report
from show_readers import READERS

BINARY = os.path.abspath(sys.argv[1])
CONFIG = str(pathlib.Path(__file__).resolve().parent.parent / "cases" / "config.yaml")
USAGE, DATA, NO_CONFIG = 64, 65, 78
FORMATS = ["autoconfig", "outlook", "json", "mobileconfig", "pacc", "dns"]  # that programs read
SHOWN = [*FORMATS[:-1], "page", "dns"]
SUBJECTS = ["a@example.com", "example.com", "A.b+c@EXAMPLE.com", "a@local.example", "a@plain.example", "plain.example",
            "empty.example", "a@empty.example", "a@eas.example", "a@alias.example", "alias.example", "a@dav.example",
            "dav.example", "info@login.example", "boss@login.example", "other@login.example", "a@pattern.example",
            "a@away.example", "a@pacc.example", "pacc.example", "a@oauth.example", "a@x.wild.example",
            "a@b\u00fccher.example", "a@apple.example", "a@addressbook.example"]

TRAPS = """
provider: { name: "A & B <\\"C'>", short_name: AB, domain: hosting.example, url: "https://a.hosting.example" }
services:
  imaps: { host: imap.hosting.example }
  imap: { host: imap2.hosting.example }
  submissions: { host: smtp.hosting.example, port: 1465, username: "x&y%EMAILLOCALPART%" }
autoconfig: { alternatives: true }
domains:
  quiet.example:
    autoconfig: { enabled: false }
    outlook: { enabled: false }
    mobileconfig: { enabled: false }
  obstacle.example:
    pacc: { enabled: true }
  popular.example:
    services: { imap: false, imaps: false, pop3s: { host: pop.hosting.example } }
  one-way.example:
    services: { imap: false, imaps: false, submissions: false, pop3s: { host: pop.hosting.example } }
    mobileconfig: { payloads: [mail, caldav] }
  blank.example:
    mobileconfig: { without_address: true, payloads: [mail, activesync] }
    outlook: { activesync_url: https://eas.hosting.example/Microsoft-Server-ActiveSync }
"""


def run(*arguments, config=CONFIG):
    return subprocess.run([BINARY, *arguments, "-c", config], stdin=subprocess.DEVNULL, capture_output=True, timeout=20,
                          check=False)


def difference_from_document(told, subject, config):
    """Where an entry of the JSON differs from the document that it is about; empty: nowhere."""
    shown = run("show", told["format"], subject, config=config)
    if shown.returncode == DATA:  # the document's place is taken by a short text, or by a JSON error
        text = shown.stderr.decode().strip()
        if text.startswith("{"):
            text = "{ErrorCode}: {ErrorMessage}".format(**json.loads(text))
        expected, answer = None, text.rstrip(".")
        if told["refusal"] is not None and re.fullmatch(r"40[04] .*", told["refusal"]):
            told = dict(told, refusal=told["refusal"][4:])
    else:
        expected, answer = READERS[told["format"]](shown.stdout.decode())
    if expected is None:
        expected = {"served": False, "refusal": answer, "pointer": None, "servers": []}
    else:
        expected = {"served": True, "refusal": None, "pointer": answer, "servers": expected, "reason": None}
    found = {key: told[key] for key in expected}
    return "" if found == expected else f"{found} is not {expected}"


def expected_lines(document):
    """The cells of every line that the table must have."""
    lines = [["FORMAT", "CLIENTS", "DIRECTION", "SERVICE", "SERVER", "SECURITY", "LOGIN"]]
    for told in document["formats"]:
        group = [[s["direction"], s["service"], s["url"] or f"{s['host']}:{s['port']}", s["security"] or "-",
                  s["login"] or "-"] for s in told["servers"]]
        if told["pointer"]:
            group.append([f"ask {told['pointer']}"])
        if told["refusal"]:
            why = f"{told['reason']} ({told['refusal']})" if told["reason"] else told["refusal"]
            group.append([f"not served: {why}"])
        group[0] = [told["format"], told["clients"], *group[0]]
        lines += group
    return lines


def difference_from_table(document, table):
    lines = [re.split(r" {2,}", line.strip()) for line in table.splitlines()]
    expected = expected_lines(document)
    if lines != expected:
        return f"{lines} is not {expected}"
    header = table.splitlines()[0]
    starts = [header.index(word) for word in ("DIRECTION", "SERVICE", "SERVER", "SECURITY", "LOGIN")]
    rows = [(line, cells) for line, cells in zip(table.splitlines()[1:], lines[1:]) if len(cells) in (5, 7)]
    crooked = [line for line, cells in rows
               if any(not line[at:].startswith(cell) for at, cell in zip(starts, cells[-5:]))]
    return f"not aligned: {crooked}" if crooked else ""


def check_subject(subject, config=CONFIG):
    table, machine = (run("show", "--all", *more, subject, config=config) for more in ([], ["--json"]))
    check(f"{subject}: exit status, nothing on standard error",
          (table.returncode, machine.returncode, table.stderr, machine.stderr) == (0, 0, b"", b""), f"{table} {machine}")
    try:
        document = json.loads(machine.stdout)
    except ValueError as error:
        check(f"{subject}: JSON", False, error)
        return None
    check(f"{subject}: keys are sorted, text is stable",
          json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False) + "\n" == machine.stdout.decode())
    check(f"{subject}: all formats", [told["format"] for told in document["formats"]] == FORMATS, document)
    wrong = difference_from_table(document, table.stdout.decode())
    check(f"{subject}: table", not wrong, wrong)
    for told in document["formats"]:
        wrong = difference_from_document(told, subject, config)
        check(f"{subject}: {told['format']}", not wrong, wrong)
    return {told["format"]: told for told in document["formats"]}


def check_traps(folder):
    path = str(pathlib.Path(folder) / "traps.yaml")
    pathlib.Path(path).write_text(TRAPS)
    quiet = check_subject("a@quiet.example", path)
    for name in ("autoconfig", "outlook", "json", "mobileconfig", "pacc"):
        check(f"{name} is disabled", quiet and (quiet[name]["served"], quiet[name]["reason"]) == (False, "disabled"), quiet)
    told = check_subject("a'b@obstacle.example", path)
    why = re.findall(r"obstacle\.example: PACC is not served: (.*)", run("check", config=path).stderr.decode())
    check("why there is no PACC", why and told and told["pacc"]["reason"] == "; ".join(why), f"{why} {told}")
    check("a login that XML escapes", told and {s["login"] for s in told["outlook"]["servers"]} == {
        "a'b@obstacle.example", "x&ya'b"}, told)
    check("alternatives", told and [s["host"] for s in told["autoconfig"]["servers"]] == [
        "imap.hosting.example", "imap2.hosting.example", "smtp.hosting.example"], told)
    told = check_subject("a@popular.example", path)
    check("POP3 alone is a way to read mail", told and told["autoconfig"]["served"] and
          [s["service"] for s in told["autoconfig"]["servers"]] == ["pop3", "submission"], told)
    told = check_subject("a@one-way.example", path)
    check("no way to send", told and told["autoconfig"]["reason"] == "it needs an incoming and an outgoing server", told)
    check("each reason for no profile", told and not told["mobileconfig"]["served"] and
          len(told["mobileconfig"]["reason"].split("; ")) == 2, told)
    told = check_subject("blank.example", path)
    check("a profile without an address", told and told["mobileconfig"]["served"] and
          [s["service"] for s in told["mobileconfig"]["servers"]] == ["imap", "submission", "activesync"], told)


def check_formats():
    for subject, domain in (("a@example.com", "example.com"), ("dav.example", "dav.example")):
        shown, zone = run("show", "dns", subject), run("dns", domain)
        check(f"show dns {subject}", shown.stdout == zone.stdout and zone.stdout and shown.returncode == 0, shown)
        check(f"dns {domain}: no warnings", shown.stderr == zone.stderr == b"", f"{shown} {zone}")
    help_text = run("show", "--help").stdout.decode()
    named = re.search(r"FORMAT +(.*?);", help_text)
    check("help names the formats", named and re.split(r", | or ", named[1]) == SHOWN, help_text)
    for name in SHOWN:
        shown = run("show", name, "a@pacc.example")
        check(f"show {name}", shown.returncode == 0 and shown.stdout and not shown.stderr, shown)
    shown = run("show", "pacc", "a@example.com")
    check("a refusal", shown.returncode == DATA and not shown.stdout and b"No PACC" in shown.stderr, shown)


def check_errors(folder):
    for arguments in ([], ["a@example.com"], ["autoconfig"], ["--all"], ["--all", "autoconfig", "a@example.com"],
                      ["--json", "autoconfig", "a@example.com"], ["--json"], ["nonsense", "a@example.com"],
                      ["well_known", "a@example.com"], ["--all", "a@example.com", "b@example.com", "c@example.com"]):
        done = run("show", *arguments)
        check(f"usage {arguments}", done.returncode == USAGE and not done.stdout and done.stderr, done)
    done = run("show", "nonsense", "a@example.com")
    check("the formats are named", all(name.encode() in done.stderr for name in SHOWN), done)
    for address in ("a@unknown.example", "unknown.example", "not an@address@", "no domain", "@example.com"):
        for form in (["--all"], ["--all", "--json"], *([name] for name in SHOWN)):
            done = run("show", *form, address)
            check(f"{form} {address}", done.returncode == DATA and not done.stdout and done.stderr, done)
    broken = pathlib.Path(folder) / "broken.yaml"
    broken.write_text("provider: 1\n")
    for path in (str(broken), str(pathlib.Path(folder) / "absent.yaml")):
        for form in (["--all"], ["autoconfig"], ["dns"]):
            done = run("show", *form, "a@example.com", config=path)
            check(f"{form} {path}", done.returncode == NO_CONFIG and not done.stdout and path.encode() in done.stderr, done)


def check_that_checks_fail():
    document = json.loads(run("show", "--all", "--json", "a@example.com").stdout)
    table = run("show", "--all", "a@example.com").stdout.decode()
    for old, new in ((":993", ":994"), ("STARTTLS", "TLS"), ("disabled", "enabled"), ("incoming  ", "incoming    ")):
        check(f"seen in the table: {new}", difference_from_table(document, table.replace(old, new, 1)), "not seen")
    for told in document["formats"]:
        for key, value in (("servers", [*told["servers"], None]), ("pointer", "x"), ("served", not told["served"])):
            check(f"seen in {told['format']}: {key}",
                  difference_from_document({**told, key: value}, "a@example.com", CONFIG), "not seen")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for part in (lambda: [check_subject(subject) for subject in SUBJECTS], lambda: check_traps(folder), check_formats,
                     lambda: check_errors(folder), check_that_checks_fail):
            try:
                part()
            except Exception:  # what is not there at all, such as a format
                check("unforeseen", False, traceback.format_exc())
    return report()


if __name__ == "__main__":
    sys.exit(main())
