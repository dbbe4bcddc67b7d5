# SPDX-License-Identifier: MIT
"""What becomes of the package on a machine, from its installation to its purge."""
import os
import pathlib
import re
import stat
import subprocess
import sys

from broken import Asking, Broken
from machine import eventually

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / "system"))
from fastcgi import ask, get  # noqa: E402

CONFIG = "/etc/autodiscover/autodiscover.yaml"
SOCKET = "/run/autodiscover/autodiscover.sock"
REFUSED_VERSION, NEW_VERSION = "98", "99"
UNITS = ("autodiscover.service", "autodiscover.socket")


def newer(package, scratch):
    """The same programme as two later versions that come with another configuration."""
    subprocess.run(["dpkg-deb", "-R", package, scratch / "newer"], check=True)
    control = scratch / "newer/DEBIAN/control"
    with open(scratch / f"newer{CONFIG}", "a") as out:
        out.write("\n# A word more.\n")
    for name, version in (("refused", REFUSED_VERSION), ("newer", NEW_VERSION)):
        control.write_text(re.sub(r"^Version: .*$", f"Version: {version}", control.read_text(), flags=re.M))
        subprocess.run(["dpkg-deb", "--root-owner-group", "-Zgzip", "-b", scratch / "newer", package.parent / f"{name}.deb"],
                       check=True, stdout=subprocess.DEVNULL)


