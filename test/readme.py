#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""README.md and the documents for contributors are true: their shell blocks run, their YAML passes `check`, the files,
folders and make targets that they name exist; and so does what any text of the project links to.
usage: readme.py BINARY; last line: N passed, N failed"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = os.path.abspath(sys.argv[1])
BUILD = pathlib.Path(BINARY).parents[1]
DOCUMENTS = {name: (ROOT / name).read_text() for name in ("README.md", "CONTRIBUTING.md", "src/README.md", "test/README.md")}
TEXT = DOCUMENTS["README.md"]
TARGETS = set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text() + (ROOT / "test/test.mk").read_text(), re.M))
FILE = re.compile(r"(?<![\w./-])(?:conf|nginx|apache|test|src|include|\.ci)/[\w./-]*<?|`[A-Z]+\.md`|`\.[a-z-]+`")
# `make run` serves until Ctrl-C, so it runs once through its own switch; `make check` is who calls us; what becomes of the
# package is the matter of `make check-package`.
INSTEAD = {"make run": f"RUN_ONCE=1 conf/run.sh {BINARY} conf/example.yaml", "make check": "true",
           "make deps": "make -n deps", "make test": "make -n test",  # its steps are those of `make check`
           "make deb\nsudo apt install ./build/deb/autodiscover_*.deb": "make -n deb"}

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}")


def run(block):
    ours = {"build/opt/autodiscover": BINARY, "build/opt/unit_tests": f"{BUILD}/opt/unit_tests",
            "make test T": f"make BUILD={BUILD} test T",
            "cd build ": f"cd {BUILD} ",
            "DESTDIR=build/root": f"DESTDIR={BUILD}/root"}
    script = block
    for theirs, our in ours.items():
        script = script.replace(theirs, our)
    script = INSTEAD.get(block.strip(), script)
    done = subprocess.run(["sh", "-eu", "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=120,
                          stdin=subprocess.DEVNULL)
    return f"exit {done.returncode}\n{done.stdout}{done.stderr}" if done.returncode else ""


def accepted(yaml):
    with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
        file.write(yaml)
        file.flush()
        done = subprocess.run([BINARY, "check", file.name], capture_output=True, text=True)
    return done.stderr if done.returncode else ""


def anchors(text):
    """The names that a forge gives to headings."""
    headings = re.findall(r"^#+ (.*)$", re.sub(r"^```.*?^```", "", text, flags=re.S | re.M), re.M)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def link_error(page, link):
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return "is not there"
    return f"has no heading #{anchor}" if anchor and anchor not in anchors(target.read_text()) else ""


def installed(prefix):
    """mod_fcgid's file names the program that is installed with it, and README has no link into the sources."""
    root = BUILD / "root"
    done = subprocess.run(["make", "install", f"DESTDIR={root}", f"PREFIX={prefix}"], cwd=ROOT, capture_output=True, text=True)
    file = root / prefix[1:] / "share/doc/autodiscover/examples/apache/autodiscover-fcgid.conf"
    named = re.search(r"^Define AUTODISCOVER_BIN (/.*)$", file.read_text(), re.M) if file.exists() else None
    binaries = {path.name for path in (root / prefix[1:] / "bin").iterdir()}
    there = named and binaries == {"autodiscover", "autodiscover-import"} and named[1].startswith(prefix + "/")
    links = re.findall(r"\]\((?!#|https?:)[^)]*", (file.parents[2] / "README.md").read_text())
    return f"{links}" if links else "" if there else f"{named and named[0]}\n{done.stderr}"


def named(document, text):
    """(what a document names in code, what is wrong with it)"""
    code = re.findall(r"^```.*?^```|`[^`\n]+`", text, re.S | re.M)
    for piece in code:
        for target in re.findall(r"(?:^|`)make(?: [a-z]+=\S+)* ([a-z][a-z-]+)", piece, re.M):
            yield f"make {target}", "" if target in TARGETS else "is not a target"
        for path in FILE.findall(piece):
            path = path.rpartition("/")[0] if path.endswith("<") else path.strip("`")  # `test/unit/<floor>/`
            yield path, "" if (ROOT / path).exists() else "does not exist"


for document, text in DOCUMENTS.items():
    for kind, block in re.findall(r"^```(\w+)\n(.*?)^```", text, re.S | re.M):
        name = block.strip().split("\n")[0]
        problem = run(block) if kind == "sh" else accepted(block) if kind == "yaml" else "unknown kind"
        check(f"{document}: block `{name}`", problem)
    for name, problem in sorted(set(named(document, text))):
        check(f"{document}: {name}", problem)
for prefix in ("/usr", "/usr/local"):
    check(f"make install PREFIX={prefix}", installed(prefix))
minimal = (ROOT / "conf/minimal.yaml").read_text()
yaml = re.search(r"^```yaml\n(.*?)^```", TEXT, re.S | re.M)[1]
check("conf/minimal.yaml", "" if yaml in minimal else "README shows something else")
for page in sorted(path for path in ROOT.rglob("*.md") if not {"build", "node_modules"} & set(path.parts)):
    for link in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if not re.match(r"[a-z]+:", link):
            check(f"{page.relative_to(ROOT)}: link {link}", link_error(page, link))
known = {line.split()[0] for line in subprocess.run([BINARY, "routes"], capture_output=True, text=True).stdout.split("\n")
         if line.startswith("/")}
for path in known:
    check(f"route {path}", "" if path.rstrip("/") in TEXT else "is not in README")
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
