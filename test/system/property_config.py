# SPDX-License-Identifier: MIT
"""Random configurations of every kind that `autodiscover check` accepts."""
from property_model import ADDRESS, a_label

NAMES = ("imaps", "imap", "pop3s", "pop3", "submissions", "submission", "smtp")
TRANSPORTS = ("tls", "starttls", "plaintext")

HOSTS = ("mail.hosting.example", "imap.hosting.example", "smtp.hosting.example", "mail.%EMAILDOMAIN%",
         "%EMAILDOMAIN%", "mx-1.%EMAILDOMAIN%", "post.b\u00fccher.example", "MAIL.Hosting.example", "192.0.2.25")
PATTERNS = (ADDRESS, "%EMAILLOCALPART%", "%EMAILDOMAIN%", "%EMAILLOCALPART%.%EMAILDOMAIN%", "mail-%EMAILLOCALPART%",
            "%EMAILLOCALPART%%EMAILDOMAIN%", "HOSTING\\%EMAILLOCALPART%")
LITERALS = ("mbox0815", "web1p2", "4711", "info@hosting.example", "a <&> \"b\" 'c'", "100%%", "%%u$1")
WORDS = ("password-cleartext", "password-encrypted", "ntlm", "gssapi", "oauth2", "none")
DOMAINS = ("example.com", "customer.org", "b\u00fccher.example", "xn--mller-kva.example", "Mixed.Example",
           "*.wild.example", "deep.wild.example", "*.far.wild.example", "*")
LOCAL_PARTS = ("alice", "Bob", "info", "o'brien", "x+tag", "a&b", "007", "j.doe", "4711", "%")


def random_service(rng, name):
    service = {"host": rng.choice(HOSTS)}
    if rng.random() < 0.3:
        service["port"] = rng.choice((1, 26, 993, 995, 143, 465, 587, 2525, 65535))
    if rng.random() < 0.35:
        service["transport"] = rng.choice(TRANSPORTS)
        if service["transport"] == "plaintext":
            service["allow_plaintext"] = True
    if rng.random() < 0.4:
        service["username"] = rng.choice(PATTERNS if rng.random() < 0.8 else LITERALS)
    if rng.random() < 0.2:
        service["authentication"] = rng.sample(WORDS, rng.randint(1, 3))
    return name, service


def random_services(rng):
    # Not every set is complete: an answer for half a configuration has its rules too.
    names = [name for name in NAMES if rng.random() < 0.55]
    rng.shuffle(names)
    return dict(random_service(rng, name) for name in names)


def random_formats(rng):
    formats = {"autoconfig": {key: True for key in ("expand_username", "alternatives") if rng.random() < 0.4},
               "pacc": {"enabled": rng.random() < 0.6}}
    for name in ("autoconfig", "outlook", "mobileconfig"):
        if rng.random() < 0.08:
            formats.setdefault(name, {})["enabled"] = False
    return {name: keys for name, keys in formats.items() if keys and rng.random() < 0.8}


def random_domain(rng):
    if rng.random() < 0.35:
        return None
    own = random_formats(rng) if rng.random() < 0.5 else {}
    services = random_services(rng) if rng.random() < 0.7 else {}
    for name in NAMES:
        if rng.random() < 0.15:
            services[name] = False
    if services:
        own["services"] = services
    return own or None


def simple_services(rng):
    """What most people have, and PACC can say: else hardly any configuration would have such a document."""
    names = ["submissions", *rng.sample(("imaps", "pop3s", "imap", "submission"), rng.randint(1, 3))]
    rng.shuffle(names)
    return {name: {"host": rng.choice(HOSTS)} for name in names}


def random_config(rng):
    """(what is written as YAML, addresses to ask about)"""
    domain = rng.choice(("hosting.example", "provider.b\u00fccher.example"))
    config = {"provider": {"name": "Example Mail", "short_name": "Example", "domain": domain,
                           "url": rng.choice(("https://autodiscover.hosting.example", "https://a.example:8443/x"))},
              "services": simple_services(rng) if rng.random() < 0.3 else random_services(rng),
              **random_formats(rng)}
    config["domains"] = {name: random_domain(rng) for name in rng.sample(DOMAINS, rng.randint(1, 5))}
    served = [name.replace("*.", "some.", 1) if name != "*" else "anything.example" for name in config["domains"]]
    served.append(domain)
    asked = {f"{local}@{a_label(rng.choice(served))}" for local in rng.sample(LOCAL_PARTS, 5)}
    asked = sorted(asked)
    rng.shuffle(asked)
    if rng.random() < 0.6:
        config["users"] = {address: rng.choice(PATTERNS + LITERALS) for address in asked[:2]}
        if rng.random() < 0.5:
            config["users"]["*@" + rng.choice(served)] = rng.choice(PATTERNS)
        config["users"] = {key: {"username": value} if rng.random() < 0.3 else value
                           for key, value in config["users"].items()}
    if rng.random() < 0.5:
        # Each leads to one behind it, so that there are chains and no circles.
        ends = [*asked[:3], "target@" + a_label(rng.choice(served))]
        config["aliases"] = {asked[4]: rng.choice(ends + [asked[3]])}
        if rng.random() < 0.5:
            config["aliases"][asked[3]] = rng.choice(ends)
    return config, [*asked, "nobody@unknown.example"]
