#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Several programs, one library: what `autodiscover NAME` starts, and what the responder does not carry.
usage: programs.py BINARY"""
import os
import pathlib
import re
import shutil
import subprocess
import tempfile

from responder import BINARY, run

UNAVAILABLE = 69
# What the responder answers with, and nothing else: no parser of other programs' files, no network, no database.
LIBRARIES = {"libfcgi", "libxerces-c-3", "libyaml-cpp", "libidn2", "libcrypto", "libqrencode", "libstdc++", "libm",
             "libgcc_s", "libc"}
FOREIGN = re.compile(rb"toml|automx2|foreign_value|import_command", re.I)
# Prints what it was given, and which signals are blocked.
STAND_IN = '#!/bin/sh\nprintf "%s\\n" "$AUTODISCOVER_CONFIG" "$@"\ngrep ^SigBlk /proc/self/status\nexit 7\n'


def call(binary, *arguments, **more):
    return subprocess.run([binary, *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=20, text=True, **more)


def responder_carries_only_what_it_answers_with():
    for program in (BINARY, f"{BINARY}-import"):
        needed = re.findall(r"Shared library: \[(.*?)\.", subprocess.check_output(["readelf", "-d", program], text=True))
        assert "libc" in needed and set(needed) <= LIBRARIES, (program, needed)
    own, other = (FOREIGN.findall(pathlib.Path(path).read_bytes()) for path in (BINARY, f"{BINARY}-import"))
    assert len(set(other)) >= 3, "the pattern finds nothing where it should"
    assert not own, set(own)


def other_program_is_started_from_the_same_folder():
    with tempfile.TemporaryDirectory() as tmp, tempfile.TemporaryDirectory() as elsewhere:
        copy, stand_in, link = pathlib.Path(tmp, "autodiscover"), pathlib.Path(tmp, "autodiscover-import"), f"{elsewhere}/a"
        shutil.copy(BINARY, copy)
        decoy = pathlib.Path(elsewhere, "autodiscover-import")
        for path, text in ((stand_in, STAND_IN), (decoy, "#!/bin/sh\necho decoy\n")):
            path.write_text(text)
            path.chmod(0o755)
        os.symlink(copy, link)
        environment = os.environ | {"PATH": f"{elsewhere}:{os.environ['PATH']}"}
        environment.pop("AUTODISCOVER_CONFIG", None)
        after = ["a b", "--", "-c", "--help", "import", ""]
        for command in ([copy], [link]):
            done = call(*command, "import", *after, env=environment)
            assert done.returncode == 7, done
            assert done.stdout.split("\n")[:-2] == ["/etc/autodiscover/autodiscover.yaml", *after], done
            assert re.fullmatch(r"SigBlk:\s+0+", done.stdout.split("\n")[-2]), done
        assert call(copy, "-c", "f.yaml", "import", "x", env=environment).stdout.startswith("f.yaml\nx\n")
        stand_in.unlink()
        done = call(copy, "import", "x", env=environment)
        assert done.returncode == UNAVAILABLE and not done.stdout, done
        assert done.stderr == f"autodiscover: {stand_in}: No such file or directory; it is in the package autodiscover\n", done


def help_is_that_of_the_other_program():
    assert re.search(r"^  import +Print the configuration", call(BINARY, "--help").stdout, re.M)
    done = call(BINARY, "import", "--help")
    assert done.returncode == 0 and "config.toml" in done.stdout, done
    assert done.stdout == call(f"{BINARY}-import", "--help").stdout
    assert call(f"{BINARY}-import", "--version").stdout.replace("-import", "") == call(BINARY, "--version").stdout
    for wrong in ([], ["a", "b"], ["--nonsense"]):
        assert call(BINARY, "import", *wrong).returncode == 64, wrong


run(responder_carries_only_what_it_answers_with, other_program_is_started_from_the_same_folder,
    help_is_that_of_the_other_program)
