# SPDX-License-Identifier: MIT
"""The responder, and nginx with the files of nginx/ in front of it: the ones that are shipped, paths replaced."""
import os
import pathlib

from network import HERE, listens, run, wait_for

NGINX = HERE.parent.parent / "nginx"
MAIN = """
user root;
worker_processes 1;
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
events {{ }}
http {{
    client_body_temp_path {folder}/temp;
    proxy_temp_path {folder}/temp;
    fastcgi_temp_path {folder}/temp;
    uwsgi_temp_path {folder}/temp;
    scgi_temp_path {folder}/temp;
    access_log {folder}/nginx-access.log;
    log_format authorization $http_authorization;
    server_names_hash_bucket_size 128;
    ssl_certificate {folder}/site.pem;
    ssl_certificate_key {folder}/site.key;
    include autodiscover-upstream.conf;
    include autodiscover.conf;
    include autodiscover-http.conf;
{blocks}
}}
"""
# The web site of a mail domain: it answers 200 to any path, the worst neighbour for a client that tries URLs.
SITE = """
    server {{
        listen 443 ssl;
        listen 80;
        server_name {names};
        include snippets/autodiscover-well-known.conf;
        location / {{ default_type text/html; return 200 "<html><title>Welcome</title></html>"; }}
    }}
"""
DATABASE = """
    server {{
        listen 443 ssl;
        server_name {names};
        return 404;
    }}
"""
# Stands in front of the same responder on an address of its own and alters what it says, or writes down what is asked.
CHANGED = """
    server {{
        listen 127.0.0.2:443 ssl;
        server_name autoconfig.{domain} autodiscover.{domain};
        location / {{
            include snippets/autodiscover-pass.conf;
            {change}
        }}
    }}
"""
AUTHORIZATION = "authorization.txt"
WRITE_AUTHORIZATION = f"access_log {AUTHORIZATION} authorization;"
MEDIA_TYPE = 'fastcgi_hide_header Content-Type; add_header Content-Type "text/html; charset=utf-8";'


def substitute(this, that):
    return f"sub_filter_types *; sub_filter_once off; sub_filter '{this}' '{that}';"


def responder(network):
    """Starts `autodiscover serve` with config.yaml on a Unix socket in the folder."""
    config = network.folder / "config.yaml"
    listen = network.folder / "autodiscover.sock"
    text = (HERE / "config.yaml").read_text(encoding="utf-8")
    config.write_text(f'{text}server: {{ listen: {listen}, socket_group: root, socket_mode: "0600" }}\n', "utf-8")
    process = network.start("responder", network.binary, "serve", "-c", config)
    wait_for("the responder's socket", lambda: listen.exists() or process.poll() is not None)
    if process.poll() is not None:
        raise SystemExit(f"the responder ended with {process.returncode}: {network.log('responder')}")


def nginx(network, sites, database, changes):
    """`sites`: domains with a web site; `database`: names of Mozilla's, which answers 404; `changes`: domain -> the
    directives for its own server block.
    """
    folder = network.folder
    configuration = folder / "nginx"
    (configuration / "snippets").mkdir(parents=True)
    for name in ("upstream", "params", "pass", "well-known", "http", None):
        file = NGINX / (f"autodiscover-{name}.conf" if name else "autodiscover.conf")
        text = file.read_text(encoding="utf-8")
        text = text.replace("/run/autodiscover/autodiscover.sock", f"{folder}/autodiscover.sock")
        text = text.replace("/etc/letsencrypt/live/autodiscover/fullchain.pem", f"{folder}/site.pem")
        text = text.replace("/etc/letsencrypt/live/autodiscover/privkey.pem", f"{folder}/site.key")
        text = text.replace("/var/log/nginx/", f"{folder}/")
        target = configuration / "snippets" if name in ("params", "pass", "well-known") else configuration
        (target / file.name).write_text(text, encoding="utf-8")
    blocks = SITE.format(names=" ".join(sites)) + DATABASE.format(names=" ".join(database))
    blocks += "".join(CHANGED.format(domain=domain, change=change) for domain, change in changes.items())
    main = configuration / "nginx.conf"
    main.write_text(MAIN.format(folder=folder, blocks=blocks), encoding="utf-8")
    run("nginx", "-t", "-p", folder, "-c", main)
    network.start("nginx", "nginx", "-p", folder, "-c", main)
    wait_for("nginx", lambda: listens("127.0.0.1", 443))


def requests(network):
    """What was asked through the shipped files so far: the lines of their access log."""
    log = pathlib.Path(network.folder) / "autodiscover.access.log"
    return log.read_text(encoding="utf-8").splitlines() if os.path.exists(log) else []
