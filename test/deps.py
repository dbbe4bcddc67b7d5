#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""conf/deps.sh waits for each of apt's locks, held as another apt holds them, and for nothing else: with the real apt-get, on
folders of its own, a repository of one package, and a stand-in for dpkg. Last line: N passed, N failed"""
import fcntl
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[1]
PACKAGE = "autodiscover-test-package"
CONFIG = """
Dir::State "{tmp}"; Dir::State::lists "{tmp}/lists"; Dir::State::status "{tmp}/dpkg/status"; Dir::Cache "{tmp}/cache";
Dir::Etc::sourcelist "{tmp}/sources.list"; Dir::Etc::sourceparts "/dev/null"; Dir::Etc::parts "/dev/null"; Dir::Log "{tmp}";
Dir::Etc::main "/dev/null"; Dir::Bin::dpkg "{tmp}/bin/dpkg"; APT::Sandbox::User "root";
"""
LOCKS = ("lists/lock", "dpkg/lock-frontend", "dpkg/lock", "cache/archives/lock")

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}")


def programme(path, text):
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)


def make_folders(tmp):
    for folder in ("lists/partial", "cache/archives/partial", "dpkg", "bin", "repository", "package/DEBIAN"):
        (tmp / folder).mkdir(parents=True)
    (tmp / "dpkg/status").touch()
    (tmp / "apt.conf").write_text(CONFIG.format(tmp=tmp))
    (tmp / "sources.list").write_text(f"deb [trusted=yes] file:{tmp}/repository ./\n")
    control = f"Package: {PACKAGE}\nVersion: 1\nArchitecture: all\nMaintainer: Nobody <nobody@example.com>\nDescription: none\n"
    (tmp / "package/DEBIAN/control").write_text(control)
    file = tmp / "repository/package.deb"
    subprocess.run(["dpkg-deb", "--root-owner-group", "-b", tmp / "package", file], check=True, capture_output=True)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    (tmp / "repository/Packages").write_text(
        f"{control}Filename: ./package.deb\nSize: {file.stat().st_size}\nSHA256: {digest}\n")
    programme(tmp / "bin/dpkg", f'echo "$*" >>{tmp}/dpkg.log')
    programme(tmp / "bin/sudo", 'exec "$@"')


def start(tmp):
    (tmp / "dpkg.log").write_text("")
    environment = os.environ | {"APT_CONFIG": str(tmp / "apt.conf"), "PATH": f"{tmp}/bin:{os.environ['PATH']}"}
    return subprocess.Popen([ROOT / "conf/deps.sh", PACKAGE], env=environment, stdin=subprocess.DEVNULL,
                            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)


def end(tmp, process):
    """A problem unless it ends well, and dpkg was asked to unpack the package."""
    said, _ = process.communicate(timeout=30)
    return "" if process.returncode == 0 and "--unpack" in (tmp / "dpkg.log").read_text() else said


def waits(tmp, lock):
    with (tmp / lock).open("w") as held:
        fcntl.lockf(held, fcntl.LOCK_EX)
        process = start(tmp)
        seen = ""
        while not (line := process.stdout.readline()).startswith("waiting: ") or lock not in line:
            seen += line
            if not line:
                return f"does not wait: {seen}"
    return end(tmp, process)


def fails(tmp):
    """What is no lock is an error at once."""
    (tmp / "sources.list").write_text("deb nonsense\n")
    said, _ = (process := start(tmp)).communicate(timeout=30)
    return "" if process.returncode and "Malformed" in said and "waiting" not in said else said


with tempfile.TemporaryDirectory() as folder:
    temporary = pathlib.Path(folder)
    temporary.chmod(0o755)
    make_folders(temporary)
    check("no lock", end(temporary, start(temporary)))
    for name in LOCKS:
        check(name, waits(temporary, name))
    check("another error", fails(temporary))
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
