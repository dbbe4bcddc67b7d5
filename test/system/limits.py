#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Few descriptors, little memory: the responder waits, does not spin, and recovers."""
import contextlib
import os
import resource
import signal
import time

from fastcgi import get, request
from responder import BINARY, TARGET, Responder, eventually, run


def processor_seconds(process):
    with open(f"/proc/{process.pid}/stat") as text:
        fields = text.read().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def starved(r, limit):
    """More peers than there are descriptors, all in the middle of a request, so that none is idle."""
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


def all_places_are_taken():
    """By peers that have just asked: none of them is closed for one more, which waits until they are answered."""
    with Responder("threads: 1", start=False) as r:
        r.start(command=["prlimit", "--nofile=40", BINARY, "serve", "-c", r.config])
        kept = [r.kept() for _ in range(24)]
        r.kill(signal.SIGSTOP)
        os.waitid(os.P_PID, r.process.pid, os.WSTOPPED)  # or it makes room for the peer that comes now
        with r.peer() as another:
            for peer in [*kept, another]:
                peer.send(request(get(TARGET), keep=True))
            r.kill(signal.SIGCONT)
            for peer in [*kept, another]:
                assert peer.receive().status == 200
        assert "new connections wait: the limit of open connections is reached" in r.logged(), r.logged()
        for peer in kept:
            peer.close()
        assert r.stop()[0] == 0


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


def no_more_memory():
    """While it runs: a word of it, the old configuration stays, and all is well when there is memory again."""
    def limit(octets):
        resource.prlimit(r.process.pid, resource.RLIMIT_AS, (octets, resource.RLIM_INFINITY))

    with Responder("threads: 1", start=False) as r:
        # What is larger than a page comes from the system, as all does when the heap is used up.
        r.start(wait=False, env=dict(os.environ, MALLOC_MMAP_THRESHOLD_="4096"))
        assert eventually(lambda: "answering on" in r.logged()), r.logged()
        limit(1 << 20)
        with open(r.config, "a") as out:
            out.write("# \n" * 200_000)  # more than lies about in the heap
        assert "not enough memory for the configuration" in r.reload(), r.logged()
        with r.peer() as peer:
            with contextlib.suppress(OSError):  # closed before
                peer.send(request(get(TARGET)))
            assert peer.is_closed(5)
        assert eventually(lambda: "not enough memory for a request" in r.logged()), r.logged()
        limit(resource.RLIM_INFINITY)
        assert r.answers()
        assert "reloaded " in r.reload()
        assert r.stop()[0] == 0


run(few_descriptors, hardly_any_descriptor, all_places_are_taken, little_memory, no_more_memory)
