# SPDX-License-Identifier: MIT
"""The cases of test/cases as a web server sees them, and how an answer is judged."""
import difflib
import fnmatch
import re
from urllib.parse import unquote_to_bytes

# Where a web server answers otherwise than respond() does, and why. (kinds, cases, what comes instead, reason)
# "Instead" is a status the server itself answers with, or the names of headers that it leaves out.
# An entry that no case needs any more is a failure, so that the table stays true.
DIFFERENCES = [
    ("apache-*", "*", {"Access-Control-Allow-Origin", "Content-Disposition", "X-Content-Type-Options", "X-Robots-Tag",
                       "Content-Type"},
     "Apache sends the headers with a 304 that RFC 9110 section 15.4.5 asks for, and no others"),
    *((kind, "autoconfig/19e-*", 400, "the shipped files refuse a Host that is no host name and port")
      for kind in ("nginx", "spawn-fcgi", "apache-*")),
]

AUTOCONFIG_PATHS = (b"/mail/config-v1.1.xml", b"/v1.1/mail/config-v1.1.xml", b"/.well-known/mail-v1.xml",
                    b"/.well-known/autoconfig/mail/config-v1.1.xml")


class Case:
    def __init__(self, root, directory):
        self.name = str(directory.relative_to(root))
        self.directory = directory
        own = directory / "config.yaml"
        self.config = own if own.exists() else root / "config.yaml"
        raw = (directory / "request").read_bytes()
        head, self.body = self.cut(raw)
        lines = [line.rstrip(b"\r") for line in head.split(b"\n")]
        method, self.target = lines[0].rsplit(b" ", 1)[0].split(b" ", 1)
        self.method = method.decode("latin-1")
        self.headers = [tuple(part.strip() for part in line.split(b":", 1)) for line in lines[1:]]
        if self.body and not self.request_header("Content-Length") and not self.request_header("Transfer-Encoding"):
            self.headers.append((b"Content-Length", str(len(self.body)).encode()))
        self.raw = lines[0] + b"\r\n" + b"".join(b"%s: %s\r\n" % h for h in self.headers) + b"\r\n" + self.body
        same_as = directory / "same_as"
        golden = root / same_as.read_text().strip() if same_as.exists() else directory
        self.expect((golden / "response").read_bytes())

    @staticmethod
    def cut(raw):
        """Head and body; the empty line may end in LF alone."""
        found = re.search(rb"\r?\n\r?\n", raw)
        return (raw[:found.start()], raw[found.end():]) if found else (raw.rstrip(b"\r\n"), b"")

    def is_served_on_port_80(self):
        """Autoconfig alone, and where the path is written as clients write it."""
        return self.target.split(b"?")[0] in AUTOCONFIG_PATHS

    def expect(self, golden):
        head, _, body = golden.partition(b"\n\n")
        lines = head.decode().split("\n")
        self.status = int(lines[0])
        self.expected_headers = [tuple(line.split(": ", 1)) for line in lines[1:] if line]
        self.expected_body = body

    def request_header(self, name):
        return next((v.decode("latin-1") for k, v in self.headers if k.decode("latin-1").lower() == name.lower()), "")

    def variables(self, style):
        """The CGI variables of this request: "fastcgi" as Debian's fastcgi_params, "cgi" as RFC 3875 alone has them."""
        def text(octets):
            return octets.decode("utf-8", "surrogateescape")
        path, _, query = self.target.partition(b"?")
        found = {"REQUEST_METHOD": self.method, "QUERY_STRING": text(query), "SERVER_PROTOCOL": "HTTP/1.1",
                 "GATEWAY_INTERFACE": "CGI/1.1", "SERVER_NAME": "localhost", "SERVER_PORT": "443", "HTTPS": "on",
                 "CONTENT_TYPE": self.request_header("Content-Type"),
                 "CONTENT_LENGTH": str(len(self.body)) if self.body else ""}
        if style == "fastcgi":
            found |= {"SCRIPT_NAME": text(unquote_to_bytes(path)), "REQUEST_URI": text(self.target),
                      "DOCUMENT_URI": text(unquote_to_bytes(path)), "REMOTE_ADDR": "127.0.0.1"}
        else:
            found |= {"SCRIPT_NAME": "", "PATH_INFO": text(unquote_to_bytes(path))}
        for name, value in self.headers:
            key = "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
            if key not in ("HTTP_CONTENT_TYPE", "HTTP_CONTENT_LENGTH", "HTTP_AUTHORIZATION"):
                found[key] = text(value)
        return found


def load(root):
    """All cases that a web server can be asked."""
    directories = sorted(path.parent for path in root.rglob("request"))
    return [Case(root, d) for d in directories if not (d / "unit_only").exists()]


def blank_time(body):
    """The Time of an Outlook error is the time of day."""
    return re.sub(rb'(<Error Time=")[^"]*', rb"\1", body)


def header(name, value):
    """The revision in an ETag changes with every edit of a configuration; goldens only say that it is there. Apache adds
    to Vary the headers that its own conditions look at."""
    name = name.lower()
    if name == "vary":
        value = value.removesuffix(",Content-Length")
    return name, re.sub(r'^"[0-9a-f]{16}"$', '"REVISION"', value) if name == "etag" else value


class Judge:
    """Compares answers with goldens and remembers which differences were needed."""

    def __init__(self):
        self.used = set()

    def difference(self, kind, case, answer):
        """(status that is right here, headers that may be missing)"""
        status, missing = case.status, set()
        for row in DIFFERENCES:
            if not fnmatch.fnmatch(kind, row[0]) or not fnmatch.fnmatch(case.name, row[1]):
                continue
            if isinstance(row[2], int) and answer.status == row[2]:
                status = row[2]
                self.used.add(row)
            elif isinstance(row[2], frozenset | set) and answer.status == 304:
                missing |= row[2]
        return status, missing

    def problems(self, kind, case, answer):
        """What is wrong with an answer, as text; empty when nothing is."""
        status, may_miss = self.difference(kind, case, answer)
        if status != case.status:
            return ""
        got = {header(name, value) for name, value in answer.headers}
        kept = [f"{name}: {value}" for name, value in case.expected_headers
                if header(name, value) in got or name in may_miss]
        wanted = [f"{name}: {value}" for name, value in case.expected_headers]
        if (answer.status, kept, blank_time(answer.body)) == (status, wanted, blank_time(case.expected_body)):
            return ""
        missed = {name.lower() for name, _ in case.expected_headers}
        shown = [f"{name}: {value}" for name, value in answer.headers if name.lower() in missed]
        expected = self.lines(status, wanted, case.expected_body)
        actual = self.lines(answer.status, shown, answer.body)
        return "\n".join(difflib.unified_diff(expected, actual, "expected", "actual", lineterm=""))

    @staticmethod
    def lines(status, headers, body):
        text = blank_time(body).decode("utf-8", "backslashreplace")
        return [str(status), *sorted(headers, key=str.lower), "", *text.split("\n")]

    def stale(self, kinds, names):
        """Rows of the table that name a status and were needed by nothing."""
        for row in DIFFERENCES:
            if isinstance(row[2], int) and row not in self.used and any(fnmatch.fnmatch(k, row[0]) for k in kinds) \
                    and any(fnmatch.fnmatch(n, row[1]) for n in names):
                yield f"{row[0]} {row[1]}: no longer answered {row[2]}"
