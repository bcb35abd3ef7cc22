"""Packet filters, as part of the device model; names follow ``firewall`` and ``policy-options prefix-list``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixList:
    """``policy-options prefix-list``: prefixes, or the path in the configuration that Junos takes them from."""

    name: str
    prefixes: tuple[str, ...] = ()
    apply_path: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Policer:
    """``firewall policer``, which discards what exceeds it."""

    name: str
    bandwidth: str
    burst: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterTerm:
    """A term of a filter; conditions that are empty match everything.

    Attributes:
        protocols: Names, such as ``tcp``; the next header in IPv6.
        sources: Prefix lists, one of which the source address must be in.
        ports: Source or destination port.
        established: Only what answers a connection of this device.
        fragments: Only fragments.
        counter: Packets are counted under this name.
    """

    name: str
    action: Literal["accept", "discard"] = "accept"
    protocols: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    ports: tuple[str, ...] = ()
    source_ports: tuple[str, ...] = ()
    destination_ports: tuple[str, ...] = ()
    icmp_types: tuple[str, ...] = ()
    established: bool = False
    fragments: bool = False
    policer: str = ""
    counter: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """``firewall family FAMILY filter``."""

    name: str
    family: Literal["inet", "inet6"]
    terms: tuple[FilterTerm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Firewall:
    """Every filter of a device, and what they refer to."""

    filters: tuple[Filter, ...]
    policers: tuple[Policer, ...]
    prefix_lists: tuple[PrefixList, ...]
