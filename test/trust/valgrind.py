#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""valgrind's memcheck: the unit tests, and a responder that answers all cases, reloads and stops. 0 errors, 0 lost blocks.

It sees what AddressSanitizer does not: octets that nobody has written, also in libfcgi, Xerces, yaml-cpp and OpenSSL.
usage: valgrind.py BUILD_FOLDER
"""
import re
import signal
import subprocess
import time

from front import BINARY, BUILD, ROOT, Front, Verdict  # first: it says where the others are

import fastcgi
import plan

FOUND = 99
MEMCHECK = ["valgrind", "--quiet", f"--error-exitcode={FOUND}", "--leak-check=full", "--errors-for-leak-kinds=definite",
            "--show-leak-kinds=definite", "--child-silent-after-fork=yes",
            f"--suppressions={ROOT}/test/trust/valgrind.supp"]
# What measures time, or does the same thing very often: minutes here, and nothing that the others do not do.
TOO_SLOW = ("robustness/every_beginning_of_the_example_ends", "xml_writer_lengths", "name_table/every_name_is_found_and_no_other",
            "yaml_tree/nodes_and_depth_are_limited", "login_reader/many_users_are_read_in_a_moment",
            "listener/of_twenty_that_start_at_once_exactly_one_listens", "workers/connections_that_wait_hold_no_thread",
            "workers/time_limits")
BUDGET = 300  # seconds, several times what it takes
verdict = Verdict()


def unit_tests():
    begin = time.monotonic()
    try:
        done = subprocess.run([*MEMCHECK, BUILD / "opt/unit_tests", "--report_level=short", "--log_level=error",
                               *(f"--run_test=!{name}" for name in TOO_SLOW)], stdin=subprocess.DEVNULL, cwd=ROOT,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=BUDGET, check=False)
    except subprocess.TimeoutExpired as late:
        verdict(False, f"the unit tests take more than {BUDGET} s", late.stdout.decode(errors="replace")[-3000:])
        return
    said = done.stdout.decode(errors="replace")
    count = re.search(r"(\d+) test cases out of", said)
    verdict(done.returncode != FOUND and "==" not in said, f"{count[1] if count else 'no'} unit tests in "
            f"{time.monotonic() - begin:.0f} s: no error, no lost block", said[-6000:])
    verdict(done.returncode == 0, "they pass", said[-3000:])


def answers(responder, cases):
    """How many are answered as their goldens say."""
    good = 0
    for case in cases:
        answer = fastcgi.ask(str(responder.socket), case.variables("fastcgi"), case.body, 60)
        same = plan.cases.blank_time(answer.body) == plan.cases.blank_time(case.expected_body)
        good += answer.status == case.status and same
        if answer.status != case.status or not same:
            print(f"{case.name}: {answer.raw[:500]}")
    return good


def responder_at_work(front):
    responder = front.instance()
    responder.start(wait=False, command=[*MEMCHECK, BINARY, "serve", "-c", responder.config])

    def logged(words):
        end = time.monotonic() + 60
        while words not in responder.log.read_text():
            if time.monotonic() > end or responder.process.poll() is not None:
                raise TimeoutError(f"no {words} in the log: {responder.log.read_text()}")
            time.sleep(0.01)

    logged("answering on")
    cases = [case for case in plan.cases.load(ROOT / "test/cases") if case.config == plan.COMMON]
    good = answers(responder, cases)
    verdict(good == len(cases) > 200, f"{good} of {len(cases)} cases answered rightly under valgrind")
    responder.process.send_signal(signal.SIGHUP)
    logged("reloaded")
    responder.write(plan.COMMON.read_text() + "nonsense: 1\n")
    responder.process.send_signal(signal.SIGHUP)
    logged("was not reloaded")
    again = answers(responder, cases)
    verdict(again == len(cases), f"{again} after a good and a bad reload")
    status = responder.end()
    said = "".join(line for line in responder.log.read_text().splitlines(True) if line.startswith("=="))
    verdict(status == 0 and not said, f"exit status {status}: no error, no lost block", said[-6000:])


unit_tests()
with Front() as front:
    responder_at_work(front)
verdict.end()
