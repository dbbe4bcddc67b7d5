#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""README's commands for nginx, word for word, on a machine that has a web site already: namespaces of our own for files,
network and processes, Debian's /etc/nginx, a stand-in for certbot that asks as Let's Encrypt does, and one for systemctl.

What must hold: `nginx -t` at each step, ACME before there is a certificate, and the other site as it was. Where the other
site takes our names, the command that shows it fails, and the line that our files have for it as a comment is the cure.
usage: machine.py BINARY; last line: N passed, N failed
"""
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BINARY = pathlib.Path(sys.argv[1]).resolve()
OURS, SHOP, ADDRESS = "autoconfig.example.com", "shop.example.com", "192.0.2.10"
CONFIG = """
provider: { name: Example Mail, domain: example.com }
services: { imaps: { host: mail.example.com }, submissions: { host: mail.example.com } }
domains: { example.com: }
"""
SITE = """
server {{
    listen {address}80;
    listen {address}443 ssl;
    server_name {names};
    ssl_certificate /etc/shop.pem;
    ssl_certificate_key /etc/shop.key;
    location / {{ return 200 "shop"; }}
}}
"""
CERTBOT = f"""#!{sys.executable}
import pathlib, subprocess, sys
arguments = sys.argv[2:]
def after(flag):
    return [arguments[i + 1] for i, word in enumerate(arguments) if word == flag]
names = [name for names in after("-d") for name in names.split(",")]
live = pathlib.Path("/etc/letsencrypt/live") / (after("--cert-name") + names)[0]
challenge = pathlib.Path(after("-w")[0], ".well-known/acme-challenge")
challenge.mkdir(parents=True, exist_ok=True)
(challenge / "token").write_text("the token's answer")
for name in names:
    said = subprocess.run(["curl", "-sS", f"http://{{name}}/.well-known/acme-challenge/token"], capture_output=True,
                          text=True)
    if said.stdout != "the token's answer":
        sys.exit(f"{{name}}: {{said.stdout}}{{said.stderr}}")
live.mkdir(parents=True)
subprocess.run(["certificate", live / "fullchain.pem", live / "privkey.pem", *names], check=True)
sys.exit(subprocess.run(["sh", "-c", "".join(after("--deploy-hook")) or "true"]).returncode)
"""
CERTIFICATE = r"""#!/bin/sh -e
chain=$1 key=$2; shift 2
names=$(printf ',DNS:%s' "$@")
exec 2>/dev/null
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout "$key" -out "$chain.csr" -subj "/CN=$1"
printf 'subjectAltName=%s\\n' "${names#,}" >"$chain.ext"
openssl x509 -req -in "$chain.csr" -CA /tls/ca.pem -CAkey /tls/ca.key -CAcreateserial -days 2 -extfile "$chain.ext" \
    -out "$chain"
