#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The responder against the least that a libfcgi program can do (constant.cpp) and against nginx serving the same bytes
as a file, behind one nginx, in turns, so that what else the machine does meets all alike.

For each kind of answer, medians over the rounds of ratios: requests a second, CPU time a request and the 99th
percentile of the time to answer, with kept connections; requests a second with a connection for each request. No
absolute promises: machines differ, ratios less so.
usage: bench.py BUILD_FOLDER [ROUNDS [KIND ...]]
"""
import os
import pathlib
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time

BUILD = pathlib.Path(sys.argv[1])
SECONDS = 1
CONNECTIONS = 16
ROOT = pathlib.Path(__file__).resolve().parents[2]
TICKS = os.sysconf("SC_CLK_TCK")

POX = ('<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/'
       'outlook/requestschema/2006"><Request><EMailAddress>alice@example.com</EMailAddress><AcceptableResponseSchema>'
       'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>'
       '</Request></Autodiscover>')
KINDS = {  # name: (method, target, body)
    "autoconfig": ("GET", "/mail/config-v1.1.xml?emailaddress=alice%40example.com", ""),
    "profile": ("GET", "/email.mobileconfig?email=alice%40example.com", ""),
    "json": ("GET", "/autodiscover/autodiscover.json?Email=alice%40example.com&Protocol=Autodiscoverv1", ""),
    "outlook": ("POST", "/autodiscover/autodiscover.xml", POX),
    "page": ("POST", "/", "email=alice%40example.com&now=en"),
}
LEAST_RATE = {"autoconfig": 0.97}  # of the constant's, kept connections
MOST_LATE = {"autoconfig": 1.1}  # p99, of the constant's
MOST_MICROSECONDS = {"page": 300}  # of our CPU a request: a QR code is drawn for each

NGINX = """
worker_processes 1;
daemon off;
pid {tmp}/nginx.pid;
error_log {tmp}/error.log;
events {{ worker_connections 512; }}
http {{
    access_log off;
    client_body_temp_path {tmp}/body;
    fastcgi_temp_path {tmp}/fastcgi;
    proxy_temp_path {tmp}/proxy;
    uwsgi_temp_path {tmp}/uwsgi;
    scgi_temp_path {tmp}/scgi;
    keepalive_requests 1000000000;
    include {root}/nginx/autodiscover-params.conf;
{servers}
}}
"""
RESPONDER = """
    upstream kept_{name} {{ server unix:{socket}; keepalive 32; keepalive_requests 1000000000; }}
    upstream new_{name} {{ server unix:{new_socket}; }}
    server {{
        listen 127.0.0.1:{port};
        location / {{ fastcgi_keep_conn on; fastcgi_pass kept_{name}; }}
    }}
    server {{ listen 127.0.0.1:{new_port}; location / {{ fastcgi_pass new_{name}; }} }}
