"""The values of secrets, in memory only: real ones as they were resolved, or made-up ones for the twin."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Protocol

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .secret_token import SecretUse

HASH_PREFIX = "$6$"
"""SHA-512 crypt: what Junos keeps of a password."""


class SecretMissing(StatenetError):  # says what is the case
    """A configuration refers to a secret whose value nobody gave.

    Args:
        name: The secret.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"secrets.{name}: its value is not known. Remedy: give it a source in network.yml.")


class SecretValues(Protocol):
    """Where values are looked up."""

    def value(self, use: SecretUse) -> str:
        """Clear text of a key or of an SNMPv3 password, hash of a password.

        Raises:
            SecretMissing: There is none.
        """
        ...


class GivenValues:
    """Values by name.

    Args:
        values: Checked by whoever resolved them.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = dict(values)

    def __repr__(self) -> str:
        return f"GivenValues({', '.join(sorted(self._values))})"

    def value(self, use: SecretUse) -> str:
        """The value of a secret."""
        try:
            return self._values[use.name]
        except KeyError:
            raise SecretMissing(use.name) from None


class DummyValues:
    """Made-up values for the twin, always the same for the same name: no real secret ever reaches it."""

    __slots__ = ()

    def value(self, use: SecretUse) -> str:
        """64 hexadecimal digits, which every kind of key admits; a hash of nothing for a password."""
        digits = hashlib.sha256(f"rehearsal {use.name}".encode()).hexdigest()
        return f"{HASH_PREFIX}rehearsal${digits}{digits[:22]}" if use.kind == "password" else digits
