"""What a box can hold: ports with speeds and uses, its management port, its limits. The data is in ``profiles/``."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..common.errors import InputError, Problem, Source

PortUse = Literal["network", "uplink", "peer", "edge", "fabric", "border", "legacy", "access"]
"""network: core links. uplink, peer: one fixed port each. edge: towards sites, small hubs or servers. fabric: between
spine and leaf. border: spine to router. legacy: towards the old network. access: towards people."""
Speed = Literal["1g", "10g", "40g", "100g"]

DIRECTORY = Path(__file__).parent / "profiles"


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
    def location(self) -> tuple[int, int, int]:
        """FPC, PIC and physical port: what two names share when they are channels or speeds of one cage."""
        return location(self.name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """A box, with its cards.

    Attributes:
        family: YANG family of its configuration.
        bfd_ms: Lowest BFD interval that its forwarding plane sustains, in milliseconds.
        port_mode: Only ports with a configured speed come up.
        default_speed: Speed that a port takes without a statement, where ports have several.
        pic_gbps: What one PIC (one forwarding engine) carries; 0 where it carries all its ports.
        aggregates: How many aggregated interfaces it supports.
        unverified: What of this rests on memory and wants a look at the Port Checker or a box.
    """

    model: str
    family: Literal["junos", "junos-qfx", "junos-ex"]
    management_interface: str
    dual_re: bool
    bfd_ms: int
    port_mode: bool
    default_speed: str
    pic_gbps: int
    aggregates: int
    ports: tuple[Port, ...]
    unverified: tuple[str, ...] = ()

    def named(self, name: str) -> Port | None:
        """The port of that name, None when the box has none."""
        return next((port for port in self.ports if port.name == name), None)

    def choices(self, use: PortUse, speed: str = "") -> tuple[Port, ...]:
        """Ports for a use, at a speed if one is given, in the order of allocation."""
        return tuple(port for port in self.ports if use in port.uses and speed in ("", port.speed))


class _Ports(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    names: str
    speed: Speed
    uses: Annotated[tuple[PortUse, ...], Field(min_length=1)]


class _Card(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    pic_gbps: int = 0
    ports: Annotated[tuple[_Ports, ...], Field(min_length=1)]


class _Box(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    model: str
    family: Literal["junos", "junos-qfx", "junos-ex"]
    management_interface: Literal["fxp0", "em0", "me0"]
    dual_re: bool = False
    bfd_ms: Annotated[int, Field(ge=50, le=5000)]
    port_mode: bool = False
    default_speed: str = ""
    pic_gbps: int = 0
    aggregates: int = 0
    slots: int = 0
    cards: dict[str, _Card] = {}
    ports: tuple[_Ports, ...] = ()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    unverified: tuple[str, ...] = ()


@lru_cache(maxsize=64)
def hardware(model: str, cards: tuple[tuple[int, str], ...] = ()) -> Hardware:
    """The profile of a model.

    Args:
        model: Such as ``MX204``.
        cards: Slot and name of each card, for a modular box.

    Raises:
        InputError: No such model, or no such card or slot in it.
    """
    box = _box(model)
    ports = list(box.ports)
    _check_cards(box, cards)
    limit = box.pic_gbps
    for slot, card in cards:
        limit = max(limit, box.cards[card].pic_gbps)
        ports += [item.model_copy(update={"names": item.names.replace("{slot}", str(slot))})
                  for item in box.cards[card].ports]
    named = [(name, item) for item in ports for name in expand(item.names)]
    return Hardware(
        model=box.model,
        family=box.family,
        management_interface=box.management_interface,
        dual_re=box.dual_re,
        bfd_ms=box.bfd_ms,
        port_mode=box.port_mode,
        default_speed=box.default_speed,
        pic_gbps=limit,
        aggregates=box.aggregates,
        ports=tuple(
            Port(name=name, speed=item.speed, uses=item.uses, position=position)
            for position, (name, item) in enumerate(named)
        ),
        unverified=box.unverified,
    )


def _check_cards(box: _Box, cards: tuple[tuple[int, str], ...]) -> None:
    wrong = [(slot, card) for slot, card in cards if card not in box.cards or slot >= box.slots]
    known = f"slots 0 to {box.slots - 1}, cards {', '.join(box.cards)}" if box.cards else "no cards in a fixed box"
    source = Source(f"profiles/{box.model}.yml")
    if wrong:
        raise InputError(
            Problem(source=source, subject=box.model, found=f"slot {slot}: {card}", expected=known)
            for slot, card in wrong
        )


def models() -> tuple[str, ...]:
    """Every model with a profile, sorted."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.yml")))


def _box(model: str) -> _Box:
    path = DIRECTORY / f"{model}.yml"
    if model not in models():
        problem = Problem(source=Source("profiles"), subject=model, found="unknown model", expected=", ".join(models()))
        raise InputError([problem])
    try:
        return _Box.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
    except (yaml.YAMLError, ValidationError) as error:
        problem = Problem(source=Source(str(path)), subject=model, found=str(error), expected="a hardware profile")
        raise InputError([problem]) from error


def expand(names: str) -> tuple[str, ...]:
    """Port names written with ranges: ``xe-0/[0-1]/[2,5]`` is four ports, the rightmost bracket counting fastest."""
    pieces = re.split(r"\[([0-9,-]+)\]", names)
    choices = [_numbers(piece) if index % 2 else (piece,) for index, piece in enumerate(pieces)]
    return tuple("".join(choice) for choice in product(*choices))


def _numbers(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for item in text.split(","):
        first, _, last = item.partition("-")
        found += [str(number) for number in range(int(first), int(last or first) + 1)]
    return tuple(found)


@lru_cache(maxsize=4096)
def location(name: str) -> tuple[int, int, int]:
    """FPC, PIC and port number of an interface name, its channel left out."""
    fpc, pic, port = name.partition("-")[2].partition(":")[0].split("/")
    return int(fpc), int(pic), int(port)


def gbps(speed: str) -> int:
    """``40g`` as a number."""
    return int(speed.removesuffix("g"))
