"""Configuration groups: the configuration as the daemons of a device see it, with what ``apply-groups`` brings in.

After Juniper's "CLI User Guide", chapter "Configuration Groups": the configuration itself wins over groups, a group
that is applied further in wins over one applied further out, and of several at one place the first wins. Values of a
list of values add up. ``<ge-*>`` in a group stands for every entry that the configuration (or another group) has there;
it makes none by itself. ``apply-groups-except`` keeps a group out of everything below it. A group that is applied
inside another one is not followed.
"""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .schema import CONTAINER, LEAF_LIST, LIST
from .tree import INACTIVE, Node

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .tree import Ident

_APPLY, _EXCEPT, _GROUPS = "apply-groups", "apply-groups-except", "groups"
_Places = dict[str, list[Node]]
"""By group: its statements that stand for the place that is looked at."""


def inherited(root: Node) -> Node:
    """Returns a configuration with its groups applied, and without ``groups`` and ``apply-groups`` themselves.

    Inactive groups and applications count for nothing. A configuration without groups is returned as it is.
    """
    if all(node.name not in (_GROUPS, _APPLY) for node in root.below.values()):
        return root
    groups: _Places = {name: [group] for name, group in root.children(_GROUPS)}
    kept = {ident: node for ident, node in root.below.items() if node.name != _GROUPS}
    return _merged(_copy(root, kept), groups, ())


def undefined_groups(root: Node) -> Iterator[tuple[str, str]]:
    """Yields the path of every ``apply-groups`` that names a group which is not there, and that name."""
    defined = {name for name, _ in root.children(_GROUPS)}
    yield from _undefined(root, (), defined)


def _undefined(node: Node, path: tuple[str, ...], defined: set[str]) -> Iterator[tuple[str, str]]:
    for child in node.below.values():
        if child.flags & INACTIVE:
            continue
        if child.name == _APPLY and child.schema.kind == LEAF_LIST:
            if child.text not in defined:
                yield " ".join(path), child.text or ""
        elif child.below:
            word = () if child.schema.hidden else (child.schema.word,)
            yield from _undefined(child, (*path, *word, *child.keys), defined)


def _merged(node: Node, places: _Places, outer: tuple[str, ...]) -> Node:
    """One statement with what its place inherits.

    Args:
        node: The statement.
        places: What each group says of this place.
        outer: Groups applied further out, the innermost first.
    """
    own = _values(node, _APPLY)
    names = tuple(dict.fromkeys((*own, *outer)))
    names = tuple(name for name in names if name not in _values(node, _EXCEPT))
    below: dict[Ident, Node] = {
        ident: child for ident, child in node.below.items() if child.name not in (_APPLY, _EXCEPT)
    }
    _add_missing(node, below, places, names)
    for ident, child in below.items():
        if child.schema.kind in (CONTAINER, LIST):
            inner = _places_of(child, places)
            if inner or child.below:
                below[ident] = _merged(child, inner, names)
    return _copy(node, below)


def _add_missing(node: Node, below: dict[Ident, Node], places: _Places, names: tuple[str, ...]) -> None:
    stated = {child.name for child in below.values()}
    for name in names:
        for place in places.get(name, ()):
            for ident, child in place.below.items():
                if ident in below or child.flags & INACTIVE or _is_pattern(child) or child.name in (_APPLY, _EXCEPT):
                    continue
                if not stated.isdisjoint(node.schema.excludes.get(child.name, ())):
                    continue  # the configuration has chosen another of statements that exclude each other
                below[ident] = _copy(child, {}) if child.schema.kind in (CONTAINER, LIST) else child
        stated |= {child.name for child in below.values()}


def _places_of(child: Node, places: _Places) -> _Places:
    """What each group says of a statement below: what names it first, then what fits it by a pattern."""
    ident, found = child.ident, _Places()
    for name, nodes in places.items():
        exact = [node.below[ident] for node in nodes if ident in node.below]
        patterns = [other for node in nodes for other in node.below.values() if _is_pattern(other)]
        fitting = [other for other in patterns if _fits(other, child)]
        here = [node for node in (*exact, *fitting) if not node.flags & INACTIVE]
        if here:
            found[name] = here
    return found


def _is_pattern(node: Node) -> bool:
    return any(key.startswith("<") and key.endswith(">") for key in node.keys)


def _fits(pattern: Node, node: Node) -> bool:
    return pattern.schema is node.schema and all(
        fnmatchcase(key, wanted[1:-1]) if wanted.startswith("<") else key == wanted
        for key, wanted in zip(node.keys, pattern.keys, strict=False)
    )


def _values(node: Node, name: str) -> list[str]:
    return [child.text or "" for child in node.below.values() if child.name == name and not child.flags & INACTIVE]


def _copy(node: Node, below: Mapping[Ident, Node]) -> Node:
    copy = Node(node.schema, node.keys, node.text)
    copy.flags, copy.comment, copy.below = node.flags, node.comment, below
    return copy
