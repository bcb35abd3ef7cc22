"""The part of a configuration that a subtree filter selects (RFC 6241, section 6), keys of lists always included."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...junos.schema import LIST
from ...junos.tree import Node, empty

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

    from ...junos.tree import Ident


def selected(tree: Node, wanted: _Element) -> Node:
    """What of ``tree`` the ``configuration`` element ``wanted`` selects; an empty configuration when nothing is."""
    found = _selected(tree, wanted)
    return empty() if found is None else found


def at_path(tree: Node, words: list[str]) -> Node:
    """What of ``tree`` stands at and below a path of CLI words; an empty configuration when nothing does."""
    chain = chain_to(tree, words)
    if not chain:
        return empty()
    kept = chain.pop()
    for parent in reversed(chain):
        kept = _with(parent, {kept.ident: kept})
    return kept


def chain_to(tree: Node, words: list[str]) -> list[Node]:
    """The statements on a path of CLI words, ``tree`` first; empty when there is nothing at its end."""
    if tree.get(*words, inactive=True) is None:
        return []
    chain = [tree]
    for length in range(1, len(words) + 1):
        found = tree.get(*words[:length], inactive=True)
        if found is not None and found is not chain[-1]:
            chain.append(found)
    return chain


def _selected(node: Node, wanted: _Element) -> Node | None:
    children = [item for item in wanted if isinstance(item.tag, str)]
    content = (wanted.text or "").strip()
    if not children:
        return node if not content or content == node.text else None
    keys = {key.name for key in node.schema.keys} if node.schema.kind == LIST else set()
    if not _keys_match(node, [item for item in children if item.tag in keys]):
        return None
    rest = [item for item in children if item.tag not in keys]
    if not rest:
        return node
    below: dict[Ident, Node] = {}
    for ident, child in node.below.items():
        found = [_selected(child, item) for item in rest if item.tag == child.schema.name]
        parts = [part for part in found if part is not None]
        if parts:
            below[ident] = _joined(parts)
    return _with(node, below) if below else None


def _keys_match(node: Node, wanted: list[_Element]) -> bool:
    values = {key.name: value for key, value in zip(node.schema.keys, node.keys, strict=False)}
    return all(not (content := (item.text or "").strip()) or values.get(str(item.tag)) == content for item in wanted)


def _joined(parts: list[Node]) -> Node:
    """One statement out of the parts that several filters select of it."""
    first = parts[0]
    if len(parts) == 1 or not first.below:
        return first
    below: dict[Ident, Node] = {}
    for part in parts:
        for ident, child in part.below.items():
            below[ident] = _joined([below[ident], child]) if ident in below else child
    return _with(first, below)


def _with(node: Node, below: Mapping[Ident, Node]) -> Node:
    copy = Node(node.schema, node.keys, node.text)
    copy.flags, copy.comment, copy.below = node.flags, node.comment, below
    return copy