"""
# A reload is over when the old worker has ended, or nginx has refused: systemd says yes to both.
SYSTEMCTL = r"""#!/bin/sh -e
[ "$1 $2" = "reload nginx" ]
log=/var/log/nginx/error.log
left() { grep -c ': exiting$\|still could not bind' $log || true; }
before=$(left)
nginx -s reload
i=0; until [ "$(left)" -gt "$before" ]; do i=$((i + 1)); [ $i -lt 1000 ]; sleep 0.01; done
"""

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}", flush=True)


def run(*command, **more):
    return subprocess.run(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          **more)


def must(*command):
    done = run(*command)
    if done.returncode:
        sys.exit(f"{' '.join(map(str, command))}: {done.stdout}")


def wait_until(true, what):
    deadline = time.monotonic() + 10
    while not true():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        time.sleep(0.01)


def block():
    """The commands, of README.md."""
    return next(block for block in re.findall(r"^```\w*\n(.*?)^```$", (ROOT / "README.md").read_text(), re.S | re.M)
                if "/etc/nginx/" in block)


def put(path, text, mode=0o644):
    path = pathlib.Path(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    path.chmod(mode)


def make_machine(tmp):
    """Everything that the commands change is ours: a copy of /etc, and empty folders over the rest."""
    run("cp", "-a", "/etc", tmp / "etc")  # but for what another user may not read
    must("mount", "--bind", tmp / "etc", "/etc")
    for folder in ("/run", "/var/log", "/var/lib/nginx", "/var/www", "/mnt"):
        must("mount", "-t", "tmpfs", "-o", "mode=755", "none", folder)
    must("ip", "link", "set", "lo", "up")
    must("ip", "address", "add", f"{ADDRESS}/32", "dev", "lo")
    names = [f"{name}.example.com" for name in ("autoconfig", "autodiscover", "ua-auto-config", "shop")]
    put("/etc/hosts", f"127.0.0.1 localhost\n{ADDRESS} {' '.join(names)} other.example.net\n")
    certificate = CERTIFICATE.replace("/tls/", f"{tmp}/tls/")
    for name, text in (("certbot", CERTBOT), ("systemctl", SYSTEMCTL), ("certificate", certificate)):
        put(tmp / "bin" / name, text, 0o755)
    os.environ["PATH"] = f"{tmp}/bin:{os.environ['PATH']}:/usr/sbin:/sbin"
    (tmp / "tls").mkdir()
    must("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
         "-keyout", tmp / "tls/ca.key", "-out", tmp / "tls/ca.pem", "-subj", "/CN=test CA")
    os.environ["CURL_CA_BUNDLE"] = str(tmp / "tls/ca.pem")
    put("/etc/autodiscover/autodiscover.yaml", CONFIG)


def other_site(folder, names=f"{SHOP} www.{SHOP}", address="", default=False):
    """Debian's nginx as it is after its installation, with one site more; and the files that the commands copy."""
    for path in ("/var/log/nginx", "/var/www/html", "/etc/nginx/conf.d", "/etc/nginx/snippets"):
        shutil.rmtree(path, ignore_errors=path.startswith("/var"))
        pathlib.Path(path).mkdir(parents=True)
    shutil.rmtree("/etc/letsencrypt", ignore_errors=True)
    for name in ("enabled", "available"):
        for path in pathlib.Path(f"/etc/nginx/sites-{name}").iterdir():
            path.unlink()
    main = pathlib.Path("/etc/nginx/nginx.conf")
    text = re.sub(r"error_log .*;", "error_log /var/log/nginx/error.log notice;", main.read_text())
    text = re.sub(r"worker_processes .*;", "worker_processes 1;", text)
    if pathlib.Path("/proc/self/uid_map").read_text().split()[2] == "1":  # a user namespace knows no www-data
        text = re.sub(r"^user .*;", "user root;", text, flags=re.M)
    main.write_text(text)
    default_site = SITE.format(names="_", address="").replace("shop\"", "default\"") if default else ""
    put("/etc/nginx/sites-available/shop", SITE.format(names=names, address=address) + default_site)
    os.symlink("../sites-available/shop", "/etc/nginx/sites-enabled/shop")
    must("certificate", "/etc/shop.pem", "/etc/shop.key", SHOP, "other.example.net")
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(ROOT / "nginx", folder / "nginx")


def of_the_shop(name, scheme="https", *more):
    """What the other site answers: protocol, status, body; at any address, and with HTTP/2 if it is offered."""
    return run("curl", "-sS", "--http2", *more, "-w", " %{http_version} %{http_code}", f"{scheme}://{name}/x").stdout


def shop():
    return [of_the_shop(name, scheme) for name in (SHOP, "other.example.net") for scheme in ("http", "https")]


class Nginx:
    """Starts nginx as its unit does."""

    def __enter__(self):
        must("nginx")
        return self

    def __exit__(self, *_):
        pid = int(pathlib.Path("/run/nginx.pid").read_text())
        must("nginx", "-s", "quit")
        wait_until(lambda: not pathlib.Path("/run/nginx.pid").exists(), f"nginx {pid} does not end")


def commands(folder):
    """README's block: (exit code, output)."""
    done = run("sh", "-eux", "-c", block(), cwd=folder)
    return done.returncode, done.stdout


def beside_another_site(folder):
    other_site(folder)
    with Nginx():
        before = shop()
        check("the other site", "" if before == ["shop 1.1 200"] * 4 else f"answers {before} before")
        code, said = commands(folder)
        check("README's commands", said if code else "")
        after = shop()
        check("the other site", "" if after == before else f"answered {before}, now {after}")
        place = "://autodiscover.example.com/autodiscover/x"
        asked = run("curl", "-sS", "-o", "/dev/null", "-w", "%{http_code} %{redirect_url}", f"http{place}").stdout
        check("port 80", "" if asked == f"302 https{place}" else asked)


