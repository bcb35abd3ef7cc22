"""An intent on its way in: the objects that are sound by themselves, each with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from ..common.errors import Problem
from . import models
from .wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..common.errors import Source
    from .sources import Key, SourceMap

T = TypeVar("T", bound=models.Record, covariant=True)

LABELS = {
    "routers": "router",
    "links": "link",
    "interconnects": "interconnect",
    "regions": "region",
    "counties": "county",
    "services": "service",
    "site_types": "site type",
    "hubs": "hub",
    "datacenters": "data center",
    "spines": "spine",
    "leaves": "leaf",
    "servers": "server",
    "sites": "site",
    "freezes": "freeze",
    "users": "user",
    "hardware": "hardware",
    "remote_modes": "mode",
    "powered": "powered device",
    "images": "image",
    "serials": "serial number of",
}
"""What one member of a list is called in messages."""


def title(path: tuple[Key, ...], raw: object) -> str:
    """What to call the object at ``path`` in messages, such as ``data center okc, leaf okc-leaf3``."""
    parts: list[str] = []
    for position, key in enumerate(path):
        raw = _inside(raw, key)
        if position == 0 and not isinstance(raw, list):
            parts.append(str(key))
        if isinstance(key, int) and (isinstance(raw, dict) or position == 1):
            label = LABELS.get(str(path[position - 1]), str(path[position - 1]))
            parts.append(f"{label} {_name_of(raw) or f'number {key + 1}'}")
    return ", ".join(parts) if parts else str(path[0]) if path else "file"


def _inside(raw: object, key: Key) -> object:
    if isinstance(raw, dict):
        return raw.get(str(key))
    if isinstance(raw, list) and isinstance(key, int) and key < len(raw):
        return raw[key]
    return None


def _name_of(raw: object) -> str:
    if not isinstance(raw, dict):
        return ""
    name = raw.get("name", raw.get("host"))
    if isinstance(name, str):
        return name
    ends = [end for key in ("a", "b", "legacy", "core") if isinstance(end := raw.get(key), str)]
    return " - ".join(ends)


@dataclass(frozen=True, slots=True)
class Placed(Generic[T]):
    """A sound object and its path in the intent."""

    record: T
    path: tuple[Key, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is sound of an intent.

    Attributes:
        raw: Everything as it was read, by section; a section is missing when its file could not be read.
        records: Sound sections and members of sections, by path.
        misnamed: Paths of lists in which something has no usable name.
        sources: Where everything stands.
    """

    raw: Mapping[str, Any]
    records: Mapping[tuple[Key, ...], models.Record]
    misnamed: frozenset[tuple[Key, ...]]
    sources: SourceMap

    def one(self, kind: type[T]) -> Placed[T] | None:
        """The section of a kind, when it is sound."""
        return next(iter(self.all(kind)), None)

    def all(self, kind: type[T]) -> list[Placed[T]]:
        """Every sound object of a kind."""
        return [Placed(record, path) for path, record in self.records.items() if isinstance(record, kind)]

    def members(self, section: Placed[models.Record] | None, attribute: str, kind: type[T]) -> list[Placed[T]]:
        """Members of a list inside a sound object."""
        if section is None:
            return []
        found = getattr(section.record, attribute)
        return [Placed(item, (*section.path, attribute, i)) for i, item in enumerate(found) if isinstance(item, kind)]

    def names(self, *path: Key) -> frozenset[str] | None:
        """Names of all objects in a list, sound or not, so that a broken object does not break those that name it.

        None when the list cannot be read or a name in it is wrong: then nobody can say whether a name exists.
        """
        if path in self.misnamed:
            return None
        found: object = self.raw
        for key in path:
            found = _inside(found, key)
        if not isinstance(found, list):
            return None
        return frozenset(item["name"] for item in found if isinstance(item, dict) and isinstance(item.get("name"), str))

    def problem(
        self, placed: Placed[models.Record], field: Key | tuple[Key, ...], found: str, expected: str, remedy: str = ""
    ) -> Problem:
        """A problem with a field of an object."""
        path = (*placed.path, *(field if isinstance(field, tuple) else (field,)))
        return Problem(
            source=self.sources.at(*path),
            subject=title(placed.path, self.raw),
            found=found,
            expected=expected,
            remedy=remedy,
        )

    def dangling(
        self,
        placed: Placed[models.Record],
        field: Key | tuple[Key, ...],
        name: str,
        known: Iterable[str] | None,
        what: str,
    ) -> Iterator[Problem]:
        """A problem when ``name`` is not among the ``known`` names of some ``what``."""
        if known is None or name in known:
            return
        names = sorted(known)
        similar = nearest(name, names)
        keys = field if isinstance(field, tuple) else (field,)
        words = [key for key in keys if isinstance(key, str) and key != name]
        yield self.problem(
            placed,
            field,
            f"{'.'.join(words)} names {name}, which does not exist",
            f"the name of a {what} ({listed(names)})",
            f"write {similar}, or add {name}" if similar else f"add {name}, or name another {what}",
        )

    def place(self, placed: Placed[models.Record], *field: Key) -> Source:
        """Where a field of an object stands."""
        return self.sources.at(*placed.path, *field)
