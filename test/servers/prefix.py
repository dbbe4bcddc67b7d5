# SPDX-License-Identifier: MIT
"""A temporary prefix in which the shipped files of nginx/ and apache/ run as they are, apart from names of files,
ports and certificates: each such change is a line in a table below and must still find its text."""
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
# A mail domain with a web site of its own: one of those that "*.wild.example" of test/cases/config.yaml serves, so that
# no case names it as its host.
SITE = "site.wild.example"
NAMES = ["autodiscover.example.com", "autoconfig.example.com", "ua-auto-config.example.com", SITE]
APACHE_MODULES = pathlib.Path("/usr/lib/apache2/modules")
# What Debian enables by itself, and what the heads of our files ask for.
DEBIAN_MODULES = ["mpm_event", "authz_core", "authz_host", "alias", "autoindex", "deflate", "dir", "env", "filter",
                  "mime", "negotiation", "reqtimeout", "setenvif", "status"]
OUR_MODULES = ["socache_shmcb", "ssl", "rewrite", "headers", "fcgid", "proxy", "proxy_fcgi", "proxy_http"]
DEADLINE = 10

NGINX = """
{user}
worker_processes 1;
daemon off;
pid {tmp}/nginx.pid;
error_log {tmp}/log/nginx.error.log notice;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {tmp}/nginx/body;
    fastcgi_temp_path {tmp}/nginx/fastcgi;
    proxy_temp_path {tmp}/nginx/proxy;
    uwsgi_temp_path {tmp}/nginx/uwsgi;
    scgi_temp_path {tmp}/nginx/scgi;
    access_log {tmp}/log/nginx.access.log;
    types {{ text/html html; }}
    gzip on;
    gzip_types text/xml application/xml application/json;
    include conf.d/*.conf;
    include sites-enabled/*.conf;
    server {{ # the mail domain's own site, which answers 200 to any path
        listen 127.0.0.1:{http};
        listen 127.0.0.1:{https} ssl;
        listen 127.0.0.1:{behind};
        server_name {site};
        ssl_certificate {tmp}/tls/server.pem;
        ssl_certificate_key {tmp}/tls/server.key;
        include snippets/autodiscover-well-known.conf;
        {own}
        location / {{ return 200 "site"; }}
    }}
}}
"""

APACHE = """
ServerRoot {tmp}
ServerName localhost
PidFile {tmp}/run/apache.pid
DefaultRuntimeDir {tmp}/run
Mutex file:{tmp}/run
{modules}
{user}
Define APACHE_LOG_DIR {tmp}/log
ErrorLog {tmp}/log/apache.error.log
LogLevel warn
Listen 127.0.0.1:{http}
Listen 127.0.0.1:{https}
StartServers 1
ServerLimit 2
ThreadsPerChild 25
MaxRequestWorkers 50
SSLSessionCache none
TypesConfig /dev/null
FcgidIPCDir {tmp}/run
FcgidProcessTableFile {tmp}/run/fcgid.shm
AddOutputFilterByType DEFLATE text/html text/plain text/xml application/xml application/json
<Directory />
    AllowOverride None
    Require all denied
</Directory>
<Directory {tmp}/site>
    AllowOverride All
    Require all granted
</Directory>
IncludeOptional sites-enabled/*.conf
<VirtualHost 127.0.0.1:{http}>
    ServerName {site}
    DocumentRoot {tmp}/site
    Include conf-available/autodiscover-well-known.conf
    {own}
    RewriteRule !^/index.html$ /index.html [L]
</VirtualHost>
<VirtualHost 127.0.0.1:{behind}>
    ServerName {site}
    DocumentRoot {tmp}/site
    SetEnvIf Request_URI ^ autodiscover-https=on
    Include conf-available/autodiscover-well-known.conf
    RewriteRule !^/index.html$ /index.html [L]
</VirtualHost>
<VirtualHost 127.0.0.1:{https}>
    ServerName {site}
    DocumentRoot {tmp}/site
    SSLEngine on
    SSLCertificateFile {tmp}/tls/server.pem
    SSLCertificateKeyFile {tmp}/tls/server.key
    Include conf-available/autodiscover-well-known.conf
    {own}
    RewriteRule !^/index.html$ /index.html [L]
</VirtualHost>
"""


def wait_until(true, what):
    deadline = time.monotonic() + DEADLINE
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.005)


def answers(address):
    try:
        family = socket.AF_INET if isinstance(address, tuple) else socket.AF_UNIX
        with socket.socket(family) as s:
            s.connect(address)
        return True
    except OSError:
        return False


