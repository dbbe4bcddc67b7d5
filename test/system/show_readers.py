# SPDX-License-Identifier: MIT
"""What documents tell, for show.py: Python's own readers, with the words of the formats written down once more. Each
gives (servers or None, where else to ask or why there is none)."""
import json
import plistlib
import re
import xml.etree.ElementTree as ET

TLS, STARTTLS, NONE, EITHER = "TLS", "STARTTLS", "none", "TLS or STARTTLS"
POX = "{http://schemas.microsoft.com/exchange/autodiscover/%s}"


def server(direction, service, host, port, security, login, url=None):
    return {"direction": direction, "service": service, "host": host, "port": port, "security": security,
            "login": login or None, "url": url}


def direction(service):
    return {"imap": "incoming", "pop3": "incoming", "jmap": "incoming", "submission": "outgoing"}.get(service, "other")


def by_url(side, service, url, login):
    return server(side, service, None, None, TLS if url.startswith("https:") else NONE, login, url)


def autoconfig(text):
    found = []
    for e in ET.fromstring(text).iter():
        if e.tag == "webMail":
            found.append(by_url("other", "webmail", e.find("loginPage").get("url"), None))
        if "type" not in e.attrib:
            continue
        side = {"incomingServer": "incoming", "outgoingServer": "outgoing"}.get(e.tag, "other")
        service = {"smtp": "submission"}.get(e.get("type"), e.get("type"))
        if e.find("url") is not None:
            found.append(by_url(side, service, e.findtext("url"), e.findtext("username")))
        else:
            security = {"SSL": TLS, "STARTTLS": STARTTLS, "plain": NONE}[e.findtext("socketType")]
            found.append(server(side, service, e.findtext("hostname"), int(e.findtext("port")), security,
                                e.findtext("username")))
    return found, None


def outlook(text):
    root = ET.fromstring(text)
    if root.find(".//{*}Error") is not None:
        return None, "error {} {}".format(root.findtext(".//{*}ErrorCode"), root.findtext(".//{*}Message"))
    pointer = root.findtext(".//{*}RedirectAddr") or root.findtext(".//{*}RedirectUrl")
    found = []
    for e in root.iter(POX % "outlook/responseschema/2006a" + "Protocol"):
        word, name = e.findtext("{*}Type").lower(), e.findtext("{*}Server")
        service, login = {"smtp": "submission"}.get(word, word), e.findtext("{*}LoginName")
        if "://" in name:
            found.append(by_url(direction(service), service, name, login))
        else:
            security = {"SSL": TLS, "TLS": STARTTLS, "None": NONE}[e.findtext("{*}Encryption")]
            found.append(server(direction(service), service, name, int(e.findtext("{*}Port")), security, login))
    return found, pointer


def pointer_of(text):
    return [], json.loads(text)["Url"]


BESIDE_MAIL = {  # payload: (service, host, port, usual port, login)
    "com.apple.caldav.account": ("caldav", "CalDAVHostName", "CalDAVPort", 443, "CalDAVUsername"),
    "com.apple.carddav.account": ("carddav", "CardDAVHostName", "CardDAVPort", 443, "CardDAVUsername"),
    "com.apple.ldap.account": ("ldap", "LDAPAccountHostName", None, 636, "LDAPAccountUserName"),
    "com.apple.eas.account": ("activesync", "Host", None, 443, "UserName"),
}


def mobileconfig(text):
    found = []
    for payload in plistlib.loads(text.encode())["PayloadContent"]:
        if payload["PayloadType"] != "com.apple.mail.managed":
            service, host, port, usual, login = BESIDE_MAIL[payload["PayloadType"]]
            found.append(server("other", service, payload[host], payload.get(port, usual), TLS, payload.get(login)))
            continue
        incoming = {"EmailTypeIMAP": "imap", "EmailTypePOP": "pop3"}[payload["EmailAccountType"]]
        for side, service in (("Incoming", incoming), ("Outgoing", "submission")):
            key = side + "MailServer"
            found.append(server(side.lower(), service, payload[key + "HostName"], payload[key + "PortNumber"],
                                EITHER if payload[key + "UseSSL"] else NONE, payload.get(key + "Username")))
    return found, None


def pacc(text):
    protocols, found = json.loads(text)["protocols"], []
    for key, service, port in (("imap", "imap", 993), ("pop3", "pop3", 995), ("submit", "submission", 465)):
        if key in protocols:
            found.append(server(direction(service), service, protocols[key]["host"], port, TLS, "%EMAILADDRESS%"))
    for service in ("jmap", "caldav", "carddav", "webdav"):
        if service in protocols:
            found.append(by_url(direction(service), service, protocols[service]["url"], "%EMAILADDRESS%"))
    return found, None


def dns(text):
    labels = {"_imaps": ("imap", TLS), "_imap": ("imap", STARTTLS), "_pop3s": ("pop3", TLS), "_pop3": ("pop3", STARTTLS),
              "_submissions": ("submission", TLS), "_submission": ("submission", STARTTLS), "_jmap": ("jmap", TLS),
              "_sieve": ("managesieve", STARTTLS), "_caldavs": ("caldav", TLS), "_carddavs": ("carddav", TLS),
              "_autodiscover": ("autodiscover", TLS)}
    found = []
    for label, port, host in re.findall(r"^(_\w+)\._tcp\.\S+ +3600 IN SRV +\d+ \d+ (\d+) (\S+)\.$", text, re.M):
        service, security = labels[label]
        found.append(server(direction(service), service, host, int(port), security, None))
    return (found, None) if found else (None, "no SRV records")


READERS = {"autoconfig": autoconfig, "outlook": outlook, "json": pointer_of, "mobileconfig": mobileconfig, "pacc": pacc,
           "dns": dns}
