# SPDX-License-Identifier: MIT
"""A strict reader of Prometheus' text-based format, version 0.0.4: raises ValueError at the first slip."""
import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = r'[a-zA-Z_][a-zA-Z0-9_]*="(?:[^"\\\n]|\\\\|\\"|\\n)*"'
SAMPLE = re.compile(rf"({NAME})(?:\{{({LABEL}(?:,{LABEL})*)\}})? ([0-9.]+)")
HEAD = re.compile(rf"# (HELP|TYPE) ({NAME}) (\S.*)")


def family_of(name, types):
    """The name that HELP and TYPE give to a sample's name."""
    for suffix in ("_bucket", "_sum", "_count"):
        if name.endswith(suffix) and types.get(name.removesuffix(suffix)) == "histogram":
            return name.removesuffix(suffix)
    return name


def check_histogram(name, samples):
    buckets = [(series, value) for series, value in samples.items() if series.startswith(name + "_bucket{")]
    bounds = [float(re.fullmatch(r'.*\{le="([^"]+)"\}', series)[1]) for series, _ in buckets]
    counts = [value for _, value in buckets]
    if bounds != sorted(set(bounds)) or bounds[-1] != float("inf"):
        raise ValueError(f"{name}: bounds {bounds}")
    if counts != sorted(counts) or counts[-1] != samples[name + "_count"]:
        raise ValueError(f"{name}: counts {counts} of {samples[name + '_count']}")
    if samples[name + "_sum"] < 0:
        raise ValueError(f"{name}: negative sum")


def read(text):
    """{series: value} and {name: type}."""
    helped, types, samples, current = set(), {}, {}, None
    if not text.endswith("\n"):
        raise ValueError("the last line has no end")
    for line in text[:-1].split("\n"):
        if head := HEAD.fullmatch(line):
            kind, name, rest = head.groups()
            if kind == "HELP" and name in helped or kind == "TYPE" and (name in types or name not in helped):
                raise ValueError(f"out of place: {line}")
            if kind == "HELP":
                helped.add(name)
            elif rest in ("counter", "gauge", "histogram"):
                types[name], current = rest, name
            else:
                raise ValueError(f"no such type: {line}")
            continue
        sample = SAMPLE.fullmatch(line)
        if not sample:
            raise ValueError(f"no sample: {line}")
        series = line.rpartition(" ")[0]
        if family_of(sample[1], types) != current or series in samples:
            raise ValueError(f"not with its own, or twice: {line}")
        samples[series] = float(sample[3])
    for name, kind in types.items():
        if kind == "counter" and not name.endswith("_total"):
            raise ValueError(f"a counter is a total: {name}")
        if kind == "histogram":
            check_histogram(name, samples)
    return samples, types
