"""Puts statements into a tree: the one place where trees are made, for every format.

An edit owns the nodes that it has made or copied and changes only those; the tree that it started from stays as it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import tree_words
from .lexer import CLOSE, MISSING_ARGUMENT, OPEN, SYNTAX_ERROR
from .schema import CONTAINER, EMPTY, LEAF, LEAF_LIST, LIST
from .tree import NO_CHILDREN, Node

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .schema import SchemaNode
    from .tree import Ident


class StatementError(Exception):
    """A statement that the grammar does not know; the caller adds the place.

    Args:
        index: The word that does not fit; the number of words when one is missing.
        message: In the wording of Junos.
    """

    def __init__(self, index: int, message: str = SYNTAX_ERROR) -> None:
        self.index = index
        self.message = message
        super().__init__(message)


class Edit:
    """One edit of a tree.

    Args:
        start: The tree to start from; it is not changed.

    Attributes:
        root: The tree as edited so far.
    """

    def __init__(self, start: Node) -> None:
        self._owner = object()
        self.root = self._copy(start)

    def _copy(self, node: Node) -> Node:
        copy = Node(node.schema, node.keys, node.text, self._owner)
        copy.flags, copy.comment = node.flags, node.comment
        copy.below = dict(node.below) if node.below else NO_CHILDREN
        return copy

    def disown(self) -> None:
        """Gives away all nodes made so far: to change one of them below another node, the edit will copy it first."""
        self._owner = object()

    def own(self, parent: Node, ident: Ident) -> Node:
        """Returns a child that this edit may change; its parent must be one already."""
        child = parent.below[ident]
        if child.owner is not self._owner:
            child = self._copy(child)
            self._below(parent)[ident] = child
        return child

    def put(self, parent: Node, schema: SchemaNode, keys: tuple[str, ...] = (), text: str | None = None) -> Node:
        """Returns the child with this identity, made when it is not there; displaces what excludes it."""
        kind = schema.kind
        name = schema.name
        ident: Ident = name
        if kind == LIST:
            ident = (name, *keys)
        elif kind == LEAF_LIST:
            ident = (name,) if text is None else (name, text)
        if ident in parent.below:
            child = self.own(parent, ident)
            child.text = text
            return child
        child = Node(schema, keys, text, self._owner)
        self._add(parent, ident, child)
        return child

    def graft(self, parent: Node, node: Node) -> None:
        """Hangs a finished subtree below a parent that has no such statement; displaces what excludes it."""
        self._add(parent, node.ident, node)

    def _add(self, parent: Node, ident: Ident, child: Node) -> None:
        below = self._below(parent)
        rivals = parent.schema.excludes.get(child.schema.name)
        if rivals is not None:
            for rival in [other for other, node in below.items() if node.schema.name in rivals]:
                del below[rival]
        below[ident] = child

    def _below(self, parent: Node) -> dict[Ident, Node]:
        below = parent.below
        if type(below) is dict:
            return below
        # Nothing yet, or a block that others share.
        parent.below = own = dict(below) if below else {}
        return own

    def remove(self, parent: Node, ident: Ident) -> None:
        """Takes a child away; the parent must be owned by this edit."""
        self._below(parent).pop(ident, None)

    def reorder(self, parent: Node, idents: Sequence[Ident]) -> None:
        """Gives the children of an owned node a new order."""
        parent.below = {ident: parent.below[ident] for ident in idents}

    def statement(self, start: Node, words: Sequence[str], *, partial: bool = False) -> Statement:
        """Puts one statement, given in CLI words, below a node that this edit owns.

        Args:
            start: Where the words begin.
            words: Words; brackets as ``OPEN`` and ``CLOSE``.
            partial: The keys or the value may be missing, as after ``delete:``.

        Raises:
            StatementError: The grammar does not know the words.
        """
        schema = start.schema.words.get(words[0]) if 0 < len(words) < 3 else None
        done = None if schema is None else self._simple(start, schema, words)
        return done or _Writer(self, start, words, partial=partial).write()

    def _simple(self, start: Node, schema: SchemaNode, words: Sequence[str]) -> Statement | None:
        """Puts a keyword alone or with one word behind it, as most statements are; None when it is none of these."""
        kind = schema.kind
        if len(words) == 1:
            if kind != CONTAINER and kind != EMPTY:
                return None
            node = self.put(start, schema)
        elif kind == LIST and schema.simple and words[1] != OPEN:
            node = self.put(start, schema, (words[1],))
        elif kind == LEAF and words[1] != OPEN and accepts(schema, words[1]):
            node = self.put(start, schema, (), words[1])
        else:
            return None
        return Statement(node if kind in (CONTAINER, LIST) else start, [node])


class Statement:
    """What a statement has put into the tree.

    Attributes:
        nodes: The nodes at its end; several for ``[ a b ]``.
        marked: The nodes that a tag in front of the statement belongs to: in ``inactive: route X discard`` the route.
        node: The innermost container or list entry.
        waiting: The list whose key the words do not name: ``name-server {``.
    """

    __slots__ = ("marked", "node", "nodes", "waiting")

    def __init__(self, node: Node, nodes: list[Node]) -> None:
        self.node = node
        self.nodes = nodes
        self.marked = nodes
        self.waiting: SchemaNode | None = None


class _Writer:
    """Follows the words of one statement."""

    def __init__(self, edit: Edit, start: Node, words: Sequence[str], *, partial: bool) -> None:
        self._edit = edit
        self._words = words
        self._partial = partial
        self._index = 0
        self._used: tuple[str, ...] = ()
        self._done = Statement(start, [])

    def write(self) -> Statement:
        words, done, put = self._words, self._done, self._edit.put
        count = len(words)
        while self._index < count:
            node = done.node
            schema = self._next(node.schema)
            kind = schema.kind
            if kind == CONTAINER:
                done.node = put(node, schema)
                self._entered([done.node])
            elif kind == LIST:
                self._entry(node, schema)
            elif kind == LEAF_LIST:
                done.nodes = [put(node, schema, (), value) for value in self._values(schema)]
            else:
                done.nodes = [put(node, schema, (), None if kind == EMPTY else self._value(schema))]
        done.marked = done.marked or done.nodes
        return done

    def _entered(self, nodes: list[Node]) -> None:
        done = self._done
        done.nodes = nodes
        self._used = ()
        if not done.marked and nodes[0].schema.style != "prefix":
            done.marked = nodes

    def _next(self, schema: SchemaNode) -> SchemaNode:
        word = self._words[self._index]
        child = schema.words.get(word)
        if child is not None:
            self._index += 1
            return child
        child = tree_words.unspoken(schema, word, self._used)
        if child is None:
            raise StatementError(self._index)
        if child.kind == LEAF:
            self._used = (*self._used, child.name)
        return child

    def _entry(self, node: Node, schema: SchemaNode) -> None:
        words, done = self._words, self._done
        if self._index < len(words) and words[self._index] == OPEN and schema.simple:
            self._group(node, schema)
            return
        if schema.simple and self._index < len(words):
            keys: tuple[str, ...] | None = (words[self._index],)
            self._index += 1
        else:
            keys, self._index = tree_words.read_keys(schema, words, self._index)
        if keys is None:
            self._without_key(node, schema)
            return
        done.node = self._edit.put(node, schema, keys)
        self._entered([done.node])

    def _group(self, node: Node, schema: SchemaNode) -> None:
        """``protocol [ a b ]`` as the keys of a list: the rest of the statement goes to each."""
        keys = self._bracketed()
        rest = self._words[self._index :]
        done = self._done
        entries = [self._edit.put(node, schema, (key,)) for key in keys]
        if entries:
            self._entered(entries)
        for entry in entries:
            done.node = self._edit.statement(entry, rest, partial=self._partial).node
        self._index = len(self._words)

    def _without_key(self, node: Node, schema: SchemaNode) -> None:
        if self._index < len(self._words):
            raise StatementError(self._index)
        self._done.waiting = schema
        if self._partial:
            self._done.nodes = [self._edit.put(node, schema, ())]

    def _values(self, schema: SchemaNode) -> list[str | None]:
        words = self._words
        if self._index >= len(words):
            if self._partial:
                return [None]
            raise StatementError(self._index, MISSING_ARGUMENT)
        if words[self._index] == OPEN:
            first = self._index + 1
            values = self._bracketed()
        else:
            first = self._index
            values = [words[first]]
            self._index += 1
        for offset, value in enumerate(values):
            _check(schema, value, first + offset)
        return list(values)

    def _bracketed(self) -> list[str]:
        words, start = self._words, self._index + 1
        try:
            end = words.index(CLOSE, start)
        except ValueError:
            raise StatementError(len(words)) from None
        self._index = end + 1
        return list(words[start:end])

    def _value(self, schema: SchemaNode) -> str | None:
        if self._index >= len(self._words):
            if self._partial:
                return None
            raise StatementError(self._index, MISSING_ARGUMENT)
        value = self._words[self._index]
        if value == OPEN:
            raise StatementError(self._index)
        _check(schema, value, self._index)
        self._index += 1
        return value


def _check(schema: SchemaNode, value: str, index: int) -> None:
    if not accepts(schema, value):
        raise StatementError(index)


def accepts(schema: SchemaNode, value: str) -> bool:
    """Tells whether a leaf takes a value.

    Numbers, ranges, ``$variables`` and ``<wildcards>`` pass everywhere: the grammar lists words only.
    """
    return not schema.values or value in schema.values or not value[:1].isalpha()
