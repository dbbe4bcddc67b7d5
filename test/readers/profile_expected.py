# SPDX-License-Identifier: MIT
"""What a profile must say, made from a configuration and a request."""
import datetime
import urllib.parse

from logins import own_login, owner_of

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
    names = {a_label(name) if "*" not in name else name: value or {} for name, value in (config.get("domains") or {}).items()}
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
        kind, port, transport = SERVICES.get(name, (None, None, None))
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


def login_services(config, local, domain):
    """(services, local part, domain) of the mailbox that an address logs in as, with its own login where it has one."""
    owner = owner_of(config, f"{local}@{domain}") if local else f"@{domain}"
    local, _, domain = owner.rpartition("@")
    services = merged_services(config, configured(config, domain))
    login = own_login(config, owner if local else None, domain)
    if login:
        services = {name: {**service, "username": login} for name, service in services.items()}
    return services, local, domain


def parameters_of(query):
    return {key.lower(): value for key, value in
            urllib.parse.parse_qsl(query.replace("+", "%2B"), keep_blank_values=True, errors="strict")}


def login_of(service, local, domain):
    words = service.get("authentication", "password-cleartext")
    word = next(w for w in (words if isinstance(words, list) else [words]) if w in APPLE)
    return expand(service.get("username", "%EMAILADDRESS%"), local, domain) if local and word != "none" else None


def usable(service):
    words = service.get("authentication", "password-cleartext") if service else []
    return any(word in APPLE for word in (words if isinstance(words, list) else [words]))


def expected_mail(services, whose):
    incoming, outgoing = best(services, "IMAP") or best(services, "POP"), best(services, "SMTP")
    mail = expected_side("Incoming", incoming, *whose) | expected_side("Outgoing", outgoing, *whose)
    mail["EmailAccountType"] = "EmailTypeIMAP" if best(services, "IMAP") else "EmailTypePOP"
    same = expand(incoming["username"], *whose) == expand(outgoing["username"], *whose)
    if same and "EmailAuthNone" not in mail.values():
        mail["OutgoingPasswordSameAsIncomingPassword"] = True
    return mail


def expected_dav(prefix, service, description, whose):
    url = urllib.parse.urlsplit(expand(service["url"], "", whose[1]))
    return {f"{prefix}AccountDescription": description, f"{prefix}HostName": a_label(url.hostname),
            f"{prefix}Port": url.port, f"{prefix}UseSSL": True, f"{prefix}Username": login_of(service, *whose)}


def expected_ldap(service, provider, whose):
    scopes = {"base": "Base", "onelevel": "OneLevel", "subtree": "Subtree"}
    searches = [{"LDAPSearchSettingSearchBase": search["base"],
                 "LDAPSearchSettingScope": "LDAPSearchSettingScope" + scopes[search.get("scope", "subtree")]}
                | ({"LDAPSearchSettingDescription": search["description"]} if "description" in search else {})
                for search in service["search"]]
    return {"LDAPAccountDescription": provider, "LDAPAccountHostName": a_label(expand(service["host"], "", whose[1])),
            "LDAPAccountUseSSL": True, "LDAPAccountUserName": login_of(service, *whose),
            "LDAPSearchSettings": searches}


def expected_payloads(wanted, services, url, address, provider, whose):
    found = {}
    description = address or provider
    if "mail" in wanted:
        found["mail"] = expected_mail(services, whose) | {"EmailAccountDescription": description,
                                                         "EmailAddress": address}
    for name, prefix in (("caldav", "CalDAV"), ("carddav", "CardDAV")):
        if name in wanted and usable(services.get(name)):
            found[name] = expected_dav(prefix, services[name], description, whose)
    if "ldap" in wanted and usable(services.get("ldaps")):
        found["ldap"] = expected_ldap(services["ldaps"], provider, whose)
    if "activesync" in wanted and url and urllib.parse.urlsplit(url).port in (None, 443):
        incoming = best(services, "IMAP") or best(services, "POP")
        login = expand(incoming["username"], *whose) if incoming and whose[0] else address
        found["activesync"] = {"EmailAddress": address, "EnableMail": False if "mail" in wanted else None,
                               "Host": urllib.parse.urlsplit(url).hostname, "PayloadDisplayName": description,
                               "SSL": True, "UserName": login}
    return {name: {key: value for key, value in payload.items() if value is not None}
            for name, payload in found.items()}


def midnight(day):
    return datetime.datetime.combine(day, datetime.time()) if day else None


def expected_top(policy, provider, address):
    days = policy.get("remove_after")
    top = {"PayloadDisplayName": f"{provider} ({address})" if address else provider,
           "PayloadOrganization": policy.get("organization", provider),
           "PayloadDescription": policy.get("description"), "ConsentText": policy.get("consent") or None,
           "DurationUntilRemoval": days * 86400.0 if days else None,
           "RemovalDate": midnight(policy.get("removal_date")), "PayloadExpirationDate": midnight(policy.get("expires"))}
    return {key: value for key, value in top.items() if value is not None}


def expected_profile(config, query, host):
    """(top, {name: payload}): every key that the configuration and the request decide."""
    parameters = parameters_of(query)
    asked = parameters.get("email") or parameters.get("emailaddress") or parameters.get("addresses", "").split(",")[0]
    local, _, domain = asked.rpartition("@")
    domain = a_label(domain or host.partition(":")[0].removeprefix("autoconfig.").removeprefix("autodiscover."))
    address = f"{local}@{domain}" if local else None
    own = configured(config, domain)
    policy = config.get("mobileconfig", {}) | own.get("mobileconfig", {})
    services, *whose = login_services(config, local, domain)
    wanted = policy.get("payloads", "mail")
    wanted = parameters["only"].lower().split(",") if "only" in parameters else \
        wanted if isinstance(wanted, list) else [wanted]
    wanted = {name for word in wanted for name in (("caldav", "carddav") if word == "dav" else (word,))}
    provider = own.get("name", config["provider"]["name"])
    url = (config.get("outlook", {}) | own.get("outlook", {})).get("activesync_url")
    payloads = expected_payloads(wanted, services, url, address, provider, whose)
    if parameters.get("name") and "mail" in payloads:
        payloads["mail"]["EmailAccountName"] = parameters["name"].replace("+", " ").strip()
    return expected_top(policy, provider, address), payloads
