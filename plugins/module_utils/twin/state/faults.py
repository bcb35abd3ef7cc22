"""Faults that a rehearsal or a drill injects into the emulated network."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..spec import TwinSpec

ARGUMENTS = {
    "link_down": ("host", "interface"),
    "device_down": ("host",),
    "site_power": ("site",),
    "bgp_down": ("host", "peer"),
    "isis_down": ("host", "interface"),
    "alarm": ("host", "description"),
    "card_down": ("host", "slot"),
    "clock_skew": ("host", "seconds"),
    "ddos_violation": ("host", "group"),
    "disk_full": ("host",),
    "protocols_down": ("host",),
    "re_switchover": ("host",),
    "reboot": ("host", "seconds"),
    "wrong_cabling": ("host", "interface", "other_host", "other_interface"),
}
_NUMBERS = ("seconds",)
_WITHOUT_POWER = frozenset({"device_down", "site_power", "reboot"})


class FaultError(StatenetError):
    """A fault that cannot be injected.

    Args:
        subject: What is wrong with it: its ``kind``, ``arguments``, ``host`` or ``site``.
        found: What was asked for.
        expected: What can be.
    """

    def __init__(self, subject: str, found: str, expected: str) -> None:
        super().__init__(f"fault: {subject}: {found or 'nothing'}. Expected: {expected}.")


class Faults:
    """The faults in force; every one is undone by taking it away.

    Kinds: ``link_down`` (host, interface: the cable there), ``device_down`` (host), ``site_power`` (site: every device
    there), ``bgp_down`` (host, peer: address of a neighbor, or the device that has it), ``isis_down`` (host, interface:
    adjacency of a logical interface), ``alarm`` (host, description: a major chassis alarm), ``card_down`` (host,
    slot: an FPC with all its ports), ``clock_skew`` (host, seconds: its clock is so far ahead), ``disk_full`` (host),
    ``ddos_violation`` (host, group: a protocol group beyond the limit that protects the routing engine),
    ``re_switchover`` (host: the other routing engine is master), ``protocols_down`` (host: no BGP, no IS-IS),
    ``reboot`` (host, seconds: without power until it is taken away), ``wrong_cabling`` (host, interface, other_host,
    other_interface: the plugs of two cables are swapped).
    """

    def __init__(self, spec: TwinSpec) -> None:
        self._sites: dict[str, set[str]] = {}
        for device in spec.devices:
            self._sites.setdefault(device.site, set()).add(device.hostname)
        ends = [end for cable in spec.cabling for end in (cable.a, cable.b)]
        self._cabled = frozenset((end.host, end.interface) for end in ends)
        self._hosts = frozenset(device.hostname for device in spec.devices)
        self._active: dict[tuple[str, ...], frozenset[str]] = {}
        self._off: frozenset[str] = frozenset()

    def add(self, kind: str, arguments: dict[str, str]) -> frozenset[str]:
        """Inject a fault; returns the hosts that it touches.

        Raises:
            FaultError: Unknown kind, host or site, or arguments that the kind does not take.
        """
        names = ARGUMENTS.get(kind)
        if names is None:
            raise FaultError("kind", kind, ", ".join(sorted(ARGUMENTS)))
        if set(arguments) != set(names):
            raise FaultError("arguments", ", ".join(sorted(arguments)), ", ".join(names))
        arguments = {name: str(value) for name, value in arguments.items()}
        self._refuse(kind, arguments)
        hosts = self._touched(arguments)
        self._active[(kind, *(arguments[name] for name in names))] = hosts
        self._off = self._without_power()
        return hosts

    def remove(self, kind: str, *arguments: str) -> frozenset[str]:
        """Take one fault away; returns the hosts that it touched."""
        hosts = self._active.pop((kind, *arguments), frozenset())
        self._off = self._without_power()
        return hosts

    def _refuse(self, kind: str, arguments: dict[str, str]) -> None:
        plugs = [("host", "interface"), ("other_host", "other_interface")]
        for host, interface in plugs if kind in {"link_down", "wrong_cabling"} else ():
            if host in arguments and (arguments[host], arguments[interface]) not in self._cabled:
                raise FaultError("cable", f"{arguments[host]} {arguments[interface]}", "a port with a cable")
        for name in _NUMBERS:
            if name in arguments and not arguments[name].lstrip("-").replace(".", "", 1).isdigit():
                raise FaultError(name, arguments[name], "a number")

    def clear(self) -> frozenset[str]:
        """Take every fault away; returns the hosts that they touched."""
        hosts = frozenset().union(*self._active.values())
        self._active = {}
        self._off = frozenset()
        return hosts

    def active(self) -> Iterable[tuple[str, ...]]:
        """The faults in force: kind, then its arguments."""
        return tuple(self._active)

    def powered(self, host: str) -> bool:
        """Whether a device runs."""
        return host not in self._off

    def cut(self, host: str, interface: str) -> bool:
        """Whether the cable at a port is cut."""
        if ("link_down", host, interface) in self._active:
            return True
        slot = interface.partition("-")[2].partition("/")[0]
        return ("card_down", host, slot) in self._active

    def mute(self, host: str, unit: str) -> bool:
        """Whether ``isis_down`` silences a logical interface."""
        return ("isis_down", host, unit) in self._active or self.silent(host)

    def silent(self, host: str) -> bool:
        """Whether the routing protocols of a device do not run."""
        return ("protocols_down", host) in self._active

    def muted_peers(self, host: str) -> frozenset[str]:
        """Peers that ``bgp_down`` silences at a device: addresses and devices."""
        return frozenset(fault[2] for fault in self._active if fault[:2] == ("bgp_down", host))

    def alarms(self, host: str) -> list[str]:
        """Descriptions of the alarms injected at a device."""
        return [fault[2] for fault in self._active if fault[:2] == ("alarm", host)]

    def swapped(self) -> list[tuple[tuple[str, str], tuple[str, str]]]:
        """Pairs of ports whose plugs are swapped."""
        return [
            ((fault[1], fault[2]), (fault[3], fault[4])) for fault in self._active if fault[0] == "wrong_cabling"
        ]

    def skew(self, host: str) -> float:
        """Seconds that the clock of a device is ahead."""
        return sum(float(fault[2]) for fault in self._active if fault[:2] == ("clock_skew", host))

    def has(self, kind: str, host: str) -> bool:
        """Whether a fault of a kind is in force at a device."""
        return any(fault[:2] == (kind, host) for fault in self._active)

    def _touched(self, arguments: dict[str, str]) -> frozenset[str]:
        site, host = arguments.get("site"), arguments.get("host", "")
        if site is not None:
            if site not in self._sites:
                raise FaultError("site", site, "a site of the network")
            return frozenset(self._sites[site])
        if host not in self._hosts:
            raise FaultError("host", host, "a device of the network")
        return frozenset({host, *([arguments["other_host"]] if "other_host" in arguments else [])})

    def _without_power(self) -> frozenset[str]:
        down = [hosts for fault, hosts in self._active.items() if fault[0] in _WITHOUT_POWER]
        return frozenset().union(*down)
