"""The difference of two configurations, as ``show | compare`` prints it.

The layout was recovered from the output of devices: every hierarchy level in which something changes has a header
``[edit ...]``; its lines are indented by one blank more than the level is deep, entries of a list by two.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from .schema import CONTAINER, LEAF_LIST, LIST
from .text_print import fold, head, leaf, statement_lines
from .tree import INACTIVE, PROTECTED, Node

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from .schema import SchemaNode
    from .tree import Ident


def compare(old: Node, new: Node) -> str:
    """Returns the patch from one configuration to another in the format of Junos; empty when nothing differs.

    ``-`` marks what goes, ``+`` what comes, ``!`` what changes its place or is activated or deactivated. A line
    without mark tells behind which entry of a list a new one stands.
    """
    out: list[str] = []
    _Level(out, old, new, (), 0).write()
    return "".join(f"{line}\n" for line in out)


class _Level:
    """The differences right below one statement, and those of the levels below it."""

    def __init__(self, out: list[str], old: Node, new: Node, path: tuple[str, ...], depth: int) -> None:
        self._out = out
        self._old = old
        self._new = new
        self._path = path
        self._depth = depth
        self._here: list[str] = []
        self._deep: list[str] = []
        self._word = ""

    def write(self) -> None:
        """Appends header, own lines and the levels below; nothing when nothing differs."""
        if self._old.below is self._new.below:
            return
        self._compare()
        if self._here:
            self._out.append(_header(self._path))
            self._out.extend(self._here)
        self._out.extend(self._deep)

    def _compare(self) -> None:
        old, new = _by_name(self._old), _by_name(self._new)
        order = self._old.schema.order
        for name in sorted(old.keys() | new.keys(), key=order.__getitem__):
            before, after = old.get(name, {}), new.get(name, {})
            if before == after and list(before) == list(after):
                continue
            schema = next(iter((before or after).values())).schema
            if schema.kind == LEAF_LIST:
                self._leaf_list(schema, before, after)
            elif schema.kind == LIST:
                self._list(schema, before, after)
            else:
                self._single(name, before.get(name), after.get(name))

    def _emit(self, sign: str, nodes: Sequence[Node], extra: int = 0) -> None:
        blanks = " " * (self._depth + 1 + extra)
        lines = statement_lines(list(nodes))
        if self._word and lines:
            lines[0] = f"{self._word} {lines[0]}"
        self._here += [f"{sign}{blanks}{line}" for line in lines]

    def _leaf_list(self, schema: SchemaNode, before: dict[Ident, Node], after: dict[Ident, Node]) -> None:
        same_entries = before.keys() == after.keys() and all(_alike(before[i], after[i]) for i in before)
        if same_entries and not schema.ordered:
            return
        self._emit("-", list(before.values()))
        self._emit("+", list(after.values()))

    def _single(self, name: str, before: Node | None, after: Node | None) -> None:
        if before is None or after is None:
            node = before if after is None else after
            if node is not None:
                self._emit("-" if after is None else "+", [node], int(node.schema.style == "prefix"))
            return
        if before.schema.kind != CONTAINER:
            if before.text != after.text:
                self._emit("-", [before])
                self._emit("+", [after])
            else:
                self._state(before, after, 0)
        elif before.schema.style == "prefix":
            self._prefixed(before, after)
        elif _whole(before) and _whole(after):
            if before != after:
                self._emit("-", [before], 1)
                self._emit("+", [after], 1)
        else:
            self._state(before, after, 0)
            _Level(self._deep, before, after, (*self._path, head(after) or name), self._depth + 1).write()

    def _prefixed(self, before: Node, after: Node) -> None:
        """``family inet`` is one step of the path, and its lines stand at the level above."""
        self._state(before, after, 1)
        inner = _Level([], before, after, self._path, self._depth + 1)
        inner._word = before.schema.word
        order = before.schema.order
        both = {**before.below, **after.below}
        for ident in sorted(both, key=lambda ident: order[both[ident].schema.name]):
            old, new = before.below.get(ident), after.below.get(ident)
            if old is None or new is None:
                inner._emit("-" if new is None else "+", [node for node in (old, new) if node is not None])
                continue
            inner._state(old, new, 0)
            path = (*self._path, f"{inner._word} {head(new)}")
            if old.schema.kind in (CONTAINER, LIST):
                _Level(inner._deep, old, new, path, self._depth + 2).write()
        self._here += inner._here
        self._deep += inner._deep

    def _list(self, schema: SchemaNode, before: dict[Ident, Node], after: dict[Ident, Node]) -> None:
        if schema.block:
            self._block(schema, before, after)
        else:
            self._entries(schema, before, after, 1, self._path)

    def _block(self, schema: SchemaNode, before: dict[Ident, Node], after: dict[Ident, Node]) -> None:
        """``name-server { ... }`` is a level of its own when it stays, and one statement when it comes or goes."""
        if not before or not after:
            self._emit("-" if before else "+", list((before or after).values()))
            return
        path = (*self._path, schema.word)
        block = _Level([], self._old, self._new, path, self._depth)
        block._entries(schema, before, after, 1, path)
        if block._here:
            self._deep += [_header(path), *block._here]
        self._deep += block._deep

    def _entries(
        self, schema: SchemaNode, before: dict[Ident, Node], after: dict[Ident, Node], extra: int, path: tuple[str, ...]
    ) -> None:
        block = schema.block
        for ident, node in before.items():
            if ident not in after:
                self._entry("-", node, extra)
        moved = _moved(list(before), list(after)) if schema.ordered else frozenset()
        previous: Node | None = None
        for ident, node in after.items():
            present = before.get(ident)
            if present is None:
                if schema.placed:
                    self._behind(previous, before, extra)
                self._entry("+", node, extra)
            else:
                if ident in moved:
                    self._behind(previous, before, extra)
                    self._context("!", node, extra)
                self._common(present, node, extra, path, int(block))
            previous = node

    def _behind(self, previous: Node | None, before: dict[Ident, Node], extra: int) -> None:
        """Tells which entry the next line stands behind, unless that is a new one and so the line above."""
        if previous is not None and previous.ident in before:
            self._context(" ", previous, extra)

    def _common(self, old: Node, new: Node, extra: int, path: tuple[str, ...], deeper: int) -> None:
        if old is new or old == new:
            return
        if _whole(old) and _whole(new):
            self._entry("-", old, extra)
            self._entry("+", new, extra)
            return
        self._state(old, new, extra)
        _Level(self._deep, old, new, (*path, _entry_head(new)), self._depth + 1 + deeper).write()

    def _entry(self, sign: str, node: Node, extra: int) -> None:
        if node.schema.block:
            blanks = " " * (self._depth + 1 + extra)
            lines = statement_lines([node])[1:-1]
            self._here += [f"{sign}{blanks}{line[4:]}" for line in lines]
        else:
            self._emit(sign, [node], extra)

    def _context(self, sign: str, node: Node, extra: int) -> None:
        self._here.append(f"{sign}{' ' * (self._depth + 1 + extra)}{_entry_head(node)} {{ ... }}")

    def _state(self, old: Node, new: Node, extra: int) -> None:
        """Lines for marks and annotation of a statement that stays."""
        blanks = " " * (self._depth + 1 + extra)
        written = _entry_head(new)
        if new.schema.kind not in (CONTAINER, LIST):
            written = leaf(new)
        shown = f"{written} {{ ... }}" if new.below else f"{written};"
        if self._word:
            shown = f"{self._word} {shown}"
        for flag, on, off in ((INACTIVE, "inactive", "active"), (PROTECTED, "protect", "unprotect")):
            if (old.flags ^ new.flags) & flag:
                self._here.append(f"!{blanks}{on if new.flags & flag else off}: {shown}")
        if old.comment != new.comment:
            for sign, comment in (("-", old.comment), ("+", new.comment)):
                if comment:
                    self._here.append(f"{sign}{blanks}/* {comment} */")
            self._here.append(f" {blanks}{shown}")


def _header(path: Iterable[str]) -> str:
    return f"[{' '.join(['edit', *path])}]"


def _by_name(node: Node) -> dict[str, dict[Ident, Node]]:
    found: dict[str, dict[Ident, Node]] = {}
    for ident, child in node.below.items():
        found.setdefault(child.schema.name, {})[ident] = child
    return found


def _alike(old: Node, new: Node) -> bool:
    return (old.flags, old.comment) == (new.flags, new.comment)


def _entry_head(node: Node) -> str:
    """The words of an entry; in a block list without the keyword, which stands once around all entries."""
    written = head(node)
    return written.removeprefix(f"{node.schema.word} ") if node.schema.block else written


def _whole(node: Node) -> bool:
    """Tells whether a statement is compared as a whole: the device writes it on one line and cannot open it."""
    schema = node.schema
    folds = schema.flat if schema.kind == LIST else schema.style == "oneline"
    if not folds and not schema.hidden_children:
        return False
    return not node.below or fold(node) is not None


def _moved(before: list[Ident], after: list[Ident]) -> frozenset[Ident]:
    """Returns the entries that changed their place: all but a longest run that kept its order."""
    kept = set(after)
    rank = {ident: position for position, ident in enumerate(after)}
    common = [ident for ident in before if ident in kept]
    tails: list[int] = []
    holders: list[int] = []
    parents: list[int] = []
    for position, ident in enumerate(common):
        slot = bisect_left(tails, rank[ident])
        tails[slot : slot + 1] = [rank[ident]]
        holders[slot : slot + 1] = [position]
        parents.append(holders[slot - 1] if slot else -1)
    stay: set[Ident] = set()
    position = holders[-1] if holders else -1
    while position >= 0:
        stay.add(common[position])
        position = parents[position]
    return frozenset(common) - stay
