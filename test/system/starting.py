#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The ways in which a responder is started, and what it tells the service manager."""
import os
import signal
import socket
import subprocess
import time

from outlook_request import BODY, POX
from fastcgi import ask, get, post
from responder import BINARY, DEADLINE, TARGET, Responder, eventually, run

EX_USAGE, EX_CONFIG = 64, 78


def bare_without_a_socket():
    done = subprocess.run([BINARY], stdin=subprocess.DEVNULL, capture_output=True, timeout=5)
    assert done.returncode == EX_USAGE, done
    assert b"Usage:" in done.stderr + done.stdout, done


def bare_with_a_socket_on_descriptor_0():
    with Responder(start=False) as r:
        path = f"{r.folder}/given.sock"
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen()
            r.start(wait=False, command=[BINARY], stdin=listener, env={"AUTODISCOVER_CONFIG": r.config})
        r.socket = path
        assert eventually(r.answers), r.logged()
        assert r.stop()[0] == 0
        assert os.path.exists(path), "a socket that was given is not ours to remove"


def systemd_socket():
    with Responder(start=False) as r:
        command = ["systemd-socket-activate", "-l", r.socket, BINARY, "serve", "-c", r.config]
        r.start(command=command)
        assert eventually(lambda: "answering on descriptor 3" in r.logged()), r.logged()
        assert r.stop()[0] == 0


def spawn_fcgi():
    with Responder(start=False) as r:
        pid_file = f"{r.folder}/pid"
        env = dict(os.environ, AUTODISCOVER_CONFIG=r.config)
        subprocess.run(["spawn-fcgi", "-s", r.socket, "-P", pid_file, "--", BINARY], check=True, timeout=5, env=env,
                       stdout=subprocess.DEVNULL)
        with open(pid_file) as lines:
            pid = int(lines.read())
        try:
            assert eventually(r.answers)
        finally:
            os.kill(pid, signal.SIGTERM)
        assert eventually(lambda: not r.answers())


def cgi_fcgi(r, body=b"", **variables):
    env = dict(os.environ, GATEWAY_INTERFACE="CGI/1.1", SERVER_PROTOCOL="HTTP/1.1", **variables)
    done = subprocess.run(["cgi-fcgi", "-bind", "-connect", r.socket], input=body, capture_output=True, timeout=5,
                          env=env)
    return done.stdout.decode()


def cgi_fcgi_get_and_post():
    with Responder() as r:
        path, _, query = TARGET.partition("?")
        text = cgi_fcgi(r, REQUEST_METHOD="GET", SCRIPT_NAME=path, QUERY_STRING=query, CONTENT_LENGTH="0")
        assert text.startswith("Status: 200 OK\r\n") and "mail.hosting.example" in text, text
        text = cgi_fcgi(r, BODY, REQUEST_METHOD="POST", SCRIPT_NAME=POX, CONTENT_LENGTH=str(len(BODY)),
                        CONTENT_TYPE="text/xml")
        assert text.startswith("Status: 200 OK\r\n") and "mail.hosting.example" in text, text


def service_manager_is_told():
    with Responder(start=False) as r:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
            manager.bind(f"{r.folder}/notify")
            manager.settimeout(DEADLINE)
            r.start(wait=False, env=dict(os.environ, NOTIFY_SOCKET=f"{r.folder}/notify"))
            assert manager.recv(1000).startswith(b"READY=1\n")
            assert ask(r.socket, get(TARGET)).status == 200, "ready means that it answers"
            r.kill(signal.SIGHUP)
            assert manager.recv(1000).startswith(b"RELOADING=1\nMONOTONIC_USEC=")
            assert manager.recv(1000).startswith(b"READY=1\n")
            r.kill(signal.SIGTERM)
            assert manager.recv(1000).startswith(b"STOPPING=1\n")


class Manager:
    """As systemd: it holds the socket, and is told how things are."""

    def __init__(self, r):
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(r.socket)
        self.listener.listen()
        self.notified = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.notified.bind(f"{r.folder}/notify")
        self.notified.settimeout(DEADLINE)
        self.env = dict(os.environ, NOTIFY_SOCKET=f"{r.folder}/notify", AUTODISCOVER_CONFIG=r.config)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.listener.close()
        self.notified.close()

    def hears(self):
        """The state that comes with the next READY."""
        while not (text := self.notified.recv(4000)).startswith(b"READY=1\n"):
            pass
        return text.decode().partition("STATUS=")[2]


def refused_at_the_start():
    """It stays and answers 503 at once, whatever is wrong with the file, and takes the repaired one by SIGHUP."""
    for broken in (b"services: [", b"nonsense: 1\n", b"", b"\xff", None):
        with Responder(start=False) as r, Manager(r) as manager:
            with open(r.config, "rb") as lines:
                good = lines.read()

            def write(content):
                if os.path.exists(r.config):
                    os.unlink(r.config)
                if content is not None:
                    with open(r.config, "wb") as out:
                        out.write(content)

            write(broken)
            r.start(wait=False, command=[BINARY], stdin=manager.listener, env=manager.env)
            for _ in range(2):
                state, _, refusal = manager.hears().partition(", the configuration is refused: ")
                assert state == "Answering 503 until a reload" and refusal.startswith(f"{r.config}:"), (state, refusal)
                assert f" error: {refusal}\n" in r.logged(), refusal
                with r.peer() as peer:
                    for variables, body in ((get(TARGET), b""), (post(POX, BODY), BODY), (get("/"), b""), (get("/no"), b"")):
                        answer = peer.ask(variables, body=body, keep=True)
                        assert (answer.status, answer.headers.get("Retry-After")) == (503, "60"), answer.raw
                r.kill(signal.SIGHUP)
            with r.peer() as peer:
                assert peer.ask(get(TARGET), keep=True).status == 503
                manager.hears()
                write(good)
                r.kill(signal.SIGHUP)
                assert manager.hears() == "Answering"
                assert peer.ask(get(TARGET), keep=True).status == 200, "the connection is kept, too"
            write(broken)
            r.kill(signal.SIGHUP)
            assert manager.hears().startswith(f"Answering as before; refused: {r.config}:")
            assert r.answers()
            assert r.stop()[0] == 0


def stopped_while_refused():
    with Responder(start=False) as r, Manager(r) as manager:
        os.unlink(r.config)
        r.start(wait=False, command=[BINARY], stdin=manager.listener, env=manager.env)
        manager.hears()
        assert r.stop()[0] == 0


def refused_without_a_manager():
    """spawn-fcgi and mod_fcgid must see it end; and without a socket it can answer nobody."""
    with Responder(start=False) as r, Manager(r) as manager:
        os.unlink(r.config)
        for without in ({"stdin": manager.listener, "env": dict(os.environ, AUTODISCOVER_CONFIG=r.config)},
                        {"command": [BINARY, "serve"], "env": manager.env}):
            process = r.start(wait=False, **{"command": [BINARY], **without})
            assert process.wait(DEADLINE) == EX_CONFIG, without


def first_answer_soon():
    spent = []
    for _ in range(5):
        with Responder(start=False) as r:
            begin = time.monotonic()
            r.start()
            spent.append(time.monotonic() - begin)
    # 40 ms is the aim, here with the time of the tests' own fork and polling, on a machine that has others to serve.
    assert min(spent) < 0.1, spent


run(bare_without_a_socket, bare_with_a_socket_on_descriptor_0, systemd_socket, spawn_fcgi, cgi_fcgi_get_and_post,
    service_manager_is_told, refused_at_the_start, stopped_while_refused, refused_without_a_manager, first_answer_soon)
