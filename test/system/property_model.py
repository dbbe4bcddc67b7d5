# SPDX-License-Identifier: MIT
"""What a configuration means: a second, small reading of the rules that shares no code with the responder."""
import dataclasses
import re
import urllib.parse

# RFC 6186 section 3, RFC 8314 section 7: what a service's name says about it.
SERVICES = {"imaps": ("imap", 993, "tls"), "imap": ("imap", 143, "starttls"), "pop3s": ("pop3", 995, "tls"),
            "pop3": ("pop3", 110, "starttls"), "submissions": ("smtp", 465, "tls"),
            "submission": ("smtp", 587, "starttls"), "smtp": ("smtp", 25, "starttls")}
SECURITY = ("tls", "starttls", "plaintext")  # best first
ADDRESS = "%EMAILADDRESS%"
PASSWORDS = {"password-cleartext", "password-encrypted"}
PROFILE_WORDS = PASSWORDS | {"ntlm", "none"}
TYPES = ("imap", "pop3", "smtp")
USUAL_PORTS = {"imap": 993, "pop3": 995, "smtp": 465}  # of implicit TLS
LABELS = {"_imaps": ("imap", "tls", 0), "_imap": ("imap", "starttls", 0), "_pop3s": ("pop3", "tls", 20),
          "_pop3": ("pop3", "starttls", 20), "_submissions": ("smtp", "tls", 0), "_submission": ("smtp", "starttls", 0)}


def a_label(name):
    return name.encode("idna").decode().lower()


@dataclasses.dataclass
class Service:
    type: str
    host: str
    port: int
    transport: str
    username: str
    authentication: list


def expand(text, address, domain):
    """Placeholders filled in, each once; without an address only those that need none."""
    values = {"%EMAILDOMAIN%": domain, "%%": "%"}
    if address:
        values |= {ADDRESS: address, "%EMAILLOCALPART%": address.rpartition("@")[0]}
    return re.sub("%EMAIL[A-Z]+%|%%", lambda word: values.get(word[0], word[0]), text)


def choose(services, kind):
    """The best protected service of a type, the first that is configured among equals; None: there is none."""
    for transport in SECURITY:
        for service in services:
            if (service.type, service.transport) == (kind, transport):
                return service
    return None


def ranked(services, kind):
    return [s for transport in SECURITY for s in services if (s.type, s.transport) == (kind, transport)]


class Model:
    """A configuration, for whoever asks about an address or a domain."""

    def __init__(self, config):
        self.config = config
        self.domains = {name if "*" in name else a_label(name): own or {} for name, own in config["domains"].items()}
        self.domains.setdefault(a_label(config["provider"]["domain"]), {})

        def key(who):
            local, _, domain = who.rpartition("@")
            return local.lower() + "@" + a_label(domain)

        self.users = {key(who): name["username"] if isinstance(name, dict) else name
                      for who, name in config.get("users", {}).items()}
        self.aliases = {key(who): target for who, target in config.get("aliases", {}).items()}
        self.key = key

    def own(self, domain):
        """The entry for a domain, the longest pattern failing its name; None: it is not served."""
        labels = domain.split(".")
        for name in (domain, *("*." + ".".join(labels[cut:]) for cut in range(1, len(labels))), "*"):
            if name in self.domains:
                return self.domains[name]
        return None

    def policy(self, domain, section, key, fallback):
        ours = self.own(domain).get(section, {})
        return ours.get(key, self.config.get(section, {}).get(key, fallback))

    def services(self, domain):
        merged = dict(self.config["services"])
        for name, own in self.own(domain).get("services", {}).items():
            if own is False:
                merged.pop(name, None)
            else:
                merged[name] = {**merged.get(name, {}), **own}
        return [self.service(name, keys, domain) for name, keys in merged.items()]

    @staticmethod
    def service(name, keys, domain):
        kind, port, transport = SERVICES[name]
        return Service(kind, a_label(expand(keys["host"], None, domain)), keys.get("port", port),
                       keys.get("transport", transport), keys.get("username", ADDRESS),
                       keys.get("authentication", ["password-cleartext"]))

    def for_all(self, domain):
        """The login of everybody in a domain that has no other, or None."""
        return self.users.get("*@" + domain)

    def account(self, address):
        """(services, login(service), whether the login is this mailbox's own) of a mailbox."""
        owner = address
        while self.key(owner) in self.aliases:
            owner = self.aliases[self.key(owner)]
        local, _, domain = owner.rpartition("@")
        owner = f"{local}@{a_label(domain)}"
        domain = a_label(domain)
        rule = self.users.get(self.key(owner), self.for_all(domain))
        services = self.services(domain)
        is_own = self.key(address) in self.aliases or self.key(address) in self.users

        def login(service):
            return expand(service.username if rule is None else rule, owner, domain)

        return services, login, is_own


