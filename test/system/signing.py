#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Signed profiles, judged by the openssl command; the files that make them, at the start and with SIGHUP."""
import os
import plistlib
import pty
import select
import subprocess
import tempfile
import threading
import time

from fastcgi import ask, get
from responder import BINARY, TARGET, Responder, eventually, run

CONFIG = 78
PROFILE = "/email.mobileconfig?email=someone%40example.com"
RSA, EC = ("rsa:2048",), ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
LEAF = ("-addext", "keyUsage=digitalSignature", "-addext", "extendedKeyUsage=serverAuth")
AUTHORITY = ("-addext", "basicConstraints=critical,CA:TRUE")


def openssl(*arguments, code=0):
    done = subprocess.run(["openssl", *arguments], stdin=subprocess.DEVNULL, capture_output=True, timeout=20)
    assert (done.returncode == 0) == (code == 0), (arguments, done)
    return done.stdout


def issue(name, issuer=None, kind=EC, extensions=LEAF, days=90):
    """Makes NAME.pem and NAME.key in the folder of the whole run."""
    above = ("-CA", path(f"{issuer}.pem"), "-CAkey", path(f"{issuer}.key")) if issuer else ()
    openssl("req", "-x509", "-newkey", *kind, "-nodes", "-keyout", path(f"{name}.key"), "-out", path(f"{name}.pem"),
            "-subj", f"/CN={name}", "-days", str(days), *above, *extensions)


def path(name):
    return f"{made.name}/{name}"


def read(name):
    with open(path(name), "rb") as file:
        return file.read()


def put(name, content):
    """A file that is there as a whole or not at all."""
    with open(path(name) + ".new", "wb") as out:
        os.chmod(out.fileno(), 0o600)
        out.write(content)
    os.rename(path(name) + ".new", path(name))


made = tempfile.TemporaryDirectory(prefix="autodiscover-signing-")
issue("root", extensions=AUTHORITY)
issue("middle", "root", extensions=AUTHORITY)
for leaf, key_kind in (("rsa", RSA), ("ec", EC), ("one", EC), ("two", RSA)):
    issue(leaf, "middle", key_kind)
    put(f"{leaf}.full", read(f"{leaf}.pem") + read("middle.pem"))


def section(certificate, key, more=""):
    return f"mobileconfig: {{ signing: {{ certificate: {path(certificate)}, key: {path(key)}{more} }} }}\n"


def verify(der, code=0):
    with tempfile.NamedTemporaryFile() as file:
        file.write(der)
        file.flush()
        return openssl("cms", "-verify", "-purpose", "any", "-CAfile", path("root.pem"), "-inform", "DER", "-in",
                       file.name, code=code)


