# SPDX-License-Identifier: MIT
"""Responders on sockets of their own behind a web server with the shipped files, for tests under load.

The https host of the shipped files also listens on a loopback port without TLS, which would only measure OpenSSL, and
without the limit on requests; what else is changed is test/servers/prefix.py's, and each change must find its text.
"""
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
for folder in ("servers", "system"):
    sys.path.insert(0, str(ROOT / "test" / folder))

from plan import COMMON
from prefix import Prefix, wait_until

BUILD = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
BINARY = BUILD / "opt/autodiscover"
LOAD = BUILD / "opt/load"


def number(index, default):
    """A number of the command line, after the build folder."""
    return type(default)(sys.argv[index]) if len(sys.argv) > index else default


def replaced(text, changes):
    for old, new in changes.items():
        if old not in text:
            raise LookupError(f"{old!r} is no longer there to be changed")
        text = text.replace(old, new)
    return text


class Instance:
    """A responder with a socket and a configuration of its own."""

    def __init__(self, front, name, config, settings=""):
        self.front, self.name = front, name
        self.socket = front.tmp / f"run/{name}.sock"
        self.log = front.tmp / f"log/{name}.log"
        self.config = front.tmp / f"{name}.yaml"
        self.settings = f'server: {{ listen: {self.socket}, socket_mode: "0666"{settings} }}\n'
        self.write(config)
        self.process = None

    def write(self, config):
        """Puts a configuration in place at once."""
        new = self.config.with_suffix(".new")
        new.write_text(config + self.settings)
        new.rename(self.config)

    def start(self, wait=True, command=None, **more):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen([str(c) for c in command or [BINARY, "serve", "-c", self.config]],
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log, **more)
        self.front.processes.append(self.process)
        if wait:
            self.front.wait_for(str(self.socket), self.process)
        return self

    def end(self, how=signal.SIGTERM):
        self.process.send_signal(how)
        status = self.process.wait(10)
        self.front.processes.remove(self.process)
        return status

    def resident_kib(self):
        text = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", text)[1])

    def descriptors(self):
        return len(os.listdir(f"/proc/{self.process.pid}/fd"))

    def threads(self):
        return len(os.listdir(f"/proc/{self.process.pid}/task"))


class Front(Prefix):
    """The folder, the responders and the web server of one test."""

    def __init__(self):
        super().__init__(BINARY)
        self.port = self.free_ports(1)[0]
        self.may_hang_up = False
        self.plain = f"127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.remove()

    def instance(self, name="1", config=None, settings=""):
        return Instance(self, name, config or COMMON.read_text(), settings)

    def rewrite(self, name, changes):
        (self.tmp / name).write_text(replaced((self.tmp / name).read_text(), changes))

    def nginx(self, *instances, limited=False):
        """Starts nginx in front of the instances, with the shipped limit on requests or with none; returns its process."""
        self.nginx_files(None if limited else "1000000r/s")
        if not limited:
            self.rewrite("snippets/autodiscover-pass.conf", {"burst=60": "burst=100000"})
        servers = "\n".join(f"    server unix:{i.socket}{' max_fails=0' if len(instances) > 1 else ''};"
                            for i in instances)
        self.rewrite("conf.d/autodiscover-upstream.conf", {f"    server unix:{self.socket};": servers})
        self.rewrite("nginx.conf", {"worker_connections 512": "worker_connections 8192; multi_accept on"})
        site = (self.tmp / "sites-enabled/autodiscover.conf").read_text()
        secure = site[site.index("\nserver {"):site.index("\n}\n") + 3]
        (self.tmp / "sites-enabled/plain.conf").write_text(
            replaced(secure, {f"listen 127.0.0.1:{self.https} ssl;": f"listen {self.plain} backlog=4096;"}))
        return self.serve(self.nginx_command())

    def apache(self, instance, site="proxy"):
        """Starts Apache: with mod_proxy_fcgi, which hands bodies on as they come, or with mod_fcgid, which starts responders
        of its own with the instance's configuration."""
        self.socket, self.may_hang_up = instance.socket, True
        shutil.copy(instance.config, self.tmp / "responder/config.yaml")
        self.apache_files(site)
        self.rewrite("apache.conf", {"StartServers 1\nServerLimit 2\nThreadsPerChild 25\nMaxRequestWorkers 50":
                                     "StartServers 20\nServerLimit 20\nThreadsPerChild 64\n"
                                     "MaxRequestWorkers 1280\nMaxSpareThreads 1280\n"
                                     f"ListenBacklog 4096\nListen {self.plain}"})
        text = (self.tmp / f"sites-enabled/autodiscover-{site}.conf").read_text()
        secure = text[text.index("\n<VirtualHost"):text.index("</VirtualHost>") + len("</VirtualHost>\n")]
        lines = [line for line in replaced(secure, {f"127.0.0.1:{self.https}": self.plain}).split("\n")
                 if not line.strip().startswith("SSL")]
        (self.tmp / "sites-enabled/plain.conf").write_text("\n".join(lines))
        return self.serve(self.apache_command("-DFOREGROUND"))

    def serve(self, command):
        """Starts a web server, or starts it again."""
        self.server = self.start(command)
        self.wait_for(("127.0.0.1", self.port), self.server)
        return self.server

    def forget_logs(self, above=64 << 20):
        """Empties large logs; all are written to their ends."""
        for log in (self.tmp / "log").iterdir():
            if log.stat().st_size > above:
                os.truncate(log, 0)


