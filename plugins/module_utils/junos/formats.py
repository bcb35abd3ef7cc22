"""Reads a configuration in whatever format it is written."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, Literal, TypeAlias

from .jsonform import parse_json
from .setform import parse_set
from .text import parse_text
from .xmlform import parse_xml

if TYPE_CHECKING:
    from collections.abc import Callable

    from .tree import Node

Format: TypeAlias = Literal["text", "set", "xml", "json"]

_PARSERS: Final[dict[str, Callable[..., Node]]] = {
    "text": parse_text, "set": parse_set, "xml": parse_xml, "json": parse_json,
}
_COMMAND: Final = re.compile(
    r"(?:set|delete|deactivate|activate|protect|unprotect|insert|rename|copy)[ \t]+[^{;]*[^{;\s]\s*$"
)


def detect(text: str) -> Format:
    """Returns the format of a configuration by its first statement; an empty one is text."""
    for line in text.splitlines():
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if stripped.startswith("<"):
            return "xml"
        if stripped.startswith("{"):
            return "json"
        return "set" if _COMMAND.match(stripped) else "text"
    return "text"


def parse(text: str, *, form: Format | None = None, name: str = "configuration") -> Node:
    """Reads a configuration.

    Args:
        text: The configuration.
        form: Its format; found out when not given.
        name: The file, for messages.

    Raises:
        ConfigSyntaxError: Junos would not load it.
    """
    return _PARSERS[form or detect(text)](text, name=name)