def is_der(data):
    """Whether openssl's parser meets no indefinite length, and the outermost is that of all."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        return b"l=inf" not in openssl("asn1parse", "-inform", "DER", "-in", file.name) and is_whole(data)


def is_whole(data):
    return data[:2] == b"\x30\x82" and int.from_bytes(data[2:4], "big") == len(data) - 4


def shown(r):
    return subprocess.run([BINARY, "show", "mobileconfig", "someone@example.com", "-c", r.config], check=True,
                          capture_output=True, timeout=5).stdout


def headers(answer):
    head = answer.raw.partition(b"\r\n\r\n")[0].split(b"\r\n")
    return [line for line in head if not line.startswith(b"Content-Length")]


def openssl_gives_back_the_unsigned_bytes():
    with Responder() as plain:
        unsigned = ask(plain.socket, get(PROFILE))
        assert plistlib.loads(unsigned.body)["PayloadType"] == "Configuration"
    for name in ("rsa", "ec"):
        with Responder(more=section(f"{name}.full", f"{name}.key")) as r:
            assert shown(r) == unsigned.body
            for _ in range(5):
                answer = ask(r.socket, get(PROFILE))
                assert verify(answer.body) == unsigned.body
                assert is_der(answer.body)
                assert headers(answer) == headers(unsigned), answer.raw
            head = ask(r.socket, dict(get(PROFILE), REQUEST_METHOD="HEAD"))
            assert headers(head) == headers(unsigned) and b"Content-Length" not in head.raw and not head.body, head.raw
            tampered = answer.body.replace(b"mail.hosting.example", b"mail.h0sting.example")
            assert tampered != answer.body
            verify(tampered, code=4)
            assert "warning" not in r.logged(), r.logged()


def chain_in_a_file_of_its_own():
    with Responder(more=section("ec.pem", "ec.key", f", chain: {path('middle.pem')}")) as r:
        verify(ask(r.socket, get(PROFILE)).body)
    with Responder(more=section("ec.pem", "ec.key")) as r:
        assert "lacks the certificate that issued `CN=ec`" in r.logged(), r.logged()
        verify(ask(r.socket, get(PROFILE)).body, code=4)


def serve_at_a_terminal(config):
    """(exit status, what was written) of a responder that has a terminal to ask at."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(BINARY, [BINARY, "serve", "-c", config])
    said, end = b"", time.monotonic() + 5
    try:
        while time.monotonic() < end:
            if select.select([terminal], [], [], 0.1)[0]:
                said += os.read(terminal, 10000)
    except OSError:  # how the end of a terminal shows
        pass
    finally:
        os.close(terminal)
    ended = []
    if not eventually(lambda: ended.append(os.waitpid(pid, os.WNOHANG)) or ended[-1][0] == pid, 1):
        os.kill(pid, 9)
        os.waitpid(pid, 0)
        raise AssertionError(f"it waits: {said}")
    return os.waitstatus_to_exitcode(ended[-1][1]), said.decode()


def what_does_not_fit_ends_the_start():
    openssl("pkey", "-in", path("rsa.key"), "-aes128", "-passout", "pass:secret", "-out", path("encrypted.key"))
    openssl("rsa", "-in", path("rsa.key"), "-aes128", "-passout", "pass:secret", "-traditional", "-out",
            path("old.key"))
    for certificate, key, column, words in (
            ("none.pem", "rsa.key", "certificate", "cannot be read: No such file"),
            ("rsa.full", "none.key", "key", "cannot be read: No such file"),
            ("rsa.full", "ec.key", "key", "does not belong to the certificate `CN=rsa`"),
            ("rsa.full", "encrypted.key", "key", "is encrypted"),
            ("rsa.full", "old.key", "key", "is encrypted"),
            ("rsa.key", "rsa.key", "certificate", "holds no certificate in PEM"),
            ("rsa.full", "rsa.pem", "key", "holds no private key in PEM")):
        with Responder(start=False, more=section(certificate, key)) as r:
            with open(r.config) as lines:
                line, text = next((n, t) for n, t in enumerate(lines, 1) if "signing" in t)
            place = f"{r.config}:{line}:{text.index(path(certificate if column == 'certificate' else key)) + 1}: "
            if certificate == key:
                place = f"{r.config}:{line}:{text.index(path(key)) + 1}: "
            status, said = serve_at_a_terminal(r.config)
            assert status == CONFIG, (status, said)
            assert f"{place}`{column}`: " in said and words in said, said
            assert "pass phrase" not in said.lower(), said
            checked = subprocess.run([BINARY, "check", r.config], capture_output=True, text=True, timeout=5)
            assert checked.returncode == CONFIG and f"{place}`{column}`: " in checked.stderr, checked


