"""The expressions of ``junos:must``: how they are written, and whether one holds at a place of a configuration.

The language is not documented; what is known of it was read off the published models: quoted paths of CLI words with
``!``, ``&&``, ``||`` and parentheses. A path holds when it leads somewhere. It starts at the top, with ``.`` at the
constrained statement, or goes up with ``..``, one level of statements at a time. ``$$`` is the value (or the key) of
the constrained statement, ``$$-IFL`` the same as the words of a logical interface, ``$$={high}`` a literal value,
``${interface}`` the key of the list of that name around it, ``<*>`` any key or value, ``<ps*>`` one that fits.
``any`` adds nothing to that, ``all`` asks every entry of the last ``<*>``, ``unique`` allows one place at most. A
path whose words the grammar does not have can neither hold nor fail.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .schema import CONTAINER, LEAF_LIST, LIST
from .tree import INACTIVE
from .tree_words import unspoken

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schema import SchemaNode
    from .tree import Node

_TOKEN: Final = re.compile(r'\s*(?:"((?:[^"\\]|\\.)*)"|(&&|\|\||[()!]|any\b|all\b|unique\b))')
_VARIABLE: Final = re.compile(r"\$\{([\w-]+)\}")
_LITERAL: Final = re.compile(r"\$\$=\{(.*)\}")
_Quantity = Literal["any", "all", "unique"]


class Undecidable(Exception):
    """A path that speaks of what the grammar does not know, or text that is no expression."""


@dataclass(frozen=True, slots=True)
class _Path:
    words: tuple[str, ...]
    quantity: _Quantity


@dataclass(frozen=True, slots=True)
class _Not:
    what: _Expression


@dataclass(frozen=True, slots=True)
class _Both:
    sign: str
    one: _Expression
    other: _Expression


_Expression: TypeAlias = "_Path | _Not | _Both"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a constraint is judged.

    Attributes:
        here: The statement itself; for the key of a list entry, the entry.
        above: The statements around it, from the top of the configuration; the last is what ``..`` means.
        value: Its value or key; empty when it has none.
    """

    here: Node
    above: tuple[Node, ...]
    value: str


def holds(expression: str, place: Place) -> bool | None:
    """Whether an expression holds at a place; None when nobody can tell."""
    try:
        return _judge(_parsed(expression), place)
    except Undecidable:
        return None


def _judge(what: _Expression, place: Place) -> bool | None:
    if isinstance(what, _Not):
        found = _judge(what.what, place)
        return None if found is None else not found
    if isinstance(what, _Both):
        decides = what.sign == "||"
        one = _judge(what.one, place)
        if one is decides:
            return decides
        other = _judge(what.other, place)
        return decides if other is decides else None if None in (one, other) else not decides
    try:
        return _leads(what, place)
    except Undecidable:
        return None


def _leads(what: _Path, place: Place) -> bool:
    start, words = _start(what.words, place)
    if what.quantity == "all":
        return _all(start, words)
    found = _find(start, words)
    if what.quantity == "unique":
        return sum(1 for _ in found) <= 1
    return any(True for _ in found)


def _start(words: tuple[str, ...], place: Place) -> tuple[Node, tuple[str, ...]]:
    if words[:1] == (".",):
        return place.here, _filled(words[1:], place)
    ups = 0
    while ups < len(words) and words[ups] == "..":
        ups += 1
    if ups > len(place.above):
        raise Undecidable
    start = place.above[-ups] if ups else place.above[0]
    filled = _filled(words[ups:], place)
    return start, filled if ups else _with_unit(filled)


def _with_unit(words: tuple[str, ...]) -> tuple[str, ...]:
    """The name of a logical interface stands for its port and unit; a port in its place for the unit 0."""
    if words[:1] != ("interfaces",) or len(words) < 2 or ("." not in words[1] and words[2:3] != ("family",)):
        return words
    port, _, unit = words[1].partition(".")
    return ("interfaces", port, "unit", unit or "0", *words[2:])


def _filled(words: tuple[str, ...], place: Place) -> tuple[str, ...]:
    """The words of a path with the values of the place."""
    return tuple(word for written in words for word in _values(written, place))


