#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every Outlook golden against the schema and against what XSD 1.0 cannot say; and documents that must be refused.

usage: check_outlook.py [FOLDER_OF_CASES]   Last line: N passed, N failed.
"""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

HERE = pathlib.Path(__file__).resolve().parent
CASES = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE.parent / "cases"
MICROSOFT = "{http://schemas.microsoft.com/exchange/autodiscover/"
OUTER, OUTLOOK = MICROSOFT + "responseschema/2006}", MICROSOFT + "outlook/responseschema/2006a}"
MOBILESYNC = MICROSOFT + "mobilesync/responseschema/2006}"

failures, passed = [], 0


def check(name, good, why=""):
    global passed
    passed += bool(good)
    if not good:
        failures.append(name)
        print(f"{name}: {why or 'failed'}")


def is_valid(document):
    """(valid, what xmllint says)"""
    with tempfile.NamedTemporaryFile(suffix=".xml") as file:
        file.write(document)
        file.flush()
        run = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", HERE / "outlook.xsd", file.name],
                             capture_output=True, text=True, check=False)
    if run.returncode not in (0, 1, 3, 4):
        raise RuntimeError(run.stderr)  # 5: the schema itself does not compile
    return run.returncode == 0, run.stderr


def golden(path):
    head, _, body = path.read_bytes().partition(b"\n\n")
    return head.decode(), body


TYPES = ["IMAP", "POP3", "SMTP", "CalDAV", "CardDAV"]


def wrong_protocols(account):
    """What the schema cannot say about an account with settings."""
    order = [p.findtext(OUTLOOK + "Type") for p in account.iter(OUTLOOK + "Protocol")]
    if order != sorted(order, key=TYPES.index):
        yield f"order of types {order}"
    for protocol in account.iter(OUTLOOK + "Protocol"):
        value = {child.tag.removeprefix(OUTLOOK): child.text for child in protocol}
        is_dav = "DAV" in value["Type"]
        if is_dav != value["Server"].startswith("https://"):
            yield "Server is a URL for CalDAV and CardDAV, else a host"
        if is_dav == ("Port" in value) or is_dav == ("Encryption" in value):
            yield "Port and Encryption belong to all but CalDAV and CardDAV"
        if (value["SSL"] == "on") != (value.get("Encryption") != "None"):
            yield "SSL is on if and only if Encryption is not None"
        if ("UsePOPAuth" in value) != (value["Type"] == "SMTP"):
            yield "UsePOPAuth belongs into SMTP and nowhere else"
        if value.get("UsePOPAuth") == "on" and value["AuthRequired"] == "off":
            yield "UsePOPAuth without AuthRequired"
        if "%EMAIL" in value["Server"] or re.search(r"%[A-Z]+%", value.get("LoginName", "")):
            yield "a placeholder was left"


def wrong(root):
    """What the schema cannot say about a document."""
    for element in root.iter():
        text = (element.text or "").strip()
        if len(element) == 0 and not text and element.tag not in (OUTER + "DebugData", OUTLOOK + "User"):
            yield f"{element.tag} is empty: Thunderbird takes that for true"
        if text in ("true", "false"):
            yield f"{element.tag} holds {text}: Thunderbird takes that for a truth value"
    account = root.find(f"{OUTLOOK}Response/{OUTLOOK}Account")
    if account is not None:
        action = account.findtext(OUTLOOK + "Action")
        for name, belongs_to in (("Protocol", "settings"), ("RedirectAddr", "redirectAddr"), ("RedirectUrl", "redirectUrl")):
            if (action == belongs_to) != (account.find(OUTLOOK + name) is not None):
                yield f"{name} if and only if the action is {belongs_to}"
        yield from wrong_protocols(account)
    server = root.find(f".//{MOBILESYNC}Server")
    if server is not None and server.findtext(MOBILESYNC + "Url") != server.findtext(MOBILESYNC + "Name"):
        yield "Name must be Url"


def check_goldens():
    ids, seen = set(), set()
    for path in sorted((CASES / "outlook").rglob("response")):
        name = f"{path.parent.parent.name}/{path.parent.name}"
        head, body = golden(path)
        check(f"{name}: no challenge", not re.search(r"^401|WWW-Authenticate|X-SOAP-Enabled", head, re.M | re.I), head)
        if "text/xml" not in head or not body:
            continue
        valid, message = is_valid(body)
        check(f"{name}: schema", valid, message)
        check(f"{name}: starts with the declaration", body.startswith(b'<?xml version="1.0" encoding="UTF-8"?>'))
        check(f"{name}: no prefixes", b"xmlns:" not in body)
        check(f"{name}: status and type", head.startswith("200\nContent-Type: text/xml; charset=utf-8\n"), head)
        check(f"{name}: not stored", "\nCache-Control: no-store" in head, head)
        root = ET.fromstring(body)
        problems = list(wrong(root))
        check(f"{name}: rules beyond the schema", not problems, "; ".join(problems))
        ids |= {error.get("Id") for error in root.iter(OUTER + "Error")}
        seen |= {e.text for e in root.iter(OUTER + "ErrorCode")} | {e.text for e in root.iter(OUTLOOK + "Action")}
        seen |= {e.tag for e in root.iter() if e.tag in (MOBILESYNC + "Settings", MOBILESYNC + "Redirect")}
    check("the Id of all errors is one number", len(ids) == 1, str(ids))
    for kind in ("500", "501", "600", "601", "settings", "redirectAddr", "redirectUrl", MOBILESYNC + "Settings", MOBILESYNC + "Redirect"):
        check(f"a golden has {kind}", kind in seen)


def check_unknown_is_not_named():
    """An error says nothing of what was asked."""
    _, body = golden(CASES / "outlook/25-unknown-domain/response")
    check("error 500 names neither address nor domain", b"unknown.example" not in body and b"alice" not in body)


def check_json():
    keys = {"200": ["Protocol", "Url"], "400": ["ErrorCode", "ErrorMessage"], "404": ["ErrorCode", "ErrorMessage"]}
    for path in sorted((CASES / "json").rglob("response")):
        head, body = golden(path)
        if "application/json" in head and body:
            pairs = json.loads(body, object_pairs_hook=list)
            check(f"json/{path.parent.name}: keys", [k for k, _ in pairs] == keys[head[:3]], body.decode())
            check(f"json/{path.parent.name}: https", head[:3] != "200" or pairs[1][1].startswith("https://"), body.decode())
            check(f"json/{path.parent.name}: not stored", "\nCache-Control: no-store" in head, head)


def replaced(document, old, new):
    if old not in document:
        raise RuntimeError(f"{old!r} is not in the document")
    return document.replace(old, new, 1)


def check_refusals():
    """The schema must be able to say no."""
    settings = golden(CASES / "outlook/01-settings/response")[1]
    error = golden(CASES / "outlook/21-empty-body/response")[1]
    redirection = golden(CASES / "outlook/35-redirected/response")[1]
    mobilesync = golden(CASES / "outlook/37-mobilesync/response")[1]
    url = golden(CASES / "outlook/75a-redirected-to-a-url/response")[1]
    dav = golden(CASES / "outlook/77a-home-page-and-expiration-date/response")[1]
    account = re.search(rb"<Account>.*</Account>", settings, re.S)[0]
    protocol = re.search(rb"<Protocol>.*?</Protocol>", settings, re.S)[0]
    inner = b' xmlns="http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a"'
    bad = {
        "second Account": replaced(settings, account, account + account),
        "second IMAP": replaced(settings, protocol, protocol + protocol),
        "no Protocol": re.sub(rb"<Protocol>.*</Protocol>", b"", settings, flags=re.S),
        "no Server": replaced(settings, b"<Server>imap.hosting.example</Server>", b""),
        "URL as Server": replaced(settings, b"<Server>", b"<Server>imaps://"),
        "Port 0": replaced(settings, b"993", b"0"),
        "Port 65536": replaced(settings, b"993", b"65536"),
        "no SPA": replaced(settings, b"<SPA>off</SPA>", b""),
        "SSL yes": replaced(settings, b"<SSL>on", b"<SSL>yes"),
        "SSL true": replaced(settings, b"<SSL>on", b"<SSL>true"),
        "SSL empty": replaced(settings, b"<SSL>on", b"<SSL>"),
        "SSL On": replaced(settings, b"<SSL>on", b"<SSL>On"),
        "Encryption STARTTLS": replaced(settings, b"<Encryption>SSL", b"<Encryption>STARTTLS"),
        "Encryption Auto": replaced(settings, b"<Encryption>SSL", b"<Encryption>Auto"),
        "TLS element": replaced(settings, b"<SSL>on</SSL>", b"<SSL>on</SSL><TLS>on</TLS>"),
        "DomainRequired on": replaced(settings, b"<DomainRequired>off", b"<DomainRequired>on"),
        "Type POP": replaced(settings, b"<Type>POP3", b"<Type>POP"),
        "Type imap": replaced(settings, b"<Type>IMAP", b"<Type>imap"),
        "Port before Server": replaced(settings, b"<Server>imap.hosting.example</Server>\n        <Port>993</Port>",
                                       b"<Port>993</Port><Server>imap.hosting.example</Server>"),
        "no User": re.sub(rb"<User>.*</User>", b"", settings, flags=re.S),
        "DisplayName of the provider": replaced(settings, b"<User>", b"<User><DisplayName>Example Mail</DisplayName>"),
        "Culture in outlook": replaced(settings, b"<User>", b"<Culture>en:us</Culture><User>"),
        "Action Settings": replaced(settings, b"<Action>settings", b"<Action>Settings"),
        "https namespace": settings.replace(b"http://", b"https://"),
        "inner namespace missing": replaced(settings, inner, b""),
        "namespace without a": settings.replace(b"2006a", b"2006"),
        "markup in the address": replaced(settings, b"alice@", b"&lt;i&gt;@"),
        "redirection with Protocol": replaced(redirection, b"</Account>", protocol + b"</Account>"),
        "redirection to a URL by http": replaced(url, b"<RedirectUrl>https", b"<RedirectUrl>http"),
        "redirection to a URL and an address": replaced(url, b"</RedirectUrl>", b"</RedirectUrl><RedirectAddr>a@b.example</RedirectAddr>"),
        "redirection to a URL with Protocol": replaced(url, b"</Account>", protocol + b"</Account>"),
        "Action redirectURL": replaced(url, b"<Action>redirectUrl", b"<Action>redirectURL"),
        "home page behind the protocols": re.sub(rb"(<ServiceHome>.*</ServiceHome>)(.*)(</Account>)", rb"\2\1\3", dav, flags=re.S),
        "home page by http": replaced(dav, b"<ServiceHome>https", b"<ServiceHome>http"),
        "home page of a redirection": replaced(url, b"<RedirectUrl>", b"<ServiceHome>https://x.example/</ServiceHome><RedirectUrl>"),
        "empty home page": re.sub(rb"(<ServiceHome>).*(</)", rb"\1\2", dav),
        "date behind the time to live": replaced(dav, b"<ExpirationDate>20301231</ExpirationDate>\n        <TTL>0</TTL>",
                                                 b"<TTL>0</TTL><ExpirationDate>20301231</ExpirationDate>"),
        "date with hyphens": replaced(dav, b"20301231", b"2030-12-31"),
        "month 13": replaced(dav, b"20301231", b"20301331"),
        "no date": replaced(dav, b"20301231", b""),
        "Type caldav": replaced(dav, b"<Type>CalDAV", b"<Type>caldav"),
        "Type DAV": replaced(dav, b"<Type>CalDAV", b"<Type>DAV"),
        "calendar by http": replaced(dav, b"<Server>https:", b"<Server>http:"),
        "second calendar": re.sub(rb"(<Protocol>\s*<Type>CalDAV.*?</Protocol>)", rb"\1\1", dav, flags=re.S),
        "redirection to nothing": replaced(redirection, b"any@example.com", b""),
        "Error in the inner namespace": replaced(error, b"<Response>", b"<Response" + inner + b">"),
        "Id 9999999999": re.sub(rb'Id="\d+"', b'Id="9999999999"', error),
        "Id 4294967296": re.sub(rb'Id="\d+"', b'Id="4294967296"', error),
        "Id -1": re.sub(rb'Id="\d+"', b'Id="-1"', error),
        "Time with a date": replaced(error, b'Time="', b'Time="2026-01-01T'),
        "Time with six digits": replaced(error, b'6164020"', b'616402"'),
        "Time 24:00": replaced(error, b'Time="16', b'Time="24'),
        "no DebugData": replaced(error, b"<DebugData/>", b""),
        "DebugData with text": replaced(error, b"<DebugData/>", b"<DebugData>x</DebugData>"),
        "ErrorCode 999": replaced(error, b"600", b"999"),
        "two Responses": re.sub(rb"(<Response>.*</Response>)", rb"\1\1", error, flags=re.S),
        "no Response": re.sub(rb"<Response>.*</Response>", b"", error, flags=re.S),
        "http ActiveSync": replaced(mobilesync, b"<Url>https", b"<Url>http"),
        "EmailAddress": mobilesync.replace(b"EMailAddress", b"EmailAddress"),
        "no Culture": replaced(mobilesync, b"<Culture>en:us</Culture>", b""),
        "Redirect beside Settings": replaced(mobilesync, b"<Settings>", b"<Redirect>a@b.example</Redirect><Settings>"),
        "outlook body called mobilesync": settings.replace(b"outlook/responseschema/2006a", b"mobilesync/responseschema/2006"),
    }
    for name, document in bad.items():
        valid, _ = is_valid(document)
        check(f"schema refuses: {name}", not valid, "it is accepted")
    beyond = {
        "no Port": replaced(settings, b"<Port>993</Port>", b""),
        "no Encryption": replaced(settings, b"<Encryption>SSL</Encryption>", b""),
        "https URL as Server": replaced(settings, b"<Server>", b"<Server>https://"),
        "host as Server of a calendar": replaced(dav, b"<Server>https://dav.hosting.example/", b"<Server>dav.hosting.example"),
        "Port of a calendar": replaced(dav, b"/</Server>", b"/</Server><Port>443</Port>"),
        "Encryption of a calendar": replaced(dav, b"<SPA>on</SPA>\n        <SSL>on</SSL>", b"<SPA>on</SPA><SSL>on</SSL><Encryption>SSL</Encryption>"),
        "calendar before IMAP": replaced(replaced(dav, b">IMAP<", b">X<"), b">CalDAV<", b">IMAP<").replace(b">X<", b">CalDAV<"),
        "SSL off for a calendar": re.sub(rb"(CalDAV.*?<SSL>)on", rb"\1off", dav, flags=re.S),
        "redirectUrl with an address": replaced(redirection, b"<Action>redirectAddr", b"<Action>redirectUrl"),
        "redirectAddr with a URL": replaced(url, b"<Action>redirectUrl", b"<Action>redirectAddr"),
        "placeholder in a URL": replaced(dav, b"<Server>https://", b"<Server>https://%EMAILDOMAIN%"),
        "SSL off with Encryption SSL": replaced(settings, b"<SSL>on", b"<SSL>off"),
        "UsePOPAuth in IMAP": replaced(settings, b"</AuthRequired>", b"</AuthRequired><UsePOPAuth>on</UsePOPAuth>"),
        "redirectAddr with Protocol": replaced(settings, b"<Action>settings", b"<Action>redirectAddr"),
        "POP3 before IMAP": replaced(replaced(settings, b"IMAP", b"X"), b"POP3", b"IMAP").replace(b">X<", b">POP3<"),
        "placeholder": replaced(settings, b"<LoginName>alice@example.com", b"<LoginName>%EMAILADDRESS%"),
        "other Name": replaced(mobilesync, b"<Name>https://", b"<Name>https://x."),
    }
    for name, document in beyond.items():
        check(f"rules refuse: {name}", list(wrong(ET.fromstring(document))), "they accept it")


check_goldens()
check_unknown_is_not_named()
check_json()
check_refusals()
print(f"{passed} passed, {len(failures)} failed")
sys.exit(1 if failures else 0)
