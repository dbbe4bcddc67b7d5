#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""System calls that fail: the right exit status and a word of why, or the service goes on. strace makes them fail.

usage: failing_calls.py BINARY
"""
import fcntl
import os
import socket
import subprocess
import time

from fastcgi import get, request
from responder import BINARY, DEADLINE, TARGET, Responder, eventually, run

EX_OSERR, EX_CANTCREAT = 71, 73


def under_strace(r, call, error, when="1+", path=None, do=None):
    """The responder's command, with `call` failing: its first, second ... time, and only on `path` if one is named."""
    return ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", "signal=none",
            "-e", f"inject={call}:{do or 'error=' + error}:when={when}", *(["-P", path] if path else []),
            BINARY, "serve", "-c", r.config]


def refused(r, *fault, status, says, **more):
    done = subprocess.run(under_strace(r, *fault, **more), stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          timeout=20, check=False)
    assert done.returncode == status, (fault, done.returncode, done.stderr)
    assert says in done.stderr, (fault, done.stderr)


def stale(r):
    """Leaves the socket of a process that is gone."""
    with socket.socket(socket.AF_UNIX) as old:
        old.bind(r.socket)


def no_event_queue():
    with Responder(start=False) as r:
        for call, error in (("epoll_create1", "EMFILE"), ("eventfd2", "ENFILE"), ("epoll_ctl", "ENOSPC")):
            refused(r, call, error, status=EX_OSERR, says="epoll" if call != "eventfd2" else "eventfd")
            assert not os.path.exists(r.socket)


def no_socket():
    with Responder(start=False) as r:
        for call, error, says in (("socket", "EMFILE", "cannot create a socket for"),
                                  ("bind", "EACCES", "cannot create the socket"),
                                  ("listen", "EADDRINUSE", "cannot listen on"),
                                  ("fchmodat,chmod", "EPERM", "cannot set the mode of")):
            refused(r, call, error, status=EX_CANTCREAT, says=says)
    with Responder("socket_group: daemon", start=False) as r:
        refused(r, "lchown", "EPERM", status=EX_CANTCREAT, says="cannot give group 1 the socket")
        refused(r, "newfstatat", "EACCES", path=r.socket, status=EX_CANTCREAT, says="cannot look at")


def nobody_can_tell_who_answers():
    with Responder(start=False) as r:
        stale(r)
        refused(r, "connect", "EACCES", status=EX_CANTCREAT, says="cannot tell whether anybody answers on")
        refused(r, "connect", "EAGAIN", status=EX_CANTCREAT, says="another process answers there")
        refused(r, "unlink", "EACCES", path=r.socket, status=EX_CANTCREAT, says="cannot replace the stale socket")
        assert os.path.exists(r.socket)
    with Responder() as r:
        refused(r, "getsockopt", "EINVAL", status=EX_CANTCREAT, says="another process answers there")
        # In another container the peer has no number here: pid 0.
        refused(r, "getsockopt", None, do="poke_exit=@arg4=00000000", status=EX_CANTCREAT,
                says=f"cannot listen on {r.socket}: another process answers there\n")


def tcp_port_in_use():
    with socket.socket() as other, Responder(start=False) as r:
        other.bind(("127.0.0.1", 0))
        other.listen()
        r.write(listen=f'"127.0.0.1:{other.getsockname()[1]}"')
        done = subprocess.run([BINARY, "serve", "-c", r.config], stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=20, check=False)
        assert done.returncode == EX_CANTCREAT and "cannot listen on 127.0.0.1:" in done.stderr, done


def a_held_lock_keeps_nobody_from_starting():
    with Responder(start=False) as r:
        folder = os.open(r.folder, os.O_RDONLY | os.O_DIRECTORY)
        fcntl.flock(folder, fcntl.LOCK_EX)
        r.start()
        os.close(folder)
        assert r.stop()[0] == 0


def accept_fails_now_and_then():
    """The peer has gone: nothing happened. No descriptor: a word in the log, a pause, and on."""
    for error, is_told in (("ECONNABORTED", False), ("EINTR", False), ("EPERM", False), ("ENOMEM", True)):
        with Responder(start=False) as r:
            r.start(command=under_strace(r, "accept4", error, "1"))
            assert ("new connections wait: Cannot allocate memory" in r.logged()) == is_told, (error, r.logged())
            assert r.answers()
            assert r.stop()[0] == 0


def reload_that_finds_something_else_at_the_path():
    with Responder() as r, r.kept() as peer:
        os.remove(r.socket)
        with open(r.socket, "w") as other:
            other.write("precious")
        assert "was removed, and: " in r.reload(), r.logged()
        assert os.path.getsize(r.socket) == 8
        assert peer.ask(get(TARGET), keep=True).status == 200
        assert r.stop()[0] == 0


def reload_that_cannot_take_the_new_socket_over():
    with Responder(start=False) as r:
        r.start(command=under_strace(r, "dup3", "EBUSY"))
        with r.kept() as peer:
            os.remove(r.socket)
            assert "cannot take over the new socket" in r.reload(), r.logged()
            assert peer.ask(get(TARGET), keep=True).status == 200
        assert r.stop()[0] == 0


def nobody_to_tell_about_the_start():
    """No socket for the message to the service manager, no room in its queue: no reason not to serve."""
    with Responder(start=False) as r:
        env = dict(os.environ, NOTIFY_SOCKET=f"{r.folder}/notify")
        r.start(command=under_strace(r, "socket", "EMFILE", "3+"), env=env)
        assert r.stop()[0] == 0


def waiting_is_interrupted():
    with Responder(start=False) as r:
        r.start(command=under_strace(r, "rt_sigtimedwait", "EINTR", "1"))
        assert r.stop()[0] == 0


def a_worker_that_does_not_finish():
    """It is held up for longer than the end waits."""
    with Responder("threads: 1", start=False) as r:
        r.start(wait=False, command=under_strace(r, "recvfrom", None, "1", do="delay_enter=7000000"))
        assert eventually(lambda: "answering on" in r.logged())
        with r.peer() as peer:
            peer.send(request(get(TARGET)))
            time.sleep(0.3)
            status, spent = r.stop()
        assert status == 0 and 4 < spent < 9, (status, spent)
        assert "stopped with requests unfinished" in r.logged(), r.logged()


def a_read_that_fails_closes_the_connection():
    """What lies there was seen whole; libfcgi gets an error all the same, and closes by itself."""
    with Responder("threads: 1") as r:
        worker = max(map(int, os.listdir(f"/proc/{r.process.pid}/task")))
        tracer = subprocess.Popen(["strace", "-qq", "-o", "/dev/null", "-e", "trace=read", "-e", "inject=read:error=EIO:when=1",
                                   "-p", str(worker)], stdin=subprocess.DEVNULL)
        try:
            def is_traced():
                with open(f"/proc/{r.process.pid}/task/{worker}/status") as status:
                    return f"TracerPid:\t{tracer.pid}\n" in status.read()

            assert eventually(is_traced)
            with r.peer() as peer:
                peer.send(request(get(TARGET), keep=True))
                assert peer.is_closed(DEADLINE)
            assert r.answers()
        finally:
            tracer.terminate()
            tracer.wait()
        assert r.stop()[0] == 0


run(no_event_queue, no_socket, nobody_can_tell_who_answers, tcp_port_in_use, a_held_lock_keeps_nobody_from_starting,
    accept_fails_now_and_then, reload_that_finds_something_else_at_the_path,
    reload_that_cannot_take_the_new_socket_over, nobody_to_tell_about_the_start, waiting_is_interrupted,
    a_read_that_fails_closes_the_connection, a_worker_that_does_not_finish)
