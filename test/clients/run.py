#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Real, unmodified mail clients find their settings from the responder. See README.md in this folder.

usage: run.py BINARY [FOLDER]    BINARY: the responder; FOLDER: where npm installed Delta Chat (default build/clients)
Last line: N passed, N failed.
"""
import base64
import sys
import time

import network
import sites
from delta_chat import DeltaChat, DeltaChatError, binary
from mail_servers import MailServers
from marionette import MarionetteError
from scenarios import MAIL_HOSTS, SCENARIOS, records, web_hosts
from thunderbird import Thunderbird

SECONDS = 240  # for everything; the namespaces end then, whatever hangs
THUNDERBIRD_WORDS = {"alwaysSTARTTLS": "STARTTLS", "passwordCleartext": "password"}


def difference(expected, found):
    """The parts of `expected` that `found` does not say, each with both values; nothing found is one part: "all"."""
    if (expected is None) != (found is None):
        return {"all": (expected, found)}
    return {part: (value, found[part]) for part, value in (expected or {}).items() if found[part] != value}


class Report:
    """Counts, and says what was expected and found where they differ."""

    def __init__(self):
        self.passed = self.failed = 0

    def add(self, name, problems):
        self.passed, self.failed = (self.passed + 1, self.failed) if not problems else (self.passed, self.failed + 1)
        print(f"{'FAILED' if problems else 'ok':6} {name}", flush=True)
        for problem in problems:
            print(f"       {problem}", flush=True)

    def compare(self, name, expected, found, red=()):
        """A wrong answer (`red`: the parts that must differ) passes when the comparison is red there and only there."""
        differences = difference(expected, found)
        if red:
            what = "nothing" if not differences else ", ".join(differences)
            problems = [] if tuple(differences) == red else [f"must be red in {', '.join(red)}; red in {what}"]
        else:
            problems = [f"{part}: expected {a}, found {b}" for part, (a, b) in differences.items()]
        self.add(name, problems)


def thunderbird_server(s):
    """One server as thunderbird.js and thunderbird_window.js describe it, in the words of scenarios.py."""
    words = (THUNDERBIRD_WORDS.get(s[key], s[key]) for key in ("socket", "auth"))
    return (s["type"], s["host"], s["port"], *words, s["username"])


def thunderbird_expects(scenario):
    if scenario.source is None:
        return None
    servers = [(*server, "password", scenario.username)
               for server in (scenario.incoming, scenario.outgoing, *scenario.alternatives)]  # fmt: skip
    return {"source": scenario.source, "consent": scenario.consent, "complete": True,
            "incoming": servers[0], "outgoing": servers[1], "alternatives": servers[2:]}  # fmt: skip


def thunderbird_found(config):
    if config is None:
        return None
    return dict(config, incoming=thunderbird_server(config["incoming"]),
                outgoing=thunderbird_server(config["outgoing"]),
                alternatives=[thunderbird_server(s) for s in config["alternatives"]])  # fmt: skip


def try_thunderbird(net, report):
    """Every scenario, by the functions that the account window calls."""
    client = Thunderbird(net, "thunderbird")
    print(client.open())
    for scenario in SCENARIOS:
        found = thunderbird_found(client.find(scenario.address, scenario.password))
        report.compare(f"Thunderbird, {scenario.name}", thunderbird_expects(scenario), found, scenario.red)
    client.close()


def try_thunderbird_window(net, report, servers):
    """Some scenarios as a person does them: in the window, to the end; Thunderbird then logs in."""
    for number, scenario in enumerate(scenario for scenario in SCENARIOS if scenario.window):
        client = Thunderbird(net, f"thunderbird-window-{number}")
        client.open()
        account = client.set_up(scenario.address, "secret")
        client.close()
        ends = (scenario.incoming, scenario.outgoing)
        login = (*scenario.incoming, scenario.username)
        expected = {"shown": [f"{host}:{port}" for _, host, port, _ in ends],
                    "incoming": (*ends[0], "password", scenario.username),
                    "outgoing": (*ends[1], "password", scenario.username), "login": login}  # fmt: skip
        found = {"shown": account["shown"], "incoming": thunderbird_server(account["incoming"]),
                 "outgoing": thunderbird_server(account["outgoing"]),
                 "login": login if login in servers.logins() else None}  # fmt: skip
        report.compare(f"Thunderbird's window, {scenario.name}", expected, found)


def try_delta_chat(net, report, servers, program):
    chosen = [scenario for scenario in SCENARIOS if scenario.delta_chat]
    client = DeltaChat(net, program)
    accounts = client.prepare(len(chosen), web_hosts() + list(MAIL_HOSTS.values()), net.folder / "site.key")
    for account, scenario in zip(accounts, chosen):
        before = len(servers.logins())
        try:
            client.configure(account, scenario.address)
            error = None
        except DeltaChatError as failure:
            error = str(failure)
        # Accounts that are set up go on polling their servers: only this one's user name counts.
        logins = {login[:4] for login in servers.logins()[before:] if login[4] == scenario.username}
        expected = {"logins": {scenario.incoming, scenario.outgoing}}
        if not scenario.red:
            expected["error"] = None
        found = {"error": error, "logins": logins}
        report.compare(f"Delta Chat, {scenario.name}", expected, found, ("logins",) if scenario.red else ())
    client.close()


def no_password_in_logs(net, report):
    """Thunderbird sends the password with Autodiscover requests, unasked; it must not be written anywhere."""
    for password in filter(None, (scenario.password for scenario in SCENARIOS)):
        user = next(scenario.address for scenario in SCENARIOS if scenario.password == password)
        secrets = (password, base64.b64encode(f"{user}:{password}".encode()).decode())
        logs = [*net.folder.glob("*.log")]
        leaks = [log.name for log in logs if any(s in log.read_text("utf-8", "replace") for s in secrets)]
        report.add("no password in any log", [f"in {name}" for name in leaks] if logs else ["there are no logs"])


def guard(report, name, client, *arguments):
    """A client that does not start, or hangs, is one failure; the others are still tried."""
    try:
        client(*arguments)
    except (MarionetteError, DeltaChatError) as error:
        report.add(name, [str(error)])


def show_logs(net):
    for name in ("autodiscover.access", "responder", "thunderbird", "delta-chat"):
        file = net.folder / f"{name}.log"
        if file.exists():
            lines = file.read_text("utf-8", "replace").splitlines()
            print(f"--- {name}.log, end", *lines[-40:], sep="\n")


def main():
    folder = network.enter(SECONDS)
    begin = time.monotonic()
    program = binary(sys.argv[2] if len(sys.argv) > 2 else network.HERE.parent.parent / "build" / "clients")
    report = Report()
    net = network.Network(folder, sys.argv[1])
    try:
        net.certificates(web_hosts() + list(MAIL_HOSTS.values()))
        net.dns(records())
        sites.responder(net)
        wrong = {scenario.domain: scenario.change for scenario in SCENARIOS if scenario.change}
        sites.nginx(net, [scenario.domain for scenario in SCENARIOS if "" in scenario.hosts], wrong)
        servers = MailServers(folder, MAIL_HOSTS)
        guard(report, "Thunderbird", try_thunderbird, net, report)
        guard(report, "Thunderbird's window", try_thunderbird_window, net, report, servers)
        guard(report, "Delta Chat", try_delta_chat, net, report, servers, program)
        no_password_in_logs(net, report)
        if report.failed:
            show_logs(net)
    finally:
        net.stop()
    print(f"{time.monotonic() - begin:.0f} s")
    print(f"{report.passed} passed, {report.failed} failed")
    return 1 if report.failed or not report.passed else 0


if __name__ == "__main__":
    sys.exit(main())
