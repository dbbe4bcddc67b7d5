#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rules of the house that a compiler does not check. Last line: N passed, N failed."""
import os
import pathlib
import re
import sys

FLOORS = {"base": 0, "http": 1, "format": 1, "model": 2, "config": 3, "protocols": 3, "responder": 4, "server": 5,
          "cli": 6}
# May be included across a floor of the same height: the command line and the server put all together.
BLIND = {("config", "protocols"), ("protocols", "config"), ("http", "format"), ("format", "http")}
THIRD_PARTY = re.compile(r"#include <(xercesc|yaml-cpp|fcg|nlohmann|openssl|idn2|qrencode|CLI|systemd|boost)")
INCLUDE = re.compile(r'#include "(?:autodiscover/)?([a-z]+)/([a-z_0-9]+)\.(?:hpp|def)"')

results = []


def check(name, problems):
    results.append(not problems)
    for problem in problems:
        print(f"{name}: {problem}")


def sources(*roots):
    for root in roots:
        yield from sorted(p for p in pathlib.Path(root).rglob("*") if p.suffix in (".cpp", ".hpp"))


def floor_of(path):
    return path.parts[-2] if path.parts[-2] in FLOORS else None


def floors():
    for path in sources("src", "include"):
        here = floor_of(path)
        if here is None:  # main.cpp
            continue
        for there, _ in INCLUDE.findall(path.read_text()):
            if FLOORS[there] > FLOORS[here] or (here, there) in BLIND:
                yield f"{path} includes a file of {there}/"


def blind_protocols():
    """Protocols know nothing of one another: what two of them need belongs to a shared file or a lower floor."""
    names = re.findall(r"PROTOCOL\((\w+)\)", pathlib.Path("include/autodiscover/protocols/protocols.def").read_text())
    for path in sources("src/protocols"):
        for there, stem in INCLUDE.findall(path.read_text()):
            if there == "protocols" and stem in names and path.stem != stem:
                yield f"{path} includes {stem}.hpp"


def own_header_first():
    for path in sources("src"):
        header = pathlib.Path("include/autodiscover") / path.relative_to("src").with_suffix(".hpp")
        includes = re.findall(r'#include ["<]([^">]+)', path.read_text())
        if header.exists() and includes[0] != str(header.relative_to("include")):
            yield f"{path} must include its own header first"


def tested():
    for path in sources("src"):
        if floor_of(path) not in (None, "cli"):
            test = pathlib.Path("test/unit") / path.relative_to("src").parent / f"{path.stem}_test.cpp"
            if not test.exists():
                yield f"{path} has no {test}"


def scripts_run():
    """What begins with #! can be run: `make` calls it by its name."""
    for path in [*pathlib.Path("test").rglob("*.py"), *pathlib.Path("conf").glob("*.sh")]:
        if path.read_bytes().startswith(b"#!") and not os.access(path, os.X_OK):
            yield f"{path} is not executable"


check("floors", list(floors()))
check("blind protocols", list(blind_protocols()))
check("own header first", list(own_header_first()))
check("tested", list(tested()))
check("scripts run", list(scripts_run()))
check("third-party headers", [str(p) for p in sources("include") if THIRD_PARTY.search(p.read_text())])
check("licence", [str(p) for p in sources("src", "include", "test") if "SPDX-License-Identifier: MIT" not in p.read_text()])
check("pragma once", [str(p) for p in sources("include") if "#pragma once" not in p.read_text()])
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
