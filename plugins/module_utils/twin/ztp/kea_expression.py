"""The part of Kea's expressions that tests of client classes need ("Using Expressions in Classification", Kea ARM).

``==``, ``and``, ``or``, ``not``, brackets, text, hexadecimal strings, ``option[N].hex``, ``option[N].text``,
``pkt4.mac`` and ``substring``. An option that was not sent is an empty string, as in Kea.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ..errors import TwinError

if TYPE_CHECKING:
    from collections.abc import Mapping

_TOKEN = re.compile(
    r"\s*(?:(?P<text>'[^']*')|(?P<hex>0x[0-9a-fA-F]+)|(?P<option>option\[\d+\]\.(?:hex|text))|(?P<mac>pkt4\.mac)"
    r"|(?P<number>-?\d+)|(?P<word>[a-z]+)|(?P<sign>==|[(),]))"
)


def matches(expression: str, *, options: Mapping[int, bytes], mac: bytes) -> bool:
    """Whether a request belongs to a class.

    Args:
        expression: The class's ``test``.
        options: What the client sent, by code.
        mac: Its hardware address.

    Raises:
        TwinError: The expression uses something else than the above.
    """
    reader = _Reader(expression, options, mac)
    found = reader.any_of()
    if reader.rest:
        raise reader.unexpected()
    return found


class _Reader:
    """Reads from left to right and evaluates as it goes; ``or`` binds less than ``and``."""

    def __init__(self, expression: str, options: Mapping[int, bytes], mac: bytes) -> None:
        self._expression = expression
        self._options = options
        self._mac = mac
        self.rest = self._tokens()

    def _tokens(self) -> list[tuple[str, str]]:
        found, position, text = [], 0, self._expression.rstrip()
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                message = f"kea: cannot read {text[position:].strip()!r} in test {text!r}"
                raise TwinError(message)
            found.append((str(match.lastgroup), match.group(str(match.lastgroup))))
            position = match.end()
        return found

    def unexpected(self) -> TwinError:
        where = self.rest[0][1] if self.rest else "its end"
        return TwinError(f"kea: unexpected {where} in test {self._expression!r}")

    def any_of(self) -> bool:
        found = self._all_of()
        while self._take("or"):
            found = self._all_of() or found
        return found

    def _all_of(self) -> bool:
        found = self._one()
        while self._take("and"):
            found = self._one() and found
        return found

    def _one(self) -> bool:
        if self._take("not"):
            return not self._one()
        if self._take("("):
            found = self.any_of()
            self._need(")")
            return found
        left = self._value()
        self._need("==")
        return left == self._value()

    def _value(self) -> bytes:
        kind, word = self.rest.pop(0) if self.rest else ("", "")
        if kind == "text":
            return word[1:-1].encode()
        if kind == "hex":
            digits = word[2:]
            return bytes.fromhex(digits if len(digits) % 2 == 0 else f"0{digits}")
        if kind == "option":
            return self._options.get(int(word[len("option[") : word.index("]")]), b"")
        if kind == "mac":
            return self._mac
        if word == "substring":
            return self._substring()
        self.rest.insert(0, (kind, word or "its end"))
        raise self.unexpected()

    def _substring(self) -> bytes:
        self._need("(")
        value = self._value()
        self._need(",")
        start = self._number()
        self._need(",")
        length = None if self._take("all") else self._number()
        self._need(")")
        first = start if start >= 0 else len(value) + start
        if not 0 <= first < len(value):
            return b""
        return value[first:] if length is None else value[first : first + length]

    def _number(self) -> int:
        if not self.rest or self.rest[0][0] != "number":
            raise self.unexpected()
        return int(self.rest.pop(0)[1])

    def _take(self, word: str) -> bool:
        if self.rest and self.rest[0][1] == word:
            self.rest.pop(0)
            return True
        return False

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise self.unexpected()
