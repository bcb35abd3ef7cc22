"""VRRP: who is master of which group, from the configurations of those in one segment and from what is up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..state.addresses import to_number
from ..state.broadcast import same_segment
from .astext import cell, table
from .elements import element
from .registry import Request, answers

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element

    from ..state.facts import UnitFacts
    from ..state.network import NetworkState
    from ..state.view import View

_KINDS = {"inet": ("vrrp-group", "virtual-address"), "inet6": ("vrrp-inet6-group", "virtual-inet6-address")}
_OWNER, _DEFAULT = 255, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """A group at one interface.

    Attributes:
        address: Own address in the subnet.
        priority: As it counts now, tracked interfaces that are down taken off.
    """

    host: str
    unit: UnitFacts
    family: str
    number: str
    address: str
    virtual: tuple[str, ...]
    priority: int
    preempt: bool

    @property
    def rank(self) -> tuple[int, int | str]:
        """The higher one is master (RFC 5798, section 6.4)."""
        number = to_number(self.address)
        return self.priority, number if number is not None else self.address


def _text(answer: _Element) -> str:
    names = ("interface", "interface-state", "group", "vrrp-state", "vrrp-mode", "virtual-ip-address")
    rows = [[cell(item, name) for name in names] for item in answer.iter("vrrp-interface")]
    return table(["Interface", "State", "Group", "VR state", "VR Mode", "Address"], rows)


@answers(
    "get-vrrp-information", "show vrrp", "show vrrp summary + summary", "show vrrp brief + brief",
    "show vrrp detail + detail", "show vrrp extensive + extensive", text=_text,
)
def vrrp(request: Request) -> _Element:
    """Every group of the device. Elections take no time, and who is master stays so only as long as it ranks first."""
    return _answer(request, "")


@answers("get-vrrp-interface-information", "show vrrp interface", text=_text)
def vrrp_interface(request: Request) -> _Element:
    """The groups of one logical interface."""
    return _answer(request, request.arguments.get("interface-name", ""))


def _answer(request: Request, wanted: str) -> _Element:
    found = _groups(request.state, request.host)
    detailed = bool({"detail", "extensive"} & set(request.arguments))
    items = [_entry(request.state, group, detailed=detailed) for group in found if wanted in ("", group.unit.name)]
    return element("vrrp-information", *items, style="detail" if detailed else "brief")


def _groups(state: NetworkState, host: str, only: UnitFacts | None = None) -> Iterator[_Group]:
    """The groups of a device, or of one of its interfaces."""
    for unit in state.facts(host).units() if only is None else (only,):
        port, _, number = unit.name.rpartition(".")
        configured = state.configuration(host).child("interfaces", port, "unit", number, "family")
        for family, (keyword, virtual) in _KINDS.items():
            for address, entry in configured.child(family).items("address"):
                for group, statement in entry.items(keyword):
                    yield _Group(
                        host=host, unit=unit, family=family, number=group, address=address.partition("/")[0],
                        virtual=statement.values(virtual), preempt=not statement.has("no-preempt"),
                        priority=_priority(state, host, statement, address, virtual),
                    )


def _priority(state: NetworkState, host: str, group: View, address: str, virtual: str) -> int:
    """What the group ranks with: 255 for the owner of the address, else as configured, less what is tracked."""
    if address.partition("/")[0] in group.values(virtual):
        return _OWNER
    priority = group.number("priority") or _DEFAULT
    for name, tracked in group.child("track").items("interface"):
        port = name.partition(".")[0]
        if not state.port_status(host, port).up:
            priority -= tracked.number("priority-cost") or 0
    return max(1, priority)


def _entry(state: NetworkState, group: _Group, *, detailed: bool) -> _Element:
    up = state.links.unit_up(group.host, group.unit)
    master = _master(state, group) if up else None
    own = master is not None and master.host == group.host and master.unit is group.unit
    more: list[tuple[str, str | int]] = []
    if detailed:
        more = [
            ("priority", group.priority), ("preempt", "yes" if group.preempt else "no"),
            ("master-router", master.address if master is not None else ""),
            ("virtual-mac", f"00:00:5e:00:0{2 if group.family == 'inet6' else 1}:{int(group.number):02x}"),
        ]
    return element(
        "vrrp-interface",
        ("interface", group.unit.name), ("interface-state", "up" if up else "down"), ("group", group.number),
        ("vrrp-state", "init" if not up else "master" if own else "backup"), ("vrrp-mode", "Active"),
        ("local-interface-address", group.address), *(("virtual-ip-address", item) for item in group.virtual), *more,
    )


def _master(state: NetworkState, group: _Group) -> _Group:
    """The first of those in the segment that speak for the same group."""
    rivals = [group]
    for host, unit in same_segment(state, group.host, group.unit):
        others = _groups(state, host, unit)
        rivals += [item for item in others if (item.family, item.number) == (group.family, group.number)]
    return max(rivals, key=lambda item: item.rank)