class Prefix:
    """A folder, its certificate and the processes that run in it; all of them end with it."""

    def __init__(self, binary):
        self.tmp = pathlib.Path(tempfile.mkdtemp(prefix="autodiscover-servers-"))
        self.socket = self.tmp / "run/autodiscover.sock"
        self.processes = []
        self.own = ""  # what else the mail domain's own site has
        try:
            self.fill(binary)
        except BaseException:  # a signal, too
            self.remove()
            raise

    def fill(self, binary):
        self.tmp.chmod(0o755)  # the servers change their user when root starts them
        for name in ("tls", "log", "run", "bin", "nginx", "site", "responder", "snippets", "conf.d", "conf-available",
                     "sites-enabled"):
            (self.tmp / name).mkdir()
        (self.tmp / "site/index.html").write_text("site")
        self.binary = self.tmp / "bin/autodiscover"
        shutil.copy2(binary, self.binary)  # may be in a folder that www-data cannot enter
        self.http, self.https, self.status, self.behind = self.free_ports(4)
        self.as_root = os.geteuid() == 0
        if self.as_root:
            shutil.chown(self.tmp / "run", "www-data")
        self.make_certificates()

    @staticmethod
    def free_ports(count):
        sockets = [socket.socket() for _ in range(count)]
        for s in sockets:
            s.bind(("127.0.0.1", 0))
        ports = [s.getsockname()[1] for s in sockets]
        for s in sockets:
            s.close()
        return ports

    def make_certificates(self):
        """A CA of our own and a certificate for all names, so that TLS is really verified."""
        tls = self.tmp / "tls"
        (tls / "ext").write_text("basicConstraints=CA:FALSE\nsubjectAltName=" + ",".join(f"DNS:{n}" for n in NAMES))
        key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        for command in (
                ["req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=test CA"],
                ["req", *key, "-keyout", "server.key", "-out", "server.csr", "-subj", f"/CN={NAMES[0]}"],
                ["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial",
                 "-days", "2", "-out", "server.pem", "-extfile", "ext"]):
            subprocess.run(["openssl", *command], cwd=tls, check=True, capture_output=True)

    def install(self, source, target, changes):
        """Copies a shipped file; every change must find its text."""
        text = (ROOT / source).read_text()
        for old, new in changes.items():
            if old not in text:
                raise LookupError(f"{source} has no {old!r}: the tests change something that is no longer there")
            text = text.replace(old, new)
        (self.tmp / target).write_text(text)

    def certificate_changes(self):
        live = "/etc/letsencrypt/live/autodiscover"
        return {f"{live}/fullchain.pem": f"{self.tmp}/tls/server.pem", f"{live}/privkey.pem": f"{self.tmp}/tls/server.key"}

    def nginx_files(self, rate):
        """The shipped files; `rate` replaces the limit on requests, None leaves it."""
        run = {"/run/autodiscover/autodiscover.sock": str(self.socket)}
        log = {"/var/log/nginx": f"{self.tmp}/log"}
        self.install("nginx/autodiscover-upstream.conf", "conf.d/autodiscover-upstream.conf",
                     run | {"8081 ": f"{self.behind} "} | ({"rate=20r/s": f"rate={rate}"} if rate else {}))
        self.install("nginx/autodiscover-params.conf", "snippets/autodiscover-params.conf", {})
        self.install("nginx/autodiscover-pass.conf", "snippets/autodiscover-pass.conf", log)
        self.install("nginx/autodiscover-well-known.conf", "snippets/autodiscover-well-known.conf", {})
        self.install("nginx/autodiscover.conf", "sites-enabled/autodiscover.conf", log | self.certificate_changes() | {
            "listen [::]:443 ssl;": "", "listen 443 ": f"listen 127.0.0.1:{self.https} "})
        self.install("nginx/autodiscover-http.conf", "sites-enabled/autodiscover-http.conf", log | {
            "listen [::]:80;": "", "listen 80;": f"listen 127.0.0.1:{self.http};"})
        self.install("nginx/autodiscover-tls-in-front.conf", "sites-enabled/autodiscover-tls-in-front.conf", log | {
            "127.0.0.1:8081": f"127.0.0.1:{self.behind}"})
        self.install("nginx/autodiscover-status.conf", "sites-enabled/autodiscover-status.conf",
                     run | {"listen 127.0.0.1:9810": f"listen 127.0.0.1:{self.status}"})
        (self.tmp / "nginx.conf").write_text(NGINX.format(
            tmp=self.tmp, site=SITE, http=self.http, https=self.https, behind=self.behind, own=self.own,
            user="user www-data;" if self.as_root else ""))

    def apache_files(self, kind):
        """`kind` is fcgid or proxy."""
        run = {"/run/autodiscover/autodiscover.sock": str(self.socket)}
        own = {"AUTODISCOVER_BIN /usr/bin": f"AUTODISCOVER_BIN {self.tmp}/bin",
               "/etc/autodiscover/autodiscover.yaml": f"{self.tmp}/responder/config.yaml"} if kind == "fcgid" else run
        self.install(f"apache/autodiscover-{kind}.conf", f"sites-enabled/autodiscover-{kind}.conf",
                     own | self.certificate_changes() | {"*:443": f"127.0.0.1:{self.https}",
                                                         "*:80": f"127.0.0.1:{self.http}"})
        self.tls_in_front_of_apache(self.tmp / f"sites-enabled/autodiscover-{kind}.conf")
        if kind == "proxy":
            self.install("apache/autodiscover-status.conf", "sites-enabled/autodiscover-status.conf",
                         run | {"127.0.0.1:9810": f"127.0.0.1:{self.status}"})
        self.install("apache/autodiscover-well-known.conf", "conf-available/autodiscover-well-known.conf", run)
        modules = [m for m in DEBIAN_MODULES + OUR_MODULES if (APACHE_MODULES / f"mod_{m}.so").exists()]
        (self.tmp / "apache.conf").write_text(APACHE.format(
            tmp=self.tmp, site=SITE, http=self.http, https=self.https, own=self.own, behind=self.behind,
            user="User www-data\nGroup www-data" if self.as_root else "",
            modules="\n".join(f"LoadModule {m}_module {APACHE_MODULES}/mod_{m}.so" for m in modules)))

    def tls_in_front_of_apache(self, site):
        """A second copy of the virtual host for https, as the heads of the files say it becomes where TLS ends in front."""
        text = site.read_text()
        block = text[text.index("\n<VirtualHost"):text.index("</VirtualHost>")]
        lines = [line for line in block.split("\n") if not line.strip().startswith("SSL")]
        changed = "\n".join(lines).replace(f"127.0.0.1:{self.https}", f"127.0.0.1:{self.behind}") + "</VirtualHost>\n"
        (self.tmp / "sites-enabled/behind.conf").write_text(f"Listen 127.0.0.1:{self.behind}\n{changed}")

    def nginx_command(self, *more):
        return ["nginx", "-p", str(self.tmp), "-c", str(self.tmp / "nginx.conf"), *more]

    def apache_command(self, *more):
        return ["apache2", "-d", str(self.tmp), "-f", str(self.tmp / "apache.conf"), *more]

    @staticmethod
    def listening_socket(path):
        """A responder's Unix socket; www-data may connect."""
        path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(path))
        path.chmod(0o666)
        listening.listen(128)
        return listening

    def start(self, command, stdin=subprocess.DEVNULL, **more):
        """Starts a process of its own session, so that Ctrl-C reaches us alone and we end it."""
        with (self.tmp / "log/processes.log").open("ab") as log:
            process = subprocess.Popen([str(c) for c in command], stdin=stdin, stdout=log, stderr=log,
                                       start_new_session=True, **more)
        self.processes.append(process)
        return process

    def wait_for(self, address, process):
        def ready():
            if process.poll() is not None:
                raise RuntimeError(f"{process.args[0]} ended with {process.returncode}\n{self.log()}")
            return answers(address)
        wait_until(ready, f"{process.args[0]} does not listen\n{self.log()}")

    def log(self):
        """What the processes said, for a failure."""
        return "".join(f"--- {path.name}\n" + "\n".join(path.read_text(errors="replace").split("\n")[-8:])
                       for path in sorted((self.tmp / "log").iterdir()) if path.stat().st_size)

    def stop(self):
        for process in reversed(self.processes):
            self.end(process)
        self.processes.clear()
        for file in [self.socket, *self.tmp.glob("log/*")]:
            file.unlink(missing_ok=True)

    @staticmethod
    def end(process):
        """Ends a process and what it has started, which is in its session."""
        for _ in range(5):
            process.terminate()  # more than once: Apache ignores it while it restarts
            try:
                process.wait(DEADLINE / 5)
                break
            except subprocess.TimeoutExpired:
                pass
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass
        process.wait()

    def remove(self):
        self.stop()
        shutil.rmtree(self.tmp, ignore_errors=True)
