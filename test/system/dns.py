#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`autodiscover dns`: BIND reads what it prints, and it says what the autoconfig document says.

usage: dns.py BINARY
"""
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

from findings import check, report

BINARY = sys.argv[1]
CONFIG = str(pathlib.Path(__file__).resolve().parent.parent / "cases" / "config.yaml")
CHECKZONE = shutil.which("named-checkzone", path="/usr/sbin:/usr/bin:/sbin:/bin:/usr/local/sbin:/usr/local/bin")

# label: (type in the document, socketType there, priority of the service that a client is told)
LABELS = {"_imaps": ("imap", "SSL", 0), "_imap": ("imap", "STARTTLS", 0), "_pop3s": ("pop3", "SSL", 20),
          "_pop3": ("pop3", "STARTTLS", 20), "_submissions": ("smtp", "SSL", 0),
          "_submission": ("smtp", "STARTTLS", 0)}

TRAPS = """
provider:
  name: Example Mail
  short_name: Example
  domain: example.com
  url: https://autodiscover.example.com
services:
  imaps: { host: imap.example.com }
  imap: { host: imap.example.com }
  pop3: { host: pop.example.net }
  smtp: { host: mx.example.com }
  submission: { host: smtp.example.com }
  submissions: { host: smtp.example.com, port: 1465 }
domains:
  example.com:
  mailhost.example:
    services: { imaps: { host: autodiscover.mailhost.example }, imap: false }
  own.example:
    url: https://autoconfig.own.example
