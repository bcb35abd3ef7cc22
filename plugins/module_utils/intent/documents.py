"""YAML as a person edits it: plain values with the line of each, and everything that is wrong, at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import yaml

from ..common.errors import Problem, Source

if TYPE_CHECKING:
    from .sources import Key

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_YAML_TAG = "tag:yaml.org,2002:"
_KINDS = ("bool", "float", "int", "map", "merge", "null", "seq", "str", "timestamp", "value")
_TAGS = {_YAML_TAG + kind for kind in _KINDS}
_NOTHING = {"", "~", "null", "Null", "NULL"}
_DEEPEST = 20
"""No part of an intent nests deeper than seven levels; beyond this, a file is a mistake or an attack."""

Value = str | list["Value"] | dict[str, "Value"] | None


@dataclass(slots=True, kw_only=True)
class Document:
    """What a file says.

    Attributes:
        value: Mappings, lists and text; None where nothing is written. Nothing is converted: whether ``22:00`` is a
            time or ``no`` a truth value is for the schema to say, not for YAML.
        places: Where each value begins, by its path in ``value``.
        refused: Paths at which nothing more can be said, because what stands there was refused.
        problems: What made parts of the file unusable.
    """

    value: Value = None
    places: dict[tuple[Key, ...], Source] = field(default_factory=dict)
    refused: set[tuple[Key, ...]] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)

    @property
    def readable(self) -> bool:
        """The file as a whole could be parsed."""
        return bool(self.places)


def decode(content: bytes, path: str, problems: list[Problem]) -> str | None:
    """Text of a file; None, with a problem, when it is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        problems.append(
            Problem(
                source=Source(path, line),
                subject="file",
                found=f"byte 0x{content[error.start]:02x} is not UTF-8 text",
                expected="text in UTF-8",
                remedy="save the file with the encoding UTF-8",
            )
        )
        return None


def read_yaml(content: bytes, path: str) -> Document:
    """Parse one YAML document.

    Refused beyond what YAML refuses: a key twice in a mapping, aliases (each value stands where it is used, so that its
    line can be named) and tags.
    """
    document = Document()
    text = decode(content, path, document.problems)
    if text is None:
        return document
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        document.problems.append(_syntax_problem(error, text, path))
    except RecursionError:
        document.problems.append(_too_deep(Source(path)))
    else:
        document.places[()] = Source(path, 1)
        if node is not None:
            document.value = _Builder(path, document).build(node, ())
    return document


class _Builder:
    """Turns nodes into values and keeps their places."""

    def __init__(self, path: str, document: Document) -> None:
        self._path = path
        self._document = document
        self._seen: set[int] = set()

    def build(self, node: yaml.Node, path: tuple[Key, ...]) -> Value:
        # Under a key, the line of the key is the one to open; an alias knows only where its anchor stands.
        source = self._document.places.setdefault(path, Source(self._path, node.start_mark.line + 1))
        if id(node) in self._seen:
            found = "an alias (*) stands for a value"
            return self._refuse(path, source, found, "the value itself", "write the value out")
        self._seen.add(id(node))
        if len(path) > _DEEPEST:
            self._document.refused.add(path)
            self._document.problems.append(_too_deep(source))
            return None
        if node.tag not in _TAGS:
            tag = node.tag.replace(_YAML_TAG, "!!")
            return self._refuse(path, source, f"there is a tag {tag}", "a plain value", "remove the tag")
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(item, (*path, index)) for index, item in enumerate(node.value)]
        if not isinstance(node, yaml.ScalarNode) or (not node.style and node.value in _NOTHING):
            return None
        return str(node.value)

    def _mapping(self, node: yaml.MappingNode, path: tuple[Key, ...]) -> Value:
        result: dict[str, Value] = {}
        lines: dict[str, int] = {}
        for key_node, value_node in node.value:
            source = Source(self._path, key_node.start_mark.line + 1)
            if not isinstance(key_node, yaml.ScalarNode):
                self._refuse(path, source, "a list or mapping is used as a key", "a word as key", "")
                continue
            key = str(key_node.value)
            if key in lines:
                self._refuse(
                    (*path, key),
                    source,
                    f"key {key} stands here a second time (first in line {lines[key]})",
                    "each key once",
                    "remove one of the two",
                )
                continue
            lines[key] = source.line
            self._document.places[(*path, key)] = source
            result[key] = self.build(value_node, (*path, key))
        return result

    def _refuse(self, path: tuple[Key, ...], source: Source, found: str, expected: str, remedy: str) -> Value:
        """Note a problem; nothing stands in place of what is refused."""
        self._document.refused.add(path)
        self._document.problems.append(
            Problem(source=source, subject="file", found=found, expected=expected, remedy=remedy)
        )
        return None


def _too_deep(source: Source) -> Problem:
    return Problem(
        source=source,
        subject="file",
        found=f"values are nested more than {_DEEPEST} levels deep",
        expected="the structure of the example in inventories/lab/intent",
    )


def _syntax_problem(error: yaml.YAMLError, text: str, path: str) -> Problem:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 0
    lines = text.splitlines()
    written = lines[line - 1].strip() if 0 < line <= len(lines) else ""
    reason = getattr(error, "problem", None) or "unreadable character"
    return Problem(
        source=Source(path, line),
        subject="file",
        found=f"this is not YAML ({reason})" + (f" at {written!r}" if written else ""),
        expected="keys and values as in the example in inventories/lab/intent",
        remedy=_syntax_remedy(reason, written),
    )


def _syntax_remedy(reason: str, written: str) -> str:
    if "\t" in written or "tab" in reason or "cannot start any token" in reason:
        return "indent with spaces; put a value that begins with a special character in quotes"
    if "mapping values are not allowed" in reason:
        return "check the indentation, and put a value that contains a colon in quotes"
    if "expected ',' or" in reason:
        return "close the bracket or brace, and separate its parts with commas"
    if "quoted scalar" in reason:
        return "close the quotes"
    return "check the indentation and the lines just above"
