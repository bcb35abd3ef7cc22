"""What Kea would refuse, or take without a word and never use: the part of its checks that needs no Kea."""

from __future__ import annotations

import ipaddress
import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from ..common.errors import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BUILT_IN = frozenset({"routers", "host-name", "domain-name", "tftp-server-name", "vendor-encapsulated-options"})
"""Options that Kea defines itself, of those that we use."""


def check_kea(document: Mapping[str, Any], *, path: str) -> Iterator[Problem]:
    """Problems of a ``kea-dhcp4.conf``.

    Args:
        document: Its content.
        path: Where it is, for the problems.
    """
    dhcp4 = document["Dhcp4"]
    names = [item["name"] for item in dhcp4["client-classes"]]
    found = [*_twice("class", names), *_twice("subnet id", [str(subnet["id"]) for subnet in dhcp4["subnet4"]])]
    for subnet in dhcp4["subnet4"]:
        found += _pools(subnet, frozenset(names))
    defined = {(item["space"], item["name"]) for item in dhcp4["option-def"]}
    for item in (*dhcp4["client-classes"], *dhcp4["subnet4"]):
        found += _options(item, defined)
    for subject, what, expected in found:
        yield Problem(
            source=Source(path),
            subject=subject,
            found=what,
            expected=expected,
            remedy="report it: this file is generated",
        )


def _twice(what: str, names: list[str]) -> Iterator[tuple[str, str, str]]:
    for name, times in Counter(names).items():
        if times > 1:
            yield f"{what} {name}", f"it stands {times} times", "each once"


def _pools(subnet: Mapping[str, Any], classes: frozenset[str]) -> Iterator[tuple[str, str, str]]:
    network = ipaddress.IPv4Network(subnet["subnet"])
    ranges = []
    for pool in subnet["pools"]:
        subject = f"pool {pool['pool']}"
        first, last = pool_range(pool["pool"])
        if first not in network or last not in network:
            yield subject, f"it is not inside of {network}", "addresses of its subnet"
        if pool["client-class"] not in classes:
            yield subject, f"it admits class {pool['client-class']}, which nobody defines", "a class of the file"
        ranges.append((first, last, subject))
    ranges.sort()
    for (_, end, one), (begin, _, other) in itertools.pairwise(ranges):
        if begin <= end:
            yield other, f"it overlaps {one}", "each address in one pool"


def _options(item: Mapping[str, Any], defined: set[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    for option in item.get("option-data", ()):
        space, name = option.get("space", "dhcp4"), option["name"]
        if (space, name) not in defined and not (space == "dhcp4" and name in _BUILT_IN):
            owner = item.get("name", item.get("subnet", ""))
            yield f"option {name} of {owner}", f"nobody defines it in {space}", "an option of Kea or of option-def"


def pool_range(text: str) -> tuple[ipaddress.IPv4Address, ipaddress.IPv4Address]:
    """First and last address of ``10.3.0.2 - 10.3.0.254`` or ``10.2.0.12/32``."""
    if "-" in text:
        first, _, last = text.partition("-")
        return ipaddress.IPv4Address(first.strip()), ipaddress.IPv4Address(last.strip())
    network = ipaddress.IPv4Network(text)
    return network.network_address, network.broadcast_address
