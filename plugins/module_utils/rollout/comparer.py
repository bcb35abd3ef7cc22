"""The Junos engine over texts, as planning uses it: every configuration is parsed once."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

from ..junos.blocks import BlockPool
from ..junos.compare import compare
from ..junos.text import parse_text, print_text

if TYPE_CHECKING:
    from ..junos.tree import Node

KEPT = 16
"""Trees that are kept: planning goes from host to host, and a host has three configurations at most."""


class JunosComparer:
    """Canonical form and comparison; the trees of the last configurations are kept between the two."""

    def __init__(self) -> None:
        self._trees: OrderedDict[str, Node] = OrderedDict()
        self._pool = BlockPool()

    def canonical(self, text: str) -> str:
        """The configuration as ``show configuration`` prints it.

        Raises:
            ConfigSyntaxError: It is no configuration.
        """
        tree = self._tree(text)
        printed = print_text(tree)
        self._keep(printed, tree)
        return printed

    def compare(self, old: str, new: str) -> str:
        """What ``show | compare`` prints from one configuration to another; empty when they mean the same.

        Raises:
            ConfigSyntaxError: One of them is no configuration.
        """
        return compare(self._tree(old), self._tree(new))

    def _tree(self, text: str) -> Node:
        found = self._trees.get(text)
        if found is None:
            found = parse_text(text, pool=self._pool)
            self._keep(text, found)
        return found

    def _keep(self, text: str, tree: Node) -> None:
        self._trees[text] = tree
        self._trees.move_to_end(text)
        while len(self._trees) > KEPT:
            self._trees.popitem(last=False)
