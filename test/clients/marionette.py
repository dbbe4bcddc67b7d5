# SPDX-License-Identifier: MIT
"""A Marionette client of the few commands that the tests send.

Wire format (Mozilla's remote/marionette/message.sys.mjs): `LENGTH:JSON`, LENGTH in bytes; the server greets with an
object, a command is [0, id, name, parameters] and its answer [1, id, error, result].
"""
import json
import socket
import time

from report import ClientError


class MarionetteError(ClientError):
    """What the browser answered instead of a result, or why there was no answer."""


class Marionette:
    """One session in one browser; not for several threads."""

    def __init__(self, port, deadline):
        """Connects to 127.0.0.1:port; tries again until `deadline` (time.monotonic), the browser may be starting."""
        self._id = 0
        self._buffer = b""
        while True:
            try:
                self._socket = socket.create_connection(("127.0.0.1", port), timeout=1)
                break
            except OSError as error:
                if time.monotonic() > deadline:
                    raise MarionetteError(f"nothing listens on port {port}: {error}") from error
                time.sleep(0.05)
        self._deadline = deadline
        self._receive()

    def command(self, name, parameters=None, seconds=30):
        """Sends one command and returns its result; MarionetteError on an error or after `seconds`."""
        self._id += 1
        self._deadline = time.monotonic() + seconds
        body = json.dumps([0, self._id, name, parameters or {}]).encode()
        self._socket.sendall(b"%d:%s" % (len(body), body))
        kind, number, error, result = self._receive()
        if kind != 1 or number != self._id:
            raise MarionetteError(f"an answer to another question: {kind} {number}")
        if error:
            raise MarionetteError(f"{name}: {error['error']}: {error['message']}")
        return result

    def run(self, script, *arguments, seconds=30):
        """Runs a function body in the browser's privileged scope; a promise that it returns is awaited."""
        self.command("WebDriver:SetTimeouts", {"script": seconds * 1000})
        parameters = {"script": script, "args": list(arguments), "sandbox": "system", "newSandbox": True}
        return self.command("WebDriver:ExecuteScript", parameters, seconds + 5)["value"]

    def close(self):
        self._socket.close()

    def _receive(self):
        while b":" not in self._buffer:
            self._read()
        length, _, self._buffer = self._buffer.partition(b":")
        while len(self._buffer) < int(length):
            self._read()
        body, self._buffer = self._buffer[: int(length)], self._buffer[int(length) :]
        return json.loads(body)

    def _read(self):
        self._socket.settimeout(max(0.01, self._deadline - time.monotonic()))
        try:
            part = self._socket.recv(65536)
        except TimeoutError as error:
            raise MarionetteError("no answer before the deadline") from error
        if not part:
            raise MarionetteError("the browser closed the connection")
        self._buffer += part
