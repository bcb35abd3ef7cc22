"""The text that stands for a secret wherever its value must not be: ``$SECRET$<name>``.

A token looks like the encoded values that it stands for (``$9$...``, ``$6$...``): the dollar sign makes the CLI, and
our printer, quote it as they quote those, so that putting the value in its place changes nothing else on the line.

``$SECRET$<name>@<engine>`` is the SNMPv3 key of a password, localized for an engine: what a device keeps of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "$SECRET$"
UNKNOWN = "unknown-"
"""Begins the name that stands for a value which only the device knows; the rest tells two such values apart."""
TOKEN = re.compile(r"\$SECRET\$(?P<name>[a-z0-9]+(?:-[a-z0-9]+)*)(?:@(?P<engine>[A-Za-z0-9][A-Za-z0-9-]*))?")
PASSWORD_STATEMENT = "encrypted-password"  # noqa: S105  # the name of a statement
"""The one statement in which a device keeps a hash."""
_BEFORE = re.compile(rf"{PASSWORD_STATEMENT}[\s\":>]+\Z")
_LOOK_BACK = len(PASSWORD_STATEMENT) + 8

Kind = Literal["key", "password", "snmp"]


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SecretUse:
    """A secret at a place in a configuration.

    Attributes:
        name: The secret.
        kind: ``key``: obfuscated by Junos; ``password``: kept as a hash; ``snmp``: a password of which a key is kept.
        engine: The SNMP engine that the key is for.
    """

    name: str
    kind: Kind
    engine: str = ""

    @property
    def token(self) -> str:
        """How it is written."""
        return token(self.name, engine=self.engine)


def token(name: str, *, engine: str = "") -> str:
    """The token of the secret ``name``, without quotes."""
    return f"{PREFIX}{name}@{engine}" if engine else f"{PREFIX}{name}"


def without_names(text: str) -> str:
    """The text with one and the same token for every secret: what is left when their values do not matter."""
    return TOKEN.sub(lambda _found: PREFIX, text)


def use_of(found: re.Match[str], *, statement: str = "") -> SecretUse:
    """What a match of ``TOKEN`` stands for, as the words in front of it tell.

    Args:
        found: The match.
        statement: The XML element that the text stands in: a statement, or what holds a configuration as text.
    """
    engine = found["engine"] or ""
    start = found.start()
    before = found.string[max(0, start - _LOOK_BACK) : start]
    hashed = statement == PASSWORD_STATEMENT or _BEFORE.search(before)
    kind: Kind = "password" if hashed else "snmp" if engine else "key"
    return SecretUse(name=found["name"], kind=kind, engine=engine)


def uses_in(texts: Iterable[str]) -> frozenset[SecretUse]:
    """Every use of a secret in some configurations."""
    return frozenset(use_of(found) for text in texts for found in TOKEN.finditer(text))
