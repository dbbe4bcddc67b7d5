#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many domains: time and memory to load them, time from start to the first answer and to a reload, and what a request
costs with one, ten thousand and a million of them.
usage: scale.py BUILD_FOLDER
"""
import pathlib
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time

import bench

sys.path.insert(0, str(bench.ROOT / "test/system"))
import fastcgi  # noqa: E402  the system tests' client

BINARY = bench.BUILD / "opt/autodiscover"
HEAD = ("provider: { name: Example Mail, domain: example.com }\n"
        "services:\n  imaps: { host: mail.example.com }\n  submissions: { host: mail.example.com }\n")
WRITTEN = ("  {0}:\n    name: Customer {1}\n    services:\n      imaps: {{ host: mail.{0} }}\n"
           "      pop3s: {{ host: mail.{0} }}\n      submissions: {{ host: mail.{0} }}\n")
MOST = {  # seconds to load, MiB at the peak
    "one written domain": (0.5, 30),
    "10,000 written domains": (1, 30),
    "a list of one": (0.5, 30),
    "a list of 1,000,000": (2, 200),
}
ALIKE = {"10,000 written domains": "one written domain", "a list of 1,000,000": "a list of one"}  # the answers are as long
MOST_FIRST, MOST_DEARER = 20, 1.10  # milliseconds to the first answer; CPU of a request with many domains to one
REQUESTS, ROUNDS = 4000, 5

missed = []


def judge(what, value, most, unit):
    print(f"{what:60} {value:9.2f} {unit}, at most {most}", flush=True)
    if value > most:
        missed.append(what)


def name_of(i):
    return f"customer{i:06}.example"


def configurations(tmp):
    """name: (file, how many domains)"""
    made = {}
    for name, (is_list, count) in {"one written domain": (False, 1), "10,000 written domains": (False, 10000),
                                   "a list of one": (True, 1), "a list of 1,000,000": (True, 1000000)}.items():
        file = tmp / f"{len(made)}.yaml"
        names = [name_of(i) for i in range(count)]
        if is_list:
            file.with_suffix(".txt").write_text("".join(f"{domain}\n" for domain in names))
            domains = f"domain_lists: [{file.stem}.txt]\n"
        else:
            domains = "domains:\n" + "".join(WRITTEN.format(domain, i) for i, domain in enumerate(names))
        file.write_text(f"{HEAD}{domains}server: {{ listen: {file.with_suffix('.sock')}, threads: 1 }}\n")
        made[name] = file, count
    return made


def load_once(file):
    """Seconds of `check`."""
    begin = time.monotonic()
    subprocess.run([BINARY, "check", file], stdout=subprocess.DEVNULL, check=True)
    return time.monotonic() - begin


def cpu_nanoseconds(pid):
    return sum(int(task.read_text().split()[0]) for task in pathlib.Path(f"/proc/{pid}/task").glob("*/schedstat"))


class Running:
    def __init__(self, file):
        self.socket, self.log = file.with_suffix(".sock"), file.with_suffix(".log")
        begin = time.monotonic()
        self.process = subprocess.Popen([BINARY, "serve", "-c", file], stderr=self.log.open("wb"))
        bench.eventually(file, lambda: fastcgi.ask(str(self.socket), self.request(0)), 60)
        self.first = (time.monotonic() - begin) * 1000

    def peak(self):
        """MiB."""
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024

    @staticmethod
    def request(i):
        return fastcgi.get("/mail/config-v1.1.xml", HTTP_HOST=f"autoconfig.{name_of(i)}")

    def cost(self, domains):
        """CPU microseconds a request, domains at random."""
        chosen = random.Random(1)
        before = cpu_nanoseconds(self.process.pid)
        with fastcgi.Peer(str(self.socket), deadline=30) as peer:
            for _ in range(REQUESTS):
                assert peer.ask(self.request(chosen.randrange(domains)), b"", keep=True).status == 200
        return (cpu_nanoseconds(self.process.pid) - before) / 1000 / REQUESTS

    def reload(self):
        """Milliseconds from SIGHUP to the new configuration."""
        begin, before = time.monotonic(), self.log.read_text().count("reloaded")
        self.process.send_signal(signal.SIGHUP)
        while self.log.read_text().count("reloaded") == before:
            assert time.monotonic() < begin + 60
            time.sleep(0.001)
        return (time.monotonic() - begin) * 1000

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def first_answer(file):
    times = []
    for _ in range(9):
        running = Running(file)
        times.append(running.first)
        running.stop()
    return statistics.median(times)


def main():
    with tempfile.TemporaryDirectory(prefix="autodiscover-scale-") as folder:
        files = configurations(pathlib.Path(folder))
        for name, (file, _) in files.items():
            judge(f"{name}: loaded in", statistics.median(load_once(file) for _ in range(3)), MOST[name][0], "s")
        judge("one written domain: first answer after", first_answer(files["one written domain"][0]), MOST_FIRST, "ms")
        running = {name: Running(file) for name, (file, _) in files.items()}
        try:
            for name, process in running.items():
                judge(f"{name}: memory at the peak", process.peak(), MOST[name][1], "MiB")
            costs = {name: [] for name in files}
            for _ in range(ROUNDS):
                for name, (_, domains) in files.items():
                    costs[name].append(running[name].cost(domains))
            for many, one in ALIKE.items():
                judge(f"{many}: CPU of a request, of {one}",
                      statistics.median(a / b for a, b in zip(costs[many], costs[one])), MOST_DEARER, "times")
            for name, process in running.items():
                print(f"{name + ': reloaded after':60} {statistics.median(process.reload() for _ in range(3)):9.2f} ms")
        finally:
            for process in running.values():
                process.stop()
    if missed:
        sys.exit("missed: " + ", ".join(missed))


main()
