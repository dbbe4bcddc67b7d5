# SPDX-License-Identifier: MIT
"""A good profile, and ways to spoil it, each of which profile_schema.check() must notice."""
from profile_schema import PROLOGUE

GOOD = PROLOGUE + b"""<dict>
<key>PayloadContent</key>
<array>
<dict>
<key>EmailAccountDescription</key>
<string>alice@example.com</string>
<key>EmailAccountName</key>
<string>Alice &amp; Bob</string>
<key>EmailAccountType</key>
<string>EmailTypeIMAP</string>
<key>EmailAddress</key>
<string>alice@example.com</string>
<key>IncomingMailServerAuthentication</key>
<string>EmailAuthPassword</string>
<key>IncomingMailServerHostName</key>
<string>imap.example.com</string>
<key>IncomingMailServerPortNumber</key>
<integer>993</integer>
<key>IncomingMailServerUseSSL</key>
<true/>
<key>IncomingMailServerUsername</key>
<string>alice@example.com</string>
<key>OutgoingMailServerAuthentication</key>
<string>EmailAuthPassword</string>
<key>OutgoingMailServerHostName</key>
<string>smtp.example.com</string>
<key>OutgoingMailServerPortNumber</key>
<integer>465</integer>
<key>OutgoingMailServerUseSSL</key>
<true/>
<key>OutgoingMailServerUsername</key>
<string>alice@example.com</string>
<key>OutgoingPasswordSameAsIncomingPassword</key>
<true/>
<key>PayloadIdentifier</key>
<string>com.example.autodiscover.00000000000050008000000000000001.mail</string>
<key>PayloadType</key>
<string>com.apple.mail.managed</string>
<key>PayloadUUID</key>
<string>00000000-0000-5000-8000-000000000002</string>
<key>PayloadVersion</key>
<integer>1</integer>
</dict>
</array>
<key>PayloadDisplayName</key>
<string>Example (alice@example.com)</string>
<key>PayloadIdentifier</key>
<string>com.example.autodiscover.00000000000050008000000000000001</string>
<key>PayloadOrganization</key>
<string>Example</string>
<key>PayloadType</key>
<string>Configuration</string>
<key>PayloadUUID</key>
<string>00000000-0000-5000-8000-000000000001</string>
<key>PayloadVersion</key>
<integer>1</integer>
</dict>
</plist>
"""
SSL_IN = b"<key>IncomingMailServerUseSSL</key>\n<true/>\n"
SAME = b"<key>OutgoingPasswordSameAsIncomingPassword</key>\n<true/>\n"
MUTATIONS = {  # name: (from, to), the first occurrence
    "byte order mark": (b"<?xml", b"\xef\xbb\xbf<?xml"),
    "leading white space": (b"<?xml", b"\n<?xml"),
    "other encoding": (b"UTF-8", b"latin1"),
    "no DOCTYPE": (b'<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" '
                   b'"http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n', b""),
    "unescaped &": (b"&amp;", b"&"),
    "invalid UTF-8": (b"Alice", b"Al\xffce"),
    "control character": (b"Alice", b"Al\x01ce"),
    "cut off": (b"</dict>\n</plist>\n", b""),
    "real version": (b"<integer>1</integer>", b"<real>1</real>"),
    "version as a string": (b"<integer>1</integer>", b"<string>1</string>"),
    "version 2": (b"<integer>1</integer>", b"<integer>2</integer>"),
    "real port": (b"<integer>993</integer>", b"<real>993</real>"),
    "empty port": (b"<integer>993</integer>", b"<integer></integer>"),
    "port as a string": (b"<integer>993</integer>", b"<string>993</string>"),
    "port 0": (b"<integer>993</integer>", b"<integer>0</integer>"),
    "port 65536": (b"<integer>465</integer>", b"<integer>65536</integer>"),
    "port as a truth value": (b"<integer>465</integer>", b"<true/>"),
    "truth value as an integer": (SSL_IN, SSL_IN.replace(b"<true/>", b"<integer>1</integer>")),
    "truth value as a string": (SSL_IN, SSL_IN.replace(b"<true/>", b"<string>true</string>")),
    "993 without SSL": (SSL_IN, SSL_IN.replace(b"<true/>", b"<false/>")),
    "465 without SSL": (b"OutgoingMailServerUseSSL</key>\n<true/>", b"OutgoingMailServerUseSSL</key>\n<false/>"),
    "SSL left out": (SSL_IN, b""),
    "host left out": (b"<key>OutgoingMailServerHostName</key>\n<string>smtp.example.com</string>\n", b""),
    "empty host": (b"imap.example.com", b""),
    "host is a URL": (b"imap.example.com", b"https://imap.example.com"),
    "host with a port": (b"imap.example.com", b"imap.example.com:993"),
    "host in capitals": (b"imap.example.com", b"IMAP.example.com"),
    "host as a U-label": (b"imap.example.com", "b\u00fccher.example".encode()),
    "placeholder in the host": (b"imap.example.com", b"imap.%EMAILDOMAIN%"),
    "placeholder in the login": (b"ServerUsername</key>\n<string>alice@example.com",
                                 b"ServerUsername</key>\n<string>%EMAILADDRESS%"),
    "placeholder in a text": (b"Alice", b"%EMAILLOCALPART%"),
    "unknown authentication": (b"EmailAuthPassword", b"EmailAuthOAuth2"),
    "Mozilla's word for it": (b"EmailAuthPassword", b"password-cleartext"),
    "unknown account type": (b"EmailTypeIMAP", b"EmailTypeExchange"),
    "account type left out": (b"<key>EmailAccountType</key>\n<string>EmailTypeIMAP</string>\n", b""),
    "empty name": (b"Alice &amp; Bob", b""),
    "padded name": (b"Alice &amp; Bob", b" Alice"),
    "address without a domain": (b"EmailAddress</key>\n<string>alice@example.com",
                                 b"EmailAddress</key>\n<string>alice"),
    "no login": (b"<key>IncomingMailServerUsername</key>\n<string>alice@example.com</string>\n", b""),
    "login without an address": (b"<key>EmailAddress</key>\n<string>alice@example.com</string>\n", b""),
    "login where none is needed": (b"EmailAuthPassword", b"EmailAuthNone"),
    "one password for two logins": (b"OutgoingMailServerUsername</key>\n<string>alice",
                                    b"OutgoingMailServerUsername</key>\n<string>bob"),
    "a password": (SAME, b"<key>OutgoingPassword</key>\n<string>secret</string>\n" + SAME),
    "incoming password": (SSL_IN, SSL_IN + b"<key>IncomingPassword</key>\n<string>secret</string>\n"),
    "unknown key": (SAME, SAME + b"<key>PayloadColour</key>\n<string>red</string>\n"),
    "removal forbidden": (b"<key>PayloadType</key>\n<string>Configuration",
                          b"<key>PayloadRemovalDisallowed</key>\n<true/>\n"
                          b"<key>PayloadType</key>\n<string>Configuration"),
    "misspelt key": (b"IncomingMailServerUsername", b"IncomingMailServerUserName"),
    "duplicate key": (SSL_IN, SSL_IN + SSL_IN),
    "duplicate key, other value": (SSL_IN, SSL_IN.replace(b"<true/>", b"<false/>") + SSL_IN),
    "unsorted keys": (b"<key>PayloadType</key>\n<string>Configuration</string>\n"
                      b"<key>PayloadUUID</key>\n<string>00000000-0000-5000-8000-000000000001</string>\n",
                      b"<key>PayloadUUID</key>\n<string>00000000-0000-5000-8000-000000000001</string>\n"
                      b"<key>PayloadType</key>\n<string>Configuration</string>\n"),
    "one UUID twice": (b"-000000000002", b"-000000000001"),
    "one identifier twice": (b"00000001.mail", b"00000001"),
    "identifier of another profile": (b"00000001.mail", b"00000002.mail"),
    "identifier with an address": (b"com.example.autodiscover.00000000000050008000000000000001<",
                                   b"com.example.autodiscover.alice@example.com<"),
    "UUID without hyphens": (b"00000000-0000-5000-8000-000000000002", b"00000000000050008000000000000002"),
    "UUID in lower case": (b"5000-8000-000000000002", b"5000-8000-00000000000a"),
    "random UUID": (b"5000-8000-000000000002", b"4000-8000-000000000002"),
    "UUID of no variant": (b"5000-8000-000000000002", b"5000-0000-000000000002"),
    "identifier left out": (b"<key>PayloadIdentifier</key>\n<string>com.example.autodiscover."
                            b"00000000000050008000000000000001</string>\n", b""),
    "display name left out": (b"<key>PayloadDisplayName</key>\n<string>Example (alice@example.com)</string>\n", b""),
    "other payload type": (b"com.apple.mail.managed", b"com.apple.eas.account"),
    "other top type": (b"<string>Configuration</string>", b"<string>configuration</string>"),
    "payload is no dictionary": (b"<array>\n<dict>", b"<array>\n<string>x</string>\n<dict>"),
    "root is an array": (PROLOGUE + b"<dict>\n<key>PayloadContent</key>\n<array>", PROLOGUE + b"<array>"),
}
