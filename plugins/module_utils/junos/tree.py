"""The configuration of a device as a tree.

A tree is immutable by convention: parsing, loading and editing return new trees, which share the subtrees that did not
change. Never write to a ``Node``; use ``load`` or ``apply_set``.

Reading: every method takes the words of the CLI, as after ``set``. What is inactive, and everything below it, is left
out unless ``inactive=True`` is given::

    root = parse_text(text)
    root.value("system", "host-name")                            # "okc-core1", or None
    root.exists("protocols", "isis", "interface", "lo0.0", "passive")
    unit = root.get("interfaces", "et-0/0/2", "unit", "0")       # Node or None
    unit.value("family", "inet", "mtu")
    root.leaf_list("apply-groups")                               # ("re0", "re1"), or ()
    for name, interface in root.children("interfaces"):          # ("et-0/0/2", Node), entries in their order
        for number, unit in interface.children("unit"):          # ("0", Node)
            for address, _ in unit.children("family", "inet", "address"): ...
    for neighbor in root.entries("protocols", "bgp", "group", "RR", "neighbor"):
        neighbor.key, neighbor.keys, neighbor.value("peer-as")
    instance.value("route-distinguisher")                        # the hidden word rd-type is not written, as in the CLI

``children`` and ``entries`` take the words of a list, or of a container whose list has no keyword of its own
(``interfaces``, ``routing-instances``, ``vlans``, ``prefix-list NAME``). ``statements()`` yields everything below a
node in the order in which a device prints it. Two trees are equal (``==``) when Junos would show no difference.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Final, TypeAlias

from . import tree_words
from .schema import CONTAINER, LEAF, LEAF_LIST, LIST, load_schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .schema import SchemaNode

INACTIVE: Final = 1
PROTECTED: Final = 2
# Marks that only a patch carries: what `load` shall do with the statement.
DELETE: Final = 4
REPLACE: Final = 8
ACTIVE: Final = 16
MARKS: Final = INACTIVE | PROTECTED

# The name of a statement; with the keys for an entry of a list, with the value for one of a leaf-list.
Ident: TypeAlias = "str | tuple[str, ...]"

NO_CHILDREN: Final[Mapping[Ident, Node]] = MappingProxyType({})


class Node:
    """One statement and what hangs below it; see the module for how to read it.

    Attributes:
        schema: Its grammar.
        keys: The keys of a list entry, without their keywords; empty for other statements.
        text: The value of a leaf or of one leaf-list entry; None for other statements.
        below: The statements below this one, by identity; their order is that of entry.
        flags: ``INACTIVE`` and ``PROTECTED``; in a patch also ``DELETE``, ``REPLACE``, ``ACTIVE``.
        comment: The annotation, without comment marks; empty when there is none.
    """

    __slots__ = ("below", "comment", "flags", "keys", "owner", "schema", "text")

    def __init__(
        self, schema: SchemaNode, keys: tuple[str, ...] = (), text: str | None = None, owner: object = None
    ) -> None:
        self.schema = schema
        self.keys = keys
        self.text = text
        self.below: Mapping[Ident, Node] = NO_CHILDREN
        self.flags = 0
        self.comment = ""
        self.owner = owner  # the edit that made this node and may still change it; None for everybody else

    @property
    def name(self) -> str:
        """The element name, such as ``interface``."""
        return self.schema.name

    @property
    def key(self) -> str:
        """The first key of a list entry; empty for other statements."""
        return self.keys[0] if self.keys else ""

    @property
    def is_inactive(self) -> bool:
        """Whether the statement itself is deactivated."""
        return bool(self.flags & INACTIVE)

    @property
    def ident(self) -> Ident:
        """The identity among the siblings."""
        kind = self.schema.kind
        if kind == LIST:
            return (self.schema.name, *self.keys)
        if kind == LEAF_LIST:
            return (self.schema.name,) if self.text is None else (self.schema.name, self.text)
        return self.schema.name

    def get(self, *words: str, inactive: bool = False) -> Node | None:
        """Returns the statement at a path of CLI words, or None."""
        node, waiting = self._descend(words, inactive=inactive)
        return None if waiting is not None else node

    def exists(self, *words: str, inactive: bool = False) -> bool:
        """Tells whether a statement is there; a list or leaf-list is there when it has an entry."""
        node, waiting = self._descend(words, inactive=inactive)
        if node is None or waiting is None:
            return node is not None
        return any(True for _ in node._named(waiting.name, inactive=inactive))

    def value(self, *words: str, inactive: bool = False) -> str | None:
        """Returns the value of a leaf, or of the leaf without keyword in a container; None when it is not there.

        Of a leaf-list, the first value.
        """
        node, waiting = self._descend(words, inactive=inactive)
        if node is None:
            return None
        if waiting is not None:
            return next((child.text for child in node._named(waiting.name, inactive=inactive)), None)
        if node.text is not None:
            return node.text
        for schema in node.schema.hidden_children if node.schema.kind in (CONTAINER, LIST) else ():
            child = node.below.get(schema.name)
            if child is not None and child.text is not None and (inactive or not child.flags & INACTIVE):
                return child.text
        return None

    def leaf_list(self, *words: str, inactive: bool = False) -> tuple[str, ...]:
        """Returns the values of a leaf-list in their order; empty when there are none."""
        node, waiting = self._descend(words, inactive=inactive)
        if node is None or waiting is None:
            return () if node is None or node.text is None else (node.text,)
        return tuple(child.text or "" for child in node._named(waiting.name, inactive=inactive))

    def entries(self, *words: str, inactive: bool = False) -> Iterator[Node]:
        """Yields the entries of a list in their order."""
        node, waiting = self._descend(words, inactive=inactive)
        if node is None:
            return
        if waiting is not None:
            yield from node._named(waiting.name, inactive=inactive)
        elif node.below:
            for schema in node.schema.hidden_children:
                if schema.kind == LIST:
                    yield from node._named(schema.name, inactive=inactive)

    def children(self, *words: str, inactive: bool = False) -> Iterator[tuple[str, Node]]:
        """Yields the entries of a list with their first key."""
        for node in self.entries(*words, inactive=inactive):
            yield node.key, node

    def statements(self, *, inactive: bool = False) -> Iterator[Node]:
        """Yields the statements below in print order; inactive ones only when asked for."""
        for node in self.ordered():
            if inactive or not node.flags & INACTIVE:
                yield node

    def ordered(self) -> list[Node]:
        """Returns all statements below in print order: by the grammar, entries of a list as they were entered."""
        nodes = list(self.below.values())
        if len(nodes) > 1:
            order = self.schema.order
            nodes.sort(key=lambda node: order[node.schema.name])
        return nodes

    def _named(self, name: str, *, inactive: bool) -> Iterator[Node]:
        for node in self.below.values():
            if node.schema.name == name and (inactive or not node.flags & INACTIVE):
                yield node

    def _descend(self, words: tuple[str, ...], *, inactive: bool) -> tuple[Node | None, SchemaNode | None]:
        """Follows the words; the second result is a list or leaf-list whose key is still to come."""
        node, index = self, 0
        while index < len(words):
            found = tree_words.step(node.schema, words, index)
            if found is None:
                return None, None
            schema, ident, index = found
            if ident is None:
                return node, schema
            child = node.below.get(ident)
            if child is None or (child.flags & INACTIVE and not inactive):
                return None, None
            node = child
            if schema.kind in (LEAF, LEAF_LIST) and index < len(words):
                return (node, None) if words[index:] == (node.text,) else (None, None)
        return node, None

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Node):
            return NotImplemented
        return self is other or same(self, other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        head = " ".join([self.schema.name, *self.keys, *([self.text] if self.text is not None else [])])
        return f"<Node {head}: {len(self.below)} below>"


def empty() -> Node:
    """Returns a configuration without statements."""
    return Node(load_schema().root)


def same(one: Node, other: Node) -> bool:
    """Tells whether two statements are alike with all that hangs below, annotations included.

    The order of entries counts only where Junos gives it a meaning.
    """
    if one is other:
        return True
    if (
        one.schema is not other.schema
        or one.text != other.text
        or one.keys != other.keys
        or one.flags != other.flags
        or one.comment != other.comment
        or len(one.below) != len(other.below)
    ):
        return False
    if one.below is other.below:
        return True
    ranked = False
    for ident, node in one.below.items():
        counterpart = other.below.get(ident)
        if counterpart is None or not same(node, counterpart):
            return False
        ranked = ranked or node.schema.ordered
    return not ranked or ranks(one) == ranks(other)


def ranks(node: Node) -> dict[str, list[Ident]]:
    """Returns, for each list below whose order has a meaning, its entries in order."""
    found: dict[str, list[Ident]] = {}
    for ident, child in node.below.items():
        if child.schema.ordered:
            found.setdefault(child.schema.name, []).append(ident)
    return found
