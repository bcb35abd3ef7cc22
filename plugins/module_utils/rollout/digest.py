"""Hashes of configurations: two texts that mean the same to a device have the same one."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


def configuration_digest(text: str) -> str:
    """SHA-256 of a configuration, without the lines that a device adds when it prints one.

    Those are the header (``## Last commit``), the ``version`` statement and space at the ends of lines.
    """
    lines = (line.rstrip() for line in text.splitlines())
    kept = (line for line in lines if line and not line.startswith(("##", "version ")))
    return hashlib.sha256("\n".join(kept).encode()).hexdigest()


def position_of(text: str, digests: Iterable[str], canonical: Callable[[str], str]) -> int | None:
    """The last position in ``digests`` that ``text`` has; None when it has none of them.

    Parsing is slow next to hashing: the text is only brought into canonical form when it does not match as it is.
    """
    known = {digest: position for position, digest in enumerate(digests)}
    found = known.get(configuration_digest(text))
    return found if found is not None else known.get(configuration_digest(canonical(text)))


def difference(text: str) -> str:
    """A difference as the device or our own comparison prints it, without space at the ends."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines() if line.strip())
