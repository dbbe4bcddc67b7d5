#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every autoconfig document among the cases against autoconfig.rng, and byte by byte what a grammar does not see.

Then bad documents, each made from a good one by one change: a check that accepts one of them is no check.
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
CASES = HERE.parent / "cases" / "autoconfig"
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n<clientConfig '


def bodies():
    """(name, body) of every case that answers 200 with a body."""
    for path in sorted(CASES.glob("*/response")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        if head.startswith(b"200\n") and body:
            yield path.parent.name, body


def grammar_error(body):
    run = subprocess.run(["xmllint", "--nonet", "--noout", "--relaxng", str(HERE / "autoconfig.rng"), "-"],
                         input=body, capture_output=True, check=False)
    return run.stderr.decode(errors="replace").strip() if run.returncode != 0 else None


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


def error_in(body):
    return byte_error(body) or grammar_error(body)


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


def main():
    failures = []
    passed = 0
    found = dict(bodies())
    if len(found) < 14:
        failures.append(f"only {len(found)} documents among the cases")
    for name, body in found.items():
        error = error_in(body)
        if error:
            failures.append(f"{name}: {error}")
        else:
            passed += 1
    good = found["01-generic"].decode()
    for name, (pattern, replacement) in BAD.items():
        bad, count = re.subn(pattern, replacement, good, flags=re.DOTALL)
        if count == 0:
            failures.append(f"bad example {name!r}: nothing to change")
        elif error_in(bad.encode()) is None:
            failures.append(f"bad example {name!r}: accepted")
        else:
            passed += 1
    for failure in failures:
        print(failure)
    print(f"{passed} passed, {len(failures)} failed")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