def _values(word: str, place: Place) -> tuple[str, ...]:
    if word in ("$$-IFL", "$$-IFD"):
        port, _, unit = place.value.partition(".")
        return (port, "unit", unit or "0") if word == "$$-IFL" else (port,)
    literal = _LITERAL.fullmatch(word)
    if literal is not None:
        return (literal[1],)
    if "${" in word:
        word = _VARIABLE.sub(lambda found: _key(found[1], place), word)
    if "$$" in word and not place.value:
        raise Undecidable
    return (word.replace("$$", place.value),)


def _key(name: str, place: Place) -> str:
    for node in reversed(place.above):
        if node.schema.kind == LIST and node.name == name:
            return node.key
    raise Undecidable


def _all(start: Node, words: tuple[str, ...]) -> bool:
    """Whether what follows the last ``<*>`` is there in every entry that it stands for."""
    if "<*>" not in words:
        return any(True for _ in _find(start, words))
    last = len(words) - 1 - words[::-1].index("<*>")
    rest = words[last + 1 :]
    return all(any(True for _ in _find(entry, rest)) for entry in _find(start, words[: last + 1]))


def _find(node: Node, words: tuple[str, ...]) -> Iterator[Node]:
    """Every statement that a path leads to."""
    if not words:
        yield node
        return
    schema, rest = _step(node.schema, words)
    if schema.kind == LIST:
        wanted, rest = _keys(schema, rest)
        for child in _named(node, schema):
            if all(_fits(key, word) for key, word in zip(child.keys, wanted, strict=False)):
                yield from _find(child, rest)
    elif schema.kind == CONTAINER:
        for child in _named(node, schema):
            yield from _find(child, rest)
    else:
        for child in _named(node, schema):
            if not rest or (child.text is not None and _fits(child.text, rest[0])):
                yield child


def _step(schema: SchemaNode, words: tuple[str, ...]) -> tuple[SchemaNode, tuple[str, ...]]:
    """The statement that the first word names or, where its keyword is hidden, is a key of."""
    if schema.kind not in (CONTAINER, LIST):
        raise Undecidable
    child = schema.words.get(words[0])
    if child is not None:
        return child, words[1:]
    if "*" in words[0]:
        child = next((hidden for hidden in schema.hidden_children if hidden.kind in (LIST, LEAF_LIST)), None)
    else:
        child = unspoken(schema, words[0])
    if child is None:
        raise Undecidable
    return child, words


def _keys(schema: SchemaNode, words: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words for the keys of a list entry, and those behind; fewer when the path ends before."""
    found: list[str] = []
    index = 0
    for key in schema.keys:
        if key.word and index < len(words) and words[index] == key.word:
            index += 1
        if index < len(words):
            found.append(words[index])
            index += 1
    return tuple(found), words[index:]


def _named(node: Node, schema: SchemaNode) -> Iterator[Node]:
    return (child for child in node.below.values() if child.schema is schema and not child.flags & INACTIVE)


def _fits(value: str, word: str) -> bool:
    return fnmatchcase(value, word[1:-1]) if word.startswith("<") and word.endswith(">") else value == word


@cache
def _parsed(expression: str) -> _Expression:
    tokens = [("path", found[1]) if found[2] is None else ("sign", found[2]) for found in _TOKEN.finditer(expression)]
    left = "".join(_TOKEN.sub("", expression).split())
    reader = _Reader(tokens)
    whole = reader.either()
    if left or reader.waiting:
        raise Undecidable
    return whole


class _Reader:
    """Reads the signs of an expression; ``&&`` binds closer than ``||``."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self.waiting = tokens[::-1]

    def either(self) -> _Expression:
        """Alternatives."""
        found = self._both()
        while self._take("||"):
            found = _Both("||", found, self._both())
        return found

    def _both(self) -> _Expression:
        found = self._one()
        while self._take("&&"):
            found = _Both("&&", found, self._one())
        return found

    def _one(self) -> _Expression:
        if self._take("!"):
            return _Not(self._one())
        if self._take("("):
            found = self.either()
            if not self._take(")"):
                raise Undecidable
            return found
        for quantity in ("all", "unique", "any"):
            if self._take(quantity):
                inner = self._one()
                if not isinstance(inner, _Path):
                    return inner
                return _Path(inner.words, quantity)
        if not self.waiting or self.waiting[-1][0] != "path":
            raise Undecidable
        return _Path(tuple(self.waiting.pop()[1].split()), "any")

    def _take(self, sign: str) -> bool:
        if self.waiting and self.waiting[-1] == ("sign", sign):
            self.waiting.pop()
            return True
        return False
