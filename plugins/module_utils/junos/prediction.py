"""What a load would change, worked out here: for check mode, which must not touch the device."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .compare import compare
from .jsonform import parse_json
from .load import load
from .setform import apply_set
from .text import parse_text
from .xmlform import parse_xml

if TYPE_CHECKING:
    from .requests import ConfigFormat, LoadAction
    from .tree import Node

_COMMAND = re.compile(
    r"^(set|delete|activate|deactivate|protect|unprotect|insert|rename|copy|annotate|replace)\s+[^\s{;]"
)


def detect_format(content: str) -> ConfigFormat:
    """The format of a configuration, from how it begins."""
    for line in content.splitlines():
        text = line.strip()
        if not text or text.startswith(("#", "/*")):
            continue
        if text.startswith("<"):
            return "xml"
        if text.startswith("{"):
            return "json"
        return "set" if _COMMAND.match(text) and not text.endswith(("{", ";")) else "text"
    return "text"


def predict(committed: str, content: str, *, action: LoadAction, format: ConfigFormat) -> str:  # noqa: A002
    """``show | compare`` after loading ``content`` over the committed configuration (in text format).

    Raises:
        ConfigSyntaxError: Junos would not take the content.
    """
    old = parse_text(committed)
    return compare(old, _loaded(old, content, action, format))


def predict_rollback(committed: str, archived: str) -> str:
    """``show | compare`` after going back from one configuration to another, both in text format."""
    return compare(parse_text(committed), parse_text(archived))


def _loaded(old: Node, content: str, action: LoadAction, form: ConfigFormat) -> Node:
    if form == "set" or action == "set":
        return apply_set(old, content.splitlines(), name="content")
    if form == "xml":
        patch = parse_xml(content.strip().encode())
    elif form == "json":
        patch = parse_json(content)
    else:
        patch = parse_text(content, name="content")
    return load(old, patch, action)
