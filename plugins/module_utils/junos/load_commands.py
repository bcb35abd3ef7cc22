"""The commands of ``load set``: what each does to a tree."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Final

from . import tree_words
from .lexer import CLOSE, MISSING_ARGUMENT, OPEN
from .schema import CONTAINER, LEAF, LEAF_LIST, LIST
from .tree import INACTIVE, PROTECTED, Node
from .tree_build import StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from .schema import SchemaNode
    from .tree import Ident
    from .tree_build import Edit


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
    _remove_all(edit, chain, idents)


def _wildcard(edit: Edit, words: Sequence[str]) -> None:
    """``wildcard delete PATH PATTERN``: everything at the path whose name fits a regular expression or ``ge-0/0/*``."""
    if len(words) < 4 or words[1] != "delete":
        raise StatementError(min(len(words), 1 if words[1:2] != ["delete"] else len(words)), MISSING_ARGUMENT)
    pattern = words[-1]
    chain, idents = find(edit, words[:-1], 2)
    held = [edit.own(chain[-1], ident) for ident in idents]
    # A list without its key stands for its entries, everything else for what is below it.
    entries = all(node.schema.kind in (LIST, LEAF_LIST) for node in held) and _fitting(held, pattern)
    if entries:
        _remove_all(edit, chain, [node.ident for node in entries])
        return
    for node in held:
        found = _fitting(list(node.below.values()), pattern)
        if found:
            _remove_all(edit, [*chain, node], [child.ident for child in found])
            return
    raise MissingStatementError(" ".join(words[2:]))


def _fitting(nodes: Sequence[Node], pattern: str) -> list[Node]:
    try:
        fits = re.compile(pattern).fullmatch
    except re.error:
        fits = re.compile(re.escape(pattern)).fullmatch
    names = [(node, node.key or node.text or node.schema.word) for node in nodes]
    return [node for node, name in names if fits(name) or fnmatchcase(name, pattern)]


def _remove_all(edit: Edit, chain: list[Node], idents: Sequence[Ident]) -> None:
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
        parent = schema
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
        if schema.hidden and schema.kind == LEAF and path and _positional(parent):
            return _owned(edit, path[:-1], words, wanted=[path[-1]])
        if schema.kind == LEAF and index < len(words):
            return _owned(edit, path, words, wanted=[ident], value=words[index])
        if index >= len(words):
            return _owned(edit, path, words, wanted=[ident])
        path.append(ident)


def _positional(schema: SchemaNode) -> bool:
    """``priority 7 7``: values that only their place tells apart come and go together."""
    return sum(child.kind == LEAF for child in schema.hidden_children) > 1


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
    "wildcard": _wildcard,
    "deactivate": _flag(INACTIVE, on=True),
    "activate": _flag(INACTIVE, on=False),
    "protect": _flag(PROTECTED, on=True),
    "unprotect": _flag(PROTECTED, on=False),
    "insert": _insert,
    "rename": _move(keep=False),
    "copy": _move(keep=True),
}
