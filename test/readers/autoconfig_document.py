# SPDX-License-Identifier: MIT
"""What the re-implemented readers of autoconfig documents have in common."""
import dataclasses
import re
import xml.etree.ElementTree as ET


class Refused(Exception):
    """The client goes on as if there were no document."""


@dataclasses.dataclass
class Server:
    """`None`: the client does not take it from the document."""

    host: str
    port: int
    security: str | None  # "SSL", "STARTTLS", "plain"
    login: str | None
    # What is told; of a reader: the one that it takes, or None if it does not look.
    authentication: list[str] | str | None = None


def parse(body):
    try:
        return ET.fromstring(body)
    except ET.ParseError as error:
        raise Refused(f"not well-formed: {error}") from error


def without_cdata(body):
    return re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", body, flags=re.DOTALL)


def provider_of(root):
    provider = root.find("emailProvider") if root.tag == "clientConfig" else None
    if provider is None:
        raise Refused("no emailProvider in clientConfig")
    return provider


def fill_in(text, email):
    local, _, domain = email.rpartition("@")
    for name, value in (("%EMAILADDRESS%", email), ("%EMAILLOCALPART%", local), ("%EMAILDOMAIN%", domain)):
        text = text.replace(name, value)
    return text


def is_hostname(text):
    label = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
    return re.fullmatch(rf"{label}(\.{label})*", text) is not None


def port_of(text):
    if re.fullmatch(r"[0-9]+", text) is None or not 1 <= int(text) <= 65535:
        raise ValueError(f"port {text!r}")
    return int(text)


def need(servers, *types):
    for kind in types:
        if kind not in servers:
            raise Refused(f"no usable {kind} section")
    return servers


def authentications(element):
    return [e.text or "" for e in element.findall("authentication")]


def first(words, *, among=None, but=()):
    return next((w for w in words if (among is None or w in among) and w not in but), None)
