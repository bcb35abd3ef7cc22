"""What pydantic refuses, in the words of the intent: object, field, what stands there, what should, how to mend it."""

from __future__ import annotations

import re
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from ..common.errors import Problem
from .draft import title
from .wording import Shape, expectation, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pydantic import ValidationError

    from .models import Record
    from .sources import Key, SourceMap

_LONGEST = 60
_CONCEALED = ("network", "secrets")


def complaints(
    error: ValidationError, kind: type[Record], path: tuple[Key, ...], *, raw: object, sources: SourceMap
) -> Iterator[tuple[tuple[Key, ...], Problem]]:
    """The problems of one object, each once, with the path of what is wrong.

    Args:
        error: What pydantic said about the object.
        kind: The schema that it was held against.
        path: Where the object stands in the intent.
        raw: Everything that was read, to name objects by.
        sources: Places.
    """
    said = set()
    errors = error.errors(include_url=False)
    for item in errors:
        if item["type"] == "too_short" and any(_inside(other["loc"], item["loc"]) for other in errors):
            # Members that are wrong themselves do not count for pydantic.
            continue
        where = _locate(Shape(kind), item["loc"])
        inner = (*path, *where.path)
        if (inner, where.about_key) in said:
            continue
        said.add((inner, where.about_key))
        found, expected, remedy = _words(item["type"], item["input"], where, field_name(inner, raw))
        if inner[: len(_CONCEALED)] == _CONCEALED and isinstance(item["input"], str) and not where.about_key:
            # Who writes a value where its source belongs must not find it in a log.
            found, remedy = found.replace(show(item["input"]), "text that is not shown"), ""
        yield (
            inner,
            Problem(
                source=sources.at(*inner), subject=title(inner, raw), found=found, expected=expected, remedy=remedy
            ),
        )


def _inside(location: tuple[int | str, ...], outer: tuple[int | str, ...]) -> bool:
    return len(location) > len(outer) and location[: len(outer)] == outer


def field_name(path: tuple[Key, ...], raw: object) -> str:
    """Name of a field inside its object, such as ``pools.links``; empty for the object itself."""
    found: Any = raw
    words: list[str] = []
    for position, key in enumerate(path):
        found = found.get(key) if isinstance(found, dict) else found[key] if _holds(found, key) else None
        if isinstance(key, int) and isinstance(found, dict):
            words = []
        elif position and isinstance(key, str):
            words.append(key)
    return ".".join(words)


def _holds(found: object, key: Key) -> bool:
    return isinstance(found, list) and isinstance(key, int) and key < len(found)


class _Where:
    """A place in the schema: the path in the intent, what is expected there and what around it."""

    def __init__(self, shape: Shape) -> None:
        self.path: tuple[Key, ...] = ()
        self.shape = shape
        self.around = shape
        self.about_key = False


def _locate(shape: Shape, location: tuple[int | str, ...]) -> _Where:
    where = _Where(shape)
    for key in location:
        if key == "[key]":
            where.about_key = True
            break
        if where.shape.members():
            variant = where.shape.variant(str(key))
            if variant is None:
                break
            where.shape = variant
            continue
        inner = where.shape.inside(key)
        where.path = (*where.path, key)
        where.around = where.shape
        if inner is None:
            break
        where.shape = inner
    return where


def _words(kind: str, value: object, where: _Where, name: str) -> tuple[str, str, str]:
    """Found, expected and remedy."""
    last = str(where.path[-1]) if where.path else ""
    if kind == "missing" and where.path and isinstance(where.path[-1], int):
        return f"{name} has too few members", expectation(where.around), ""
    if kind == "missing":
        return f"{name} is missing", expectation(where.shape), ""
    if kind == "extra_forbidden":
        known = list(where.around.type.model_fields)
        similar = nearest(last, known)
        remedy = f"rename it to {similar}" if similar else "remove it"
        return f"unknown key {last}", f"the keys {', '.join(known)}", remedy
    if kind.startswith("union_tag"):
        kinds = [get_args(member.model_fields["kind"].annotation)[0] for member in where.shape.members()]
        given = value.get("kind") if isinstance(value, dict) else None
        found = f"kind is {show(given)}" if given else "kind is missing"
        return found, f"one of {', '.join(kinds)}", _remedy(Shape(Literal[tuple(kinds)]), given)
    if where.about_key:
        return f"{name.rpartition('.')[0]} has a key {last}", expectation(where.around.key()), ""
    return f"{name or 'it'} is {show(value)}", expectation(where.shape), _remedy(where.shape, value)


def show(value: object) -> str:
    """A value as a person wrote it, short enough for a line."""
    if isinstance(value, str):
        return f"'{value if len(value) <= _LONGEST else value[:_LONGEST] + '...'}'"
    if isinstance(value, list | tuple):
        return f"a list of {len(value)}"
    if isinstance(value, dict):
        return f"a mapping of {len(value)}"
    return "empty" if value is None else f"'{value}'"


def _remedy(shape: Shape, value: object) -> str:
    if get_origin(shape.type) is tuple and isinstance(value, str):
        return f"write [{value}]"
    if not isinstance(value, str):
        return ""
    if get_origin(shape.type) is Literal:
        similar = nearest(value, [str(choice) for choice in get_args(shape.type)])
        return f"write {similar}" if similar else ""
    if shape.type is IPv4Network:
        return _network_remedy(value)
    if shape.type is int and re.fullmatch(r"[0-9]{1,3}([ ,_'.][0-9]{3})+", value):
        return f"write {re.sub('[^0-9]', '', value)}"
    pattern = shape.constraint("pattern")
    if shape.type is str and pattern:
        return _text_remedy(value, pattern)
    return ""


def _network_remedy(value: str) -> str:
    try:
        return f"write {IPv4Network(value, strict=False)}"
    except ValueError:
        return ""


def _text_remedy(value: str, pattern: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9]+", "-", value).strip("-")
    candidates = (slug.lower(), slug.upper(), value.zfill(5))
    fitting = next((candidate for candidate in candidates if candidate and re.fullmatch(pattern, candidate)), "")
    return f"write {fitting}" if fitting else ""
