# SPDX-License-Identifier: MIT
"""Delta Chat's core, driven over JSON-RPC on standard input and output."""
import base64
import glob
import hashlib
import json
import os
import queue
import sqlite3
import subprocess
import threading
import time

from network import run
from report import ClientError
from scenarios import web_hosts


class DeltaChatError(ClientError):
    """What the core answered instead of a result, or that it did not answer."""


def binary(folder):
    """deltachat-rpc-server as the npm package ships it for this machine, below `folder`."""
    pattern = f"{folder}/node_modules/@deltachat/stdio-rpc-server-linux-*/deltachat-rpc-server"
    return next(iter(glob.glob(pattern)), None)


class DeltaChat:
    """The unmodified core. It trusts only the CAs that are compiled in, but also a key that it has met on a host before
    (table tls_spki, kept for expired certificates): the test enters its own key there, for the hosts it serves.
    """

    def __init__(self, network, program):
        self._folder = network.folder / "delta-chat"
        self._program = program
        self._log = network.folder / "delta-chat.log"
        self._id = 0
        self._process = None

    def prepare(self, count, hosts, key):
        """Makes `count` accounts that have met `hosts` with the public key of `key`; returns their numbers."""
        if not self._program:
            raise DeltaChatError("deltachat-rpc-server is not installed")
        self._start()
        accounts = [self.call("add_account") for _ in range(count)]
        databases = [self.call("get_info", account)["database_dir"] for account in accounts]
        self.close()
        public = run("openssl", "pkey", "-in", key, "-pubout", "-outform", "DER")
        digest = base64.b64encode(hashlib.sha256(public).digest()).decode()
        for database in databases:
            with sqlite3.connect(database) as connection:
                connection.executemany("INSERT INTO tls_spki (host, spki_hash, timestamp) VALUES (?, ?, ?)",
                                       [(host, digest, int(time.time())) for host in hosts])  # fmt: skip
            connection.close()
        self._start()
        return accounts

    def configure(self, account, address):
        """Sets the account up from nothing but an address and a password; DeltaChatError when that fails."""
        self.call("add_or_update_transport", account, {"addr": address, "password": "secret"}, seconds=60)

    def call(self, method, *parameters, seconds=20):
        self._id += 1
        request = {"jsonrpc": "2.0", "id": self._id, "method": method, "params": list(parameters)}
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.flush()
        while True:
            try:
                answer = self._answers.get(timeout=seconds)
            except queue.Empty as error:
                raise DeltaChatError(f"{method}: no answer within {seconds} s") from error
            if answer is None:
                raise DeltaChatError(f"{method}: the core ended")
            if answer.get("id") == self._id:
                break
        if "error" in answer:
            raise DeltaChatError(answer["error"]["message"])
        return answer["result"]

    def close(self):
        if self._process:
            self._process.stdin.close()
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def _start(self):
        self._answers = queue.Queue()
        with open(self._log, "ab") as log:
            self._process = subprocess.Popen(
                [self._program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=log,
                env=dict(os.environ, DC_ACCOUNTS_PATH=str(self._folder), RUST_LOG="info"),
            )  # fmt: skip
        threading.Thread(target=self._read, args=(self._process, self._answers), daemon=True).start()

    @staticmethod
    def _read(process, answers):
        for line in process.stdout:
            answers.put(json.loads(line))
        answers.put(None)


def try_delta_chat(net, report, scenarios, servers, program):
    client = DeltaChat(net, program)
    hosts = web_hosts() + list(servers.hosts.values())
    accounts = client.prepare(len(scenarios), hosts, net.folder / "site.key")
    for account, scenario in zip(accounts, scenarios):
        before = len(servers.logins())
        try:
            client.configure(account, scenario.address)
            error = None
        except DeltaChatError as failure:
            error = str(failure)
        # Accounts that are set up go on polling their servers: only this one's user name counts.
        logins = {login[:4] for login in servers.logins()[before:] if login[4] == scenario.username}
        expected = {"logins": {scenario.incoming, scenario.outgoing}}
        if not scenario.red:
            expected["error"] = None
        found = {"error": error, "logins": logins}
        report.compare(f"Delta Chat, {scenario.name}", expected, found, ("logins",) if scenario.red else ())
    client.close()
