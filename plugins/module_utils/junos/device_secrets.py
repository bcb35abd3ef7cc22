"""The secrets of one device: from tokens to what the device keeps, and back."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

from .secret_encoding import NINE, decode9, encode9, localized_key
from .secret_token import PREFIX, TOKEN, UNKNOWN, token, use_of
from .secret_values import SecretMissing

if TYPE_CHECKING:
    from collections.abc import Iterable

    from .secret_token import SecretUse
    from .secret_values import SecretValues

_ENCODED = re.compile(r"\$(?:1|5|6|8|9|sha1)\$[^\s\"'&;<>,\[\]{}]+")
_MARKED = re.compile(
    r"(?P<before>\s)(?P<quote>\"|&quot;|)(?P<value>(?:(?!&quot;)[^\s\"])+)(?P=quote);[ \t]*## SECRET-DATA"
)
_MARK = re.compile(r"[ \t]*## SECRET-DATA[ \t]*$", re.MULTILINE)
_FINGERPRINT = 8


class DeviceSecrets:
    """Reveals the tokens of what is sent to a device, and masks the values in what it answers.

    Values that are not ours become tokens, too, and differ where the values differ; they are remembered, so that what
    was read can be loaded again. Threads may share one.

    Args:
        host: The device; with the secret's name it is the salt.
        values: Where values are looked up.
        uses: The secrets that the device's configurations refer to.
    """

    def __init__(self, host: str, values: SecretValues, uses: Iterable[SecretUse]) -> None:
        self._host = host
        self._values = values
        self._tokens: dict[str, str] = {}
        self._clear: dict[str, str] = {}
        self._foreign: dict[str, str] = {}
        for use in sorted(uses):
            try:
                self._learn(use)
            except SecretMissing:
                # One that only the device knows: it is learnt when the device is read.
                if not use.name.startswith(UNKNOWN):
                    raise

    def __repr__(self) -> str:
        return f"DeviceSecrets({self._host})"

    def reveal(self, text: str, *, statement: str = "") -> str:
        """Put the values in place of tokens.

        Args:
            text: A configuration in any format, or the value of one statement.
            statement: The XML element that it stands in.

        Raises:
            SecretMissing: A token whose value is not known.
        """
        return TOKEN.sub(lambda found: self._value(use_of(found, statement=statement)), text)

    def mask(self, text: str) -> str:
        """Put tokens in place of values, and take off the remarks ``## SECRET-DATA``."""
        if "SECRET-DATA" in text:
            text = _MARK.sub("", _MARKED.sub(self._mask_marked, text))
        return _ENCODED.sub(lambda found: self._token(found[0]), text) if "$" in text else text

    def _value(self, use: SecretUse) -> str:
        return self._foreign.get(use.token) or self._learn(use)

    def _learn(self, use: SecretUse) -> str:
        """What the device keeps of a secret; noted for the way back."""
        clear = self._values.value(use)
        if use.kind == "password":
            kept = clear
        else:
            if use.kind == "snmp":
                clear = localized_key(clear, use.engine)
            self._clear.setdefault(clear, use.token)
            kept = encode9(clear, salt=f"{self._host} {use.token}")
        self._tokens.setdefault(kept, use.token)
        return kept

    def _token(self, kept: str) -> str:
        """The token of a value, of whichever salt."""
        known = self._tokens.get(kept)
        if known is None and kept.startswith(NINE):
            try:
                known = self._clear.get(decode9(kept))
            except ValueError:
                known = None
        return known or self._stranger(kept)

    def _stranger(self, kept: str) -> str:
        fingerprint = hashlib.sha256(kept.encode()).hexdigest()[:_FINGERPRINT]
        written = token(f"{UNKNOWN}{fingerprint}")
        self._foreign[written] = kept
        return written

    def _mask_marked(self, found: re.Match[str]) -> str:
        """A value that the device calls secret, in whichever form."""
        value = found["value"]
        written = value if value.startswith(PREFIX) else self._token(value)
        quote = found["quote"] or '"'
        return f"{found['before']}{quote}{written}{quote};"
