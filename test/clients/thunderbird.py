# SPDX-License-Identifier: MIT
"""Debian's Thunderbird, headless, with an empty profile, driven over Marionette."""
import time

from marionette import Marionette
from network import HERE, run

PORT = 2828
# Nothing of discovery is set here: its preferences keep the values that Debian ships.
PREFERENCES = {
    "app.update.enabled": False,
    "app.normandy.enabled": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "datareporting.healthreport.uploadEnabled": False,
    "toolkit.telemetry.enabled": False,
    "extensions.update.enabled": False,
    "extensions.systemAddon.update.enabled": False,
    "mail.provider.suppress_dialog_on_startup": True,
    "mail.spotlight.firstRunDone": True,
    "mail.winsearch.firstRunDone": True,
    "mailnews.start_page.enabled": False,
    "mail.rights.version": 1,
    "mail.shell.checkDefaultClient": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "marionette.port": PORT,
}
VERSION = "return Services.appinfo.name + ' ' + Services.appinfo.version"
WORDS = {"alwaysSTARTTLS": "STARTTLS", "passwordCleartext": "password"}


class Thunderbird:
    """One process; unmodified, with the test's CA in its certificate store, as an administrator would put it there."""

    def __init__(self, network, name):
        home = network.folder / name
        profile = home / "profile"
        profile.mkdir(parents=True)
        lines = [f'user_pref("{key}", {str(value).lower()});' for key, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines) + "\n", encoding="ascii")
        run("certutil", "-N", "-d", f"sql:{profile}", "--empty-password")
        run("certutil", "-A", "-d", f"sql:{profile}", "-n", "Test CA", "-t", "C,,", "-i", network.folder / "ca.pem")
        self._process = network.start(
            name, "thunderbird", "--headless", "--no-remote", "--marionette",
            "--remote-allow-system-access", "--profile", profile,
            env={"PATH": "/usr/bin:/bin", "HOME": str(home), "MOZ_HEADLESS": "1", "LANG": "C.UTF-8"},
        )  # fmt: skip
        self._marionette = None

    def __enter__(self):
        try:
            self._marionette = Marionette(PORT, time.monotonic() + 60)
            self._marionette.command("WebDriver:NewSession", {"capabilities": {}}, 60)
            self._marionette.command("Marionette:SetContext", {"value": "chrome"})
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        if self._marionette:
            self._marionette.close()
        self._process.kill()  # Its profile is thrown away: nothing is lost, and a clean end takes seconds.
        self._process.wait()

    def version(self):
        return self._marionette.run(VERSION)

    def find(self, address, password=None):
        """What it finds for an address: the copy of an AccountConfig that thunderbird.js returns, or None."""
        return self._script("thunderbird.js", address, password)

    def set_up(self, address, password):
        """Sets an account up in the real window; returns the account as thunderbird_window.js describes it."""
        return self._script("thunderbird_window.js", address, password, seconds=60)

    def _script(self, file, *arguments, seconds=30):
        return self._marionette.run((HERE / file).read_text(encoding="utf-8"), *arguments, seconds=seconds)


def server(s):
    """One server as thunderbird.js and thunderbird_window.js describe it, in the words of scenarios.py."""
    words = (WORDS.get(s[key], s[key]) for key in ("socket", "auth"))
    return (s["type"], s["host"], s["port"], *words, s["username"])


def described(config):
    if config is None:
        return None
    return dict(config, incoming=server(config["incoming"]), outgoing=server(config["outgoing"]),
                alternatives=[server(s) for s in config["alternatives"]])  # fmt: skip


def expected(scenario):
    if scenario.source is None:
        return None
    incoming, outgoing, *alternatives = [
        (*ends, "password", scenario.username)
        for ends in (scenario.incoming, scenario.outgoing, *scenario.alternatives)
    ]
    return {"source": scenario.source, "consent": scenario.consent, "complete": True,
            "incoming": incoming, "outgoing": outgoing, "alternatives": alternatives}  # fmt: skip


def try_thunderbird(net, report, scenarios):
    """By the functions that the account window calls."""
    with Thunderbird(net, "thunderbird") as client:
        print(client.version())
        for scenario in scenarios:
            found = described(client.find(scenario.address, scenario.password))
            report.compare(f"Thunderbird, {scenario.name}", expected(scenario), found, scenario.red)


def try_thunderbird_window(net, report, scenarios, servers):
    """As a person does it: in the window, to the end; Thunderbird then logs in at `servers`."""
    for number, scenario in enumerate(scenarios):
        with Thunderbird(net, f"thunderbird-window-{number}") as client:
            account = client.set_up(scenario.address, "secret")
        login = (*scenario.incoming, scenario.username)
        must = expected(scenario)
        must = {"shown": [f"{host}:{port}" for _, host, port, _ in (scenario.incoming, scenario.outgoing)],
                "incoming": must["incoming"], "outgoing": must["outgoing"], "login": login}  # fmt: skip
        found = {"shown": account["shown"], "incoming": server(account["incoming"]),
                 "outgoing": server(account["outgoing"]),
                 "login": login if login in servers.logins() else servers.logins()}  # fmt: skip
        report.compare(f"Thunderbird's window, {scenario.name}", must, found)
