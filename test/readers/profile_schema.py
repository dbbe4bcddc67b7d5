# SPDX-License-Identifier: MIT
"""What a profile of ours may hold, and what is wrong with one: Apple's schema (repository apple/device-management:
TopLevel, CommonPayloadKeys, com.apple.mail.managed) and what broke installations in the field."""
import plistlib
import re
import xml.parsers.expat

PROLOGUE = (b'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
            b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0">\n')

# What we write: key -> (type, required, allowed values or pattern). Anything else is an error, however valid.
AUTHENTICATION = {"EmailAuthNone", "EmailAuthPassword", "EmailAuthCRAMMD5", "EmailAuthNTLM"}
HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
IDENTIFIER = re.compile(r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
UUID = re.compile(r"[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}")
ADDRESS = re.compile(r"[^@\s]+@[a-z0-9.-]+")
PORT = range(1, 65536)
COMMON = {
    "PayloadIdentifier": (str, True, IDENTIFIER),
    "PayloadUUID": (str, True, UUID),
    "PayloadVersion": (int, True, {1}),
}
TOP = COMMON | {
    "PayloadType": (str, True, {"Configuration"}),
    "PayloadContent": (list, True, None),
    "PayloadDisplayName": (str, True, None),
    "PayloadOrganization": (str, True, None),
    "PayloadDescription": (str, False, None),
}
MAIL = COMMON | {
    "PayloadType": (str, True, {"com.apple.mail.managed"}),
    "EmailAccountDescription": (str, True, None),
    "EmailAccountName": (str, False, None),
    "EmailAccountType": (str, True, {"EmailTypeIMAP", "EmailTypePOP"}),
    "EmailAddress": (str, False, ADDRESS),
    "IncomingMailServerAuthentication": (str, True, AUTHENTICATION),
    "IncomingMailServerHostName": (str, True, HOST),
    "IncomingMailServerPortNumber": (int, True, PORT),
    "IncomingMailServerUseSSL": (bool, True, None),
    "IncomingMailServerUsername": (str, False, None),
    "OutgoingMailServerAuthentication": (str, True, AUTHENTICATION),
    "OutgoingMailServerHostName": (str, True, HOST),
    "OutgoingMailServerPortNumber": (int, True, PORT),
    "OutgoingMailServerUseSSL": (bool, True, None),
    "OutgoingMailServerUsername": (str, False, None),
    "OutgoingPasswordSameAsIncomingPassword": (bool, False, {True}),
}
TLS_PORTS = {993, 995, 465}


def duplicate_keys(document):
    """Keys that one dictionary has twice; plistlib and plistutil keep the last silently."""
    found, stack, text = [], [], []

    def start(name, _):
        stack.append((name, set()))
        text.clear()

    def end(name):
        stack.pop()
        if name == "key":
            key, keys = "".join(text), stack[-1][1]
            if key in keys:
                found.append(f"key {key} twice in one dictionary")
            keys.add(key)

    parser = xml.parsers.expat.ParserCreate()
    parser.buffer_text = False
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text.append
    parser.Parse(document, True)
    return found


def strings(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from strings(item)
    elif isinstance(value, list):
        for item in value:
            yield from strings(item)


def check_keys(where, dictionary, table):
    for key in sorted(table):
        if table[key][1] and key not in dictionary:
            yield f"{where}: {key} is missing"
    for key, value in dictionary.items():
        if key not in table:
            yield f"{where}: {key} is none of ours"
            continue
        kind, _, allowed = table[key]
        if type(value) is not kind:  # exactly: a bool is an int to isinstance
            yield f"{where}: {key} is {type(value).__name__}, not {kind.__name__}"
        elif isinstance(allowed, re.Pattern):
            if not allowed.fullmatch(value):
                yield f"{where}: {key} cannot be {value!r}"
        elif allowed is not None and value not in allowed:
            yield f"{where}: {key} cannot be {value!r}"
    if list(dictionary) != sorted(dictionary):
        yield f"{where}: keys are not sorted"


def check_mail(mail):
    """What the schema does not say but a device or its user needs."""
    for side in ("Incoming", "Outgoing"):
        server = f"{side}MailServer"
        if mail.get(server + "PortNumber") in TLS_PORTS and mail.get(server + "UseSSL") is False:
            yield f"{side}: port {mail[server + 'PortNumber']} without SSL"
        silent = mail.get(server + "Authentication") == "EmailAuthNone"
        if silent and server + "Username" in mail:
            yield f"{side}: a login where none is needed"
        if not silent and "EmailAddress" in mail and server + "Username" not in mail:
            yield f"{side}: no login"
        if silent and "OutgoingPasswordSameAsIncomingPassword" in mail:
            yield "the same password, but one side needs none"
    if "EmailAddress" not in mail and any(key.endswith("Username") for key in mail):
        yield "a login, but no address"
    if mail.get("OutgoingPasswordSameAsIncomingPassword") and \
            mail.get("IncomingMailServerUsername") != mail.get("OutgoingMailServerUsername"):
        yield "the same password for two logins"


def check(document):
    """All that is wrong with a profile."""
    if not document.startswith(PROLOGUE):
        yield "the prologue is not Apple's, or something stands before it"
    try:
        yield from duplicate_keys(document)
        top = plistlib.loads(document, fmt=plistlib.FMT_XML)
    except Exception as error:  # each kind of breakage has an exception of its own
        yield f"unreadable: {error}"
        return
    if type(top) is not dict:
        yield "the root is no dictionary"
        return
    yield from check_keys("top", top, TOP)
    payloads = top.get("PayloadContent")
    payloads = payloads if isinstance(payloads, list) else []
    if len(payloads) != 1:
        yield f"{len(payloads)} payloads"
    for mail in payloads:
        if type(mail) is not dict:
            yield "a payload is no dictionary"
            continue
        yield from check_keys("mail", mail, MAIL)
        yield from check_mail(mail)
        if mail.get("PayloadIdentifier") != f"{top.get('PayloadIdentifier')}.mail":
            yield "the payload's identifier does not belong to the profile's"
    everything = [top, *(p for p in payloads if isinstance(p, dict))]
    for key in ("PayloadUUID", "PayloadIdentifier"):
        if len({p.get(key) for p in everything}) != len(everything):
            yield f"{key} is used more than once"
    for text in strings(top):
        if text != text.strip() or not text:
            yield f"empty or padded string {text!r}"
        if re.search(r"%EMAIL[A-Z]+%", text):
            yield f"unexpanded placeholder in {text!r}"
    if b"<real" in document:
        yield "a real number"
