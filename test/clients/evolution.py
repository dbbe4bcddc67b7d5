# SPDX-License-Identifier: MIT
"""Debian's Evolution: the function that its account assistant calls, on a session bus of its own."""
import json
import subprocess
import sys

from network import HERE, run
from report import ClientError

SYSTEM_CAS = "/etc/ssl/certs/ca-certificates.crt"
SECONDS = 90


def find(net, addresses):
    """What it finds for each address, as evolution_find.py describes it."""
    run("mount", "--bind", net.folder / "ca.pem", SYSTEM_CAS)  # in our mount namespace only
    home = net.folder / "evolution"
    home.mkdir()
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(home), "XDG_RUNTIME_DIR": str(home), "LANG": "C.UTF-8",
                   "GSETTINGS_BACKEND": "memory"}  # fmt: skip
    command = ["dbus-run-session", "--", sys.executable, HERE / "evolution_find.py", *addresses]
    try:
        with open(net.folder / "evolution.log", "wb") as log:
            done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=log, timeout=SECONDS, check=False)  # fmt: skip
    except (OSError, subprocess.TimeoutExpired) as error:
        raise ClientError(str(error)) from error
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(addresses):
        raise ClientError(f"status {done.returncode}, {len(lines)} answers: {net.log('evolution')[-500:]}")
    return [json.loads(line) for line in lines]


def expected(scenario):
    if scenario.source is None:
        return None
    return {server[0]: [*server, scenario.username] for server in (scenario.incoming, scenario.outgoing)}


def try_evolution(net, report, scenarios):
    for scenario, found in zip(scenarios, find(net, [scenario.address for scenario in scenarios])):
        # Evolution has one place for each protocol, and no alternatives.
        red = ({"incoming": "imap", "outgoing": "smtp"}[scenario.red[0]],) if scenario.red else ()
        report.compare(f"Evolution, {scenario.name}", expected(scenario), found, red)
