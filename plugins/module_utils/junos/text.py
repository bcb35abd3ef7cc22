"""The text format of Junos, as ``show configuration`` prints it and ``load`` reads it."""

from __future__ import annotations

from itertools import dropwhile, islice
from typing import TYPE_CHECKING

from . import lexer
from .blocks import block_ends
from .lexer import COMMENT, PUNCTUATION, ConfigSyntaxError, SyntaxProblem
from .text_print import TAGS, lines
from .tree import DELETE, Node, empty
from .tree_build import Edit, StatementError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from .blocks import BlockPool


def parse_text(text: str, *, name: str = "configuration", pool: BlockPool | None = None) -> Node:
    """Reads a configuration in text format.

    Args:
        text: The whole of it or a part that starts at the top; ``replace:`` and other tags are kept as marks.
        name: The file, for messages.
        pool: Blocks of configurations like this one: those that are in it are not read again.

    Raises:
        ConfigSyntaxError: With every statement that Junos does not know.
    """
    return _Parser(text, name, pool).parse()


def print_text(root: Node) -> str:
    """Returns a configuration as ``show configuration`` prints it; empty for an empty one."""
    return "".join(f"{line}\n" for line in lines(root))


def canonical(text: str, *, pool: BlockPool | None = None) -> str:
    """Returns a configuration in text format as the device would print it.

    Raises:
        ConfigSyntaxError: The text does not parse.
    """
    return print_text(parse_text(text, pool=pool))


