# SPDX-License-Identifier: MIT
"""IMAP and SMTP servers without mail: they let anyone in and write down who came, where, and how it was secured."""
import base64
import re
import socket
import ssl
import threading

# Port: protocol, TLS from the first byte.
PORTS = {993: ("imap", True), 143: ("imap", False), 465: ("smtp", True), 587: ("smtp", False)}
CAPABILITY = "CAPABILITY IMAP4rev1 AUTH=PLAIN"
SELECTED = ("* 0 EXISTS", "* 0 RECENT", "* FLAGS (\\Seen)", "* OK [UIDVALIDITY 1] ok", "* OK [UIDNEXT 1] ok")


class Connection:
    """One client, served to its end in a thread of its own."""

    def __init__(self, servers, connection):
        connection.settimeout(20)
        self._servers = servers
        address, self._port = connection.getsockname()
        # Clients do not all send the name in TLS, so every host has its own address.
        self._host = servers.hosts.get(address, address)
        self._kind, self._implicit = PORTS[self._port]
        self._secure = False
        self._use(connection)

    def serve(self):
        try:
            if self._implicit:
                self._start_tls()
            {"imap": self._imap, "smtp": self._smtp}[self._kind]()
        except (OSError, ValueError):
            pass  # The client left, or did not like the certificate: there is no login, and the test says so.
        finally:
            self._socket.close()

    def _use(self, connection):
        self._socket = connection
        self._file = connection.makefile("rwb")

    def _start_tls(self):
        self._use(self._servers.context.wrap_socket(self._socket, server_side=True))
        self._secure = True

    def _say(self, *lines):
        self._file.write("".join(f"{line}\r\n" for line in lines).encode())
        self._file.flush()

    def _lines(self):
        while line := self._file.readline():  # _file: another one after STARTTLS
            yield line.decode(errors="replace").rstrip("\r\n")

    def _logged_in(self, username):
        how = "plain" if not self._secure else "SSL" if self._implicit else "STARTTLS"
        self._servers.add((self._kind, self._host, self._port, how, username))

    def _imap(self):
        self._say(f"* OK [{CAPABILITY}{'' if self._secure else ' STARTTLS'}] ready")
        for line in self._lines():
            tag, _, rest = line.partition(" ")
            command = rest.split(" ")[0].upper()
            if command == "CAPABILITY":
                self._say(f"* {CAPABILITY}")
            elif command == "LOGIN":
                self._logged_in(re.match(r'LOGIN "?([^" ]*)"? ', rest, re.I)[1])
            elif command in ("SELECT", "EXAMINE"):
                self._say(*SELECTED)
            elif command == "LIST":
                self._say('* LIST () "/" INBOX')
            self._say(f"{tag} OK done")
            if command == "STARTTLS":
                self._start_tls()

    def _smtp(self):
        self._say("220 ready")
        for line in self._lines():
            command = line.split(" ")[0].upper()
            if command == "EHLO":
                self._say("250-ready", "250 AUTH PLAIN" if self._secure else "250 STARTTLS")
            elif command == "STARTTLS":
                self._say("220 begin")
                self._start_tls()
            elif command == "AUTH":
                self._logged_in(base64.b64decode(line.split(" ")[2]).split(b"\0")[1].decode())
                self._say("235 welcome")
            else:
                self._say("250 done")


class MailServers:
    """Listens on all PORTS of every address; `hosts`: address -> name; certificate and key are in the folder."""

    def __init__(self, folder, hosts):
        self.hosts = hosts
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(folder / "site.pem", folder / "site.key")
        self._logins = []
        self._lock = threading.Lock()
        for port in PORTS:
            listener = socket.create_server(("", port))
            threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def add(self, login):
        with self._lock:
            self._logins.append(login)

    def logins(self):
        """All logins so far, in the order in which they came: (protocol, host, port, security, user name)."""
        with self._lock:
            return list(self._logins)

    def _accept(self, listener):
        while True:
            connection, _ = listener.accept()
            threading.Thread(target=Connection(self, connection).serve, daemon=True).start()