def where_it_takes_our_names(folder, directive, **site):
    """`directive`: of which our files have a line as a comment."""
    other_site(folder, **site)
    with Nginx():
        before = of_the_shop(SHOP)
        code, said = commands(folder)
        check(f"{site}: the commands", "" if code and "curl" in said else f"do not show it: {said}")
    other_site(folder, **site)
    changed = 0
    for file in ("autodiscover.conf", "autodiscover-http.conf"):
        path = folder / "nginx" / file
        text = path.read_text()
        if directive == "listen":  # in place of the lines above
            text = re.sub(r"^    listen .*\n", "", text, flags=re.M)
        text, count = re.subn(rf"^( *)#({directive} .*;)$", r"\1\2", text, flags=re.M)
        path.write_text(text)
        changed += count
    check(f"{site}: the cure", "" if changed == 2 else f"{changed} lines")
    with Nginx():
        code, said = commands(folder)
        check(f"{site}: the commands after the cure", said if code else "")
        after = of_the_shop(SHOP)
        check(f"{site}: the other site", "" if before == after == "shop 1.1 200" else f"{before}, {after}")


def connects(source, target):
    with socket.socket(socket.AF_INET6 if ":" in source else socket.AF_INET) as s:
        s.setsockopt(socket.SOL_IP, 15, 1)  # IP_FREEBIND: an address of a network that is routed to us
        s.bind((source, 0))
        try:
            s.connect((target, 80))
            return True
        except ConnectionRefusedError:
            return False


def apache_limit():
    """The rules of nft that Apache's files name: connections are counted by address, of IPv6 by /64."""
    for _ in range(2):  # as it may be loaded again
        must("nft", "-f", ROOT / "apache/autodiscover-limit.nft")
    for net in ("2001:db8:1::/64", "2001:db8:2::/64"):
        must("ip", "-6", "route", "add", "local", net, "dev", "lo")
    with socket.create_server(("::", 80), family=socket.AF_INET6, dualstack_ipv6=True, backlog=1000):
        found = [{connects(f"2001:db8:1::{i:x}", "::1") for i in range(1, 200)},
                 {connects("2001:db8:2::1", "::1")},
                 {connects("127.0.0.3", "127.0.0.1") for i in range(200)},
                 {connects(f"127.0.1.{i}", "127.0.0.1") for i in range(1, 200)}]
    must("nft", "flush", "ruleset")
    expected = [{True, False}, {True}, {True, False}, {True}]
    check("autodiscover-limit.nft", "" if found == expected else f"{found}")


def inside():
    tmp = pathlib.Path(sys.argv[3])
    make_machine(tmp)
    shutil.copy(BINARY, tmp / "autodiscover")
    os.mkdir("/run/autodiscover")
    listening = socket.socket(socket.AF_UNIX)
    listening.bind("/run/autodiscover/autodiscover.sock")
    os.chmod("/run/autodiscover/autodiscover.sock", 0o666)
    listening.listen(64)
    with (tmp / "responder.log").open("w") as log:
        subprocess.Popen([tmp / "autodiscover", "serve", "-c", "/etc/autodiscover/autodiscover.yaml"], stdin=listening,
                         stdout=log, stderr=log)
    beside_another_site(tmp / "files")
    where_it_takes_our_names(tmp / "files", "server_name", names=f"{SHOP} *.example.com")
    where_it_takes_our_names(tmp / "files", "server_name", names=f"{SHOP} .example.com")
    where_it_takes_our_names(tmp / "files", "listen", address=f"{ADDRESS}:")
    where_it_takes_our_names(tmp / "files", "listen", address=f"{ADDRESS}:", default=True)
    apache_limit()
    print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
    return 0 if all(results) else 1


def main():
    """Starts itself again in the namespaces; all processes end with the first of them."""
    tmp = tempfile.mkdtemp(prefix="autodiscover-machine-")
    os.chmod(tmp, 0o755)
    try:
        user = [] if os.geteuid() == 0 else ["--map-root-user"]
        return subprocess.run(["unshare", *user, "--mount", "--net", "--pid", "--fork", "--kill-child", sys.executable,
                               __file__, BINARY, "--inside", tmp]).returncode
    finally:
        shutil.rmtree(tmp, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(inside() if "--inside" in sys.argv else main())
