"""Reads YANG modules (RFC 7950) as far as data nodes go: which statements there are, and what extensions say of them.

Only what ``constraint_model`` needs is kept: modules with their imports, groupings and uses, augments, data nodes with
choices, and the extensions ``must`` and ``must-message``. Types, descriptions and all the rest are skipped.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA: Final = frozenset({"container", "list", "leaf", "leaf-list"})
_KEPT: Final = DATA | {
    "module", "submodule", "prefix", "import", "include", "belongs-to", "grouping", "uses", "augment", "choice", "case",
}
_EXTENSIONS: Final = frozenset({"must", "must-message"})
_TOKEN: Final = re.compile(
    r"""\s+ | //[^\n]* | /\*.*?\*/ | "(?P<double>(?:[^"\\]|\\.)*)" | '(?P<single>[^']*)' | (?P<sign>[{};])
    | (?P<word>(?:[^\s{};"'/]|/(?![/*]))+) | (?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)
_ESCAPED: Final = {"n": "\n", "t": "\t"}


@dataclass(slots=True)
class Statement:
    """One statement; extensions go by their name without a prefix, as ``:must``."""

    keyword: str
    argument: str
    below: list[Statement] = field(default_factory=list)

    def named(self, keyword: str) -> Iterator[Statement]:
        """The statements below with a keyword."""
        return (statement for statement in self.below if statement.keyword == keyword)


def parse_module(text: str, *, name: str) -> Statement:
    """Read a module or submodule.

    Args:
        text: The whole file.
        name: The file, for the message.

    Raises:
        InputError: It is no YANG module.
    """
    root = Statement("", "")
    stack: list[Statement | None] = [root]
    words: list[str] = []
    end = 0
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind is None:
            continue
        if kind == "rest":
            break
        end = match.end()
        if kind != "sign":
            words.append(_unescaped(match["double"]) if kind == "double" else match[kind])
            continue
        if match["sign"] == "}":
            stack.pop()
            if not stack or words:
                break
            continue
        made = _statement(words) if words and stack[-1] is not None else None
        if made is not None and stack[-1] is not None:
            stack[-1].below.append(made)
        if match["sign"] == "{":
            stack.append(made)
        words = []
    if len(stack) != 1 or words or text[end:].strip() or not root.below:
        line = text.count("\n", 0, end) + 1
        place, expected = Source(name, line), "a module as Juniper publishes them"
        raise InputError([Problem(source=place, subject="YANG", found="a syntax error", expected=expected)])
    return root.below[0]


def _statement(words: list[str]) -> Statement | None:
    """A statement that is kept; the parts of its argument are joined by ``+``."""
    keyword, *rest = words
    prefix, colon, extension = keyword.rpartition(":")
    if colon and prefix and extension in _EXTENSIONS:
        return Statement(f":{extension}", "".join(rest[::2]))
    return Statement(keyword, "".join(rest[::2])) if keyword in _KEPT else None


def _unescaped(text: str) -> str:
    return _ESCAPE.sub(lambda found: _ESCAPED.get(found[1], found[1]), text) if "\\" in text else text
