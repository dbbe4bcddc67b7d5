#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes the corpora anew: seeds from the cases and the shipped configurations, and what the fuzzers have grown, reduced
by libFuzzer to the files that reach something of their own. Files that were a finding ("found-...") always stay.
usage: seeds.py BUILD_FOLDER [TARGET ...]"""
import os
import pathlib
import shutil
import struct
import subprocess
import sys
import urllib.parse

from targets import CORPUS, NAMES, seeds

BUILD = pathlib.Path(sys.argv[1])
ROOT = pathlib.Path(__file__).resolve().parents[2]
LONGEST = 4096  # octets of a seed; longer ones slow every run down


def cases():
    """(request line's target, headers by name, body, all) of each case."""
    for path in sorted((ROOT / "test/cases").glob("*/*/request")):
        text = path.read_bytes()
        head, _, body = text.replace(b"\r\n", b"\n").partition(b"\n\n")
        line, *headers = head.split(b"\n")
        target = line.split(b" ")[1] if line.count(b" ") >= 2 else b"/"
        pairs = dict(header.split(b": ", 1) for header in headers if b": " in header)
        yield line.split(b" ")[0], target, pairs, body, text


def respond():
    for *_, text in cases():
        yield text
        yield text.replace(b" HTTP/1.1", b" HTTP/1.0", 1)
        if b"mobileconfig" in text:
            yield text.replace(b" HTTP/1.1", b" HTTP/0.9", 1)


def xml_reader():
    for *_, body, _ in cases():
        yield body
    for path in sorted((ROOT / "test/cases").glob("*/*/response")):
        yield path.read_bytes().partition(b"\n\n")[2]


def xml_state():
    for piece in (b"<b xmlns='@@'/>", b"<b xmlns:@@='u'/>", b"<@@:b xmlns:@@='@@'/>", b"<@@/>", b"<b @@=''/>", b"<?@@ @@?>",
                  b"<b xml:@@='@@'>@@</b>", b"<!--@@--><![CDATA[@@]]>", b"&@@;", b"<a:b xmlns:a='@@' a:@@='@@'><@@>"):
        for count in (1, 20):
            yield b"<a>" + piece * count + b"</a>"
            yield b"<?xml version='1.0' encoding='@@'?><a>" + piece * count
            yield ("\ufeff<a>" + (piece * count).decode() + "</a>").encode("utf-16-le")


def mailbox():
    for _, target, headers, *_ in cases():
        yield headers.get(b"Host", b"")
        for pair in target.partition(b"?")[2].split(b"&"):
            yield urllib.parse.unquote_to_bytes(pair.partition(b"=")[2])


def query():
    for _, target, *_ in cases():
        for name in (b"email", b"emailaddress", b"protocol"):
            yield bytes([len(name)]) + name + target.partition(b"?")[2]


def config():
    for folder in ("conf", "conf/domains.d", "test/cases", "test/cases/*/*", "test/clients", "test/import", "test/fuzz"):
        for path in sorted(ROOT.glob(folder + "/*.yaml")):
            yield path.read_bytes()
    example = (ROOT / "conf/example.yaml").read_bytes()
    for section in example.split(b"\n\n"):
        yield section


def text(value):
    value = value[:255]
    return bytes([len(value)]) + value


def xml_writer():
    for value in mailbox():
        for kind in range(4):
            yield bytes([1, 0, kind]) + text(value) + text(value)
        yield value


def stream_of(records):
    """Input of record_scan: the cap, where it is cut, the stream."""
    return struct.pack(">HH", 16384, len(records) // 2) + records


def record(kind, content):
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def name_value(name, value):
    sizes = b"".join(bytes([n]) if n < 128 else struct.pack(">I", n | 1 << 31) for n in (len(name), len(value)))
    return sizes + name + value


def record_scan():
    for method, target, headers, body, _ in cases():
        params = name_value(b"REQUEST_METHOD", method) + name_value(b"REQUEST_URI", target) + name_value(b"HTTP_HOST",
                                                                                           headers.get(b"Host", b""))
        yield stream_of(record(1, b"\0\1\1" + bytes(5)) + record(4, params) + record(4, b"") + record(5, body) +
                        record(5, b""))


def fastcgi():
    """Choices as fuzz_fastcgi.cpp makes them: even numbers have short values, the rest is sizes and paddings."""
    for method, target, headers, body, _ in cases():
        values = [(0, method), (8, target), (16, target.partition(b"?")[2]), (4, headers.get(b"Host", b""))]
        out = b"\1" + bytes([len(values)]) + b"".join(bytes([which]) + text(value) for which, value in values)
        out += b"\xff\xfe\0"  # one record of params
        yield out + b"\1" + struct.pack(">H", len(body)) + body + b"\xff\xfe\0"
        yield out + b"\0" + struct.pack(">H", 40000) + b"x\x20\0\0"


MAKERS = {"respond": respond, "xml_reader": xml_reader, "xml_state": xml_state, "mailbox": mailbox, "query": query, "config": config,
          "xml_writer": xml_writer, "record_scan": record_scan, "fastcgi": fastcgi}


def fill(folder, contents):
    os.makedirs(folder, exist_ok=True)
    for number, content in enumerate(sorted(set(contents))):
        if len(content) <= LONGEST:
            (folder / f"seed-{number:04}").write_bytes(content)


def make(name):
    made, merged = BUILD / "fuzz/seeds" / name, BUILD / "fuzz/merged" / name
    grown = BUILD / "fuzz/grown" / name
    for folder in (made, merged):
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
    os.makedirs(grown, exist_ok=True)
    os.makedirs(CORPUS / name, exist_ok=True)
    fill(made, MAKERS[name]())
    subprocess.run([f"{BUILD}/fuzz/fuzz/{name}", "-merge=1", f"-max_len={LONGEST}", "-detect_leaks=0",
                    f"-artifact_prefix={BUILD}/fuzz/merge-", merged, CORPUS / name, made, grown],
                   check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for path in seeds(name):
        if not path.name.startswith("found-"):
            path.unlink()
    kept = {path.read_bytes() for path in seeds(name)}
    for path in sorted(merged.iterdir()):
        if path.read_bytes() not in kept:
            shutil.copy(path, CORPUS / name / path.name[:16])
    files = seeds(name)
    print(f"{name:12} {len(files):5} files, {sum(path.stat().st_size for path in files)} octets")


for name in sys.argv[2:] or NAMES:
    make(name)
