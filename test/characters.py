#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""src/base/deceptive_characters.def is what Python's Unicode tables make of it; with --write it is made anew.
Last line: N passed, N failed."""
import pathlib
import sys
import unicodedata

TABLE = pathlib.Path(__file__).resolve().parent.parent / "src/base/deceptive_characters.def"
CATEGORIES = {"Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp", "Zs"}
AT_SIGNS = {0xFE6B, 0xFF20}
DRAWN_AS_A_SPACE = {0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0, 0x1D159}  # though letters and symbols


def is_deceptive(code):
    return unicodedata.category(chr(code)) in CATEGORIES or code in AT_SIGNS | DRAWN_AS_A_SPACE


def table():
    """The first character of each run of deceptive and of other ones beyond ASCII, in turns."""
    starts, last = [], False
    for code in range(0x80, 0x110000):
        if is_deceptive(code) != last:
            starts.append(f"0x{code:x},")
            last = not last
    lines = [" ".join(starts[at : at + 12]) for at in range(0, len(starts), 12)]
    head = f"// SPDX-License-Identifier: MIT\n// Written by test/characters.py from Unicode {unicodedata.unidata_version}; do not edit.\n"
    return head + "\n".join(lines) + "\n"


if sys.argv[1:] == ["--write"]:
    TABLE.write_text(table())
elif f"Unicode {unicodedata.unidata_version};" not in TABLE.read_text():
    print(f"{TABLE.name} is from another version than Python's, {unicodedata.unidata_version}: not compared")
    print("1 passed, 0 failed")
elif TABLE.read_text() != table():
    print(f"{TABLE.name} is not what `test/characters.py --write` would make of it")
    print("0 passed, 1 failed")
    sys.exit(1)
else:
    print("1 passed, 0 failed")
