#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Calendars and address books of the bare mail domain: vdirsyncer, which asks there by itself, and python3-caldav find, by way
of the snippet for nginx and for Apache, what a Radicale below /dav/ of the same site has. (At another host vdirsyncer finds
it too, but sends the password nowhere but where it was told to.)

usage: dav.py BINARY; last line: N passed, N failed
"""
import os
import pathlib
import subprocess
import sys
import tempfile

import kinds
from prefix import SITE, Prefix

CONFIG = f"""
provider: {{ name: Example Mail, domain: example.com }}
services:
  imaps: {{ host: mail.example.com }}
  submissions: {{ host: mail.example.com }}
  caldav: {{ url: "https://{SITE}:PORT/dav/" }}
  carddav: {{ url: "https://{SITE}:PORT/dav/" }}
domains: {{ {SITE}: }}
"""
RADICALE = """
[server]
hosts = 127.0.0.1:{port}
[auth]
type = htpasswd
htpasswd_filename = {folder}.users
htpasswd_encryption = plain
[storage]
filesystem_folder = {folder}
"""
OWN = {
    "nginx": "location /dav/ {{ proxy_pass http://127.0.0.1:{port}/; proxy_set_header X-Script-Name /dav; "
             "proxy_set_header Host $http_host; }}",
    "apache-proxy": 'RewriteRule ^/dav/ - [END]\nProxyPass /dav/ http://127.0.0.1:{port}/\n'
                    '<Location /dav/>\nRequestHeader set X-Script-Name /dav\n</Location>'}
VDIRSYNCER = """
[general]
status_path = "{folder}/status/"
[pair {name}]
a = "{name}_here"
b = "{name}_there"
collections = ["from b"]
[storage {name}_here]
type = "filesystem"
path = "{folder}/{name}/"
fileext = ".{extension}"
[storage {name}_there]
type = "{name}"
url = "https://{site}:{port}/"
username = "alice"
password = "secret"
verify = "{tls}/ca.pem"
"""
CALDAV = """
import caldav, sys
url, verify = sys.argv[1:]
client = caldav.DAVClient(url, username="alice", password="secret", ssl_verify_cert=verify)
print([str(event.data) for calendar in client.principal().calendars() for event in calendar.events()])
"""
ITEMS = {  # what is at the DAV server: the request that makes the collection, the item
    "caldav": ("ics", "MKCALENDAR", "", "text/calendar", "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\nBEGIN:VEVENT\r\n"
               "UID:one\r\nDTSTAMP:20261101T000000Z\r\nDTSTART:20261101T000000Z\r\nSUMMARY:Our event\r\nEND:VEVENT\r\n"
               "END:VCALENDAR\r\n"),
    "carddav": ("vcf", "MKCOL", '<mkcol xmlns="DAV:"><set><prop><resourcetype><collection/><addressbook xmlns="urn:ietf:params:'
                'xml:ns:carddav"/></resourcetype></prop></set></mkcol>', "text/vcard",
                "BEGIN:VCARD\r\nVERSION:3.0\r\nUID:one\r\nFN:Our contact\r\nN:contact;Our;;;\r\nEND:VCARD\r\n")}

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}", flush=True)


def run(*command, **more):
    done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
                          **more)
    return done.returncode, done.stdout


class Radicale:
    """A DAV server with one item of each sort, and its clients' view through a kind of web server."""

    def __init__(self, prefix):
        self.prefix, self.tls = prefix, prefix.tmp / "tls"
        self.port, = prefix.free_ports(1)
        config = prefix.tmp / "radicale.conf"
        config.write_text(RADICALE.format(port=self.port, folder=prefix.tmp / "dav"))
        (prefix.tmp / "dav.users").write_text("alice:secret\n")
        process = prefix.start(["/usr/bin/python3", "/usr/bin/radicale", "-C", config])
        prefix.wait_for(("127.0.0.1", self.port), process)
        for name, (extension, method, make, kind, item) in ITEMS.items():
            self.put(method, f"{name}/", "text/xml", make)
            self.put("PUT", f"{name}/one.{extension}", kind, item)

    def put(self, method, path, kind, body):
        code, said = run("curl", "-sS", "-f", "-u", "alice:secret", "-X", method, "-H",
                         f"Content-Type: {kind}", "--data-binary", "@-", f"http://127.0.0.1:{self.port}/alice/{path}", input=body)
        if code:
            raise RuntimeError(f"{method} {path}: {said}")

    def vdirsyncer(self, name, extension, item):
        folder = pathlib.Path(tempfile.mkdtemp(dir=self.prefix.tmp))
        config = folder / "config"
        config.write_text(VDIRSYNCER.format(folder=folder, name=name, extension=extension, site=SITE, port=self.prefix.https,
                                            tls=self.tls))
        discovered = run("/usr/bin/vdirsyncer", "-c", config, "discover", input="y\n" * 10)
        synced = run("/usr/bin/vdirsyncer", "-c", config, "sync", stdin=subprocess.DEVNULL)
        found = [path.read_text() for path in folder.glob(f"{name}/**/*.{extension}")]
        return "" if len(found) == 1 and item in found[0] else f"{found}\n{discovered}\n{synced}"

    def caldav(self):
        code, said = run("/usr/bin/python3", "-c", CALDAV, f"https://{SITE}:{self.prefix.https}/.well-known/caldav",
                         self.tls / "ca.pem")
        return "" if code == 0 and "Our event" in said else said


def through(cls, binary):
    prefix = Prefix(binary)
    try:
        radicale = Radicale(prefix)
        config = prefix.tmp / "responder/config.yaml"
        config.write_text(CONFIG.replace("PORT", str(prefix.https)))
        prefix.own = OWN[cls.name].format(port=radicale.port)
        cls(prefix).start(config)
        check(f"{cls.name}, vdirsyncer, calendar", radicale.vdirsyncer("caldav", "ics", "Our event"))
        check(f"{cls.name}, vdirsyncer, address book", radicale.vdirsyncer("carddav", "vcf", "Our contact"))
        check(f"{cls.name}, python3-caldav", radicale.caldav())
    except (OSError, RuntimeError, LookupError, subprocess.TimeoutExpired) as error:
        check(cls.name, f"{type(error).__name__}: {error}")
    finally:
        prefix.remove()


def main():
    """Starts itself again with an /etc/hosts of its own."""
    if "--inside" not in sys.argv:
        return subprocess.run(["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"]), sys.executable,
                               __file__, sys.argv[1], "--inside"]).returncode
    with tempfile.NamedTemporaryFile("w") as hosts:
        hosts.write(f"127.0.0.1 localhost {SITE}\n")
        hosts.flush()
        os.chmod(hosts.name, 0o644)
        subprocess.run(["mount", "--bind", hosts.name, "/etc/hosts"], check=True)
        for cls in (kinds.Nginx, kinds.ApacheProxy):
            through(cls, pathlib.Path(sys.argv[1]).resolve())
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


if __name__ == "__main__":
    sys.exit(main())
