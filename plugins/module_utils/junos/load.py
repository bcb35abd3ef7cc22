"""How Junos puts a configuration into another: the actions of ``load`` and the commands of ``load set``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from . import tree_words
from .lexer import CLOSE, OPEN
from .schema import CONTAINER, LEAF, LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, MARKS, PROTECTED, REPLACE, Node, same
from .tree_build import MISSING_ARGUMENT, Edit, StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


class MissingStatementError(Exception):
    """The statement of a command is not in the configuration; the device warns ``statement not found``."""


def apply_command(edit: Edit, words: Sequence[str]) -> None:
    """Carries out one command of ``load set``.

    Raises:
        StatementError: Junos does not know the command.
        MissingStatementError: It names a statement that does not exist.
    """
    command = _COMMANDS.get(words[0])
    if command is None:
        raise StatementError(0)
    command(edit, words)


def _set(edit: Edit, words: Sequence[str]) -> None:
    if len(words) == 1:
        raise StatementError(1, MISSING_ARGUMENT)
    try:
        done = edit.statement(edit.root, words[1:])
    except StatementError as error:
        raise StatementError(error.index + 1, error.message) from None
    if done.waiting is not None:
        raise StatementError(len(words), MISSING_ARGUMENT)


def _delete(edit: Edit, words: Sequence[str]) -> None:
    if len(words) == 1:
        edit.root.below = {}
        return
    chain, idents = find(edit, words, 1)
    for ident in idents:
        edit.remove(chain[-1], ident)
    _prune(edit, chain)


def _prune(edit: Edit, chain: list[Node]) -> None:
    """Takes away the containers that a deletion left empty, as Junos does where they mean nothing by themselves."""
    for parent, node in zip(reversed(chain[:-1]), reversed(chain[1:]), strict=True):
        if node.below or node.schema.kind != CONTAINER or node.schema.keep or node.flags:
            return
        edit.remove(parent, node.ident)


def _flag(flag: int, *, on: bool) -> Callable[[Edit, Sequence[str]], None]:
    def command(edit: Edit, words: Sequence[str]) -> None:
        chain, idents = find(edit, words, 1)
        for ident in idents:
            node = edit.own(chain[-1], ident)
            node.flags = node.flags | flag if on else node.flags & ~flag

    return command


def _insert(edit: Edit, words: Sequence[str]) -> None:
    split = next((i for i in range(len(words) - 1, 0, -1) if words[i] in ("before", "after")), None)
    if split is None:
        raise StatementError(len(words), MISSING_ARGUMENT)
    chain, (ident,) = find(edit, words[:split], 1)
    parent = chain[-1]
    anchor = _sibling(parent, ident, words[split + 1 :], split + 1)
    if anchor not in parent.below:
        raise MissingStatementError(" ".join(words[split + 1 :]))
    if anchor == ident:
        return
    order = [other for other in parent.below if other != ident]
    order.insert(order.index(anchor) + (words[split] == "after"), ident)
    edit.reorder(parent, order)


def _sibling(parent: Node, ident: Ident, words: Sequence[str], index: int) -> Ident:
    """Reads the words that name another entry of the same list, with or without its keyword."""
    schema = parent.below[ident].schema
    if len(words) > 1 and words[0] == schema.word:
        words = words[1:]
    if schema.kind == LEAF_LIST and len(words) == 1:
        return (schema.name, words[0])
    if schema.kind == LIST:
        keys, end = tree_words.read_keys(schema, words, 0)
        if keys is not None and end == len(words):
            return (schema.name, *keys)
    raise StatementError(index)


def _move(*, keep: bool) -> Callable[[Edit, Sequence[str]], None]:
    def command(edit: Edit, words: Sequence[str]) -> None:
        split = next((i for i in range(len(words) - 1, 0, -1) if words[i] == "to"), None)
        if split is None:
            raise StatementError(len(words), MISSING_ARGUMENT)
        chain, (ident,) = find(edit, words[:split], 1)
        parent = chain[-1]
        name = _sibling(parent, ident, words[split + 1 :], split + 1)
        if name in parent.below:
            raise StatementError(split + 1, "statement already exists")
        old = parent.below[ident]
        keys = () if old.schema.kind == LEAF_LIST else tuple(name[1:])
        new = Node(old.schema, keys, name[1] if old.schema.kind == LEAF_LIST else None)
        new.flags, new.comment, new.below = old.flags, old.comment, old.below
        below: dict[Ident, Node] = {}
        for other, node in parent.below.items():
            if other != ident or keep:
                below[other] = node
            if other == ident and not keep:
                below[name] = new
        parent.below = below if not keep else {**below, name: new}

    return command


def find(edit: Edit, words: Sequence[str], start: int) -> tuple[list[Node], list[Ident]]:
    """Follows the words of a statement that has to exist.

    Returns:
        The owned nodes from the root to the parent, and the identities below it that the words mean: several for a
        list without key and for ``[ a b ]``.

    Raises:
        StatementError: The grammar does not know the words.
        MissingStatementError: There is no such statement.
    """
    path: list[Ident] = []
    schema, index = edit.root.schema, start
    if start >= len(words):
        raise StatementError(start, MISSING_ARGUMENT)
    while True:
        found = tree_words.step(schema, words, index) if schema.kind in (CONTAINER, LIST) else None
        if found is None:
            raise StatementError(index)
        schema, ident, index = found
        if ident is None:
            if index < len(words):
                raise StatementError(index)
            return _owned(edit, path, words, every=schema.name)
        if schema.kind == LEAF_LIST and ident[1] == OPEN:
            values = _until_close(words, index)
            return _owned(edit, path, words, wanted=[(schema.name, value) for value in values])
        if schema.kind == LEAF and index < len(words):
            return _owned(edit, path, words, wanted=[ident], value=words[index])
        if index >= len(words):
            return _owned(edit, path, words, wanted=[ident])
        path.append(ident)


def _until_close(words: Sequence[str], index: int) -> Sequence[str]:
    if words[-1] != CLOSE:
        raise StatementError(len(words))
    return words[index:-1]


def _owned(
    edit: Edit, path: list[Ident], words: Sequence[str], *, every: str = "", wanted: Sequence[Ident] = (),
    value: str | None = None,
) -> tuple[list[Node], list[Ident]]:
    said = " ".join(words[1:])
    parent = edit.root
    for ident in path:
        below = parent.below.get(ident)
        if below is None:
            raise MissingStatementError(said)
        parent = below
    idents = [ident for ident, node in parent.below.items() if node.schema.name == every] if every else [
        ident for ident in wanted if ident in parent.below
    ]
    if not idents or (value is not None and parent.below[idents[0]].text != value):
        raise MissingStatementError(said)
    chain = [edit.root]
    for ident in path:
        chain.append(edit.own(chain[-1], ident))
    return chain, idents


_COMMANDS: Final = {
    "set": _set,
    "delete": _delete,
    "deactivate": _flag(INACTIVE, on=True),
    "activate": _flag(INACTIVE, on=False),
    "protect": _flag(PROTECTED, on=True),
    "unprotect": _flag(PROTECTED, on=False),
    "insert": _insert,
    "rename": _move(keep=False),
    "copy": _move(keep=True),
}
