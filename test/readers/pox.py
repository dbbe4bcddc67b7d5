#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How mail programs read an Autodiscover reply, done again, and asked whether they arrive at what was configured.

Each reader takes the bytes of a reply and returns a list of {type, host, port, security, login}; `security` is "tls",
"starttls" or "plain", or "encrypted" where the reader cannot tell the first two apart. The rules are those of the
programs' sources or documentation, their quirks included, not those of a good reader.

usage: pox.py [FOLDER_OF_CASES]   Last line: N passed, N failed.
"""
import json
import pathlib
import re
import sys
import urllib.parse
import xml.etree.ElementTree as ET

import yaml

ROOT = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else pathlib.Path(__file__).resolve().parent.parent / "cases"
TYPES = {"IMAP": "imap", "POP3": "pop3", "SMTP": "smtp"}
NAME_SPACE = re.compile(r"^\{.*\}")


class Unreadable(Exception):
    """The program gives up on the document."""


# --- The readers

def local(element):
    return NAME_SPACE.sub("", element.tag)


def children(element, name):
    return [child for child in element if local(child) == name]


def qualified_names(document):
    """The tree with names as they are written, prefix and all."""
    bare = re.sub(rb'\sxmlns(:\w+)?="[^"]*"', b"", document)
    try:
        return ET.fromstring(re.sub(rb"<(/?)(\w+):", rb"<\1\2_", bare))
    except ET.ParseError as error:
        raise Unreadable(str(error)) from error


def jxon(element):
    """Thunderbird's XML-to-object layer: an empty element is true, "true" and "false" are truth values."""
    text = (element.text or "").strip()
    return True if not text or text == "true" else False if text == "false" else text


def thunderbird(document):
    """ExchangeAutoDiscover: names with their prefix, the first Account, the port decides between SSL and STARTTLS."""
    root = qualified_names(document)
    accounts = root.findall("Response/Account") if root.tag == "Autodiscover" else []
    found = []
    for protocol in accounts[0].findall("Protocol") if accounts else []:
        value = {child.tag: jxon(child) for child in protocol}
        try:
            if value.get("Type") not in TYPES:
                continue
            ssl, encryption = value.get("SSL", "on").lower(), value.get("Encryption", "").lower()
            port = int(value["Port"])
            plain = ssl == "off" or encryption == "none"
            found.append({"type": TYPES[value["Type"]], "host": value["Server"].lower(), "port": port,
                          "security": "plain" if plain else "starttls" if port in (143, 110, 25, 587) else "tls",
                          "login": value.get("LoginName")})
        except (AttributeError, KeyError, ValueError):  # thrown in the loop, which drops this Protocol
            continue
    return found


def delta_chat(document):
    """Type, Server, Port and SSL of each Protocol; one without any of them is dropped. No login, no Encryption."""
    try:
        root = ET.fromstring(document)
    except ET.ParseError as error:
        raise Unreadable(str(error)) from error
    found = []
    for protocol in (e for e in root.iter() if local(e).lower() == "protocol"):
        value = {local(child).lower(): (child.text or "").strip() for child in protocol}
        if all(value.get(name) for name in ("type", "server", "port", "ssl")) and value["port"].isdigit():
            found.append({"type": value["type"].lower(), "host": value["server"], "port": int(value["port"]),
                          "security": "encrypted" if value["ssl"].lower() == "on" else "plain", "login": None})
    return found


def ssl_only(document):
    """FairEmail, Nine, AltaMail, Outlook 2007: SSL alone counts, its default is on."""
    found = []
    for protocol in (e for e in ET.fromstring(document).iter() if local(e) == "Protocol"):
        value = {local(child): (child.text or "").strip() for child in protocol}
        if value.get("Type") in TYPES:
            found.append({"type": TYPES[value["Type"]], "host": value["Server"], "port": int(value["Port"]),
                          "security": "plain" if value.get("SSL", "on") == "off" else "encrypted",
                          "login": value.get("LoginName")})
    return found


def outlook(document, typed="alice@example.com"):
    """Outlook 2010 and later: Encryption overrides SSL, absent elements have the documented defaults."""
    root = ET.fromstring(document)
    responses = children(root, "Response")
    accounts = children(responses[0], "Account") if responses else []
    if len(accounts) != 1:
        raise Unreadable(f"{len(accounts)} accounts")
    found = []
    for protocol in children(accounts[0], "Protocol"):
        value = {local(child): child.text for child in protocol}
        ssl = "plain" if value.get("SSL", "on") == "off" else "tls"
        security = {"SSL": "tls", "TLS": "starttls", "None": "plain"}.get(value.get("Encryption"), ssl)
        login = value.get("LoginName", typed.split("@")[0] if typed else None)
        if value.get("SPA", "on") == "on":
            login = f"NTLM {login}"
        if value.get("DomainRequired", "off") == "on":
            login = f"{value.get('DomainName')}\\{login}"
        if value["Type"] in TYPES:
            found.append({"type": TYPES[value["Type"]], "host": value["Server"], "port": int(value["Port"]),
                          "security": security, "login": login})
    return found


def ews_managed_api(document):
    """Reads the declaration as first node without looking, then wants User and Account inside the Response."""
    if not document.startswith(b"<?xml "):
        raise Unreadable("the first node is no declaration")
    response = children(ET.fromstring(document), "Response")
    if not response or not children(response[0], "User") or not children(response[0], "Account"):
        raise Unreadable("no Response with User and Account")
    return outlook(document)


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


def expected(config, domain, address):
    """What a client must arrive at, by type."""
    result = {}
    for key, service in merged(config.get("services"), domain_entry(config, domain).get("services")).items():
        kind, port, transport = KEYS[key]
        transport = service.get("transport", transport)
        authentication = service.get("authentication", "password-cleartext")
        authentication = [authentication] if isinstance(authentication, str) else authentication
        known = result.get(kind)
        if known and BEST_FIRST.index(known["transport"]) <= BEST_FIRST.index(transport):
            continue
        login = service.get("username", "%EMAILADDRESS%")
        for name, value in (("%EMAILADDRESS%", address), ("%EMAILLOCALPART%", address and address.split("@")[0]),
                            ("%EMAILDOMAIN%", domain)):
            login = login.replace(name, value) if login and value else None if login and name in login else login
        result[kind] = {"host": service["host"].replace("%EMAILDOMAIN%", domain), "port": service.get("port", port),
                        "transport": transport, "login": login,
                        "spa": set(authentication) <= {"ntlm", "gssapi"}}
    return result


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
