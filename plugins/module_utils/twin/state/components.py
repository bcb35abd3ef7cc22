"""Connected parts of a graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

T = TypeVar("T", bound="Hashable")


class Components(Generic[T]):
    """The parts that undirected edges join; a node without an edge is a part of its own."""

    def __init__(self, edges: Iterable[tuple[T, T]]) -> None:
        self._parent: dict[T, T] = {}
        for one, other in edges:
            self.join(one, other)

    def join(self, one: T, other: T) -> None:
        """Add an edge."""
        first, second = self.root(one), self.root(other)
        if first != second:
            self._parent[second] = first

    def root(self, node: T) -> T:
        """The node that names the part that ``node`` is in."""
        parent = self._parent
        top = node
        while (above := parent.get(top, top)) != top:
            top = above
        while node != top:
            parent[node], node = top, parent.get(node, top)
        return top

    def together(self, one: T, other: T) -> bool:
        """Whether two nodes are in the same part."""
        return self.root(one) == self.root(other)
