"""What the schema expects, in plain words, and names that somebody may have meant."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import date, datetime, time
from ipaddress import IPv4Address, IPv4Network, IPv6Network
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_PLAIN = {
    str: "text",
    bool: "true or false",
    IPv4Network: "an IPv4 prefix such as 10.0.0.0/16, all bits after its length zero",
    IPv6Network: "an IPv6 prefix such as 2001:db8::/32, all bits after its length zero",
    IPv4Address: "an IPv4 address such as 10.2.0.1",
    date: "a day such as 2020-08-24",
    datetime: "a day and time such as 2020-08-24 22:00",
    time: 'a time of day such as "22:00"',
}


def nearest(name: str, known: Iterable[str]) -> str:
    """The known name that ``name`` was probably meant to be; empty when none is near."""
    names = list(known)
    folded = {candidate.lower().replace("_", "-"): candidate for candidate in names}
    found = difflib.get_close_matches(name.lower().replace("_", "-"), folded, n=1, cutoff=0.6)
    return folded[found[0]] if found else ""


def listed(names: Iterable[str], *, most: int = 8) -> str:
    """Names for a message, cut where it would become unreadable."""
    shown = list(names)
    rest = len(shown) - most
    return ", ".join(shown[:most]) + (f" and {rest} more" if rest > 0 else "") if shown else "none"


@dataclass(frozen=True, slots=True)
class Shape:
    """A type of the schema with the constraints on it.

    Attributes:
        type: Without ``Annotated``.
        constraints: What pydantic knows beyond the type (``ge``, ``min_length``, descriptions and such).
    """

    type: Any
    constraints: tuple[Any, ...] = ()

    @classmethod
    def of(cls, annotation: object) -> Shape:
        """Shape of a type annotation; of what may be left out, the shape that it has when it is there."""
        constraints: list[Any] = []
        while True:
            if get_origin(annotation) is Annotated:
                annotation, *metadata = get_args(annotation)
                constraints += metadata
            elif get_origin(annotation) in (Union, UnionType) and len(rest := _without_none(annotation)) == 1:
                (annotation,) = rest
            else:
                break
        return cls(annotation, tuple(_flat(constraints)))

    @classmethod
    def of_field(cls, field: FieldInfo) -> Shape:
        """Shape of a field of a record."""
        inner = cls.of(field.annotation)
        return cls(inner.type, (*inner.constraints, *_flat([field])))

    def constraint(self, name: str) -> Any:  # noqa: ANN401 (whatever pydantic holds)
        """Value of a constraint such as ``ge``; None when there is none."""
        return next((value for item in self.constraints if (value := getattr(item, name, None)) is not None), None)

    def inside(self, key: str | int) -> Shape | None:
        """Shape of what stands under a key or at an index; None when nothing can stand there."""
        if isinstance(self.type, type) and issubclass(self.type, BaseModel):
            field = self.type.model_fields.get(str(key))
            return Shape.of_field(field) if field else None
        if get_origin(self.type) is tuple and isinstance(key, int):
            arguments = [item for item in get_args(self.type) if item is not Ellipsis]
            return Shape.of(arguments[min(key, len(arguments) - 1)])
        if get_origin(self.type) is dict:
            return Shape.of(get_args(self.type)[1])
        return None

    def variant(self, tag: str) -> Shape | None:
        """The member of a union of records whose ``kind`` is ``tag``."""
        for member in self.members():
            if isinstance(member, type) and issubclass(member, BaseModel):
                kind = member.model_fields.get("kind")
                if kind and tag in get_args(kind.annotation):
                    return Shape(member)
        return None

    def members(self) -> tuple[Any, ...]:
        """Members of a union; empty for any other type."""
        return get_args(self.type) if get_origin(self.type) in (Union, UnionType) else ()

    def key(self) -> Shape:
        """Shape of the keys of a mapping."""
        return Shape.of(get_args(self.type)[0])


def _without_none(union: object) -> list[object]:
    return [member for member in get_args(union) if member is not NoneType]


def _flat(constraints: Iterable[Any]) -> Iterator[Any]:
    for item in constraints:
        yield item
        if isinstance(item, FieldInfo):
            yield from item.metadata


def expectation(shape: Shape) -> str:
    """What may stand in place of a shape, for the sentence ``Expected: ...``."""
    origin = get_origin(shape.type)
    if origin is Literal:
        values = [str(value) for value in get_args(shape.type)]
        return values[0] if len(values) == 1 else f"one of {', '.join(values)}"
    if shape.type is int:
        return _whole_number(shape)
    if shape.type is str and shape.constraint("description"):
        return str(shape.constraint("description"))
    if shape.type in _PLAIN:
        return _PLAIN[shape.type]
    if origin is tuple:
        return _list(shape)
    if origin is dict:
        inner = expectation(Shape.of(get_args(shape.type)[1]))
        return f"a mapping from {expectation(shape.key())} to {inner}"
    if isinstance(shape.type, type) and issubclass(shape.type, BaseModel):
        return f"a mapping with the keys {', '.join(shape.type.model_fields)}"
    return " or ".join(expectation(Shape.of(member)) for member in shape.members() if member is not NoneType)


def _whole_number(shape: Shape) -> str:
    low, high = shape.constraint("ge"), shape.constraint("le")
    if low is None or high is None:
        return "a whole number" + ("" if low is None else f" of at least {low}")
    return f"a whole number from {low} to {high}"


def _list(shape: Shape) -> str:
    arguments = get_args(shape.type)
    least = shape.constraint("min_length") or (0 if Ellipsis in arguments else len(arguments))
    most = shape.constraint("max_length") or (0 if Ellipsis in arguments else len(arguments))
    inner = Shape.of(arguments[0])
    what = expectation(inner)
    if least and least == most:
        return f"a list of exactly {least}, each {what}"
    bounds = f" of {least} to {most}" if most else f" of at least {least}" if least else ""
    return f"a list{bounds}, each {what}"
