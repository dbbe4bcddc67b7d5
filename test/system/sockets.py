#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The socket that the responder creates: its mode, what is in its way, and what becomes of it."""
import os
import signal
import socket
import stat
import subprocess

from fastcgi import ask, get
from responder import BINARY, TARGET, Responder, eventually, run

EX_CANTCREAT, EX_CONFIG = 73, 78


def refused(responder, code=EX_CANTCREAT):
    done = subprocess.run([BINARY, "serve", "-c", responder.config], capture_output=True, timeout=5,
                          stdin=subprocess.DEVNULL)
    assert done.returncode == code, (done.returncode, done.stderr)
    return done.stderr.decode()


def mode_whatever_the_umask():
    for umask in (0, 0o022, 0o077, 0o777):
        with Responder() as r:
            r.process.kill()
            r.process.wait()
            r.start(umask=umask)
            mode = stat.S_IMODE(os.stat(r.socket).st_mode)
            assert mode == 0o660, (oct(umask), oct(mode))
    with Responder('socket_mode: "0600"') as r:
        assert stat.S_IMODE(os.stat(r.socket).st_mode) == 0o600


def stale_socket_is_replaced():
    with Responder() as r:
        r.process.kill()
        r.process.wait()
        assert os.path.exists(r.socket)
        r.start()


def live_socket_is_refused():
    with Responder() as r:
        text = refused(r)
        assert f"another process ({r.process.pid}) answers there" in text, text
        assert r.answers()


def of_twenty_starts_one_lives():
    """At one moment, over the stale socket of a process that was killed."""
    with Responder() as r:
        for _ in range(3):
            r.process.kill()
            r.process.wait()
            with open(r.log, "ab") as log:
                starts = [subprocess.Popen([BINARY, "serve", "-c", r.config], stdin=subprocess.DEVNULL, stderr=log)
                          for _ in range(20)]
            try:
                def living():
                    return [start for start in starts if start.poll() is None]

                assert eventually(lambda: len(living()) <= 1, 20), len(living())
                assert [start.returncode for start in starts].count(EX_CANTCREAT) == 19, r.logged()
                r.process = living()[0]
                assert eventually(r.answers), r.logged()
                assert f"another process ({r.process.pid}) answers there" in refused(r)
            finally:
                for start in starts:
                    if start is not r.process and start.poll() is None:
                        start.kill()
                        start.wait()


def what_is_no_socket_stays():
    with Responder(start=False) as r:
        with open(r.socket, "w") as out:
            out.write("precious")
        assert "is no socket; it is left alone" in refused(r)
        assert os.path.getsize(r.socket) == 8


def missing_folder():
    with Responder(start=False) as r:
        r.write(listen=f"{r.folder}/none/a.sock")
        text = refused(r)
        assert f"{r.folder}/none/a.sock" in text and "No such file" in text, text


def path_too_long():
    with Responder(start=False) as r:
        r.write(listen=f"{r.folder}/{'x' * 120}")
        done = subprocess.run([BINARY, "serve", "-c", r.config], capture_output=True, timeout=5,
                              stdin=subprocess.DEVNULL)
        assert done.returncode in (EX_CANTCREAT, EX_CONFIG), done
        assert b"107" in done.stderr, done.stderr


def file_goes_at_the_end():
    with Responder() as r:
        assert r.stop()[0] == 0
        assert not os.path.exists(r.socket)


def anothers_file_stays():
    with Responder() as r:
        os.remove(r.socket)
        with socket.socket(socket.AF_UNIX) as other:
            other.bind(r.socket)
            assert r.stop()[0] == 0
            assert os.path.exists(r.socket)


def lost_file_comes_back_with_sighup():
    with Responder() as r:
        with r.kept() as peer:
            os.remove(r.socket)
            text = r.reload()
            assert "was removed; created it again" in text, text
            assert r.answers()
            assert stat.S_IMODE(os.stat(r.socket).st_mode) == 0o660
            assert peer.ask(get(TARGET), keep=True).status == 200, "a kept connection was lost"
        assert r.stop()[0] == 0
        assert not os.path.exists(r.socket)


def loopback_tcp_and_nothing_else():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with Responder(start=False) as r:
        r.write(listen=f'"127.0.0.1:{port}"')
        r.start(wait=False)

        def answers():
            try:
                return ask(("127.0.0.1", port), get(TARGET)).status == 200
            except OSError:
                return False

        assert eventually(answers), r.logged()
        assert r.stop()[0] == 0
        for listen in ('"0.0.0.0:9000"', '"[::]:9000"', '"9000"'):
            r.write(listen=listen)
            done = subprocess.run([BINARY, "serve", "-c", r.config], capture_output=True, timeout=5,
                                  stdin=subprocess.DEVNULL)
            assert done.returncode in (EX_CANTCREAT, EX_CONFIG), (listen, done)


run(mode_whatever_the_umask, stale_socket_is_replaced, live_socket_is_refused, of_twenty_starts_one_lives,
    what_is_no_socket_stays, missing_folder, path_too_long, file_goes_at_the_end, anothers_file_stays,
    lost_file_comes_back_with_sighup, loopback_tcp_and_nothing_else)
