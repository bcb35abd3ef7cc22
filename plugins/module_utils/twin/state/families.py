"""What the two address families of IP differ in, so that the rest of the state says everything once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .addresses import Address
    from .facts import DeviceFacts, InstanceFacts, StaticFacts, UnitFacts
    from .re_filter import ReFilter


@dataclass(frozen=True, slots=True)
class Family:
    """An address family.

    Attributes:
        name: ``inet`` or ``inet6``, as after ``family`` and in names of routing tables.
        bits: Length of an address.
    """

    name: str
    bits: int

    @property
    def unicast(self) -> str:
        """Its routes on BGP sessions."""
        return f"{self.name}-unicast"

    @property
    def vpn(self) -> str:
        """Its routes of VRFs on BGP sessions."""
        return f"{self.name}-vpn-unicast"

    @property
    def default(self) -> str:
        """Its default route."""
        return "0.0.0.0/0" if self.bits == 32 else "::/0"

    def addresses(self, unit: UnitFacts) -> tuple[Address, ...]:
        """Its addresses on a logical interface."""
        return unit.addresses if self.bits == 32 else unit.addresses6

    def statics(self, instance: InstanceFacts) -> tuple[StaticFacts, ...]:
        """Its static routes."""
        return instance.statics if self.bits == 32 else instance.statics6

    def re_filter(self, device: DeviceFacts) -> ReFilter:
        """Its filter in front of the routing engine."""
        return device.re_filter if self.bits == 32 else device.re_filter6

    def labelled(self, device: DeviceFacts) -> bool:
        """Whether labelled paths resolve next hops of its VPN routes: those of IPv6 want ``ipv6-tunneling``."""
        return self.bits == 32 or device.ipv6_tunneling

    def table(self, instance: str) -> str:
        """Name of its unicast table in a routing instance."""
        return f"{instance}.{self.name}.0" if instance else f"{self.name}.0"


INET = Family("inet", 32)
INET6 = Family("inet6", 128)
FAMILIES = (INET, INET6)


def family_of(address: str) -> Family:
    """The family that an address is written in."""
    return INET6 if ":" in address else INET
