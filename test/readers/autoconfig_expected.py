# SPDX-License-Identifier: MIT
"""What the configuration of a case says that a reader of its autoconfig document must arrive at."""
import dataclasses
import re
import urllib.parse

from autoconfig_thunderbird import javascript_text
from autoconfig_document import Server, fill_in
from logins import is_for_everybody, own_login, owner_of

# key: (what the documents call it, port, security), most secure first
KINDS = {
    "imaps": ("imap", 993, "SSL"), "imap": ("imap", 143, "STARTTLS"),
    "pop3s": ("pop3", 995, "SSL"), "pop3": ("pop3", 110, "STARTTLS"),
    "submissions": ("smtp", 465, "SSL"), "submission": ("smtp", 587, "STARTTLS"), "smtp": ("smtp", 25, "STARTTLS"),
}
TRANSPORTS = {"tls": "SSL", "ssl": "SSL", "ssl/tls": "SSL", "starttls": "STARTTLS", "plaintext": "plain"}
RANK = ("SSL", "STARTTLS", "plain")
WORDS = {"oauth2": "OAuth2", "ntlm": "NTLM", "gssapi": "GSSAPI", "tls-client-cert": "TLS-client-cert"}


@dataclasses.dataclass
class Expected:
    """Of each type ("imap", "pop3", "smtp", "jmap") all servers that are told, the best first."""

    servers: dict[str, list[Server]]
    email: str
    is_pattern: bool  # the login is neither literal nor the address or its local part


def request_of(case):
    """The raw query and the host of a request."""
    lines = (case / "request").read_text().splitlines()
    host = next((line[5:].strip() for line in lines if line.lower().startswith("host:")), "")
    return lines[0].split(" ")[1].partition("?")[2], host


def domain_of(config, domain):
    """The entry of a domain, or None: exact name, "*.sub" pattern, "*"; the provider's own is served too."""
    domains = {(k if "*" in k else k.encode("idna").decode()): v for k, v in config["domains"].items()}
    parents = [domain.split(".", n)[n] for n in range(1, domain.count(".") + 1)]
    for name in [domain] + ["*." + p for p in parents] + ["*"]:
        if name in domains:
            return domains[name] or {}
    return {} if domain == config["provider"]["domain"] else None


def services_of(config, domain):
    merged = dict(config["services"])
    for key, value in domain_of(config, domain).get("services", {}).items():
        if value is False:
            merged.pop(key, None)
        else:
            merged[key] = {**(merged.get(key) or {}), **value}
    return {key: value for key, value in merged.items() if value is not False}


def asked(config, case):
    """(domain, address or None) that a request is about."""
    query, host = request_of(case)
    address = urllib.parse.unquote(dict(p.partition("=")[::2] for p in query.split("&")).get("emailaddress", ""))
    host = re.sub(r"^(autoconfig|autodiscover)\.", "", host.partition(":")[0].lower())
    for domain in (address.rpartition("@")[2].lower(), host):
        if domain and domain_of(config, domain) is not None:
            return domain, address if address.lower().endswith("@" + domain) else None
    raise AssertionError(f"nobody serves {query} {host}")


def told_authentications(service, policy):
    configured = service.get("authentication", "password-cleartext")
    words = [WORDS.get(w, w) for w in ([configured] if isinstance(configured, str) else configured)]
    passwords = [word for word in words if word.startswith("password-")]
    others = (passwords or [word for word in words if word != "OAuth2"])[:1]
    return ["OAuth2"] + others if policy.get("oauth2") and "OAuth2" in words else others or ["OAuth2"]


def told_login(config, policy, service, email, owner):
    """The login name, and the text that it is made of."""
    rule = own_login(config, None, email.rpartition("@")[2]) or service.get("username", "%EMAILADDRESS%")
    if not policy.get("expand_username") or is_for_everybody(config, email):
        return fill_in(rule, email), rule
    own = own_login(config, owner, owner.rpartition("@")[2]) or service.get("username", "%EMAILADDRESS%")
    login = fill_in(own, owner)
    is_derived = owner == email and "%" in own
    if not is_derived and javascript_text(login) != login and login != email.rpartition("@")[0]:
        return fill_in(rule, email), rule  # Thunderbird would make a number of it
    return login, own


def expected_of(config, case):
    domain, address = asked(config, case)
    policy = {**(config.get("autoconfig") or {}), **(domain_of(config, domain).get("autoconfig") or {})}
    email = f"fred@{domain}"
    if address and policy.get("expand_username") and not is_for_everybody(config, address):
        email = address.lower()
    owner = owner_of(config, email) if policy.get("expand_username") else email
    services = services_of(config, owner.rpartition("@")[2])
    servers, rules = {}, set()
    for key, (kind, port, security) in KINDS.items():
        if key in services:
            service = services[key]
            if "transport" in service:
                security = TRANSPORTS[service["transport"].lower()]
            login, rule = told_login(config, policy, service, email, owner)
            rules.add(rule)
            host = service["host"].replace("%EMAILDOMAIN%", owner.rpartition("@")[2])
            servers.setdefault(kind, []).append(Server(host, service.get("port", port), security, login,
                                                       told_authentications(service, policy)))
    if policy.get("extras") and "jmap" in services:
        login, _ = told_login(config, policy, services["jmap"], email, owner)
        servers["jmap"] = [Server(services["jmap"]["url"], 443, "SSL", login)]
    for kind, found in servers.items():
        found.sort(key=lambda server: RANK.index(server.security))
        secure = [server for server in found if server.security != "plain"]
        servers[kind] = (secure or found)[:None if policy.get("alternatives") else 1]
    is_pattern = any("%" in rule and rule not in ("%EMAILADDRESS%", "%EMAILLOCALPART%") for rule in rules)
    return Expected(servers, email, is_pattern)
