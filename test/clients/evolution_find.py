#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Inside a session bus: calls the function of Evolution's account assistant for every address of the command line and
prints what it found, one JSON object a line; null when it found nothing. e-mail-autoconfig.h of Evolution 3.46.
"""
import ctypes
import json
import sys

Pointer, String = ctypes.c_void_p, ctypes.c_char_p
SECURITY = {0: "plain", 1: "SSL", 2: "STARTTLS"}  # CamelNetworkSecurityMethod
# kind: the part of an account it belongs to, and Camel's name for the protocol. Not POP3: the function for it asks
# Camel for the name "pop3", which Camel does not know.
KINDS = {"imap": (b"Mail Account", b"imapx"), "smtp": (b"Mail Transport", b"smtp")}

# The order matters: each library uses the one before.
camel = ctypes.CDLL("libcamel-1.2.so.64", mode=ctypes.RTLD_GLOBAL)
data_server = ctypes.CDLL("libedataserver-1.2.so.27", mode=ctypes.RTLD_GLOBAL)
evolution = ctypes.CDLL("/usr/lib/evolution/libevolution-mail.so.0", mode=ctypes.RTLD_GLOBAL)


def function(library, name, result, *arguments):
    found = getattr(library, name)
    found.restype, found.argtypes = result, arguments
    return found


register_types = function(data_server, "e_source_camel_register_types", None)
new_registry = function(data_server, "e_source_registry_new_sync", Pointer, Pointer, Pointer)
new_source = function(data_server, "e_source_new", Pointer, Pointer, Pointer, Pointer)
get_extension = function(data_server, "e_source_get_extension", Pointer, Pointer, String)
extension_name = function(data_server, "e_source_camel_get_extension_name", String, String)
get_settings = function(data_server, "e_source_camel_get_settings", Pointer, Pointer)
autoconfig = function(evolution, "e_mail_autoconfig_new_sync", Pointer, Pointer, String, String, Pointer, Pointer)
get_host = function(camel, "camel_network_settings_get_host", String, Pointer)
get_port = function(camel, "camel_network_settings_get_port", ctypes.c_uint16, Pointer)
get_user = function(camel, "camel_network_settings_get_user", String, Pointer)
get_security = function(camel, "camel_network_settings_get_security_method", ctypes.c_int, Pointer)


def server(results, kind):
    """The settings that an account of this kind would get, or None."""
    part, protocol = KINDS[kind]
    source = new_source(None, None, None)
    get_extension(source, part)
    apply = function(evolution, f"e_mail_autoconfig_set_{kind}_details", ctypes.c_int, Pointer, Pointer)
    if not apply(results, source):
        return None
    settings = get_settings(get_extension(source, extension_name(protocol)))
    security = get_security(settings)
    return [kind, get_host(settings).decode(), get_port(settings), SECURITY.get(security, security),
            get_user(settings).decode()]  # fmt: skip


def main():
    register_types()
    registry = new_registry(None, None)
    if not registry:
        sys.exit("no source registry")
    for address in sys.argv[1:]:
        results = autoconfig(registry, address.encode(), None, None, None)
        print(json.dumps({kind: server(results, kind) for kind in KINDS} if results else None), flush=True)


main()
