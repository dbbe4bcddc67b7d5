# SPDX-License-Identifier: MIT
"""How mail clients read an autoconfig document: their rules, re-implemented from reading their code.

Each reader takes the body and the address, and returns {"imap" | "pop3" | "smtp": Server}, or raises Refused with
the reason.
"""
import re

from autoconfig_document import (Refused, Server, authentications, fill_in, first, is_hostname, need, parse,
                                 provider_of, without_cdata)
from autoconfig_thunderbird import thunderbird_140, thunderbird_153


def k9_section(element, email):
    """K-9 throws the whole document away for one bad section, and trims nothing."""
    values = {}
    for child in element:
        if len(child):
            raise Refused(f"elements inside {child.tag}")
        if child.tag == "authentication":
            values.setdefault("authentication", []).append(child.text or "")
        else:
            values[child.tag] = child.text or ""  # the last one wins
    missing = [n for n in ("hostname", "port", "socketType", "username") if n not in values]
    if missing:
        raise Refused(f"without {missing}")
    host = fill_in(values["hostname"], email)
    if not is_hostname(host):
        raise Refused(f"hostname {host!r}")
    if re.fullmatch(r"[0-9]{1,5}", values["port"]) is None or int(values["port"]) > 65535:
        raise Refused(f"port {values['port']!r}")
    if values["socketType"] not in ("SSL", "STARTTLS"):
        raise Refused(f"socketType {values['socketType']!r}")
    known = [a for a in values.get("authentication", [])
             if a in ("OAuth2", "password-cleartext", "password-encrypted")]
    if not known:
        raise Refused("no known authentication")
    usable = first(known, but=("OAuth2",))  # that only for servers in its own table
    return Server(host, int(values["port"]), values["socketType"], fill_in(values["username"], email), usable)


def k9(body, email):
    provider = provider_of(parse(body))
    if not is_hostname(provider.get("id", "")):
        raise Refused(f"id {provider.get('id')!r} is no host name")
    if not any(is_hostname(fill_in(d.text or "", email)) for d in provider.findall("domain")):
        raise Refused("no valid domain")
    servers = {}
    for element in provider:
        kind = element.get("type")
        if (element.tag, kind) in (("incomingServer", "imap"), ("outgoingServer", "smtp")):
            server = k9_section(element, email)
            if kind not in servers:
                if server.authentication is None:
                    raise Refused(f"the first {kind} has no usable authentication")
                servers[kind] = server
    return need(servers, "imap", "smtp")


def evolution(body, email):
    """GMarkup collects attributes strictly; each type has one slot, which the last section fills."""
    servers = {}
    for element in parse(without_cdata(body)).iter():
        if element.tag not in ("incomingServer", "outgoingServer"):
            continue
        if set(element.attrib) != {"type"}:
            raise Refused(f"attributes {sorted(element.attrib)} of {element.tag}")
        text = {child.tag: child.text or "" for child in element}
        login = fill_in(text.get("username", ""), email).replace("EVOLUTIONUSER", email.rpartition("@")[0])
        socket = text.get("socketType")
        if element.get("type") in ("imap", "pop3", "smtp"):
            known = ("plain", "password-cleartext", "password-encrypted")  # the last of them counts
            servers[element.get("type")] = Server(text.get("hostname", ""), int(text.get("port") or 0),
                                                  socket if socket in ("SSL", "STARTTLS") else "plain", login,
                                                  first(reversed(authentications(element)), among=known))
    if not servers:
        raise Refused("no server (Evolution itself stops here, content with it)")
    return servers


def first_of_each(body, email, read):
    """The first section of each type that `read` makes something of."""
    servers = {}
    for element in provider_of(parse(body)):
        if element.tag in ("incomingServer", "outgoingServer"):
            server = read(element, {child.tag: child.text or "" for child in element}, email)
            if server is not None:
                servers.setdefault(element.get("type"), server)
    return servers


def kmail(body, email):
    def read(element, text, address):
        if not text.get("port", "").isdigit():
            return None
        socket = text.get("socketType")
        words = authentications(element)  # the first that is not cleartext counts, wherever it stands
        return Server(text.get("hostname", ""), int(text["port"]),
                      socket if socket in ("SSL", "STARTTLS") else "plain",
                      fill_in(text.get("username", ""), address),
                      first(words, but=("password-cleartext", "plain")) or first(words))
    servers = first_of_each(body, email, read)
    if "imap" not in servers and "pop3" not in servers:
        raise Refused("no incoming server")
    return need(servers, "smtp")


