# SPDX-License-Identifier: MIT
"""Configuration files that must not come into force: each class of error, by name. Those made from conf/example.yaml may
turn out to be right after all (an unknown key among domains is a domain): the test asks `check`."""
import os
import re
import socket


def spoilt_lines(text):
    """For each `key: value` of the text: another type, another key, twice, without its colon."""
    lines = text.split("\n")
    for i, line in enumerate(lines):
        found = re.match(r"^( *)([a-z_0-9]+):( +)([^#\s][^#]*)", line)
        if not found:
            continue
        indent, key, _, value = found.groups()
        for name, new in (("another type", f"{indent}{key}: [[{{}}]]"), ("unknown key", f"{indent}{key}_x: {value}"),
                          ("twice", f"{line}\n{indent}{key}: {value}"), ("no colon", f"{indent}{key} {value}")):
            yield f"line {i + 1}, {key}: {name}", "\n".join(lines[:i] + [new] + lines[i + 1:]).encode()


def cut(text, pieces=30):
    """The text up to each of some places."""
    octets = text.encode()
    for i in range(pieces):
        end = (2 * i + 1) * len(octets) // (2 * pieces)
        yield f"cut after {end} octets", octets[:end]


def no_text(text):
    """What no YAML reader should be given, or chokes on."""
    octets = text.encode()
    name = b"Example Mail"
    yield "empty", b""
    yield "white space", b" \n\n"
    yield "comments alone", b"# nothing\n"
    yield "NUL", octets.replace(name, b"Exam\0ple")
    yield "NUL at the end", octets + b"\0"
    yield "UTF-16", text.encode("utf-16")
    for what, bad in (("a lone octet", b"\xff"), ("cut off", b"\xc3"), ("overlong", b"\xc0\xaf"), ("a surrogate",
                      b"\xed\xa0\x80"), ("beyond Unicode", b"\xf4\x90\x80\x80"), ("Latin-1", b"caf\xe9 ")):
        yield f"not UTF-8, {what}", octets.replace(name, bad)
    yield "control character", octets.replace(name, b"Exam\x07ple")
    yield "a binary", bytes(range(256)) * 8
    yield "eats memory in yaml-cpp's LoadAll", b"\x2c\x00\x9e\xb9"
    yield "100,000 brackets", b"[" * 100_000
    yield "10,000 mappings", b"a: {" * 10_000
    yield "10,000 levels of a list", b"- " * 10_000
    yield "a laugh", b"a: &a [x,x]\n" + b"".join(b"%c: &%c [*%c,*%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 122))


def no_configuration(text):
    """YAML, but not of the kind that is wanted."""
    yield "a scalar", b"hello"
    yield "a list", b"- provider\n"
    yield "a list of mappings", b"- provider: { name: x }\n"
    yield "two documents", text.encode() + b"\n---\nprovider: {}\n"
    yield "text after the end", text.encode() + b"\n...\nmore\n"
    yield "a tab", text.replace("  name: Example Mail", "\tname: Example Mail").encode()
    yield "a tag", text.replace("name: Example Mail", "name: !!binary aGk=").encode()
    yield "an alias of nothing", text.replace("name: Example Mail", "name: *nothing").encode()
    yield "an alias of itself", (text + "\nx: &x { y: *x }\n").encode()
    yield "a merge key", text.replace("provider:\n", "provider:\n  <<: { domain: x.example }\n", 1).encode()
    yield "an open quote", text.replace("Example Mail ", '"Example Mail ', 1).encode()
    yield "a colon in text", text.replace("name: Example Mail", "name: Example: Mail", 1).encode()
    yield "another indentation", text.replace("  short_name", "   short_name", 1).encode()
    yield "a shell script", b"#!/bin/sh\nexec autodiscover serve\n"
    yield "TOML", b'[general]\nname = "x"\n'
    yield "XML", b"<?xml version='1.0'?><provider/>"
    yield "JSON with a comma too many", b'{"provider": {"name": "x",}, }'
    for what, old, new in (
            ("a domain with a space", "customer.example:", '"customer example":'), ("a domain without letters",
             "customer.example:", "192.0.2.1:"), ("a URL over http", "url: https://autodiscover.example.com",
             "url: http://autodiscover.example.com"), ("port 0", "port: 993", "port: 0"), ("port 65536", "port: 993",
             "port: 65536"), ("no number", "port: 993", "port: many"), ("plaintext", "transport: tls",
             "transport: plaintext"), ("no threads", "threads: 4", "threads: 0"), ("an open socket", "listen: /",
             "listen: 0.0.0.0:9000 #"), ("an alias of nobody", "info@example.com: max@example.com",
             "info@example.com: max@elsewhere.example"), ("a file that is missing", "[domains.txt]", "[no.txt]"),
            ("an included file that is missing", "[domains.d/*.yaml]", "[no.yaml]"), ("a list in a circle",
             "[domains.txt]", "[1.yaml]"), ("a mode", '"0660"', '"rw"'), ("a level", "level: info", "level: loud")):
        if old not in text:
            raise LookupError(f"{old} is not in conf/example.yaml")
        yield what, text.replace(old, new, 1).encode()


def no_file():
    """Things that are no plain file of a plain size; functions that put them at a path."""
    def large(path):
        with open(path, "wb") as out:
            out.truncate(100 << 20)

    def large_text(path):
        with open(path, "wb") as out:
            out.write(b"# text\n" * (5 << 17))

    def listening(path):
        with socket.socket(socket.AF_UNIX) as made:
            made.bind(path)

    yield "missing", lambda path: None
    yield "a directory", os.mkdir
    yield "a FIFO", os.mkfifo
    yield "a socket", listening
    yield "an endless device", lambda path: os.symlink("/dev/zero", path)
    yield "an empty device", lambda path: os.symlink("/dev/null", path)
    yield "a device that is full", lambda path: os.symlink("/dev/full", path)
    yield "a link to nothing", lambda path: os.symlink("nothing", path)
    yield "a link to itself", lambda path: os.symlink(path, path)
    yield "a path through a file", lambda path: os.symlink("/etc/passwd/x", path)
    yield "100 MB of nothing", large
    yield "5 MB of comments", large_text
    if os.geteuid() != 0:
        def unreadable(path):
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0))
        yield "unreadable", unreadable


def contents(text):
    for kind in (no_text, no_configuration, spoilt_lines, cut):
        yield from kind(text)
