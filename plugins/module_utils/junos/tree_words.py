"""Reads the words of the CLI against the grammar: which statement they mean and which keys they hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .schema import CONTAINER, LEAF_LIST, LIST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .schema import SchemaNode


def unspoken(schema: SchemaNode, word: str, used: tuple[str, ...] = ()) -> SchemaNode | None:
    """Returns the child without keyword that a word belongs to.

    Args:
        schema: The parent.
        word: The word that is no keyword of a child.
        used: Names of the leaves that this statement has filled already: ``priority 7 7`` has two.
    """
    best = None
    for child in schema.hidden_children:
        if child.name in used:
            continue
        if child.kind == CONTAINER:
            if word in child.words:
                return child
        elif child.values:
            if word in child.values:
                return child
        elif best is None:
            best = child
    return best


def read_keys(schema: SchemaNode, words: Sequence[str], index: int) -> tuple[tuple[str, ...] | None, int]:
    """Reads the keys of a list entry.

    Returns:
        The keys and the index behind them. None instead of the keys when the words end before, or when the word at the
        returned index is none of the words that the key allows.
    """
    keys: list[str] = []
    for key in schema.keys:
        if key.word and index < len(words) and words[index] == key.word:
            index += 1
        if index >= len(words) or (key.choices and words[index] not in key.choices):
            return None, index
        keys.append(words[index])
        index += 1
        if key.choices.get(keys[-1]):
            if index >= len(words):
                return None, index
            keys.append(words[index])
            index += 1
    return tuple(keys), index


def step(
    schema: SchemaNode, words: Sequence[str], index: int
) -> tuple[SchemaNode, str | tuple[str, ...] | None, int] | None:
    """Reads one statement name with its keys.

    Returns:
        The child, its identity and the index behind it; None instead of the identity when a list or leaf-list has no
        key. None when the word means nothing here.
    """
    child = schema.words.get(words[index])
    if child is None:
        child = unspoken(schema, words[index])
        if child is None:
            return None
    else:
        index += 1
    if child.kind == LIST:
        keys, index = read_keys(child, words, index)
        return child, None if keys is None else (child.name, *keys), index
    if child.kind == LEAF_LIST:
        if index >= len(words):
            return child, None, index
        return child, (child.name, words[index]), index + 1
    return child, child.name, index
