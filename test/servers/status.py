# SPDX-License-Identifier: MIT
"""/status behind the shipped files: at an address of its own, and through no other location."""
import sys

import wire
from checks import AUTOCONFIG, request, said, unless
from prefix import ROOT, wait_until

sys.path.insert(0, str(ROOT / "test/system"))
import metrics  # noqa: E402

CONFIG = "test/cases/config.yaml"
KINDS = ("nginx", "apache-proxy")


def page(kind, target="/status", **headers):
    return wire.http(kind.prefix.status, request(target, host="localhost", **headers))


def numbers_are_there(kind):
    def answers():
        found = metrics.read(page(kind).body.decode())[0]
        return found['autodiscover_requests_total{route="autoconfig",status="200"}']

    before = answers()
    for _ in range(3):
        wire.http(kind.prefix.https, request(AUTOCONFIG), kind.tls)
    wait_until(lambda: answers() == before + 3, "three requests are not counted as three")
    return unless(page(kind).header("Content-Type") == "text/plain; version=0.0.4; charset=utf-8", page(kind))


def nothing_else_is_there(kind):
    for target in ("/", AUTOCONFIG, "/statuses", "/Status", "/mail/../email.mobileconfig"):
        answer = page(kind, target)
        if answer.status != 404:
            return f"{target}: {said(answer)}"
    return ""


def strangers_see_nothing(kind):
    unknown = wire.http(kind.prefix.https, request("/no/such/path"), kind.tls)
    for target in ("/status", "/%73tatus", "/status?AUTODISCOVER_STATUS=on"):
        for header in ("AUTODISCOVER_STATUS", "Autodiscover-Status", "REDIRECT_AUTODISCOVER_STATUS"):
            raw = request(target).replace(b"\r\n\r\n", f"\r\n{header}: on\r\n\r\n".encode())
            answer = wire.http(kind.prefix.https, raw, kind.tls)
            if answer.status != 404 or answer.body != unknown.body:
                return f"{target} with {header}: {said(answer)}"
    return ""


def run(kind, score):
    if kind.name not in KINDS:
        return
    config = kind.prefix.tmp / "responder/config.yaml"
    config.write_text((ROOT / CONFIG).read_text() + "server: { status: true }\n")
    try:
        kind.start(config)
        for check in (numbers_are_there, nothing_else_is_there, strangers_see_nothing):
            score.add(f"{kind.name} status {check.__name__.replace('_', ' ')}", check(kind))
    except (OSError, RuntimeError, LookupError, ValueError) as error:
        score.add(f"{kind.name} status", f"{type(error).__name__}: {error}")
    finally:
        kind.stop()
