#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Requests with an address to be recognised in every place that a stranger can write to: no log holds it, neither ours nor
one of the web server's, with the shipped files and at the levels that they and Debian set. Not in User-Agent, which
the shipped formats write down.
usage: canary.py BUILD_FOLDER [REQUESTS]     10,000 by default, to each web server
"""
import base64

import plan
from front import Front, Verdict, load, number

COUNT = number(2, 10_000)
WORD = "canary4711"
SECRET = base64.b64encode(f"{WORD}:password4711".encode()).decode()
FORBIDDEN = [WORD, SECRET, "password4711", "%63anary"]
GET, POST = "GET", "POST"
POX = "/autodiscover/autodiscover.xml"


def addresses():
    """The address as clients write it, and as nobody should."""
    for domain in ("example.com", "unknown.example", f"{WORD}.example"):
        yield f"{WORD}@{domain}"
    yield from (f"{WORD}%40example.com", "%63anary4711%40example.com", f"<{WORD}@example.com>", f"{WORD}@@x", f"@{WORD}",
                f"{WORD}%00@example.com", f"{WORD}%0d%0aX:%20y@example.com", f"{WORD}@{'x' * 300}.example")


def body(address):
    return ('<?xml version="1.0"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/'
            f'requestschema/2006"><Request><EMailAddress>{address}</EMailAddress><AcceptableResponseSchema>http://schemas.'
            'microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema></Request>'
            '</Autodiscover>')


def request(method, target, host="autodiscover.example.com", content=None, headers=()):
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}", *headers]
    if content is not None:
        lines += ["Content-Type: text/xml", f"Content-Length: {len(content.encode())}"]
    return ("\r\n".join(lines) + "\r\n\r\n" + (content or "")).encode()


def of_address(address):
    for path in ("/mail/config-v1.1.xml?emailaddress=", "/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=",
                 "/email.mobileconfig?email=", "/autodiscover/autodiscover.xml?Email=", "/nothing?x=", "/?",
                 "/autodiscover/autodiscover.json?Protocol=AutodiscoverV1&Email=", "/autodiscover/autodiscover.json/v1.0/",
                 "/AutoDiscover/AutoDiscover.JSON/V1.0/", "/", "/%zz", "/mail/", "/.well-known/", "//", "/../"):
        for method in (GET, "HEAD", "PUT", "OPTIONS", "BREW"):
            yield request(method, path + address)
    yield request(POST, POX, content=body(address))
    yield request(POST, POX, content=body(address)[:-20])
    yield request(POST, POX, content=address)
    yield request(POST, POX + "?" + address, content=body(address) + " " * 17_000)
    yield request(POST, "/" + address, content=body(address) + " " * 70_000)
    yield request(POST, "/email.mobileconfig", content=f"email={address}")
    for name in ("Authorization", "Cookie", "Referer", "From", "X-Forwarded-For", "X-User", "Proxy", "If-None-Match",
                 "Accept-Language", "Content-Type", "Range", "Upgrade", "Expect", f"X-{WORD}"):
        yield request(GET, "/mail/config-v1.1.xml", headers=[f"{name}: {address}"])
    yield request(GET, "/mail/config-v1.1.xml", headers=[f"Authorization: Basic {SECRET}"])
    yield request(POST, POX, content=body(address), headers=[f"Authorization: Basic {SECRET}"])


def no_http(address):
    """What a web server refuses before it chooses a host."""
    yield f"GET /{address}\r\n\r\n".encode()
    yield f"GET /{address} HTTP/9.9\r\nHost: x\r\n\r\n".encode()
    yield f"GET {address} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    yield f"{address} / HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    yield f"GET /mail/config-v1.1.xml?{address} HTTP/1.1\r\n\r\n".encode()
    yield f"GET /?{address} HTTP/1.1\r\nHost: x\r\nHost: {address}\r\n\r\n".encode()
    yield f"GET /?{address} HTTP/1.1\r\nHost: x\r\nContent-Length: {address}\r\n\r\n".encode()
    yield f"GET /?{address} HTTP/1.1\r\nHost: x\r\n{address}\r\n\r\n".encode()
    yield f"GET /?{address} HTTP/1.1\r\nHost: x\r\nX-Long: {WORD * 4000}\r\n\r\n".encode()
    yield f"GET /{WORD * 4000} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    yield f"GET https://autodiscover.example.com/?{address} HTTP/1.1\r\nHost: x\r\n\r\n".encode()


def requests():
    for address in addresses():
        yield from of_address(address)
        yield from no_http(address)


def found_in(text):
    return [line for line in text.split("\n") if any(word.lower() in line.lower() for word in FORBIDDEN)]


def search(front, verdict, name, least):
    """Looks through everything that was written below the folder of logs."""
    lines, size = [], 0
    for log in sorted((front.tmp / "log").iterdir()):
        text = log.read_text(errors="replace")
        size += text.count("\n")
        lines += [f"{log.name}: {line}" for line in found_in(text)]
    verdict(size >= least, f"{name}: {size} lines were written")
    verdict(not lines, f"{name}: {len(lines)} of them hold the address or the password", "\n".join(lines[:5])[:2000])


def ask(front, name, verdict):
    asked = plan.Plan()
    kinds = list(requests())
    for raw in kinds:
        asked.add(raw, [plan.ANYTHING])
    result = load(front, asked, 16, COUNT)
    verdict(result["answered"] + result["broken"] == COUNT and result["broken"] <= COUNT / 20,
            f"{name}: {result['answered']} of {COUNT} requests of {len(kinds)} kinds answered, the others hung up on",
            str(result))
    return asked


verdict = Verdict()
for kind in ("nginx", "Apache with mod_proxy_fcgi", "Apache with mod_fcgid"):
    with Front() as front:
        responder = front.instance().start()
        if kind == "nginx":
            front.nginx(responder)
        else:
            front.apache(responder, "proxy" if "proxy" in kind else "fcgid")
        asked = ask(front, kind, verdict)
        responder.end()
        load(front, asked, 4, COUNT // 10)  # while the responder is down the web server has errors of its own to tell
        front.end(front.server)
        front.processes.remove(front.server)
        search(front, verdict, kind, COUNT)
verdict(found_in(f"x {WORD.upper()} y") and not found_in("nothing"), "the search finds what it must")
verdict.end()
