#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The sub-commands and their exit codes (sysexits.h)."""
import json
import plistlib
import subprocess
from xml.etree import ElementTree

from responder import BINARY, Responder, run

USAGE, DATA, CONFIG = 64, 65, 78


def call(*arguments, code=0, env=None):
    done = subprocess.run([BINARY, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=10, env=env)
    assert done.returncode == code, (arguments, done)
    return done.stdout.decode(), done.stderr.decode()


def usage():
    for arguments in (["nonsense"], ["--nonsense"], ["show"], ["show", "autoconfig"], ["dns"], ["serve", "check"],
                      ["serve", "--config"]):
        call(*arguments, code=USAGE)
    for word, said in (("chekc", ", did you mean `check`?"), ("server", ", did you mean `serve`?"),
                       ("nonsense", "; expected one of `serve`, `check`, `show`")):
        assert call(word, code=USAGE)[1].startswith(f"autodiscover: unknown command `{word}`{said}")
    assert "serve" in call("--help")[0]
    assert call("--version")[0].startswith("autodiscover ")


def shown():
    with Responder(start=False) as r:
        def show(protocol, address="someone@example.com", **more):
            return call("show", protocol, address, "-c", r.config, **more)

        assert ElementTree.fromstring(show("autoconfig")[0]).tag == "clientConfig"
        assert "mail.hosting.example" in show("outlook")[0]
        assert json.loads(show("json")[0])["Protocol"] == "AutodiscoverV1"
        assert plistlib.loads(show("mobileconfig")[0].encode())["PayloadType"] == "Configuration"
        assert ElementTree.fromstring(show("autoconfig", "example.com")[0]).tag == "clientConfig"
        assert "not served" in show("autoconfig", "someone@other.example", code=DATA)[1]
        assert show("autoconfig", "not an@address@", code=DATA)[1]
        assert show("autoconfig", "no domain", code=DATA)[1]
        assert "mobileconfig" in show("nonsense", code=USAGE)[1]
        assert call("-c", r.config, "show", "json", "a@example.com")[0]
        assert call("show", "json", "a@example.com", env={"AUTODISCOVER_CONFIG": r.config})[0]
        call("show", "json", "a@example.com", "-c", f"{r.folder}/none", code=CONFIG)


def shown_is_what_is_served():
    from fastcgi import ask, get
    with Responder() as r:
        served = ask(r.socket, get("/mail/config-v1.1.xml?emailaddress=a@example.com")).body.decode()
        assert call("show", "autoconfig", "a@example.com", "-c", r.config)[0] == served


def checked():
    with Responder(start=False) as r:
        call("check", r.config)
        call("check", "-c", r.config)
        call("check", env={"AUTODISCOVER_CONFIG": r.config})
        with open(r.config, "a") as out:
            out.write("nonsense: 1\n")
        assert f"{r.config}:" in call("check", r.config, code=CONFIG)[1]
        assert f"{r.config}:" in call("serve", "-c", r.config, code=CONFIG)[1]


def routes():
    lines = call("routes")[0].splitlines()
    assert lines[0].split() == ["PATH", "METHODS", "MATCH", "PROTOCOL"], lines[0]
    assert any(line.startswith("/mail/config-v1.1.xml ") and line.endswith("autoconfig") for line in lines), lines


run(usage, shown, shown_is_what_is_served, checked, routes)
