"""Keeps secrets out of whatever is shown, logged or returned."""

from __future__ import annotations

import re

from .secret_token import PREFIX

HIDDEN = "<hidden>"

_STATEMENTS = (
    "encrypted-password",
    "plain-text-password-value",
    "authentication-key",
    "authentication-password",
    "privacy-password",
    "simple-password",
    "pre-shared-key",
    "secret",
    "password",
    "passphrase",
    "cak",
    "md5",
)
_NAMES = "|".join(_STATEMENTS)
# A token is no secret, and tells which one is meant.
_OTHER = rf"(?!\"?{re.escape(PREFIX)})"
_VALUE = rf"{_OTHER}(\"(?:[^\"\\]|\\.)*\"|[^\s;{{}}\"<>]+)"
# `secret "$9$..."; ## SECRET-DATA` and `set ... secret "..."`; what a name is followed by in braces is no secret.
_STATEMENT = re.compile(rf"(?<![\w-])((?:{_NAMES})(?:\s+(?:ascii-text|hexadecimal|value))?\s+){_VALUE}")
_ELEMENT = re.compile(rf"(<((?:[\w.]+:)?(?:{_NAMES}|ascii-text|hexadecimal))(?:\s[^>]*)?>){_OTHER}[^<]+(</\2>)")
_JSON = re.compile(rf"(\"(?:{_NAMES}|ascii-text|hexadecimal)\"\s*:\s*){_OTHER}\"(?:[^\"\\]|\\.)*\"")
_MARKED = re.compile(
    rf"^(\s*[-+!]?\s*\S.*\s){_OTHER}(\"(?:[^\"\\]|\\.)*\"|\S+);(\s*## SECRET-DATA)", re.MULTILINE
)
# Junos $9$ (reversible), $8$ (master password), and crypt hashes, wherever they stand.
_HASH = re.compile(r"\$(?:1|5|6|8|9|sha1)\$[^\s\"';<>]+")


def conceal(text: str) -> str:
    """Replace every secret of a configuration, a comparison, XML, JSON or message by ``<hidden>``.

    Reversible hashes count as secrets; public keys do not.
    """
    # XML text cannot hold an unescaped angle bracket.
    hidden = HIDDEN if not text.lstrip().startswith("<") else "hidden"
    text = _MARKED.sub(rf'\1"{hidden}";\3', text)
    text = _ELEMENT.sub(rf"\1{hidden}\3", text)
    text = _JSON.sub(rf'\1"{hidden}"', text)
    text = _STATEMENT.sub(lambda found: f'{found.group(1)}"{hidden}"', text)
    return _HASH.sub(hidden, text)
