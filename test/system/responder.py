# SPDX-License-Identifier: MIT
"""Starts a responder on a socket of its own, and counts what a test found."""
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback

from fastcgi import Peer, ask, get

BINARY = os.path.abspath(sys.argv[1])
DEADLINE = 5.0
signal.signal(signal.SIGINT, signal.default_int_handler)  # a job in a shell's background inherits that it is ignored
TARGET = "/mail/config-v1.1.xml?emailaddress=someone@example.com"

PLAIN = """\
provider: {{ name: Example Mail, short_name: Example, domain: hosting.example, url: "https://a.hosting.example" }}
services:
  imaps: {{ host: {host} }}
  submissions: {{ host: {host} }}
domains:
  example.com:
{more}
server: {{ listen: {listen}{settings} }}
"""


def eventually(holds, deadline=DEADLINE):
    end = time.monotonic() + deadline
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.002)
    return True


class Responder:
    """A folder with a configuration, and the process that serves it."""

    def __init__(self, settings="", start=True, more="", **popen):
        self.folder = tempfile.mkdtemp(prefix="autodiscover-")
        self.config = f"{self.folder}/config.yaml"
        self.socket = f"{self.folder}/a.sock"
        self.log = f"{self.folder}/log"
        self.process = None
        self.settings = settings
        self.write(more=more)
        if start:
            self.start(**popen)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.process and self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)

    def write(self, host="mail.hosting.example", more="", listen=None, settings=None):
        text = PLAIN.format(host=host, more=more, listen=listen or self.socket,
                            settings=", " + (settings or self.settings) if settings or self.settings else "")
        with open(self.config + ".new", "w") as out:
            out.write(text)
        os.rename(self.config + ".new", self.config)

    def start(self, wait=True, command=None, **popen):
        if "stderr" not in popen:
            popen["stderr"] = open(self.log, "ab")
        popen.setdefault("stdin", subprocess.DEVNULL)
        self.process = subprocess.Popen(command or [BINARY, "serve", "-c", self.config], **popen)
        if hasattr(popen["stderr"], "close"):
            popen["stderr"].close()
        if wait and not eventually(self.answers):
            raise AssertionError("does not start: " + self.logged())
        return self.process

    def answers(self):
        try:
            return ask(self.socket, get(TARGET)).status == 200
        except OSError:
            return False

    def host(self):
        """The host name that the configuration in force names."""
        body = ask(self.socket, get(TARGET)).body.decode()
        return body.partition("<hostname>")[2].partition("<")[0]

    def peer(self, deadline=DEADLINE):
        return Peer(self.socket, deadline)

    def kept(self):
        """A connection on which a first request was answered."""
        peer = self.peer()
        assert peer.ask(get(TARGET), keep=True).status == 200
        return peer

    def kill(self, number):
        self.process.send_signal(number)

    def reload(self):
        """Sends SIGHUP and waits until the log says what came of it; returns what was logged."""
        before = len(self.logged())
        self.kill(signal.SIGHUP)
        done = eventually(lambda: any(word in self.logged()[before:] for word in ("reloaded ", "was not reloaded")))
        assert done, "no word of the reload"
        return self.logged()[before:]

    def stop(self, number=signal.SIGTERM):
        """Returns (exit status, seconds)."""
        begin = time.monotonic()
        self.kill(number)
        return self.process.wait(10), time.monotonic() - begin

    def logged(self):
        with open(self.log, errors="replace") as lines:
            return lines.read()


def run(*tests):
    """Runs functions; a test that raises nothing has passed."""
    failed = 0
    for test in tests:
        try:
            test()
        except Exception:  # whatever it is, the next test still counts
            failed += 1
            print(f"FAILED {test.__name__}")
            traceback.print_exc(file=sys.stdout)
    print(f"{len(tests) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)
