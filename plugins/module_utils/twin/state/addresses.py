"""Interface addresses as integers: state compares tens of thousands of them at every recomputation."""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass

IPV6 = 1 << 128


@dataclass(frozen=True, slots=True)
class Address:
    """An address on an interface, or a prefix, of IPv4 or IPv6.

    Attributes:
        text: Without prefix length, such as ``10.0.0.1``.
        number: The address as an integer, with ``IPV6`` on top for IPv6, so that no two addresses share one.
        length: Prefix length.
    """

    text: str
    number: int
    length: int

    @property
    def network(self) -> tuple[int, int]:
        """The subnet, as (first address, prefix length)."""
        rest = self.bits - self.length
        return self.number >> rest << rest, self.length

    def contains(self, number: int) -> bool:
        """Whether an address lies in this one's subnet."""
        return not (self.number ^ number) >> (128 if self.number >= IPV6 else 32) - self.length

    @property
    def bits(self) -> int:
        """How long an address of its family is."""
        return 128 if self.number >= IPV6 else 32

    def __str__(self) -> str:
        return f"{self.text}/{self.length}"


def mask(length: int) -> int:
    """The netmask of a prefix length, as an integer."""
    return 0xFFFFFFFF << (32 - length) & 0xFFFFFFFF


def mask6(length: int) -> int:
    """The same for IPv6; the bit that tells the family belongs to it."""
    return (IPV6 << 1) - (1 << (128 - length))


def to_number(text: str) -> int | None:
    """An address as an integer, IPv6 with its bit on top; None for anything else."""
    try:
        if ":" in text:
            return int.from_bytes(socket.inet_pton(socket.AF_INET6, text)) | IPV6
        return int(struct.unpack("!I", socket.inet_aton(text))[0]) if text.count(".") == 3 else None
    except OSError:
        return None


def to_text(number: int) -> str:
    """An integer as an address is written."""
    if number >= IPV6:
        return socket.inet_ntop(socket.AF_INET6, (number - IPV6).to_bytes(16))
    return socket.inet_ntoa(struct.pack("!I", number))


def parse(text: str) -> Address | None:
    """Read ``10.0.0.1/31`` or ``2001:db8::1/127`` (a host when there is no length); None for anything else."""
    base, _, length = text.partition("/")
    number = to_number(base)
    longest = 128 if ":" in base else 32
    if number is None or (length and not (length.isdigit() and int(length) <= longest)):
        return None
    return Address(base, number, int(length) if length else longest)
