"""The schema of access to a site's switch: who decides, and what hangs off its ports."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from .fields import Address, Record, Text, VlanId

DhcpSecurity = Literal["off", "snooping", "inspection", "source-guard"]
"""How far a switch trusts what hosts say of their address; each step includes the ones before it."""
Authentication = Literal["off", "dot1x"]

SerialNumbers = Annotated[
    str,
    Field(
        pattern=r"^([A-Z0-9]{6,16}( +[A-Z0-9]{6,16})*)?$",
        description="serial numbers with spaces between them, member 0 first",
    ),
]


class Access(Record):
    """Who decides what may connect to a port at a site (``network.yml``).

    Attributes:
        radius: RADIUS servers, in the management service of the data centers; their shared secret is the one named
            ``radius-secret``.
        quarantine_vlan: The VLAN, at every site, of hosts that they do not know.
    """

    radius: Annotated[tuple[Address, ...], Field(min_length=1)]
    quarantine_vlan: VlanId = 999


class PoweredDevice(Record):
    """What a kind of site feeds over Ethernet (``site_types.yml``).

    Attributes:
        device: What it is.
        power_class: IEEE 802.3 class, which says how much power a port reserves for it.
        ports: How many of the access ports it takes, in per cent.
    """

    device: Text
    power_class: Annotated[int, Field(ge=0, le=8)]
    ports: Annotated[int, Field(ge=1, le=100)]
