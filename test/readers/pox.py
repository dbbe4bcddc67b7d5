#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every Autodiscover reply among the cases, read as mail programs read it: all must arrive at what the YAML says.

usage: pox.py [FOLDER_OF_CASES]   Last line: N passed, N failed.
"""
import json
import pathlib
import re
import sys
import urllib.parse

import yaml

from logins import own_login, owner_of
from pox_clients import Unreadable, delta_chat, em_client, ews_managed_api, outlook, ssl_only, thunderbird

ROOT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent / "cases"
# --- What the configuration of a case says

KEYS = {  # service key: type, port, transport
    "imaps": ("imap", 993, "tls"), "imap": ("imap", 143, "starttls"),
    "pop3s": ("pop3", 995, "tls"), "pop3": ("pop3", 110, "starttls"),
    "submissions": ("smtp", 465, "tls"), "submission": ("smtp", 587, "starttls"), "smtp": ("smtp", 25, "starttls"),
}
BEST_FIRST = ["tls", "starttls", "plaintext"]


def merged(defaults, own):
    """Key by key; `false` switches a service off."""
    result = {name: dict(value) for name, value in (defaults or {}).items() if value}
    for name, value in (own or {}).items():
        result[name] = {**result.get(name, {}), **value} if value else None
    return {name: value for name, value in result.items() if value}


def domain_entry(config, domain):
    domains = {name.encode("idna").decode() if not name.startswith("*") else name: value or {}
               for name, value in (config.get("domains") or {}).items()}
    domains.setdefault(config["provider"]["domain"], {})
    if domain in domains:
        return domains[domain]
    labels = domain.split(".")
    return next((domains[pattern] for i in range(1, len(labels))
                 if (pattern := "*." + ".".join(labels[i:])) in domains), None)


def login_name(config, service, domain, address):
    """None when it takes an address and there is none."""
    login = own_login(config, address, domain) or service.get("username", "%EMAILADDRESS%")
    for name, value in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", address and address.split("@")[0]),
                        ("%EMAILDOMAIN%", domain)):
        login = login.replace(name, value) if login and value else None if login and name in login else login
    return login


def servers_of(config, domain, address):
    """(the services, their domain, the mailbox that logs in) for an address, which may be an alias."""
    if address:
        address = owner_of(config, address)
        domain = address.split("@")[1]
    return merged(config.get("services"), domain_entry(config, domain).get("services")), domain, address


def expected(config, domain, address):
    """What a client must arrive at, by type."""
    result = {}
    services, domain, address = servers_of(config, domain, address)
    for key, service in services.items():
        if key not in KEYS:
            continue
        kind, port, transport = KEYS[key]
        transport = service.get("transport", transport)
        authentication = service.get("authentication", "password-cleartext")
        authentication = [authentication] if isinstance(authentication, str) else authentication
        known = result.get(kind)
        if known and BEST_FIRST.index(known["transport"]) <= BEST_FIRST.index(transport):
            continue
        result[kind] = {"host": service["host"].replace("%EMAILDOMAIN%", domain), "port": service.get("port", port),
                        "transport": transport, "login": login_name(config, service, domain, address),
                        "spa": set(authentication) <= {"ntlm", "gssapi"}}
    return result


def expected_dav(config, domain, address):
    """The calendars and address books that are told, where the operator wants them told."""
    policy = {**(config.get("outlook") or {}), **(domain_entry(config, domain).get("outlook") or {})}
    services, domain, address = servers_of(config, domain, address)
    return [(kind, services[kind]["url"].replace("%EMAILDOMAIN%", domain),
             login_name(config, services[kind], domain, address))
            for kind in ("caldav", "carddav") if policy.get("dav") and kind in services]


def asked_for(request):
    """(domain, address or None) of a request."""
    head, _, body = request.partition(b"\n\n")
    if body.startswith(b"\xff\xfe"):
        body = body.decode("utf-16").encode()
    found = re.search(rb"<(?:p:)?EMailAddress>\s*([^<]*?)\s*</", body)
    target = head.split(b" ")[1].decode()
    query = {k.lower(): v for k, v in urllib.parse.parse_qsl(urllib.parse.urlsplit(target).query)}
    address = found[1].decode().replace("&amp;", "&") if found else query.get("email") or query.get("emailaddress")
    if address:
        local_part, domain = address.split("@")
        domain = domain.lower().encode("idna").decode()
        return domain, f"{local_part}@{domain}"
    host = re.search(rb"^Host: (\S+)", head, re.M)[1].decode().lower()
    return host.removeprefix("autodiscover."), None


# --- The comparison

failures, passed = [], 0


def check(name, good, why=""):
    global passed
    passed += bool(good)
    if not good:
        failures.append(name)
        print(f"{name}: {why or 'failed'}")


def compare(name, found, wanted, security, login):
    """The first of each type is what a program uses. `security` and `login` map what was configured to what it sees."""
    first = {}
    for server in found:
        first.setdefault(server["type"], server)
    seen = {kind: (s["host"], s["port"], s["security"], s["login"]) for kind, s in first.items()}
    right = {kind: (w["host"], w["port"], security(w), login(w)) for kind, w in wanted.items()}
    check(name, seen == right and right, f"{seen} instead of {right}")


def exact(wanted):
    return {"plaintext": "plain"}.get(wanted["transport"], wanted["transport"])


def coarse(wanted):
    return "plain" if wanted["transport"] == "plaintext" else "encrypted"


def ntlm_or_plain(wanted):
    return f"NTLM {wanted['login']}" if wanted["spa"] else wanted["login"]


def answer_of(directory):
    same = directory / "same_as"
    golden = ROOT / same.read_text().strip() if same.exists() else directory
    head, _, body = (golden / "response").read_bytes().partition(b"\n\n")
    return head.decode(), body


def config_of(directory):
    own = directory / "config.yaml"
    return yaml.safe_load((own if own.exists() else ROOT / "config.yaml").read_text())


def check_settings(directory):
    """False when this case's answer holds no settings."""
    head, body = answer_of(directory)
    if b"<Action>settings<" not in body:
        return False
    name = directory.name
    domain, address = asked_for((directory / "request").read_bytes())
    wanted = expected(config_of(directory), domain, address)
    check(f"{name}: type that Thunderbird parses", re.search(r"^Content-Type: (text|application)/xml", head, re.M), head)
    compare(f"{name}: Thunderbird", thunderbird(body), wanted, exact, lambda w: w["login"])
    compare(f"{name}: Delta Chat", delta_chat(body), wanted, coarse, lambda w: None)
    compare(f"{name}: SSL only", ssl_only(body), wanted, coarse, lambda w: w["login"])
    compare(f"{name}: Outlook", outlook(body, address), wanted, exact, ntlm_or_plain)
    found, right = em_client(body), expected_dav(config_of(directory), domain, address)
    check(f"{name}: eM Client", found == right, f"{found} instead of {right}")
    if address:
        compare(f"{name}: EWS Managed API", ews_managed_api(body), wanted, exact, ntlm_or_plain)
    return True


