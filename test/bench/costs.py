#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What the worst requests cost that a stranger may send under the default limits, in microseconds of the responder's
CPU time and in normal POSTs. Fails where one costs more than 20 of them, but for signatures, which only a GET of a signed
profile takes. usage: costs.py BUILD_FOLDER"""
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = pathlib.Path(sys.argv[1])
sys.argv[1] = str(BUILD / "opt/autodiscover")  # what responder.py starts
sys.path[1:1] = [str(ROOT / "test/system"), str(ROOT / "test/hostile")]
from fastcgi import get, post  # noqa: E402
from meter import Meter  # noqa: E402
from outlook_request import BODY, POX  # noqa: E402
from responder import Responder  # noqa: E402
from worst import FORM, bodies, forms, queries  # noqa: E402

MOST = 20  # normal POSTs
BODY_LIMIT = 4096  # the default of max_body
PROFILE = "/email.mobileconfig?email=someone%40example.com"
KEYS = {"P-256": ("ec", "-pkeyopt", "ec_paramgen_curve:P-256"), "RSA-4096": ("rsa:4096",)}


def requests():
    """(name, variables, body)"""
    yield "normal GET", get("/mail/config-v1.1.xml?emailaddress=someone%40example.com"), b""
    yield "404", get("/nothing"), b""
    yield "profile, unsigned", get(PROFILE), b""
    yield "international domain", get("/mail/config-v1.1.xml?emailaddress=a%40b%C3%BCcher.example.com"), b""
    yield from ((name, get(target), b"") for name, target in queries())
    yield from ((name, post(POX, body), body) for name, body in bodies(BODY_LIMIT))
    yield from ((name, post("/", body, **FORM), body) for name, body in forms(BODY_LIMIT))


def print_row(name, cost, normal):
    print(f"{name:28} {1e6 * cost:8.1f} us {cost / normal:7.1f} normal POSTs", flush=True)


def signed(kind, normal):
    with Responder(start=False) as responder:
        subprocess.run(["openssl", "req", "-x509", "-newkey", *KEYS[kind], "-nodes", "-keyout", "key.pem", "-out",
                        "certificate.pem", "-subj", "/CN=profiles.example.com", "-addext",
                        "keyUsage=digitalSignature"], cwd=responder.folder, check=True, capture_output=True)
        responder.settings = "threads: 1"
        responder.write(more="mobileconfig: { signing: { certificate: certificate.pem, key: key.pem } }")
        responder.start()
        with responder.peer() as peer:
            for method in ("GET", "HEAD"):
                cost, _ = Meter(responder).cost(peer, get(PROFILE, REQUEST_METHOD=method), b"", 5, 10)
                print_row(f"profile, {kind}, {method}", cost, normal)
                yield method, cost


def main():
    missed = []
    with Responder("threads: 1") as responder, responder.peer() as peer:
        meter = Meter(responder)
        meter.cost(peer, post(POX, BODY), BODY)
        normal, _ = meter.cost(peer, post(POX, BODY), BODY, 20, 50)
        print_row("normal POST", normal, normal)
        for name, variables, body in requests():
            cost, _ = meter.cost(peer, variables, body)
            print_row(name, cost, normal)
            missed += [name] if cost > MOST * normal else []
    for kind in KEYS:
        missed += [f"{method} {kind}" for method, cost in signed(kind, normal)
                   if method == "HEAD" and cost > MOST * normal]
    if missed:
        sys.exit(f"more than {MOST} normal POSTs: {', '.join(missed)}")


main()
