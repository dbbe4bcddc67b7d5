#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every autoconfig document among the cases against a grammar, and byte by byte what a grammar does not see.

A document that an operator asked to hold more must need the wider grammar, any other must do with the narrow one. Then
bad documents, each made from a good one by one change: a check that accepts one of them is no check.
"""
import pathlib
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parent / "cases" / "autoconfig"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig '


def bodies():
    """(name, body) of every case that answers 200 with a body."""
    for path in sorted(CASES.glob("*/response")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        if head.startswith(b"200\n") and body:
            yield path.parent.name, body


NARROW, WIDE = "autoconfig.rng", "autoconfig_choices.rng"


def grammar_error(body, grammar):
    run = subprocess.run(["xmllint", "--nonet", "--noout", "--relaxng", str(HERE / grammar), "-"],
                         input=body, capture_output=True, check=False)
    if run.returncode not in (0, 3):
        raise RuntimeError(run.stderr)  # not a verdict: the grammar itself is broken
    return run.stderr.decode(errors="replace").strip() if run.returncode == 3 else None


def choice_error(body):
    """What the wide grammar does not see."""
    root = ET.fromstring(body)
    best_first = ["SSL", "STARTTLS", "plain"]
    for kind in ("imap", "pop3", "smtp"):
        ranks = [best_first.index(server.findtext("socketType")) for server in root.findall(f".//*[@type='{kind}']")]
        if ranks != sorted(ranks):
            return f"{kind}: a better server stands behind a worse one"
        if len(ranks) > 1 and ranks[0] < 2 in ranks:
            return f"{kind}: an alternative gives up TLS"
    told = any(element.text == "OAuth2" for element in root.iter("authentication"))
    if told != (root.find("oAuth2") is not None):
        return "OAuth2 without the root element, or that without OAuth2"
    return None


def byte_error(body):
    if not body.startswith(DECLARATION):
        return "the first bytes are not the XML declaration and the root"
    try:
        text = body.decode("utf-8", "strict")
    except UnicodeDecodeError as error:
        return str(error)
    if "\ufeff" in text:
        return "a byte order mark"
    for mark in ("<!DOCTYPE", "<!--", "<![CDATA[", "<!ENTITY", "xmlns"):
        if mark in text:
            return mark
    if text.count("<?") != 1:
        return "a processing instruction"
    for value in re.findall(r">([^<]*)</", text):
        # White space alone stands between an end tag and the next; anything else is a value.
        if value.strip() and value != value.strip():
            return f"white space at the end of a value: {value!r}"
    if not text.endswith("</clientConfig>\n") or "\r" in text or "\t" in text:
        return "odd white space"
    if len(body) >= 65536:
        return "too long"
    return None


def error_in(body, grammar=NARROW):
    # xmllint says 1 for what is not well-formed.
    try:
        ET.fromstring(body)
    except ET.ParseError as error:
        return str(error)
    return byte_error(body) or grammar_error(body, grammar) or (choice_error(body) if grammar == WIDE else None)


def section(name, kind):
    return rf'    <{name} type="{kind}">.*?</{name}>\n'


# What to find (a regular expression), what to put there.
BAD = {
    "byte order mark": (r"\A", "\ufeff"),
    "blank before the declaration": (r"\A", " "),
    "no declaration": (r"\A<\?xml.*?\n", ""),
    "document type": (r"<clientConfig", "<!DOCTYPE clientConfig>\n<clientConfig"),
    "namespace": (r"<clientConfig", '<clientConfig xmlns="urn:x"'),
    "comment": (r"<port>", "<!-- x --><port>"),
    "comment in a value": (r"<port>", "<port><!-- x -->"),
    "CDATA": (r"<port>993", "<port><![CDATA[993]]>"),
    "processing instruction": (r"<port>", "<?x y?><port>"),
    "version 1.2": (r'version="1.1"', 'version="1.2"'),
    "padded version": (r'version="1.1"', 'version=" 1.1"'),
    "no version": (r' version="1.1"', ""),
    "no id": (r' id="[^"]*"', ""),
    "id with blanks": (r'id="[^"]*"', 'id="Example Mail"'),
    "id with a placeholder": (r'id="[^"]*"', 'id="%EMAILDOMAIN%"'),
    "id in U-labels": (r'id="[^"]*"', 'id="b\u00fccher.example"'),
    "id in upper case": (r'id="[^"]*"', 'id="Example.com"'),
    "no domain": (r"    <domain>.*?</domain>\n", ""),
    "domain with an attribute": (r"<domain>", '<domain purpose="mx">'),
    "domain behind the name": (r"(    <domain>example.*?\n)(    <displayName.*?\n)", r"\2\1"),
    "no name": (r"    <displayName>.*?\n", ""),
    "empty name": (r"(<displayName>).*?(</)", r"\1\2"),
    "name of 61 characters": (r"(<displayName>).*?(</)", r"\1" + "x" * 61 + r"\2"),
    "short name of 21 characters": (r"(<displayShortName>).*?(</)", r"\1" + "x" * 21 + r"\2"),
    "no short name": (r"    <displayShortName>.*?\n", ""),
    "no incoming server": (r"    <incomingServer.*</incomingServer>\n", ""),
    "no outgoing server": (section("outgoingServer", "smtp"), ""),
    "pop instead of pop3": (r'"pop3"', '"pop"'),
    "IMAP in upper case": (r'"imap"', '"IMAP"'),
    "padded type": (r'"imap"', '" imap"'),
    "pop3 before imap": (f"({section('incomingServer', 'imap')})({section('incomingServer', 'pop3')})", r"\2\1"),
    "imap twice": (f"({section('incomingServer', 'imap')})", r"\1\1"),
    "smtp twice": (f"({section('outgoingServer', 'smtp')})", r"\1\1"),
    "incoming smtp": (r'<incomingServer type="pop3"', '<incomingServer type="smtp"'),
    "second attribute": (r'(<incomingServer type="imap")', r'\1 x="y"'),
    "attribute of a value": (r"<username>", '<username x="y">'),
    "attribute of authentication": (r"<authentication>", '<authentication system="http">'),
    "no host": (r"      <hostname>.*?\n", ""),
    "host with an underscore": (r"(<hostname>)", r"\1_"),
    "host with a placeholder": (r"(<hostname>).*?(</)", r"\1mail.%EMAILDOMAIN%\2"),
    "host in U-labels": (r"(<hostname>).*?(</)", "\\1b\u00fccher.example\\2"),
    "host with a blank": (r"(<hostname>)", r"\1 "),
    "no port": (r"      <port>.*?\n", ""),
    "port 0": (r"<port>993", "<port>0"),
    "port 65536": (r"<port>993", "<port>65536"),
    "port with a zero": (r"<port>993", "<port>0993"),
    "port with a plus": (r"<port>993", "<port>+993"),
    "padded port": (r"<port>993", "<port>993 "),
    "empty port": (r"<port>993", "<port>"),
    "NONE": (r"<socketType>SSL", "<socketType>NONE"),
    "TLS": (r"<socketType>SSL", "<socketType>TLS"),
    "ssl": (r"<socketType>SSL", "<socketType>ssl"),
    "padded socketType": (r"<socketType>SSL", "<socketType> SSL"),
    "no socketType": (r"      <socketType>.*?\n", ""),
    "authentication plain": (r"<authentication>password-cleartext", "<authentication>plain"),
    "two authentications": (r"(      <authentication>.*?\n)", r"\1\1"),
    "no authentication": (r"      <authentication>.*?\n", ""),
    "no username": (r"      <username>.*?\n", ""),
    "empty username": (r"(<username>).*?(</)", r"\1\2"),
    "padded username": (r"(<username>)", r"\1 "),
    "password": (r"(      <username>.*?\n)", r"\1      <password>x</password>\n"),
    "elements out of order": (r"(      <hostname>.*?\n)(      <port>.*?\n)", r"\2\1"),
    "useGlobalPreferredServer": (r"(    </outgoingServer>)",
                                 r"<useGlobalPreferredServer>true</useGlobalPreferredServer>\1"),
    "documentation without url": (r' url="[^"]*"', ""),
    "documentation by http": (r'url="https', 'url="http'),
    "bare ampersand": (r"&amp;", "&"),
    "description without language": (r' lang="en"', ""),
    "empty description": (r"(<descr lang=\"en\">).*?(</)", r"\1\2"),
    "text outside": (r"    <incomingServer", "x    <incomingServer"),
    "two roots": (r"\Z", "<a/>\n"),
    "cut off": (r"</emailProvider>.*\Z", ""),
}


# Documents of operators who asked for more.
CHOICES = ("40a-alternatives", "41a-oauth2-before-the-password", "41c-oauth2-alone", "42a-all-extras",
           "42c-extras-with-oauth2", "52a-version-1.2")
IMAPS = section("incomingServer", "imap")
JMAP = section("incomingServer", "jmap")


def root_section(name):
    return rf"  <{name}[ >].*?</{name}>\n"


BAD_CHOICES = {
    "40a-alternatives": {
        "pop3 between imap and imap": (f"({IMAPS})({IMAPS})({section('incomingServer', 'pop3')})", r"\1\3\2"),
        "STARTTLS first": (f"({IMAPS})({IMAPS})", r"\2\1"),
        "plaintext behind TLS": (r"<socketType>STARTTLS", "<socketType>plain"),
        "an alternative without host": (r"(<port>993.*?)      <hostname>.*?\n", r"\1"),
    },
    "42c-extras-with-oauth2": {
        "version 1.3": (r'version="1.2"', 'version="1.3"'),
        "jmap first": (f"({IMAPS})({JMAP})", r"\2\1"),
        "jmap alone": (IMAPS, ""),
        "jmap twice": (f"({JMAP})", r"\1\1"),
        "jmap behind the outgoing server": (f"({JMAP})({section('outgoingServer', 'smtp')})", r"\2\1"),
        "jmap with a host": (r"<url>.*?</url>", "<hostname>jmap.hosting.example</hostname>"),
        "no url": (r"      <url>.*?\n", ""),
        "http url": (r"<url>https", "<url>http"),
        "url with a placeholder": (r"(<url>https://.*?)/example.com/", r"\1/%EMAILDOMAIN% /"),
        "http-basic": (r'<authentication system="http">Basic', "<authentication>http-basic"),
        "basic": (r'(system="http">)Basic', r"\1basic"),
        "Bearer": (r'(system="http">)Basic', r"\1Bearer"),
        "system sasl": (r'system="http"', 'system="sasl"'),
        "OAuth2 of http": (r"(</url>\s*)<authentication>OAuth2", r'\1<authentication system="http">OAuth2'),
        "password of a service by URL": (r'<authentication system="http">Basic', "<authentication>password-cleartext"),
        "password before OAuth2": (r"(      <authentication>OAuth2.*?\n)(      <authentication>password.*?\n)", r"\2\1"),
        "OAuth2 twice": (r"(      <authentication>OAuth2.*?\n)", r"\1\1"),
        "two passwords": (r"(      <authentication>password.*?\n)", r"\1\1"),
        "no username of a service by URL": (r"(</url>.*?)    <username>.*?\n", r"\1"),
        "calendar within the provider": (f"(  </emailProvider>\n)({root_section('calendar')})", r"\2\1"),
        "calendar before the provider": (f"(  <emailProvider.*</emailProvider>\n)({root_section('calendar')})", r"\2\1"),
        "carddav as a calendar": (r'<calendar type="caldav"', '<calendar type="carddav"'),
        "calendar without a type": (r'<calendar type="caldav"', "<calendar"),
        "addressBook": (r"(</?)addressbook", r"\1addressBook"),
        "serverURL": (r"(</?)url>", r"\1serverURL>"),
        "managesieve as an incoming server": (f"({JMAP})", r'\1    <incomingServer type="managesieve"></incomingServer>\n'),
        "setupServer without a port": (r"(<setupServer.*?)    <port>.*?\n", r"\1"),
        "webMail within the provider": (f"(  </emailProvider>\n)(.*?)({root_section('webMail')})", r"\3\1\2"),
        "webMail without a page": (r"    <loginPage.*?/>\n", ""),
        "a page by http": (r'loginPage url="https', 'loginPage url="http'),
        "a page with a login form": (r"(    <loginPage.*?/>\n)", r"\1    <loginPageInfo/>\n"),
        "no oAuth2": (root_section("oAuth2"), ""),
        "oAuth2 for nobody": (r"  <calendar.*?</calendar>\n| *<authentication>OAuth2.*?\n", ""),
        "oAuth2 twice": (f"({root_section('oAuth2')})", r"\1\1"),
        "oAuth2 within the provider": (f"(  </emailProvider>\n)(.*?)({root_section('oAuth2')})", r"\3\1\2"),
        "no issuer": (r"    <issuer>.*?\n", ""),
        "no scope": (r"    <scope>.*?\n", ""),
        "padded scope": (r"<scope>", "<scope> "),
        "no authURL": (r"    <authURL>.*?\n", ""),
        "no tokenURL": (r"    <tokenURL>.*?\n", ""),
        "empty clientID": (r"<clientID>.*?<", "<clientID><"),
        "a client secret": (r"(    <clientID>.*?\n)", r"\1    <clientSecret>x</clientSecret>\n"),
    },
}


def bad_examples(good, changes, grammar):
    """Failures, one string each."""
    for name, (pattern, replacement) in changes.items():
        bad, count = re.subn(pattern, replacement, good, flags=re.DOTALL)
        if count == 0:
            yield f"bad example {name!r}: nothing to change"
        elif error_in(bad.encode(), grammar) is None:
            yield f"bad example {name!r}: accepted"


def main():
    found = dict(bodies())
    failures = [] if len(found) >= 30 else [f"only {len(found)} documents among the cases"]
    checks = 0
    for name, body in found.items():
        error = error_in(body, WIDE if name in CHOICES else NARROW)
        if error:
            failures.append(f"{name}: {error}")
        if name in CHOICES and grammar_error(body, NARROW) is None:
            failures.append(f"{name}: the narrow grammar is enough for it")
        checks += 1 + (name in CHOICES)
    examples = [("01-generic", BAD, NARROW)] + [(name, bad, WIDE) for name, bad in BAD_CHOICES.items()]
    for name, changes, grammar in examples:
        failures += bad_examples(found[name].decode(), changes, grammar)
        checks += len(changes)
    for failure in failures:
        print(failure)
    print(f"{checks - len(failures)} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