def server(service, login):
    return service.host, service.port, service.transport, login


def is_changed_by_thunderbird(text):
    """It makes a number or a truth value of a text that looks like one, and a text of that: 007 becomes 7, 4711 stays."""
    if text in ("true", "false") or re.fullmatch(r"0|[1-9]\d{0,14}", text):
        return False
    return bool(re.fullmatch(r"\s*([+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?|0x[0-9a-f]+|true|false)\s*", text, re.I))


def unless_mangled(login, address, domain):
    """A login that Thunderbird would make a number of is not told: the service's own rule stands there."""
    def told(service):
        text = login(service)
        is_spoilt = is_changed_by_thunderbird(text) and text != address.rpartition("@")[0]
        return expand(service.username, address, domain) if is_spoilt else text

    return told


def told_by_autoconfig(services, login, with_alternatives):
    if not choose(services, "smtp") or not (choose(services, "imap") or choose(services, "pop3")):
        return None
    told = {}
    for kind in TYPES:
        best = choose(services, kind)
        found = ranked(services, kind) if with_alternatives else [best]
        if best:
            found = [s for s in found if s.transport != "plaintext" or best.transport == "plaintext"]
            told[kind] = [server(s, login(s)) for s in found]
    return told


def expected_autoconfig(model, address, domain):
    """Without an address, logins stay patterns."""
    if model.own(domain) is None or not model.policy(domain, "autoconfig", "enabled", True):
        return None
    alternatives = model.policy(domain, "autoconfig", "alternatives", False)
    if address and model.policy(domain, "autoconfig", "expand_username", False):
        services, login, is_own = model.account(address)
        if is_own:
            return told_by_autoconfig(services, unless_mangled(login, address, domain), alternatives)
    rule = model.for_all(domain)

    def for_anyone(service):
        pattern = service.username if rule is None else rule
        return expand(pattern, address, domain if address else "%EMAILDOMAIN%")

    return told_by_autoconfig(model.services(domain), for_anyone, alternatives)


def expected_pox(model, address, domain):
    if model.own(domain) is None:
        return "500"
    if not model.policy(domain, "outlook", "enabled", True):
        return "601"
    services, login, _ = model.account(address)
    return {k: server(s, login(s)) for k in TYPES if (s := choose(services, k))} or "501"


def expected_profile(model, address, domain):
    if model.own(domain) is None or not model.policy(domain, "mobileconfig", "enabled", True):
        return None
    services, login, _ = model.account(address)
    told = {}
    for kinds in (("imap", "pop3"), ("smtp",)):
        kind = next((k for k in kinds if choose(services, k)), None)
        best = choose(services, kind)
        word = next((w for w in best.authentication if w in PROFILE_WORDS), None) if best else None
        if word is None:
            return None
        told[kind] = best.host, best.port, best.transport != "plaintext", None if word == "none" else login(best)
    return told


def expected_pacc(model, domain):
    if model.own(domain) is None or not model.policy(domain, "pacc", "enabled", False):
        return None
    services = model.services(domain)
    best = {kind: choose(services, kind) for kind in TYPES}
    told = {k: s for k, s in best.items() if s and s.transport == "tls" and s.port == USUAL_PORTS[k]}
    rule = model.for_all(domain)
    if "smtp" not in told or len(told) < 2 or any((rule or s.username) != ADDRESS for s in told.values()):
        return None
    if not all(PASSWORDS & set(s.authentication) for s in told.values()):
        return None  # and no configuration here has an issuer of tokens
    return {kind: service.host for kind, service in told.items()}


def expected_srv(model, domain):
    if model.own(domain) is None:
        return None
    services, records = model.services(domain), {}
    for label, (kind, transport, priority) in LABELS.items():
        best = choose(services, kind)
        others = [s for s in services if (s.type, s.transport) == (kind, transport) and s.port != 25]
        told = best if best and best.transport == transport else next(iter(others), None)
        if told and not re.search(r"\.\d+$", told.host):
            records[label] = [(priority if told is best else priority + 10, told.host, told.port)]
    if services and model.policy(domain, "outlook", "enabled", True):
        url = urllib.parse.urlsplit(model.config["provider"]["url"])
        records["_autodiscover"] = [(0, url.hostname, url.port or 443)]
    return records


def expected_pointer(model, domain):
    if model.own(domain) is None:
        return 404
    if not model.policy(domain, "outlook", "enabled", True):
        return 400
    return model.config["provider"]["url"] + "/autodiscover/autodiscover.xml"
