"""How Junos puts a configuration into another: the actions of ``load``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

from .schema import LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, MARKS, REPLACE, Node, same
from .tree_build import Edit

if TYPE_CHECKING:
    from .tree import Ident

Action: TypeAlias = Literal["merge", "replace", "override", "update"]


def load(candidate: Node, patch: Node, action: Action) -> Node:
    """Puts a configuration into a candidate as ``load merge|replace|override|update`` does.

    ``merge`` adds and changes. ``replace`` does the same, but a statement tagged ``replace:`` takes the place of the
    one in the candidate. ``override`` and ``update`` make the patch the whole configuration; they differ only in what
    the device notifies its daemons of. ``delete:``, ``inactive:``, ``active:`` and ``protect:`` are honoured by all.

    Args:
        candidate: The configuration so far; stays as it is.
        patch: What is loaded; stays as it is.
        action: What to do with statements that the patch does not name.

    Returns:
        A new tree that shares with the inputs what did not change.
    """
    if action in ("override", "update"):
        return _share(candidate, _plain(patch))
    edit = Edit(candidate)
    _merge(edit, edit.root, patch, replacing=action == "replace")
    return edit.root


def _merge(edit: Edit, target: Node, patch: Node, *, replacing: bool) -> None:
    fresh: set[str] = set()
    for ident, source in patch.below.items():
        if source.flags & DELETE:
            _delete_matching(edit, target, ident, source)
            continue
        if replacing and source.flags & REPLACE and source.schema.name not in fresh:
            _clear(edit, target, ident, source)
            if source.schema.kind == LEAF_LIST:
                fresh.add(source.schema.name)
        _merge_one(edit, target, ident, source, replacing=replacing)


def _merge_one(edit: Edit, target: Node, ident: Ident, source: Node, *, replacing: bool) -> None:
    present = target.below.get(ident)
    if present is source:
        return
    if present is None:
        edit.graft(target, _plain(source))
        return
    child = edit.put(target, source.schema, source.keys, source.text)
    child.flags = MARKS & ((child.flags & ~INACTIVE if source.flags & ACTIVE else child.flags) | source.flags)
    child.comment = source.comment or child.comment
    if source.below:
        _merge(edit, child, source, replacing=replacing)


def _delete_matching(edit: Edit, target: Node, ident: Ident, source: Node) -> None:
    whole = source.schema.kind in (LIST, LEAF_LIST) and isinstance(ident, tuple) and len(ident) == 1
    for other in [other for other, node in target.below.items() if other == ident or
                  (whole and node.schema.name == source.schema.name)]:
        edit.remove(target, other)


def _clear(edit: Edit, target: Node, ident: Ident, source: Node) -> None:
    """Empties what a ``replace:`` stands for, keeping its place among the siblings."""
    if source.schema.kind == LEAF_LIST:
        for other in [other for other, node in target.below.items() if node.schema is source.schema]:
            edit.remove(target, other)
    elif ident in target.below:
        child = edit.own(target, ident)
        child.below = {}
        child.flags, child.comment = 0, ""


def _plain(patch: Node) -> Node:
    """Returns a patch as a configuration: without what is tagged ``delete:`` and without the tags."""
    below: dict[Ident, Node] = {}
    changed = bool(patch.flags & ~MARKS)
    for ident, child in patch.below.items():
        if child.flags & DELETE:
            changed = True
            continue
        below[ident] = _plain(child)
        changed = changed or below[ident] is not child
    if not changed:
        return patch
    node = Node(patch.schema, patch.keys, patch.text)
    node.flags, node.comment, node.below = patch.flags & MARKS, patch.comment, below
    return node


def _share(old: Node, new: Node) -> Node:
    """Returns the new tree, with the old one's subtrees where they are equal: comparing gets cheap."""
    if old is new or (same(old, new) and list(old.below) == list(new.below)):
        return old
    below: dict[Ident, Node] = {}
    for ident, child in new.below.items():
        present = old.below.get(ident)
        below[ident] = child if present is None else _share(present, child)
    node = Node(new.schema, new.keys, new.text)
    node.flags, node.comment, node.below = new.flags, new.comment, below
    return node
