# SPDX-License-Identifier: MIT
"""The package as it is built: by the rules of Debian, hardened, and the same wherever it is built."""
import hashlib
import json
import os
import pathlib
import re
import subprocess

ROOT = pathlib.Path(__file__).resolve().parents[2]
FILES = """etc/autodiscover/autodiscover.yaml usr/bin/autodiscover usr/bin/autodiscover-import usr/lib/sysusers.d/autodiscover.conf
    lib/systemd/system/autodiscover.service lib/systemd/system/autodiscover.socket
    lib/systemd/system/autodiscover@.service lib/systemd/system/autodiscover@.socket
    usr/share/man/man5/autodiscover.yaml.5.gz usr/share/man/man8/autodiscover.8.gz
    usr/share/man/man8/autodiscover-import.8.gz
    usr/share/doc/autodiscover/copyright usr/share/doc/autodiscover/examples/example.yaml
    usr/share/doc/autodiscover/examples/nginx/autodiscover.conf
    usr/share/doc/autodiscover/examples/nginx/autodiscover-http.conf
    usr/share/doc/autodiscover/examples/apache/autodiscover-limit.nft
    usr/share/doc/autodiscover/examples/apache/autodiscover-proxy.conf""".split()


def build(folder, **env):
    done = subprocess.run([ROOT / "conf/deb.sh", folder], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, env=os.environ | env)
    assert done.returncode == 0, done.stdout


def package(folder):
    """The .deb, without its debugging symbols."""
    return next(folder.glob("autodiscover_*.deb"))


def said(*command):
    done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    return done.returncode, done.stdout


def digests(folder):
    """Of the packages and of the sources; what else there is names the machine and the time of the build."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.iterdir()) if path.suffix in (".deb", ".dsc", ".xz")}


def same_anywhere(first, second):
    assert len(digests(first)) == 4, digests(first)
    assert digests(first) == digests(second), (digests(first), digests(second))


def version_is_the_projects(folder):
    version = re.search(r"^VERSION := (\S+)$", (ROOT / "Makefile").read_text(), re.M)[1]
    assert said("dpkg-deb", "-f", package(folder), "Version") == (0, version + "\n")


def files_are_there(folder):
    listed = {line.split()[-1].removeprefix("./") for line in said("dpkg-deb", "-c", package(folder))[1].splitlines()}
    assert listed.issuperset(FILES), set(FILES) - listed
    assert not [name for name in listed if "debian" in name or "/root" in name], listed


def lintian(folder):
    """No tag of any severity; what is overridden is listed with its reason in conf/debian."""
    code, text = said("lintian", "--allow-root", "--pedantic", "--display-info", "--display-experimental",
                      next(folder.glob("*.changes")))
    left = [line for line in text.splitlines() if line.strip() and not is_machine_code(line)]
    assert code == 0 and not left, left


def is_machine_code(line):
    """A misspelt word in the program that no source has: lintian read instructions as text ("wtH")."""
    word = re.search(r": spelling-error-in-binary (\S+) ", line)
    sources = [path for folder in ("src", "include") for path in (ROOT / folder).rglob("*.[cdh]*") if path.is_file()]
    return word is not None and not any(word[1] in path.read_text() for path in sources)


def build_log_is_hardened(folder):
    code, text = said("blhc", folder / "build.log")
    assert code == 0 and not text.strip(), text


def binary_is_hardened(folder, scratch):
    assert said("dpkg-deb", "-x", package(folder), scratch / "files")[0] == 0
    binary = scratch / "files/usr/bin/autodiscover"
    found = json.loads(said("checksec", f"--file={binary}", "--output=json")[1])[str(binary)]
    wanted = {"relro": "full", "canary": "yes", "nx": "yes", "pie": "yes", "rpath": "no", "runpath": "no",
              "symbols": "no", "fortify_source": "yes"}
    assert found | wanted == found, found
    assert str(ROOT).encode() not in binary.read_bytes(), "it names the folder that it was built in"


def all_checks(folder, second, scratch):
    """`second`: where it was built once more, or None."""
    return [
        ("the package has the project's version", lambda: version_is_the_projects(folder)),
        ("the files are there", lambda: files_are_there(folder)),
        ("lintian", lambda: lintian(folder)),
        ("blhc", lambda: build_log_is_hardened(folder)),
        ("checksec", lambda: binary_is_hardened(folder, scratch)),
        *([("built elsewhere it is the same", lambda: same_anywhere(folder, second))] if second else []),
    ]
