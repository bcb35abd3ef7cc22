"""``load patch``: applies what ``show | compare`` printed to a configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import lexer, tree_words
from .lexer import SYNTAX_ERROR, ConfigSyntaxError, SyntaxProblem
from .load import load
from .schema import CONTAINER, LIST
from .text import parse_text
from .tree import INACTIVE, MARKS, PROTECTED, Node
from .tree_build import Edit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .schema import SchemaNode
    from .tree import Ident

_HEADER = "[edit"
_STATES = {
    "inactive:": (INACTIVE, True), "active:": (INACTIVE, False),
    "protect:": (PROTECTED, True), "unprotect:": (PROTECTED, False),
}
_BODY = "{ ... }"


def load_patch(candidate: Node, text: str, *, name: str = "patch") -> tuple[Node, tuple[str, ...]]:
    """Applies a patch to a configuration.

    Args:
        candidate: The configuration so far; stays as it is.
        text: What ``compare`` or ``show | compare`` printed.
        name: The file, for messages.

    Returns:
        The new configuration, and the warnings of the device: a statement that is to go and is not there.

    Raises:
        ConfigSyntaxError: With every line that makes no sense.
    """
    patch = _Patch(candidate, name)
    for number, line in enumerate(text.splitlines(), start=1):
        patch.line(number, line)
    return patch.finish()


class _Patch:
    """Carries out one hunk after the other; a hunk is what stands below one ``[edit ...]``."""

    def __init__(self, candidate: Node, name: str) -> None:
        self._tree = candidate
        self._name = name
        self._warnings: list[str] = []
        self._problems: list[SyntaxProblem] = []
        self._hunk: _Hunk | None = None
        self._block: list[str] = []
        self._sign = ""
        self._depth = 0
        self._start = 0

    def line(self, number: int, line: str) -> None:
        if not line.strip():
            return
        if line.startswith(_HEADER) and line.rstrip().endswith("]"):
            self._end_block(number)
            self._hunk = self._opened(number, line)
            return
        sign, content = line[0], line[1:].strip()
        if self._hunk is None or sign not in "+-! ":
            self._problem(number, line.split()[0], SYNTAX_ERROR)
            return
        if self._depth and sign != self._sign:
            self._problem(number, content, "missing closing brace")
            self._depth, self._block = 0, []
        if sign in "! " and not self._depth:
            self._tree = self._hunk.mark(self._tree, sign, content)
            return
        self._collect(number, sign, content)

    def finish(self) -> tuple[Node, tuple[str, ...]]:
        self._end_block(0)
        if self._problems:
            raise ConfigSyntaxError(self._problems, name=self._name)
        return self._tree, tuple(self._warnings)

    def _opened(self, number: int, line: str) -> _Hunk | None:
        words = _words(line.rstrip()[len(_HEADER) : -1])
        place = _place(self._tree.schema, words)
        if place is None:
            self._problem(number, " ".join(words), SYNTAX_ERROR)
            return None
        return _Hunk(words, *place, self._warnings)

    def _collect(self, number: int, sign: str, content: str) -> None:
        """Takes in a line of a statement; carries the statement out when it is whole."""
        if not self._block:
            self._start = number
        self._sign = sign
        self._block.append(content)
        signs = [token for kind, token, _ in lexer.tokens(content) if kind == lexer.PUNCTUATION]
        self._depth += signs.count("{") - signs.count("}")
        if self._depth > 0 or (content.startswith("/*") and not signs):
            if self._depth <= 0 and self._hunk is not None:  # of the next statement, or of one that stays
                self._hunk.annotation(sign, content)
                self._block = []
            return
        block, self._block, self._depth = "\n".join(self._block), [], 0
        if self._hunk is not None:
            try:
                self._tree = self._hunk.change(self._tree, sign, block)
            except ConfigSyntaxError as error:
                for item in error.errors:
                    self._problem(self._start + max(item.line - 2, 0), item.token, item.message)

    def _end_block(self, number: int) -> None:
        if self._block:
            self._problem(number or self._start, "", "missing closing brace")
        self._block, self._depth = [], 0

    def _problem(self, line: int, token: str, message: str) -> None:
        self._problems.append(SyntaxProblem(line=line, column=1, path="[edit]", token=token, message=message))


class _Hunk:
    """What is changed right below one statement.

    Args:
        words: The statement.
        path: The same as identities.
        waiting: Name of the list whose entries the lines are, where the words end with its keyword.
        warnings: Where to put those.
    """

    def __init__(self, words: list[str], path: list[Ident], waiting: str, warnings: list[str]) -> None:
        self._words = words
        self._path = path
        self._waiting = waiting
        self._warnings = warnings
        self._anchor: Ident | None = None
        self._original: list[Ident] = []
        self._notes: dict[str, str] = {}

    def annotation(self, sign: str, content: str) -> None:
        self._notes[sign] = content.removeprefix("/*").removesuffix("*/").strip()

    def change(self, tree: Node, sign: str, block: str) -> Node:
        note = f"/*{self._notes.pop(sign)}*/\n" if sign in self._notes else ""
        opening, closing = (" ".join(map(lexer.quote, self._words)) + " {\n", "\n}") if self._words else ("\n", "")
        fragment = parse_text(opening + note + block + closing)
        if sign == "-":
            return self._removed(tree, fragment)
        return self._placed(load(tree, fragment, "merge"), fragment)

    def mark(self, tree: Node, sign: str, content: str) -> Node:
        """A line about a statement that stays: an anchor, a move, another state or another annotation."""
        first = content.partition(" ")[0]
        if sign == "!" and first in _STATES:
            flag, on = _STATES[first]
            return self._edited(tree, content.removeprefix(first), flag=flag, on=on)
        ident = self._ident(tree, content)
        if ident is None:
            return tree
        if self._notes:
            comment = self._notes.get("+", "")
            self._notes = {}
            return self._edited(tree, content, comment=comment)
        if sign == "!":
            edit, parent = self._owned(tree)
            if ident in parent.below:
                _move(edit, parent, ident, self._anchor)
            tree = edit.root
        self._anchor = ident
        return tree

    def _removed(self, tree: Node, fragment: Node) -> Node:
        edit, parent = self._owned(tree)
        source = _at(fragment, self._path)
        self._original = self._original or list(parent.below)
        for ident, child in source.below.items() if source is not None else ():
            self._remove(edit, parent, ident, child)
        return edit.root

    def _remove(self, edit: Edit, parent: Node, ident: Ident, child: Node) -> None:
        if ident not in parent.below:
            # What came in its place in an earlier line of the patch has displaced it (`next-hop` a `discard`).
            rivals = parent.schema.excludes.get(child.schema.name, ())
            if any(node.schema.name in rivals for node in parent.below.values()):
                return
            self._warnings.append(f"statement not found: {' '.join([child.schema.word, *child.keys])}")
        elif child.schema.style == "prefix" and child.schema.kind == CONTAINER:
            held = edit.own(parent, ident)
            for inner, node in child.below.items():
                self._remove(edit, held, inner, node)
            if not held.below:
                edit.remove(parent, ident)
        else:
            edit.remove(parent, ident)

    def _placed(self, tree: Node, fragment: Node) -> Node:
        """Moves what was added to its place: where it was, or behind the last statement that was spoken of."""
        source = _at(fragment, self._path)
        entries = [ident for ident, child in source.below.items() if child.schema.kind == LIST] if source else []
        for ident in entries:
            edit, parent = self._owned(tree)
            if ident in self._original:
                before = self._original[: self._original.index(ident)]
                previous = next((other for other in reversed(before) if other in parent.below), None)
                _move(edit, parent, ident, previous)
            else:
                _move(edit, parent, ident, self._anchor)
            tree = edit.root
            self._anchor = ident
        return tree

    def _edited(
        self, tree: Node, content: str, *, flag: int = 0, on: bool = False, comment: str | None = None
    ) -> Node:
        edit, parent = self._owned(tree)
        words = [self._waiting, *_head(content)] if self._waiting else _head(content)
        place = _place(parent.schema, words)
        node: Node | None = parent
        for ident in place[0] if place is not None else [("",)]:
            node = edit.own(node, ident) if node is not None and ident in node.below else None
        if node is None or node is parent:
            self._warnings.append(f"statement not found: {' '.join(words)}")
        elif comment is not None:
            node.comment = comment
        else:
            node.flags = (node.flags | flag if on else node.flags & ~flag) & MARKS
        return edit.root

    def _ident(self, tree: Node, content: str) -> Ident | None:
        parent = _at(tree, self._path)
        words = [self._waiting, *_head(content)] if self._waiting else _head(content)
        place = _place(parent.schema, words) if parent is not None else None
        return place[0][0] if place is not None and place[0] else None

    def _owned(self, tree: Node) -> tuple[Edit, Node]:
        edit = Edit(tree)
        node = edit.root
        for ident in self._path:
            if ident not in node.below:
                self._warnings.append(f"statement not found: {' '.join(self._words)}")
                return edit, Node(node.schema)
            node = edit.own(node, ident)
        return edit, node


def _move(edit: Edit, parent: Node, ident: Ident, anchor: Ident | None) -> None:
    """Puts an entry behind another one, or in front of all."""
    if ident == anchor:
        return
    order = [other for other in parent.below if other != ident]
    order.insert(order.index(anchor) + 1 if anchor in order else 0, ident)
    edit.reorder(parent, order)


def _at(tree: Node, path: Sequence[Ident]) -> Node | None:
    node: Node | None = tree
    for ident in path:
        node = node.below.get(ident) if node is not None else None
    return node


def _place(schema: SchemaNode, words: Sequence[str]) -> tuple[list[Ident], str] | None:
    """The identities that words stand for, and the list whose key is missing at their end; None when unknown."""
    path: list[Ident] = []
    index = 0
    while index < len(words):
        found = tree_words.step(schema, words, index) if schema.kind in (CONTAINER, LIST) else None
        if found is None:
            # The value of a leaf, as in `host-name x`, is no step.
            return (path, "") if path and schema.kind not in (CONTAINER, LIST) and index == len(words) - 1 else None
        schema, ident, index = found
        if ident is None:
            return (path, schema.word) if index == len(words) else None
        path.append(ident)
    return path, ""


def _head(content: str) -> list[str]:
    return _words(content.strip().removesuffix(_BODY).removesuffix(";"))


def _words(text: str) -> list[str]:
    return [token for kind, token, _ in lexer.tokens(text) if kind != lexer.COMMENT]