class Life:
    def __init__(self, machine, package):
        self.machine, self.package = machine, package

    def ask(self, domain="example.invalid", socket=SOCKET, path="/mail/config-v1.1.xml?emailaddress=", deadline=5.0):
        return ask(str(self.machine.path(socket)), get(f"{path}a@{domain}"), deadline=deadline)

    def host(self, **more):
        return self.ask(**more).body.decode().partition("<hostname>")[2].partition("<")[0]

    def pid(self, unit="autodiscover.service"):
        return self.machine.says("systemctl", "show", "-P", "MainPID", unit)

    def journal(self):
        return self.machine.says("journalctl", "-u", "autodiscover")

    def status(self):
        """What the kernel says of the process: {field: value}"""
        lines = self.machine.says("cat", f"/proc/{self.pid()}/status").splitlines()
        return dict(line.split(":\t", 1) for line in lines)

    def install(self, name):
        return self.machine.run("apt-get", "install", "-q", "-y", "--no-install-recommends", "-o",
                                "Dpkg::Options::=--force-confold", f"/packages/{name}").stdout

    @staticmethod
    def certificate(folder):
        subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                        "90", "-subj", "/CN=profiles.example.com", "-keyout", folder / "privkey.pem", "-out",
                        folder / "fullchain.pem"], check=True, capture_output=True)

    def configure(self, old, new):
        path = self.machine.path(CONFIG)
        path.write_text(path.read_text().replace(old, new))

    # The steps, in their order.

    def installs(self):
        self.machine.run("apt-get", "update", "-q")
        self.install(self.package.name)
        for unit in UNITS:
            assert self.machine.says("systemctl", "is-enabled", unit) == "enabled", unit
            assert self.machine.says("systemctl", "is-active", unit) == "active", self.journal()

    def units_are_right(self):
        text = self.machine.says("systemd-analyze", "verify", "--man=no", *UNITS, "autodiscover@1.service",
                                 "autodiscover@1.socket")
        assert not [line for line in text.splitlines() if "autodiscover" in line], text

    def is_contained(self):
        passwd = self.machine.says("getent", "passwd", "autodiscover").split(":")
        assert passwd[6] == "/usr/sbin/nologin", passwd
        status = self.status()
        assert status["Uid"].split() == [passwd[2]] * 4 and status["Gid"].split() == [passwd[3]] * 4, status
        key = self.machine.says("getent", "group", "autodiscover-key").split(":")[2]
        assert set(status["Groups"].split()) <= {passwd[3], key}, status["Groups"]
        assert (status["NoNewPrivs"], status["Seccomp"]) == ("1", "2"), status
        assert (int(status["CapEff"], 16), int(status["CapBnd"], 16)) == (0, 0), status

    def socket_is_for_the_web_server_alone(self):
        found = os.stat(self.machine.path(SOCKET))
        assert stat.S_IMODE(found.st_mode) == 0o660, oct(found.st_mode)
        assert str(found.st_gid) == self.machine.says("getent", "group", "www-data").split(":")[2]

    def answers_out_of_the_box(self):
        self.machine.run("autodiscover", "check")
        assert self.host() == "mail.example.invalid"
        assert self.ask(domain="example.com").status == 404, "it claims a domain of someone else"

    def reloads(self):
        before = self.pid()
        self.configure("host: mail.example.invalid", "host: imap.example.invalid")
        self.machine.run("systemctl", "reload", "autodiscover")
        assert eventually(lambda: self.host() == "imap.example.invalid")
        assert self.pid() == before

    def refuses_a_broken_configuration(self):
        self.configure("\nservices:", "\nserrvices:")
        done = self.machine.run("systemctl", "reload", "autodiscover", check=False)
        assert done.returncode != 0, "the admin is not told"
        self.configure("serrvices:", "services:")
        assert re.search(rf"{CONFIG}:\d+:\d+: .*did you mean", self.journal())
        assert self.host() == "imap.example.invalid"

    def reads_a_key_of_its_group(self):
        """With the drop-ins that the manual shows."""
        self.machine.run("groupadd", "--system", "ssl-cert")
        self.machine.run("install", "-m", "640", "-g", "ssl-cert", "/etc/hostname", "/etc/key")
        for unit, name in (("autodiscover", "autodiscover"), ("autodiscover@1", "autodiscover@")):
            folder = self.machine.path(f"/etc/systemd/system/{name}.service.d")
            folder.mkdir()
            for text, comes_up in (("", False), ("SupplementaryGroups=ssl-cert\n", True)):
                (folder / "key.conf").write_text(f"[Service]\n{text}ExecStartPre=/bin/cat /etc/key\n")
                self.machine.run("systemctl", "daemon-reload")
                # A start that fails is tried again for ever: not waited for.
                self.machine.run("systemctl", "restart", "--no-block", unit)
                wanted = "success" if comes_up else "exit-code"
                assert eventually(lambda: self.machine.says("systemctl", "show", "-P", "Result", unit) == wanted), (unit, text)
            assert eventually(lambda: self.machine.says("systemctl", "is-active", unit) == "active")
            (folder / "key.conf").unlink()
            folder.rmdir()
        self.machine.run("systemctl", "daemon-reload")

    def restarts_without_loss(self):
        with Asking(self):
            for _ in range(3):
                self.machine.run("systemctl", "restart", "autodiscover")

    def comes_back(self):
        """However often it is killed: five times in ten seconds is where systemd would give up."""
        for _ in range(8):
            before = self.pid()
            self.machine.run("sh", "-c", f"kill -KILL {before}")
            assert eventually(lambda: self.pid() not in (before, "0"))
        assert self.host() == "imap.example.invalid"

    def runs_in_instances(self):
        self.machine.run("systemctl", "enable", "--now", "autodiscover@1", "autodiscover@2")
        for name in "12":
            assert self.host(socket=f"/run/autodiscover/{name}.sock") == "imap.example.invalid"

    def upgrades_without_loss(self):
        before = [self.pid(), self.pid("autodiscover@1")]
        with Asking(self):
            self.install("newer.deb")
        assert self.machine.says("dpkg-query", "-Wf", "${Version}", "autodiscover") == NEW_VERSION
        after = [self.pid(), self.pid("autodiscover@1")]
        assert not set(before) & set(after) and "0" not in after, (before, after)
        assert self.host() == "imap.example.invalid", "the admin's configuration is lost"

    def is_removed(self):
        self.machine.run("apt-get", "remove", "-q", "-y", "autodiscover")
        assert "imap.example.invalid" in self.machine.path(CONFIG).read_text()
        assert not self.machine.path("/run/autodiscover").exists()
        text = self.machine.says("systemctl", "list-units", "--plain", "--no-legend", "--state=active", "autodiscover*")
        assert not text, text

    def is_purged(self):
        self.machine.run("apt-get", "purge", "-q", "-y", "autodiscover")
        # What the admin enabled is the admin's; all else must go.
        self.machine.run("systemctl", "disable", "autodiscover@1", "autodiscover@2", check=False)
        done = self.machine.run("find", "/", "-xdev", "-name", "*autodiscover*", "-not", "-path", "/packages/*",
                                "-not", "-path", "/var/cache/apt/*")
        assert not done.stdout.strip(), done.stdout

    def all_checks(self):
        steps = (self.installs, self.units_are_right, self.is_contained, self.socket_is_for_the_web_server_alone,
                 self.answers_out_of_the_box, self.reloads, self.refuses_a_broken_configuration,
                 self.restarts_without_loss, self.comes_back, self.runs_in_instances, self.reads_a_key_of_its_group,
                 *Broken(self).all_checks(), self.upgrades_without_loss, self.is_removed, self.is_purged)
        return [(step.__name__.replace("_", " "), step) for step in steps]
