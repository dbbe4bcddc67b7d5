#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every autoconfig document among the cases, read as eleven clients read it: all must arrive at what the YAML says.

Then bad documents, which the readers must refuse or misread: a reader that forgives everything proves nothing.
"""
import pathlib
import re
import sys
import urllib.parse

import yaml

import autoconfig_clients as clients
from autoconfig_clients import CLIENTS
from autoconfig_document import Refused, Server, fill_in

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"

# key: (what the documents call it, port, security), most secure first
KINDS = {
    "imaps": ("imap", 993, "SSL"), "imap": ("imap", 143, "STARTTLS"),
    "pop3s": ("pop3", 995, "SSL"), "pop3": ("pop3", 110, "STARTTLS"),
    "submissions": ("smtp", 465, "SSL"), "submission": ("smtp", 587, "STARTTLS"), "smtp": ("smtp", 25, "STARTTLS"),
}
TRANSPORTS = {"tls": "SSL", "ssl": "SSL", "ssl/tls": "SSL", "starttls": "STARTTLS", "plaintext": "plain"}
RANK = ("SSL", "STARTTLS", "plain")

# What a client is known not to do.
NO_POP3 = {
    clients.k9: "skips POP3 sections",
    clients.delta_chat: "has no POP3",
    clients.fairemail: "reads IMAP and SMTP only",
    clients.geary: "has no POP3",
    clients.nextcloud: "has no POP3",
}
NO_PLAINTEXT = {
    clients.k9: "drops a document with a section without TLS",
    clients.fairemail: "goes by the port when there is no TLS word",
}


def request_of(case):
    """The raw query and the host of a request."""
    lines = (case / "request").read_text().splitlines()
    host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
    return lines[0].split(" ")[1].partition("?")[2], host


def offer_of(config, domain):
    """The services for a domain, or None: exact name, "*.sub" pattern, "*"; the provider's own is served too."""
    domains = {(k if "*" in k else k.encode("idna").decode()): v for k, v in config["domains"].items()}
    parents = [domain.split(".", n)[n] for n in range(1, domain.count(".") + 1)]
    for name in [domain] + ["*." + p for p in parents] + ["*"]:
        if name in domains:
            own = (domains[name] or {}).get("services", {})
            break
    else:
        if domain != config["provider"]["domain"]:
            return None
        own = {}
    merged = dict(config["services"])
    for key, value in own.items():
        if value is False:
            merged.pop(key, None)
        else:
            merged[key] = {**merged.get(key, {}), **value}
    return merged


def asked_domain(config, query, host):
    address = urllib.parse.unquote(dict(p.partition("=")[::2] for p in query.split("&")).get("emailaddress", ""))
    host = re.sub(r"^(autoconfig|autodiscover)\.", "", host.partition(":")[0].lower())
    for domain in (address.rpartition("@")[2], host):
        if domain and offer_of(config, domain) is not None:
            return domain
    raise AssertionError(f"nobody serves {query} {host}")


def expected_servers(services, email):
    best = {}
    for key, (kind, port, security) in KINDS.items():
        if key not in services:
            continue
        service = services[key]
        if "transport" in service:
            security = TRANSPORTS[service["transport"].lower()]
        host = service["host"].replace("%EMAILDOMAIN%", email.rpartition("@")[2])
        login = fill_in(service.get("username", "%EMAILADDRESS%"), email)
        server = Server(host, service.get("port", port), security, login)
        if kind not in best or RANK.index(security) < RANK.index(best[kind].security):
            best[kind] = server
    return best


def difference(read, expected, client):
    """Why what a client read is not what is configured, or None."""
    for kind, server in expected.items():
        if kind == "pop3" and client in NO_POP3:
            if kind in read:
                return "reads POP3, but the table says that it does not"
            continue
        got = read.get(kind)
        if got is None:
            return f"{kind} is missing"
        for field in ("host", "port", "security", "login"):
            value = getattr(got, field)
            if value != getattr(server, field) and not (client is clients.geary and field == "login"):
                return f"{kind} {field}: {value!r} instead of {getattr(server, field)!r}"
    extra = set(read) - set(expected)
    return f"made up {sorted(extra)}" if extra else None


def check(client, body, email, expected):
    excuse = None
    if "imap" not in expected:
        excuse = NO_POP3.get(client)
    if any(server.security == "plain" for server in expected.values()):
        excuse = excuse or NO_PLAINTEXT.get(client)
    try:
        problem = difference(client(body, email), expected, client)
    except Refused as refusal:
        problem = f"refused: {refusal}"
    if excuse:
        return None if problem else f"arrives, but the table says: {excuse}"
    return problem


