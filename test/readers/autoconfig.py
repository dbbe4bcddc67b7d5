#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every autoconfig document among the cases, read as eleven clients read it: all must arrive at what the YAML says.

Then bad documents, which the readers must refuse or misread: a reader that forgives everything proves nothing.
"""
import pathlib
import re
import sys

import yaml

import autoconfig_clients as clients
from autoconfig_clients import CLIENTS
from autoconfig_document import Refused
from autoconfig_expected import expected_of

CASES = pathlib.Path(__file__).resolve().parent.parent / "cases"

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


TAKES_THE_LAST = (clients.evolution, clients.fairemail)  # of several servers of a type
READS_JMAP = (clients.parula,)
NO_JMAP = {clients.himalaya: "refuses a document with a type that it does not know"}
# OAuth2 for servers that it does not know by itself, and before a password.
TAKES_OAUTH2 = {clients.kmail: "takes whatever is not cleartext", clients.parula: "reads the root element oAuth2"}
NO_OAUTH2 = {
    clients.thunderbird_140: "skips OAuth2 of servers that are not in its own table",
    clients.thunderbird_153: "skips OAuth2 of servers that are not in its own table",
    clients.k9: "skips OAuth2 of servers that are not in its own table",
}
LOOKS_AT_NO_AUTHENTICATION = (clients.delta_chat, clients.fairemail, clients.geary, clients.nextcloud,
                              clients.himalaya)
NO_PATTERN = {clients.fairemail: "fills in the address or its local part, and nothing that is made of them"}


def expected_authentication(client, told):
    """What a client takes of the words that it is told; None: it does not look."""
    if client in LOOKS_AT_NO_AUTHENTICATION or not told:
        return None
    if "OAuth2" not in told or client in TAKES_OAUTH2:
        return told[0]
    return told[1] if len(told) > 1 else None


def difference(read, expected, client):
    """Why what a client read is not what is configured, or None. `expected`: of each type the servers, best first."""
    for kind, servers in expected.items():
        if kind == "pop3" and client in NO_POP3 or kind == "jmap" and client not in READS_JMAP:
            if kind in read:
                return f"reads {kind}, but the table says that it does not"
            continue
        server, got = servers[-1 if client in TAKES_THE_LAST else 0], read.get(kind)
        if got is None:
            return f"{kind} is missing"
        for field in ("host", "port", "security", "login"):
            value = getattr(got, field)
            if value != getattr(server, field) and not (client is clients.geary and field == "login"):
                return f"{kind} {field}: {value!r} instead of {getattr(server, field)!r}"
        word = expected_authentication(client, server.authentication)
        if server.authentication and got.authentication != word:
            return f"{kind} authentication: {got.authentication!r} instead of {word!r}"
    extra = set(read) - set(expected)
    return f"made up {sorted(extra)}" if extra else None


def excuse_of(client, expected):
    """Why a client cannot arrive at the servers of a document, or None."""
    servers = [server for of_type in expected.servers.values() for server in of_type]
    return next(filter(None, (
        NO_POP3.get(client) if "imap" not in expected.servers else None,
        NO_PLAINTEXT.get(client) if any(server.security == "plain" for server in servers) else None,
        NO_JMAP.get(client) if "jmap" in expected.servers else None,
        NO_OAUTH2.get(client) if any(server.authentication == ["OAuth2"] for server in servers) else None,
        NO_PATTERN.get(client) if expected.is_pattern else None)), None)


def check(client, body, expected):
    excuse = excuse_of(client, expected)
    try:
        problem = difference(client(body, expected.email), expected.servers, client)
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


def bad_documents(good, expected):
    """Failures, one string each, and how many documents were rightly not read."""
    failures, passed = [], 0
    for name, (pattern, replacement, unable) in BAD.items():
        bad, count = re.subn(pattern, replacement, good, flags=re.DOTALL)
        if count == 0:
            failures.append(f"bad document {name!r}: nothing to change")
        bad = bad.replace("@ALT@", ALTERNATIVE)
        for client in unable:
            try:
                problem = difference(client(bad.encode(), expected.email), expected.servers, client)
            except Refused as refusal:
                problem = str(refusal)
            if problem is None:
                failures.append(f"bad document {name!r}: {client.__name__} does not mind")
            passed += problem is not None
    for client in TB:
        for content_type in ("text/html; charset=utf-8", "text/plain", "application/octet-stream", ""):
            try:
                client(good.encode(), expected.email, content_type)
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
        expected = expected_of(config, path.parent)
        for client in CLIENTS:
            problem = check(client, body, expected)
            if problem:
                failures.append(f"{path.parent.name}: {client.__name__}: {problem}")
            passed += problem is None
        if path.parent.name == "01-generic":
            bad_failures, bad_passed = bad_documents(body.decode(), expected)
            failures += bad_failures
            passed += bad_passed
    if documents < 30:
        failures.append(f"only {documents} documents among the cases")
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
