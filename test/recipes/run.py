#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Follows the recipes of CONTRIBUTING.md in one copy of the tree: exactly the files that a recipe names are changed, the
copy builds, its tests pass, and what was added is there.

usage: run.py BUILD [RECIPE ...]      without a name: all; expects BUILD/opt to be built
Last line: N passed, N failed
"""
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parents[1]
COPIED = ("Makefile", "README.md", "CONTRIBUTING.md", "conf", "include", "src", "test", "nginx", "apache")
# Quick to compile and to link; what the tests see is the same.
FAST = ["CXXFLAGS=-O0 -g1 -D_GLIBCXX_ASSERTIONS", *(["LDFLAGS=-fuse-ld=gold"] if shutil.which("ld.gold") else [])]
UNIT, BINARY = "build/opt/unit_tests", "build/opt/autodiscover"

results = []


def check(name, problem):
    results.append(not problem)
    if problem:
        print(f"{name}: {problem}", flush=True)


class Tree:
    """A copy of the sources, and of the objects of BUILD/opt."""

    def __init__(self, folder, build):
        self.folder, self.changed = folder, set()
        for name in COPIED:
            subprocess.run(["cp", "-a", ROOT / name, folder], check=True)
        (folder / "build/opt/test").mkdir(parents=True)
        for source in ("src", "test/unit"):
            subprocess.run(["cp", "-a", build / "opt" / source, folder / "build/opt" / source], check=True)

    def add(self, path, text):
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        self.changed.add(path)

    def replace(self, path, old, new):
        text = (self.folder / path).read_text()
        if text.count(old) != 1:
            raise AssertionError(f"{path} has {text.count(old)} times {old!r}")
        self.add(path, text.replace(old, new))

    def before(self, path, old, new):
        self.replace(path, old, new + old)

    def after(self, path, old, new):
        self.replace(path, old, old + new)

    def run(self, *command, **variables):
        """What was printed; the status is in `self.status`."""
        env = {name: value for name, value in os.environ.items() if name != "CI"} | variables  # CI rewrites no goldens
        done = subprocess.run(command, cwd=self.folder, env=env, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=1800)
        self.status = done.returncode
        return done.stdout

    def passes(self, *command, **variables):
        output = self.run(*command, **variables)
        check(" ".join(command), "" if self.status == 0 else output[-3000:])

    def fails(self, why, *command, **variables):
        """Something is still missing, which must be noticed."""
        output = self.run(*command, **variables)
        check(why, "" if self.status != 0 else f"nothing notices: {output[-300:]}")

    def prints(self, text, *command):
        output = self.run(*command)
        check(" ".join(command), "" if text in output else f"does not print {text!r}: {output[-1000:]}")

    def make(self, *targets):
        self.passes("make", "-j2", *FAST, *targets)


def ours(name):
    return (HERE / name).read_text()


def places(recipe):
    """The files that CONTRIBUTING.md names for it: at the start of each item of its numbered list."""
    section = re.search(rf"^### Add a {recipe}\n(.*?)(?=^##|\Z)", (ROOT / "CONTRIBUTING.md").read_text(), re.S | re.M)
    return set(re.findall(r"^\d+\. `([^`]+)`", section[1], re.M)) if section else set()


def matches(named, changed):
    """A name may be a folder, or have <parts> that stand for others."""
    pattern = "".join("[^/]+" if part.startswith("<") else re.escape(part) for part in re.split(r"(<\w+>)", named))
    return re.fullmatch(pattern + (".*" if named.endswith("/") else ""), changed)


def a_case(tree):
    case = "test/cases/autoconfig/99-recipe"
    tree.add(f"{case}/request", "GET /mail/config-v1.1.xml HTTP/1.1\nHost: autoconfig.example.com\n")

    def proof():
        golden = tree.folder / case / "response"
        golden.write_text(golden.read_text().replace("200\n", "404\n", 1))
        tree.fails("another response", UNIT, "--run_test=cases/autoconfig_99-recipe")
    return proof


def a_test(tree):
    tree.add("test/unit/base/recipe_test.cpp", ours("recipe_test.cpp"))
    return lambda: tree.passes(UNIT, "--run_test=recipe/is_found")


def a_key(tree):
    tree.before("src/config/keys/format_keys.cpp", '    {.name = "dav", .kind = boolean',
                '    {.name = "spare", .kind = boolean, .value = "false",\n     .help = "Added by a test.",\n'
                '     .read = into<&OutlookPolicy::spare>},\n')
    tree.before("include/autodiscover/policy/outlook_policy.hpp", "    bool dav = false;", "    bool spare = false;\n")
    line = "  spare: false                               # default\n"
    tree.before("conf/example.yaml", "  dav: false                                 # default", line)
    tree.before("test/unit/config/keys/format_keys_test.cpp", '        {"outlook", "dav", "false",',
                '        {"outlook", "spare", "false", "true", outlook},\n')

    def proof():
        tree.prints("spare", BINARY, "check", "--explain")
        tree.replace("conf/example.yaml", line, "")
        tree.fails("a key that the example does not name", UNIT, "--run_test=key_table_and_files")
    return proof


def a_language(tree):
    tree.after("include/autodiscover/policy/web_languages.def", 'WEB_LANGUAGE(pt, "Português")\n',
               'WEB_LANGUAGE(xq, "Recipe")\n')
    english = (tree.folder / "src/protocols/web_texts/en.def").read_text()
    tree.add("src/protocols/web_texts/xq.def", english.replace(', "', ', "Q '))  # all texts must differ from English
    tree.before("src/protocols/web_texts.cpp", "#undef WEB_TEXT\n\nconstexpr std::array<Table",
                "constexpr Table xq_texts = [] {\n    Table table{};\n#include \"web_texts/xq.def\"\n    return table;\n}();\n")
    tree.replace("test/unit/config/sections/web_reader_test.cpp", "nl, pl, pt\\n", "nl, pl, pt, xq\\n")
    text = (tree.folder / "test/web/browser.mjs").read_text()
    tree.add("test/web/browser.mjs", text.replace('"pl", "pt"', '"pl", "pt", "xq"'))
    tree.replace("README.md", "Portuguese and Polish", "Portuguese, Polish and Recipe")
    golden = "test/cases/web/01-form/response"
    tree.changed.add(golden)
    return lambda: tree.prints(">Recipe<", "cat", golden)


def a_service(tree):
    """One that is reached by URL, and shown on the page for people."""
    tree.after("include/autodiscover/model/service.hpp", "    ldap,        // RFC 4511, an address book that is searched\n",
               "    notes,\n")
    words = "include/autodiscover/protocols/autoconfig_words.hpp"
    tree.replace(words, '"webdav", "ldap"}', '"webdav", "ldap", "notes"}')
    tree.replace(words, "std::array<std::string_view, 9>", "std::array<std::string_view, 10>")
    tree.before("include/autodiscover/model/service_table.hpp", '    {"ldaps", ServiceType::ldap',
                '    url_service("notes", ServiceType::notes, ""),\n')
    tree.before("src/config/keys/service_keys.cpp", '    {.name = "ldaps", .kind',
                '    {.name = "notes", .kind = mapping_or_false, .value = "false",\n     .help = "Notes, by URL."},\n')
    tree.before("conf/example.yaml", "  ldaps:", "  notes: { url: https://notes.example.com/ }\n")
    settings = "src/protocols/web_settings.cpp"
    tree.replace(settings, "std::pair<ServiceType, WebText>, 8>", "std::pair<ServiceType, WebText>, 9>")
    tree.after(settings, "    {ServiceType::webdav, WebText::webdav},\n", "    {ServiceType::notes, WebText::notes},\n")
    tree.after("include/autodiscover/policy/web_texts.def", 'WEB_TEXT(webdav, "")\n', 'WEB_TEXT(notes, "")\n')
    for file in sorted((tree.folder / "src/protocols/web_texts").iterdir()):
        tree.before(f"src/protocols/web_texts/{file.name}", "WEB_TEXT(webdav,", 'WEB_TEXT(notes, "Notes")\n')
    case = "test/cases/web/99-recipe"
    tree.add(f"{case}/config.yaml", """provider: { name: Example Mail, domain: example.com }
