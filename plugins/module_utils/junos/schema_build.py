"""Compiles the package's structure tree and our overlay into the compact records that ``schema`` keeps."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import yaml

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

FORMAT = 1
PACKAGE = "junoscfg"
TREE = "validate/data/junos-structure-tree.json"
OVERLAY = Path(__file__).with_name("schema_overlay.yml")
EVERYWHERE = "*"
_PLACEHOLDER = re.compile(r"\$.*|name|number|range|value|string|address|.*-(?:name|number|value|string)")

# name, word, kind, marks (h hidden, s secret, b block,
# f flat, u ordered, d sorted by the device, k kept), style, keys, values, children, exclusive
Record: TypeAlias = list[Any]


class SchemaError(StatenetError):
    """The package that brings the grammar is missing or has another layout."""


def fingerprint() -> str:
    """Returns what the compiled records depend on: format, package version and overlay."""
    overlay = hashlib.sha256(OVERLAY.read_bytes()).hexdigest()[:12]
    return f"{FORMAT}-{_version()}-{overlay}"


def _version() -> str:
    try:
        return importlib.metadata.version(PACKAGE)
    except importlib.metadata.PackageNotFoundError as error:
        message = f"The Python package {PACKAGE}, which holds the grammar of Junos, is not installed."
        raise SchemaError(message) from error


def compile_records() -> list[Record]:
    """Reads the structure tree and the overlay.

    Returns:
        The records, children before parents; the last is the set of statements that go everywhere, the one before it
        is the root.

    Raises:
        SchemaError: The package is missing or its structure tree cannot be read.
    """
    spec = importlib.util.find_spec(PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        message = f"The Python package {PACKAGE}, which holds the grammar of Junos, is not installed."
        raise SchemaError(message)
    path = Path(spec.submodule_search_locations[0]) / TREE
    try:
        tree = json.loads(path.read_bytes())
        return _Compiler(tree["_enums"], Overlay.read()).compile(tree["c"])
    except (OSError, ValueError, KeyError) as error:
        message = f"{PACKAGE} {_version()} has no readable structure tree at {path}: {error!r}"
        raise SchemaError(message) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """The overlay file, its rules found by the last name of their pattern.

    Attributes:
        everywhere: Statements that every container and list accepts.
        rules: By last name of the pattern: the whole pattern, reversed and without its last name, and what it says.
    """

    everywhere: Mapping[str, dict[str, Any]]
    rules: Mapping[str, tuple[tuple[tuple[str, ...], dict[str, Any]], ...]] = field(repr=False)

    @classmethod
    def read(cls) -> Overlay:
        """Reads ``schema_overlay.yml``; its comments say what each section means."""
        data = yaml.safe_load(OVERLAY.read_bytes())
        rules: dict[str, list[tuple[tuple[str, ...], dict[str, Any]]]] = {}

        def add(pattern: str, effect: dict[str, Any]) -> None:
            *above, last = pattern.split("/")
            rules.setdefault(last, []).append((tuple(reversed(above)), effect))

        for section in ("lists", "add", "first", "exclusive", "drop", "elements"):
            for pattern, effect in data[section].items():
                add(pattern, {section: effect})
        for section in ("leaf_lists", "containers", "leaves", "ordered", "sorted", "keep", "hidden", "shown"):
            for pattern in data[section]:
                add(pattern, {section: True})
        for pattern in data["style"].pop("block"):
            add(pattern, {"block": True})
        for style, patterns in data["style"].items():
            for pattern in patterns:
                add(pattern, {"style": style})
        return cls(everywhere=data["everywhere"], rules={name: tuple(found) for name, found in rules.items()})

    def effects(self, path: tuple[str, ...]) -> dict[str, Any]:
        """Returns everything that the overlay says about the statement at a path; longer patterns win."""
        found = [
            (len(above), effect)
            for above, effect in (*self.rules.get(path[-1], ()), *self.rules.get(EVERYWHERE, ()))
            if _matches(above, path)
        ]
        merged: dict[str, Any] = {}
        for _, effect in sorted(found, key=lambda item: item[0]):
            merged |= effect
        return merged


def _matches(above: tuple[str, ...], path: tuple[str, ...]) -> bool:
    position = len(path) - 2
    for name in above:
        actual = path[position] if position >= 0 else ""
        if name not in (actual, EVERYWHERE):
            return False
        position -= 1
    return True


class _Compiler:
    """Turns the expanded tree into records in which equal subtrees are stored once."""

    def __init__(self, enums: list[list[str]], overlay: Overlay) -> None:
        self._enums = enums
        self._overlay = overlay
        self._index: dict[str, int] = {}
        self._records: list[Record] = []

    def compile(self, top: dict[str, Any]) -> list[Record]:
        statements = dict(top)
        groups = statements.pop("groups")
        children = [self._node(name, raw, (name,)) for name, raw in _with_added(self._overlay, statements, ())]
        when = self._node("when", groups["c"]["group"]["c"]["when"], ("groups", "when"))
        group = self._intern("groups", "groups", "list", "bd", "", ["name"], [], [when, *children], [])
        everywhere = [self._node(name, raw, ("", name)) for name, raw in self._overlay.everywhere.items()]
        exclusive = self._overlay.effects(("",)).get("exclusive", [])
        # The root and the everywhere set are appended, never shared, so that they stand last.
        self._records.append(["", "configuration", "container", "", "", [], [], [group, *children], exclusive])
        self._records.append(["*", "*", "container", "", "", [], [], everywhere, []])
        return self._records

    def _node(self, name: str, raw: dict[str, Any], path: tuple[str, ...]) -> int:
        effects = self._overlay.effects(path)
        kind, keys = _kind(raw, effects)
        element = effects.get("elements", name)
        marks = _marks(raw, effects, kind)
        values = [] if "e" not in raw or kind not in ("leaf", "leaf-list") else _closed(name, self._enums[raw["e"]])
        children: list[int] = []
        if kind in ("container", "list"):
            below = {key: value for key, value in raw.get("c", {}).items() if key not in _key_names(keys)}
            for dropped in effects.get("drop", ()):
                below.pop(dropped, None)
            below = dict(_split_toggles(below))
            children = [self._node(n, r, (*path, n)) for n, r in _with_added(self._overlay, below, path)]
        style = effects.get("style", "oneline" if raw.get("o") and kind == "list" else "")
        if style == "prefix" and kind != "container":
            style = ""
        return self._intern(element, name, kind, marks, style, keys, values, children, effects.get("exclusive", []))

    def _intern(self, *record: object) -> int:
        key = json.dumps(record)
        index = self._index.get(key)
        if index is None:
            index = self._index[key] = len(self._records)
            self._records.append(list(record))
        return index


def _kind(raw: dict[str, Any], effects: dict[str, Any]) -> tuple[str, list[str]]:
    if "lists" in effects:
        return "list", list(effects["lists"])
    for section, kind in (("leaf_lists", "leaf-list"), ("containers", "container"), ("leaves", "leaf")):
        if section in effects:
            return kind, []
    if raw.get("L"):
        return "list", ["name"]
    if raw.get("l"):
        return ("leaf-list" if raw.get("ll") else "leaf"), []
    return ("empty" if raw.get("p") else "container"), []


def _marks(raw: dict[str, Any], effects: dict[str, Any], kind: str) -> str:
    # frnk marks statements whose keyword the device does print although its schema says otherwise.
    hidden = (raw.get("nk") and not raw.get("frnk") and "shown" not in effects) or "hidden" in effects
    marks = "h" if hidden and kind != "empty" else ""
    marks += "s" if raw.get("tr") == "unreadable" else ""
    marks += "b" if "block" in effects and kind == "list" else ""
    marks += "f" if raw.get("o") and kind == "list" else ""
    marks += "u" if "ordered" in effects else ""
    marks += "d" if "sorted" in effects else ""
    return marks + ("k" if "keep" in effects else "")


def _closed(name: str, values: list[str]) -> list[str]:
    """Returns the words of a leaf that takes nothing else.

    The package's tree does not tell whether other values are allowed beside the listed words. They are where the set
    holds the leaf's own name, a placeholder or a variable, and where it has one word only (``[ default ]``).
    """
    if len(values) < 2 or name in values or any(_PLACEHOLDER.fullmatch(value) for value in values):
        return []
    return values


def _key_names(keys: Iterable[str]) -> set[str]:
    return {part.split(":")[-1].rstrip("+") for key in keys for part in key.split("|")} - {""}


def _split_toggles(below: dict[str, Any]) -> Iterable[tuple[str, dict[str, Any]]]:
    """The tree folds the statements ``enable`` and ``disable`` into one choice ``enable-disable``."""
    for name, raw in below.items():
        if name == "enable-disable":
            for word in ("enable", "disable"):
                yield word, {"p": True}
        else:
            yield name, raw


def _with_added(
    overlay: Overlay, below: dict[str, Any], path: tuple[str, ...]
) -> Iterable[tuple[str, dict[str, Any]]]:
    effects = overlay.effects(path or ("",))
    found = {**effects.get("add", {}), **below}
    first = [name for name in effects.get("first", ()) if name in found]
    for name in (*first, *(name for name in found if name not in first)):
        yield name, found[name]


def exclusions(children: Iterable[str], exclusive: Iterable[list[str]]) -> dict[str, tuple[str, ...]]:
    """Returns, for each statement, the siblings that cannot stand beside it.

    ``x`` and ``no-x``, ``x`` and ``x-except`` exclude each other throughout Junos; other rows come from the overlay.
    """
    known = set(children)
    pairs = [(name, other) for name in known for other in (f"no-{name}", f"{name}-except") if other in known]
    groups = [list(pair) for pair in pairs]
    groups += [list(group) for group in exclusive]
    if {"enable", "disable"} <= known:
        groups.append(["enable", "disable"])
    found: dict[str, tuple[str, ...]] = {}
    for group in groups:
        for name in group:
            found[name] = (*found.get(name, ()), *(other for other in group if other != name))
    return found
