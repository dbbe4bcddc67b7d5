# SPDX-License-Identifier: MIT
"""What the formats say about a mailbox or a domain, read as clients read it."""
import json
import plistlib
import re
import subprocess
import urllib.parse
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

from fastcgi import Peer, get, post
from outlook_request import BODY, POX
from property_model import expand
from responder import BINARY


class Asker:
    """One kept connection, and what the answers on it say, as (host, port, transport, login)."""

    def __init__(self, socket, config_file):
        self.peer = Peer(socket)
        self.config_file = config_file

    def ask(self, variables, body=b""):
        return self.peer.ask(variables, body, keep=True)

    def autoconfig(self, address, domain):
        """{type: servers in the order of the document}, placeholders filled in as clients do; None: 404."""
        target, host = "/mail/config-v1.1.xml", f"autoconfig.{domain}"
        if address:
            target, host = f"{target}?emailaddress={urllib.parse.quote(address)}", "mx.elsewhere.invalid"
        answer = self.ask(get(target, HTTP_HOST=host))
        if answer.status == 404:
            return None
        words = {"SSL": "tls", "STARTTLS": "starttls", "plain": "plaintext"}
        servers = {}
        for server in ET.fromstring(answer.body).iter():
            if server.tag in ("incomingServer", "outgoingServer"):
                login = server.findtext("username")
                servers.setdefault(server.get("type"), []).append(
                    (server.findtext("hostname"), int(server.findtext("port")), words[server.findtext("socketType")],
                     expand(login, address, domain) if address else login))
        return servers

    def pox(self, address):
        """{type: server}, or the code of an error."""
        body = BODY.replace(b"someone@example.com", escape(address).encode())
        root = ET.fromstring(self.ask(post(POX, body), body).body)
        found = {re.sub("{.*}", "", e.tag): e for e in root.iter()}
        if "Error" in found:
            return found["ErrorCode"].text
        words = {("on", "SSL"): "tls", ("on", "TLS"): "starttls", ("off", "None"): "plaintext"}
        servers = {}
        for protocol in (e for e in root.iter() if e.tag.endswith("}Protocol")):
            v = {re.sub("{.*}", "", e.tag): e.text for e in protocol}
            servers[v["Type"].lower()] = (v["Server"], int(v["Port"]), words[v["SSL"], v["Encryption"]], v["LoginName"])
        return servers

    def profile(self, address):
        """{type: (host, port, whether there is TLS, login)}; None: 404."""
        answer = self.ask(get(f"/email.mobileconfig?email={urllib.parse.quote(address)}"))
        if answer.status == 404:
            return None
        mail = plistlib.loads(answer.body)["PayloadContent"][0]
        kinds = {"Incoming": "imap" if mail["EmailAccountType"] == "EmailTypeIMAP" else "pop3", "Outgoing": "smtp"}
        keys = ("HostName", "PortNumber", "UseSSL", "Username")
        return {kind: tuple(mail.get(f"{side}MailServer{key}") for key in keys) for side, kind in kinds.items()}

    def pacc(self, domain):
        """{type: host}; None: 404."""
        answer = self.ask(get("/.well-known/user-agent-configuration.json", HTTP_HOST=f"ua-auto-config.{domain}"))
        if answer.status == 404:
            return None
        found = {name: value["host"] for name, value in json.loads(answer.body)["protocols"].items()}
        if found.get("submit") != found.pop("smtp", None):
            raise AssertionError(f"the two names of submission differ: {answer.body}")
        return {"smtp" if name == "submit" else name: host for name, host in found.items()}

    def pointer(self, address):
        """The URL of V2, or the status."""
        target = f"/autodiscover/autodiscover.json?Email={urllib.parse.quote(address)}&Protocol=AutodiscoverV1"
        answer = self.ask(get(target))
        return json.loads(answer.body)["Url"] if answer.status == 200 else answer.status

    def srv(self, domain):
        """{label: [(priority, host, port)]}; None: the domain is not served."""
        done = subprocess.run([BINARY, "dns", "-c", self.config_file, domain], capture_output=True, text=True,
                              check=False)
        if done.returncode == 65:
            return None
        records = {}
        for label, priority, port, host in re.findall(
                rf"^(_\w+)\._tcp\.{re.escape(domain)}\.\s+\d+ IN SRV\s+(\d+) 1 (\d+) (\S+)\.$", done.stdout, re.M):
            records.setdefault(label, []).append((int(priority), host, int(port)))
        return records