def delta_chat(body, email):
    """Names and values without regard to case, trimmed. It never reads POP3 and tries both TLS ways in doubt."""
    servers = {}
    for element in parse(without_cdata(body)).iter():
        kind = element.get("type", "").lower()
        if (element.tag.lower(), kind) not in (("incomingserver", "imap"), ("outgoingserver", "smtp")):
            continue
        text = {child.tag.lower(): (child.text or "").strip() for child in element}
        if not text.get("hostname") or not text.get("port", "").isdigit() or not text.get("username"):
            continue
        security = {"ssl": "SSL", "starttls": "STARTTLS", "plain": "plain"}.get(text.get("sockettype", "").lower())
        servers.setdefault(kind, Server(fill_in(text["hostname"], email), int(text["port"]), security,
                                        fill_in(text["username"], email)))
    return need(servers, "imap", "smtp")


def fairemail(body, email):
    """The last section wins, hosts are literal, and only two usernames are understood, for both protocols."""
    servers = {}
    for element in parse(body).iter():
        if (element.tag, element.get("type")) not in (("incomingServer", "imap"), ("outgoingServer", "smtp")):
            continue
        text = {child.tag: child.text or "" for child in element}
        if "%" in text.get("hostname", "%"):
            raise Refused("a host name with a placeholder, or none")
        port = int(text.get("port") or 0)
        socket = text.get("socketType")
        if socket not in ("SSL", "STARTTLS"):
            socket = "STARTTLS" if port in (143, 587) else "SSL"
        names = {"%EMAILADDRESS%": email, "%EMAILLOCALPART%": email.rpartition("@")[0]}
        login = names.get(text.get("username"), text.get("username"))
        servers[element.get("type")] = Server(text["hostname"], port, socket, login)
    return need(servers, "imap", "smtp")


def geary(body, _):
    provider = provider_of(parse(body))
    servers = {}
    for tag, kind in (("incomingServer", "imap"), ("outgoingServer", "smtp")):
        element = provider.find(tag)
        if element is None or element.get("type") != kind:
            raise Refused(f"the first {tag} is not {kind}")
        host = element.findtext("hostname", "")
        if not host or "%" in host:
            raise Refused("no literal host name")
        socket = element.findtext("socketType")
        servers[kind] = Server(host, int(element.findtext("port", "0")),
                               socket if socket in ("SSL", "STARTTLS") else "plain", None)
    return servers


def nextcloud(body, email):
    def read(element, text, address):
        if element.get("type") not in ("imap", "smtp") or not text.get("hostname"):
            return None
        security = {"ssl": "SSL", "starttls": "STARTTLS", "tls": "STARTTLS"}.get(text.get("socketType", "").lower())
        return Server(text["hostname"], int(text.get("port") or 0), security or "plain",
                      fill_in(text.get("username", ""), address))
    return need(first_of_each(body, email, read), "imap", "smtp")


def parula(body, email):
    root = parse(body)
    domains = [d.text for d in provider_of(root).findall("domain")]
    if email.rpartition("@")[2] not in domains:
        raise Refused(f"the domain asked for is not among {domains}")

    def read(element, text, address):
        known = {"password-cleartext", "Basic", "basic", "CRAM-MD5", "GSSAPI", "NTLM"}
        if root.find("oAuth2") is not None:
            known.add("OAuth2")
        word = first(authentications(element), among=known)
        socket = text.get("socketType")
        login = fill_in(text.get("username", ""), address)
        if word is not None and element.get("type") == "jmap" and text.get("url"):
            return Server(text["url"], 443, "SSL", login, word)
        if word is None or socket not in ("SSL", "STARTTLS", "plain"):
            return None
        return Server(text.get("hostname", ""), int(text.get("port") or 0), socket, login, word)
    servers = first_of_each(body, email, read)
    if "imap" not in servers and "pop3" not in servers:
        raise Refused("no incoming server")
    return need(servers, "smtp")


def himalaya(body, email):
    """Deserialised into types: one unknown word anywhere and there is no document."""
    root = parse(body)
    provider = provider_of(root)
    if "version" not in root.attrib or "id" not in provider.attrib:
        raise Refused("version or id is missing")
    if any("url" not in d.attrib for d in provider.findall("documentation")):
        raise Refused("documentation without url")
    for oauth in root.iter("oAuth2"):
        if any(oauth.find(n) is None for n in ("issuer", "scope", "authURL", "tokenURL")):
            raise Refused("oAuth2 is not complete")
    words = {"type": {"imap", "pop3", "smtp"}, "socketType": {"plain", "SSL", "STARTTLS"},
             "authentication": {"password-cleartext", "password-encrypted", "NTLM", "OAuth2", "TLS-client-cert",
                                "client-IP-address", "none"}}

    def read(element, text, address):
        values = [("type", element.get("type"))] + [(c.tag, c.text) for c in element]
        for name, value in values:
            if name in words and value not in words[name]:
                raise Refused(f"{name} {value!r}")
        return Server(text.get("hostname", ""), int(text.get("port") or 0), text.get("socketType"),
                      fill_in(text.get("username", ""), address))
    return first_of_each(body, email, read)


CLIENTS = (thunderbird_140, thunderbird_153, k9, evolution, kmail, delta_chat, fairemail, geary, nextcloud, parula,
           himalaya)
