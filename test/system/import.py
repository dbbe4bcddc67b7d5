#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""`autodiscover import`: what other programs' files become, and that nothing of it is refused, lost or betrayed.

test/import/X.toml and X.json have their expected output in X.toml.yaml and X.json.yaml; UPDATE_GOLDENS=1 rewrites them.
usage: import.py BINARY
"""
import json
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

import yaml

from findings import check, report

BINARY = sys.argv[1]
SAMPLES = pathlib.Path(__file__).resolve().parent.parent / "import"
DATA, NO_INPUT = 65, 66  # EX_DATAERR and EX_NOINPUT of sysexits.h


def run(*arguments):
    return subprocess.run([BINARY, *map(str, arguments)], capture_output=True, timeout=20, check=False,
                          stdin=subprocess.DEVNULL)


def imported(folder, content, name="in"):
    path = pathlib.Path(folder) / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return run("import", path)


def accepted(folder, text):
    """What `check` has against a configuration, or None; warnings are none of it."""
    path = pathlib.Path(folder) / "out.yaml"
    path.write_bytes(text)
    done = run("check", path)
    return None if done.returncode == 0 else done.stderr.decode()


def servers(folder, text, address):
    """{type: (host, port, socketType, username, authentication)} of the autoconfig document for an address."""
    path = pathlib.Path(folder) / "out.yaml"
    path.write_bytes(text)
    shown = run("show", "-c", path, "autoconfig", address).stdout
    if b"<clientConfig" not in shown:
        return {}
    root = ET.fromstring(shown)
    return {e.get("type"): tuple(e.findtext(t) for t in ("hostname", "port", "socketType", "username",
                                                         "authentication"))
            for e in root.iter() if e.tag in ("incomingServer", "outgoingServer")}


def check_samples(folder):
    for sample in sorted(p for p in SAMPLES.iterdir() if p.suffix in (".toml", ".json")):
        done = run("import", sample)
        golden = SAMPLES / (sample.name + ".yaml")
        if os.environ.get("UPDATE_GOLDENS") and not os.environ.get("CI"):
            golden.write_bytes(done.stdout)
        check(f"{sample.name}: exit status", done.returncode == 0 and not done.stderr, done)
        check(f"{sample.name}: output", golden.exists() and done.stdout == golden.read_bytes(),
              done.stdout.decode())
        error = accepted(folder, done.stdout)
        check(f"{sample.name}: check", error is None, error)
        check(f"{sample.name}: no secret", b"HIDEME" not in done.stdout and b"424242" not in done.stdout,
              done.stdout.decode())


def check_meaning(folder):
    """What clients are told, by way of the responder itself."""
    user = "%EMAILADDRESS%"
    told = {
        ("config.toml", "example.com"): {
            "imap": ("imap.example.com", "1993", "SSL", "%EMAILLOCALPART%", "password-cleartext"),
            "pop3": ("pop.example.com", "110", "STARTTLS", user, "password-cleartext"),
            "smtp": ("smtp.example.com", "465", "SSL", user, "password-encrypted")},
        ("seed.json", "b\u00fccher.example"): {
            "imap": ("imap.example.com", "993", "SSL", "%EMAILLOCALPART%+mail", "password-cleartext"),
            "pop3": ("pop.example.com", "1110", "STARTTLS", user, "NTLM"),
            "smtp": ("smtp.example.com", "4650", "SSL", user, "password-cleartext")},
        ("providers.json", "also-first.example"): {
            "imap": ("imap.first.example", "1993", "SSL", "%EMAILLOCALPART%", "NTLM"),
            "pop3": ("pop.first.example", "995", "SSL", user, "password-cleartext"),
            "smtp": ("smtp.first.example", "25", "plain", user, "password-cleartext")},
        ("providers.json", "second.example"): {
            "imap": ("imap.second.example", "993", "SSL", user, "password-cleartext"),
            "smtp": ("smtp.second.example", "25", "STARTTLS", user, "password-cleartext")},
    }
    for (sample, domain), expected in told.items():
        found = servers(folder, run("import", SAMPLES / sample).stdout, domain)
        check(f"{sample}: what {domain} is told", found == expected, found)


def check_refusals(folder):
    cases = {
        "TOML": (b'[general]\ndomain = "a.example\n', r":2:\d+: not valid TOML"),
        "TOML twice": (b'[general]\na = 1\n[general]\n', r":3:\d+: not valid TOML"),
        "JSON": (b'{\n  "provider": ]', r":2:15: not valid JSON: .*unexpected"),
        "JSON, open text": (b'{"bind_password": "HIDEME', r":1:\d+: not valid JSON"),
        "JSON, bad escape": (b'{"bind_password": "HIDEME\\x"}', r":1:\d+: not valid JSON"),
        "JSON, lone surrogate": (b'{"provider": "HIDEME\\ud800"}', r":1:\d+: not valid JSON"),
        "JSON, no end": (b'{"provider": "a", ', r":1:\d+: not valid JSON"),
        "JSON, two": (b'{"provider": "a"} {}', r":1:\d+: not valid JSON"),
        "JSON, number": (b'{"provider": 1e999}', r": not valid JSON: a number is out of range"),
        "control": (b'{"provider": "a"}\n \x1b[2J', r":2:2: a control character"),
        "NUL": (b'[general]\n\0', r":2:1: a NUL byte"),
        "Latin 1": (b'[general]\nfull_name = "B\xfccher"', r":2:15: invalid UTF-8"),
        "deep JSON": (b'{"provider":' + b"[" * 100_000 + b"]" * 100_000 + b"}", r": is nested too deeply"),
        "deep TOML": (b"[general]\na = " + b"[" * 200 + b"]" * 200, r": is nested too deeply"),
        "many dots": (b"[general" + b".a" * 32_000 + b"]", r": is nested too deeply"),
        "long TOML": (b"[general]\n" + b"#\n" * 40_000, r": is longer than 64 KiB"),
        "nothing": (b"", r": is neither"),
        "other TOML": (b'[package]\nname = "x"\n', r": is neither"),
        "other JSON": (b'{"name": "x"}', r": is no seed"),
        "empty JSON list": (b"[]", r": is no seed"),
        "no domain": (b'[general]\nfull_name = "x"\n', r": general.domain is missing"),
        "bad domain": (b'[general]\ndomain = "x y"\n', r": not carried over: general.domain"),
        "YAML": (b"provider:\n  name: x\n", r":1:\d+: not valid TOML"),
    }
    for name, (content, pattern) in cases.items():
        done = imported(folder, content)
        message = done.stderr.decode()
        check(f"refusal of {name}", done.returncode == DATA and not done.stdout and re.search(pattern, message)
              and message.startswith(folder) and message.count("\n") == 1, f"{done.returncode} {message[:300]}")
        check(f"refusal of {name} betrays nothing", "HIDEME" not in message, message[:300])


def check_limits(folder):
    """The longest that our file takes is carried over; one more is noted."""
    url = "https://a.example/".ljust(1000, "x")
    for what, server, key, text in (("URL", {"type": "caldav", "name": "a.example"}, "url", url),
                                    ("login", {"type": "imap", "name": "mail.a.example"}, "user_name", "x" * 255)):
        for value, fits in ((text, True), (text + "x", False)):
            seed = {"provider": "A", "domains": ["a.example"], "servers": [{**server, key: value}]}
            done = imported(folder, json.dumps(seed))
            noted = f"longer than {len(text)} characters".encode() in done.stdout + done.stderr
            check(f"a {what} of {len(value)} characters", done.returncode == 0 and noted != fits
                  and (value.encode() in done.stdout) == fits, done)


def check_wrong_kinds(folder):
    """A value that is of no use where it stands is named, with what it should be."""
    done = imported(folder, b"[general]\ndomain = 'a.example'\nfull_name = 1\nsupport_url = 2\n"
                            b"[imap]\nhostname = 'a.example'\nenabled = 'yes'\nport = true\n")
    for what, why in (("general.full_name = 1", "it should be a text"), ("general.support_url = 2", "it should be a text"),
                      ('imap.enabled = "yes"', "it should be true or false"),
                      ("imap.port = true", "it should be a number from 1 to 65535")):
        check(f"{what} is noted", done.returncode == 0 and f"{what}: {why}".encode() in done.stdout, done)


def check_ports_beside_urls(folder):
    """A port beside a URL goes into it, unless the URL has one."""
    for url, expected in (("https://a.example/dav/", b"https://a.example:8443/dav/"),
                          ("https://a.example:4443/dav/", b"https://a.example:4443/dav/"),
                          ("a.example", b"https://a.example:8443")):
        seed = {"provider": "A", "domains": ["a.example"], "servers": [{"type": "caldav", "url": url, "port": 8443}]}
        done = imported(folder, json.dumps(seed))
        check(f"{url} and port 8443", done.returncode == 0 and expected in done.stdout, done)


def check_full_output(folder):
    """What cannot be written is told by the exit status, by every command that prints."""
    path = pathlib.Path(folder) / "full.yaml"
    path.write_bytes((SAMPLES / "config.toml.yaml").read_bytes())
    address = "user@" + next(iter(yaml.safe_load(path.read_text())["domains"]))
    for arguments in (("import", SAMPLES / "config.toml"), ("dns", "-c", path, address.partition("@")[2]),
                      ("show", "--all", "-c", path, address), ("show", "-c", path, "dns", address), ("routes",),
                      ("check", "-c", path, "--explain")):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([BINARY, *arguments], stdin=subprocess.DEVNULL, stdout=full, stderr=subprocess.PIPE,
                                  timeout=20, check=False)
        check(f"{arguments[0]} into a full device", done.returncode == 74, f"{arguments} {done}")


def check_unreadable(folder):
    fifo = pathlib.Path(folder) / "fifo"
    os.mkfifo(fifo)
    for path in (fifo, folder, "/dev/null", pathlib.Path(folder) / "absent"):
        done = run("import", path)
        check(f"{path} is not read", done.returncode == NO_INPUT and not done.stdout
              and b"cannot be read: " in done.stderr, done)
    check("a file must be named", run("import").returncode == 64)


def check_recognition(folder):
    seed = '{"provider": "A", "domains": ["a.example"], "servers": []}'
    toml = '[general]\ndomain = "a.example"\nfull_name = "A"\n'
    for name, content in {"bare": seed, "list": f"[{seed}]", "blanks": f"\n\t [\r\n {seed}]", "mark": "\ufeff" + seed,
                          "providers": f'{{"providers": [{seed}]}}', "TOML": toml, "TOML, mark": "\ufeff" + toml,
                          "TOML, CR": toml.replace("\n", "\r\n"), "TOML, comment": "# {\n" + toml}.items():
        done = imported(folder, content)
        found = yaml.safe_load(done.stdout) if done.returncode == 0 else None
        check(f"recognised: {name}", found and found["provider"]["name"] == "A"
              and list(found["domains"]) == ["a.example"], done)


NASTY = ["", " ", "a: b", "# no", "'", '"', "\\", "\\n", "%", "%EMAILDOMAIN%", "&a", "*a", "!!int 1", "- x", "[", "{", "}",
         "null", "~", "yes", "1e3", "0x1f", "2020-01-01", "---", "...", "|", ">", "@", "`", "\n", "\r\n", "\t", "\x7f",
         "\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\ufffe", "\U0001f600", "\u00fc" * 70, "x" * 600, "a.example",
         "Ham & Eggs", "caf\u00e9: #1", "https://a.example/", "http://a.example", "https://u:p@a.example/?a=b#c", "user@a",
         "{EMAILADDRESS}", "%NO%", "\0", "\x1b[0m", "\u202e", "tls", "SSL", "plain", "none", "true", "a: ", "a #b", "a:"]


def any_value(rng, depth=0):
    kind = rng.randrange(12 if depth < 3 else 10)
    if kind < 7:
        return "".join(rng.choice(NASTY) for _ in range(rng.choice((1, 1, 1, 2, 3))))
    if kind == 7:
        return rng.choice((0, 1, 25, 143, 443, 465, 587, 993, 65535, 65536, -1, 10**18, 10**30, 1.5))
    if kind < 10:
        return rng.choice((True, False, None))
    if kind == 10:
        return [any_value(rng, depth + 1) for _ in range(rng.randrange(3))]
    return {rng.choice(NASTY + ["x"]): any_value(rng, depth + 1) for _ in range(rng.randrange(3))}


def odd(rng, **members):
    """These members, some of them replaced, some without a value, and one that nobody knows."""
    out = {key: any_value(rng) if rng.random() < 0.3 else value for key, value in members.items()
           if rng.random() < 0.9}
    out[rng.choice(NASTY + ["unknown"])] = any_value(rng)
    return out


def random_seed(rng):
    provider = odd(rng, provider=rng.choice(NASTY), short_name=rng.choice(NASTY),
                   ldapservers=[odd(rng, bind_password="HIDEME")],
                   servers=[odd(rng, type=rng.choice(("imap", "pop", "smtp", "caldav")), name="mail.a.example",
                                port=rng.choice((25, 143, 993, 4711)), socket_type=rng.choice(NASTY),
                                user_name=rng.choice(NASTY), authentication=rng.choice(NASTY), prio=rng.randrange(9),
                                url=rng.choice(NASTY)) for _ in range(rng.randrange(6))])
    provider["domains"] = ["a.example", rng.choice(NASTY), any_value(rng), f"d{rng.randrange(99)}.example"]
    return provider


def toml_value(value):
    if isinstance(value, list):
        return "[" + ", ".join(toml_value(v) for v in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{toml_value(k)} = {toml_value(v)}" for k, v in value.items()) + "}"
    if value is None or (isinstance(value, int) and abs(value) > 2**62):
        return "2020-01-01"
    # JSON's escapes are TOML's but for pairs of surrogates and DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def random_toml(rng):
    sections = {"general": odd(rng, listening_address="0.0.0.0:80", full_name=rng.choice(NASTY),
                               short_name=rng.choice(NASTY), support_url=rng.choice(NASTY)),
                "autodiscover": odd(rng, enabled=rng.random() < 0.5, address=rng.choice(NASTY), ttl=48),
                "autoconfig": odd(rng, enabled=True, support_descr=rng.choice(NASTY)),
                "mobileconfig": odd(rng, description=rng.choice(NASTY))}
    for service in ("imap", "imaps", "pop", "pops", "smtp", "smtps", "submission"):
        sections[service] = odd(rng, enabled=rng.random() < 0.8, hostname="mail.a.example", port=rng.randrange(1, 9999),
                                login=rng.choice(("Localpart", "emaildom")),
                                encryption=rng.choice(("None", "ssl", "STARTTLS")),
                                microsoft_password_encryption=rng.random() < 0.3,
                                standard_password_encryption=rng.random() < 0.3, passphrase="HIDEME")
    sections["general"]["domain"] = "a.example"
    return "".join(f"[{name}]\n" + "".join(f"{toml_value(k)} = {toml_value(v)}\n" for k, v in section.items())
                   for name, section in sections.items())


def check_random(folder, rounds=60):
    """Whatever such a file holds, the result is a configuration, and one that other readers of YAML read as we do."""
    for seed in range(rounds):
        rng = random.Random(seed)
        for name, content in (("json", json.dumps(random_seed(rng), ensure_ascii=rng.random() < 0.5)),
                              ("toml", random_toml(rng))):
            content = content.encode("utf-8", "surrogatepass").replace(b"\x7f", b"\\u007f")
            done = imported(folder, content)
            if done.returncode != 0:
                check(f"random {name} {seed}", False, f"{done.returncode} {done.stderr.decode()} {content[:2000]!r}")
                continue
            error = accepted(folder, done.stdout)
            try:
                read = yaml.safe_load(done.stdout)
            except yaml.YAMLError as fault:
                read, error = None, fault
            check(f"random {name} {seed}", error is None and "a.example" in read["domains"]
                  and isinstance(read["provider"]["name"], str) and b"HIDEME" not in done.stdout,
                  f"{error}\n{done.stdout.decode()}")


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_samples(folder)
        check_meaning(folder)
        check_refusals(folder)
        check_unreadable(folder)
        check_limits(folder)
        check_wrong_kinds(folder)
        check_ports_beside_urls(folder)
        check_full_output(folder)
        check_recognition(folder)
        check_random(folder)
        check("check() refuses", accepted(folder, b"provider: 1\n") is not None, "accepted")
    return report()


if __name__ == "__main__":
    sys.exit(main())
