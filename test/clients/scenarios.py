# SPDX-License-Identifier: MIT
"""What is tried: for an address, what DNS and nginx know of its domain, and what a client must find."""
from dataclasses import dataclass
from typing import Optional

from sites import MEDIA_TYPE, WRITE_AUTHORIZATION, substitute

SITE = "127.0.0.1"  # where the shipped nginx files answer
CHANGED_SITE = "127.0.0.2"  # where nginx does something more, such as to alter answers
IMAP = ("imap", "imap.hosting.example", 993, "SSL")
POP = ("pop3", "pop.hosting.example", 995, "SSL")
SMTP = ("smtp", "smtp.hosting.example", 587, "STARTTLS")
LOCAL_IMAP = ("imap", "imap.local.example", 143, "STARTTLS")
LOCAL_SMTP = ("smtp", "smtp.local.example", 465, "SSL")
HTTPS, HTTP = "xml-from-isp-https", "xml-from-isp-http"
POX, POX_APEX, POX_SRV = (f"exchange-from-{way}" for way in ("url1", "url2", "srv"))
# The clients; WINDOW is Thunderbird again, in its own window.
THUNDERBIRD, WINDOW, DELTA_CHAT, EVOLUTION = "Thunderbird", "window", "Delta Chat", "Evolution"
ALL = (THUNDERBIRD, DELTA_CHAT, EVOLUTION)


@dataclass(frozen=True)
class Scenario:
    """`hosts`: names below the domain that DNS knows ("" is the domain itself); `records`: further dnsmasq lines.

    `incoming`, `outgoing`, `alternatives`: (protocol, host, port, security) as the configuration of the responder says.
    `source`: how Thunderbird calls the way on which it found them; None when it must find nothing.
    `published`: DNS knows what `autodiscover dns` prints for the domain, and nothing else.
    `change`: further nginx directives. When they make the answer wrong, the comparison must be red, and in exactly the
    parts that `red` names.
    `clients`: those that take this way at all. Only Thunderbird asks SRV, Delta Chat knows no MX, plain http or POP3,
    Evolution no Autodiscover.
    """

    name: str
    domain: str
    hosts: tuple = ()
    records: tuple = ()
    local_part: str = "alice"
    password: Optional[str] = None
    source: Optional[str] = HTTPS
    consent: Optional[str] = None
    incoming: tuple = IMAP
    outgoing: tuple = SMTP
    alternatives: tuple = (POP,)
    login: Optional[str] = None
    certificate: bool = True
    published: bool = False
    change: Optional[str] = None
    red: tuple = ()
    clients: tuple = ALL

    @property
    def address(self):
        return f"{self.local_part}@{self.domain}"

    @property
    def username(self):
        return self.login or self.address

    def dns(self):
        target = CHANGED_SITE if self.change else SITE
        names = [f"{host}.{self.domain}" if host else self.domain for host in self.hosts]
        return [f"host-record={name},{target}" for name in names] + list(self.records)


def hosted(domain):
    """MX and NS records that name the provider. Evolution (3.46) asks for NS where others ask for MX, and does
    not say then which domain it is about.
    """
    server = b"".join(bytes([len(label)]) + label.encode() for label in "ns1.hosting.example".split(".")) + b"\0"
    return (f"mx-host={domain},mx1.hosting.example,10", f"dns-rr={domain},2,{server.hex()}")


