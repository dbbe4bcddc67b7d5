# SPDX-License-Identifier: MIT
"""What must hold while things move: many at once, reloads, restarts, deaths. And which kind gets which check."""
import os
import pathlib
import re
import signal
import subprocess
import threading
import time

import wire
from checks import AUTOCONFIG, Checks, post, request, said, unless
from prefix import answers, wait_until


class Asking:
    """Threads that ask for settings, over a new connection each time, for as long as the block runs."""

    def __init__(self, checks, count):
        self.checks, self.asked, self.failures, self.stop = checks, 0, [], threading.Event()
        self.lock = threading.Lock()
        self.threads = [threading.Thread(target=self.work) for _ in range(count)]

    def work(self):
        while not self.stop.is_set():
            try:
                problem = self.checks.serves()
            except OSError as error:
                problem = f"{type(error).__name__}: {error}"
            with self.lock:
                self.asked += 1
                if problem:
                    self.failures.append(problem)

    def wait_for_more(self, count):
        enough = self.asked + count
        wait_until(lambda: self.asked >= enough, "questions are stuck")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.stop.set()
        for thread in self.threads:
            thread.join()

    def problem(self):
        return f"{len(self.failures)} of {self.asked} failed: {self.failures[0]}" if self.failures else ""


class MovingChecks(Checks):
    def fifteen_at_once(self):
        """Thunderbird asks for a dozen documents at once and gives each 5 s. mod_fcgid waits a whole second, and at times
        several, when it has no process free; once it has started enough of them that must not add up."""
        times = []
        for _ in range(4):
            begin, found = time.monotonic(), []

            def ask():
                try:
                    found.append(self.https(request(AUTOCONFIG)).status)
                except OSError as error:
                    found.append(error)
            threads = [threading.Thread(target=ask) for _ in range(15)]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            times.append(time.monotonic() - begin)
            if found != [200] * 15:
                return f"got {found}"
            if self.kind.rate_is_limited:
                break
        return "" if self.kind.rate_is_limited or min(times[1:]) < 3 else f"took {times} s"

    def floods_are_limited(self):
        with wire.Connection(self.prefix.https, self.kind.tls) as connection:
            found = {connection.ask(request("/no/such/path")).status for _ in range(300)}
        return "" if found == {404, 429} else f"statuses {found}"

    def floods_count_by_network(self):
        """IPv6 by /64, IPv4 by address, in either spelling. Addresses come as a program in front of nginx sends them."""
        def statuses(addresses):
            return {wire.http(self.prefix.behind, request("/no/such/path", X_Forwarded_For=a)).status for a in addresses}

        one_net = [f"2001:db8:1:2:{i:x}::{i * 300:x}" for i in range(200)]
        one_host = [a for i in range(200) for a in ("198.51.100.1", "::ffff:203.0.113.200")]
        many = [a for i in range(100) for a in (f"2001:db8:1:{i + 3:x}::1", f"198.51.100.{i + 2}", f"::ffff:203.0.113.{i}")]
        found = [statuses(addresses) for addresses in (one_net, one_host[::2], one_host[1::2], many)]
        return "" if found == [{404, 429}] * 3 + [{404}] else f"statuses {found}"

    def a_502_says_why(self):
        """With the two commands of the comment."""
        text = (self.prefix.tmp / "snippets/autodiscover-pass.conf").read_text().replace(
            "/run/autodiscover/autodiscover.sock", str(self.prefix.socket))
        listens, may_open = re.findall(r"^#   (.*)$", text, re.M)

        def found(user_agent):
            answer = self.https(request(AUTOCONFIG, User_Agent=user_agent))
            log = self.prefix.tmp / "log/autodiscover.access.log"
            wait_until(lambda: user_agent in log.read_text(), "nothing in the access log")
            line = next(line for line in log.read_text().split("\n") if user_agent in line)
            if not line.endswith(f" unix:{self.prefix.socket} {answer.status}"):
                return f"the log says {line}"
            return answer.status, *(subprocess.run(["sh", "-c", command], stdout=subprocess.DEVNULL).returncode
                                    for command in (listens, may_open))

        if os.geteuid() != 0:
            return ""  # the commands are root's
        def restart():
            self.kind.service.terminate()  # and with it the connections that nginx keeps
            self.kind.service.wait(10)
            self.kind.service = self.kind.responder(self.prefix.tmp / "responder/config.yaml")

        well = found("well")
        restart()
        self.prefix.socket.chmod(0o600)
        closed = found("closed")
        self.kind.service.terminate()
        self.kind.service.wait(10)
        self.prefix.socket.chmod(0o666)
        down = found("down")
        restart()
        expected = [(200, 0, 0), (502, 0, 1), (502, 1, 0)]
        return "" if [well, closed, down] == expected else f"{[well, closed, down]}, not {expected}"

    @staticmethod
    def connected(path):
        """The connections that a responder holds, by inode."""
        lines = [line.split() for line in pathlib.Path("/proc/net/unix").read_text().split("\n")]
        return {f[6] for f in lines if len(f) > 7 and f[7] == str(path) and f[5] == "03"}

    def connections_are_kept(self):
        self.serves()
        before = self.connected(self.prefix.socket)
        for _ in range(20):
            self.https(request(AUTOCONFIG))
        after = self.connected(self.prefix.socket)
        return "" if before & after and len(after - before) < 5 else f"first {before}, after twenty requests {after}"

    def reload_loses_nothing(self):
        with Asking(self, 1) as asking:
            for _ in range(3):
                reloads = self.kind.reloads()
                self.kind.server.send_signal(self.kind.reload_signal)
                wait_until(lambda before=reloads: self.kind.reloads() > before, "no reload")
                asking.wait_for_more(10)
        return asking.problem()

    def restart_serves_again(self):
        reloads = self.kind.reloads()
        self.kind.server.send_signal(signal.SIGHUP)
        wait_until(lambda: self.kind.reloads() > reloads, "no restart")
        wait_until(lambda: answers(("127.0.0.1", self.prefix.https)), "no restart")
        return self.serves()

    def restarted_responder_costs_no_request(self):
        if problem := self.serves():
            return problem
        self.kind.service.terminate()
        self.kind.service.wait(10)
        down = self.https(request(AUTOCONFIG))
        self.kind.service = self.kind.responder(self.prefix.tmp / "responder/config.yaml")
        up = self.https(post())
        return unless(down.status in (502, 503), down) or unless(up.status == 200, up) or self.serves()

    def one_of_two_responders_may_die(self):
        """The two `server` lines that the shipped file has as a comment, and kill -9 in the middle of POSTs."""
        upstream = self.prefix.tmp / "conf.d/autodiscover-upstream.conf"
        lines = upstream.read_text().split("\n")
        both = [line.replace("#server", "server").replace("/run/autodiscover/", f"{self.prefix.tmp}/run/")
                for line in lines if line.strip().startswith("#server")]
        upstream.write_text("\n".join(line for line in lines if not line.strip().startswith("server")).replace(
            "upstream autodiscover {", "upstream autodiscover {\n" + "\n".join(both)))
        config = self.prefix.tmp / "responder/config.yaml"
        paths = [self.prefix.tmp / f"run/{i}.sock" for i in (1, 2)]
        services = [self.kind.responder(config, path) for path in paths]
        self.kind.server.send_signal(signal.SIGHUP)
        wait_until(lambda: not self.serves() and self.connected(paths[1]), "nginx does not use the second responder")
        with Asking(self, 4) as asking:
            for i in (0, 1, 0, 1):
                asking.wait_for_more(50)
                services[i].kill()
                services[i].wait()
                asking.wait_for_more(50)
                services[i] = self.kind.responder(config, paths[i])
        return asking.problem()


