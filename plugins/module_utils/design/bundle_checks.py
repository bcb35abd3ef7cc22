"""Both ends of an aggregate have the same members; an Ethernet segment has two switches; links lie on several cards."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from ..junos.hardware import location

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..junos.hardware import Hardware
    from .model import DeviceModel, Interface

Bundle = tuple[str, str]
"""Host and aggregate."""


def check_bundles(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """Members whose other end is in no aggregate or in another one, and segments that only one switch has."""
    ports = {host: {item.name: item for item in model.interfaces} for host, model in models.items()}
    owners: dict[str, list[Bundle]] = defaultdict(list)
    for host, interfaces in ports.items():
        facing: dict[str, dict[Bundle, str]] = defaultdict(dict)
        for item in interfaces.values():
            if item.esi:
                owners[item.esi].append((host, item.name))
            if item.peer:
                other = ports.get(item.peer.host, {}).get(item.peer.interface)
                yield from _member(host, item, other)
                if item.bundle and other and other.bundle:
                    facing[item.bundle].setdefault((item.peer.host, other.bundle), item.name)
        yield from _split(host, facing, ports)
    for esi, holders in owners.items():
        if len(holders) != 2:
            shown = " and ".join(f"{host} {name}" for host, name in holders[1:]) or "no other switch"
            first = " ".join(holders[0])
            yield _problem(first, f"segment {esi} is on {shown}", "two switches per segment")


def _member(host: str, item: Interface, other: Interface | None) -> Iterator[Problem]:
    if other is not None and bool(item.bundle) != bool(other.bundle) and item.peer:
        mine, theirs = item.bundle or "no aggregate", other.bundle or "no aggregate"
        found = f"it is in {mine}, but {item.peer.host} {other.name} is in {theirs}"
        yield _problem(f"{host} {item.name}", found, "a member at both ends")


def _split(
    host: str, facing: Mapping[str, Mapping[Bundle, str]], ports: Mapping[str, Mapping[str, Interface]]
) -> Iterator[Problem]:
    for bundle, ends in facing.items():
        if len(ends) > 1 and len({_segment(ports, end) for end in ends}) > 1:
            shown = " and ".join(f"{other} {name}" for other, name in ends)
            yield _problem(f"{host} {bundle}", f"its members end in {shown}", "one aggregate, or one segment of two")


def _segment(ports: Mapping[str, Mapping[str, Interface]], end: Bundle) -> object:
    aggregate = ports[end[0]].get(end[1])
    return (aggregate.esi if aggregate else "") or end


def check_cards(models: Mapping[str, DeviceModel], boxes: Mapping[str, Hardware]) -> Iterator[Problem]:
    """Routers with several cards whose links to the core all lie on one of them: the loss of the card isolates them."""
    for host, model in models.items():
        slots = {port.location[0] for port in boxes[host].ports}
        if model.function != "core" or len(slots) < 2:
            continue
        links = [item.name for item in model.interfaces if item.peer and models[item.peer.host].function == "core"]
        cards = {location(name)[0] for name in links}
        if len(links) > 1 and len(cards) == 1:
            yield _problem(
                host, f"all its links to other core routers are on card {cards.pop()} ({', '.join(links)})",
                "links on two cards at least",
                "delete the line of one of them in intent/allocations.yml and build again",
            )


def _problem(subject: str, found: str, expected: str, remedy: str = "") -> Problem:
    host = subject.partition(" ")[0]
    return Problem(
        source=Source(f"models/{host}.yml"), subject=subject, found=found, expected=expected, remedy=remedy
    )