services:
  imaps: { host: mail.example.com }
  submissions: { host: mail.example.com }
  notes: { url: https://notes.example.com/ }
""")
    tree.add(f"{case}/request", "GET /?email=alice%40example.com HTTP/1.1\nHost: autoconfig.example.com\n")
    return lambda: tree.prints("https://notes.example.com/", "cat", f"{case}/response")


def a_record(tree):
    """An SRV record for a service that has none yet."""
    tree.after("src/protocols/dns_zone.cpp", '    SrvName{ServiceType::carddav, Transport::implicit_tls, "_carddavs", 0},\n',
               '    SrvName{ServiceType::webdav, Transport::implicit_tls, "_webdavs", 0},\n')
    tree.after("src/cli/told_readers.cpp", '    SrvLabel{"_carddavs", "carddav", tls},\n',
               '    SrvLabel{"_webdavs", "webdav", tls},\n')
    tree.replace("test/system/show_readers.py", '"_carddavs": ("carddav", TLS),',
                 '"_carddavs": ("carddav", TLS), "_webdavs": ("webdav", TLS),')
    tree.replace("test/unit/protocols/dns_zone_test.cpp",
                 '    BOOST_TEST(!contains(zone(directory, "example.com"), "files.example"));\n',
                 '    BOOST_TEST(contains(zone(directory, "example.com"), "_webdavs._tcp.example.com. "));\n')
    return lambda: tree.passes("test/system/dns.py", BINARY)


def a_protocol(tree):
    """One that a program reads, with a switch of its own."""
    tree.add("src/protocols/hello.cpp", ours("hello.cpp"))
    tree.after("include/autodiscover/protocols/protocols.def", "PROTOCOL(pacc)\n", "PROTOCOL(hello)\n")
    tree.add("test/unit/protocols/hello_test.cpp", ours("hello_test.cpp"))
    tree.add("include/autodiscover/policy/hello_policy.hpp", ours("hello_policy.hpp"))
    tree.before("include/autodiscover/policy/policies.def", "POLICY(outlook,", "POLICY(hello, HelloPolicy)\n")
    tree.before("include/autodiscover/policy/policies.hpp", '#include "autodiscover/policy/logins_policy.hpp"\n',
                '#include "autodiscover/policy/hello_policy.hpp"\n')
    tree.before("src/config/keys/key_table.cpp", '    {.name = "outlook", .kind = mapping,',
                '    {.name = "hello", .kind = mapping,\n     .help = "A greeting."},\n')
    keys = "src/config/keys/format_keys.cpp"
    tree.before(keys, "constexpr Key outlook[] = {\n",
                'constexpr Key hello[] = {\n    {.name = "enabled", .kind = boolean, .value = "false",\n'
                '     .help = "Answer with a greeting.",\n     .read = into<&HelloPolicy::enabled>},\n};\n\n')
    tree.before(keys, '    {"outlook", outlook},\n', '    {"hello", hello},\n')
    tree.before("test/unit/config/keys/format_keys_test.cpp", '        {"outlook", "enabled", "true"',
                '        {"hello", "enabled", "false", "true", {"hello: { ", " }"}},\n')
    tree.before("conf/example.yaml", "outlook:  ", "hello: { enabled: false }\n")
    tree.before("conf/example.yaml", "    outlook: { ttl: 1 }\n", "    hello: { enabled: false }\n")
    tree.replace("test/unit/config/keys/section_test.cpp", "`pacc`, `outlook`, `mobileconfig`, `web`",
                 "`pacc`, `hello`, `outlook`, `mobileconfig`, `web`")
    tree.after("include/autodiscover/cli/told.hpp", "void read_told_pacc(const std::string& document, Told& told);\n",
               "void read_told_hello(const std::string& document, Told& told);\n")
    tree.before("src/cli/told_readers.cpp", "void read_told_zone(",
                "void read_told_hello(const std::string& document, Told& told) {\n    told.pointer = document;\n}\n\n")
    told = "src/cli/told.cpp"
    tree.after(told, '    Format{"pacc", "PACC readers", read_told_pacc, why_no_pacc},\n',
               '    Format{"hello", "greeters", read_told_hello,\n'
               '           [](const Account& a) { return why_not(a.policies().hello.enabled, true); }},\n')
    show = "test/system/show.py"
    tree.replace(show, '"mobileconfig", "pacc", "dns"]', '"mobileconfig", "pacc", "hello", "dns"]')
    tree.replace("test/system/show_readers.py", '"pacc": pacc,\n', '"pacc": pacc, "hello": lambda text: ([], text),\n')
    tree.replace("README.md", "| people | `/` on the same hosts",
                 "| greeters | `/.well-known/hello` | a greeting |\n| people | `/` on the same hosts")
    tree.after("test/cases/config.yaml", "    home_url: https://www.pacc.example/\n", "    hello: { enabled: true }\n")
    tree.add("test/cases/hello/01-off/request", "GET /.well-known/hello HTTP/1.1\nHost: example.com\n")

    def proof():
        tree.passes("test/hygiene.py")
        tree.passes(show, BINARY)
        tree.prints("/.well-known/hello", BINARY, "routes")
        tree.prints("greeters", BINARY, "show", "--all", "a@example.com", "-c", "conf/example.yaml")
    return proof


# Each changes a tree, and returns what shows that it worked once the tree is built.
RECIPES = {"case": a_case, "test": a_test, "key": a_key, "language": a_language, "service": a_service, "record": a_record,
           "protocol": a_protocol}


def apply(name, tree):
    """The proof. The files that were changed are those that CONTRIBUTING.md names."""
    named, tree.changed = places(name), set()
    check(f"recipe `{name}`", "" if named else "CONTRIBUTING.md has no numbered list for it")
    proof = RECIPES[name](tree)
    for each in sorted(named):
        check(f"{name}: {each}", "" if any(matches(each, path) for path in tree.changed) else "needs no change")
    for path in sorted(tree.changed):
        check(f"{name}: {path}", "" if any(matches(each, path) for each in named) else "is not named in CONTRIBUTING.md")
    return proof


def main(build, names):
    with tempfile.TemporaryDirectory(dir=build) as folder:
        tree = Tree(pathlib.Path(folder), build)
        proofs = [apply(name, tree) for name in names]
        tree.make("all", UNIT)
        tree.fails("cases without a response", UNIT, "--run_test=cases")
        tree.passes(UNIT, "--run_test=cases", UPDATE_GOLDENS="1")
        tree.passes(UNIT, "--report_level=short") if set(names) - {"case", "test"} else tree.passes(UNIT, "--run_test=cases")
        for proof in proofs:
            proof()


try:
    main(pathlib.Path(sys.argv[1]).resolve(), sys.argv[2:] or list(RECIPES))
except (AssertionError, OSError, subprocess.TimeoutExpired) as error:
    check("a recipe does not fit the tree any more", str(error))
print(f"{sum(results)} passed, {len(results) - sum(results)} failed")
sys.exit(0 if all(results) else 1)
