# SPDX-License-Identifier: MIT
"""A good profile with every payload and every key of the top level, and ways to spoil it, each of which
profile_schema.check() must notice for the reason that stands beside it."""
from profile_schema import PROLOGUE

TOP_ID = "com.example.autodiscover.00000000000050008000000000000001"


def common(name, kind, number):
    return (f"<key>PayloadIdentifier</key>\n<string>{TOP_ID}.{name}</string>\n"
            f"<key>PayloadType</key>\n<string>com.apple.{kind}</string>\n"
            f"<key>PayloadUUID</key>\n<string>00000000-0000-5000-8000-00000000000{number}</string>\n"
            "<key>PayloadVersion</key>\n<integer>1</integer>\n")


def keys(**pairs):
    out = ""
    for key, value in pairs.items():
        element = {True: "<true/>", False: "<false/>"}[value] if isinstance(value, bool) else \
            f"<integer>{value}</integer>" if isinstance(value, int) else f"<string>{value}</string>"
        out += f"<key>{key}</key>\n{element}\n"
    return out


ME = "alice@example.com"
MAIL = keys(EmailAccountDescription=ME, EmailAccountType="EmailTypeIMAP", EmailAddress=ME,
            IncomingMailServerAuthentication="EmailAuthPassword", IncomingMailServerHostName="imap.example.com",
            IncomingMailServerPortNumber=993, IncomingMailServerUseSSL=True, IncomingMailServerUsername=ME,
            OutgoingMailServerAuthentication="EmailAuthPassword", OutgoingMailServerHostName="smtp.example.com",
            OutgoingMailServerPortNumber=465, OutgoingMailServerUseSSL=True, OutgoingMailServerUsername=ME)
CALDAV = keys(CalDAVAccountDescription=ME, CalDAVHostName="cal.example.com", CalDAVUseSSL=True, CalDAVUsername=ME)
CARDDAV = keys(CardDAVAccountDescription=ME, CardDAVHostName="card.example.com", CardDAVPort=8443, CardDAVUseSSL=True,
               CardDAVUsername=ME)
SEARCHES = ("<key>LDAPSearchSettings</key>\n<array>\n<dict>\n" +
            keys(LDAPSearchSettingDescription="People", LDAPSearchSettingScope="LDAPSearchSettingScopeOneLevel",
                 LDAPSearchSettingSearchBase="ou=people,dc=example,dc=com") + "</dict>\n</array>\n")
LDAP = keys(LDAPAccountDescription="Example", LDAPAccountHostName="ldap.example.com", LDAPAccountUseSSL=True,
            LDAPAccountUserName=ME)
ACTIVESYNC = keys(EmailAddress=ME, EnableMail=False, Host="eas.example.com", PayloadDisplayName=ME)
CONSENT = ("<key>ConsentText</key>\n<dict>\n" + keys(de="Ja &amp; nein", default="Yes") + "</dict>\n")
DURATION = "<key>DurationUntilRemoval</key>\n<real>2592000</real>\n"
EXPIRES = "<key>PayloadExpirationDate</key>\n<date>2030-12-31T00:00:00Z</date>\n"
REMOVAL = "<key>RemovalDate</key>\n<date>2031-06-30T00:00:00Z</date>\n"
PARTS = [MAIL + common("mail", "mail.managed", 2), CALDAV + common("caldav", "caldav.account", 3),
         CARDDAV + common("carddav", "carddav.account", 4), LDAP + SEARCHES + common("ldap", "ldap.account", 5),
         ACTIVESYNC + common("activesync", "eas.account", 6) + keys(SSL=True, UserName=ME)]
FULL = PROLOGUE.decode() + (
    "<dict>\n" + CONSENT + DURATION + "<key>PayloadContent</key>\n<array>\n" +
    "".join(f"<dict>\n{part}</dict>\n" for part in PARTS) + "</array>\n" +
    keys(PayloadDescription="Sets it up.", PayloadDisplayName=f"Example ({ME})") + EXPIRES +
    keys(PayloadIdentifier=TOP_ID, PayloadOrganization="Example", PayloadType="Configuration",
         PayloadUUID="00000000-0000-5000-8000-000000000001", PayloadVersion=1) + REMOVAL + "</dict>\n</plist>\n")

