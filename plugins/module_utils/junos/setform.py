"""The set format of Junos: ``show configuration | display set`` and the commands that ``load set`` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import lexer
from .lexer import ConfigSyntaxError, SyntaxProblem, quote
from .load_commands import MissingStatementError, apply_command
from .schema import CONTAINER, EMPTY, LEAF, LEAF_LIST
from .text_print import head, leaf, leaf_list
from .tree import INACTIVE, PROTECTED, Node, empty
from .tree_build import Edit, StatementError

if TYPE_CHECKING:
    from collections.abc import Iterable


def parse_set(text: str, *, name: str = "configuration") -> Node:
    """Reads commands into an empty configuration; see ``apply_set``.

    Raises:
        ConfigSyntaxError: With every line that Junos does not know.
    """
    return apply_set(empty(), text.splitlines(), name=name)


def apply_set(candidate: Node, lines: Iterable[str], *, name: str = "configuration") -> Node:
    """Applies commands to a configuration, as ``load set`` does.

    ``set``, ``delete``, ``deactivate``, ``activate``, ``protect``, ``unprotect``, ``insert ... before|after ...``,
    ``rename ... to ...``, ``copy ... to ...``. Empty lines and lines that start with ``#`` are left out. A command for
    a statement that does not exist does nothing, as on the device, which only warns.

    Returns:
        A new tree; the candidate stays as it is.

    Raises:
        ConfigSyntaxError: With every line that Junos does not know.
    """
    tree, _ = apply_set_with_warnings(candidate, lines, name=name)
    return tree


def apply_set_with_warnings(
    candidate: Node, lines: Iterable[str], *, name: str = "configuration"
) -> tuple[Node, tuple[str, ...]]:
    """Like ``apply_set``; also returns the warnings of the device: ``statement not found: ...``."""
    edit = Edit(candidate)
    problems: list[SyntaxProblem] = []
    warnings: list[str] = []
    for number, line in enumerate(lines, start=1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        words, starts = _words(line)
        if not words:
            continue
        try:
            if lexer.control_character(line) >= 0:
                raise StatementError(0, "control character")
            apply_command(edit, words)
        except MissingStatementError as missing:
            warnings.append(f"statement not found: {missing}")
        except StatementError as error:
            index = min(error.index, len(words))
            problems.append(
                SyntaxProblem(
                    line=number,
                    column=(starts[index] if index < len(words) else len(line.rstrip())) + 1,
                    path="[edit]",
                    token=words[index].lstrip("\0") if index < len(words) else "",
                    message=error.message,
                )
            )
    if problems:
        raise ConfigSyntaxError(problems, name=name)
    return edit.root, tuple(warnings)


def _words(line: str) -> tuple[list[str], list[int]]:
    words: list[str] = []
    starts: list[int] = []
    for kind, word, start in lexer.tokens(line):
        if kind != lexer.COMMENT:
            words.append(lexer.bracket(word) if kind == lexer.PUNCTUATION and word in "[]" else word)
            starts.append(start)
    return words, starts


def print_set(root: Node) -> str:
    """Returns a configuration as ``show configuration | display set`` prints it; annotations have no such form."""
    out: list[str] = []
    _below(root, "", out)
    return "".join(f"{line}\n" for line in out)


def _below(node: Node, path: str, out: list[str]) -> None:
    for child in node.ordered():
        kind = child.schema.kind
        if kind in (LEAF, EMPTY):
            words = leaf(child)
        elif kind == LEAF_LIST:
            words = leaf_list(child.schema, [child])
        else:
            words = head(child)
        here = f"{path}{words} " if words else path
        if kind in (LEAF, EMPTY, LEAF_LIST) or not child.below:
            out.append(f"set {here.rstrip()}")
        elif kind == CONTAINER and _positional(child):
            values = " ".join(quote(leaf.text or "") for leaf in child.ordered())
            out.append(f"set {here}{values}")
        else:
            _below(child, here, out)
        for flag, command in ((INACTIVE, "deactivate"), (PROTECTED, "protect")):
            if child.flags & flag:
                out.append(f"{command} {here.rstrip()}")


def _positional(node: Node) -> bool:
    """``priority 7 7``: values that only their place tells apart have to stand in one command."""
    return len(node.below) > 1 and all(
        child.schema.hidden and child.schema.kind == LEAF and not child.flags for child in node.below.values()
    )
