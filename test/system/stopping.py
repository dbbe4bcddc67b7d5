#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""SIGTERM and its like: what is in flight is finished, and the end comes soon."""
import os
import signal
import threading
import time

from fastcgi import Closed, get, request
from responder import TARGET, Responder, eventually, run


def at_once_when_idle():
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGUSR1):
        with Responder() as r:
            with r.kept():
                status, spent = r.stop(number)
                assert status == 0, (number, status, r.logged())
                assert spent < 1, f"{spent} s"


def an_interrupt_that_a_shell_ignores_stays_ignored():
    """As in `autodiscover serve &` of a script: the terminal's ^C is not for it."""
    with Responder(start=False) as r:
        r.start(preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN))
        r.kill(signal.SIGINT)
        assert r.answers()
        assert r.stop()[0] == 0


def a_request_that_has_begun_is_finished():
    with Responder("threads: 1") as r:
        text = request(get(TARGET))
        with r.peer() as peer:
            peer.send(text[:100])
            time.sleep(0.05)
            r.kill(signal.SIGTERM)
            assert eventually(lambda: "stopping" in r.logged())
            peer.send(text[100:])
            assert peer.receive().status == 200
        assert r.process.wait(5) == 0


def a_peer_that_never_finishes_is_not_waited_for():
    with Responder("stall_timeout: 60") as r:
        with r.peer() as peer:
            peer.send(request(get(TARGET))[:100])
            time.sleep(0.05)
            status, spent = r.stop()
            assert status == 0 and spent < 5, (status, spent)


def second_signal():
    with Responder("stall_timeout: 60") as r:
        with r.peer() as peer:
            peer.send(request(get(TARGET))[:100])
            time.sleep(0.05)
            r.kill(signal.SIGTERM)
            assert eventually(lambda: "stopping" in r.logged())
            status, spent = r.stop()
            assert spent < 0.5, f"{spent} s"
            assert status == -signal.SIGTERM, status
        assert not os.path.exists(r.socket)


def under_load():
    """Every request whose connection was accepted is answered; later ones are refused, none is cut off."""
    with Responder("threads: 2") as r:
        cut, served, done = [], [], threading.Event()

        def load():
            while not done.is_set():
                try:
                    peer = r.peer()
                except OSError:
                    return  # nobody there any more
                try:
                    peer.send(request(get(TARGET)))
                    served.append(peer.receive().status)
                except (OSError, Closed) as error:
                    cut.append(repr(error))
                peer.close()

        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        assert eventually(lambda: len(served) > 200)
        status, spent = r.stop()
        done.set()
        for thread in threads:
            thread.join()
        assert status == 0 and spent < 5, (status, spent)
        assert set(served) == {200}
        assert not cut, cut


run(at_once_when_idle, an_interrupt_that_a_shell_ignores_stays_ignored, a_request_that_has_begun_is_finished,
    a_peer_that_never_finishes_is_not_waited_for,
    second_signal, under_load)
