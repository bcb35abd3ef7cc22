"""Interface ranges: the configuration with every member of an ``interface-range`` written out.

After Juniper's "Interfaces User Guide", section "Interface Ranges": members are named one by one (``member``, also as
``ge-0/0/[0-5]``) or as ``member-range A to B`` over the last number; what an interface says itself wins over its range.
A range may stand for its members in the ``interface`` lists of ``protocols`` and of ``switch-options``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .load import load
from .tree import Node

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .tree import Ident

_MEMBERS = ("member", "member-range")
_LAST_NUMBER = re.compile(r"(.*?)(\d+)$")
_CLASS = re.compile(r"\[(\d+)-(\d+)\]")
_LIMIT = 4096
_INTERFACE = "interface"


def expanded(root: Node) -> Node:
    """Returns a configuration without interface ranges, whose members say what the ranges say.

    A pattern with ``*`` among the members stands for nothing here: only the hardware knows what it matches.
    """
    interfaces = root.get("interfaces")
    ranges = list(root.entries("interfaces", "interface-range")) if interfaces is not None else []
    if interfaces is None or not ranges:
        return root
    entry = next(schema for schema in interfaces.schema.hidden_children if schema.name == _INTERFACE)
    below = {ident: node for ident, node in interfaces.below.items() if node.name != "interface-range"}
    members = {found.key: members_of(found) for found in ranges}
    for found in ranges:
        content = {ident: node for ident, node in found.below.items() if node.name not in _MEMBERS}
        for name in members[found.key]:
            fresh = Node(entry, (name,))
            fresh.below = content  # the statements of a range are those of an interface
            own = below.get(fresh.ident)
            below[fresh.ident] = fresh if own is None else load(fresh, own, "merge")
    whole = {**root.below, interfaces.ident: _with(interfaces, below)}
    for name in ("protocols", "switch-options"):
        if name in whole:
            whole[name] = _named(whole[name], members)
    return _with(root, whole)


def members_of(found: Node) -> list[str]:
    """The interfaces that an ``interface-range`` names, each once, in order."""
    names: dict[str, None] = {}
    for child in found.below.values():
        if child.is_inactive:
            continue
        if child.name == "member":
            names.update(dict.fromkeys(_written_out(child.key or child.text or "")))
        elif child.name == "member-range":
            end = next((leaf.text for leaf in child.below.values() if leaf.text), None) or child.keys[-1]
            names.update(dict.fromkeys(_between(child.key, end)))
    return list(names)


def _written_out(pattern: str) -> list[str]:
    pattern = pattern.strip('"')
    found = _CLASS.search(pattern)
    if found is None:
        return [] if "*" in pattern else [pattern]
    head, tail = pattern[: found.start()], pattern[found.end() :]
    numbers = range(int(found[1]), min(int(found[2]), int(found[1]) + _LIMIT) + 1)
    return [name for number in numbers for name in _written_out(f"{head}{number}{tail}")]


def _between(first: str, last: str) -> list[str]:
    one, other = _LAST_NUMBER.match(first), _LAST_NUMBER.match(last)
    if one is None or other is None or one[1] != other[1]:
        return [first]
    return [f"{one[1]}{number}" for number in range(int(one[2]), min(int(other[2]), int(one[2]) + _LIMIT) + 1)]


def _named(node: Node, members: Mapping[str, list[str]]) -> Node:
    """A statement in which each entry for a range is an entry for every member that has none of its own."""
    below: dict[Ident, Node] = {}
    changed = False
    for ident, child in node.below.items():
        found = _named(child, members) if child.below else child
        base, dot, unit = child.key.partition(".")
        if child.name != _INTERFACE or base not in members:
            changed = changed or found is not child
            below[ident] = found
            continue
        changed = True
        for name in members[base]:
            copy = Node(child.schema, (f"{name}{dot}{unit}", *child.keys[1:]))
            copy.flags, copy.comment, copy.below = child.flags, child.comment, found.below
            if copy.ident not in node.below:
                below[copy.ident] = copy
    return _with(node, below) if changed else node


def _with(node: Node, below: Mapping[Ident, Node]) -> Node:
    copy = Node(node.schema, node.keys, node.text)
    copy.flags, copy.comment, copy.below = node.flags, node.comment, below
    return copy