def check_pointer(directory):
    """False when this case's answer holds no pointer to the XML."""
    head, body = answer_of(directory)
    if not head.startswith("200") or b"AutodiscoverV1" not in body:
        return False
    config = config_of(directory)
    url = domain_entry(config, "example.com").get("url", config["provider"]["url"])
    check(f"{directory.name}: JSON", json.loads(body) == {"Protocol": "AutodiscoverV1",
                                                          "Url": url + "/autodiscover/autodiscover.xml"}, body.decode())
    return True


def check_one_body_for_all():
    """Whether a mailbox exists cannot be told from the answer."""
    _, alice = answer_of(ROOT / "outlook/01-settings")
    _, nobody = answer_of(ROOT / "outlook/34-mailbox-that-does-not-exist")
    check("bodies differ only in the address",
          alice.replace(b"alice@example.com", b"zzz-nonexistent@example.com") == nobody)
    _, nobody = answer_of(ROOT / "outlook/78d-mailbox-without-a-login-of-its-own")
    for case, name, login in (("78a-login-of-a-user", b"info", b"mbox0815"), ("78b-login-of-an-alias", b"sales", b"mbox0815"),
                              ("78c-alias-of-a-mailbox-elsewhere", b"boss", b"alice@example.com")):
        _, body = answer_of(ROOT / "outlook" / case)
        check(f"{case}: differs only where it is configured",
              body.replace(login, b"nobody@login.example").replace(name + b"@login", b"nobody@login") == nobody and
              body.count(login) == 3)


def check_readers():
    """What real servers were seen to send, and what it does: the readers must be able to fail."""
    _, good = answer_of(ROOT / "outlook/01-settings")
    accounts = re.sub(rb"</Protocol>\s*<Protocol>", b"</Protocol></Account><Account><Protocol>", good)
    check("Thunderbird reads the first Account only", [s["type"] for s in thunderbird(accounts)] == ["imap"])
    prefixed = re.sub(rb"<(/?)([A-Z])", rb"<\1p:\2", good).replace(b"xmlns=", b"xmlns:p=")
    check("Thunderbird wants names without prefix", thunderbird(prefixed) == [])
    check("Delta Chat does not mind a prefix", len(delta_chat(prefixed)) == 3)
    for old, new in ((b"<SSL>on", b"<SSL>"), (b"<SSL>on", b"<SSL>true"), (b"<Port>993", b"<Port>x"),
                     (b"<Server>imap.hosting.example", b"<Server>")):
        found = thunderbird(good.replace(old, new))
        check(f"Thunderbird drops {new.decode()}", "imap" not in [s["type"] for s in found], str(found))
    stripped = good.replace(b"<Port>993</Port>", b"")
    check("Delta Chat drops a Protocol without Port", "imap" not in [s["type"] for s in delta_chat(stripped)])
    off = good.replace(b"<SSL>on", b"<SSL>off")
    for reader in (thunderbird, delta_chat, ssl_only):
        check(f"{reader.__name__}: SSL off with Encryption TLS is plaintext",
              all(s["security"] == "plain" for s in reader(off)))
    check("Outlook: Encryption overrides SSL", [s["security"] for s in outlook(off)] == ["tls", "tls", "starttls"])
    check("Outlook: no SPA is NTLM", outlook(good.replace(b"<SPA>off</SPA>", b""))[0]["login"].startswith("NTLM"))
    check("Outlook: the default login is the local part",
          outlook(re.sub(rb"<LoginName>.*?</LoginName>", b"", good))[0]["login"] == "alice")
    _, dav = answer_of(ROOT / "outlook/76a-calendars-and-address-books")
    check("eM Client wants its own words", not em_client(dav.replace(b"DAV<", b"dav<")) and len(em_client(dav)) == 2)
    for reader, document in ((ews_managed_api, good.split(b"\n", 1)[1]), (outlook, accounts),
                             (thunderbird, good[:-20]), (delta_chat, good[:-20])):
        try:
            check(f"{reader.__name__} gives up", not reader(document), "it does not")
        except Unreadable:
            check(f"{reader.__name__} gives up", True)


check_readers()
check_one_body_for_all()
settings = sum(check_settings(path.parent) for path in sorted((ROOT / "outlook").rglob("request")))
pointers = sum(check_pointer(path.parent) for path in sorted((ROOT / "json").rglob("request")))
check("there are goldens to read", settings >= 40 and pointers >= 8, f"{settings} settings, {pointers} pointers")
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
