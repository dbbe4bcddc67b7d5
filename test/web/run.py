#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page for people in a real browser. See README.md in this folder.

usage: run.py BINARY [FOLDER]    FOLDER: where npm installed the browser's driver (default build/web)
Last line: N passed, N failed.
"""
import json
import pathlib
import plistlib
import shutil
import signal
import subprocess
import sys
import tempfile

import yaml

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parent / "servers"), str(HERE.parent / "readers")]
from kinds import Nginx, place_config  # noqa: E402
from prefix import Prefix  # noqa: E402
from profile_schema import check  # noqa: E402

SECONDS = 300
ADDRESS = "alice@example.com"
# name in the configuration: (caption, port, security), in the order in which the page has them
SERVICES = {"imaps": ("Incoming mail (IMAP)", 993, "SSL/TLS"), "submissions": ("Outgoing mail (SMTP)", 465, "SSL/TLS"),
            "pop3s": ("Incoming mail (POP3)", 995, "SSL/TLS")}
PASSWORD = "Password of your mailbox (“normal password”)"

passed = failed = 0


def add(name, problems):
    global passed, failed
    passed, failed = passed + (not problems), failed + bool(problems)
    for problem in problems:
        print(f"{name}: {problem}", flush=True)


def expected(config):
    return [{"caption": caption, "rows": {"Server": config["services"][name]["host"], "Port": str(port), "Security": security,
                                          "User name": ADDRESS, "Sign-in": PASSWORD}}
            for name, (caption, port, security) in SERVICES.items()]


def browse(folder, port, tables):
    """Runs the browser; each of its lines is a test."""
    count = 0
    done = subprocess.run(["node", HERE / "browser.mjs", folder, str(port), json.dumps(tables)], capture_output=True, text=True,
                          timeout=SECONDS, check=False)
    for line in done.stdout.splitlines():
        test = json.loads(line)
        add(test["name"], test["problems"])
        count += 1
    add("browser", ([f"exit {done.returncode}: {done.stderr}"] if done.returncode else [])
        + ([f"only {count} tests"] if count < 80 else []))


def what_was_fetched(shots, port, config):
    """The QR codes and profiles that the browser saw."""
    url = f"https://autodiscover.example.com:{port}/email.mobileconfig?email=alice%40example.com"
    for name in (f"{size}-{scheme}" for size in ("phone", "desktop") for scheme in ("light", "dark")):
        if not (shots / f"{name}.mobileconfig").exists():
            add(f"{name}: profile", ["it was not downloaded"])
            continue
        read = subprocess.run(["zbarimg", "--quiet", "--raw", shots / f"{name}-qr.png"], capture_output=True, text=True, check=False)
        add(f"{name}: QR code", [] if read.stdout.strip() == url else [f"reads {read.stdout!r}, not {url}"])
        profile = (shots / f"{name}.mobileconfig").read_bytes()
        mail = plistlib.loads(profile)["PayloadContent"][0]
        found = (mail["EmailAddress"], mail["IncomingMailServerHostName"], mail["OutgoingMailServerHostName"])
        wanted = (ADDRESS, config["services"]["imaps"]["host"], config["services"]["submissions"]["host"])
        add(f"{name}: profile", [*check(profile)] + ([] if found == wanted else [f"{found}, not {wanted}"]))


def logs(prefix):
    """Only the links with the address in their query named it, and those are not logged."""
    found = [f"{log.name}: {line}" for log in (prefix.tmp / "log").iterdir()
             for line in log.read_text(errors="replace").splitlines() if "alice" in line or "nowhere" in line]
    access = (prefix.tmp / "log/autodiscover.access.log").read_text()
    add("logs", found[:3] + ([] if access.count(" POST ") > 20 else ["the access log has no POST"]))


def html(folder):
    """A checker of HTML, over every golden."""
    with tempfile.TemporaryDirectory() as tmp:
        count = 0
        for golden in sorted((HERE.parent / "cases/web").glob("*/response")):
            body = golden.read_bytes().partition(b"\n\n")[2]
            if body.startswith(b"<!DOCTYPE html>"):
                pathlib.Path(tmp, f"{golden.parent.name}.html").write_bytes(body)
                count += 1
        run = subprocess.run(["node", folder / "node_modules/html-validate/bin/html-validate.mjs", "-c", HERE / "htmlvalidate.json",
                              "-f", "text", *sorted(pathlib.Path(tmp).iterdir())], capture_output=True, text=True, check=False)
        add("html-validate", [run.stdout + run.stderr] if run.returncode or count < 15 else [])


def main():
    folder = pathlib.Path(sys.argv[2] if len(sys.argv) > 2 else HERE.parent.parent / "build/web").resolve()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    shutil.rmtree(folder / "shots", ignore_errors=True)
    html(folder)
    prefix = Prefix(pathlib.Path(sys.argv[1]).resolve())
    try:
        with tempfile.TemporaryDirectory() as tmp:
            text = (HERE / "config.yaml").read_text().replace("PORT", str(prefix.https))
            pathlib.Path(tmp, "config.yaml").write_text(text)
            kind = Nginx(prefix)
            kind.start(place_config(prefix, pathlib.Path(tmp, "config.yaml")))
        config = yaml.safe_load(text)
        browse(folder, prefix.https, expected(config))
        what_was_fetched(folder / "shots", prefix.https, config)
        logs(prefix)
    finally:
        prefix.remove()
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


if __name__ == "__main__":
    sys.exit(main())
