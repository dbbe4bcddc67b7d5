#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""All formats tell the same mailbox the same: hosts, ports, security and login names of autoconfig, POX, profile,
PACC and SRV, over random configurations, compared with one another and with a model of the rules.

usage: property.py BINARY [SEED [COUNT]]     with its seed and 1, a configuration that failed comes again

What a format cannot say, and what is compared then:

| format | what it cannot say | compared |
| --- | --- | --- |
| autoconfig | half an account: Thunderbird drops a document without a server of each direction | 404 |
| autoconfig | without `expand_username`: login and alias of one mailbox | what anyone in the domain is told |
| autoconfig | a login that Thunderbird would change | the service's rule instead |
| POX | nothing | every best service of a type |
| profile | POP3 beside IMAP, implicit TLS or STARTTLS, GSSAPI and OAuth2 | IMAP before POP3, TLS or none, 404 |
| profile | a login where no authentication is needed | that there is none |
| PACC | ports, transports, logins, mailboxes | hosts of implicit TLS at the usual ports; else 404 |
| SRV | plaintext, addresses as hosts, logins, mailboxes | the best at the first priority, the others ten behind |
| V2 JSON | all but the way to POX | the URL |
"""
import os
import random
import subprocess
import sys
import time

import yaml

import property_model as model_of
from property_config import random_config
from property_views import Asker
from responder import BINARY, Responder

SEED = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(10**9)
COUNT = int(sys.argv[3]) if len(sys.argv) > 3 else 150
LONGEST = 36.0  # seconds: a slow machine does fewer
MOST_FAILURES = 3


def same_login(theirs, ours):
    """Nothing is said where no login is needed; one that Thunderbird would change is not told by autoconfig."""
    return theirs is None or theirs == ours or model_of.is_changed_by_thunderbird(ours)


def disagreements(autoconfig, pox, profile):
    """What the formats say against one another about a mailbox that all of them know. No model is asked."""
    if not isinstance(pox, dict):
        return
    for kind, (host, port, transport, login) in pox.items():
        if autoconfig is not None:
            theirs = autoconfig.get(kind, [(None,) * 4])[0]
            if theirs[:3] != (host, port, transport) or not same_login(theirs[3], login):
                yield f"{kind}: autoconfig says {theirs}, POX {pox[kind]}"
        if profile is not None and kind in profile:
            theirs = profile[kind]
            if theirs[:3] != (host, port, transport != "plaintext") or not same_login(theirs[3], login):
                yield f"{kind}: the profile says {theirs}, POX {pox[kind]}"
    for kind in {*(autoconfig or {}), *(profile or {})} - pox.keys():
        yield f"{kind} is unknown to POX"


def compare(what, have, want):
    return [] if have == want else [f"{what}\n  says  {have}\n  model {want}"]


def about_mailbox(model, asker, address):
    domain = address.rpartition("@")[2]
    autoconfig, pox, profile = asker.autoconfig(address, domain), asker.pox(address), asker.profile(address)
    found = compare(f"autoconfig {address}", autoconfig, model_of.expected_autoconfig(model, address, domain))
    found += compare(f"POX {address}", pox, model_of.expected_pox(model, address, domain))
    found += compare(f"profile {address}", profile, model_of.expected_profile(model, address, domain))
    found += compare(f"V2 {address}", asker.pointer(address), model_of.expected_pointer(model, domain))
    if model.own(domain) is not None:
        is_hidden = model.account(address)[2] and not model.policy(domain, "autoconfig", "expand_username", False)
        against = disagreements(None if is_hidden else autoconfig, pox, profile)
        found += [f"{address} {text}" for text in against]
    return found


def about_domain(model, asker, domain):
    anyone = asker.autoconfig(None, domain)
    return [*compare(f"autoconfig of {domain}", anyone, model_of.expected_autoconfig(model, None, domain)),
            *compare(f"PACC of {domain}", asker.pacc(domain), model_of.expected_pacc(model, domain)),
            *compare(f"SRV of {domain}", asker.srv(domain), model_of.expected_srv(model, domain))]


def differences(config, addresses, responder):
    """All that is wrong with one configuration."""
    checked = subprocess.run([BINARY, "check", "-c", responder.config], capture_output=True, text=True, check=False)
    if checked.returncode != 0:
        return [f"check refuses it: {checked.stderr}"]
    logged = responder.reload()
    if "was not reloaded" in logged:
        return [f"it is not loaded: {logged}"]
    model, asker = model_of.Model(config), Asker(responder.socket, responder.config)
    try:
        found = [text for address in addresses for text in about_mailbox(model, asker, address)]
        for domain in sorted({address.rpartition("@")[2] for address in addresses}):
            found += about_domain(model, asker, domain)
        return found
    except Exception as error:  # whatever an answer is that no reader can read
        return [f"{type(error).__name__}: {error}"]
    finally:
        asker.peer.close()


def main():
    print(f"seed {SEED}", flush=True)
    end = time.monotonic() + LONGEST
    passed = failed = 0
    with Responder() as responder:
        for seed in range(SEED, SEED + COUNT):
            config, addresses = random_config(random.Random(seed))
            config |= {"server": {"listen": responder.socket}, "log": {"requests": False}}
            text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True)
            with open(responder.config + ".new", "w") as out:
                out.write(text)
            os.rename(responder.config + ".new", responder.config)
            found = differences(config, addresses, responder)
            passed, failed = passed + (not found), failed + bool(found)
            if found:
                print(f"seed {seed}\n{text}" + "\n".join(found), flush=True)
            if failed >= MOST_FAILURES or time.monotonic() > end:
                break
    print(f"{passed} passed, {failed} failed")
    return 1 if failed or not passed else 0


sys.exit(main())
