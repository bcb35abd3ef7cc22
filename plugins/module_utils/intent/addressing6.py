"""Checks of the prefix that every IPv6 address of the network comes from."""

from __future__ import annotations

from ipaddress import IPv6Network
from typing import TYPE_CHECKING

from . import models

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft

LONGEST_PREFIX6 = 32
"""The third group of an address tells the service, the fourth the site (``design/addressing6.py``)."""
_UNICAST = (IPv6Network("2000::/3"), IPv6Network("fc00::/7"))
_TAKEN = {
    IPv6Network("2001::/32"): "Teredo, RFC 4380",
    IPv6Network("2002::/16"): "6to4, RFC 3056",
}
"""Unicast addresses with a meaning of their own, which routers and hosts may know."""


def check_prefix6(draft: Draft) -> Iterator[Problem]:
    """Problems with ``prefix6``; a network without IPv6 has none."""
    network = draft.one(models.Network)
    prefix = network.record.prefix6 if network else None
    if network is None or prefix is None:
        return
    if prefix.prefixlen > LONGEST_PREFIX6:
        yield draft.problem(
            network,
            "prefix6",
            f"prefix6 {prefix} is too small",
            f"a /{LONGEST_PREFIX6} or larger: 16 bits tell the service and 16 the site, before the /64 of a VLAN",
        )
    if not any(prefix.subnet_of(block) for block in _UNICAST):
        yield draft.problem(
            network,
            "prefix6",
            f"prefix6 {prefix} cannot be given to interfaces",
            "a block of global unicast addresses (2000::/3), or of unique local ones (fc00::/7)",
        )
    for block, meaning in _TAKEN.items():
        if prefix.overlaps(block):
            yield draft.problem(
                network,
                "prefix6",
                f"prefix6 {prefix} overlaps {block} ({meaning})",
                "a block that has no address in common with it",
            )
