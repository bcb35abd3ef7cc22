"""What a box can hold: ports with speeds and uses, its management port, its limits. The data is in ``profiles/``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from ..common.errors import InputError, Problem, Source
from .profile_data import PortRange, PortUse, Speed, expand, models, profile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from .profile_data import CageRange, Card, Evpn, Family, Profile, Rules

__all__ = ["Cage", "Hardware", "Port", "PortUse", "Speed", "expand", "gbps", "hardware", "location", "models"]

Place = tuple[int, int, int]
Facts = tuple[tuple[str, Any], ...]
"""Facts about a model that the operator knows better, by name: hashable, sorted."""
_STRUCTURE = ("ports", "fast_ports", "cards")
"""Facts that are more than a value of a field."""
_PREFIXES = {"1g": "ge", "10g": "xe", "25g": "et", "40g": "et", "100g": "et"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Port:
    """A port that a cable can be plugged into, at one speed.

    Attributes:
        name: Interface name, such as ``xe-0/0/2:1``.
        position: Place in the order of allocation within the device.
    """

    name: str
    speed: Speed
    uses: tuple[PortUse, ...]
    position: int

    @property
    def location(self) -> Place:
        """FPC, PIC and physical port: what two names share when they are channels or speeds of one cage."""
        return location(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cage:
    """A physical port and what it takes.

    Attributes:
        speeds: Of the whole port, with the interface name at each.
        channels: Of its four channels; empty where it cannot be channelized.
    """

    speeds: tuple[tuple[Speed, str], ...]
    channels: tuple[Speed, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hardware:
    """A box, with its cards, as facts that the design counts on; one object for one box, so identity is equality.

    Attributes:
        family: YANG family of its configuration.
        bfd_ms: Lowest BFD interval that its forwarding plane sustains, in milliseconds.
        port_mode: Only ports with a configured speed come up.
        default_speed: Speed that a port takes without a statement, where ports have several.
        aggregates: How many aggregated interfaces it supports.
        macsec: Speeds of the ports that can encrypt.
        evpn: What it is in an EVPN-VXLAN fabric: nothing, a layer 2 VTEP, a gateway.
        fib_ipv4: Routes that its forwarding table holds; 0 where nobody knows.
        poe_watts: What is left for powered devices; ``poe_port_watts`` the most that one port gives.
        virtual_chassis: Members that can be one switch; 1 for none.
        bgp: It speaks BGP, in routing instances as well.
        profile: Name of the port profile; empty where there is only one way.
        idle_pics: FPC and PIC of what that profile switches off.
        cages: Every physical port; rules tell what they forbid each other.
        unverified: What of this rests on memory and wants a look at the Port Checker or a box, by fact.
        overridden: Facts that the operator's intent states instead, and where they were confirmed.
    """

    model: str
    family: Family
    management_interface: str
    dual_re: bool
    bfd_ms: int
    port_mode: bool
    default_speed: str
    aggregates: int
    macsec: tuple[Speed, ...]
    evpn: Evpn
    fib_ipv4: int
    poe_watts: int
    poe_port_watts: int
    virtual_chassis: int
    bgp: bool
    profile: str
    idle_pics: tuple[tuple[int, int], ...]
    ports: tuple[Port, ...]
    cages: dict[Place, Cage]
    rules: tuple[tuple[int | None, Rules], ...]
    """Rules of the box (slot None) and of its cards."""
    unverified: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The model with its article."""
        return f"{'a' if self.model.startswith('QFX') else 'an'} {self.model}"

    @property
    def routing_engines(self) -> int:
        """How many Routing Engines it has."""
        return 2 if self.dual_re else 1

    @property
    def pic_gbps(self) -> int:
        """What one PIC (one forwarding engine) carries; 0 where it carries all its ports."""
        return max(rules.pic_gbps for _, rules in self.rules)

    def named(self, name: str) -> Port | None:
        """The port of that name, None when the box has none."""
        return next((port for port in self.ports if port.name == name), None)

    def choices(self, use: PortUse, speed: str = "") -> tuple[Port, ...]:
        """Ports for a use, at a speed if one is given, in the order of allocation."""
        return tuple(port for port in self.ports if use in port.uses and speed in ("", port.speed))

    def taking(self, speed: str) -> tuple[str, ...]:
        """Names of all ports that run at a speed, channelized ones with their channels."""
        found: list[str] = []
        for (fpc, pic, port), cage in sorted(self.cages.items()):
            found += [name for known, name in cage.speeds if known == speed]
            if speed in cage.channels:
                found += [f"{_PREFIXES[speed]}-{fpc}/{pic}/{port}:0-3"]
        return tuple(found)


