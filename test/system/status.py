#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""/status: who may see it, and that its numbers are right."""
import threading
import time

import metrics
from fastcgi import ask, get, post
from outlook_request import BODY, POX
from responder import TARGET, Responder, eventually, run

ALLOWED = get("/status", AUTODISCOVER_STATUS="on")
HISTOGRAM = "autodiscover_request_duration_seconds"


def requests(route, status):
    return f'autodiscover_requests_total{{route="{route}",status="{status}"}}'


def numbers(r):
    answer = ask(r.socket, ALLOWED)
    assert answer.status == 200, answer.raw
    assert answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8", answer.headers
    return metrics.read(answer.body.decode())[0]


def all_requests(found):
    return sum(value for series, value in found.items() if series.startswith("autodiscover_requests_total"))


def counted(r, count):
    """The numbers once `count` requests are in them: an answer is there before it is counted."""
    found = {}

    def complete():
        nonlocal found, count
        found = numbers(r)
        if all_requests(found) >= count:
            return True
        count += 1  # the question that found less
        return False

    assert eventually(complete), (all_requests(found), count)
    assert all_requests(found) == count, (all_requests(found), count)
    return found


def hidden_as_any_unknown_path(r, *questions):
    unknown = ask(r.socket, get("/no/such/path"))
    assert unknown.status == 404
    for question in questions:
        assert ask(r.socket, question).raw == unknown.raw, question


def off_by_default():
    with Responder() as r:
        hidden_as_any_unknown_path(r, ALLOWED, get("/status"))


def careless_location():
    """The switch alone shows nothing: the location must say so, and no client can."""
    with Responder("status: true") as r:
        hidden_as_any_unknown_path(
            r, get("/status"), get("/status?AUTODISCOVER_STATUS=on"), get("/status", HTTP_AUTODISCOVER_STATUS="on"),
            get("/status", HTTP_X="on\nAUTODISCOVER_STATUS=on"), get("/status", AUTODISCOVER_STATUS=""),
            get("/status", AUTODISCOVER_STATUS="off"), get("/status", AUTODISCOVER_STATUS="On"),
            get("/Status", AUTODISCOVER_STATUS="on"), get("/status/", AUTODISCOVER_STATUS="on"))
        assert ask(r.socket, get(TARGET, AUTODISCOVER_STATUS="on")).body.startswith(b"<?xml")
        assert numbers(r)


def methods():
    with Responder("status: true") as r:
        head = ask(r.socket, dict(ALLOWED, REQUEST_METHOD="HEAD"))
        assert head.status == 200 and head.body == b"", head.raw
        refused = ask(r.socket, dict(ALLOWED, REQUEST_METHOD="POST"))
        assert refused.status == 405 and refused.headers["Allow"] == "GET, HEAD", refused.raw


def exact():
    with Responder("status: true") as r:
        before = counted(r, 1)  # start()'s own question
        assert before[requests("autoconfig", 200)] == 1
        for _ in range(5):
            ask(r.socket, get(TARGET))
        tag = ask(r.socket, get(TARGET)).headers["ETag"]
        assert ask(r.socket, get(TARGET, HTTP_IF_NONE_MATCH=tag)).status == 304
        ask(r.socket, get("/nothing"))
        ask(r.socket, post("/nothing", b"x"), b"x" * 20000)
        for _ in range(3):
            ask(r.socket, post(POX, BODY), BODY)
        ask(r.socket, dict(get(TARGET), REQUEST_METHOD="DELETE"))
        ask(r.socket, get("/email.mobileconfig?email=someone@example.com"))
        after = counted(r, all_requests(before) + 15)  # and the last question for the page
        grown = {series: after[series] - before[series] for series in after if after[series] != before[series]}
        expected = {requests("autoconfig", 200): 6, requests("autoconfig", 304): 1, requests("-", 404): 1,
                    requests("-", 413): 1, requests("outlook", 200): 3, requests("autoconfig", 405): 1,
                    requests("mobileconfig", 200): 1}
        found = {series: value for series, value in grown.items()
                 if series.startswith("autodiscover_requests") and 'route="status"' not in series}
        assert found == expected, found
        assert after[HISTOGRAM + "_count"] == all_requests(after)
        assert 0 < grown[HISTOGRAM + "_sum"] < 5, grown


def monotone_under_load():
    """Whoever asks while four others do sees no number go back, and at the end all."""
    with Responder("status: true, threads: 3") as r:
        before = counted(r, 1)

        def load():
            with r.peer() as kept:
                for _ in range(250):
                    kept.ask(get(TARGET), keep=True)
                    ask(r.socket, get("/nothing"))

        threads = [threading.Thread(target=load) for _ in range(4)]
        for thread in threads:
            thread.start()
        last, asked = before, 1
        while any(thread.is_alive() for thread in threads):
            now, asked = numbers(r), asked + 1
            for series in now:
                if series.startswith((HISTOGRAM, "autodiscover_requests")):
                    assert now[series] >= last[series], (series, last[series], now[series])
            last = now
        for thread in threads:
            thread.join()
        assert asked > 10, asked
        after = counted(r, all_requests(before) + asked + 2000)
        assert after[requests("autoconfig", 200)] - before[requests("autoconfig", 200)] == 1000
        assert after[requests("-", 404)] - before[requests("-", 404)] == 1000


def configuration():
    with Responder("status: true") as r:
        def of(name):
            return numbers(r)["autodiscover_" + name]

        first = of("config_loaded_timestamp_seconds")
        assert abs(first - time.time()) < 60 and 0 <= of("config_age_seconds") < 60
        assert (of("config_generation"), of("reload_failures_total"), of("domains")) == (1, 0, 2)
        r.write(more="  more.example:\n")
        r.reload()
        assert (of("config_generation"), of("reload_failures_total"), of("domains")) == (2, 0, 3)
        second = of("config_loaded_timestamp_seconds")
        assert second > first
        with open(r.config, "a") as out:
            out.write("nonsense: 1\n")
        for _ in range(2):
            r.reload()
        assert (of("config_generation"), of("reload_failures_total"), of("domains")) == (2, 2, 3)
        assert of("config_loaded_timestamp_seconds") == second
        r.write()
        r.reload()
        assert (of("config_generation"), of("reload_failures_total"), of("domains")) == (3, 2, 2)
        assert abs(numbers(r)["process_start_time_seconds"] - first) < 5
        r.settings = ""
        r.write()
        r.reload()
        hidden_as_any_unknown_path(r, ALLOWED)


def connections():
    with Responder("status: true") as r:
        peers = [r.kept() for _ in range(7)]
        assert eventually(lambda: numbers(r)["autodiscover_connections"] == 8)  # and the one that asks
        for peer in peers:
            peer.close()
        assert eventually(lambda: numbers(r)["autodiscover_connections"] == 1)


run(off_by_default, careless_location, methods, exact, monotone_under_load, configuration, connections)
