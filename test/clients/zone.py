# SPDX-License-Identifier: MIT
"""The records that `autodiscover dns DOMAIN` prints, published as they are: translated for dnsmasq, none left out."""
import shlex
import subprocess
import sys


def dnsmasq(zone):
    """The lines of dnsmasq's configuration for a zone file with one record a line."""
    return [line for text in zone.splitlines() if (line := translate(text.strip()))]


def translate(text):
    if not text or text.startswith(";"):
        return None
    owner, _, _, kind, *data = shlex.split(text)
    data = [value.rstrip(".") for value in data] if kind != "TXT" else data
    owner = owner.rstrip(".")
    if kind == "SRV":
        priority, weight, port, target = data
        return f"srv-host={owner},{target},{port},{priority},{weight}" if target else f"srv-host={owner}"
    if kind == "TXT":
        return f"txt-record={owner},{''.join(data)}"
    return {"CNAME": "cname", "A": "host-record", "AAAA": "host-record"}[kind] + f"={owner},{data[0]}"


def printed(net, domain):
    """What the responder prints for a domain, in dnsmasq's words."""
    command = [net.binary, "dns", domain, "-c", net.folder / "config.yaml"]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, check=False)
    if done.returncode or not done.stdout:
        sys.exit(f"autodiscover dns {domain}: status {done.returncode}: {done.stderr.decode(errors='replace')}")
    return dnsmasq(done.stdout.decode())
