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
import zone
from delta_chat import binary, try_delta_chat
from evolution import try_evolution
from mail_servers import MailServers
from report import ClientError, Report
from scenarios import DATABASE, DELTA_CHAT, EVOLUTION, MAIL_HOSTS, SCENARIOS, THUNDERBIRD, WINDOW
from scenarios import chosen, records, web_hosts
from thunderbird import try_thunderbird, try_thunderbird_window

SECONDS = 240  # for everything; the namespaces end then, whatever hangs


def guard(report, name, client, *arguments):
    """A client that does not start, or hangs, is one failure; the others are still tried."""
    try:
        client(*arguments)
    except ClientError as error:
        report.add(name, [str(error)])


def no_password_in_logs(net, report):
    """Thunderbird sends the password with Autodiscover requests, unasked; it must not be written anywhere else."""
    sent = (net.folder / sites.AUTHORIZATION).read_text("utf-8")
    for scenario in SCENARIOS:
        if scenario.password:
            basic = base64.b64encode(f"{scenario.address}:{scenario.password}".encode()).decode()
            logs = {log.name: log.read_text("utf-8", "replace") for log in net.folder.glob("*.log")}
            problems = [f"in {name}" for name, text in logs.items() if scenario.password in text or basic in text]
            if f"Basic {basic}" not in sent:
                problems.append("it was not sent: this proves nothing")
            report.add("password sent, and in no log", problems)


def show_logs(net):
    for name in ("autodiscover.access", "responder", "thunderbird", "delta-chat", "evolution"):
        file = net.folder / f"{name}.log"
        if file.exists():
            lines = file.read_text("utf-8", "replace").splitlines()
            print(f"--- {name}.log, end", *lines[-40:], sep="\n")


def start(net):
    """The network and all servers; returns the mail servers, which know the logins."""
    net.certificates(web_hosts() + list(MAIL_HOSTS.values()))
    sites.responder(net)
    published = [line for scenario in SCENARIOS if scenario.published for line in zone.printed(net, scenario.domain)]
    net.dns(records() + published)
    changes = {scenario.domain: scenario.change for scenario in SCENARIOS if scenario.change}
    sites.nginx(net, [scenario.domain for scenario in SCENARIOS if "" in scenario.hosts], DATABASE, changes)
    return MailServers(net.folder, MAIL_HOSTS)


def main():
    folder = network.enter(SECONDS)
    begin = time.monotonic()
    program = binary(sys.argv[2] if len(sys.argv) > 2 else network.HERE.parent.parent / "build" / "clients")
    report = Report()
    net = network.Network(folder, sys.argv[1])
    try:
        servers = start(net)
        guard(report, "Thunderbird", try_thunderbird, net, report, chosen(THUNDERBIRD))
        guard(report, "Thunderbird's window", try_thunderbird_window, net, report, chosen(WINDOW), servers)
        guard(report, "Delta Chat", try_delta_chat, net, report, chosen(DELTA_CHAT), servers, program)
        guard(report, "Evolution", try_evolution, net, report, chosen(EVOLUTION))
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