SCENARIOS = [
    Scenario("autoconfig host", "autoconfig.example", ("autoconfig",), clients=(*ALL, WINDOW)),
    Scenario("autoconfig host, plus in the address", "plus.example", ("autoconfig",), local_part="alice+tag"),
    Scenario("well-known only", "well-known.example", ("",)),
    Scenario("autoconfig over plain http", "http.example", ("autoconfig",), certificate=False, source=HTTP,
             clients=(THUNDERBIRD, EVOLUTION)),
    Scenario("all ways at once", "all.example", ("autoconfig", "autodiscover", "")),
    Scenario("other hosts for one domain", "customer.example", ("autoconfig",),
             incoming=("imap", "mail.customer.example", 993, "SSL"),
             outgoing=("smtp", "mail.customer.example", 465, "SSL"), alternatives=()),
    Scenario("login is the local part", "local.example", ("autoconfig",), local_part="bob", login="bob",
             incoming=LOCAL_IMAP, outgoing=LOCAL_SMTP, alternatives=()),
    Scenario("POP3 only", "pop.example", ("autoconfig",), incoming=POP, alternatives=(),
             clients=(THUNDERBIRD,)),
    Scenario("internationalised domain", "xn--bcher-kva.example", ("autoconfig",)),
    Scenario("autoconfig at the provider's host, by MX", "mx.example", records=hosted("mx.example"),
             incoming=("imap", "mail.customer.example", 993, "SSL"), clients=(THUNDERBIRD,)),
    Scenario("autoconfig at the provider's host, by MX or NS, domain not configured", "guest.example",
             records=hosted("guest.example"), clients=(THUNDERBIRD, EVOLUTION)),
    Scenario("the records that `autodiscover dns` prints", "published.example", published=True),
    Scenario("the records that `autodiscover dns` prints, autoconfig off", "published-pox.example", published=True,
             source=POX, clients=(THUNDERBIRD, DELTA_CHAT)),
    Scenario("Autodiscover only", "pox.example", ("autoconfig", "autodiscover"), source=POX,
             clients=(THUNDERBIRD, DELTA_CHAT)),
    Scenario("Autodiscover only, on the domain itself", "apex.example", ("",), source=POX_APEX,
             clients=(THUNDERBIRD, DELTA_CHAT)),
    Scenario("Autodiscover only, password known", "password.example", ("autodiscover",), source=POX,
             password="sesame-7319", change=WRITE_AUTHORIZATION, clients=(THUNDERBIRD,)),
    Scenario("Autodiscover only, login is the local part", "pox-local.example", ("autodiscover",), source=POX,
             local_part="carol", login="carol", incoming=LOCAL_IMAP, outgoing=LOCAL_SMTP, alternatives=(),
             clients=(THUNDERBIRD, WINDOW)),
    Scenario("the records that `autodiscover dns` prints, certificate for the provider only", "srv.example",
             published=True, certificate=False, source=POX_SRV, consent="hosting.example", clients=(THUNDERBIRD,)),
    Scenario("a domain that is not configured", "unknown.example", ("autoconfig", "autodiscover"), source=None,
             clients=(THUNDERBIRD, EVOLUTION)),
    Scenario("wrong: type", "wrong-type.example", ("autoconfig",), change=substitute('type="imap"', 'type="pop"'),
             red=("incoming", "alternatives")),
    Scenario("wrong: no host", "wrong-host.example", ("autoconfig",),
             change=substitute("<hostname>imap.hosting.example</hostname>", ""), red=("incoming", "alternatives")),
    Scenario("wrong: another host", "wrong-name.example", ("autoconfig",),
             change=substitute("smtp.hosting.example", "imap.hosting.example"), red=("outgoing",)),
    Scenario("wrong: media type", "wrong-media.example", ("autoconfig",), change=MEDIA_TYPE, red=("all",),
             clients=(THUNDERBIRD,)),
    Scenario("wrong: Autodiscover without a port", "wrong-pox.example", ("autodiscover",), source=POX,
             change=substitute("<Port>993</Port>", ""), red=("incoming", "alternatives"),
             clients=(THUNDERBIRD, DELTA_CHAT)),
]  # fmt: skip

# The provider's own hosts, which customers' domains lead to; every mail server has an address of its own.
MAIL_HOSTS = {
    "127.0.1.1": "imap.hosting.example",
    "127.0.1.2": "smtp.hosting.example",
    "127.0.1.3": "imap.local.example",
    "127.0.1.4": "smtp.local.example",
    "127.0.1.5": "mail.customer.example",
    "127.0.1.6": "pop.hosting.example",
}
PROVIDER = [f"host-record={name}.hosting.example,{SITE}" for name in ("autoconfig", "autodiscover", "mx1", "ns1")]
# Mozilla's database, which knows none of our domains: Evolution looks at NS only after such an answer.
DATABASE = ("live.thunderbird.net", "autoconfig.thunderbird.net")


def records():
    """All that DNS knows, in dnsmasq's words."""
    mail = [f"host-record={name},{address}" for address, name in MAIL_HOSTS.items()]
    database = [f"host-record={name},{SITE}" for name in DATABASE]
    return PROVIDER + database + mail + [line for scenario in SCENARIOS for line in scenario.dns()]


def web_hosts():
    """The names in the certificate of the web server."""
    domains = ["hosting.example"] + [scenario.domain for scenario in SCENARIOS if scenario.certificate]
    return [f"{prefix}{domain}" for domain in domains for prefix in ("", "autoconfig.", "autodiscover.")] + [*DATABASE]


def chosen(client):
    return [scenario for scenario in SCENARIOS if client in scenario.clients]
