# SPDX-License-Identifier: MIT
"""What a web server itself must do with the shipped files. Each check returns what is wrong, or nothing."""
import base64
import re
import subprocess

import wire
from prefix import SITE, wait_until

AUTOCONFIG = "/mail/config-v1.1.xml?emailaddress=alice%40example.com"
WELL_KNOWN = "/.well-known/autoconfig/mail/config-v1.1.xml?emailaddress=alice%40example.com"
POX = (b'<?xml version="1.0" encoding="utf-8"?><Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/'
       b'outlook/requestschema/2006"><Request><EMailAddress>alice@example.com</EMailAddress><AcceptableResponseSchema>'
       b'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a</AcceptableResponseSchema>'
       b'</Request></Autodiscover>')
SETTING = b"pop.hosting.example"  # stands in every document with settings that these checks ask for
MOST = 32 * 1024  # what the shipped files let through: the most that `max_body` can be


def request(target, method="GET", host="autodiscover.example.com", body=b"", **headers):
    lines = [f"{method} {target} HTTP/1.1", f"Host: {host}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    if body or method == "POST":
        lines += ["Content-Type: text/xml", f"Content-Length: {len(body)}"]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def post(size=None):
    """An Outlook request, filled up to a size with white space after its root element."""
    return request("/autodiscover/autodiscover.xml", "POST", body=POX.ljust(size or 0))


def said(answer):
    return f"{answer.status} {answer.headers} {answer.body[:200]!r}"


def unless(good, answer):
    return "" if good else f"got {said(answer)}"


class Checks:
    def __init__(self, kind):
        self.kind, self.prefix = kind, kind.prefix

    def https(self, raw, name="autodiscover.example.com"):
        return wire.http(self.prefix.https, raw, self.kind.tls, name)

    def http(self, raw):
        return wire.http(self.prefix.http, raw)

    def serves(self):
        """A problem unless the plain questions are answered now."""
        for raw in (request(AUTOCONFIG, host="autoconfig.example.com"), post()):
            answer = self.https(raw)
            if answer.status != 200 or SETTING not in answer.body:
                return f"got {said(answer)}"
        return ""

    # --- https

    def tls_is_valid_for_all_names(self):
        for name in ("autodiscover.example.com", "autoconfig.example.com", "ua-auto-config.example.com"):
            answer = self.https(request(AUTOCONFIG, host=name), name)
            if answer.status != 200 or "max-age" not in (answer.header("Strict-Transport-Security") or ""):
                return f"{name}: {said(answer)}"
        return ""

    def outlook_path_in_any_case(self):
        for path in ("/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml", "/AUTODISCOVER/AutoDiscover.XML"):
            answer = self.https(request(path, "POST", body=POX))
            if answer.status != 200 or SETTING not in answer.body:
                return f"{path}: {said(answer)}"
        return ""

    def unknown_path_is_a_short_404(self):
        for path in ("/index.html", "/mail/", "/autodiscover/autodiscover.svc", "/%2e%2e/etc/passwd"):
            answer = self.https(request(path))
            if answer.status == 200 or len(answer.body) > 500:
                return f"{path}: {said(answer)}"
        answer = self.https(request("/no/such/path"))
        return unless(answer.status == 404 and answer.header("Content-Type").startswith("text/plain"), answer)

    def page_for_people(self):
        """The address is in the body, so that no log has it; over http there is nothing but a redirect."""
        form = b"email=alice%40example.com&now=en"
        answer = self.https(request("/", "POST", body=form))
        good = answer.status == 200 and SETTING in answer.body and "sha256-" in answer.header("Content-Security-Policy")
        return unless(good, answer) or self.port_80_redirects("/", 301)

    def no_compression(self):
        answer = self.https(request(AUTOCONFIG, Accept_Encoding="gzip, deflate, br"))
        return unless(answer.header("Content-Encoding") is None and SETTING in answer.body, answer)

    def a_known_answer_is_304(self):
        tag = self.https(request(AUTOCONFIG)).header("ETag")
        known = self.https(request(AUTOCONFIG, If_None_Match=tag))
        other = self.https(request(AUTOCONFIG, If_None_Match='"other"'))
        return unless(known.status == 304 and known.header("ETag") == tag, known) or unless(other.status == 200, other)

    def max_body(self):
        """The responder's own limit: the default and the maximum, as it explains them."""
        said = subprocess.run([self.prefix.binary, "check", "--explain"], capture_output=True, text=True, check=True)
        return [int(n) for n in re.search(r"max_body: .* to (\d+) \(default: (\d+)\)", said.stdout).groups()]

    def body_over_the_limit_is_refused_by_us(self):
        most, limit = self.max_body()
        if most != MOST:
            return f"max_body may be {most}, the shipped files let {MOST} through"
        with wire.Connection(self.prefix.https, self.kind.tls) as connection:
            exactly = connection.ask(post(limit))
        if exactly.status != 200 or SETTING not in exactly.body:
            return f"exactly: {said(exactly)}"
        for _ in range(20):  # the server is still sending when we answer: who closes first must not matter
            over = self.https(post(limit + 1))
            if over.status != 413 or not over.header("Content-Type").startswith("text/plain"):
                return f"one more: {said(over)}"
        return self.serves()

    def body_over_32_kib_is_refused_by_the_server(self):
        ours = self.https(post(MOST))
        over = self.https(post(MOST + 1))
        if ours.status != 413:
            return f"exactly: {said(ours)}"
        return unless(over.status == 413 and over.body != ours.body, over) or self.serves()

    def body_without_length(self):
        head = (b"POST /autodiscover/autodiscover.xml HTTP/1.1\r\nHost: autodiscover.example.com\r\n"
                b"Content-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n")
        small = self.https(head + b"%x\r\n%s\r\n0\r\n\r\n" % (len(POX), POX))
        chunk = b"1000\r\n" + b" " * 4096 + b"\r\n"
        over = self.https(head + chunk * 17 + b"0\r\n\r\n")
        return (unless(small.status == 200 and SETTING in small.body, small)
                or unless(over.status >= 400 and SETTING not in over.body, over) or self.serves())

    # --- plain http

    def port_80_serves_autoconfig(self):
        for target in (AUTOCONFIG, WELL_KNOWN, "/.well-known/mail-v1.xml", "/v1.1/mail/config-v1.1.xml"):
            raw = request(target, host="autoconfig.example.com")
            plain, secure = self.http(raw), self.https(raw, "autoconfig.example.com")
            if plain.status != 200 or plain.body != secure.body or SETTING not in plain.body:
                return f"{target}: {said(plain)}"
        return ""

    def port_80_redirects(self, target, status, method="GET", host="autodiscover.example.com", body=b""):
        answer = self.http(request(target, method, host, body))
        good = answer.status == status and answer.header("Location") == f"https://{host}{target}"
        return unless(good and SETTING not in answer.body, answer)

    def port_80_redirects_outlook(self):
        for path in ("/autodiscover/autodiscover.xml", "/AutoDiscover/AutoDiscover.xml?a=b",
                     "/autodiscover/autodiscover.json/v1.0/alice@example.com?Protocol=AutodiscoverV1"):
            for method, body in (("GET", b""), ("HEAD", b""), ("POST", POX)):
                if problem := self.port_80_redirects(path, 302, method, body=body):
                    return f"{method} {path}: {problem}"
        return ""

    def port_80_redirects_profiles(self):
        return next(filter(None, (self.port_80_redirects(path, 301) for path in (
            "/email.mobileconfig?email=alice%40example.com", "/email/mobileconfig", "/mobileconfig/",
            "/profile.mobileconfig", "/.well-known/apple-mail.mobileconfig"))), "")

    def port_80_has_nothing_else(self):
        for path in ("/foo", "/mail/", "/.well-known/user-agent-configuration.json", "/%61utodiscover/autodiscover.xml",
                     "//autodiscover/autodiscover.xml", "/x/../autodiscover/autodiscover.xml", "/autodiscover"):
            answer = self.http(request(path))
            if answer.status not in (301, 302, 404) or SETTING in answer.body:
                return f"{path}: {said(answer)}"
        for path in ("/foo", "/autodiscover", "/.well-known/user-agent-configuration.json"):
            answer = self.http(request(path))
            if answer.status != 404 or len(answer.body) > 300 or answer.header("X-Content-Type-Options"):  # that is us
                return f"{path}: {said(answer)}"
        return ""

    def hosts_that_are_none_are_refused(self):
        """They would be in redirects and in the log."""
        log = self.prefix.tmp / "log/autodiscover.access.log"
        odd = [f"autoconfig.odd{character}odd.example" for character in "@!#$&'()*+,;<=>?[]^_`{|}~%\"\u00fc"]
        odd += [f"autoconfig.odd.example:{port}" for port in ("80@odd", "x", "123456", "80:80", "-1", "80/odd")]
        for host in odd:
            for ask, target in ((self.http, "/"), (self.http, AUTOCONFIG), (self.https, AUTOCONFIG), (self.https, "/")):
                answer = ask(request(target, host=host))
                if answer.status not in (400, 404) or answer.header("Location") or SETTING in answer.body:
                    return f"{host}: {said(answer)}"
        seen = self.https(request(AUTOCONFIG, host="autodiscover.example.com:443", User_Agent="after-the-odd"))
        wait_until(lambda: "after-the-odd" in log.read_text(), "the last request is not in the access log")
        lines = log.read_text(errors="replace").split("\n")
        return unless(seen.status == 200, seen) or next((line for line in lines if "odd" in line and "after" not in line), "")

    # --- TLS ends in front

    def tls_in_front_is_no_loop(self):
        for name in ("autodiscover.example.com", SITE)[:1 if self.kind.name == "apache-fcgid" else 2]:
            for target in ("/autodiscover/autodiscover.xml", "/Autodiscover/Autodiscover.xml"):
                answer = wire.http(self.prefix.behind, request(target, "POST", host=name, body=POX))
                if answer.status != 200 or SETTING not in answer.body:
                    return f"{name}{target}: {said(answer)}"
        return ""

    # --- the mail domain's own site

    def apex_serves_the_well_known_paths(self):
        for raw in (request(WELL_KNOWN, host=SITE), request("/AutoDiscover/AutoDiscover.xml", host=SITE),
                    request("/autodiscover/autodiscover.xml", "POST", SITE, POX)):
            answer = self.https(raw, SITE)
            if answer.status != 200 or SETTING not in answer.body:
                return f"{raw[:60]}: {said(answer)}"
        for path in ("/.well-known/mail-v1.xml", "/.well-known/user-agent-configuration.json", "/.well-known/caldav",
                     "/.well-known/carddav", "/.well-known/jmap"):
            for method in ("GET", "PROPFIND"):
                answer = self.https(request(path, method, SITE), SITE)
                if answer.header("X-Content-Type-Options") is None or answer.body == b"site":
                    return f"{method} {path} is not asked of us: {said(answer)}"
            if path.endswith("xml"):
                continue
            if problem := self.port_80_redirects(path, 302, host=SITE):
                return f"{path}: {problem}"
        plain = self.http(request(WELL_KNOWN, host=SITE))
        return (unless(plain.status == 200 and SETTING in plain.body, plain)
                or self.port_80_redirects("/AutoDiscover/x", 302, host=SITE)
                or self.port_80_redirects("/autodiscover/x", 302, "POST", SITE, POX))

    def apex_leaves_the_site_alone(self):
        for path in ("/", "/anything"):
            answer = self.https(request(path, host=SITE), SITE)
            if answer.status != 200 or answer.body != b"site":
                return f"{path}: {said(answer)}"
        answer = self.https(request("/.well-known/autoconfig/other", host=SITE), SITE)
        return unless(answer.status == 404, answer)

    # --- what is written down

    def logs_hold_no_address_and_no_password(self):
        secret = base64.b64encode(b"canary@example.com:canary").decode()
        address = "canary%40example.com"
        more = {"Authorization": f"Basic {secret}", "User_Agent": "agent-of-the-check"}
        for ask in (self.https, self.http):
            for target in (f"/mail/config-v1.1.xml?emailaddress={address}", f"/nothing?emailaddress={address}",
                           f"/autodiscover/autodiscover.json/v1.0/{address}?Protocol=AutodiscoverV1",
                           "/Autodiscover/autodiscover.json/v1.0/canary@example.com?Protocol=x",
                           f"/canary@example.com?{address}", f"/email.mobileconfig?email={address}",
                           f"/?email={address}"):
                ask(request(target, **more))
            ask(request("/", "POST", body=f"email={address}".encode(), **more))
            ask(request(f"/autodiscover/autodiscover.xml?email={address}", "POST", body=b" " * (MOST + 1), **more))
            ask(request(f"/autodiscover/autodiscover.xml?email={address}", "POST", body=b" " * MOST, **more))
        access = self.prefix.tmp / "log/autodiscover.access.log"
        wait_until(lambda: access.read_text().count("agent-of-the-check") >= 20, "not all requests are in the access log")
        for log in (self.prefix.tmp / "log").iterdir():
            text = log.read_text(errors="replace")
            for word in ("canary", secret):
                if word in text:
                    line = next(line for line in text.split("\n") if word in line)
                    return f"{log.name} holds {word}: {line}"
        return ""

    # --- the files

    def changed_file(self, old, new):
        """What the syntax check of Apache's file says after a change: (exit code, output)."""
        path = self.prefix.tmp / f"sites-enabled/autodiscover-{self.kind.site}.conf"
        text = path.read_text()
        path.write_text(text.replace(old, new))
        run = subprocess.run(self.kind.syntax_command(), capture_output=True, text=True, check=False)
        path.write_text(text)
        return run.returncode, run.stderr if old in text else f"no {old}"

    def syntax_before_there_is_a_certificate(self):
        code, output = self.changed_file(f"{self.prefix.tmp}/tls/server.pem", "/nowhere/server.pem")
        return output if code else ""

    def a_missing_programme_is_an_error_of_syntax(self):
        code, output = self.changed_file(f"AUTODISCOVER_BIN {self.prefix.tmp}/bin", "AUTODISCOVER_BIN /nowhere")
        return "" if code and "There is no /nowhere/autodiscover" in output else output or "is none"

    def syntax_is_clean(self):
        run = subprocess.run(self.kind.syntax_command(), capture_output=True, text=True, check=False)
        said_more = [line for line in run.stderr.split("\n") if "[" in line]
        return "" if run.returncode == 0 and not said_more else run.stderr
