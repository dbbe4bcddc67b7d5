#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The responder against the least that a libfcgi program can do (constant.cpp), behind one nginx, in turns.

For each kind of answer: median over the rounds of our requests a second by the constant program's, and of CPU time a
request by the constant program's, whose reply has the same size. Then memory after many requests and the time from
start to the first answer. No absolute promises: machines differ, ratios less so.
usage: bench.py BUILD_FOLDER [ROUNDS]
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
ROUNDS = int(sys.argv[2]) if len(sys.argv) > 2 else 9
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
GOALS = {"autoconfig": (0.90, 1.35)}  # requests a second at least, CPU at most
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
    fastcgi_keep_conn on;
    upstream ours {{ server unix:{tmp}/ours.sock; keepalive 32; keepalive_requests 1000000000; }}
    server {{ listen 127.0.0.1:{ours}; location / {{ fastcgi_pass ours; }} }}
{constants}
}}
"""
CONSTANT = """
    upstream {kind} {{ server unix:{tmp}/{kind}.sock; keepalive 32; keepalive_requests 1000000000; }}
    server {{ listen 127.0.0.1:{port}; location / {{ fastcgi_pass {kind}; }} }}
"""


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def fetch(port, kind):
    method, target, body = KINDS[kind]
    with socket.create_connection(("127.0.0.1", port), 5) as s:
        s.sendall(f"{method} {target} HTTP/1.0\r\nHost: autoconfig.example.com\r\nContent-Type: text/xml\r\n"
                  f"Content-Length: {len(body)}\r\n\r\n{body}".encode())
        data = b""
        while chunk := s.recv(65536):
            data += chunk
    return data


def wait_for(path):
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            with socket.socket(socket.AF_UNIX) as s:
                s.connect(str(path))
                return
        except OSError:
            time.sleep(0.001)
    sys.exit(f"{path} does not answer")


def cpu_seconds(pid):
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rsplit(") ", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def load(tmp, port, kind, pid):
    """(requests a second, CPU seconds a request) of one short run."""
    method, target, body = KINDS[kind]
    script = tmp / f"{kind}.lua"
    script.write_text(f'wrk.method = "{method}"\nwrk.body = [[{body}]]\nwrk.headers["Host"] = "autoconfig.example.com"\n'
                      'wrk.headers["Content-Type"] = "text/xml"\n')
    before = cpu_seconds(pid)
    run = subprocess.run(["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{SECONDS}s", "-s", script,
                          f"http://127.0.0.1:{port}{target}"], capture_output=True, text=True, check=True)
    spent = cpu_seconds(pid) - before
    if "Non-2xx" in run.stdout or "Socket errors" in run.stdout:
        sys.exit(run.stdout)
    requests = int(re.search(r"(\d+) requests in", run.stdout)[1])
    return float(re.search(r"Requests/sec: *([\d.]+)", run.stdout)[1]), spent / requests


def rss_mib(pid):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{pid}/status").read_text())[1]) / 1024


def first_answer(tmp, config):
    """Milliseconds from exec to the first answer, the median of nine starts."""
    sys.path.insert(0, str(ROOT / "test/system"))
    import fastcgi  # the system tests' client
    times = []
    for i in range(9):
        path = tmp / f"start{i}.sock"
        own = tmp / f"start{i}.yaml"
        own.write_text(config.read_text().replace(str(tmp / "ours.sock"), str(path)))
        begin = time.monotonic()
        process = subprocess.Popen([BUILD / "opt/autodiscover", "serve", "-c", own], stderr=subprocess.DEVNULL)
        wait_for(path)
        fastcgi.ask(str(path), fastcgi.get("/mail/config-v1.1.xml", HTTP_HOST="autoconfig.example.com"))
        times.append((time.monotonic() - begin) * 1000)
        process.send_signal(signal.SIGTERM)
        process.wait()
    return statistics.median(times)


def main():
    tmp = pathlib.Path(tempfile.mkdtemp(prefix="autodiscover-bench-"))
    tmp.chmod(0o755)
    config = tmp / "config.yaml"
    config.write_text((ROOT / "test/cases/config.yaml").read_text() +
                      f'server: {{ listen: {tmp}/ours.sock, socket_mode: "0666" }}\n')
    processes = []

    def start(*command):
        processes.append(subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=(tmp / "log").open("ab")))
        return processes[-1].pid

    missed = []
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    try:
        ours = start(BUILD / "opt/autodiscover", "serve", "-c", config)
        wait_for(tmp / "ours.sock")
        port, ports = free_port(), {kind: free_port() for kind in KINDS}
        (tmp / "nginx.conf").write_text(NGINX.format(tmp=tmp, root=ROOT, ours=port, constants="".join(
            CONSTANT.format(tmp=tmp, kind=kind, port=ports[kind]) for kind in KINDS)))
        nginx = subprocess.Popen(["nginx", "-p", tmp, "-c", tmp / "nginx.conf"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        processes.append(nginx)
        deadline = time.monotonic() + 5
        while time.monotonic() < deadline:
            try:
                size = {kind: len(fetch(port, kind).split(b"\r\n\r\n", 1)[1]) for kind in KINDS}
                break
            except OSError:
                time.sleep(0.01)
        constant = {}
        for kind in KINDS:
            constant[kind] = start(BUILD / "opt/constant", tmp / f"{kind}.sock", str(size[kind]), str(CONNECTIONS))
            wait_for(tmp / f"{kind}.sock")
            os.chmod(tmp / f"{kind}.sock", 0o666)
        for kind in KINDS:
            rates, costs, absolute, spent = [], [], [], []
            for _ in range(ROUNDS):
                our_rate, our_cost = load(tmp, port, kind, ours)
                their_rate, their_cost = load(tmp, ports[kind], kind, constant[kind])
                rates.append(our_rate / their_rate)
                costs.append(our_cost / their_cost)
                absolute.append(our_rate)
                spent.append(our_cost * 1e6)
            rate, cost = statistics.median(rates), statistics.median(costs)
            print(f"{kind:10} {size[kind]:5} bytes  {statistics.median(absolute):7.0f} requests/s  "
                  f"{rate:.2f} of the constant's rate ({min(rates):.2f} to {max(rates):.2f})  "
                  f"{cost:.2f} of its CPU ({min(costs):.2f} to {max(costs):.2f})  "
                  f"{statistics.median(spent):.0f} us", flush=True)
            if statistics.median(spent) > MOST_MICROSECONDS.get(kind, 1e6):
                missed.append(kind)
            if kind in GOALS and (rate < GOALS[kind][0] or cost > GOALS[kind][1]):
                missed.append(kind)
        print(f"memory after the load: {rss_mib(ours):.1f} MiB resident")
        print(f"first answer after {first_answer(tmp, config):.1f} ms")
    finally:
        for process in processes:
            if process.args[0] == "nginx":
                process.terminate()  # its worker would outlive a kill
                process.wait()
            else:
                process.kill()  # libfcgi takes SIGTERM for a wish: the constant program would go on
        for process in processes:
            process.wait()
        shutil.rmtree(tmp)
    if missed:
        sys.exit(f"missed: {', '.join(missed)}")


main()
