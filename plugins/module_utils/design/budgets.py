"""What boxes are asked to hold against what they can: routes in the forwarding table, ports."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..junos.hardware import Hardware
    from .model import DeviceModel

FIB_PERCENT = 80
"""How full a forwarding table may become: what is left is for failures and growth."""
ENTRIES_IPV6 = 2
"""What a route of IPv6 takes of a table whose size is told in routes of IPv4 (unverified: boxes differ)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """What a device needs of something, and has.

    Attributes:
        what: Such as ``routes`` or ``10g edge ports``.
        verified: Somebody has confirmed what the box has; otherwise it rests on memory.
    """

    host: str
    what: str
    needed: int
    available: int
    verified: bool = True


def route_budgets(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Budget]:
    """Routes that each device will hold in its forwarding table, an upper bound.

    In a VRF, that is every prefix of the service at any site and data center, and the default, and those of all other
    services where it imports from some; a site learns the default and the data centers only. To these come the device's
    own addresses, and in the main instance the links and loopbacks of everything that runs IS-IS, or the loopbacks of
    the fabric. All of that in both families where there is IPv6.
    """
    per_service = _prefixes(models)
    every = sum(per_service.values())
    underlay = _underlay(models)
    centers = sum(1 for name in underlay if name != "isis")
    for host, model in models.items():
        own = sum(2 * _weight(unit.addresses, unit.addresses6) for item in model.interfaces for unit in item.units)
        learned = 0
        for item in model.instances:
            routes = centers if model.role == "site_ex" else every if item.imports else per_service[item.name]
            learned += (1 + routes) * (1 + ENTRIES_IPV6 * item.dual_stack)
        main = underlay["isis"] if model.isis else underlay[f"fabric {model.asn}"] if model.evpn else 0
        if model.isis and any(unit.addresses6 for item in model.interfaces for unit in item.units):
            main *= 1 + ENTRIES_IPV6
        box = boxes[host]
        if box.fib_ipv4:
            verified = not any(item.startswith("fib_ipv4") for item in box.unverified)
            needed = own + learned + main
            yield Budget(host=host, what="routes", needed=needed, available=box.fib_ipv4, verified=verified)


def _weight(addresses: tuple[str, ...], addresses6: tuple[str, ...]) -> int:
    return len(addresses) + ENTRIES_IPV6 * len(addresses6)


def _prefixes(models: Mapping[str, DeviceModel]) -> Counter[str]:
    """How many prefixes each service has in all: one per gateway address of a site or data center."""
    found: Counter[str] = Counter()
    for model in models.values():
        if model.function in ("access", "spine"):
            found.update(item.name for item in model.instances)
    return found


def _underlay(models: Mapping[str, DeviceModel]) -> Mapping[str, int]:
    found: dict[str, int] = defaultdict(int)
    for model in models.values():
        if model.isis:
            found["isis"] += 1 + sum(unit.isis for item in model.interfaces for unit in item.units)
        elif model.evpn:
            found[f"fabric {model.asn}"] += 1
    return found


def port_budgets(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Budget]:
    """Ports in use against ports of the profile, per device and speed, where cables go."""
    for host, model in models.items():
        used = {item.name for item in model.interfaces if item.peer or item.bundle}
        counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        cages = {port.location for port in boxes[host].ports if port.name in used}
        for port in boxes[host].ports:
            if "access" not in port.uses:
                count = counts[port.speed]
                count[0] += port.name in used
                # A cage that is taken at another speed has nothing left.
                count[1] += port.name in used or port.location not in cages or ":" in port.name
        for speed, (needed, available) in counts.items():
            yield Budget(host=host, what=f"{speed} ports", needed=needed, available=available)


def check_budgets(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Problem]:
    """Devices whose forwarding table would be fuller than is sound."""
    for budget in route_budgets(models, boxes):
        if budget.needed * 100 > budget.available * FIB_PERCENT:
            model = models[budget.host]
            yield Problem(
                source=Source(f"models/{budget.host}.yml"),
                subject=f"{budget.host} routes",
                found=f"about {budget.needed} routes on {boxes[budget.host].title}, which holds {budget.available}",
                expected=f"at most {FIB_PERCENT} percent of that",
                remedy="aggregate, use a larger model, or state what it holds in hardware.yml (fib_ipv4)"
                if model.role != "site_ex"
                else "use a larger model, or state what it holds in hardware.yml (fib_ipv4)",
            )
