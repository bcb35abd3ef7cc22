"""Carves address pools: the n-th /31, the n-th /24, the n-th host, with netaddr."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from netaddr import IPAddress, IPNetwork

from ..common.errors import InputError, Problem, Source

if TYPE_CHECKING:
    from ipaddress import IPv4Network


@dataclass(frozen=True, slots=True)
class Pool:
    """An address pool, as first and last address and in words.

    Attributes:
        name: How the intent calls it, such as ``pools.links``.
    """

    name: str
    first: int
    last: int
    prefixlen: int

    def host(self, number: int) -> str:
        """The address ``number`` places after the network address; the broadcast address is not given out.

        Raises:
            InputError: The pool ends before that.
        """
        self._within(self.first + number + 1, number)
        return str(IPAddress(self.first + number))

    def subnet(self, number: int, prefixlen: int) -> str:
        """The ``number``-th subnet of that length, such as ``10.64.3.0/24``.

        Raises:
            InputError: The pool ends before that.
        """
        size = 1 << (32 - prefixlen)
        first = self.first + number * size
        self._within(first + size - 1, number)
        return f"{IPAddress(first)}/{prefixlen}"

    def count(self, prefixlen: int) -> int:
        """How many subnets of that length there are."""
        return (self.last + 1 - self.first) >> (32 - prefixlen)

    def block(self, number: int, slots: int, *, from_top: bool) -> int:
        """First address of the ``number``-th block of ``slots`` times /31, counted from either end.

        Raises:
            InputError: The pool ends before that.
        """
        size = 2 * slots
        first = self.last + 1 - (number + 1) * size if from_top else self.first + number * size
        self._within(first if from_top else first + size - 1, number)
        return first

    def _within(self, address: int, number: int) -> None:
        if not self.first <= address <= self.last:
            text = f"{IPAddress(self.first)}/{self.prefixlen}"
            problem = Problem(
                source=Source("network.yml" if self.name.startswith("pools.") else "services.yml"),
                subject=self.name,
                found=f"{text} has no room for number {number}",
                expected="a larger prefix",
                remedy="widen it; addresses that were given out stay as long as its first address does",
            )
            raise InputError([problem])


def pool(name: str, network: IPv4Network) -> Pool:
    """A pool of the intent."""
    parsed = IPNetwork(str(network))
    return Pool(name, int(parsed.first), int(parsed.last), int(parsed.prefixlen))


def slash31(address: int) -> str:
    """An end of a point-to-point link (RFC 3021) in Junos notation."""
    return f"{IPAddress(address)}/31"


def text(address: int) -> str:
    """An address without its prefix length."""
    return str(IPAddress(address))


def prefix(network: IPv4Network) -> str:
    """A prefix in Junos notation."""
    return str(IPNetwork(str(network)).cidr)


def net_of(area: str, loopback: str) -> str:
    """The IS-IS network entity title of a loopback: each octet as three digits, in groups of four.

    >>> net_of("49.0001", "10.0.255.11")
    '49.0001.0100.0025.5011.00'
    """
    digits = "".join(f"{int(octet):03d}" for octet in loopback.split("."))
    return f"{area}.{digits[0:4]}.{digits[4:8]}.{digits[8:12]}.00"
