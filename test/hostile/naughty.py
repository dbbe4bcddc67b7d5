#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The Big List of Naughty Strings (npm's blns), each as local part, as domain, as query value and as the provider's name: an
answer is a document that gives the string back as it was, or the request is refused. usage: naughty.py BINARY FOLDER"""
import json
import os
import plistlib
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from fastcgi import get, post  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from package import fetch  # noqa: E402
from responder import BINARY, Responder  # noqa: E402

SHA512 = ("6446590fc0ef189853c3da04dee2e3c938450cc4506dc1f4d756324942be9007"
          "2e787bda50345f58aa7b409ad06e56adf16cdc7a05b0545b8d77e5d9e3d2d139")
BLANKS = " \t\r\n"  # trimmed around a value
results = {"given back": 0, "refused": 0, "failed": 0}


def check(good, kind, *what):
    results[kind if good else "failed"] += 1
    if not good:
        print("FAILED", kind, *map(ascii, what))


def texts(body):
    """All texts and attribute values of an XML document."""
    for element in ElementTree.fromstring(body).iter():
        yield element.text or ""
        yield from element.attrib.values()


def strings(value):
    if isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)
    else:
        yield value


def ask_profile(peer, string):
    address = string + "@example.com"
    answer = peer.ask(get("/email.mobileconfig?email=" + urllib.parse.quote(address, safe="")), keep=True)
    if answer.status != 200:
        check(answer.status in (400, 404) and len(answer.body) < 200, "refused", string, answer.status)
        return
    check(address.strip(BLANKS) in list(strings(plistlib.loads(answer.body))), "given back", string, answer.body)


def ask_pox(peer, string):
    """As local part, the octets of the string escaped as XML wants it."""
    escaped = string.encode("utf-8", "surrogatepass").replace(b"&", b"&amp;").replace(b"<", b"&lt;")
    body = BODY.replace(b"someone", escaped)
    answer = peer.ask(post(POX, body), body, keep=True)
    found = list(texts(answer.body))
    if b"<ErrorCode>" in answer.body:
        check(answer.status == 200, "refused", string, answer.status)
    else:
        check(answer.status == 200 and f"{string}@example.com".strip(BLANKS) in found, "given back", string, answer.body)


def ask_autoconfig(peer, string):
    """As a domain, which is not served, and as the whole value."""
    for value in ("a@" + string, string):
        answer = peer.ask(get("/mail/config-v1.1.xml?emailaddress=" + urllib.parse.quote(value, safe="")), keep=True)
        check(answer.status in (400, 404) and len(answer.body) < 200 or b"<clientConfig" in answer.body, "refused",
              value, answer.status)


def is_carried(string):
    """Whether YAML's JSON quoting and XML can carry it."""
    return not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]", string)


def ask_name(string):
    """As the provider's name in a configuration: told as it is, or refused with its place."""
    with Responder(start=False) as r:
        with open(r.config) as file:
            text = file.read().replace("Example Mail", json.dumps(string, ensure_ascii=False), 1)
        with open(r.config, "w", encoding="utf-8", errors="surrogatepass") as file:
            file.write(text)
        done = subprocess.run([BINARY, "check", "-c", r.config], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if done.returncode != 0:
            check(done.returncode == 78 and b"config.yaml:" in done.stdout, "refused", string, done.stdout)
            return
        r.start()
        answer = r.peer().ask(get("/mail/config-v1.1.xml?emailaddress=a@example.com"))
        check(is_carried(string) and string.strip(BLANKS) in list(texts(answer.body)), "given back", string, answer.body)


def main():
    root = fetch("blns", "2.0.4", SHA512, sys.argv[2])
    with open(root / "resources/blns.json", encoding="utf-8") as file:
        naughty = json.load(file)
    with Responder() as responder:
        with responder.peer() as peer:
            for string in naughty:
                for question in (ask_profile, ask_pox, ask_autoconfig):
                    question(peer, string)
        check(responder.process.poll() is None, "refused", "the responder ended")
    for string in naughty:
        ask_name(string)
    print(f"{len(naughty)} strings: {results['given back']} times given back, {results['refused']} times refused")
    check(len(naughty) > 400 and results["given back"] > 300, "refused", "too few to mean anything", results)
    print(f"{results['given back'] + results['refused']} passed, {results['failed']} failed")
    return 1 if results["failed"] else 0


sys.exit(main())
