#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Every call that a load of the configuration makes about its files and folders, failing one by one: an error that names
the file or folder, or all domains; never fewer. strace makes them fail; a run that it only watches says which there are.

usage: failing_loads.py BINARY [full]     full: every error, also at a start and at a reload
"""
import collections
import os
import re
import signal
import subprocess
import sys

from fastcgi import ask, get
from responder import BINARY, Responder, eventually, run

FULL = sys.argv[2:] == ["full"]
# ENOENT: it was moved away for a moment. retval=0: the end of a file that is not where fstat() said.
ERRORS = [f"error={name}" for name in ("EIO", "ENOENT", "EACCES", "EMFILE", "ENFILE", "ENOMEM", "ESTALE", "ELOOP")]
EX_CONFIG = 78

FILES = {
    "config.yaml": """\
provider: { name: Example Mail, domain: hosting.example }
services: { imaps: { host: mail.hosting.example }, submissions: { host: mail.hosting.example } }
include: ["domains.d/*.yaml", "cust*/domains.d/?.yaml", plain.yaml, "nothing.d/*.yaml"]
domain_lists: [lists/main.txt]
domains: { in-main.example: }
""",
    "domains.d/one.yaml": "domains: { included.example: }\ndomain_lists: [one.txt]\n",
    "domains.d/one.txt": "listed-in-included.example\n",
    "domains.d/two.yaml": "domains: { second.example: }\n",
    "customers/domains.d/1.yaml": "domains: { customer.example: }\n",
    "plain.yaml": "domains: { plain.example: }\n",
    "lists/main.txt": "listed.example\n",
    "nothing.d/README": "",
}
DOMAINS = ["hosting.example"] + re.findall(r"[a-z-]+\.example(?=:|\n)", "\n".join(FILES.values()))

Call = collections.namedtuple("Call", "name number path")


def lay_out(r):
    """The configuration in a folder of its own, so that a path says which calls are about it."""
    for name, text in FILES.items():
        path = f"{r.folder}/etc/{name}"
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as out:
            out.write(text)
    with open(f"{r.folder}/etc/config.yaml", "a") as out:
        out.write(f"server: {{ listen: {r.socket} }}\n")
    r.config = f"{r.folder}/etc/config.yaml"


def strace(r, *more):
    return ["strace", "-qq", "-y", "-s", "4096", "-o", f"{r.folder}/trace", "-e", "signal=none", *more]


def calls_of(r):
    """What the trace has about the configuration, each call with its number among those of its name."""
    counted, calls = collections.Counter(), []
    with open(f"{r.folder}/trace") as trace:
        for line in trace:
            name = line.partition("(")[0]
            counted[name] += 1
            path = re.search(rf'[<"]({re.escape(r.folder)}/etc[^>"]*)', line)
            if path and name not in ("execve", "write") and (FULL or name != "close"):
                calls.append(Call(name, counted[name], path[1].rstrip("/")))
    paths = {call.path for call in calls}
    missing = [name for name in FILES if name != "nothing.d/README" and f"{r.folder}/etc/{name}" not in paths]
    assert len(calls) > 30 and not missing and "getdents64" in counted, (missing, calls)
    return calls


def faults(calls):
    for i, call in enumerate(calls):
        # In short each call fails in two ways: it is not there, and another that differs from call to call.
        for error in ERRORS if FULL else ("error=ENOENT", ERRORS[i % len(ERRORS)]):
            yield call, error
        if call.name == "read":
            yield call, "retval=0"


def inject(call, error):
    return "-e", f"trace={call.name}", "-e", f"inject={call.name}:{error}:when={call.number}"


def was_injected(r, call):
    with open(f"{r.folder}/trace") as trace:
        hit = [line for line in trace if "(INJECTED)" in line]
    # What readlink() finds is not in the line when it fails.
    return len(hit) == 1 and (call.path in hit[0] or call.name == "readlink")


def are_served(r):
    return [domain for domain in DOMAINS if ask(r.socket, get(
        f"/mail/config-v1.1.xml?emailaddress=a@{domain}")).status == 200] == DOMAINS


def check():
    with Responder(start=False) as r:
        lay_out(r)

        def checked(*strace_options):
            return subprocess.run([*strace(r, *strace_options), BINARY, "check", r.config], stdin=subprocess.DEVNULL,
                                  capture_output=True, text=True, timeout=20, check=False)

        whole = checked()
        assert f"ok: {len(DOMAINS)} domains" in whole.stdout, whole
        for call, error in faults(calls_of(r)):
            done = checked(*inject(call, error))
            assert was_injected(r, call), (call, error)
            if done.returncode == 0:
                assert (done.stdout, done.stderr) == (whole.stdout, whole.stderr), (call, error, done)
            else:
                assert done.returncode == EX_CONFIG and call.path in done.stderr, (call, error, done)


def start():
    with Responder(start=False) as r:
        lay_out(r)
        command = [BINARY, "serve", "-c", r.config]
        r.start(wait=False, command=[*strace(r, "-D"), *command])
        assert eventually(lambda: "answering on" in r.logged()) and are_served(r) and r.stop()[0] == 0
        for call, error in faults(calls_of(r)):
            os.truncate(r.log, 0)
            r.start(wait=False, command=[*strace(r, "-D", *inject(call, error)), *command])
            assert eventually(lambda: r.process.poll() is not None or "answering on" in r.logged()), (call, error)
            if r.process.poll() is None:
                assert are_served(r) and r.stop()[0] == 0, (call, error, r.logged())
            else:
                assert r.process.returncode == EX_CONFIG and call.path in r.logged(), (call, error, r.logged())
            assert was_injected(r, call), (call, error)


def reload_under(r, *options):
    """Reloads with strace at the main thread, which loads; returns what was logged."""
    tracer = subprocess.Popen([*strace(r, *options), "-p", str(r.process.pid)], stdin=subprocess.DEVNULL)
    try:
        def is_traced():
            with open(f"/proc/{r.process.pid}/status") as status:
                return f"TracerPid:\t{tracer.pid}\n" in status.read()

        assert eventually(is_traced)
        return r.reload()
    finally:
        tracer.send_signal(signal.SIGTERM)
        tracer.wait()


def reload():
    with Responder(start=False) as r:
        lay_out(r)
        r.start(command=[BINARY, "serve", "-c", r.config], wait=False)
        assert eventually(lambda: "answering on" in r.logged())
        assert "reloaded " in reload_under(r)
        for call, error in faults(calls_of(r)):
            said = reload_under(r, *inject(call, error))
            assert was_injected(r, call), (call, error)
            assert "was not reloaded" not in said or call.path in said, (call, error, said)
            assert are_served(r), (call, error, said)
        assert r.stop()[0] == 0


run(*([check, start, reload] if FULL else [check]))