"""
FILE = "    server {{ listen 127.0.0.1:{port}; root {tmp}; location / {{ try_files /{kind}.file =404; }} }}\n"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fetch(port, kind):
    """The body of an answer."""
    method, target, body = KINDS[kind]
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.sendall(f"{method} {target} HTTP/1.0\r\nHost: autoconfig.example.com\r\nContent-Type: text/xml\r\n"
                  f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        data = b""
        while chunk := s.recv(65536):
            data += chunk
    return data.split(b"\r\n\r\n", 1)[1]


def eventually(what, attempt, seconds=5):
    deadline = time.monotonic() + seconds
    while True:
        try:
            return attempt()
        except OSError:
            if time.monotonic() > deadline:
                sys.exit(f"{what} does not answer")
            time.sleep(0.001)


def wait_for(path):
    def connect():
        with socket.socket(socket.AF_UNIX) as s:
            s.connect(str(path))
    eventually(path, connect)


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def rss_mib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def load(tmp, port, kind, pid=None, method=None, close=False):
    """Requests a second, CPU seconds of a process a request, and milliseconds of the 99th percentile, of one short
    run."""
    own_method, target, body = KINDS[kind]
    headers = {"Host": "autoconfig.example.com", "Content-Type": "text/xml", **({"Connection": "close"} if close else {})}
    script = tmp / "wrk.lua"
    script.write_text(f'wrk.method = "{method or own_method}"\n' + ("" if method else f"wrk.body = [[{body}]]\n") +
                      "".join(f'wrk.headers["{name}"] = "{value}"\n' for name, value in headers.items()))
    before = cpu_seconds(pid) if pid else 0
    said = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "--latency", "-s", script,
                           f"http://127.0.0.1:{port}{target}"], capture_output=True, text=True, check=True).stdout
    spent = cpu_seconds(pid) - before if pid else 0
    if "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    late, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)", said).groups()
    return (float(re.search(r"Requests/sec: *([\d.]+)", said)[1]), spent / int(re.search(r"(\d+) requests in", said)[1]),
            float(late) * {"us": 0.001, "ms": 1, "s": 1000}[unit])


class Stage:
    """One nginx, the responder, and for each kind a constant program and a file."""

    def __init__(self, kinds):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="autodiscover-bench-"))
        self.tmp.chmod(0o755)
        self.kinds, self.processes = kinds, []
        names = ["ours", *kinds]
        self.ports = {name: (free_port(), free_port()) for name in names}
        self.files = {kind: free_port() for kind in kinds}

    def start(self, *command):
        self.processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=(self.tmp / "log").open("ab")))
        return self.processes[-1].pid

    def __enter__(self):
        try:
            self.raise_all()
        except BaseException:
            self.__exit__()
            raise
        return self

    def raise_all(self):
        config = self.tmp / "config.yaml"
        config.write_text((ROOT / "test/cases/config.yaml").read_text() +
                          f'server: {{ listen: {self.tmp}/ours.sock, socket_mode: "0666" }}\n')
        servers = "".join(RESPONDER.format(name=name, socket=self.tmp / f"{name}.sock", port=kept, new_port=new,
                                           new_socket=self.tmp / ("ours.sock" if name == "ours" else f"{name}-new.sock"))
                          for name, (kept, new) in self.ports.items())
        servers += "".join(FILE.format(tmp=self.tmp, kind=kind, port=port) for kind, port in self.files.items())
        (self.tmp / "nginx.conf").write_text(NGINX.format(tmp=self.tmp, root=ROOT, servers=servers))
        self.ours = self.start(BUILD / "opt/autodiscover", "serve", "-c", config)
        wait_for(self.tmp / "ours.sock")
        self.start("nginx", "-p", self.tmp, "-c", self.tmp / "nginx.conf")
        self.size, self.constant = {}, {}
        for kind in self.kinds:
            body = eventually("nginx", lambda k=kind: fetch(self.ports["ours"][0], k))
            (self.tmp / f"{kind}.file").write_bytes(body)
            self.size[kind] = len(body)
            # Two, as a kept connection holds a thread of it until it ends.
            self.start_constant(kind, "-new")
            self.constant[kind] = self.start_constant(kind)

    def start_constant(self, kind, suffix=""):
        path = self.tmp / f"{kind}{suffix}.sock"
        pid = self.start(BUILD / "opt/constant", path, str(self.size[kind]), str(CONNECTIONS))
        wait_for(path)
        os.chmod(path, 0o666)
        return pid

    def __exit__(self, *_):
        for process in self.processes:
            if process.args[0] == "nginx":
                process.terminate()  # its worker would outlive a kill
            else:
                process.kill()  # libfcgi takes SIGTERM for a wish: the constant program would go on
            process.wait()
        shutil.rmtree(self.tmp)


def compare(stage, kind, rounds):
    """Measures one kind; returns what was missed."""
    ratios = {name: [] for name in ("rate", "cpu", "late", "file", "new")}
    rates, spent = [], []
    for _ in range(rounds):
        rate, cpu, late = load(stage.tmp, stage.ports["ours"][0], kind, stage.ours)
        their_rate, their_cpu, their_late = load(stage.tmp, stage.ports[kind][0], kind, stage.constant[kind])
        file_rate = load(stage.tmp, stage.files[kind], kind, method="GET")[0]
        new_rate = load(stage.tmp, stage.ports["ours"][1], kind, close=True)[0]
        their_new_rate = load(stage.tmp, stage.ports[kind][1], kind, close=True)[0]
        for name, value in (("rate", rate / their_rate), ("cpu", cpu / their_cpu), ("late", late / their_late),
                            ("file", rate / file_rate), ("new", new_rate / their_new_rate)):
            ratios[name].append(value)
        rates.append(rate)
        spent.append(cpu * 1e6)
    middle = {name: statistics.median(values) for name, values in ratios.items()}
    spread = {name: f"({min(values):.2f}-{max(values):.2f})" for name, values in ratios.items()}
    print(f"{kind:10} {stage.size[kind]:6} {statistics.median(rates):10.0f} {statistics.median(spent):8.0f}" +
          "".join(f"   {middle[name]:.2f} {spread[name]:13}" for name in ratios), flush=True)
    missed = []
    if middle["rate"] < LEAST_RATE.get(kind, 0):
        missed.append(f"{kind}: {middle['rate']:.2f} of the constant's rate, at least {LEAST_RATE[kind]}")
    if middle["late"] > MOST_LATE.get(kind, 1e6):
        missed.append(f"{kind}: p99 {middle['late']:.2f} of the constant's, at most {MOST_LATE[kind]}")
    if statistics.median(spent) > MOST_MICROSECONDS.get(kind, 1e6):
        missed.append(f"{kind}: {statistics.median(spent):.0f} us of CPU, at most {MOST_MICROSECONDS[kind]}")
    return missed


def main():
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 9
    kinds = sys.argv[3:] or list(KINDS)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    missed = []
    with Stage(kinds) as stage:
        print(f"{'':10} {'octets':>6} {'requests/s':>10} {'CPU, us':>8}   of the constant's: rate, CPU, p99; of the file's "
              "rate; of the constant's rate with a connection each")
        for kind in kinds:
            missed += compare(stage, kind, rounds)
        print(f"memory after the load: {rss_mib(stage.ours):.1f} MiB resident")
    if missed:
        sys.exit("missed:\n" + "\n".join(missed))


if __name__ == "__main__":
    main()
