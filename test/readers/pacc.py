#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the PACC documents among the goldens as a client would, and more strictly.

A checker holds every document of test/cases/pacc against the draft: a closed set of keys with their types, names that
fit, https URLs without ports, one server under the names of both drafts, the bytes in canonical form. Then a reader of
draft -02 and one of -03 must arrive at the host, port and login that the case configures. The record that
`autodiscover dns` prints must vouch for the bytes when the binary is given. The checker and the reader of records are
tested by mutations, each of which they must catch.

usage: pacc.py [BINARY]   Last line: N passed, N failed.
"""
import base64
import hashlib
import json
import pathlib
import re
import shlex
import subprocess
import sys
import urllib.parse

import yaml

from pacc_schema import problems

ROOT = pathlib.Path(__file__).resolve().parents[1] / "cases"
EXAMPLE = {
    "authentication": {"oauth-public": {"issuer": "https://id.hosting.example/"}, "password": True},
    "info": {
        "help": {"contact": ["mailto:help@hosting.example"], "developer": "https://dev.hosting.example/",
                 "documentation": "https://help.hosting.example/mail"},
        "provider": {"logo": [{"content-type": "image/svg+xml", "url": "https://hosting.example/logo.svg"},
                              {"content-type": "image/png", "height": 64, "url": "https://hosting.example/logo.png",
                               "width": 64}],
                     "name": "Example Mail", "shortName": "Example"}},
    "protocols": {
        "caldav": {"url": "https://dav.hosting.example/cal/"}, "carddav": {"url": "https://dav.hosting.example/card/"},
        "imap": {"host": "imap.hosting.example"}, "jmap": {"url": "https://jmap.hosting.example/session"},
        "pop3": {"host": "pop.hosting.example"}, "smtp": {"host": "smtp.hosting.example"},
        "submit": {"host": "smtp.hosting.example"}, "webdav": {"url": "https://files.hosting.example/"}}}

# A change of the example, each of which makes it wrong: where, and what is put there (None: taken away).
MUTATIONS = {
    "a key that nobody knows": (("servers",), {}),
    "no protocols": (("protocols",), None),
    "nothing to read mail with": (("protocols",), {"submit": {"host": "a.example"}, "smtp": {"host": "a.example"}}),
    "a list of protocols": (("protocols",), []),
    "a protocol that nobody knows": (("protocols", "imaps"), {"host": "imap.hosting.example"}),
    "managesieve has no port for implicit TLS": (("protocols", "managesieve"), {"host": "sieve.hosting.example"}),
    "a port": (("protocols", "imap", "port"), 993),
    "a port in the host": (("protocols", "imap", "host"), "imap.hosting.example:993"),
    "a host in capitals": (("protocols", "imap", "host"), "IMAP.hosting.example"),
    "a host with a dot at its end": (("protocols", "imap", "host"), "imap.hosting.example."),
    "a host that is an address": (("protocols", "imap", "host"), "192.0.2.1"),
    "a U-label": (("protocols", "imap", "host"), "bücher.example"),
    "a placeholder": (("protocols", "imap", "host"), "imap.%EMAILDOMAIN%"),
    "a number as host": (("protocols", "imap", "host"), 1),
    "no host": (("protocols", "imap", "host"), None),
    "submit without smtp": (("protocols", "smtp"), None),
    "smtp without submit": (("protocols", "submit"), None),
    "two servers to send with": (("protocols", "smtp", "host"), "other.hosting.example"),
    "plain http": (("protocols", "caldav", "url"), "http://dav.hosting.example/cal/"),
    "a port in a URL": (("protocols", "caldav", "url"), "https://dav.hosting.example:443/cal/"),
    "a user in a URL": (("protocols", "caldav", "url"), "https://u@dav.hosting.example/cal/"),
    "a bare origin": (("protocols", "carddav", "url"), "https://dav.hosting.example"),
    "a relative URL": (("protocols", "jmap", "url"), "/session"),
    "a URL for mail": (("protocols", "imap"), {"url": "https://imap.hosting.example/"}),
    "a word for the password": (("authentication", "password"), "true"),
    "a one for the password": (("authentication", "password"), 1),
    "no word on the password": (("authentication", "password"), None),
    "no way to log in": (("authentication",), {"password": False}),
    "an issuer with a query": (("authentication", "oauth-public", "issuer"), "https://id.hosting.example/?a"),
    "an issuer with a fragment": (("authentication", "oauth-public", "issuer"), "https://id.hosting.example/#a"),
    "an issuer with dot segments": (("authentication", "oauth-public", "issuer"), "https://id.hosting.example/a/../b"),
    "an issuer that encodes a letter": (("authentication", "oauth-public", "issuer"), "https://id.example/%7Eme"),
    "a secret": (("authentication", "oauth-public", "clientSecret"), "x"),
    "no name": (("info", "provider", "name"), None),
    "a long name": (("info", "provider", "name"), "x" * 61),
    "a long short name": (("info", "provider", "shortName"), "x" * 21),
    "a run of blanks": (("info", "provider", "name"), "Example  Mail"),
    "a control character": (("info", "provider", "name"), "Example\tMail"),
    "no info": (("info",), None),
    "a logo that is no list": (("info", "provider", "logo"), {"url": "https://hosting.example/logo.svg"}),
    "a logo without its type": (("info", "provider", "logo", 0, "content-type"), None),
    "a size of a vector image": (("info", "provider", "logo", 0, "width"), 64),
    "half a size": (("info", "provider", "logo", 1, "width"), None),
    "no size at all": (("info", "provider", "logo", 1, "height"), 0),
    "a contact that is no URI": (("info", "help", "contact", 0), "help@hosting.example"),
    "one contact that is no list": (("info", "help", "contact"), "mailto:help@hosting.example"),
    "help over http": (("info", "help", "documentation"), "http://help.hosting.example/"),
}
# A change of the bytes.
BYTES = {
    "a line feed at the end": lambda body: body + b"\n",
    "white space": lambda body: body.replace(b":", b": ", 1),
    "a byte order mark": lambda body: b"\xef\xbb\xbf" + body,
    "keys out of order": lambda body: json.dumps(dict(reversed(json.loads(body).items())),
                                                 separators=(",", ":")).encode(),
    "a key twice": lambda body: body.replace(b'{"authentication":', b'{"authentication":{"password":true},"authentication":'),
    "ISO 8859-1": lambda body: body.replace(b"Example", b"B\xfccher", 1),
    "cut": lambda body: body[:-1],
    "nothing": lambda body: b"",
}


def encode(document):
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def digest(body):
    return base64.b64encode(hashlib.sha256(body).digest()).decode()


def vouches(record, body):
    """Whether a TXT record, its strings joined, vouches for the bytes: unknown tags and the order mean nothing."""
    tags = {}
    for part in record.split(";"):
        name, equals, value = part.partition("=")
        if equals:
            tags[name.strip().lower()] = value.strip()
    return (tags.get("v", "").lower() == "uaac1" and tags.get("a", "").lower() == "sha256"
            and tags.get("d") == digest(body))


def read(document, key_of_submission):
    """Where a client arrives: {protocol: (host, port, login) or URL}."""
    ports = {"imap": 993, "pop3": 995, key_of_submission: 465}
    found = {}
    for key, value in document["protocols"].items():
        if key in ports:
            found["submission" if key == key_of_submission else key] = (value["host"], ports[key], "full address")
        elif "url" in value:
            found[key] = value["url"]
    return found


def mutated(path, value):
    document = json.loads(json.dumps(EXAMPLE))
    place = document
    for step in path[:-1]:
        place = place[step]
    if value is None:
        del place[path[-1]]
    else:
        place[path[-1]] = value
    return encode(document)


# Service keys of the configuration, best first: protocol, default port, implicit TLS.
SERVICES = {"imaps": ("imap", 993, True), "imap": ("imap", 143, False), "pop3s": ("pop3", 995, True),
            "pop3": ("pop3", 110, False), "submissions": ("submission", 465, True),
            "submission": ("submission", 587, False)}


def expected(config, domain):
    """What the case configures and PACC can say, in the form of read()."""
    domains = {name.encode("idna").decode(): value for name, value in config["domains"].items()}
    own = domains[domain] or {}
    services = {**config["services"], **own.get("services", {})}
    found = {}
    for name, (protocol, port, is_tls) in SERVICES.items():
        service = services.get(name)
        if service and protocol not in found:
            is_told = is_tls and service.get("port", port) == port
            login = service.get("username", "%EMAILADDRESS%").replace("%EMAILADDRESS%", "full address")
            found[protocol] = (service["host"].replace("%EMAILDOMAIN%", domain), port, login) if is_told else None
    for name in ("jmap", "caldav", "carddav", "webdav"):
        if services.get(name):
            url = services[name]["url"].replace("%EMAILDOMAIN%", domain)
            found[name] = None if urllib.parse.urlsplit(url).port else url
    return {protocol: where for protocol, where in found.items() if where}


def goldens():
    """(case, configuration, domain, head, body) of every golden that is a document."""
    for request in sorted(ROOT.glob("pacc/*/request")):
        case = request.parent
        golden = ROOT / (case / "same_as").read_text().strip() if (case / "same_as").exists() else case
        head, _, body = (golden / "response").read_bytes().partition(b"\n\n")
        if head.startswith(b"200\n") and body and request.read_bytes().startswith(b"GET"):
            own = case / "config.yaml"
            host = re.search(r"^Host: (.*)$", request.read_text(), re.M).group(1)
            domain = host.partition(":")[0].lower().removesuffix(".").removeprefix("ua-auto-config.")
            yield case, own if own.exists() else ROOT / "config.yaml", domain, head + b"\n", body


def headers_wrong(head):
    for wanted in (b"Content-Type: application/json\n", b"Access-Control-Allow-Origin: *\n",
                   b"Cache-Control: public, max-age=3600\n", b'ETag: "REVISION"\n'):
        if wanted not in head:
            yield f"there is no {wanted.decode().strip()}"


def arrives(config, domain, body):
    want = expected(yaml.safe_load(config.read_text()), domain)
    for draft, key in (("-02", "smtp"), ("-03", "submit")):
        have = read(json.loads(body), key)
        if have != want:
            yield f"a reader of {draft} arrives at {have}, the configuration says {want}"


def record_wrong(binary, config, domain, body):
    zone = subprocess.run([binary, "dns", "-c", str(config), domain], capture_output=True, text=True, timeout=20,
                          check=False).stdout
    records = re.findall(rf"^_ua-auto-config\.{re.escape(domain)}\. .* IN TXT +(.*)$", zone, re.M)
    if not any(vouches("".join(shlex.split(record)), body) for record in records):
        yield f"no record of `autodiscover dns` vouches for it: {records}"
    if not re.search(rf"^;?ua-auto-config\.{re.escape(domain)}\. ", zone, re.M):
        yield "`autodiscover dns` does not print its host name"


def main():
    binary = sys.argv[1] if len(sys.argv) > 1 else None
    passed = failed = 0

    def report(name, wrong):
        nonlocal passed, failed
        wrong = list(wrong)
        for problem in wrong:
            print(f"{name}: {problem}")
        passed, failed = passed + (not wrong), failed + bool(wrong)

    good = encode(EXAMPLE)
    report("the example", problems(good))
    for name, (path, value) in MUTATIONS.items():
        report(name, [] if list(problems(mutated(path, value))) else ["was not seen"])
    for name, change in BYTES.items():
        assert change(good) != good, name
        report(name, [] if list(problems(change(good))) else ["was not seen"])
    d = digest(good)
    for record in (f"v=UAAC1; a=sha256; d={d}", f"d={d};a=SHA256;V=uaac1;", f" x=1 ;v = UAAC1; a=sha256; d={d}"):
        report(record, [] if vouches(record, good) else ["does not vouch"])
    for record in (f"v=UAAC2; a=sha256; d={d}", f"v=UAAC1; a=sha512; d={d}", f"v=UAAC1; d={d}", "",
                   f"v=UAAC1; a=sha256; d={digest(good + b' ')}", f"v=UAAC1; a=sha256; d={d.lower()}"):
        report(record, ["vouches"] if vouches(record, good) else [])
    report("a reader of -02 and of -03", [] if read(EXAMPLE, "smtp")["submission"] ==
           read(EXAMPLE, "submit")["submission"] == ("smtp.hosting.example", 465, "full address") else ["differ"])

    documents = list(goldens())
    report("goldens", [] if documents else ["there is none"])
    for case, config, domain, head, body in documents:
        report(f"{case.name}: document", problems(body))
        report(f"{case.name}: headers", headers_wrong(head))
        report(f"{case.name}: arrives", arrives(config, domain, body))
        if binary:
            report(f"{case.name}: record", record_wrong(binary, config, domain, body))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
