#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""conf/deb.sh removes nothing that it did not make. Sources and build are stand-ins; `make check-package` has the real ones.

Last line: N passed, N failed
"""
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

CONF = pathlib.Path(__file__).resolve().parents[1] / "conf"
BUILD = """#!/bin/sh
echo building
[ ! -e ../fails ] || exit 2
version=$(sed -n '1s/.*(\\(.*\\)).*/\\1/p' debian/changelog)
touch ../autodiscover_$version.dsc ../autodiscover_${version}_amd64.deb ../autodiscover-dbgsym_${version}_amd64.deb
"""
# What somebody may have there, beside it all and in its way.
HARMLESS = ["letter", ".profile", "changelog", "other.deb", "autodiscover.yaml", "autodiscover-2/src/main.cpp"]
IN_THE_WAY = ["build.log", "autodiscover_0.0.9_amd64.deb", "autodiscover/src/main.cpp", "autodiscover"]


class Folder:
    def __init__(self):
        self.temporary = tempfile.TemporaryDirectory()
        self.path = pathlib.Path(self.temporary.name) / "a folder"
        self.path.mkdir()
        self.conf = pathlib.Path(self.temporary.name) / "project/conf"
        shutil.copytree(CONF / "debian", self.conf / "debian")
        shutil.copy(CONF / "deb.sh", self.conf)
        build = pathlib.Path(self.temporary.name) / "dpkg-buildpackage"
        build.write_text(BUILD)
        build.chmod(0o755)
        self.env = os.environ | {"PATH": f"{self.temporary.name}:{os.environ['PATH']}"}

    def put(self, names):
        for name in names:
            (self.path / name).parent.mkdir(parents=True, exist_ok=True)
            (self.path / name).write_text("mine")

    def has(self, names):
        return all((self.path / name).read_text() == "mine" for name in names)

    def run(self, *version):
        return subprocess.run([self.conf / "deb.sh", self.path, *version], env=self.env, capture_output=True, text=True)

    def names(self):
        return sorted(path.name for path in self.path.iterdir())


def made(version):
    return sorted([".made-by-deb.sh", "build.log", f"autodiscover_{version}.dsc", f"autodiscover_{version}_amd64.deb",
                   f"autodiscover-dbgsym_{version}_amd64.deb"])


def its_own_goes_all_else_stays():
    folder = Folder()
    for version in ("1.0", "2.0", "2.0"):
        done = folder.run(version)
        assert done.returncode == 0 and f"autodiscover_{version}_amd64.deb" in done.stdout, done
        assert folder.names() == made(version), folder.names()
    folder.put(HARMLESS)
    assert folder.run("3.0").returncode == 0
    assert folder.has(HARMLESS)
    assert set(folder.names()) - {name.partition("/")[0] for name in HARMLESS} == set(made("3.0")), folder.names()


def what_is_in_the_way_stops_it():
    for name in IN_THE_WAY:
        folder = Folder()
        folder.put([name, *HARMLESS])
        before = folder.names()
        done = folder.run()
        assert done.returncode == 1 and name.partition("/")[0] in done.stderr, (name, done)
        assert folder.has([name, *HARMLESS]) and folder.names() == before, (name, folder.names())
    folder = Folder()
    (folder.path / "build.log").symlink_to("/nonexistent")
    assert folder.run().returncode == 1 and (folder.path / "build.log").is_symlink()


def a_build_that_fails_is_shown_and_leaves_nothing_in_the_way():
    folder = Folder()
    folder.put(["fails"])
    done = folder.run("1.0")
    assert done.returncode == 1 and "building" in done.stdout, done
    (folder.path / "fails").unlink()
    assert folder.run("1.0").returncode == 0
    assert folder.names() == made("1.0"), folder.names()


TESTS = (its_own_goes_all_else_stays, what_is_in_the_way_stops_it, a_build_that_fails_is_shown_and_leaves_nothing_in_the_way)
failed = 0
for test in TESTS:
    try:
        test()
    except (AssertionError, OSError) as error:
        failed += 1
        print(f"{test.__name__}: {error!r}")
print(f"{len(TESTS) - failed} passed, {failed} failed")
sys.exit(1 if failed else 0)