ONLY_POP3 = (r'    <incomingServer type="imap">.*?</incomingServer>\n', "")
TB = (clients.thunderbird_140, clients.thunderbird_153)
# change, clients that must not arrive at the servers then
BAD = {
    "cut off": (r"</emailProvider>.*", "", CLIENTS),
    "no incoming server": (r"<incomingServer.*</incomingServer>", "", set(CLIENTS)),
    "no outgoing server": (r"<outgoingServer.*</outgoingServer>", "", set(CLIENTS)),
    "POP3 alone": (*ONLY_POP3, set(CLIENTS)),
    "pop for pop3": (r'type="pop3"', 'type="pop"', (*TB, clients.evolution, clients.kmail, clients.himalaya)),
    "NONE": (r"<socketType>\w+", "<socketType>NONE",
             (*TB, clients.k9, clients.evolution, clients.kmail, clients.geary, clients.nextcloud, clients.himalaya)),
    "no socketType": (r"<socketType>.*?\n", "", (*TB, clients.k9, clients.delta_chat, clients.parula)),
    "padded socketType": (r"<socketType>(\w+)", r"<socketType> \1 ", (clients.k9, clients.evolution)),
    "plain": (r"<socketType>\w+", "<socketType>plain", set(CLIENTS) - {clients.fairemail}),
    "id with a blank": (r'id="[^"]*"', 'id="Example Mail"', (*TB, clients.k9)),
    "id with a placeholder": (r'id="[^"]*"', 'id="%EMAILDOMAIN%"', (clients.k9,)),
    "no id": (r' id="[^"]*"', "", (*TB, clients.k9, clients.himalaya)),
    "no version": (r' version="[^"]*"', "", (clients.himalaya,)),
    "no domain": (r"<domain>.*?</domain>", "", (*TB, clients.k9, clients.parula)),
    "domains with an attribute": (r"<domain>", '<domain purpose="mx">', TB),
    "another domain": (r"<domain>example.com", "<domain>example.net", (clients.parula,)),
    "no host": (r"<hostname>.*?</hostname>", "", set(CLIENTS)),
    "host with an underscore": (r"<hostname>", "<hostname>_", set(CLIENTS)),
    "host with a placeholder": (r"<hostname>\w+\.hosting\.example", "<hostname>mail.%EMAILDOMAIN%", set(CLIENTS)),
    "no port": (r"<port>.*?</port>", "", set(CLIENTS)),
    "port 0": (r"<port>\d+", "<port>0", set(CLIENTS)),
    "no username": (r"<username>.*?</username>", "", set(CLIENTS) - {clients.geary}),
    "username with an attribute": (r"<username>", '<username x="y">', TB),
    "numeric username": (r"<username>.*?<", "<username>007<", set(CLIENTS) - {clients.geary}),
    "padded username": (r"<username>", "<username> ", (clients.k9, clients.evolution, clients.fairemail)),
    "authentication plain": (r"password-cleartext", "plain", (clients.k9, clients.parula, clients.himalaya)),
    "OAuth2 alone": (r"password-cleartext", "OAuth2", (*TB, clients.k9, clients.parula)),
    "TLS-client-cert": (r"password-cleartext", "TLS-client-cert", (*TB, clients.k9, clients.parula)),
    "GSSAPI": (r"password-cleartext", "GSSAPI", (clients.k9, clients.himalaya)),
    "second attribute": (r'type="imap"', 'type="imap" x="y"', (clients.evolution,)),
    "no type": (r' type="\w+"', "", set(CLIENTS)),
    "CDATA": (r"<hostname>(.*?)<", r"<hostname><![CDATA[\1]]><", (clients.evolution, clients.delta_chat)),
    "alternative behind": (r'(    <incomingServer type="imap">.*?</incomingServer>\n)(.*?)(    <documentation)',
                           r"\1\2@ALT@\3", (clients.evolution, clients.fairemail)),
    "POP3 first": (r'(    <incomingServer type="imap">.*?</incomingServer>\n)(    <incomingServer.*?</incomingServer>\n)',
                   r"\2\1", (clients.geary,)),
    "jmap": (r'type="pop3"', 'type="jmap"', (*TB, clients.himalaya)),
    "documentation without url": (r'<documentation url=".*?"', "<documentation", (clients.himalaya,)),
}
ALTERNATIVE = ('<incomingServer type="imap"><hostname>other.example</hostname><port>143</port><socketType>STARTTLS'
               "</socketType><authentication>password-cleartext</authentication><username>%EMAILADDRESS%</username>"
               "</incomingServer>")


def bad_documents(good, email, expected):
    """Failures, one string each, and how many documents were rightly not read."""
    failures, passed = [], 0
    for name, (pattern, replacement, unable) in BAD.items():
        bad, count = re.subn(pattern, replacement, good, flags=re.DOTALL)
        if count == 0:
            failures.append(f"bad document {name!r}: nothing to change")
        bad = bad.replace("@ALT@", ALTERNATIVE)
        for client in unable:
            try:
                problem = difference(client(bad.encode(), email), expected, client)
            except Refused as refusal:
                problem = str(refusal)
            if problem is None:
                failures.append(f"bad document {name!r}: {client.__name__} does not mind")
            passed += problem is not None
    for client in TB:
        for content_type in ("text/html; charset=utf-8", "text/plain", "application/octet-stream", ""):
            try:
                client(good.encode(), email, content_type)
                failures.append(f"{client.__name__} takes {content_type!r}")
            except Refused:
                passed += 1
    return failures, passed


def main():
    failures, passed, documents = [], 0, 0
    for path in sorted((CASES / "autoconfig").glob("*/response")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        if not head.startswith(b"200\n") or not body:
            continue
        documents += 1
        own = path.parent / "config.yaml"
        config = yaml.safe_load((own if own.exists() else CASES / "config.yaml").read_text())
        email = "fred@" + asked_domain(config, *request_of(path.parent))
        expected = expected_servers(offer_of(config, email.rpartition("@")[2]), email)
        for client in CLIENTS:
            problem = check(client, body, email, expected)
            if problem:
                failures.append(f"{path.parent.name}: {client.__name__}: {problem}")
            passed += problem is None
        if path.parent.name == "01-generic":
            bad_failures, bad_passed = bad_documents(body.decode(), email, expected)
            failures += bad_failures
            passed += bad_passed
    if documents < 14:
        failures.append(f"only {documents} documents among the cases")
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
