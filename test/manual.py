#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The manual pages say what the program says of itself: each option, each subcommand, each key; mandoc finds no fault.

usage: manual.py BINARY; last line: N passed, N failed
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
BINARY = sys.argv[1]
EXIT_CODES = ROOT / "include/autodiscover/base/exit_code.hpp"
PAGES = [path.stem for path in sorted((ROOT / "conf/man").glob("*.in"))]
# Whether those pages are installed is not ours to say.
FOREIGN = re.compile(r"referenced manual not found|outdated mandoc\.db")

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}")


def run(*command, text=None):
    done = subprocess.run(command, input=text, capture_output=True, text=True)
    return done.stdout, done.stderr


def made(page):
    program = pathlib.Path(BINARY).with_name(page.partition(".")[0])
    return run("awk", "-f", ROOT / "conf/man/fill.awk", "-v", f"program={program}", "-v", f"exit_codes={EXIT_CODES}",
               ROOT / f"conf/man/{page}.in")


def rendered(mdoc):
    """The page as people read it, with one space between words."""
    plain = re.sub(r".\x08", "", run("mandoc", "-Tutf8", "-Owidth=500", text=mdoc)[0])
    return re.sub(r"\s+", " ", plain)


def options(text):
    return set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))


def paragraphs(text):
    """{section: {key: (what stands behind its name, help)}} of `check --explain`."""
    for section, body in re.findall(r"^(\S.*):\n((?: .*\n)+)", text, re.M):
        for name, head, more in re.findall(r"^  (\S+): (.*\n(?:    \S.*\n)*)((?:      .*\n)+)", body, re.M):
            yield section, name, " ".join(head.split()), " ".join(more.split())


pages = {}
for page in PAGES:
    pages[page], errors = made(page)
    check(page, errors or ("" if pages[page] else "is empty"))
    faults = run("mandoc", "-Tlint", text=pages[page])
    check(f"mandoc -Tlint {page}",
          "".join(line + "\n" for stream in faults for line in stream.splitlines() if not FOREIGN.search(line)))
    check(f"{page}: placeholders", ", ".join(re.findall(r"^@.*", pages[page], re.M)))

manual = rendered(pages["autodiscover.8"])
usage = run(BINARY, "--help")[0]
commands = re.findall(r"^  ([a-z]+) ", usage.partition("Subcommands:")[2], re.M)
helps = {name: run(BINARY, name, "--help")[0] for name in commands}
check("sub-commands", "" if len(commands) > 5 else usage)
wanted = options("".join([usage, *helps.values()]))
# From SIGNALS on there are the options of other programs.
told = options(manual.partition(" ENVIRONMENT ")[0])
check("options", f"{sorted(wanted ^ told)}" if wanted != told else "")
for name, text in helps.items():
    summary = text.partition("\n")[0]
    check(f"sub-command {name}", "" if summary in manual else f"{summary!r} is not in autodiscover.8")
codes = re.findall(r"= (\d+), +// (.*)", EXIT_CODES.read_text())
everything = " ".join(map(rendered, pages.values()))
for code, meaning in codes:
    check(f"exit status {code}", "" if f" {code} {meaning} " in everything else f"{meaning!r} is in no page")
check("exit codes", "" if len(codes) > 9 else f"{codes}")

manual = rendered(pages["autodiscover.yaml.5"]).translate({ord("‘"): "`", ord("’"): "`"})
explained = run(BINARY, "check", "--explain")[0]
keys = list(paragraphs(explained))
check("keys", "" if len(keys) == len(re.findall(r"^  \S+: ", explained, re.M)) > 100 else f"{len(keys)} are understood")
for section, name, head, more in keys:
    chapter = manual.partition(f" {'Top level' if section == 'top level' else section} ")[2]
    match = re.fullmatch(r"(.*?)(?: \((required)\)| \(default: (.*)\))?", head)
    value = (f"Required: {match[1]}." if match[2] else f"Value: {match[1]}. Default: {match[3]}." if match[3]
             else f"Value: {match[1]}.")
    text = more[0].upper() + more[1:]
    entry = f"{name} {text}{'' if text.endswith('.') else '.'} {value}"
    check(f"key {section}.{name}", "" if entry in chapter else f"{entry!r} is not in autodiscover.yaml.5")
example = re.search(r"^\.Sh EXAMPLES\n.*?^\.Bd .*?\n(.*?)^\.Ed", pages["autodiscover.yaml.5"], re.M | re.S)[1]
with tempfile.NamedTemporaryFile("w", suffix=".yaml") as file:
    file.write(example)
    file.flush()
    check("the example", run(BINARY, "check", file.name)[1])

print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