EVERYWHERE = [
    Checks.syntax_is_clean, MovingChecks.fifteen_at_once, Checks.tls_is_valid_for_all_names, Checks.outlook_path_in_any_case,
    Checks.unknown_path_is_a_short_404, Checks.page_for_people, Checks.no_compression, Checks.a_known_answer_is_304,
    Checks.body_over_the_limit_is_refused_by_us,
    Checks.body_over_32_kib_is_refused_by_the_server, Checks.body_without_length, Checks.port_80_serves_autoconfig,
    Checks.port_80_redirects_outlook, Checks.port_80_redirects_profiles, Checks.port_80_has_nothing_else,
    Checks.hosts_that_are_none_are_refused, Checks.tls_in_front_is_no_loop,
    Checks.logs_hold_no_address_and_no_password]
SITE_OF_THE_DOMAIN = [Checks.apex_serves_the_well_known_paths, Checks.apex_leaves_the_site_alone]
SERVICE = [MovingChecks.connections_are_kept, MovingChecks.restarted_responder_costs_no_request]
UNDER_WAY = [MovingChecks.reload_loses_nothing, MovingChecks.restart_serves_again]
BY_KIND = {
    "nginx": EVERYWHERE + SITE_OF_THE_DOMAIN + SERVICE + UNDER_WAY[:1] + [
        MovingChecks.a_502_says_why, MovingChecks.one_of_two_responders_may_die],
    "nginx-as-shipped": [MovingChecks.fifteen_at_once, MovingChecks.floods_count_by_network,
                         MovingChecks.floods_are_limited],
    "apache-proxy": EVERYWHERE + SITE_OF_THE_DOMAIN + SERVICE + UNDER_WAY + [Checks.syntax_before_there_is_a_certificate],
    "apache-fcgid": EVERYWHERE + UNDER_WAY + [Checks.syntax_before_there_is_a_certificate,
                                              Checks.a_missing_programme_is_an_error_of_syntax],
    "spawn-fcgi": [MovingChecks.connections_are_kept],
}


def run(kind, score):
    checks = MovingChecks(kind)
    for check in BY_KIND.get(kind.name, []):
        try:
            problem = check(checks)
        except (OSError, ValueError, AttributeError) as error:
            problem = f"{type(error).__name__}: {error}"
        score.add(f"{kind.name} {check.__name__.replace('_', ' ')}", problem)
