# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters for addresses and the identifiers made of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ansible.errors import AnsibleFilterError

try:
    from netaddr import AddrFormatError, IPAddress, IPNetwork
except ImportError as error:
    AddrFormatError = IPAddress = IPNetwork = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Callable

AREA = re.compile(r"^[0-9A-Fa-f]{2}(\.[0-9A-Fa-f]{4})*$")
LONGEST_ASN = 4294967295
SHORT_ASN = 65535


def nth_host(network: str, number: int) -> str:
    """Address ``number`` of a network, without prefix length; the network itself is 0, negative ones count back."""
    found = _network(network, "nth_host")
    if not -found.size <= int(number) < found.size:
        msg = f"nth_host: {found} has {found.size} addresses, none is number {number}"
        raise AnsibleFilterError(msg)
    return str(IPAddress(found.first + int(number) % found.size, found.version))


def nth_subnet(network: str, length: int, number: int) -> str:
    """Subnet ``number``, counted from 0, of prefix length ``length``."""
    found = _network(network, "nth_subnet")
    width = 32 if found.version == 4 else 128
    if not found.prefixlen <= int(length) <= width:
        msg = f"nth_subnet: {found} cannot be divided into /{length}"
        raise AnsibleFilterError(msg)
    count = 2 ** (int(length) - found.prefixlen)
    if not -count <= int(number) < count:
        msg = f"nth_subnet: {found} has {count} subnets /{length}, none is number {number}"
        raise AnsibleFilterError(msg)
    first = found.first + (int(number) % count) * 2 ** (width - int(length))
    return f"{IPAddress(first, found.version)}/{length}"


def iso_net(address: str, area: str = "49.0001") -> str:
    """IS-IS network entity title of an IPv4 address."""
    found = _address(address, "iso_net")
    if not AREA.match(area):
        msg = f"iso_net: {area!r} is no area such as 49.0001"
        raise AnsibleFilterError(msg)
    digits = "".join(f"{octet:03d}" for octet in found.words)
    return f"{area}.{digits[0:4]}.{digits[4:8]}.{digits[8:12]}.00"


def rd(router_id: str, number: int) -> str:
    """Route distinguisher of type 1 (RFC 4364, section 4.2): an IPv4 address and a number of 16 bits."""
    found = _address(router_id, "rd")
    return f"{found}:{_number(number, SHORT_ASN, 'rd')}"


def route_target(asn: int, number: int) -> str:
    """Route target of an AS and a number: with an AS of 32 bits (type 2, RFC 5668) the number has 16 bits."""
    system = _number(asn, LONGEST_ASN, "route_target")
    limit = LONGEST_ASN if system <= SHORT_ASN else SHORT_ASN
    # Junos tells an AS of 32 bits from an address by the letter.
    suffix = "" if system <= SHORT_ASN else "L"
    return f"target:{system}{suffix}:{_number(number, limit, 'route_target')}"


def _network(text: str, name: str) -> Any:
    _require(name)
    try:
        return IPNetwork(str(text)).cidr
    except (AddrFormatError, ValueError) as error:
        msg = f"{name}: {text!r} is no network such as 10.0.0.0/8"
        raise AnsibleFilterError(msg) from error


def _address(text: str, name: str) -> Any:
    _require(name)
    try:
        return IPAddress(str(text).partition("/")[0], 4)
    except (AddrFormatError, ValueError) as error:
        msg = f"{name}: {text!r} is no IPv4 address"
        raise AnsibleFilterError(msg) from error


def _number(value: Any, limit: int, name: str) -> int:
    if isinstance(value, bool) or not str(value).isdigit() or int(value) > limit:
        msg = f"{name}: {value!r} is not between 0 and {limit}"
        raise AnsibleFilterError(msg)
    return int(value)


def _require(name: str) -> None:
    if IMPORT_ERROR is not None:
        msg = f"{name} needs the Python library netaddr: {IMPORT_ERROR}."
        raise AnsibleFilterError(msg)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {
            "nth_host": nth_host,
            "nth_subnet": nth_subnet,
            "iso_net": iso_net,
            "rd": rd,
            "route_target": route_target,
        }
