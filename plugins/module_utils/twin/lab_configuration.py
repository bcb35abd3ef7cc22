"""A configuration for a virtual device in place of a real one: other port names, without what only hardware has.

The virtual devices are those of Juniper: vJunos-router, vJunos-switch (one line card, ports ``ge-0/0/0`` to
``ge-0/0/95``) and cRPD (the interfaces of Linux, from ``eth1`` on).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from ..junos.inherit import inherited
from ..junos.interface_range import expanded
from ..junos.setform import parse_set, print_set
from ..junos.text import print_text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..junos.tree import Node

Kind = Literal["juniper_vjunosrouter", "juniper_vjunosswitch", "juniper_crpd"]
PORTS = 96
"""That a vJunos can have, with ``chassis fpc 0 pic 0 number-of-ports 96``; 10 without."""

_PORT = re.compile(r"(?:ge|xe|et|mge)-\d+/\d+/\d+(?::\d+)?")
_WORDS = re.compile(r'"(?:[^"\\]|\\.)*"|\S+')
_TEXT = ("description", "message", "announcement")
DROPPED = (
    r"interfaces (fxp|em|me|vme)\d*(?= )",
    r"interfaces \S+ (speed|link-mode|optics-options|link-speed)\b",
    r"interfaces \S+ (gigether|ether|fastether)-options (speed|link-mode|fec|auto-negotiation|no-auto-negotiation|flow-control|no-flow-control)\b",  # noqa: E501
    r"interfaces lo0 unit \S+ family inet6? filter\b",
    r"chassis (fpc|pic|redundancy|network-services|alarm|fabric|pem|lcd-menu|auto-image-upgrade|maximum-ecmp)\b",
    r"system (management-instance|commit synchronize|commit fast-synchronize|ports|auto-snapshot)\b",
    r"routing-options nonstop-routing\b",
    r"protocols layer2-control nonstop-bridging\b",
    r"(virtual-chassis|poe|security macsec)\b",
    r"forwarding-options (vxlan-routing|storm-control-profiles)\b",
)
"""What a vJunos does not have, or what would keep its users out; patterns of what follows ``set``.

The filter of the routing engine would drop the connections that containerlab passes on: they come from an address
inside the container.
"""
_ROUTING_ONLY = (
    "system host-name", "system domain-name", "interfaces", "protocols", "policy-options", "routing-options",
    "routing-instances", "system login",
)
"""What a cRPD takes of a configuration: it routes, and leaves forwarding to Linux."""


def port_names(tree: Node, cabled: Iterable[str], kind: Kind) -> dict[str, str]:
    """New names by old name: first the ports with a cable in their order, then the others that are configured.

    Ports beyond ``PORTS`` are left out, and with them their configuration.
    """
    written = [name for name, _ in expanded(inherited(tree)).children("interfaces") if _PORT.fullmatch(name)]
    names = dict.fromkeys([*sorted(cabled, key=_order), *sorted(written, key=_order)])
    offset = 1 if kind == "juniper_crpd" else 0
    new = "eth" if kind == "juniper_crpd" else "ge-0/0/"
    return {name: f"{new}{number + offset}" for number, name in enumerate(list(names)[:PORTS])}


def lab_configuration(tree: Node, ports: dict[str, str], kind: Kind) -> str:
    """A configuration in text format for a virtual device.

    Args:
        tree: The configuration of the real one; groups and interface ranges are written out, as they may go by names.
        ports: New names by old name; statements about other ports are dropped.
        kind: What it is for.
    """
    dropped = re.compile("|".join(f"set {pattern}" for pattern in DROPPED))
    lines = []
    for line in print_set(expanded(inherited(tree))).splitlines():
        statement = line.replace("deactivate ", "set ", 1) if line.startswith("deactivate ") else line
        if dropped.match(statement):
            continue
        if kind == "juniper_crpd" and not statement.removeprefix("set ").startswith(_ROUTING_ONLY):
            continue
        renamed = _renamed(line, ports)
        if renamed is not None:
            lines.append(renamed)
    if kind != "juniper_crpd":
        lines.append(f"set chassis fpc 0 pic 0 number-of-ports {PORTS}")
    return print_text(parse_set("\n".join(_without_orphans(lines)) + "\n"))


def _renamed(line: str, ports: dict[str, str]) -> str | None:
    """A line with the new names; None when it is about a port that is not there. Words for people stay."""
    words = _WORDS.findall(line)
    for index, word in enumerate(words):
        if index and words[index - 1] in _TEXT:
            continue
        name, dot, unit = word.partition(".")
        if _PORT.fullmatch(name):
            if name not in ports:
                return None
            words[index] = f"{ports[name]}{dot}{unit}"
    return " ".join(words)


def _without_orphans(lines: list[str]) -> list[str]:
    """Without the ``deactivate`` of what was dropped."""
    stated = [line.removeprefix("set ") for line in lines if line.startswith("set ")]
    return [
        line
        for line in lines
        if not line.startswith("deactivate ")
        or any(other == (path := line.removeprefix("deactivate ")) or other.startswith(f"{path} ") for other in stated)
    ]


def _order(name: str) -> tuple[str, list[int]]:
    kind, _, rest = name.partition("-")
    return kind, [int(number) for number in re.findall(r"\d+", rest)]
