"""Which published constraints a configuration breaks, as the management daemon of a device says at a commit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .constraint_expression import Place, holds
from .schema import LEAF, LEAF_LIST, LIST
from .tree import INACTIVE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .constraint_model import ConstrainedStatement, Constraint, ConstraintModel
    from .tree import Node

_ELSEWHERE = frozenset({"groups", "dynamic-profiles"})
"""What stands there is meant for another place, or is full of variables."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A constraint that does not hold.

    Attributes:
        path: Where the statement stands, as ``[edit interfaces xe-0/0/2 unit 0 family]``.
        statement: The statement, as ``ethernet-switching`` or ``interface xe-0/0/2.0``.
        message: What the models say.
    """

    path: str
    statement: str
    message: str


def violations(tree: Node, model: ConstraintModel) -> Iterator[Violation]:
    """Yields what a configuration breaks, in the order in which it is printed.

    Args:
        tree: With groups applied and interface ranges written out; what is inactive counts as absent.
        model: The constraints of the device's family. Those that nobody can decide count as met.
    """
    yield from _below(tree, model.root, (tree,), ())


def _below(
    node: Node, model: ConstrainedStatement, above: tuple[Node, ...], words: tuple[str, ...]
) -> Iterator[Violation]:
    for child in node.ordered():
        known = None if child.flags & INACTIVE or child.name in _ELSEWHERE else model.below(child.name)
        if known is None:
            continue
        value = child.key if child.schema.kind == LIST else child.text or ""
        for constraint in known.constraints:
            if _is_broken(constraint, Place(here=child, above=above, value=value)):
                yield _violation(child, words, constraint)
        if child.schema.kind in (LEAF, LEAF_LIST):
            continue
        inside = (*above, child)
        if child.schema.kind == LIST:
            yield from _keys(child, known, inside, words)
        if child.below:
            yield from _below(child, known, inside, (*words, _written(child)))


def _keys(
    entry: Node, model: ConstrainedStatement, inside: tuple[Node, ...], words: tuple[str, ...]
) -> Iterator[Violation]:
    """What is said of the keys of a list entry: in the models they are leaves within it."""
    for key, value in zip(entry.schema.keys, entry.keys, strict=False):
        known = model.below(key.name)
        for constraint in known.constraints if known is not None else ():
            if _is_broken(constraint, Place(here=entry, above=inside, value=value)):
                yield _violation(entry, words, constraint)


def _is_broken(constraint: Constraint, place: Place) -> bool:
    if place.value[:1] in ("<", "$") or place.value in ("all", "default"):
        return False  # a pattern, a variable, or a word that stands for every entry
    return holds(constraint.expression, place) is False


def _violation(node: Node, words: tuple[str, ...], constraint: Constraint) -> Violation:
    path = " ".join(("[edit", *words)) + "]"
    return Violation(path=path, statement=_written(node), message=constraint.message or constraint.expression)


def _written(node: Node) -> str:
    """The words of a statement, without the value of a leaf."""
    schema = node.schema
    if schema.kind != LIST:
        return node.text if schema.hidden and node.text else schema.word
    keys = [word for key, value in zip(schema.keys, node.keys, strict=False) for word in (key.word, value) if word]
    return " ".join(keys if schema.hidden else (schema.word, *keys))
