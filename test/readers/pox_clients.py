# SPDX-License-Identifier: MIT
"""How mail programs read an Autodiscover reply, done again.

Each reader takes the bytes of a reply and returns a list of {type, host, port, security, login}; `security` is "tls",
"starttls" or "plain", or "encrypted" where the reader cannot tell the first two apart. The rules are those of the
programs' sources or documentation, their quirks included, not those of a good reader.
"""
import re
import xml.etree.ElementTree as ET

TYPES = {"IMAP": "imap", "POP3": "pop3", "SMTP": "smtp"}
NAME_SPACE = re.compile(r"^\{.*\}")


class Unreadable(Exception):
    """The program gives up on the document."""


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


def em_client(document):
    """The calendars and address books, whose Server is a URL; for mail it is as good as Outlook."""
    found = []
    for protocol in (e for e in ET.fromstring(document).iter() if local(e) == "Protocol"):
        value = {local(child): child.text for child in protocol}
        if value["Type"] in ("CalDAV", "CardDAV"):
            found.append((value["Type"].lower(), value["Server"], value.get("LoginName")))
    return found


def ews_managed_api(document):
    """Reads the declaration as first node without looking, then wants User and Account inside the Response."""
    if not document.startswith(b"<?xml "):
        raise Unreadable("the first node is no declaration")
    response = children(ET.fromstring(document), "Response")
    if not response or not children(response[0], "User") or not children(response[0], "Account"):
        raise Unreadable("no Response with User and Account")
    return outlook(document)
