# SPDX-License-Identifier: MIT
"""The network of the tests: a private namespace with its own DNS, its own CA, nginx with TLS and the responder.

`enter()` starts the script again inside new network, mount and process namespaces: only loopback exists there, the
kernel ends every process when the script ends, and nothing that a client asks for can leave the machine.
"""
import os
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
INSIDE = "AUTODISCOVER_CLIENTS_FOLDER"
NAMESPACES = ("--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc")


def enter(seconds):
    """Outside: runs this script again in namespaces, for `seconds` at most, and exits with its status.
    Inside: prepares them and returns the folder for all files, which is removed at the end.
    """
    if INSIDE in os.environ:
        # The first process of a namespace ignores signals without a handler.
        signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"not done within {seconds} s"))
        signal.alarm(seconds)
        folder = pathlib.Path(os.environ.pop(INSIDE))
        prepare(folder)
        return folder
    if os.getuid() != 0:
        sys.exit("only root may make network namespaces: run this with sudo")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("ended"))
    with tempfile.TemporaryDirectory(prefix="clients.") as folder:
        inside = subprocess.Popen(["unshare", *NAMESPACES, sys.executable, *sys.argv],
                                  env=dict(os.environ, **{INSIDE: folder}))  # fmt: skip
        try:
            sys.exit(inside.wait(timeout=seconds + 20))
        finally:
            inside.kill()  # and with it, by --kill-child, all that runs inside
            inside.wait()


def prepare(folder):
    """Brings loopback up, and names are looked up with the test's own server only."""
    run("ip", "link", "set", "lo", "up")
    for path, text in (
        ("/etc/resolv.conf", "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n"),
        ("/etc/hosts", "127.0.0.1 localhost\n"),
        ("/etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files dns\n"),
    ):
        file = folder / pathlib.Path(path).name
        file.write_text(text, encoding="ascii")
        file.chmod(0o644)
        run("mount", "--bind", file, os.path.realpath(path))


def run(*command):
    """Runs a command that must succeed; its output is shown only when it does not."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=30, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stdout.decode(errors='replace')}")
    return done.stdout


def wait_for(what, condition, seconds=15):
    """Calls `condition` until it is true; ends the script when it is not within `seconds`."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            sys.exit(f"{what}: not within {seconds} s")
        time.sleep(0.02)


def listens(address, port):
    with socket.socket() as probe:
        return probe.connect_ex((address, port)) == 0


class Network:
    """The servers, their files and logs (in `folder`); `binary` is the responder."""

    def __init__(self, folder, binary):
        self.folder = folder
        self.binary = str(pathlib.Path(binary).resolve())
        self.processes = []

    def start(self, name, *command, **options):
        """Starts a server; its output goes to NAME.log in the folder."""
        with open(self.folder / f"{name}.log", "wb") as log:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **options)
        self.processes.append(process)
        return process

    def stop(self):
        for process in reversed(self.processes):
            process.terminate()
            try:
                process.wait(timeout=5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")

    def certificates(self, names):
        """A CA of one day and one certificate for all names: ca.pem, site.pem, site.key."""
        for name in ("ca", "site"):
            run("openssl", "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256",
                "-out", self.folder / f"{name}.key")  # fmt: skip
        extensions = self.folder / "site.ext"
        extensions.write_text("subjectAltName=" + ",".join(f"DNS:{name}" for name in names) + "\n", encoding="ascii")
        run("openssl", "req", "-x509", "-new", "-key", self.folder / "ca.key", "-days", "1",
            "-subj", "/CN=Test CA", "-out", self.folder / "ca.pem")  # fmt: skip
        run("openssl", "req", "-new", "-key", self.folder / "site.key", "-subj", "/CN=Test site",
            "-out", self.folder / "site.csr")  # fmt: skip
        run("openssl", "x509", "-req", "-in", self.folder / "site.csr", "-days", "1", "-CA", self.folder / "ca.pem",
            "-CAkey", self.folder / "ca.key", "-CAcreateserial", "-extfile", extensions,
            "-out", self.folder / "site.pem")  # fmt: skip

    def dns(self, records):
        """dnsmasq, which knows `records` (lines of its configuration) and answers NXDOMAIN to every other name."""
        file = self.folder / "dnsmasq.conf"
        lines = ["no-resolv", "no-hosts", "no-daemon", "user=root", "listen-address=127.0.0.1", "bind-interfaces",
                 "local=/#/", "log-queries", *records]  # fmt: skip
        file.write_text("\n".join(lines) + "\n", encoding="ascii")
        self.start("dnsmasq", "dnsmasq", f"--conf-file={file}")
        wait_for("dnsmasq", lambda: listens("127.0.0.1", 53))
