# SPDX-License-Identifier: MIT
"""What draft-ietf-mailmaint-pacc allows, as far as we use it: a closed set of keys."""
import json
import re
import urllib.parse

HOST = re.compile(r"(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]*[a-z-][a-z0-9-]*")
URI = re.compile(r"[a-z][a-z0-9+.-]*:[!-~]+")
ENCODED_UNRESERVED = re.compile(r"%(4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A]|3[0-9]|2[DE]|5F|7E)", re.I)
MAIL = ("imap", "pop3", "submit", "smtp")
BY_URL = ("jmap", "caldav", "carddav", "webdav")


def host(value):
    return isinstance(value, str) and HOST.fullmatch(value) is not None


def https(value):
    """At the default port and without a user."""
    if not isinstance(value, str) or not URI.fullmatch(value):
        return False
    parts = urllib.parse.urlsplit(value)
    return parts.scheme == "https" and HOST.fullmatch(parts.netloc) is not None


def https_with_path(value):
    return https(value) and urllib.parse.urlsplit(value).path.startswith("/")


def issuer(value):
    return (https(value) and not set("?#") & set(value) and not ENCODED_UNRESERVED.search(value)
            and not {".", ".."} & set(value.split("/")))


def name(longest):
    def fits(value):
        return (isinstance(value, str) and 0 < len(value) <= longest and value == " ".join(value.split(" "))
                and "" not in value.split(" ") and not re.search(r"[\x00-\x1f\x7f-\x9f]", value))
    return fits


def boolean(value):
    return isinstance(value, bool)


def pixels(value):
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


def some(check):
    return lambda value: isinstance(value, list) and bool(value) and all(check(item) for item in value)


def content_type(value):
    return isinstance(value, str) and re.fullmatch(r"image/[a-z0-9.+-]+", value) is not None


def uri(value):
    return isinstance(value, str) and URI.fullmatch(value) is not None


def table(required, optional=None):
    """A check of an object: every required key, no key but these, each value good."""
    rules = {**required, **(optional or {})}

    def check(value):
        return (isinstance(value, dict) and required.keys() <= value.keys() <= rules.keys()
                and all(rules[key](item) for key, item in value.items()))
    return check


def logo(value):
    shape = table({"url": https, "content-type": content_type}, {"width": pixels, "height": pixels})
    if not shape(value) or ("width" in value) != ("height" in value):
        return False
    return "width" not in value or not value["content-type"].startswith("image/svg")


TOP = {
    "protocols": table({}, {**{key: table({"host": host}) for key in MAIL},
                            **{key: table({"url": https_with_path}) for key in BY_URL}}),
    "authentication": table({"password": boolean}, {"oauth-public": table({"issuer": issuer})}),
    "info": table({"provider": table({"name": name(60)}, {"shortName": name(20), "logo": some(logo)})},
                  {"help": table({}, {"documentation": https, "developer": https, "contact": some(uri)})}),
}


def no_duplicates(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError("a key is there twice")
    return dict(pairs)


def across(document):
    """Rules that concern more than one value."""
    protocols, proofs = document["protocols"], document["authentication"]
    if protocols.get("submit") != protocols.get("smtp"):
        yield "submit and smtp differ"
    if "jmap" not in protocols and not ("submit" in protocols and protocols.keys() & {"imap", "pop3"}):
        yield "mail cannot be read and sent"
    if not proofs["password"] and "oauth-public" not in proofs:
        yield "nobody can log in"


def problems(body):
    """What is wrong with the bytes of a document."""
    try:
        document = json.loads(body.decode("utf-8"), object_pairs_hook=no_duplicates)
    except ValueError as error:
        yield f"no JSON: {error}"
        return
    if not isinstance(document, dict) or document.keys() != TOP.keys():
        yield f"the keys are not {', '.join(TOP)}"
        return
    wrong = [key for key, check in TOP.items() if not check(document[key])]
    if wrong:
        yield from (f"{key} is wrong: {document[key]}" for key in wrong)
        return
    yield from across(document)
    if json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() != body:
        yield "the bytes are not canonical"
