#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the configuration profiles among the goldens as a device would, and more strictly.

Three readers take every profile of test/cases/mobileconfig: python's plistlib, plistutil and xmllint. profile_schema.py
says what is wrong with one; then host, port, security and login are compared with the case's configuration. The checker
itself is tested by the mutations of profile_mutations.py. Last line: N passed, N failed.
"""
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile
import urllib.parse

import yaml

from logins import own_login, owner_of
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


SERVICES = {  # name: (protocol, port, transport), RFC 6186 and RFC 8314
    "imaps": ("IMAP", 993, "tls"), "imap": ("IMAP", 143, "starttls"),
    "pop3s": ("POP", 995, "tls"), "pop3": ("POP", 110, "starttls"),
    "submissions": ("SMTP", 465, "tls"), "submission": ("SMTP", 587, "starttls"), "smtp": ("SMTP", 25, "starttls"),
}
APPLE = {"password-cleartext": "EmailAuthPassword", "password-encrypted": "EmailAuthCRAMMD5", "ntlm": "EmailAuthNTLM",
         "none": "EmailAuthNone"}


def a_label(domain):
    return domain.encode("idna").decode().lower()


def configured(config, domain):
    """What a domain has of its own, {} for the defaults."""
    names = {a_label(name) if "*" not in name else name: value or {} for name, value in config["domains"].items()}
    if domain in names:
        return names[domain]
    for cut in range(1, domain.count(".") + 1):  # the longest "*.sub.example" first
        pattern = "*." + domain.split(".", cut)[cut]
        if pattern in names:
            return names[pattern]
    return names.get("*", {})


def merged_services(config, own):
    services = dict(config["services"])
    for name, value in own.get("services", {}).items():
        services[name] = value and {**(services.get(name) or {}), **value}
    return {name: value for name, value in services.items() if value}


def best(services, protocol):
    """The most secure service of a protocol, the first among equals."""
    found = []
    for name, value in services.items():
        kind, port, transport = SERVICES.get(name, (None, None, None))
        if kind == protocol:
            found.append({"port": port, "transport": transport, "username": "%EMAILADDRESS%",
                          "authentication": "password-cleartext", **value})
    return min(found, key=lambda service: ["tls", "starttls", "plaintext"].index(service["transport"]), default=None)


def expand(text, local, domain):
    return (text.replace("%EMAILADDRESS%", f"{local}@{domain}").replace("%EMAILLOCALPART%", local)
            .replace("%EMAILDOMAIN%", domain))


def expected_side(side, service, local, domain):
    words = service["authentication"]
    word = next(APPLE[w] for w in (words if isinstance(words, list) else [words]) if w in APPLE)
    expected = {"Authentication": word, "HostName": a_label(expand(service["host"], "", domain)),
                "PortNumber": service["port"], "UseSSL": service["transport"] != "plaintext"}
    if local and word != "EmailAuthNone":
        expected["Username"] = expand(service["username"], local, domain)
    return {f"{side}MailServer{key}": value for key, value in expected.items()}


def login_services(config, local, domain):
    """(services, local part, domain) of the mailbox that an address logs in as, with its own login where it has one."""
    owner = owner_of(config, f"{local}@{domain}") if local else f"@{domain}"
    local, _, domain = owner.rpartition("@")
    services = merged_services(config, configured(config, domain))
    login = own_login(config, owner if local else None, domain)
    if login:
        services = {name: {**service, "username": login} for name, service in services.items()}
    return services, local, domain


def expected_mail(config, query, host):
    """Every key of the payload that the configuration and the request decide."""
    parameters = {k.lower(): v for k, v in urllib.parse.parse_qsl(query.replace("+", "%2B"), errors="strict")}
    address = parameters.get("email") or parameters.get("emailaddress") or parameters.get("addresses", "").split(",")[0]
    local, _, domain = address.rpartition("@")
    domain = a_label(domain or host.partition(":")[0].removeprefix("autoconfig.").removeprefix("autodiscover."))
    own = configured(config, domain)
    services, *whose = login_services(config, local, domain)
    incoming, outgoing = best(services, "IMAP") or best(services, "POP"), best(services, "SMTP")
    is_imap = best(services, "IMAP") is not None
    mail = expected_side("Incoming", incoming, *whose) | expected_side("Outgoing", outgoing, *whose)
    mail["EmailAccountType"] = "EmailTypeIMAP" if is_imap else "EmailTypePOP"
    provider = own.get("name", config["provider"]["name"])
    mail["EmailAccountDescription"] = f"{local}@{domain}" if local else provider
    if local:
        mail["EmailAddress"] = f"{local}@{domain}"
    if parameters.get("name"):
        mail["EmailAccountName"] = parameters["name"].replace("+", " ").strip()
    same = expand(incoming["username"], *whose) == expand(outgoing["username"], *whose)
    if same and "EmailAuthNone" not in mail.values():
        mail["OutgoingPasswordSameAsIncomingPassword"] = True
    texts = config.get("mobileconfig", {}) | own.get("mobileconfig", {})
    top = {"PayloadDisplayName": f"{provider} ({local}@{domain})" if local else provider,
           "PayloadOrganization": texts.get("organization", provider)}
    if texts.get("description"):
        top["PayloadDescription"] = texts["description"]
    return top, mail


def differs(case, document):
    own = case / "config.yaml"
    config = yaml.safe_load((own if own.exists() else ROOT / "config.yaml").read_text())
    request = (case / "request").read_text()
    host = re.search(r"^Host: (.*)$", request, re.M).group(1)
    query = request.split()[1].partition("?")[2]
    want_top, want_mail = expected_mail(config, query, host)
    top = plistlib.loads(document)
    mail = top.pop("PayloadContent")[0]
    made = {"PayloadIdentifier", "PayloadUUID", "PayloadType", "PayloadVersion"}  # check() knows these
    for want, have in ((want_top, top), (want_mail, mail)):
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
    """No two mailboxes and no two configured identifiers may share a UUID; one mailbox always has its own."""
    seen = {}
    for case, document in bodies:
        top = plistlib.loads(document)
        base = top["PayloadIdentifier"].rpartition(".")[0]
        mail = top["PayloadContent"][0]
        whom = (base, mail.get("EmailAddress", case.name).lower())
        ids = (top["PayloadUUID"], mail["PayloadUUID"])
        if seen.setdefault(whom, ids) != ids:
            yield f"{case.name}: {whom} has two identities"
    every = [uuid for ids in seen.values() for uuid in ids]
    if len(set(every)) != len(every):
        yield "a UUID serves two mailboxes"


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
