#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Few descriptors, little memory: the responder waits, does not spin, and recovers."""
import os
import time

from fastcgi import get
from responder import BINARY, TARGET, Responder, eventually, run


def processor_seconds(process):
    with open(f"/proc/{process.pid}/stat") as text:
        fields = text.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def starved(r, limit):
    """As many peers as there are descriptors, all in the middle of a request, so that none can be closed for another."""
    peers = []
    for _ in range(limit + 5):
        peer = r.peer()
        peer.send(b"\x01")
        peers.append(peer)
    return peers


def descriptors(limit):
    with Responder("threads: 2, stall_timeout: 2", start=False) as r:
        r.start(command=["prlimit", f"--nofile={limit}", BINARY, "serve", "-c", r.config])
        peers = starved(r, limit)
        before = processor_seconds(r.process)
        time.sleep(1)
        spent = processor_seconds(r.process) - before
        assert spent <= 0.05, f"{spent} s of processor time in 1 s"
        assert r.process.poll() is None
        for peer in peers:
            peer.close()
        assert eventually(r.answers, 3), r.logged()
        idle = [r.peer() for _ in range(limit + 5)]  # these only wait: the oldest makes room
        assert eventually(r.answers, 2), r.logged()
        for peer in idle:
            peer.close()
        assert r.stop()[0] == 0


def few_descriptors():
    descriptors(20)


def hardly_any_descriptor():
    descriptors(9)


def little_memory():
    """64 MiB of addresses: started or not, and never a crash."""
    with Responder("threads: 1", start=False) as r:
        r.start(wait=False, command=["prlimit", "--as=67108864", BINARY, "serve", "-c", r.config])
        time.sleep(0.3)
        status = r.process.poll()
        if status is None:
            assert r.answers()
            with r.peer() as peer:
                peer.ask(get(TARGET), keep=True)
            assert r.stop()[0] == 0
        else:
            assert status > 0, f"killed by signal {-status}"


run(few_descriptors, hardly_any_descriptor, little_memory)