@lru_cache(maxsize=256)
def hardware(
    model: str, cards: tuple[tuple[int, str], ...] = (), *, ports: str = "", facts: Facts = ()
) -> Hardware:
    """The profile of a model.

    Args:
        model: Such as ``MX204``.
        cards: Slot and name of each card, for a modular box.
        ports: Name of its port profile, where there are several; the default one if empty.
        facts: What the operator knows better (``HardwareOverride`` in the intent).

    Raises:
        InputError: No such model, or no such card, slot or port profile in it.
    """
    box = profile(model)
    known = dict(facts)
    cards = tuple(sorted({**box.builtin, **dict(known.get("cards", ())), **dict(cards)}.items()))
    _check(box, cards, ports)
    chosen = box.profiles.get(ports or box.default_profile)
    ranges = [*(chosen.ports if chosen else ()), *box.ports]
    common = _with_neighbours(box.rules, known)
    rules: list[tuple[int | None, Rules]] = [(None, common)]
    cages = _with_fast(_cages(box.cages), common)
    for slot, name in cards:
        card = box.cards[name]
        ranges += [item.model_copy(update={"names": _in_slot(item.names, slot)}) for item in card.ports]
        cages |= _cages(card.cages, slot)
        rules.append((slot, card.rules))
    own = known.get("ports")
    found = Hardware(
        model=box.model,
        family=box.family,
        management_interface=box.management_interface,
        dual_re=box.dual_re,
        bfd_ms=box.bfd_ms,
        port_mode=box.port_mode,
        default_speed=box.default_speed,
        aggregates=box.aggregates,
        macsec=tuple(dict.fromkeys((*box.macsec, *(speed for _, name in cards for speed in box.cards[name].macsec)))),
        evpn=box.evpn,
        fib_ipv4=box.fib_ipv4,
        poe_watts=box.poe_watts,
        poe_port_watts=box.poe_port_watts,
        virtual_chassis=box.virtual_chassis,
        bgp=box.bgp,
        profile=ports or box.default_profile,
        idle_pics=tuple(_pic(text) for text in chosen.idle_pics) if chosen else (),
        ports=_ports(ranges if own is None else (PortRange.model_validate(dict(item)) for item in own)),
        cages=cages,
        rules=tuple(rules),
        unverified=tuple(_doubts(box, cards, known)),
    )
    plain = {name: value for name, value in facts if name not in _STRUCTURE}
    return replace(found, **plain)


def _doubts(box: Profile, cards: Iterable[tuple[int, str]], known: dict[str, Any]) -> Iterator[str]:
    """What nobody has verified: neither a source in the profile nor the operator."""
    doubts = dict(box.unverified)
    for _, name in cards:
        doubts |= {f"{name} {fact}": why for fact, why in box.cards[name].unverified.items()}
    return (f"{fact}: {why}" for fact, why in doubts.items() if fact not in known)


def _with_neighbours(rules: Rules, known: dict[str, Any]) -> Rules:
    ports = known.get("fast_ports")
    return rules if ports is None else rules.model_copy(update={"disables": dict(ports)})


def _with_fast(cages: dict[Place, Cage], rules: Rules) -> dict[Place, Cage]:
    """The ports that may run at 100G at the price of neighbours."""
    fast = {(0, 0, port) for port in rules.disables}
    extra: tuple[tuple[Speed, str], ...]
    found = {}
    for place, cage in cages.items():
        extra = (("100g", f"et-0/0/{place[2]}"),) if place in fast else ()
        found[place] = replace(cage, speeds=(*cage.speeds, *extra))
    return found


def _ports(ranges: Iterable[PortRange]) -> tuple[Port, ...]:
    named = [(name, item) for item in ranges for name in expand(item.names)]
    return tuple(
        Port(name=name, speed=item.speed, uses=item.uses, position=position)
        for position, (name, item) in enumerate(named)
    )


def _cages(ranges: Iterable[CageRange], slot: int = 0) -> dict[Place, Cage]:
    found: dict[Place, Cage] = {}
    for item in ranges:
        for place in expand(_in_slot(item.places, slot)):
            names = tuple((speed, f"{item.prefix.get(speed, _PREFIXES[speed])}-{place}") for speed in item.speeds)
            found[location(f"x-{place}")] = Cage(speeds=names, channels=item.channels)
    return found


def _in_slot(text: str, slot: int) -> str:
    return text.replace("{slot}", str(slot))


def _pic(text: str) -> tuple[int, int]:
    fpc, _, pic = text.partition("/")
    return int(fpc), int(pic)


def _check(box: Profile, cards: tuple[tuple[int, str], ...], ports: str) -> None:
    source = Source(f"profiles/{box.model}.yml")
    known = f"slots 0 to {box.slots - 1}, cards {', '.join(box.cards)}" if box.cards else "no cards in a fixed box"
    problems = [
        Problem(source=source, subject=box.model, found=f"slot {slot}: {card}", expected=known)
        for slot, card in cards
        if card not in box.cards or slot >= box.slots
    ]
    problems += [
        Problem(source=source, subject=box.model, found=f"slot {slot}: {card}",
                expected=f"the card in slot {box.cards[card].slots.strip('[]')}")
        for slot, card in cards
        if card in box.cards and slot < box.slots and not _fits(box.cards[card], slot)
    ]
    if ports and ports not in box.profiles:
        named = ", ".join(box.profiles) or "none: its ports have one use"
        problems.append(Problem(source=source, subject=box.model, found=f"port profile {ports}", expected=named))
    if problems:
        raise InputError(problems)


def _fits(card: Card, slot: int) -> bool:
    return not card.slots or str(slot) in expand(card.slots)


@lru_cache(maxsize=8192)
def location(name: str) -> Place:
    """FPC, PIC and port number of an interface name, its channel left out."""
    fpc, pic, port = name.partition("-")[2].partition(":")[0].split("/")
    return int(fpc), int(pic), int(port)


def gbps(speed: str) -> int:
    """``40g`` as a number."""
    return int(speed.removesuffix("g"))
