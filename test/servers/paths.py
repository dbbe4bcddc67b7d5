#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Paths that a web server and the responder could read differently, generated: every route disguised as every path that a
site lets through, with dot segments, `#`, `//`, `%2e`, backslashes, `;` and capital letters in all places. What must hold:
over plain http there are no settings but autoconfig, on a mail domain's own site nothing but what its snippet names, and
nowhere a 5xx.

usage: paths.py BINARY [KIND ...]     all of them, by default through nginx and both of Apache's modules; run.py takes a part
Last line: N passed, N failed
"""
import pathlib
import random
import subprocess
import sys

import kinds
import wire
from prefix import SITE, Prefix

CONFIG = f"""
provider: {{ name: Example Mail, domain: example.com, url: https://autodiscover.secret.example }}
pacc: {{ enabled: true }}
outlook: {{ dav: true, activesync_url: https://eas.secret.example/ }}
services:
  imaps: {{ host: mail.secret.example }}
  submissions: {{ host: mail.secret.example }}
  caldav: {{ url: https://dav.secret.example/c }}
  carddav: {{ url: https://dav.secret.example/a }}
  jmap: {{ url: https://jmap.secret.example/j }}
domains:
  {SITE}:
"""
SETTING = b"secret.example"  # in all that may be called settings, also in a Location
QUERY = "?Protocol=AutodiscoverV1&email=a@example.com&emailaddress=a@example.com"
KINDS = ("nginx", "apache-proxy", "apache-fcgid")
# What the sites let through, and what nginx or Apache answers itself.
COVERS = ("/mail/config-v1.1.xml", "/.well-known/autoconfig/mail/config-v1.1.xml", "/.well-known/autoconfig/x",
          "/.well-known/mail-v1.xml", "/.well-known/acme-challenge/x", "/.well-known/caldav", "/autodiscover/x",
          "/index.html")
UPS = ("..", "%2e%2e", ".%2E", "%2e.", "..;", "..%00", "%252e%252e", "\\..", "..%5c")
SLASHES = ("/", "//", "/./", "%2f", "\\", "%5C", "/;/")
HASHES = ("#", "%23", "?#", ";", "%3f", "%00", "%20", "%0a", "#/..", ";/..", "/.;/")


def routes(binary):
    """Paths of the responder's own list; the one that is a prefix also with an address at its end."""
    lines = subprocess.run([binary, "routes"], capture_output=True, text=True, check=True).stdout.split("\n")[1:]
    paths = [line.split()[0] for line in lines if line]
    return paths + [path + "a@example.com" for path, line in zip(paths, lines) if " prefix" in line]


def up(path, dots, slash):
    """From a path to the root again."""
    return path.rstrip("/") + (slash + dots) * path.rstrip("/").count("/")


def spelled(path):
    """One path in other spellings that a normalisation could make the same."""
    yield from (path, "/" + path, "/." + path, "/x/.." + path, path.upper(), path.replace("/", "%2f"),
                path.replace("/", "/%2e/"), path.replace("/", "\\"), "/%" + path[1:2].encode().hex() + path[2:])
    yield from (path + end for end in ("/", "/.", "//", ".", ";x=y", "%20", "%00", "%0d%0aX-Y:%20z", "\t"))


def targets(binary):
    """All request targets, each once, always in the same order."""
    found = {}
    for route in routes(binary):
        found |= dict.fromkeys(s + tail + QUERY for s in spelled(route) for tail in ("", "#", "#@example.com"))
        for cover in COVERS:
            for slash in SLASHES:
                for dots in UPS:
                    found[up(route, dots, slash) + cover + QUERY] = None
                    found[up(cover, dots, slash) + route + QUERY] = None
                    found[up(route, dots, slash) + cover + "#@example.com" + QUERY] = None
            for hash_ in HASHES:
                found[route + hash_ + cover + QUERY] = None
                found[cover + hash_ + route + QUERY] = None
                found[up(route, "..", "/") + cover + hash_ + route + QUERY] = None
    for scheme in ("http://", "https://", "HTTP://", "http://x@"):
        found |= dict.fromkeys(f"{scheme}HOST{route}{QUERY}" for route in routes(binary))
    return list(found)


def is_autoconfig(answer):
    return answer.status == 200 and b"<clientConfig" in answer.body


def shown(answer):
    return b" ".join([*(value.encode() for name, value in answer.headers), answer.body])


def plain_site(answer, host):
    """Port 80: autoconfig, or redirects to https at the same host."""
    location = answer.header("Location")
    if location and not location.startswith(f"https://{host}/"):
        return f"redirects to {location}"
    return "" if is_autoconfig(answer) or SETTING not in shown(answer) else "gives settings over plain http"


def own_site(answer, host):
    """https of the mail domain itself: what its snippet names."""
    if SETTING not in shown(answer) or is_autoconfig(answer) or answer.status in (301, 307, 308):
        return ""
    known = b"<Autodiscover" in answer.body or answer.body.lstrip().startswith(b"{")
    return "" if known else "gives what the snippet does not name"


def anything(*_):
    return ""


def problem(port, tls, host, target, judge):
    target = target.replace("HOST", host)
    raw = f"GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode("latin-1")
    try:
        answer = wire.http(port, raw, tls, host)
    except OSError as error:
        return f"{error}"
    return f"status {answer.status}" if answer.status >= 500 else judge(answer, host)


def undisguised(kind, route):
    """A problem unless the route, as it is, gives over https what the disguised ones must not."""
    raw = f"GET {route}{QUERY} HTTP/1.1\r\nHost: autoconfig.example.com\r\n\r\n".encode()
    answer = wire.http(kind.prefix.https, raw, kind.tls)
    good = SETTING in shown(answer) or route.endswith("/v1.0/")
    return "" if good else f"{answer.status} without settings: {answer.body[:200]}"


def ask(kind, chosen, seconds):
    """The problems at each site; `seconds` for https, which costs more a connection, gets an eighth of the targets."""
    prefix = kind.prefix
    sites = [("http", prefix.http, None, "autoconfig.example.com", plain_site, chosen),
             ("http", prefix.http, None, SITE, plain_site, chosen),
             ("https", prefix.https, kind.tls, "autoconfig.example.com", anything, seconds),
             ("https", prefix.https, kind.tls, SITE, own_site, seconds)]
    for scheme, port, tls, host, judge, asked in sites:
        if host == SITE and kind.name == "apache-fcgid":
            continue  # its snippet is for mod_proxy_fcgi
        wrong = [(target, said) for target in asked if (said := problem(port, tls, host, target, judge))]
        yield f"{scheme}://{host}", len(asked), wrong


def run(kind, score, share=1.0):
    """Starts a kind and asks a share of the targets: always the same ones."""
    if kind.name not in KINDS:
        return
    config = kind.prefix.tmp / "responder/config.yaml"
    config.write_text(CONFIG)
    chosen = targets(kind.prefix.binary)
    random.Random(9).shuffle(chosen)
    chosen = chosen[:int(len(chosen) * share)]
    try:
        kind.start(config)
        for route in routes(kind.prefix.binary):
            score.add(f"{kind.name} {route}", undisguised(kind, route))
        for site, asked, wrong in ask(kind, chosen, chosen[::8]):
            score.add(f"{kind.name} {site}, {asked} paths", wrong and f"{len(wrong)} wrong:" + "".join(
                f"\n    {said}: {target}" for target, said in wrong[:10]))
    except (OSError, RuntimeError, LookupError) as error:
        score.add(f"{kind.name} paths", f"{type(error).__name__}: {error}")
    finally:
        kind.stop()


def main():
    from run import Score
    binary, wanted = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:] or KINDS
    score = Score()
    for cls in (kind for kind in kinds.KINDS if kind.name in wanted):
        prefix = Prefix(binary)
        try:
            run(cls(prefix), score)
        finally:
            prefix.remove()
    print(f"{score.passed} passed, {score.failed} failed")
    return 1 if score.failed or not score.passed else 0


if __name__ == "__main__":
    sys.exit(main())
