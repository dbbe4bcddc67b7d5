#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SIGHUP before the responder is ready for it. strace sends it at a chosen step.
usage: early_signals.py BINARY"""
import signal
import subprocess

from responder import BINARY, Responder, eventually, run


def under_hangup(r, call, path=(), command="serve"):
    """strace sends SIGHUP with the first call of that name, of those about `path`, if one is given."""
    return ["strace", "-D", "-qq", "-o", "/dev/null", *path, "-e", f"inject={call}:signal=HUP:when=1", BINARY, command,
            "-c", r.config]


def a_hangup_at_any_step_of_a_start():
    """It waits from the first line of main() on, and becomes a reload. In the dynamic loader nothing can hold it."""
    for call in ("fcntl", "openat", "read", "epoll_create1", "socket", "bind", "listen", "eventfd2", "clone3"):
        with Responder(start=False) as r:
            r.start(command=under_hangup(r, call, ("-P", r.config) if call in ("openat", "read") else ()))
            assert eventually(lambda: "reloaded " in r.logged()), (call, r.logged())
            assert r.stop()[0] == 0


def a_hangup_ends_other_commands():
    with Responder(start=False) as r:
        done = subprocess.run(under_hangup(r, "read", ("-P", r.config), "check"), stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=20, check=False)
        assert done.returncode == -signal.SIGHUP, done


run(a_hangup_at_any_step_of_a_start, a_hangup_ends_other_commands)
