#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Request bodies: the cap, and lengths that are not what they say."""
import threading

from outlook_request import BODY, POX
from fastcgi import PARAMS, STDIN, begin, get, pairs, post, record, request
from responder import TARGET, Responder, run

CAP = 4096
WAITED_FOR = 65536  # octets of a body at most, even if it is refused; of longer ones the rest is not


def fill(size):
    return BODY + b" " * (size - len(BODY))


def cap():
    with Responder("threads: 1") as r:
        with r.peer() as peer:
            for size in (len(BODY), CAP - 1, CAP):
                answer = peer.ask(post(POX, fill(size)), fill(size), keep=True)
                assert answer.status == 200 and b"mail.hosting.example" in answer.body, (size, answer.raw)
            for size in (CAP + 1, WAITED_FOR):
                answer = peer.ask(post(POX, fill(size)), fill(size), keep=True)
                assert answer.status == 413, (size, answer.raw)
            assert peer.ask(post(POX, BODY), BODY, keep=True).status == 200, "a web server that loses a connection may lose a request"


def configured_cap():
    with Responder("max_body: 2000") as r:
        with r.peer() as peer:
            assert peer.ask(post(POX, fill(2000)), fill(2000), keep=True).status == 200
            assert peer.ask(post(POX, fill(2001)), fill(2001), keep=True).status == 413


def far_over_the_cap():
    for size in (WAITED_FOR + 1, 1000000):
        with Responder("threads: 1") as r:
            with r.peer() as peer:
                body = b"x" * size

                def send():
                    try:
                        peer.send(request(post(POX, body), body))
                    except OSError:
                        pass  # closed after the answer, as it should be

                sender = threading.Thread(target=send)
                sender.start()
                assert peer.receive().status == 413, size
                sender.join(5)
            assert r.answers()


def refused_body_that_comes_slowly():
    """A web server that is still sending when the connection closes would lose the answer."""
    with Responder("threads: 1") as r:
        with r.peer() as peer:
            whole = request(post(POX, fill(200000)), fill(200000), keep=True)
            for at in range(0, len(whole), 50000):
                peer.send(whole[at : at + 50000])
                assert r.answers(), "a worker is held"
            assert peer.receive().status == 413


def declared_length_over_the_cap():
    """Answered before the body comes."""
    with Responder("threads: 1") as r:
        for length in ("65537", "99999999999", "99999999999999999999999999"):
            with r.peer(deadline=1) as peer:
                variables = get(POX, REQUEST_METHOD="POST", CONTENT_LENGTH=length)
                peer.send(begin(True) + record(PARAMS, pairs(variables)) + record(PARAMS))
                assert peer.receive().status == 413, length
                assert peer.is_closed(within=1), length


def lengths_that_lie():
    with Responder("threads: 1, stall_timeout: 2") as r:
        for length in ("", "0", "1", "4000", "-1", "garbage", "0x10", " 5", "1e3", "\u0665"):
            with r.peer(deadline=1) as peer:
                answer = peer.ask(post(POX, BODY, CONTENT_LENGTH=length), BODY, keep=True)
                assert answer.status == 200 and b"mail.hosting.example" in answer.body, (length, answer.raw)
                assert peer.ask(get(TARGET), keep=True).status == 200, length
        without = post(POX, BODY)
        del without["CONTENT_LENGTH"]
        with r.peer(deadline=1) as peer:
            assert peer.ask(without, BODY).status == 200


def body_of_a_get_is_drained():
    with Responder("threads: 1") as r:
        with r.peer(deadline=1) as peer:
            for _ in range(3):
                assert peer.ask(get(TARGET), b"x" * 4000, keep=True).status == 200


def body_in_many_small_records():
    with Responder("threads: 1") as r:
        with r.peer(deadline=2) as peer:
            text = begin(True) + record(PARAMS, pairs(post(POX, BODY))) + record(PARAMS)
            for at in range(0, len(BODY), 7):
                text += record(STDIN, BODY[at : at + 7], padding=at % 9)
            peer.send(text + record(STDIN))
            answer = peer.receive()
            assert answer.status == 200 and b"mail.hosting.example" in answer.body, answer.raw


def peer_that_goes_inside_its_body():
    with Responder("threads: 1") as r:
        for _ in range(20):
            with r.peer() as peer:
                peer.send(request(post(POX, BODY), BODY)[:-20])
        assert r.answers()


run(cap, configured_cap, far_over_the_cap, refused_body_that_comes_slowly, declared_length_over_the_cap, lengths_that_lie, body_of_a_get_is_drained,
    body_in_many_small_records, peer_that_goes_inside_its_body)
