# SPDX-License-Identifier: MIT
"""Bytes in, bytes out: HTTP over a plain socket and FastCGI, nothing normalised on the way."""
import socket
import struct

TIMEOUT = 15  # seconds; nothing here takes one


class Answer:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.body = status, headers, body

    def header(self, name):
        """The value of a header, None without one."""
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


def parse_head(head):
    """[(name, value)] of header lines."""
    pairs = (line.split(":", 1) for line in head.replace("\r\n", "\n").split("\n") if ":" in line)
    return [(name.strip(), value.strip()) for name, value in pairs]


def parse_cgi(output):
    """What a CGI program or a FastCGI responder writes (RFC 3875 section 6)."""
    head, _, body = output.partition(b"\r\n\r\n")
    headers = parse_head(head.decode("latin-1"))
    status = next((value for name, value in headers if name == "Status"), "0")
    return Answer(int(status.split()[0]), [h for h in headers if h[0] != "Status"], body)


def read_http(stream, method):
    """One HTTP/1 response from a file object."""
    status_line = stream.readline()
    if not status_line.startswith(b"HTTP/1."):
        raise OSError(f"no HTTP response but {status_line[:80]!r}")
    status = int(status_line.split()[1])
    head = b""
    while (line := stream.readline()) not in (b"\r\n", b"\n", b""):
        head += line
    answer = Answer(status, parse_head(head.decode("latin-1")), b"")
    if status == 100:
        return read_http(stream, method)
    if method == "HEAD" or status in (204, 304):
        return answer
    if (answer.header("Transfer-Encoding") or "").lower() == "chunked":
        while size := int(stream.readline().split(b";")[0] or b"-1", 16):
            if size < 0:
                raise OSError(f"{status}, cut off after {answer.body!r}")
            answer.body += stream.read(size)
            stream.readline()
        stream.readline()
    elif answer.header("Content-Length") is not None:
        answer.body = stream.read(int(answer.header("Content-Length")))
    else:
        answer.body = stream.read()
    return answer


class Connection:
    """A client's connection; `tls` is an SSLContext or None."""

    def __init__(self, port, tls=None, name="autodiscover.example.com"):
        self.socket = socket.create_connection(("127.0.0.1", port), TIMEOUT)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_hostname=name)
        self.stream = self.socket.makefile("rb")

    def ask(self, request):
        """Sends the bytes of a request as they are."""
        try:
            self.socket.sendall(request)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before it was read to its end: there is an answer all the same
        return read_http(self.stream, request.split(b" ", 1)[0].decode("latin-1"))

    def close(self):
        self.stream.close()
        self.socket.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def http(port, request, tls=None, name="autodiscover.example.com"):
    with Connection(port, tls, name) as connection:
        return connection.ask(request)


def record(kind, content=b""):
    """A FastCGI record (FastCGI specification, section 3.3)."""
    return struct.pack(">BBHHBx", 1, kind, 1, len(content), 0) + content


def pair(name, value):
    def length(octets):
        return bytes([len(octets)]) if len(octets) < 128 else struct.pack(">I", len(octets) | 0x80000000)
    return length(name) + length(value) + name + value


def fastcgi(path, variables, body):
    """One request over a connection of its own to the responder's Unix socket."""
    params = b"".join(pair(k.encode(), v.encode("utf-8", "surrogateescape")) for k, v in variables.items())
    out = record(1, struct.pack(">HB5x", 1, 0))
    for begin in range(0, len(params), 65535):
        out += record(4, params[begin:begin + 65535])
    out += record(4)
    for begin in range(0, len(body), 65535):
        out += record(5, body[begin:begin + 65535])
    with socket.socket(socket.AF_UNIX) as s:
        s.settimeout(TIMEOUT)
        s.connect(str(path))
        try:
            s.sendall(out + record(5))
        except (BrokenPipeError, ConnectionResetError):
            pass
        stream, stdout = s.makefile("rb"), b""
        while len(header := stream.read(8)) == 8:
            kind, length, padding = header[1], *struct.unpack(">HB", header[4:7])
            content = stream.read(length + padding)[:length]
            if kind == 6:
                stdout += content
            elif kind == 3:
                break
    return parse_cgi(stdout)
