"""What the templates printed -> one configuration in canonical form.

Devices have most of their statements in common, word for word, and reading them is most of the work. Each part is
therefore read once per process, and of the parts that differ each block ``{ ... }``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.blocks import BlockPool
from ..junos.schema import CONTAINER, LIST, load_schema
from ..junos.text import parse_text, print_text
from ..junos.tree import empty
from ..junos.tree_build import Edit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ..junos.tree import Ident, Node

_POOL = BlockPool()


def assemble(parts: Sequence[str]) -> str:
    """Returns the configuration that the parts make together, as ``show configuration`` prints it.

    Args:
        parts: Statements from the top of the hierarchy, without tags such as ``inactive:`` and without annotations.

    Raises:
        ConfigSyntaxError: A part is no Junos; positions count within that part.
    """
    edit = Edit(empty())
    for part in parts:
        _merge(edit, edit.root, _read(part))
    return print_text(edit.root)


def _read(part: str) -> Mapping[Ident, Node]:
    root = load_schema().root
    return _POOL.get(root, part) or _POOL.put(root, part, parse_text(part, pool=_POOL).below)


def _merge(edit: Edit, target: Node, below: Mapping[Ident, Node]) -> None:
    """Adds statements as if they stood behind those that are there already."""
    for ident, node in below.items():
        if node.below and ident in target.below:
            _merge(edit, edit.own(target, ident), node.below)
        elif not (ident in target.below and node.schema.kind in (CONTAINER, LIST)):
            edit.graft(target, node)
