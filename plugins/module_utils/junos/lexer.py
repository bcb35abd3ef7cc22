"""Words, positions and quoting of Junos configuration text, and the error for text that does not parse."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

# Brackets as punctuation; a quoted "[" is an ordinary word.
OPEN: Final = "\0["
CLOSE: Final = "\0]"
_BRACKETS: Final = {"[": OPEN, "]": CLOSE}

SYNTAX_ERROR: Final = "syntax error"
MISSING_ARGUMENT: Final = "missing argument"
_EXPECTED: Final = {
    SYNTAX_ERROR: "a statement that Junos knows here",
    MISSING_ARGUMENT: "a value, or the name of an entry",
}

WORD: Final = 0
PUNCTUATION: Final = 1
COMMENT: Final = 2

_TOKEN: Final = re.compile(
    r"""\s+ | (?P<comment>/\*.*?\*/) | \#[^\n]* | "(?P<quoted>(?:[^"\\]|\\.)*)" | (?P<punctuation>[{};\[\]])
    | (?P<expression>\((?:[^()"{};]|\([^()"{};]*\))*\))(?=[\s;\]}]|\Z)
    | (?P<word>[^\s{};\[\]"]+) | (?P<rest>.)""",
    re.VERBOSE | re.DOTALL,
)
_SIMPLE: Final = re.compile(r'\s*+((?:(?![#(]|/\*)[^\s{};\[\]"]++\s*+)*+)([;{}])')
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_PLAIN: Final = re.compile(r'[^\s;{}"\[\]()#&|@=$\\]+')
_EXPRESSION: Final = re.compile(r'(?=\( |.*(?:&&|\|\||!))\((?:[^()"{};#\\]|\([^()"{};#\\]*\))*\)')
_ESCAPE: Final = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SyntaxProblem:
    """One place where the configuration does not follow the grammar.

    Attributes:
        line: Line, counted from 1; 0 when the input has no lines (XML built in memory).
        column: Column of the token, counted from 1.
        path: Where the statement stands, as ``[edit interfaces ge-0/0/0]``.
        token: The word that does not fit; empty at the end of the input.
        message: The words of Junos: ``syntax error``, ``missing argument``, ``unbalanced braces``.
    """

    line: int
    column: int
    path: str
    token: str
    message: str

    def __str__(self) -> str:
        return f"{self.line}:({self.column}) {self.message}: {self.token}"


class ConfigSyntaxError(InputError):
    """A configuration that Junos would not load; holds every place at once.

    Args:
        errors: At least one.
        name: The file, for the message.
    """

    def __init__(self, errors: Iterable[SyntaxProblem], *, name: str = "configuration") -> None:
        self.errors = tuple(sorted(errors))
        super().__init__(
            Problem(
                source=Source(name, error.line),
                subject=error.path,
                found=f"{error.message}: {error.token!r} in column {error.column}",
                expected=_EXPECTED.get(error.message, "a configuration that Junos can load"),
            )
            for error in self.errors
        )


def tokens(text: str, start: int = 0) -> Iterator[tuple[int, str, int]]:
    """Yields the kind, the text and the offset of every token from ``start`` on, without quotes and comment marks.

    A quotation that is not closed comes out as the word ``"``.
    """
    for match in _TOKEN.finditer(text, start):
        kind = match.lastgroup
        if kind == "word":
            yield WORD, match[0], match.start()
        elif kind == "punctuation":
            yield PUNCTUATION, match[0], match.start()
        elif kind == "quoted":
            yield WORD, unquote(match["quoted"]), match.start()
        elif kind == "comment":
            # The inner lines of a longer comment keep their layout.
            inner = match[0][2:-2]
            yield COMMENT, inner if "\n" in inner else inner.strip(), match.start()
        elif kind == "expression":
            yield WORD, " ".join(match[0].split()), match.start()
        elif kind == "rest":
            yield WORD, match[0], match.start()


def simple_statement(text: str, start: int) -> re.Match[str] | None:
    """Reads words without quotes, brackets, expressions and comments at once, as most statements are.

    Returns:
        The words, separated by space, and what ends them, as groups 1 and 2; None for any other statement.
    """
    return _SIMPLE.match(text, start)


def control_character(text: str) -> int:
    """Returns the offset of the first character that no configuration can hold, or -1."""
    found = _CONTROL.search(text)
    return found.start() if found else -1


def unquote(text: str) -> str:
    """Resolves the escapes inside a quotation: backslash n is a line break, else it protects the next sign."""
    if "\\" not in text:
        return text
    return _ESCAPE.sub(lambda match: "\n" if match[1] == "n" else match[1], text)


def quote(value: str, *, always: bool = False) -> str:
    """Writes a value as the CLI does: in quotes when it holds a sign that the lexer would take for something else.

    A policy expression in parentheses, such as ``( A && B )``, stays as it is.
    """
    if not always and (_PLAIN.fullmatch(value) or _is_expression(value)) and not value.startswith("/*"):
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _is_expression(value: str) -> bool:
    """Tells whether a value is a policy expression, which is one word to the lexer although it holds blanks."""
    return bool(_EXPRESSION.fullmatch(value)) and value == " ".join(value.split())


def bracket(sign: str) -> str:
    """Returns the marker for a bracket that is punctuation."""
    return _BRACKETS[sign]