class _Parser:
    """Cuts the text into statements and puts them into a tree."""

    def __init__(self, text: str, name: str, pool: BlockPool | None) -> None:
        self._text = text
        self._name = name
        self._pool = pool
        self._ends: Mapping[int, int] = {} if pool is None else block_ends(text)
        self._edit = Edit(empty())
        # Each open brace: the node it belongs to (None inside a statement that failed), words that its statements
        # start with, how it is written, and where it is when the pool shall get it.
        self._stack: list[tuple[Node | None, list[str], str, int]] = [(self._edit.root, [], "", -1)]
        self._words: list[str] = []
        self._begin = 0  # of the statement, with its tags
        self._flags = 0
        self._comment = ""
        self._problems: list[SyntaxProblem] = []
        self._counted = (0, 1)  # an offset and its line
        self._resume = -1  # where to go on behind a block that the pool has
        self._actions: dict[str, Callable[[int], None]] = {";": self._end, "{": self._open, "}": self._close}

    def parse(self) -> Node:
        control = lexer.control_character(self._text)
        if control >= 0:
            self._problem(control, "", "control character")
            raise ConfigSyntaxError(self._problems, name=self._name)
        self._read()
        if self._words:
            self._problem(len(self._text), "", lexer.SYNTAX_ERROR)
        elif len(self._stack) > 1:
            self._problem(len(self._text), "", "missing closing brace")
        if self._problems:
            raise ConfigSyntaxError(self._problems, name=self._name)
        return self._edit.root

    def _read(self) -> None:
        text, at = self._text, 0
        while at >= 0:
            self._begin, self._resume = at, -1
            found = lexer.simple_statement(text, at)
            if found is not None:
                self._words += found[1].split()
                self._strip_tags()
                self._actions[found[2]](found.start(2))
                at = found.end()
            else:
                at = self._token_by_token(at)
            if self._resume >= 0:
                at = self._resume

    def _token_by_token(self, start: int) -> int:
        """Reads up to the end of a statement or the next brace; returns where the next one begins, -1 for nowhere."""
        for kind, token, offset in lexer.tokens(self._text, start):
            if kind == PUNCTUATION:
                action = self._actions.get(token)
                if action is not None:
                    action(offset)
                    return offset + 1
                self._words.append(lexer.bracket(token))
            elif kind == COMMENT:
                self._comment = token if not self._words else self._comment
            else:
                self._words.append(token)
                self._strip_tags()
        return -1

    def _strip_tags(self) -> None:
        words = self._words
        while words and words[0] in TAGS:
            self._flags |= TAGS[words.pop(0)]

    def _end(self, start: int) -> None:
        node, prefix, *_ = self._stack[-1]
        if node is not None and self._words:
            self._put(node, prefix, start)
        self._reset()

    def _put(self, node: Node, prefix: list[str], start: int) -> None:
        partial = bool(self._flags & DELETE)
        try:
            done = self._edit.statement(node, prefix + self._words, partial=partial)
        except StatementError as error:
            self._failed(error, prefix, start)
            return
        if done.waiting is not None and not partial:
            self._problem(start, "", lexer.MISSING_ARGUMENT)
        self._mark(done.marked)

    def _open(self, start: int) -> None:
        node, prefix, *_ = self._stack[-1]
        written = " ".join(self._words)
        if node is None or not self._words:
            if node is not None:
                self._problem(start, "{", lexer.SYNTAX_ERROR)
            self._stack.append((None, [], written, -1))
        else:
            try:
                done = self._edit.statement(node, prefix + self._words, partial=bool(self._flags & DELETE))
            except StatementError as error:
                self._failed(error, prefix, start)
                self._stack.append((None, [], written, -1))
            else:
                self._mark([] if done.waiting is not None else done.marked)
                if done.waiting is None:
                    self._enter(done.node, written, start)
                else:
                    self._stack.append((done.node, [done.waiting.word], written, -1))
        self._reset()

    def _enter(self, node: Node, written: str, start: int) -> None:
        """Opens a block, or goes on behind it when the pool has it. One that adds to others is read in any case."""
        end = self._ends.get(start)
        if self._pool is None or end is None or node.below:
            self._stack.append((node, [], written, -1))
            return
        block = self._pool.get(node.schema, self._text[start + 1 : end])
        if block is None:
            self._stack.append((node, [], written, start))
        else:
            node.below = block
            self._resume = end + 1

    def _close(self, start: int) -> None:
        if self._words:
            self._problem(start, "}", lexer.SYNTAX_ERROR)
        if len(self._stack) == 1:
            self._problem(start, "}", lexer.SYNTAX_ERROR)
        else:
            node, _, _, opened = self._stack.pop()
            if self._pool is not None and node is not None and opened >= 0 and not self._problems:
                node.below = self._pool.put(node.schema, self._text[opened + 1 : start], node.below)
                self._edit.disown()
        self._reset()

    def _reset(self) -> None:
        self._words, self._flags, self._comment = [], 0, ""

    def _mark(self, nodes: list[Node]) -> None:
        if self._flags or self._comment:
            for node in nodes:
                node.flags |= self._flags
                node.comment = self._comment or node.comment

    def _failed(self, error: StatementError, prefix: list[str], end: int) -> None:
        index = error.index - len(prefix)
        if 0 <= index < len(self._words):
            token = self._words[index]
            self._problem(self._offset(index), token.lstrip("\0"), error.message)
        else:
            self._problem(end, self._text[end : end + 1], error.message)

    def _offset(self, index: int) -> int:
        """Where a word of the statement stands; only errors ask for it."""
        words = (found for found in lexer.tokens(self._text, self._begin) if found[0] != COMMENT)
        _, _, offset = next(islice(dropwhile(lambda found: found[1] in TAGS, words), index, None))
        return offset

    def _problem(self, offset: int, token: str, message: str) -> None:
        # Counted on from the last problem: a file of nothing but problems would else be counted again for each.
        last, line = self._counted
        line = line + self._text.count("\n", last, offset) if offset >= last else self._text.count("\n", 0, offset) + 1
        self._counted = (offset, line)
        column = offset - self._text.rfind("\n", 0, offset)
        path = " ".join(written for _, _, written, _ in self._stack[1:])
        self._problems.append(
            SyntaxProblem(
                line=line, column=column, path=f"[edit {path}]" if path else "[edit]", token=token, message=message
            )
        )
