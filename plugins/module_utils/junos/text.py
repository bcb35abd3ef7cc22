"""The text format of Junos, as ``show configuration`` prints it and ``load`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import lexer
from .lexer import COMMENT, PUNCTUATION, ConfigSyntaxError, SyntaxProblem
from .text_print import TAGS, lines
from .tree import DELETE, Node, empty
from .tree_build import Edit, StatementError

if TYPE_CHECKING:
    from collections.abc import Callable


def parse_text(text: str, *, name: str = "configuration") -> Node:
    """Reads a configuration in text format.

    Args:
        text: The whole of it or a part that starts at the top; ``replace:`` and other tags are kept as marks.
        name: The file, for messages.

    Raises:
        ConfigSyntaxError: With every statement that Junos does not know.
    """
    return _Parser(text, name).parse()


def print_text(root: Node) -> str:
    """Returns a configuration as ``show configuration`` prints it; empty for an empty one."""
    return "".join(f"{line}\n" for line in lines(root))


def canonical(text: str) -> str:
    """Returns a configuration in text format as the device would print it.

    Raises:
        ConfigSyntaxError: The text does not parse.
    """
    return print_text(parse_text(text))


class _Parser:
    """Cuts the text into statements and puts them into a tree."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._edit = Edit(empty())
        # Each open brace: the node it belongs to (None inside a statement that failed), words that its statements
        # start with, and how it is written.
        self._stack: list[tuple[Node | None, list[str], str]] = [(self._edit.root, [], "")]
        self._words: list[str] = []
        self._starts: list[int] = []
        self._flags = 0
        self._comment = ""
        self._problems: list[SyntaxProblem] = []
        self._counted = (0, 1)  # an offset and its line
        self._actions: dict[str, Callable[[int], None]] = {";": self._end, "{": self._open, "}": self._close}

    def parse(self) -> Node:
        control = lexer.control_character(self._text)
        if control >= 0:
            self._problem(control, "", "control character")
            raise ConfigSyntaxError(self._problems, name=self._name)
        for kind, token, start in lexer.tokens(self._text):
            if kind == PUNCTUATION:
                self._punctuation(token, start)
            elif kind == COMMENT:
                self._comment = token if not self._words else self._comment
            elif not self._words and token in TAGS:
                self._flags |= TAGS[token]
            else:
                self._words.append(token)
                self._starts.append(start)
        if self._words:
            self._problem(len(self._text), "", lexer.SYNTAX_ERROR)
        elif len(self._stack) > 1:
            self._problem(len(self._text), "", "missing closing brace")
        if self._problems:
            raise ConfigSyntaxError(self._problems, name=self._name)
        return self._edit.root

    def _punctuation(self, sign: str, start: int) -> None:
        action = self._actions.get(sign)
        if action is not None:
            action(start)
        else:
            self._words.append(lexer.bracket(sign))
            self._starts.append(start)

    def _end(self, start: int) -> None:
        node, prefix, _ = self._stack[-1]
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
        node, prefix, _ = self._stack[-1]
        written = " ".join(self._words)
        if node is None or not self._words:
            if node is not None:
                self._problem(start, "{", lexer.SYNTAX_ERROR)
            self._stack.append((None, [], written))
        else:
            try:
                done = self._edit.statement(node, prefix + self._words, partial=bool(self._flags & DELETE))
            except StatementError as error:
                self._failed(error, prefix, start)
                self._stack.append((None, [], written))
            else:
                self._mark([] if done.waiting is not None else done.marked)
                waiting = [] if done.waiting is None else [done.waiting.word]
                self._stack.append((done.node, waiting, written))
        self._reset()

    def _close(self, start: int) -> None:
        if self._words:
            self._problem(start, "}", lexer.SYNTAX_ERROR)
        if len(self._stack) == 1:
            self._problem(start, "}", lexer.SYNTAX_ERROR)
        else:
            self._stack.pop()
        self._reset()

    def _reset(self) -> None:
        self._words, self._starts, self._flags, self._comment = [], [], 0, ""

    def _mark(self, nodes: list[Node]) -> None:
        if self._flags or self._comment:
            for node in nodes:
                node.flags |= self._flags
                node.comment = self._comment or node.comment

    def _failed(self, error: StatementError, prefix: list[str], end: int) -> None:
        index = error.index - len(prefix)
        if 0 <= index < len(self._words):
            token = self._words[index]
            self._problem(self._starts[index], token.lstrip("\0"), error.message)
        else:
            self._problem(end, self._text[end : end + 1], error.message)

    def _problem(self, offset: int, token: str, message: str) -> None:
        # Counted on from the last problem: a file of nothing but problems would else be counted again for each.
        last, line = self._counted
        line = line + self._text.count("\n", last, offset) if offset >= last else self._text.count("\n", 0, offset) + 1
        self._counted = (offset, line)
        column = offset - self._text.rfind("\n", 0, offset)
        path = " ".join(written for _, _, written in self._stack[1:])
        self._problems.append(
            SyntaxProblem(
                line=line, column=column, path=f"[edit {path}]" if path else "[edit]", token=token, message=message
            )
        )