FULL_MUTATIONS = {  # name: (from, to, what must be said), the first occurrence
    "CalDAV host is a URL": ("cal.example.com", "https://cal.example.com/", "caldav: CalDAVHostName cannot be"),
    "CalDAV host with a port": ("cal.example.com", "cal.example.com:8443", "caldav: CalDAVHostName cannot be"),
    "CalDAV host as a U-label": ("cal.example.com", "b\u00fccher.example", "caldav: CalDAVHostName cannot be"),
    "CalDAV without a host": (keys(CalDAVHostName="cal.example.com"), "", "caldav: CalDAVHostName is missing"),
    "CalDAV without SSL": (keys(CalDAVUseSSL=True), keys(CalDAVUseSSL=False), "caldav: CalDAVUseSSL cannot be"),
    "CalDAV says nothing of SSL": (keys(CalDAVUseSSL=True), "", "caldav: CalDAVUseSSL is missing"),
    "CalDAV principal": (keys(CalDAVUseSSL=True), keys(CalDAVPrincipalURL="/a/") + keys(CalDAVUseSSL=True),
                         "caldav: CalDAVPrincipalURL is none of ours"),
    "CalDAV password": (keys(CalDAVUseSSL=True), keys(CalDAVPassword="x") + keys(CalDAVUseSSL=True),
                        "caldav: CalDAVPassword is none of ours"),
    "CardDAV port 443": ("<integer>8443<", "<integer>443<", "carddav: CardDAVPort cannot be"),
    "CardDAV port as a real": ("<integer>8443</integer>", "<real>8443</real>", "carddav: CardDAVPort is float"),
    "CardDAV port out of range": ("<integer>8443<", "<integer>84430<", "carddav: CardDAVPort cannot be"),
    "key of CalDAV in CardDAV": ("CardDAVUsername", "CalDAVUsername", "carddav: CalDAVUsername is none of ours"),
    "LDAP port": (keys(LDAPAccountUseSSL=True), keys(LDAPAccountPort=636) + keys(LDAPAccountUseSSL=True),
                  "ldap: LDAPAccountPort is none of ours"),
    "LDAP without SSL": (keys(LDAPAccountUseSSL=True), keys(LDAPAccountUseSSL=False),
                         "ldap: LDAPAccountUseSSL cannot be"),
    "LDAP user name misspelt": ("LDAPAccountUserName", "LDAPAccountUsername",
                                "ldap: LDAPAccountUsername is none of ours"),
    "LDAP scope as in a URL": ("LDAPSearchSettingScopeOneLevel", "one", "search: LDAPSearchSettingScope cannot be"),
    "LDAP scope in other case": ("ScopeOneLevel", "ScopeOnelevel", "search: LDAPSearchSettingScope cannot be"),
    "LDAP without a base": (keys(LDAPSearchSettingSearchBase="ou=people,dc=example,dc=com"), "",
                            "search: LDAPSearchSettingSearchBase is missing"),
    "LDAP base is no name": ("ou=people,dc=example,dc=com", "people", "search: LDAPSearchSettingSearchBase cannot be"),
    "LDAP searches nothing": (SEARCHES, "<key>LDAPSearchSettings</key>\n<array>\n</array>\n", "nothing is searched"),
    "LDAP search is a string": (SEARCHES, "<key>LDAPSearchSettings</key>\n<array>\n<string>x</string>\n</array>\n",
                                "a search is no dictionary"),
    "LDAP searches without a list": ("<key>LDAPSearchSettings</key>\n<array>\n<dict>",
                                     "<key>LDAPSearchSettings</key>\n<dict>", "unreadable"),
    "ActiveSync without SSL": (keys(SSL=True), keys(SSL=False), "activesync: SSL cannot be"),
    "ActiveSync says nothing of SSL": (keys(SSL=True), "", "activesync: SSL is missing"),
    "ActiveSync host is a URL": ("eas.example.com", "eas.example.com/Microsoft-Server-ActiveSync",
                                 "activesync: Host cannot be"),
    "mail twice": (keys(EnableMail=False), "", "mail by ActiveSync beside the mail payload"),
    "mail twice, said so": (keys(EnableMail=False), keys(EnableMail=True), "activesync: EnableMail cannot be"),
    "a payload twice": ("com.apple.carddav.account", "com.apple.caldav.account", "payloads twice"),
    "payloads in other order": ("com.apple.caldav.account", "com.apple.ldap.account", "payloads twice"),
    "payload of an unknown type": ("com.apple.ldap.account", "com.apple.ews.account", "a payload of type"),
    "identifier of another payload": (TOP_ID + ".carddav", TOP_ID + ".caldav",
                                      "the payload's identifier does not belong"),
    "UUID of another payload": ("-000000000004", "-000000000003", "PayloadUUID is used more than once"),
    "consent without a default": (keys(default="Yes"), "", "ConsentText has no default"),
    "consent in no language": ("<key>de<", "<key>d_e<", "'d_e' is no language"),
    "consent is a string": (CONSENT, keys(ConsentText="Yes"), "top: ConsentText is str"),
    "consent is a number": (keys(default="Yes"), keys(default=1), "the text of default is no string"),
    "consent is empty": ("<string>Yes<", "<string><", "empty or padded string"),
    "consent not escaped": ("Ja &amp; nein", "Ja & nein", "unreadable"),
    "duration as an integer": ("<real>2592000</real>", "<integer>2592000</integer>", "DurationUntilRemoval is int"),
    "duration of nothing": ("<real>2592000</real>", "<real>0</real>", "DurationUntilRemoval cannot be"),
    "duration with an exponent": ("<real>2592000</real>", "<real>2.592e6</real>", "a real number"),
    "removal as a string": (REMOVAL, keys(RemovalDate="2031-06-30T00:00:00Z"), "RemovalDate is str"),
    "removal without a zone": ("2031-06-30T00:00:00Z", "2031-06-30 00:00:00", "unreadable"),
    "expiry of the wrong kind": ("<date>2030-12-31T00:00:00Z</date>", "<true/>", "PayloadExpirationDate is bool"),
    "removal of a payload": (keys(Host="eas.example.com"), keys(Host="eas.example.com") + REMOVAL,
                             "activesync: RemovalDate is none of ours"),
    "no payload": ("".join(f"<dict>\n{part}</dict>\n" for part in PARTS), "", "no payload"),
}
