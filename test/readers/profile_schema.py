# SPDX-License-Identifier: MIT
"""What a profile of ours may hold, and what is wrong with one: Apple's schema (repository apple/device-management:
TopLevel, CommonPayloadKeys, com.apple.mail.managed, .caldav.account, .carddav.account, .ldap.account, .eas.account)
and what broke installations in the field."""
import datetime
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
DN = re.compile(r"[A-Za-z][A-Za-z0-9-]*=.+")
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
    "ConsentText": (dict, False, None),
    "DurationUntilRemoval": (float, False, range(86400, 3650 * 86400 + 1, 86400)),
    "PayloadExpirationDate": (datetime.datetime, False, None),
    "RemovalDate": (datetime.datetime, False, None),
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


def dav(prefix):
    return COMMON | {
        "PayloadType": (str, True, {f"com.apple.{prefix.lower()}.account"}),
        f"{prefix}AccountDescription": (str, True, None),
        f"{prefix}HostName": (str, True, HOST),
        f"{prefix}Port": (int, False, set(PORT) - {443}),
        f"{prefix}UseSSL": (bool, True, {True}),
        f"{prefix}Username": (str, False, None),
    }


LDAP = COMMON | {
    "PayloadType": (str, True, {"com.apple.ldap.account"}),
    "LDAPAccountDescription": (str, True, None),
    "LDAPAccountHostName": (str, True, HOST),
    "LDAPAccountUseSSL": (bool, True, {True}),
    "LDAPAccountUserName": (str, False, None),
    "LDAPSearchSettings": (list, True, None),
}
SEARCH = {
    "LDAPSearchSettingDescription": (str, False, None),
    "LDAPSearchSettingScope": (str, True, {"LDAPSearchSettingScopeBase", "LDAPSearchSettingScopeOneLevel",
                                           "LDAPSearchSettingScopeSubtree"}),
    "LDAPSearchSettingSearchBase": (str, True, DN),
}
ACTIVESYNC = COMMON | {
    "PayloadType": (str, True, {"com.apple.eas.account"}),
    "EmailAddress": (str, False, ADDRESS),
    "EnableMail": (bool, False, {False}),
    "Host": (str, True, HOST),
    "PayloadDisplayName": (str, True, None),
    "SSL": (bool, True, {True}),  # the schema's default is false
    "UserName": (str, False, None),
}
PAYLOADS = {  # type: (end of the identifier, keys), in the order of a profile
    "com.apple.mail.managed": ("mail", MAIL),
    "com.apple.caldav.account": ("caldav", dav("CalDAV")),
    "com.apple.carddav.account": ("carddav", dav("CardDAV")),
    "com.apple.ldap.account": ("ldap", LDAP),
    "com.apple.eas.account": ("activesync", ACTIVESYNC),
}


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


def check_searches(ldap):
    searches = ldap.get("LDAPSearchSettings")
    if searches == []:
        yield "nothing is searched"
    for search in searches if isinstance(searches, list) else []:
        if type(search) is not dict:
            yield "a search is no dictionary"
        else:
            yield from check_keys("search", search, SEARCH)


def check_consent(top):
    consent = top.get("ConsentText")
    if not isinstance(consent, dict):
        return
    if "default" not in consent:
        yield "ConsentText has no default"
    if list(consent) != sorted(consent):
        yield "ConsentText: keys are not sorted"
    for tag, text in consent.items():
        if not re.fullmatch(r"default|[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag):
            yield f"ConsentText: {tag!r} is no language"
        if type(text) is not str:
            yield f"ConsentText: the text of {tag} is no string"


def check_reals(document):
    """The schema wants a real number in one place, and integers everywhere else."""
    allowed = len(re.findall(rb"<key>DurationUntilRemoval</key>\n<real>[0-9]+</real>\n", document))
    if document.count(b"<real") != allowed:
        yield "a real number"


def check_payload(payload, top):
    """One payload by the table of its type."""
    kind = payload.get("PayloadType")
    if kind not in PAYLOADS:
        yield f"a payload of type {kind!r}"
        return
    name, table = PAYLOADS[kind]
    yield from check_keys(name, payload, table)
    if payload.get("PayloadIdentifier") != f"{top.get('PayloadIdentifier')}.{name}":
        yield "the payload's identifier does not belong to the profile's"
    if kind == "com.apple.mail.managed":
        yield from check_mail(payload)
    if kind == "com.apple.ldap.account":
        yield from check_searches(payload)
    login = next((key for key in payload if key.lower().endswith("username")), None)
    if login and "(" not in str(top.get("PayloadDisplayName")):
        yield f"{name}: a login in a profile without an address"


def check_payloads(payloads, top):
    """What payloads have to do with one another."""
    kinds = [payload.get("PayloadType") for payload in payloads]
    if not kinds:
        yield "no payload"
    if kinds != [kind for kind in PAYLOADS if kind in kinds]:
        yield "payloads twice or not in their order"
    for payload in payloads:
        yield from check_payload(payload, top)
        if payload.get("PayloadType") == "com.apple.eas.account" and \
                ("EnableMail" in payload) != ("com.apple.mail.managed" in kinds):
            yield "mail by ActiveSync beside the mail payload, or by neither"


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
    if any(type(payload) is not dict for payload in payloads):
        yield "a payload is no dictionary"
    payloads = [payload for payload in payloads if isinstance(payload, dict)]
    yield from check_payloads(payloads, top)
    yield from check_consent(top)
    everything = [top, *payloads]
    for key in ("PayloadUUID", "PayloadIdentifier"):
        if len({p.get(key) for p in everything}) != len(everything):
            yield f"{key} is used more than once"
    for text in strings(top):
        if text != text.strip() or not text:
            yield f"empty or padded string {text!r}"
        if re.search(r"%EMAIL[A-Z]+%", text):
            yield f"unexpanded placeholder in {text!r}"
    yield from check_reals(document)
