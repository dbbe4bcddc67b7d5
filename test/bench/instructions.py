#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions and heap allocations a request on a kept connection, counted by valgrind: the same binary gives the same
figures to 0.1 %, whatever else the machine does. Everything counts, libfcgi and the log line included; the parameters
are those that the shipped nginx files send.

Two runs of the responder that differ by ROUNDS requests of one kind; the difference divided by ROUNDS is the figure.
usage: instructions.py BUILD_FOLDER [KIND ...]
"""
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "test/system"))
import fastcgi  # noqa: E402

BUILD = pathlib.Path(sys.argv[1])
WARM, ROUNDS = 50, 500
POX = (ROOT / "test/cases/outlook/01-settings/request").read_bytes().split(b"\n\n", 1)[1]
FORM = b"email=alice%40example.com&now=en"
COUNTERS = {  # what: (valgrind's options, what it says at the end)
    "instructions": (["--tool=callgrind", "--callgrind-out-file=/dev/null"], r"Collected : ([\d,]+)"),
    "allocations": (["--leak-check=no"], r"total heap usage: ([\d,]+) allocs"),
}
MOST_ALLOCATIONS = 4  # of a GET above those of the constant
KINDS = {  # name: (variables, body, instructions at most; a profile was to have 24000)
    "autoconfig": (fastcgi.get("/mail/config-v1.1.xml", HTTP_HOST="autoconfig.example.com"), b"", 24000),
    "autoconfig-address": (fastcgi.get("/mail/config-v1.1.xml?emailaddress=alice%40example.com",
                                       HTTP_HOST="autoconfig.example.com"), b"", 24000),
    "profile": (fastcgi.get("/email.mobileconfig?email=alice%40example.com"), b"", 27000),
    "json": (fastcgi.get("/autodiscover/autodiscover.json?Email=alice%40example.com&Protocol=Autodiscoverv1"), b"",
             24000),
    "outlook": (fastcgi.post("/autodiscover/autodiscover.xml", POX), POX, 55000),
    "pacc": (fastcgi.get("/.well-known/user-agent-configuration.json", HTTP_HOST="ua-auto-config.pacc.example"), b"",
             30000),
    "page": (fastcgi.post("/", FORM), FORM, 500000),
}


def count(what, command, path, requests):
    """Of a whole run that answers `requests`, a list of (kind, how many)."""
    options, said_at_the_end = COUNTERS[what]
    process = subprocess.Popen(["valgrind", *options, *map(str, command)], stderr=subprocess.PIPE, text=True)
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                peer = fastcgi.Peer(str(path), deadline=30)
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        with peer:
            for kind, times in requests:
                variables, body, _ = KINDS[kind]
                for _ in range(times):
                    assert peer.ask(variables, body, keep=True).status == 200, kind
    finally:
        process.send_signal(signal.SIGTERM)
        said = process.communicate()[1]
    return int(re.search(said_at_the_end, said)[1].replace(",", ""))


def each(what, command, path, kinds):
    """{kind: of one request}"""
    warm = [(kind, WARM) for kind in kinds]
    base = count(what, command, path, warm)
    return {kind: (count(what, command, path, warm + [(kind, ROUNDS)]) - base) / ROUNDS for kind in kinds}


def main():
    tmp = pathlib.Path(tempfile.mkdtemp(prefix="autodiscover-instructions-"))
    missed = []
    try:
        path = tmp / "socket"
        config = tmp / "config.yaml"
        config.write_text((ROOT / "test/cases/config.yaml").read_text() +
                          f"server: {{ listen: {path}, threads: 1 }}\nlog: {{ level: info }}\n")
        ours = [BUILD / "opt/autodiscover", "serve", "-c", config]
        kinds = sys.argv[2:] or list(KINDS)
        constant = [BUILD / "opt/constant", path, "1300", "1"]
        for kind, figure in each("instructions", ours, path, kinds).items():
            most = KINDS[kind][2]
            missed += [f"{kind}: instructions"] if figure > most else []
            print(f"{kind:20} {figure:8.0f} instructions a request, {figure / most:.3f} of the {most} allowed", flush=True)
        figure = each("instructions", constant, path, ["autoconfig"])["autoconfig"]
        print(f"{'a constant':20} {figure:8.0f} instructions, 1300 octets through libfcgi and nothing else", flush=True)
        constants = each("allocations", constant, path, ["autoconfig"])["autoconfig"]
        for kind, figure in each("allocations", ours, path, kinds).items():
            is_get = not KINDS[kind][1]
            missed += [f"{kind}: allocations"] if is_get and round(figure - constants) > MOST_ALLOCATIONS else []
            print(f"{kind:20} {figure:8.1f} allocations a request, the constant's {constants:.1f}", flush=True)
    finally:
        shutil.rmtree(tmp)
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


main()
