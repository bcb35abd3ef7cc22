"""The device model of a site's switch below its routing: ports in ranges, who may use them, power, its members."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

DhcpSecurity = Literal["", "snooping", "inspection", "source-guard"]
"""How far a VLAN trusts what its hosts say of their address; each step includes the ones before it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PortSpan:
    """Neighbouring ports, ``member-range FIRST to LAST``; one port when both are the same."""

    first: str
    last: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PortAuthentication:
    """``protocols dot1x authenticator interface`` of a range.

    Attributes:
        mac_only: Devices without a supplicant hang here: their MAC address is asked for at once.
        quarantine_vlan: Where a host goes that nobody knows.
        server_fail: While no RADIUS server answers: everybody may enter, or only who was let in before.
        voice: A phone that was let in stays in while no RADIUS server answers.
    """

    mac_only: bool = False
    quarantine_vlan: str
    server_fail: Literal["permit", "use-cache"]
    voice: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PortRange:
    """``interfaces interface-range``: ports towards people that are configured alike.

    Attributes:
        vlan: The VLAN of untagged frames; empty for unused ports, which are disabled.
        voice_vlan: The VLAN that phones are told of (LLDP-MED); empty where none are expected.
        voice_class: The forwarding class that they are told to mark for.
        priority: Their powered devices keep their power when the budget runs short.
    """

    name: str
    description: str = ""
    spans: tuple[PortSpan, ...]
    vlan: str = ""
    voice_vlan: str = ""
    voice_class: str = ""
    authentication: PortAuthentication | None = None
    priority: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthenticationServer:
    """``access radius-server``: who decides what may connect.

    Attributes:
        secret: Name of the shared secret; empty when there is none.
        instance: The routing instance through which it is reached.
    """

    address: str
    source_address: str
    secret: str = ""
    instance: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poe:
    """``poe``: power towards phones and access points.

    Attributes:
        guard_band: Watts per member that are never given out.
        members: Members of the Virtual Chassis with a power supply of their own; 0 alone for a single switch.
    """

    guard_band: int
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualChassisMember:
    """A switch of a Virtual Chassis; its serial number is empty when the intent does not know it."""

    number: int
    role: Literal["routing-engine", "line-card"]
    serial: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class VirtualChassis:
    """``virtual-chassis``: several switches that are one device.

    Attributes:
        preprovisioned: Only the named serial numbers may join; without serial numbers, priorities decide.
        split_detection: Of two halves, the smaller one stops. Two members alone must not: either half could be left.
    """

    members: tuple[VirtualChassisMember, ...]
    preprovisioned: bool
    split_detection: bool
