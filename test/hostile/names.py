#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""State across requests: documents full of names that no other document had leave nothing behind, neither memory nor
work for those who come later. There are documents of names that have one hash too, which make a chain in a table:
Xerces' hash has no key, anybody can compute it.
usage: names.py BINARY [DOCUMENTS [COLLIDING]]      2,000 and 400 by default; test/trust.py sends 20,000 and 2,000"""
import itertools
import os
import random
import sys

sys.path.insert(1, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../system"))
from fastcgi import post  # noqa: E402
from meter import Meter  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from responder import Responder  # noqa: E402

DOCUMENTS = int(sys.argv[2]) if len(sys.argv) > 2 else 2000
COLLIDING = int(sys.argv[3]) if len(sys.argv) > 3 else 400
MOST_GROWTH = 8 << 20  # bytes
MOST_SLOWER = 1.2  # times what a normal request cost before
BODY_LIMIT = 4096  # bytes, the default of max_body
SCHEMA = "http://schemas.microsoft.com/exchange/autodiscover/outlook/requestschema/2006"
HEAD = f"<?xml version='1.0'?><Autodiscover xmlns='{SCHEMA}'><Request>"
TAIL = ("<EMailAddress>someone@example.com</EMailAddress><AcceptableResponseSchema>http://schemas.microsoft.com/"
        "exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request></Autodiscover>")


def xerces_hash(text):
    """XMLString::hash before its modulus."""
    value = 0
    for c in text:
        value = (value * 38 + (value >> 24) + ord(c)) % 2**64
    return value


def twins(text):
    """Names with the hash of `text`: of two neighbours the first is one more and the second 38 less."""
    places = [i for i in range(8, len(text) - 1, 2) if chr(ord(text[i + 1]) - 38).isalnum()]
    for chosen in itertools.islice(itertools.product((False, True), repeat=len(places)), 1, None):
        out = list(text)
        for i in itertools.compress(places, chosen):
            out[i], out[i + 1] = chr(ord(out[i]) + 1), chr(ord(out[i + 1]) - 38)
        yield "".join(out)


MICROSOFTS = list(itertools.islice(twins(SCHEMA), 2000))

# A shape is what a document is made of: a piece for each name.
SHAPES = {
    "URIs": lambda n: f"<b xmlns='{n}'/>",
    "prefixes": lambda n: f"<b xmlns:{n}='u'/>",
    "prefixes and URIs": lambda n: f"<{n}:b xmlns:{n}='{n}'/>",
    "elements": lambda n: f"<{n}/>",
    "attributes": lambda n: f"<b {n}=''/>",
    "attributes with a prefix": lambda n: f"<b xml:{n}=''/>",
    "instructions": lambda n: f"<?{n} {n}?>",
    "many URIs in one element": lambda n: f" xmlns:{n}='{n}'",
}
ENDINGS = {  # how a document goes on: accepted, or refused for one of several reasons
    "accepted": TAIL,
    "not well-formed": TAIL[:-3],
    "unbound prefix": "<unbound:a/>" + TAIL,
    "too deep": "<d>" * 40 + TAIL,
    "entity": "&nope;" + TAIL,
}


def document(shape, names, ending):
    piece = SHAPES[shape]
    head, close = (HEAD + "<a", "/>") if shape.startswith("many") else (HEAD, "")
    out, room = head, BODY_LIMIT - len(head) - len(close) - len(ENDINGS[ending]) - 16
    for name in itertools.islice(names, 57):
        added = piece(name)
        if len(added) > room:
            break
        out, room = out + added, room - len(added)
    return out + close + ENDINGS[ending]


def encoded(text, encoding):
    """As UTF-16 it must fit as well, so it is cut, which makes one more refused document."""
    return text.encode(encoding)[:BODY_LIMIT]


def fresh(rng, _shape):
    while True:
        yield f"n{rng.getrandbits(rng.choice((40, 64, 128))):x}"


def colliding(rng, shape):
    """Names of one hash: any number of blocks of two, each of which may be "ak" or "bE". URIs have the hash of the
    namespace that every normal request names."""
    size = rng.choice((6, 8, 12))
    while True:
        yield rng.choice(MICROSOFTS) if shape == "URIs" else "".join(rng.choice(("ak", "bE")) for _ in range(size))


def stream(rng, names, count):
    """`count` documents: every shape with every ending, in each encoding."""
    for i in range(count):
        shape = list(SHAPES)[i % len(SHAPES)]
        ending = "accepted" if i % 3 else list(ENDINGS)[i // 3 % len(ENDINGS)]
        encoding = ("utf-8", "utf-8", "utf-16-le", "utf-16-be")[i // 5 % 4]
        yield encoded(document(shape, names(rng, shape), ending), encoding)


def main():
    rng = random.Random(9)
    passed = failed = 0

    def check(good, what):
        nonlocal passed, failed
        passed, failed = passed + bool(good), failed + (not good)
        print(("" if good else "FAILED ") + what, flush=True)

    check(len(set(MICROSOFTS)) == 2000 and {xerces_hash(name) for name in MICROSOFTS} == {xerces_hash(SCHEMA)},
          f"{len(MICROSOFTS)} names with the hash of Microsoft's")
    with Responder("threads: 1") as responder:
        meter = Meter(responder)
        with responder.peer() as peer:
            for _ in range(200):
                assert peer.ask(post(POX, BODY), BODY, keep=True).status == 200
            memory = meter.resident()
            normal, _ = meter.cost(peer, post(POX, BODY), BODY, 10, 100)
            for what, names, count in (("fresh names", fresh, DOCUMENTS), ("names of one hash", colliding, COLLIDING)):
                answered = refused = 0
                begin = meter.cpu()
                for body in stream(rng, names, count):
                    answer = peer.ask(post(POX, body), body, keep=True)
                    answered += answer.status == 200
                    refused += b"<ErrorCode>600<" in answer.body
                mean = (meter.cpu() - begin) / count
                check(answered == count, f"{what}: {count} documents, {refused} refused, {1e6 * mean:.0f} us each")
                check(count / 8 < refused < count * 3 / 4, "both accepted and refused ones")
                check(mean <= 20 * normal, f"a document costs {mean / normal:.1f} times a normal one, at most 20")
                grown = meter.resident() - memory
                check(grown <= MOST_GROWTH, f"memory: {grown // 1024} KiB more, at most {MOST_GROWTH // 1024}")
                after, _ = meter.cost(peer, post(POX, BODY), BODY, 10, 100)
                check(after <= MOST_SLOWER * normal,
                      f"a normal request: {1e6 * normal:.1f} us before, {1e6 * after:.1f} after")
    print(f"{passed} passed, {failed} failed")
    return failed


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
