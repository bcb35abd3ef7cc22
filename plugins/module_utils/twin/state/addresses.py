"""IPv4 interface addresses as integers: state compares tens of thousands of them at every recomputation."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """An address on an interface, or a prefix.

    Attributes:
        text: Without prefix length, such as ``10.0.0.1``.
        number: The address as an integer.
        length: Prefix length.
    """

    text: str
    number: int
    length: int

    @property
    def network(self) -> tuple[int, int]:
        """The subnet, as (first address, prefix length)."""
        return self.number & mask(self.length), self.length

    def contains(self, number: int) -> bool:
        """Whether an address lies in this one's subnet."""
        return not (self.number ^ number) & mask(self.length)

    def __str__(self) -> str:
        return f"{self.text}/{self.length}"


def mask(length: int) -> int:
    """The netmask of a prefix length, as an integer."""
    return 0xFFFFFFFF << (32 - length) & 0xFFFFFFFF


def to_number(text: str) -> int | None:
    """An IPv4 address as an integer; None for anything else."""
    try:
        return int(struct.unpack("!I", socket.inet_aton(text))[0]) if text.count(".") == 3 else None
    except OSError:
        return None


def to_text(number: int) -> str:
    """An integer in dotted notation."""
    return socket.inet_ntoa(struct.pack("!I", number))


def parse(text: str) -> Address | None:
    """Read ``10.0.0.1/31`` (a host when there is no length); None for anything but IPv4."""
    base, _, length = text.partition("/")
    number = to_number(base)
    if number is None or (length and not (length.isdigit() and int(length) <= 32)):
        return None
    return Address(base, number, int(length) if length else 32)
