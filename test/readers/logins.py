# SPDX-License-Identifier: MIT
"""What the sections `users` and `aliases` of a configuration say about an address, for the readers of every format."""


def normal(address):
    """Letters of the local part in lower case, the domain in A-labels."""
    local_part, _, domain = address.rpartition("@")
    return f"{local_part.lower()}@{domain.lower().encode('idna').decode()}"


def owner_of(config, address):
    """The mailbox that an address logs in as: itself, unless it is an alias."""
    aliases = {normal(alias): target for alias, target in (config.get("aliases") or {}).items()}
    while normal(address) in aliases:
        address = aliases[normal(address)]
    return address


def own_login(config, address, domain):
    """The login name of a mailbox, or of all mailboxes of a domain when there is no address; None: the services' rule."""
    users = {normal(user): entry for user, entry in (config.get("users") or {}).items()}
    entry = users.get(normal(address)) if address else None
    entry = entry or users.get("*@" + domain)
    return entry["username"] if isinstance(entry, dict) else entry


def is_for_everybody(config, address):
    """Whether what is said about the address is said about all of its domain."""
    special = {normal(a) for section in ("users", "aliases") for a in (config.get(section) or {})}
    return normal(address) not in special
