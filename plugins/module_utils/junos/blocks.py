"""Blocks ``{ ... }`` that occur word for word in many configurations: read once, printed once, shared by their trees.

The devices of a state have most of their filters, classes of service, VLANs and instances in common. Whoever reads many
configurations gives ``parse_text`` one pool for all of them; what it returns is the same with and without.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .schema import SchemaNode
    from .tree import Ident, Node

_BRACE: Final = re.compile(r'"(?:[^"\\]|\\.)*"|[{}#]|/\*', re.DOTALL)


class Block(dict["Ident", "Node"]):
    """The statements of a block, shared by many nodes and so never changed: an edit works on a copy.

    Attributes:
        printed: Its lines, by their indentation.
    """

    __slots__ = ("printed",)

    def __init__(self, below: Mapping[Ident, Node]) -> None:
        super().__init__(below)
        self.printed: dict[str, list[str]] = {}


class BlockPool:
    """The blocks read so far.

    Args:
        limit: Characters of text that are remembered at most; when they are full, the pool starts anew. The whole of
            Oklahoma has six million in blocks that differ.
    """

    def __init__(self, *, limit: int = 50_000_000) -> None:
        self._limit = limit
        self._size = 0
        self._blocks: dict[tuple[SchemaNode, str], Block] = {}

    def get(self, schema: SchemaNode, text: str) -> Block | None:
        """Returns what the text between two braces means below a statement, if it has been read before."""
        return self._blocks.get((schema, text))

    def put(self, schema: SchemaNode, text: str, below: Mapping[Ident, Node]) -> Block:
        """Remembers what the text between two braces means below a statement.

        Args:
            schema: The statement in front of the brace.
            text: Free of errors, and whole: it has been read into a statement without others below it.
            below: What it means; the nodes must not be changed any more.
        """
        self._size += len(text)
        if self._size > self._limit:
            self._size = len(text)
            self._blocks = {}
        block = self._blocks[schema, text] = Block(below)
        return block


def block_ends(text: str) -> Mapping[int, int]:
    """Returns the offset of the closing brace for that of each opening one.

    Nothing for text with comments, which may hold braces too, and for braces without counterpart.
    """
    ends: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACE.finditer(text):
        sign = match[0]
        if sign == "{":
            opened.append(match.start())
        elif sign == "}":
            if not opened:
                return {}
            ends[opened.pop()] = match.start()
        elif sign[0] != '"':
            return {}
    return {} if opened else ends
