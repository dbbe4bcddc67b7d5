# SPDX-License-Identifier: MIT
"""How Thunderbird reads an autoconfig document; see autoconfig_clients.py."""
import re

from autoconfig_document import Refused, Server, authentications, fill_in, first, is_hostname, parse, port_of, provider_of

NEEDS_XML_TYPE = "text/xml; charset=utf-8"


# Thunderbird: an object is made of the XML first, and texts that look like numbers become numbers.

def javascript_text(text):
    """What Thunderbird's converter from XML to JavaScript makes of a text, as the string it is used as."""
    text = text.strip()
    if not text:
        return "true"
    if text.lower() in ("true", "false"):
        return text.lower()
    if re.fullmatch(r"0[xX][0-9a-fA-F]+", text):
        return "0"
    if re.fullmatch(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?", text):
        return f"{float(text):.17g}"
    return text


def javascript_value(element):
    if element is None:
        return "undefined"
    return "[object Object]" if element.attrib or len(element) else javascript_text(element.text or "")


def thunderbird_section(element, email, version):
    outgoing = element.tag == "outgoingServer"
    kind = element.get("type")
    if kind not in (("smtp",) if outgoing else ("imap", "pop3", "nntp", "exchange")):
        raise ValueError(f"type {kind!r}")
    host = fill_in(javascript_value(element.find("hostname")), email)
    if not is_hostname(host.rstrip(".")):
        raise ValueError(f"hostname {host!r}")
    port = javascript_value(element.find("port"))
    if version >= 149 and port == "undefined":
        port = None  # accepted by the parser, and there is no port then
    else:
        port = port_of(port)
    known = [e.text for e in element.findall("socketType") if e.text in ("SSL", "STARTTLS", "plain")]
    if not known:
        raise ValueError("no known socketType")
    # OAuth2 is for servers that it has built in, and ours is not.
    usable = {"password-cleartext", "plain", "password-encrypted", "secure", "GSSAPI", "NTLM"}
    without_login = {"none", "client-IP-address", "smtp-after-pop"} if outgoing else set()
    word = first(authentications(element), among=usable | without_login)
    if word is None:
        raise ValueError(f"no usable authentication in {authentications(element)}")
    login = fill_in(javascript_value(element.find("username")), email)
    return kind, Server(host, port, known[0], login, word)


def thunderbird(body, email, content_type, version):
    if not content_type.startswith(("text/xml", "application/xml", "text/rdf")):
        raise Refused(f"Content-Type {content_type}")
    if version < 149 and content_type.partition(";")[0] not in ("text/xml", "application/xml", "text/rdf"):
        raise Refused(f"Content-Type {content_type}")
    provider = provider_of(parse(body))
    if not is_hostname(fill_in(provider.get("id", ""), email)):
        raise Refused(f"id {provider.get('id')!r} is no host name")
    domains = [javascript_value(e) for e in provider.findall("domain")]
    if not any(is_hostname(fill_in(d, email)) for d in domains):
        raise Refused("no valid domain")
    servers = {}
    reasons = []
    for element in provider:
        if element.tag in ("incomingServer", "outgoingServer"):
            try:
                kind, server = thunderbird_section(element, email, version)
                servers.setdefault(kind, server)
            except ValueError as error:
                reasons.append(str(error))
    if "imap" not in servers and "pop3" not in servers or "smtp" not in servers:
        raise Refused(f"no incoming or no outgoing server: {reasons}")
    return servers


def thunderbird_140(body, email, content_type=NEEDS_XML_TYPE):
    return thunderbird(body, email, content_type, 140)


def thunderbird_153(body, email, content_type=NEEDS_XML_TYPE):
    return thunderbird(body, email, content_type, 153)
