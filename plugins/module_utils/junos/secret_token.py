"""The text that stands for a secret wherever its value must not be: ``$SECRET$<name>``.

A token looks like the encoded values that it stands for (``$9$...``, ``$6$...``): the dollar sign makes the CLI, and
our printer, quote it as they quote those, so that putting the value in its place changes nothing else on the line.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "$SECRET$"
TOKEN = re.compile(r"\$SECRET\$([a-z0-9]+(?:-[a-z0-9]+)*)")
"""A token in a text; the group is the secret's name."""


def token(name: str) -> str:
    """The token of the secret ``name``, without quotes."""
    return f"{PREFIX}{name}"


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """Names of all secrets that configurations refer to."""
    return frozenset(name for text in texts if PREFIX in text for name in TOKEN.findall(text))
