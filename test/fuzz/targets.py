# SPDX-License-Identifier: MIT
"""The fuzz targets, by the names of their files; their corpora have the same names."""
import pathlib

HERE = pathlib.Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
NAMES = sorted(path.stem.removeprefix("fuzz_") for path in HERE.glob("fuzz_*.cpp"))


def seeds(name):
    return sorted(path for path in (CORPUS / name).iterdir() if path.is_file())
