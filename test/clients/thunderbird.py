# SPDX-License-Identifier: MIT
"""A headless Thunderbird with an empty profile, driven over Marionette."""
import subprocess
import time

from marionette import Marionette, MarionetteError
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


def text(value):
    return {True: "true", False: "false"}.get(value, str(value)) if isinstance(value, (bool, int)) else f'"{value}"'


class Thunderbird:
    """Debian's `thunderbird`, unmodified; the test's CA is in its certificate store, as an administrator would do it."""

    def __init__(self, network, name):
        home = network.folder / name
        profile = home / "profile"
        profile.mkdir(parents=True)
        lines = [f'user_pref("{name}", {text(value)});' for name, value in PREFERENCES.items()]
        (profile / "user.js").write_text("\n".join(lines) + "\n", encoding="ascii")
        run("certutil", "-N", "-d", f"sql:{profile}", "--empty-password")
        run("certutil", "-A", "-d", f"sql:{profile}", "-n", "Test CA", "-t", "C,,", "-i", network.folder / "ca.pem")
        self._process = network.start(
            name, "thunderbird", "--headless", "--no-remote", "--marionette",
            "--remote-allow-system-access", "--profile", profile,
            env={"PATH": "/usr/bin:/bin", "HOME": str(home), "MOZ_HEADLESS": "1", "LANG": "C.UTF-8"},
        )  # fmt: skip
        self._marionette = None

    def open(self):
        """Waits until it answers; returns its name and version."""
        self._marionette = Marionette(PORT, time.monotonic() + 60)
        self._marionette.command("WebDriver:NewSession", {"capabilities": {}}, 60)
        self._marionette.command("Marionette:SetContext", {"value": "chrome"})
        return self._marionette.run(VERSION)

    def find(self, address, password=None):
        """What it finds for an address: the copy of an AccountConfig that thunderbird.js returns, or None."""
        return self._script("thunderbird.js", address, password)

    def set_up(self, address, password):
        """Sets an account up in the real window; returns the account as thunderbird_window.js describes it."""
        return self._script("thunderbird_window.js", address, password, seconds=60)

    def close(self):
        try:
            self._marionette.command("Marionette:Quit", {"flags": ["eForceQuit"]})
        except MarionetteError:
            pass  # It may be gone before it answers; Network.stop() ends it in any case.
        self._marionette.close()
        try:
            self._process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            pass  # as above

    def _script(self, file, *arguments, seconds=30):
        return self._marionette.run((HERE / file).read_text(encoding="utf-8"), *arguments, seconds=seconds)
