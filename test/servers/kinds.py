# SPDX-License-Identifier: MIT
"""The ways in which a request reaches the responder. A kind starts all that it needs inside a prefix and asks."""
import os
import pathlib
import shutil
import signal
import ssl
import subprocess

import wire

DEBIAN_PARAMS = pathlib.Path("/etc/nginx/fastcgi_params")


def place_config(prefix, config):
    """Copies a case's configuration, and what it may include: not one byte may differ, it is in every ETag."""
    target = prefix.tmp / "responder"
    shutil.rmtree(target)
    target.mkdir()
    for file in config.parent.iterdir():
        if file.is_dir() and file.suffix == ".d":
            shutil.copytree(file, target / file.name)
        elif file.is_file() and file.suffix in (".yaml", ".txt"):
            shutil.copy(file, target)
    return target / "config.yaml"


class Kind:
    """What all kinds share: the responder on its Unix socket, and asking over https."""
    name = "?"
    needs = ()
    serves_plain_http = True
    rate_is_limited = False

    def __init__(self, prefix):
        self.prefix = prefix
        self.tls = ssl.create_default_context(cafile=str(prefix.tmp / "tls/ca.pem"))

    @classmethod
    def missing(cls):
        """The programs that this kind wants and the machine has not."""
        path = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
        return [program for program in cls.needs if not shutil.which(program, path=path)]

    def responder(self, config, path=None):
        """Hands the listening socket over as fd 0, so that the configuration's own `listen` does not count."""
        with self.prefix.listening_socket(path or self.prefix.socket) as listening:
            return self.prefix.start([self.prefix.binary, "serve", "-c", config], stdin=listening)

    def start(self, config):
        raise NotImplementedError

    def ask(self, case):
        return wire.http(self.prefix.https, case.raw, self.tls)

    def ask_plain(self, case):
        return wire.http(self.prefix.http, case.raw)

    def stop(self):
        self.prefix.stop()


class Nginx(Kind):
    name = "nginx"
    needs = ("nginx",)
    rate = "10000r/s"  # the cases are more than one client asks for; checks.py tests the shipped limit

    reload_signal = signal.SIGHUP

    def syntax_command(self):
        return self.prefix.nginx_command("-t")

    def reloads(self):
        """How often new workers have taken over."""
        return (self.prefix.tmp / "log/nginx.error.log").read_text().count(": start worker processes")

    def front(self):
        process = self.prefix.start(self.prefix.nginx_command())
        self.prefix.wait_for(("127.0.0.1", self.prefix.https), process)
        return process

    def start(self, config):
        self.service = self.responder(config)
        self.prefix.nginx_files(self.rate)
        self.server = self.front()


class NginxAsShipped(Nginx):
    """With the limit on requests: for the checks."""
    name = "nginx-as-shipped"
    rate = None
    rate_is_limited = True


class SpawnFcgi(Nginx):
    """spawn-fcgi opens the socket and hands it over as fd 0; nginx sends what Debian's own fastcgi_params say."""
    name = "spawn-fcgi"
    needs = ("nginx", "spawn-fcgi")

    def responder(self, config):
        process = self.prefix.start(["spawn-fcgi", "-n", "-s", self.prefix.socket, "-M", "0666", "--",
                                     self.prefix.binary], env=dict(os.environ, AUTODISCOVER_CONFIG=str(config)))
        self.prefix.wait_for(str(self.prefix.socket), process)
        return process

    def start(self, config):
        self.service = self.responder(config)
        self.prefix.nginx_files(self.rate)
        if DEBIAN_PARAMS.exists():
            shutil.copy(DEBIAN_PARAMS, self.prefix.tmp / "snippets/autodiscover-params.conf")
        self.server = self.front()


class ApacheProxy(Kind):
    name = "apache-proxy"
    needs = ("apache2",)
    site = "proxy"
    reload_signal = signal.SIGUSR1  # graceful

    def syntax_command(self):
        return self.prefix.apache_command("-t")

    def reloads(self):
        """How often new workers have taken over. Apache ignores signals that come before."""
        return (self.prefix.tmp / "log/apache.error.log").read_text().count("resuming normal operations")

    def start(self, config):
        if self.site == "proxy":
            self.service = self.responder(config)
        self.prefix.apache_files(self.site)
        self.server = self.prefix.start(self.prefix.apache_command("-DFOREGROUND"))
        self.prefix.wait_for(("127.0.0.1", self.prefix.https), self.server)


class ApacheFcgid(ApacheProxy):
    """Apache starts the responder, bare, with the socket as fd 0."""
    name = "apache-fcgid"
    site = "fcgid"


class SocketActivation(Kind):
    """As systemd does it; asked directly, with the variables of Debian's fastcgi_params."""
    name = "systemd"
    serves_plain_http = False
    needs = ("systemd-socket-activate",)

    def start(self, config):
        process = self.prefix.start(["systemd-socket-activate", "-l", self.prefix.socket, self.prefix.binary, "serve",
                                     "-c", config])
        self.prefix.wait_for(str(self.prefix.socket), process)

    def ask(self, case):
        return wire.fastcgi(self.prefix.socket, case.variables("fastcgi"), case.body)


class CgiFcgi(Kind):
    """cgi-fcgi as a CGI programme: nothing but the variables of RFC 3875, no REQUEST_URI."""
    name = "cgi-fcgi"
    serves_plain_http = False
    needs = ("cgi-fcgi",)

    def start(self, config):
        self.responder(config)

    def ask(self, case):
        output = subprocess.run(["cgi-fcgi", "-bind", "-connect", self.prefix.socket], input=case.body,
                                env=case.variables("cgi"), capture_output=True, timeout=wire.TIMEOUT, check=False)
        return wire.parse_cgi(output.stdout)


KINDS = [Nginx, ApacheFcgid, ApacheProxy, SpawnFcgi, SocketActivation, CgiFcgi]
