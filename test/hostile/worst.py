# SPDX-License-Identifier: MIT
"""The requests that cost most for their size: for the bounds (test/hostile/bounds.py) and the table of `make bench`."""
from outlook_request import BODY

FORM = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "HTTP_ACCEPT_LANGUAGE": "xx;q=0.5," * 800 + "pl"}
HEAD, TAIL = BODY[: BODY.index(b"<Request>")], BODY[BODY.index(b"<Request>"):]


def padded(piece, size):
    return piece * max((size - len(BODY) - 64) // len(piece), 1)


def numbered(pattern, size):
    out, i = [], 0
    while size > 0:
        out.append(pattern % i)
        size -= len(out[-1])
        i += 1
    return b"".join(out[:-1])


def bodies(size):
    """(name, body) of at most `size` octets."""
    room = size - len(BODY) - 64
    depth = room // 7
    yield "deep", HEAD + b"<a>" * depth + b"</a>" * depth + TAIL
    yield "deep to the limit, wide", HEAD + padded(b"<a>" * 30 + b"</a>" * 30, size) + TAIL
    yield "wide", HEAD + padded(b"<a/>", size) + TAIL
    yield "attributes", HEAD + b"<a" + numbered(b" a%d=''", room) + b"/>" + TAIL
    yield "namespaces", HEAD + b"<a" + numbered(b" xmlns:a%d='b'", room) + b"/>" + TAIL
    yield "names", HEAD + numbered(b"<a%d/>", room) + TAIL
    yield "references", HEAD + b"<a>" + padded(b"&amp;", size) + b"</a>" + TAIL
    yield "references, spread", HEAD + padded(b"<a>&#60;&lt;</a>", size) + TAIL
    yield "long text", HEAD + b"<a>" + padded(b"x", size) + b"</a>" + TAIL
    yield "long texts", HEAD + padded(b"<a>" + b"x" * 500 + b"</a>", size) + TAIL
    yield "CDATA", HEAD + padded(b"<![CDATA[<a>]]>", size) + TAIL
    yield "comments", HEAD + padded(b"<!---->", size) + TAIL
    yield "instructions", HEAD + padded(b"<?a b?>", size) + TAIL
    yield "one long name", HEAD + b"<" + padded(b"a", size) + b"/>" + TAIL
    yield "exclamation marks", HEAD + b"<!--" + padded(b"!", size) + b"-->" + TAIL
    yield "DOCTYPE spread with NUL", HEAD + padded(b"!\0D\0O\0C\0T\0Y\0P", size) + TAIL
    yield "entities", b'<!DOCTYPE a [' + numbered(b'<!ENTITY a%d "&a;&a;">', room) + b"]>" + BODY
    yield "UTF-16", "\ufeff".encode("utf-16-le") + (HEAD + padded(b"<a/>", size // 2 - 256)[: room // 2] + TAIL
                                                    ).decode().encode("utf-16-le")[: size - 2]
    yield "blanks in front", b" " * room + BODY
    yield "NUL behind", BODY + b"\0" * room
    yield "not closed", HEAD + padded(b"<a>", size)
    yield "noise", bytes((i * 7919 + i // 251) % 256 for i in range(size))


def forms(size):
    """(name, body) for the page: at most `size` bytes."""
    address = b"email=someone@example.com"
    yield "page with its QR code", address + b"&now=en"
    yield "page of a long address", b"email=" + b"%C3%BC" * 32 + b"@example.com&now=de"
    yield "page, pairs", padded(b"a=b&", size - 64) + address
    yield "page, empty pairs", padded(b"&", size - 64) + address
    yield "page, escapes", b"email=" + padded(b"%41", size - 64) + b"@example.com"


def queries():
    pairs = "&".join(f"a{i}=b" for i in range(4096))
    yield "4,096 pairs", "/mail/config-v1.1.xml?" + pairs + "&emailaddress=someone@example.com"
    yield "4,096 empty pairs", "/mail/config-v1.1.xml?" + "&;" * 4096 + "emailaddress=someone@example.com"
    yield "escapes", "/mail/config-v1.1.xml?emailaddress=" + "%41" * 10000 + "@example.com"
    yield "many labels", "/mail/config-v1.1.xml?emailaddress=a@" + "a." * 15000 + "example.com"
    yield "international labels", "/mail/config-v1.1.xml?emailaddress=a@" + "%C3%BC." * 4000 + "example.com"
    yield "one international label", "/email.mobileconfig?email=a@" + "%C3%BC%CC%88" * 80 + ".example.com"
    yield "long path", "/" + "a/" * 20000
    yield "at signs", "/email.mobileconfig?email=" + "@" * 30000
