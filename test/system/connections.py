#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Many, silent, slow and hostile connections against few threads."""
import os
import time

from fastcgi import Closed, PARAMS, begin, get, pairs, record, request
from responder import TARGET, Responder, eventually, run


def milliseconds(action):
    begin_at = time.monotonic()
    action()
    return (time.monotonic() - begin_at) * 1000


def quickest(action, tries=5):
    """The best of some tries: the machine is shared, and a starved responder would never be quick."""
    return min(milliseconds(action) for _ in range(tries))


def must_answer(responder):
    assert responder.answers()


def idle_kept_connections_hold_no_thread():
    with Responder("threads: 2") as r:
        peers = [r.kept() for _ in range(64)]
        spent = quickest(lambda: must_answer(r))
        assert spent < 50, f"{spent} ms"
        for peer in peers:  # and each of them is still good
            assert peer.ask(get(TARGET), keep=True).status == 200
            peer.close()


def silent_and_stalled_peers_hold_no_thread():
    with Responder("threads: 2, stall_timeout: 1") as r:
        whole = request(get(TARGET))
        silent = [r.peer() for _ in range(32)]
        stalled = [r.peer() for _ in range(32)]
        for number, peer in enumerate(stalled):
            peer.send(whole[: 1 + number * (len(whole) - 1) // 32])
        began = time.monotonic()
        spent = quickest(lambda: must_answer(r))
        assert spent < 50, f"{spent} ms"
        for peer in stalled:
            assert peer.is_closed(within=3), "a peer that stopped inside a request was not closed"
        assert 0.8 < time.monotonic() - began < 3
        assert not silent[0].is_closed(within=0.01), "a peer that has not begun has idle_timeout"


def peers_that_leave_in_the_middle():
    """Nothing of them is kept until stall_timeout: more of them than there may be connections are in nobody's way."""
    with Responder("threads: 2, stall_timeout: 60") as r:
        half = request(get(TARGET))[:50]
        with r.kept() as kept:
            for _ in range(1500):
                with r.peer() as peer:
                    peer.send(half)
            assert eventually(lambda: len(os.listdir(f"/proc/{r.process.pid}/fd")) < 20), "they are kept"
            assert kept.ask(get(TARGET), keep=True).status == 200, "an idle connection had to make room"


def idle_timeout():
    with Responder("idle_timeout: 1") as r:
        with r.kept() as peer:
            spent = milliseconds(lambda: peer.is_closed(within=4))
            assert 900 < spent < 3000, f"{spent} ms"


def request_in_small_pieces():
    with Responder("threads: 1") as r:
        text = request(get(TARGET))
        with r.peer() as slow:
            slow.socket.setblocking(True)  # with a time limit Python asks poll() first, which says no at a quarter of
            for at in range(0, len(text), 3):  # what the kernel keeps
                slow.send(text[at : at + 3])
                assert at % 30 or r.answers()
            assert slow.receive().status == 200


def request_in_more_pieces_than_the_kernel_keeps():
    """Closed as stalled; nobody else has noticed."""
    with Responder("threads: 1, stall_timeout: 1") as r:
        with r.peer() as slow:
            slow.socket.settimeout(0.3)
            try:
                for octet in request(get(TARGET, HTTP_X="x" * 1000)):
                    slow.send(bytes([octet]))
            except OSError:
                pass
            assert quickest(lambda: must_answer(r)) < 50
            assert slow.is_closed(within=3)


def peer_that_never_reads():
    """Answers pile up until the kernel takes no more; the write then fails within stall_timeout."""
    with Responder("threads: 1, stall_timeout: 1") as r:
        with r.peer() as deaf:
            deaf.socket.settimeout(0.5)
            one = request(get(TARGET), keep=True)
            try:
                for _ in range(3000):
                    deaf.send(one)
                    time.sleep(0.0005)
            except OSError:
                pass  # our own end is full, or closed already
            spent = milliseconds(lambda: must_answer(r))
            assert spent < 3000, f"{spent} ms"


def streams_that_break_libfcgi():
    value = pairs({"FCGI_MAX_CONNS": ""})
    streams = {
        "GET_VALUES that overflow": record(9, value * 40, 0),
        "GET_VALUES inside a request": begin() + record(9, value * 40, 0),
        "lengths of 2 GiB": begin() + record(PARAMS, b"\xff" * 8 + b"x"),
        "a value of 1 GiB": begin() + record(PARAMS, b"\x01\xc0\x00\x00\x00A"),
        "an unknown type": record(77, b"", 0) * 10,
        "an abort": begin() + record(2),
        "another protocol": b"GET / HTTP/1.1\r\nHost: x\r\n\r\n",
        "a wrong version": b"\x02" + begin()[1:],
        "an authorizer": begin(role=2),
    }
    with Responder("threads: 1") as r:
        for name, stream in streams.items():
            with r.peer() as peer:
                peer.send(stream)
                assert peer.is_closed(within=1), name
            assert r.process.poll() is None and r.answers(), name


def many_parameters():
    with Responder("threads: 1") as r:
        few = get(TARGET, **{f"HTTP_X_{i}": "x" * 500 for i in range(100)})
        with r.peer() as peer:
            assert peer.ask(few).status == 200
        with r.peer() as peer:
            try:
                peer.send(request(get(TARGET, **{f"HTTP_X_{i}": "x" * 500 for i in range(400)})))
                peer.receive()
                raise AssertionError("200 KiB of parameters were read")
            except (OSError, Closed):
                pass
        assert r.answers()


def more_connections_than_there_may_be():
    with Responder("threads: 2") as r:
        peers = [r.peer() for _ in range(900)]
        try:
            peers += [r.kept() for _ in range(120)]
            spent = quickest(lambda: must_answer(r))
            assert spent < 200, f"{spent} ms"
        finally:
            for peer in peers:
                peer.close()
        assert r.answers()


run(idle_kept_connections_hold_no_thread, silent_and_stalled_peers_hold_no_thread,
    peers_that_leave_in_the_middle, idle_timeout, request_in_small_pieces, request_in_more_pieces_than_the_kernel_keeps,
    peer_that_never_reads, streams_that_break_libfcgi, many_parameters, more_connections_than_there_may_be)
