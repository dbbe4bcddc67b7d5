#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Instructions a request on a kept connection, counted by callgrind: the same binary gives the same figure to 0.1 %,
whatever else the machine does. Everything counts, libfcgi and the log line included; the parameters are those that the
shipped nginx files send.

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
MORE = 1.05  # than the stored figure: the work of a change that somebody should look at
KINDS = {  # name: (variables, body, the figure that is stored)
    "autoconfig": (fastcgi.get("/mail/config-v1.1.xml", HTTP_HOST="autoconfig.example.com"), b"", 17500),
    "autoconfig-address": (fastcgi.get("/mail/config-v1.1.xml?emailaddress=alice%40example.com",
                                       HTTP_HOST="autoconfig.example.com"), b"", 17900),
    "profile": (fastcgi.get("/email.mobileconfig?email=alice%40example.com"), b"", 22000),
    "json": (fastcgi.get("/autodiscover/autodiscover.json?Email=alice%40example.com&Protocol=Autodiscoverv1"), b"",
             17800),
    "outlook": (fastcgi.post("/autodiscover/autodiscover.xml", POX), POX, 63100),
    "pacc": (fastcgi.get("/.well-known/user-agent-configuration.json", HTTP_HOST="ua-auto-config.pacc.example"), b"",
             59200),
    "page": (fastcgi.post("/", FORM), FORM, 1250000),
}


def count(command, path, requests):
    """Instructions of a whole run that answers `requests`, a list of (kind, how many)."""
    out = path.with_suffix(".out")
    process = subprocess.Popen(["valgrind", "--tool=callgrind", f"--callgrind-out-file={out}", *map(str, command)],
                               stderr=subprocess.PIPE, text=True)
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
    return int(re.search(r"Collected : (\d+)", said)[1])


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
        warm = [(kind, WARM) for kind in kinds]
        base = count(ours, path, warm)
        for kind in kinds:
            each = (count(ours, path, warm + [(kind, ROUNDS)]) - base) / ROUNDS
            stored = KINDS[kind][2]
            missed += [kind] if each > stored * MORE else []
            print(f"{kind:20} {each:8.0f} instructions a request, {each / stored:.3f} of the stored {stored}", flush=True)
        constant = [BUILD / "opt/constant", path, "1300", "1"]
        base = count(constant, path, [("autoconfig", WARM)])
        each = (count(constant, path, [("autoconfig", WARM + ROUNDS)]) - base) / ROUNDS
        print(f"{'a constant':20} {each:8.0f} instructions, 1300 octets through libfcgi and nothing else")
    finally:
        shutil.rmtree(tmp)
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


main()
