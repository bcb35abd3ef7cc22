"""Both ends of every cable must agree: on each other, speed, MTU, VLANs and subnets."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from .session_checks import authentication_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .model import DeviceModel, Interface, Unit


def check_links(models: Mapping[str, DeviceModel]) -> Iterator[Problem]:
    """Ends that disagree, and subnets that two links share."""
    ports = {host: {item.name: item for item in model.interfaces} for host, model in models.items()}
    subnets: dict[str, list[str]] = defaultdict(list)
    for host, interfaces in ports.items():
        for interface in interfaces.values():
            if interface.peer is None:
                continue
            other = ports.get(interface.peer.host, {}).get(interface.peer.interface)
            yield from _ends(host, interface, other)
            yield from _hellos(models, host, interface)
            for unit in interface.units:
                for address in (*unit.addresses, *unit.addresses6):
                    subnets[_pair(address)].append(f"{host} {interface.name}.{unit.number}")
    for subnet, owners in subnets.items():
        if len(owners) > 2:
            yield _problem(owners[2], f"{subnet} is used by {' and '.join(owners[:2])} already", "a subnet per link")


def _ends(host: str, here: Interface, there: Interface | None) -> Iterator[Problem]:
    peer = here.peer
    if peer is None:
        return
    name, other = f"{host} {here.name}", f"{peer.host} {peer.interface}"
    if there is None:
        yield _problem(name, f"{other} does not exist", "an interface at the other end of the cable")
        return
    back = f"{there.peer.host} {there.peer.interface}" if there.peer else "nothing"
    if back != name:
        yield _problem(name, f"its cable ends at {other}, whose cable ends at {back}", "one cable, two ends")
        return
    for what, own, theirs in (("speed", here.speed, there.speed), ("MTU", here.mtu, there.mtu)):
        if own != theirs:
            yield _problem(name, f"{what} {own}, but {other} has {theirs}", f"the same {what} at both ends")
    yield from _units(name, here, other, there)


def _hellos(models: Mapping[str, DeviceModel], host: str, interface: Interface) -> Iterator[Problem]:
    """IS-IS neighbours that do not believe each other."""
    peer = interface.peer
    if peer is None or not any(unit.isis for unit in interface.units):
        return
    here, there = models[host], models.get(peer.host)
    if here.isis is None or there is None or there.isis is None:
        return
    mine, theirs = (authentication_of(model, model.isis.key_chain) for model in (here, there) if model.isis)
    if mine != theirs:
        shown = [" with ".join(item) or "no authentication" for item in (mine, theirs)]
        found = f"IS-IS has {shown[0]}, but {peer.host} has {shown[1]}"
        yield _problem(f"{host} {interface.name}", found, "the same authentication at both ends")


def _units(name: str, here: Interface, other: str, there: Interface) -> Iterator[Problem]:
    theirs = {unit.number: unit for unit in there.units}
    for unit in here.units:
        match = theirs.get(unit.number)
        if match is None:
            yield _problem(f"{name}.{unit.number}", f"{other} has no such unit", "the same units at both ends")
            continue
        if unit.vlan_id != match.vlan_id or unit.mtu != match.mtu or unit.isis != match.isis:
            found = f"{_words(unit)}, but {other}.{unit.number} has {_words(match)}"
            yield _problem(f"{name}.{unit.number}", found, "the same at both ends")
        for own, far in ((unit.addresses, match.addresses), (unit.addresses6, match.addresses6)):
            yield from _addresses(f"{name}.{unit.number}", own, f"{other}.{unit.number}", far)


def _addresses(name: str, own: tuple[str, ...], other: str, far: tuple[str, ...]) -> Iterator[Problem]:
    """Ends that do not share a subnet, or share an address, in one family."""
    if list(map(_pair, own)) != list(map(_pair, far)):
        found = f"{', '.join(own) or 'no address'}, but {other} has {', '.join(far) or 'none'}"
        yield _problem(name, found, "addresses of one subnet")
    elif own and own == far:
        yield _problem(name, f"{', '.join(own)}, as {other}", "an address of its own")


def _words(unit: Unit) -> str:
    return f"VLAN {unit.vlan_id}, MTU {unit.mtu}, {'with' if unit.isis else 'without'} IS-IS"


@lru_cache(maxsize=65536)
def _pair(address: str) -> str:
    """The even address of the pair: only the last octet can differ, or in IPv6 the last group."""
    text, _, _ = address.partition("/")
    if ":" in text:
        head, _, group = text.rpartition(":")
        return f"{head}:{int(group or '0', 16) & ~1:x}/127"
    head, _, last = text.rpartition(".")
    return f"{head}.{int(last) & ~1}/31"


def _problem(subject: str, found: str, expected: str) -> Problem:
    host = subject.partition(" ")[0]
    return Problem(source=Source(f"models/{host}.yml"), subject=subject, found=found, expected=expected)
