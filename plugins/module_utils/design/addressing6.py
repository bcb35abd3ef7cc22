"""The IPv6 plan: every address follows from the same number as its IPv4 sister, so nothing more is allocated.

Of the network's prefix (a /32 or shorter) the third group tells the use and the fourth the place::

    prefix:0:0::N        loopback of a router of the core, N as in its IPv4 pool
    prefix:0:1::1:N/127  links between routers
    prefix:0:2::1:N/127  links to sites, a pair per service
    prefix:S:P::/64      service S (its number) at site P, its gateway ::1
    prefix:S:fP::/64     the same in data center P (f000 and up)

/127 on links as RFC 6164 has it, and from ::1:0 on: the first address of a /64 is the anycast address of its routers.
"""

from __future__ import annotations

from dataclasses import dataclass
from socket import AF_INET6, inet_ntop, inet_pton
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from ipaddress import IPv6Network

Use = Literal["loopbacks", "links", "site_links"]
_USES: dict[Use, int] = {"loopbacks": 0, "links": (1 << 64) + 0x10000, "site_links": (2 << 64) + 0x10000}
_DATACENTERS = 0xF000


@dataclass(frozen=True, slots=True)
class Plan6:
    """The plan of one network; ``first`` is the first address of its prefix, as a number."""

    first: int

    def infrastructure(self, use: Use, offset: int) -> int:
        """The address at the same place as in the IPv4 pool of that use, as a number."""
        return self.first + _USES[use] + offset

    def site(self, service: int, site: int) -> str:
        """The /64 of a service at a site, without its length."""
        return self._subnet(service, site)

    def datacenter(self, service: int, datacenter: int) -> str:
        """The /64 of a service in a data center, without its length."""
        return self._subnet(service, _DATACENTERS + datacenter)

    def _subnet(self, service: int, place: int) -> str:
        return text6(self.first + (service << 80) + (place << 64))


def plan6(prefix: IPv6Network | None) -> Plan6 | None:
    """The plan within a prefix; None for a network without IPv6."""
    return Plan6(int(prefix.network_address)) if prefix is not None else None


def text6(number: int) -> str:
    """An address without its length."""
    return inet_ntop(AF_INET6, number.to_bytes(16))


def other_end6(address: str) -> str:
    """The other address of a /127, as Junos writes it (RFC 5952)."""
    packed = inet_pton(AF_INET6, address)
    return inet_ntop(AF_INET6, packed[:-1] + bytes((packed[-1] ^ 1,)))