class Load:
    """`load` at work; `result` waits for what it says."""

    def __init__(self, front, plan, connections, count=0, seconds=0.0):
        self.front, self.plan = front, plan.write(front.tmp / "plan")
        self.process = subprocess.Popen([LOAD, self.plan, str(front.port), str(connections), str(count), str(seconds)],
                                        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process.poll() is None:
            self.process.kill()
        self.process.wait()

    def is_running(self):
        return self.process.poll() is None

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.result()

    def result(self):
        out, err = self.process.communicate()
        found = json.loads(out)
        # Apache closes kept connections without a word when it is busy; nginx says so in the answer before.
        silent = () if self.front.may_hang_up else ("again",)
        found["failed"] = sum(found[key] for key in ("wrong_status", "wrong_body", "broken", "late", *silent))
        found["first"] = err.decode(errors="replace")
        return found


def load(front, plan, connections, count=0, seconds=0.0):
    with Load(front, plan, connections, count, seconds) as running:
        return running.result()


class Verdict:
    """Counts what holds, prints each figure, and ends the script with the sum."""

    def __init__(self):
        self.passed = self.failed = 0

    def __call__(self, holds, text, why=""):
        print(f"{'ok    ' if holds else 'FAILED'} {text}", flush=True)
        if holds:
            self.passed += 1
        else:
            self.failed += 1
            if why:
                print(why, flush=True)
        return holds

    def none_failed(self, result, what):
        rate = result["answered"] / max(result["seconds"], 0.01)
        return self(result["failed"] == 0 and result["answered"] > 0,
                    f"{what}: {result['answered']} answered, {result['failed']} failed, {rate:.0f}/s, p50 "
                    f"{result['p50'] / 1000:.1f} ms, p99 {result['p99'] / 1000:.1f} ms", result["first"] or str(result))

    def end(self):
        print(f"{self.passed} passed, {self.failed} failed")
        sys.exit(1 if self.failed or not self.passed else 0)


def at_rest(front, instance):
    """(KiB resident, descriptors, threads) once the web server has ended, and its kept connections with it."""
    front.end(front.server)
    front.processes.remove(front.server)
    wait_until(lambda: not connected(instance), "connections are left open")
    found = instance.resident_kib(), instance.descriptors(), instance.threads()
    front.serve(front.server.args)
    return found


def connected(instance):
    """The connections on the responder's socket."""
    lines = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().split("\n")]
    return [fields for fields in lines if len(fields) > 7 and fields[7] == str(instance.socket) and fields[5] == "03"]