def out_of_date():
    openssl("req", "-new", "-newkey", *EC, "-nodes", "-keyout", path("late.key"), "-out", path("late.req"), "-subj",
            "/CN=late", *LEAF)
    openssl("x509", "-req", "-in", path("late.req"), "-days", "0", "-CA", path("middle.pem"), "-CAkey",
            path("middle.key"), "-copy_extensions", "copyall", "-out", path("late.pem"))
    issue("soon", "middle", days=13)
    for name in ("late", "soon"):
        put(f"{name}.full", read(f"{name}.pem") + read("middle.pem"))
    born = os.stat(path("late.pem")).st_mtime
    assert eventually(lambda: time.time() > born + 1.1)
    with Responder(more=section("late.full", "late.key")) as r:
        assert "ended on " in r.logged() and "profiles are not signed" in r.logged(), r.logged()
        answer = ask(r.socket, get(PROFILE))
        assert answer.status == 200 and answer.body == shown(r)
        assert eventually(lambda: "warning: mobileconfig 200 " in r.logged()), r.logged()
        assert "not signed: the certificate is not valid at this time" in r.logged()
    with Responder(more=section("late.full", "late.key", ", on_error: refuse")) as r:
        assert "no profiles are handed out" in r.logged(), r.logged()
        answer = ask(r.socket, get(PROFILE))
        assert answer.status == 503 and b"text/plain" in answer.raw and b"plist" not in answer.body, answer.raw
        assert eventually(lambda: "error: mobileconfig 503 " in r.logged()), r.logged()
        assert ask(r.socket, get(TARGET)).status == 200, "the other formats suffer"
    with Responder(more=section("soon.full", "soon.key")) as r:
        assert "ends on " in r.logged(), r.logged()
        verify(ask(r.socket, get(PROFILE)).body)


def install(name):
    put("live.key", read(f"{name}.key"))
    put("live.pem", read(f"{name}.full"))


def renewed_under_requests():
    """The certificate is replaced ten times; every answer is signed, whole, and by one of the two."""
    install("one")
    with Responder("threads: 2", more=section("live.pem", "live.key")) as r:
        plain, bodies, done = shown(r), [], threading.Event()

        def load():
            with r.peer() as kept:
                while not done.is_set():
                    bodies.append(ask(r.socket, get(PROFILE)).body)
                    bodies.append(kept.ask(get(PROFILE), keep=True).body)

        threads = [threading.Thread(target=load) for _ in range(2)]
        for thread in threads:
            thread.start()
        for name in ("two", "one") * 5:
            install(name)
            assert "reloaded " in r.reload()
            assert name.encode() in signer(ask(r.socket, get(PROFILE)).body), "not the new certificate"
        done.set()
        for thread in threads:
            thread.join()
        signers = {body: is_whole(body) and plain in body for body in bodies}
        assert len(bodies) > 40 and all(signers.values()), len(bodies)
        for body in bodies[::max(1, len(bodies) // 40)]:
            assert verify(body) == plain


def signer(der):
    """Names of the certificates in a message."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(der)
        file.flush()
        return openssl("pkcs7", "-inform", "DER", "-in", file.name, "-print_certs", "-noout")


def broken_on_reload():
    install("one")
    with Responder(more=section("live.pem", "live.key")) as r:
        for name, content in (("live.key", read("ec.key")), ("live.key", read("one.key")[:50]), ("live.pem", b""),
                              ("live.key", read("old.key"))):
            put(name, content)
            said = r.reload()
            assert "was not reloaded" in said and f"`{path(name)}` " in said, said
            answer = ask(r.socket, get(PROFILE))
            assert verify(answer.body) == shown_from(answer.body) and b"one" in signer(answer.body)
            install("one")
        os.remove(path("live.key"))
        assert "was not reloaded" in r.reload()
        verify(ask(r.socket, get(PROFILE)).body)
        install("two")
        assert "reloaded " in r.reload() and b"two" in signer(ask(r.socket, get(PROFILE)).body)
        lines = b"".join(read(f"{name}.key") for name in ("one", "two", "ec", "old")).decode().split("\n")
        secrets = [line for line in lines if len(line) > 30 and "-----" not in line]
        assert len(secrets) > 20 and not any(secret in r.logged() for secret in secrets), "a key is in the log"


def shown_from(der):
    """The profile that a message holds."""
    begin, end = der.index(b"<?xml"), der.index(b"</plist>\n") + len(b"</plist>\n")
    return der[begin:end]


try:
    run(openssl_gives_back_the_unsigned_bytes, chain_in_a_file_of_its_own, what_does_not_fit_ends_the_start,
        out_of_date, renewed_under_requests, broken_on_reload)
finally:
    made.cleanup()
