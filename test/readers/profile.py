#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Reads the configuration profiles among the goldens as a device would, and more strictly.

Three readers take every profile of test/cases/mobileconfig: python's plistlib, plistutil and xmllint. A checker compares
it with Apple's schema (repository apple/device-management: TopLevel, CommonPayloadKeys, com.apple.mail.managed) and with
what broke installations in the field; then host, port, security and login are compared with the case's configuration.
The checker itself is tested by mutations of a good profile, each of which it must catch. Last line: N passed, N failed.
"""
import pathlib
import plistlib
import re
import subprocess
import sys
import tempfile
import urllib.parse
import xml.parsers.expat

import yaml

ROOT = pathlib.Path(__file__).resolve().parents[1] / "cases"
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


# ---- the goldens ----------------------------------------------------------------------------------------------------

def run(command, document):
    with tempfile.NamedTemporaryFile(suffix=".mobileconfig") as file:
        file.write(document)
        file.flush()
        return subprocess.run([part.replace("FILE", file.name) for part in command], stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE)


def plistutil(document):
    result = run(["plistutil", "-i", "FILE", "-f", "bin"], document)  # it exits 0 even when it failed
    if result.stderr or not result.stdout.startswith(b"bplist00"):
        yield f"plistutil: {result.stderr.decode(errors='replace').strip() or 'no output'}"
    elif plistlib.loads(result.stdout) != plistlib.loads(document):
        yield "plistutil reads something else than plistlib"


def xmllint(document):
    result = run(["xmllint", "--noout", "--nonet", "FILE"], document)
    if result.returncode or result.stderr:
        yield f"xmllint: {result.stderr.decode(errors='replace').strip()}"


SERVICES = {  # name: (protocol, port, transport), RFC 6186 and RFC 8314
    "imaps": ("IMAP", 993, "tls"), "imap": ("IMAP", 143, "starttls"),
    "pop3s": ("POP", 995, "tls"), "pop3": ("POP", 110, "starttls"),
    "submissions": ("SMTP", 465, "tls"), "submission": ("SMTP", 587, "starttls"), "smtp": ("SMTP", 25, "starttls"),
}
APPLE = {"password-cleartext": "EmailAuthPassword", "password-encrypted": "EmailAuthCRAMMD5", "ntlm": "EmailAuthNTLM",
         "none": "EmailAuthNone"}


def a_label(domain):
    return domain.encode("idna").decode().lower()


def configured(config, domain):
    """What a domain has of its own, {} for the defaults."""
    names = {a_label(name) if "*" not in name else name: value or {} for name, value in config["domains"].items()}
    if domain in names:
        return names[domain]
    for cut in range(1, domain.count(".") + 1):  # the longest "*.sub.example" first
        pattern = "*." + domain.split(".", cut)[cut]
        if pattern in names:
            return names[pattern]
    return names.get("*", {})


def merged_services(config, own):
    services = dict(config["services"])
    for name, value in own.get("services", {}).items():
        services[name] = value and {**(services.get(name) or {}), **value}
    return {name: value for name, value in services.items() if value}


def best(services, protocol):
    """The most secure service of a protocol, the first among equals."""
    found = []
    for name, value in services.items():
        kind, port, transport = SERVICES[name]
        if kind == protocol:
            found.append({"port": port, "transport": transport, "username": "%EMAILADDRESS%",
                          "authentication": "password-cleartext", **value})
    return min(found, key=lambda service: ["tls", "starttls", "plaintext"].index(service["transport"]), default=None)


def expand(text, local, domain):
    return (text.replace("%EMAILADDRESS%", f"{local}@{domain}").replace("%EMAILLOCALPART%", local)
            .replace("%EMAILDOMAIN%", domain))


def expected_side(side, service, local, domain):
    words = service["authentication"]
    word = next(APPLE[w] for w in (words if isinstance(words, list) else [words]) if w in APPLE)
    expected = {"Authentication": word, "HostName": a_label(expand(service["host"], "", domain)),
                "PortNumber": service["port"], "UseSSL": service["transport"] != "plaintext"}
    if local and word != "EmailAuthNone":
        expected["Username"] = expand(service["username"], local, domain)
    return {f"{side}MailServer{key}": value for key, value in expected.items()}


def expected_mail(config, query, host):
    """Every key of the payload that the configuration and the request decide."""
    parameters = {k.lower(): v for k, v in urllib.parse.parse_qsl(query.replace("+", "%2B"), errors="strict")}
    address = parameters.get("email") or parameters.get("emailaddress") or parameters.get("addresses", "").split(",")[0]
    local, _, domain = address.rpartition("@")
    domain = a_label(domain or host.partition(":")[0].removeprefix("autoconfig.").removeprefix("autodiscover."))
    own = configured(config, domain)
    services = merged_services(config, own)
    incoming, outgoing = best(services, "IMAP") or best(services, "POP"), best(services, "SMTP")
    is_imap = best(services, "IMAP") is not None
    mail = expected_side("Incoming", incoming, local, domain) | expected_side("Outgoing", outgoing, local, domain)
    mail["EmailAccountType"] = "EmailTypeIMAP" if is_imap else "EmailTypePOP"
    provider = own.get("name", config["provider"]["name"])
    mail["EmailAccountDescription"] = f"{local}@{domain}" if local else provider
    if local:
        mail["EmailAddress"] = f"{local}@{domain}"
    if parameters.get("name"):
        mail["EmailAccountName"] = parameters["name"].replace("+", " ").strip()
    same = expand(incoming["username"], local, domain) == expand(outgoing["username"], local, domain)
    if same and "EmailAuthNone" not in mail.values():
        mail["OutgoingPasswordSameAsIncomingPassword"] = True
    texts = config.get("mobileconfig", {}) | own.get("mobileconfig", {})
    top = {"PayloadDisplayName": f"{provider} ({local}@{domain})" if local else provider,
           "PayloadOrganization": texts.get("organization", provider)}
    if texts.get("description"):
        top["PayloadDescription"] = texts["description"]
    return top, mail


def differs(case, document):
    own = case / "config.yaml"
    config = yaml.safe_load((own if own.exists() else ROOT / "config.yaml").read_text())
    request = (case / "request").read_text()
    host = re.search(r"^Host: (.*)$", request, re.M).group(1)
    query = request.split()[1].partition("?")[2]
    want_top, want_mail = expected_mail(config, query, host)
    top = plistlib.loads(document)
    mail = top.pop("PayloadContent")[0]
    made = {"PayloadIdentifier", "PayloadUUID", "PayloadType", "PayloadVersion"}  # check() knows these
    for want, have in ((want_top, top), (want_mail, mail)):
        have = {key: value for key, value in have.items() if key not in made}
        for key in sorted(want.keys() | have.keys()):
            if want.get(key) != have.get(key):
                yield f"{key} is {have.get(key)!r}, the configuration says {want.get(key)!r}"
    identifier = config.get("mobileconfig", {}).get(
        "identifier", ".".join(reversed(config["provider"]["domain"].split("."))) + ".autodiscover")
    if not re.fullmatch(re.escape(identifier) + r"\.[0-9a-f]{32}", top["PayloadIdentifier"]):
        yield f"PayloadIdentifier {top['PayloadIdentifier']} does not begin with {identifier}"


def headers_wrong(head):
    if b"Content-Type: application/x-apple-aspen-config\n" not in head:
        yield "Content-Type is not exactly application/x-apple-aspen-config"
    if not re.search(rb'^Content-Disposition: attachment; filename="[A-Za-z0-9._-]+\.mobileconfig"$', head, re.M):
        yield "Content-Disposition is missing or unsafe"
    if b"Cache-Control: no-store\n" not in head:
        yield "it may be stored"


def goldens():
    """(case, head, body) of every golden that is a profile."""
    for path in sorted(ROOT.glob("mobileconfig/*/response")):
        head, _, body = path.read_bytes().partition(b"\n\n")
        if head.startswith(b"200\n") and body:  # HEAD has none
            yield path.parent, head + b"\n", body


def identities(bodies):
    """No two mailboxes and no two configured identifiers may share a UUID; one mailbox always has its own."""
    seen = {}
    for case, document in bodies:
        top = plistlib.loads(document)
        base = top["PayloadIdentifier"].rpartition(".")[0]
        mail = top["PayloadContent"][0]
        whom = (base, mail.get("EmailAddress", case.name).lower())
        ids = (top["PayloadUUID"], mail["PayloadUUID"])
        if seen.setdefault(whom, ids) != ids:
            yield f"{case.name}: {whom} has two identities"
    every = [uuid for ids in seen.values() for uuid in ids]
    if len(set(every)) != len(every):
        yield "a UUID serves two mailboxes"


# ---- the checker's own test -----------------------------------------------------------------------------------------

GOOD = PROLOGUE + b"""<dict>
<key>PayloadContent</key>
<array>
<dict>
<key>EmailAccountDescription</key>
<string>alice@example.com</string>
<key>EmailAccountName</key>
<string>Alice &amp; Bob</string>
<key>EmailAccountType</key>
<string>EmailTypeIMAP</string>
<key>EmailAddress</key>
<string>alice@example.com</string>
<key>IncomingMailServerAuthentication</key>
<string>EmailAuthPassword</string>
<key>IncomingMailServerHostName</key>
<string>imap.example.com</string>
<key>IncomingMailServerPortNumber</key>
<integer>993</integer>
<key>IncomingMailServerUseSSL</key>
<true/>
<key>IncomingMailServerUsername</key>
<string>alice@example.com</string>
<key>OutgoingMailServerAuthentication</key>
<string>EmailAuthPassword</string>
<key>OutgoingMailServerHostName</key>
<string>smtp.example.com</string>
<key>OutgoingMailServerPortNumber</key>
<integer>465</integer>
<key>OutgoingMailServerUseSSL</key>
<true/>
<key>OutgoingMailServerUsername</key>
<string>alice@example.com</string>
<key>OutgoingPasswordSameAsIncomingPassword</key>
<true/>
<key>PayloadIdentifier</key>
<string>com.example.autodiscover.00000000000050008000000000000001.mail</string>
<key>PayloadType</key>
<string>com.apple.mail.managed</string>
<key>PayloadUUID</key>
<string>00000000-0000-5000-8000-000000000002</string>
<key>PayloadVersion</key>
<integer>1</integer>
</dict>
</array>
<key>PayloadDisplayName</key>
<string>Example (alice@example.com)</string>
<key>PayloadIdentifier</key>
<string>com.example.autodiscover.00000000000050008000000000000001</string>
<key>PayloadOrganization</key>
<string>Example</string>
<key>PayloadType</key>
<string>Configuration</string>
<key>PayloadUUID</key>
<string>00000000-0000-5000-8000-000000000001</string>
<key>PayloadVersion</key>
<integer>1</integer>
</dict>
</plist>
"""
SSL_IN = b"<key>IncomingMailServerUseSSL</key>\n<true/>\n"
SAME = b"<key>OutgoingPasswordSameAsIncomingPassword</key>\n<true/>\n"
MUTATIONS = {  # name: (from, to), the first occurrence
    "byte order mark": (b"<?xml", b"\xef\xbb\xbf<?xml"),
    "leading white space": (b"<?xml", b"\n<?xml"),
    "other encoding": (b"UTF-8", b"latin1"),
    "no DOCTYPE": (b'<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
                   b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n', b""),
    "unescaped &": (b"&amp;", b"&"),
    "invalid UTF-8": (b"Alice", b"Al\xffce"),
    "control character": (b"Alice", b"Al\x01ce"),
    "cut off": (b"</dict>\n</plist>\n", b""),
    "real version": (b"<integer>1</integer>", b"<real>1</real>"),
    "version as a string": (b"<integer>1</integer>", b"<string>1</string>"),
    "version 2": (b"<integer>1</integer>", b"<integer>2</integer>"),
    "real port": (b"<integer>993</integer>", b"<real>993</real>"),
    "empty port": (b"<integer>993</integer>", b"<integer></integer>"),
    "port as a string": (b"<integer>993</integer>", b"<string>993</string>"),
    "port 0": (b"<integer>993</integer>", b"<integer>0</integer>"),
    "port 65536": (b"<integer>465</integer>", b"<integer>65536</integer>"),
    "port as a truth value": (b"<integer>465</integer>", b"<true/>"),
    "truth value as an integer": (SSL_IN, SSL_IN.replace(b"<true/>", b"<integer>1</integer>")),
    "truth value as a string": (SSL_IN, SSL_IN.replace(b"<true/>", b"<string>true</string>")),
    "993 without SSL": (SSL_IN, SSL_IN.replace(b"<true/>", b"<false/>")),
    "465 without SSL": (b"OutgoingMailServerUseSSL</key>\n<true/>", b"OutgoingMailServerUseSSL</key>\n<false/>"),
    "SSL left out": (SSL_IN, b""),
    "host left out": (b"<key>OutgoingMailServerHostName</key>\n<string>smtp.example.com</string>\n", b""),
    "empty host": (b"imap.example.com", b""),
    "host is a URL": (b"imap.example.com", b"https://imap.example.com"),
    "host with a port": (b"imap.example.com", b"imap.example.com:993"),
    "host in capitals": (b"imap.example.com", b"IMAP.example.com"),
    "host as a U-label": (b"imap.example.com", "b\u00fccher.example".encode()),
    "placeholder in the host": (b"imap.example.com", b"imap.%EMAILDOMAIN%"),
    "placeholder in the login": (b"ServerUsername</key>\n<string>alice@example.com", b"ServerUsername</key>\n<string>%EMAILADDRESS%"),
    "placeholder in a text": (b"Alice", b"%EMAILLOCALPART%"),
    "unknown authentication": (b"EmailAuthPassword", b"EmailAuthOAuth2"),
    "Mozilla's word for it": (b"EmailAuthPassword", b"password-cleartext"),
    "unknown account type": (b"EmailTypeIMAP", b"EmailTypeExchange"),
    "account type left out": (b"<key>EmailAccountType</key>\n<string>EmailTypeIMAP</string>\n", b""),
    "empty name": (b"Alice &amp; Bob", b""),
    "padded name": (b"Alice &amp; Bob", b" Alice"),
    "address without a domain": (b"EmailAddress</key>\n<string>alice@example.com", b"EmailAddress</key>\n<string>alice"),
    "no login": (b"<key>IncomingMailServerUsername</key>\n<string>alice@example.com</string>\n", b""),
    "login without an address": (b"<key>EmailAddress</key>\n<string>alice@example.com</string>\n", b""),
    "login where none is needed": (b"EmailAuthPassword", b"EmailAuthNone"),
    "one password for two logins": (b"OutgoingMailServerUsername</key>\n<string>alice", b"OutgoingMailServerUsername</key>\n<string>bob"),
    "a password": (SAME, b"<key>OutgoingPassword</key>\n<string>secret</string>\n" + SAME),
    "incoming password": (SSL_IN, SSL_IN + b"<key>IncomingPassword</key>\n<string>secret</string>\n"),
    "unknown key": (SAME, SAME + b"<key>PayloadColour</key>\n<string>red</string>\n"),
    "removal forbidden": (b"<key>PayloadType</key>\n<string>Configuration",
                          b"<key>PayloadRemovalDisallowed</key>\n<true/>\n<key>PayloadType</key>\n<string>Configuration"),
    "misspelt key": (b"IncomingMailServerUsername", b"IncomingMailServerUserName"),
    "duplicate key": (SSL_IN, SSL_IN + SSL_IN),
    "duplicate key, other value": (SSL_IN, SSL_IN.replace(b"<true/>", b"<false/>") + SSL_IN),
    "unsorted keys": (b"<key>PayloadType</key>\n<string>Configuration</string>\n"
                      b"<key>PayloadUUID</key>\n<string>00000000-0000-5000-8000-000000000001</string>\n",
                      b"<key>PayloadUUID</key>\n<string>00000000-0000-5000-8000-000000000001</string>\n"
                      b"<key>PayloadType</key>\n<string>Configuration</string>\n"),
    "one UUID twice": (b"-000000000002", b"-000000000001"),
    "one identifier twice": (b"00000001.mail", b"00000001"),
    "identifier of another profile": (b"00000001.mail", b"00000002.mail"),
    "identifier with an address": (b"com.example.autodiscover.00000000000050008000000000000001<",
                                   b"com.example.autodiscover.alice@example.com<"),
    "UUID without hyphens": (b"00000000-0000-5000-8000-000000000002", b"00000000000050008000000000000002"),
    "UUID in lower case": (b"5000-8000-000000000002", b"5000-8000-00000000000a"),
    "random UUID": (b"5000-8000-000000000002", b"4000-8000-000000000002"),
    "UUID of no variant": (b"5000-8000-000000000002", b"5000-0000-000000000002"),
    "identifier left out": (b"<key>PayloadIdentifier</key>\n<string>com.example.autodiscover."
                            b"00000000000050008000000000000001</string>\n", b""),
    "display name left out": (b"<key>PayloadDisplayName</key>\n<string>Example (alice@example.com)</string>\n", b""),
    "other payload type": (b"com.apple.mail.managed", b"com.apple.eas.account"),
    "other top type": (b"<string>Configuration</string>", b"<string>configuration</string>"),
    "payload is no dictionary": (b"<array>\n<dict>", b"<array>\n<string>x</string>\n<dict>"),
    "root is an array": (PROLOGUE + b"<dict>\n<key>PayloadContent</key>\n<array>", PROLOGUE + b"<array>"),
}


def main():
    passed = failed = 0

    def report(name, problems):
        nonlocal passed, failed
        problems = list(problems)
        for problem in problems:
            print(f"{name}: {problem}")
        passed, failed = passed + (not problems), failed + bool(problems)

    report("good profile", [*check(GOOD), *plistutil(GOOD), *xmllint(GOOD)])
    for name, (old, new) in MUTATIONS.items():
        mutant = GOOD.replace(old, new, 1)
        report(f"mutation: {name}", ["changes nothing"] if mutant == GOOD else
               [] if list(check(mutant)) else ["not caught"])
    bodies = []
    for case, head, body in goldens():
        for name, problems in (("schema", check(body)), ("headers", headers_wrong(head)), ("plistutil", plistutil(body)),
                               ("xmllint", xmllint(body)), ("configuration", differs(case, body))):
            report(f"{case.name}: {name}", problems)
        bodies.append((case, body))
    report("identities", identities(bodies))
    report("goldens", [] if len(bodies) >= 20 else [f"only {len(bodies)} profiles among the goldens"])
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


sys.exit(main())