"""


def run(*arguments):
    return subprocess.run([BINARY, *arguments], capture_output=True, text=True, timeout=20, check=False)


def records_of(zone):
    """(owner, type, data) of every line that is a record."""
    return [(m[1], m[2], m[3]) for m in re.finditer(r"^(\S+)\.\s+3600 IN (\w+)\s+(.*)$", zone, re.M)
            if not m[1].startswith(";")]


def bind_error(domain, zone, folder):
    """What BIND has against a zone with these records, or None. Names inside that it points to get addresses."""
    owners = {owner for owner, _, _ in records_of(zone)}
    targets = {data.split()[-1].rstrip(".") for _, kind, data in records_of(zone) if kind in ("SRV", "CNAME")}
    hosts = {t for t in targets - owners if t == domain or t.endswith("." + domain)}
    path = pathlib.Path(folder) / "zone"
    path.write_text(f"$ORIGIN {domain}.\n$TTL 3600\n@ IN SOA ns.invalid. root.invalid. 1 3600 600 86400 60\n"
                    "@ IN NS ns.invalid.\n" + zone + "".join(f"{h}. IN A 192.0.2.9\n" for h in sorted(hosts)))
    done = subprocess.run([CHECKZONE, "-k", "fail", "-n", "fail", "-r", "fail", "-S", "fail", "-M", "fail",
                           "-i", "local", domain, str(path)], capture_output=True, text=True, timeout=20,
                          check=False)
    return None if done.returncode == 0 else done.stdout + done.stderr


def told(config, domain):
    """{type: (host, port, socketType)} of the autoconfig document; empty when there is none."""
    shown = run("show", "-c", config, "autoconfig", domain)
    if "<clientConfig" not in shown.stdout:
        return {}
    root = ET.fromstring(shown.stdout)
    return {e.get("type"): (e.findtext("hostname"), int(e.findtext("port")), e.findtext("socketType"))
            for e in root.iter() if e.tag in ("incomingServer", "outgoingServer")}


def agrees(config, domain, zone, alternatives):
    """The first disagreement of zone and document, or None. `alternatives`: further (label, port, host)."""
    document = told(config, domain)
    if not document:
        return "records without a document" if records_of(zone) else None
    announced = {}
    for owner, kind, data in records_of(zone):
        label = owner.split(".")[0]
        if kind != "SRV" or label not in LABELS:
            continue
        priority, weight, port, host = data.split()
        service, socket, best = LABELS[label]
        found = (host.rstrip("."), int(port), socket)
        if owner != f"{label}._tcp.{domain}" or weight != "1":
            return f"odd record {owner} {data}"
        if int(priority) == best:
            announced[service] = found
        elif int(priority) != best + 10 or (label, int(port), host) not in alternatives:
            return f"{owner} {data} is in no configuration"
    can_be_said = {t: s for t, s in document.items() if s[2] != "plain"}
    return None if announced == can_be_said else f"zone says {announced}, document {can_be_said}"


def check_domain(config, asked, domain, folder, alternatives=()):
    done = run("dns", "-c", config, asked)
    check(f"{asked}: exit status", done.returncode == 0, f"{done.returncode} {done.stderr}")
    zone = done.stdout
    error = bind_error(domain, zone, folder)
    check(f"{asked}: BIND", error is None, error)
    # Whoever removes the semicolons, as the comments say, must get a zone that loads too.
    complete = re.sub(r"^;(?! )", "", zone, flags=re.M)
    error = bind_error(domain, complete, folder)
    check(f"{asked}: BIND, without semicolons", error is None, error)
    difference = agrees(config, domain, zone, alternatives)
    check(f"{asked}: agreement", difference is None, difference)
    check(f"{asked}: names", not re.search(r"_smtps?\._tcp", zone), zone)
    check(f"{asked}: no alias of itself", not any(k == "CNAME" and d == o + "." for o, k, d in records_of(zone)))
    return zone


def check_refusals(folder):
    for domain in ("unknown.example", "not a domain", "", "a-.example"):
        done = run("dns", "-c", CONFIG, domain)
        check(f"refusal of {domain!r}", done.returncode == 65 and not done.stdout and "autodiscover: " in done.stderr,
              f"{done.returncode} {done.stdout} {done.stderr}")
    for pattern, sample in (("*.users.example", "sample.users.example"), ("*", "sample.example")):
        said = run("dns", "-c", CONFIG, pattern)
        check(f"pattern {pattern}", said.returncode == 65 and said.stderr ==
              f"autodiscover: {pattern}: this is a pattern; name one domain that it covers, such as {sample}\n", str(said))
    broken = pathlib.Path(folder) / "broken.yaml"
    broken.write_text("provider: 1\n")
    for path in (str(broken), str(pathlib.Path(folder) / "absent.yaml")):
        done = run("dns", "-c", path, "example.com")
        check(f"broken configuration {path}", done.returncode == 78 and not done.stdout, str(done))


def check_that_checks_fail(folder):
    """A zone that BIND must refuse, and a zone that must not agree with the document."""
    good = run("dns", "-c", CONFIG, "example.com").stdout
    bad = {
        "no dot": good.replace("imap.hosting.example.", "imap hosting.example."),
        "SRV to an alias": good + "_x._tcp.example.com. IN SRV 0 1 1 autoconfig.example.com.\n",
        "alias with other data": good + "autoconfig.example.com. IN A 192.0.2.1\n",
        "MX to an alias": good + "example.com. IN MX 1 autoconfig.example.com.\n",
    }
    for name, zone in bad.items():
        check(f"BIND refuses: {name}", bind_error("example.com", zone, folder) is not None, "accepted")
    for name, (old, new) in {"port": ("1 993 ", "1 994 "), "host": ("imap.hosting", "mail.hosting"),
                             "label": ("_imaps.", "_imap."), "priority": ("20 1 995", "30 1 995"),
                             "missing": ("_pop3s._tcp", ";_pop3s._tcp")}.items():
        check(f"disagreement is seen: {name}", good.count(old) > 0
              and agrees(CONFIG, "example.com", good.replace(old, new), ()) is not None, "not seen")


def main():
    with tempfile.TemporaryDirectory() as folder:
        for domain in ("example.com", "hosting.example", "local.example", "plain.example", "empty.example",
                       "eas.example", "a.wild.example"):
            check_domain(CONFIG, domain, domain, folder)
        check_domain(CONFIG, "b\u00fccher.example", "xn--bcher-kva.example", folder)
        check_domain(CONFIG, "EXAMPLE.com.", "example.com", folder)

        traps = pathlib.Path(folder) / "traps.yaml"
        traps.write_text(TRAPS)
        more = {("_imap", 143, "imap.example.com."), ("_submission", 587, "smtp.example.com.")}
        for domain in ("example.com", "mailhost.example", "own.example"):
            zone = check_domain(str(traps), domain, domain, folder, more)
            check(f"{domain}: port 25 is not announced", "mx.example.com" not in zone, zone)
        check_refusals(folder)
        check_that_checks_fail(folder)
    return report()


if __name__ == "__main__":
    sys.exit(main())
