# SPDX-License-Identifier: MIT
"""A FastCGI client for tests: builds records, keeps connections, reads answers. Every read has a deadline."""
import socket
import struct
import time

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR, GET_VALUES = 1, 2, 3, 4, 5, 6, 7, 9
KEEP = 1


def record(kind, content=b"", request_id=1, padding=0):
    head = struct.pack("!BBHHBx", 1, kind, request_id, len(content), padding)
    return head + content + b"\0" * padding


def length(size):
    return bytes([size]) if size < 128 else struct.pack("!I", size | 0x80000000)


def pairs(variables):
    out = b""
    for name, value in variables.items():
        name, value = name.encode(), value if isinstance(value, bytes) else str(value).encode()
        out += length(len(name)) + length(len(value)) + name + value
    return out


def begin(keep=False, role=1, request_id=1):
    return record(BEGIN, struct.pack("!HB5x", role, KEEP if keep else 0), request_id)


def request(variables, body=b"", keep=False, request_id=1):
    out = begin(keep, request_id=request_id)
    encoded = pairs(variables)
    for at in range(0, len(encoded), 60000):
        out += record(PARAMS, encoded[at : at + 60000], request_id)
    out += record(PARAMS, b"", request_id)
    for at in range(0, len(body), 32768):
        out += record(STDIN, body[at : at + 32768], request_id)
    return out + record(STDIN, b"", request_id)


def get(target, **more):
    """The variables that the shipped nginx configuration sends."""
    path, _, query = target.partition("?")
    variables = {"REQUEST_METHOD": "GET", "REQUEST_URI": target, "QUERY_STRING": query, "CONTENT_TYPE": "",
                 "CONTENT_LENGTH": "", "HTTP_HOST": "autodiscover.example.com", "HTTPS": "on"}
    variables.update(more)
    return variables


def post(target, body, **more):
    return get(target, **{"REQUEST_METHOD": "POST", "CONTENT_LENGTH": str(len(body)), "CONTENT_TYPE": "text/xml",
                          **more})


class Answer:
    def __init__(self, raw):
        self.raw = raw
        head, _, self.body = raw.partition(b"\r\n\r\n")
        self.headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n"))
        self.status = int(self.headers["Status"].split()[0])


class Closed(Exception):
    """The responder closed the connection before the answer was complete."""


class Peer:
    """One connection to the responder."""

    def __init__(self, address, deadline=5.0):
        self.socket = socket.socket(socket.AF_UNIX if isinstance(address, str) else socket.AF_INET)
        self.socket.settimeout(deadline)
        self.deadline = deadline
        end = time.monotonic() + deadline
        while True:
            try:
                self.socket.connect(address)
                break
            except BlockingIOError:  # the backlog is full
                if time.monotonic() > end:
                    raise
                time.sleep(0.001)
        self.pending = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.socket.close()

    def send(self, octets):
        self.socket.sendall(octets)

    def read_record(self, end):
        while True:
            if len(self.pending) >= 8:
                _, kind, _, size, padding = struct.unpack("!BBHHBx", self.pending[:8])
                if len(self.pending) >= 8 + size + padding:
                    content = self.pending[8 : 8 + size]
                    self.pending = self.pending[8 + size + padding :]
                    return kind, content
            self.socket.settimeout(max(end - time.monotonic(), 0.001))
            got = self.socket.recv(65536)
            if not got:
                raise Closed()
            self.pending += got

    def receive(self):
        end = time.monotonic() + self.deadline
        output = b""
        while True:
            kind, content = self.read_record(end)
            if kind == STDOUT:
                output += content
            elif kind == END:
                return Answer(output)

    def ask(self, variables, body=b"", keep=False):
        self.send(request(variables, body, keep))
        return self.receive()

    def is_closed(self, within):
        """Whether the responder closes the connection in time, without sending more."""
        self.socket.settimeout(within)
        try:
            return self.socket.recv(1) == b""
        except ConnectionResetError:
            return True
        except socket.timeout:
            return False


def ask(address, variables, body=b"", deadline=5.0):
    with Peer(address, deadline) as peer:
        return peer.ask(variables, body)
