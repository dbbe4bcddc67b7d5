#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Responders that die under load. Two behind one nginx: no request is lost. One alone whose listening socket is held by
its supervisor, as systemd does it: back within a second, and none refused.
usage: kill.py BUILD_FOLDER [SECONDS [SECONDS_BETWEEN_KILLS]]     30 and 3 by default
"""
import os
import signal
import socket
import time

import plan
from front import BINARY, Front, Instance, Load, Verdict, load, number

SECONDS = number(2, 30.0)
PAUSE = number(3, 3.0)
CONNECTIONS = 32
RATE = 1000  # requests a second at least, or the kills prove little
THREADS = 4
RESTART = 0.1  # RestartSec= of conf/systemd/autodiscover.service

verdict = Verdict()


def two_behind_one_nginx():
    with Front() as front:
        instances = [front.instance(name).start() for name in ("1", "2")]
        front.nginx(*instances)
        kills = {signal.SIGKILL: 0, signal.SIGTERM: 0}
        mixture, _ = plan.mixture()
        with Load(front, mixture, CONNECTIONS, seconds=SECONDS) as running:
            turn, next_kill = 0, time.monotonic() + PAUSE
            while running.is_running():
                time.sleep(0.01)
                if time.monotonic() >= next_kill and running.is_running():
                    how = signal.SIGTERM if turn % 4 == 3 else signal.SIGKILL
                    instances[turn % 2].end(how)
                    time.sleep(RESTART)
                    instances[turn % 2].start()
                    kills[how] += 1
                    turn, next_kill = turn + 1, next_kill + PAUSE
            found = running.result()
        verdict.none_failed(found, f"{kills[signal.SIGKILL]} times kill -9 and {kills[signal.SIGTERM]} times TERM of one of two")
        verdict(sum(kills.values()) >= SECONDS / PAUSE - 2, f"kills in {SECONDS:.0f} s: {sum(kills.values())}")
        verdict(found["answered"] >= RATE * SECONDS, f"at least {RATE} requests a second")


class Activated(Instance):
    """A responder to which a socket is handed that stays open when it dies (sd_listen_fds(3))."""

    def __init__(self, front):
        super().__init__(front, "1", plan.COMMON.read_text(), f", threads: {THREADS}")
        self.listening = socket.socket(socket.AF_UNIX)
        self.listening.bind(str(self.socket))
        self.socket.chmod(0o666)
        self.listening.listen(4096)

    def start(self, wait=True, command=None, **more):
        fd = self.listening.fileno()
        script = f'LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" serve -c "$1" 3<&{fd}'
        return super().start(False, ["sh", "-c", script, BINARY, self.config], pass_fds=[fd])

    def has_answered(self, since):
        return any(" 200 " in line for line in self.log.read_text()[since:].split("\n"))


def alone_with_a_socket_that_is_held():
    with Front() as front:
        one = Activated(front).start()
        front.nginx(one)
        mixture, _ = plan.mixture()
        load(front, mixture, CONNECTIONS, 100)
        kills, back = 0, []
        with Load(front, mixture, CONNECTIONS, seconds=min(SECONDS, 12)) as running:
            while running.is_running():
                time.sleep(1)
                if not running.is_running():
                    break
                one.end(signal.SIGKILL)
                kills, since, begin = kills + 1, os.path.getsize(one.log), time.monotonic()
                time.sleep(RESTART)
                one.start()
                while not one.has_answered(since) and time.monotonic() < begin + 5:
                    time.sleep(0.002)
                back.append(time.monotonic() - begin)
            found = running.result()
        verdict(kills >= 5 and max(back) <= 1, f"one alone, {kills} times kill -9: back after {max(back) * 1000:.0f} ms at most")
        verdict(found["broken"] == found["late"] == found["wrong_body"] == 0 and found["answered"] > 1000,
                f"{found['answered']} answered, none late or cut off", str(found))
        verdict(found["wrong_status"] <= kills * THREADS,
                f"{found['wrong_status']} requests in flight were lost (at most {THREADS} threads a kill)", found["first"])


two_behind_one_nginx()
alone_with_a_socket_that_is_held()
verdict.end()
