#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Rules of the house that a compiler does not check. Last line: N passed, N failed."""
import os
import pathlib
import re
import sys

FLOORS = {"base": 0, "http": 1, "format": 1, "model": 2, "policy": 3, "config": 4, "protocols": 4, "responder": 5, "server": 6,
          "cli": 7, "import": 8, "programs": 9}
# May be included across a floor of the same height: the command line and the server put all together.
BLIND = {("config", "protocols"), ("protocols", "config"), ("http", "format"), ("format", "http")}
THIRD_PARTY = re.compile(r"#include <(xercesc|yaml-cpp|fcg|nlohmann|toml|openssl|idn2|qrencode|CLI|systemd|boost)")
INCLUDE = re.compile(r'#include "(?:autodiscover/)?([a-z]+)/(?:[a-z_]+/)*([a-z_0-9]+)\.(?:hpp|def)"')

# Looks for a part of a URL: that is for `Url`. A scheme may be put in front of something (`"https://" + name`).
CUTS_URL = re.compile(r'"(?:https?:)?//"(?! \+ )|"://"|find(?:_first_of)?\("[:/?#@]*[/?#][:/?#@]*"')
MAY_CUT_URL = {
    "src/model/url.cpp": "the one home",
    "src/server/cgi_variables.cpp": "a request target, of any scheme",
    "src/protocols/outlook_request.cpp": "names of XML namespaces, with the scheme that people print",
}

# The table of src/README.md has a row for each floor, and one for each specification that a comment cites.
FLOOR_ROW = re.compile(r"^\| (\d) \| `(\w+)` \|", re.M)
SPECIFICATION_ROW = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| [^|]* \| (https://\S+) \|$", re.M)
CITATION = re.compile(r"(?<![\w\"])\[(?:[A-Z][\w.-]+|[a-z]+(?:[.-]\w+)+|pacc)\]|\bRFC \d+|\bFIPS [\d-]+\d|\bdraft-[\w-]+\w")

# Words that CONTRIBUTING.md replaces by plainer ones: so many are left. The number may only fall; the aim is 60.
WORDS = re.compile(r"\b(?:octets?|told|tells?|stands?|stood|blanks?|whom|whoever|nobody)\b", re.I)
MAX_WORDS = 388

results = []


def check(name, problems):
    results.append(not problems)
    for problem in problems:
        print(f"{name}: {problem}")


def sources(*roots):
    for root in roots:
        yield from sorted(p for p in pathlib.Path(root).rglob("*") if p.suffix in (".cpp", ".hpp"))


def floor_of(path):
    """The folder below src/ or include/autodiscover/; a floor may have folders of its own."""
    folder = path.parts[1 if path.parts[0] == "src" else 2]
    return folder if folder in FLOORS else None


def floors():
    for path in sources("src", "include"):
        here = floor_of(path)
        if here is None:
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
        if path.parts[-2] not in ("cli", "import", "programs"):  # the scripts of test/system/ run these
            test = pathlib.Path("test/unit") / path.relative_to("src").parent / f"{path.stem}_test.cpp"
            if not test.exists():
                yield f"{path} has no {test}"


def threads_watched():
    """ThreadSanitizer runs each test that starts a thread."""
    listed = re.search(r"^thread_tests := .*?\n\n", pathlib.Path("test/test.mk").read_text(), re.S | re.M)[0]
    for path in sources("test/unit"):
        if re.search(r"std::(?:j?thread|async|atomic)\b", path.read_text()) and str(path) not in listed \
                and f"{path.parent}/*" not in listed:
            yield f"{path} is not in thread_tests of test/test.mk"


def scripts_run():
    """What begins with #! can be run: `make` calls it by its name."""
    for path in [*pathlib.Path("test").rglob("*.py"), *pathlib.Path("conf").glob("*.sh")]:
        if path.read_bytes().startswith(b"#!") and not os.access(path, os.X_OK):
            yield f"{path} is not executable"


def cuts_urls():
    for path in sources("src", "include"):
        cut = CUTS_URL.search(path.read_text())
        if cut and str(path) not in MAY_CUT_URL:
            yield f"{path} has {cut[0]}; Url::parse() knows the parts of a URL"
        elif not cut and str(path) in MAY_CUT_URL:
            yield f"{path} cuts no URL and needs no exception"


def floors_told():
    rows = {name: int(floor) for floor, name in FLOOR_ROW.findall(README)}
    for name in FLOORS.keys() | rows.keys():
        if rows.get(name) != FLOORS.get(name):
            yield f"{name} is floor {FLOORS.get(name)} here, {rows.get(name)} in src/README.md"


def code_text():
    """(file, its text, with comments that go on for several lines in one)"""
    for root in ("src", "include"):
        for path in sorted(p for p in pathlib.Path(root).rglob("*") if p.suffix in (".cpp", ".hpp", ".def")):
            yield path, re.sub(r"\n *///? ?", " // ", path.read_text()).replace(" // ", " ")


def citations():
    """Every citation has a row, every row is cited, and the number of an RFC is that of its address."""
    rows = {key: (title, url) for key, title, url in SPECIFICATION_ROW.findall(README)}
    known = {*rows, *re.findall(r"draft-[\w-]+\w", " ".join(title for title, _ in rows.values()))}
    whole = ""
    for path, text in code_text():
        whole += text
        for cited in sorted(set(CITATION.findall(text)) - known):
            yield f"{path} cites {cited}, which has no row in src/README.md"
    for key, (_, url) in rows.items():
        if not re.search(rf"(?<![\w-]){re.escape(key)}(?![\w-])", whole):
            yield f"src/README.md has a row for {key}, which nothing cites"
        if key.startswith("RFC ") and url != f"https://www.rfc-editor.org/rfc/rfc{key[4:]}":
            yield f"src/README.md: the address of {key} is {url}"


def words():
    """Those that are left, by floor and kind of file, if they are too many."""
    found = {}
    for root in ("src", "include", "README.md", "conf/man", "nginx", "apache"):
        start = pathlib.Path(root)
        for path in [start] if start.is_file() else filter(pathlib.Path.is_file, start.rglob("*")):
            where = floor_of(path) if root in ("src", "include") and len(path.parts) > 2 else None
            found.setdefault(where or root, []).extend(WORDS.findall(path.read_text()))
    total = sum(map(len, found.values()))
    if total > MAX_WORDS:
        yield f"{total} of octet, told, stand, blank, whom, nobody and their forms; at most {MAX_WORDS}"
        yield ", ".join(f"{where} {len(these)}" for where, these in sorted(found.items()) if these)


README = pathlib.Path("src/README.md").read_text()
check("floors", list(floors()))
check("floors of src/README.md", sorted(floors_told()))
check("citations", list(citations()))
check("blind protocols", list(blind_protocols()))
check("own header first", list(own_header_first()))
check("tested", list(tested()))
check("words", list(words()))
check("threads watched", list(threads_watched()))
check("one home of URLs", list(cuts_urls()))
check("scripts run", list(scripts_run()))
check("third-party headers", [str(p) for p in sources("include") if THIRD_PARTY.search(p.read_text())])
check("licence", [str(p) for p in sources("src", "include", "test") if "SPDX-License-Identifier: MIT" not in p.read_text()])
check("pragma once", [str(p) for p in sources("include") if "#pragma once" not in p.read_text()])
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
