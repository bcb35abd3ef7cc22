"""A configuration statement that may be absent: reading below nothing gives nothing, which keeps extraction flat."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ...junos.tree import Node


class View:
    """Read access to a statement, or to none. Words are those of the CLI; what is inactive is absent."""

    __slots__ = ("_node",)

    def __init__(self, node: Node | None) -> None:
        self._node = node

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key of a list entry."""
        return self._node.keys if self._node is not None else ()

    @property
    def present(self) -> bool:
        """Whether there is a statement at all."""
        return self._node is not None

    def names(self) -> set[str]:
        """Names of the statements below."""
        return {node.name for node in self._node.statements()} if self._node is not None else set()

    def child(self, *words: str) -> View:
        """The statement at a path; a view of nothing when there is none."""
        return View(self._node.get(*words)) if self._node is not None else self

    def has(self, *words: str) -> bool:
        """Whether a statement is there."""
        return self._node is not None and self._node.exists(*words)

    def value(self, *words: str) -> str:
        """Value of a leaf; empty when there is none."""
        return (self._node.value(*words) or "") if self._node is not None else ""

    def number(self, *words: str) -> int | None:
        """Value of a leaf as an integer; None when there is none."""
        text = self.value(*words)
        return int(text) if text.isdigit() else None

    def values(self, *words: str) -> tuple[str, ...]:
        """Values of a leaf-list, or the only value of a leaf."""
        if self._node is None:
            return ()
        found = self._node.leaf_list(*words)
        if found:
            return found
        only = self._node.value(*words)
        return (only,) if only else ()

    def items(self, *words: str) -> list[tuple[str, View]]:
        """Entries of a list with their first key; without words, of the list without keyword in this statement."""
        if self._node is None:
            return []
        return [(key, View(node)) for key, node in self._node.children(*words)]
