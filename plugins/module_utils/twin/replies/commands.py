"""What a person types, as the request that it stands for."""

from __future__ import annotations

from .registry import COMMANDS

_VALUES = {
    "show interfaces": ("show interfaces", "interface-name"),
    "show bgp neighbor": ("show bgp neighbor", "neighbor-address"),
    "show bgp summary instance": ("show bgp summary", "instance"),
    "show bgp neighbor instance": ("show bgp neighbor", "instance"),
    "show lldp neighbors interface": ("show lldp neighbors", "interface-device"),
    "show isis adjacency": ("show isis adjacency", "system-name"),
    "show evpn instance": ("show evpn instance", "instance-name"),
    "show vlans": ("show vlans", "vlan-name"),
    "show lacp interfaces": ("show lacp interfaces", "interface-name"),
    "show vrrp interface": ("show vrrp interface", "interface-name"),
    "show evpn database mac-address": ("show evpn database", "mac-address"),
    "show security macsec connections interface": ("show security macsec connections", "interface-name"),
    "file show": ("file show", "filename"),
    "file list": ("file list", "path"),
}
"""Words that a name follows: the command they belong to, and the argument that the name is."""


def request_of(text: str, wanted: str) -> tuple[str, dict[str, str], str] | None:
    """The request for a command.

    Args:
        text: The command; ``| no-more`` and ``| display xml`` or ``json`` are understood.
        wanted: The format asked for without such a pipe.

    Returns:
        Name, arguments and format; None for a command that is unknown here.
    """
    head, *pipes = (" ".join(part.split()) for part in text.split("|"))
    for pipe in pipes:
        if pipe in {"display xml", "display json"}:
            wanted = pipe.removeprefix("display ")
        elif pipe != "no-more":
            return None
    if head in COMMANDS:
        name, flags = COMMANDS[head]
        return name, dict.fromkeys(flags, ""), wanted
    for prefix, value, rest in _splits(head):
        command, argument = _VALUES.get(prefix, ("", ""))
        known = COMMANDS.get(f"{command} {rest}".strip())
        if command and known is not None:
            return known[0], {**dict.fromkeys(known[1], ""), argument: value}, wanted
    return None


def _splits(head: str) -> list[tuple[str, str, str]]:
    """Every way to read one word as a name: ``show interfaces``, ``xe-0/0/0``, ``terse``; the longest head first."""
    words = head.split()
    return [
        (" ".join(words[:index]), words[index], " ".join(words[index + 1 :]))
        for index in range(len(words) - 1, 0, -1)
    ]
