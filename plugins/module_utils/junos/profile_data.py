"""The files in ``profiles/``: what each model can do, as data with its sources and its doubts."""

from __future__ import annotations

import re
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
Speed = Literal["1g", "10g", "25g", "40g", "100g"]
Family = Literal["junos", "junos-qfx", "junos-ex"]
Evpn = Literal["none", "l2", "l3"]

DIRECTORY = Path(__file__).parent / "profiles"


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PortRange(_Data):
    """Ports of one speed that the design may give out, in order; ``names`` with ranges in brackets."""

    names: str
    speed: Speed
    uses: Annotated[tuple[PortUse, ...], Field(min_length=1)]


class CageRange(_Data):
    """Physical ports, and what fits into them.

    Attributes:
        places: ``fpc/pic/port`` with ranges in brackets.
        speeds: What the whole port runs at.
        channels: Speeds of its four channels, where it can be channelized.
        prefix: How a name begins at a speed, where that is not the usual (``ge`` 1G, ``xe`` 10G, ``et`` above).
    """

    places: str
    speeds: tuple[Speed, ...]
    channels: tuple[Speed, ...] = ()
    prefix: dict[Speed, str] = {}


class Rules(_Data):
    """What ports forbid each other.

    Attributes:
        pic_gbps: What one PIC (a forwarding engine) carries; 0 where it carries all its ports.
        box_gbps: What the whole box carries; 0 likewise.
        clock_pairs: Ports that share clocking: both run at the same speed.
        all_fast: All of these at 100G leave no port of these PICs.
        disables: A port at 100G takes these neighbours out of service, by port number in PIC 0/0.
        logical_ports: How many ports and channels there can be; 0 where all fit.
    """

    pic_gbps: int = 0
    box_gbps: int = 0
    clock_pairs: tuple[tuple[str, str], ...] = ()
    all_fast: dict[str, tuple[str, ...]] = {}
    disables: dict[int, tuple[int, ...]] = {}
    logical_ports: int = 0


class PortProfile(_Data):
    """A named way to use a box's ports; ``idle_pics`` are switched off in it."""

    title: str
    ports: tuple[PortRange, ...]
    idle_pics: tuple[str, ...] = ()


class Card(_Data):
    """A line card or uplink module."""

    slots: str = ""
    """Where it fits, with ranges; empty for any slot."""
    ports: Annotated[tuple[PortRange, ...], Field(min_length=1)]
    cages: tuple[CageRange, ...] = ()
    rules: Rules = Rules()
    macsec: tuple[Speed, ...] = ()
    unverified: dict[str, str] = {}


class Profile(_Data):
    """A model.

    Attributes:
        slots: How many slots for cards it has.
        builtin: Cards that it always has, by slot: those of a box that is sold with its module.
        bfd_ms: Lowest BFD interval that it sustains, in milliseconds.
        macsec: Speeds of the ports that encrypt.
        poe_watts: What its power supplies leave for powered devices, with one supply as delivered.
        poe_port_watts: The most that one port gives.
        fib_ipv4: Routes that its forwarding table holds; 0 where nobody knows.
        virtual_chassis: Members that can be one switch; 1 for none.
        bgp: It speaks BGP, in routing instances as well.
        unverified: Facts that rest on memory, and what would prove them.
    """

    model: str
    title: str
    family: Family
    management_interface: Literal["fxp0", "em0", "me0"]
    dual_re: bool = False
    bfd_ms: Annotated[int, Field(ge=50, le=5000)]
    port_mode: bool = False
    default_speed: str = ""
    aggregates: int = 0
    macsec: tuple[Speed, ...] = ()
    evpn: Evpn = "none"
    fib_ipv4: int = 0
    poe_watts: int = 0
    poe_port_watts: int = 0
    virtual_chassis: int = 1
    bgp: bool = True
    slots: int = 0
    cards: dict[str, Card] = {}
    builtin: dict[int, str] = {}
    ports: tuple[PortRange, ...] = ()
    profiles: dict[str, PortProfile] = {}
    default_profile: str = ""
    cages: tuple[CageRange, ...] = ()
    rules: Rules = Rules()
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    unverified: dict[str, str] = {}


@lru_cache(maxsize=1)
def models() -> tuple[str, ...]:
    """Every model with a profile, sorted."""
    return tuple(sorted(path.stem for path in DIRECTORY.glob("*.yml")))


@lru_cache(maxsize=64)
def profile(model: str) -> Profile:
    """The data of a model.

    Raises:
        InputError: There is none, or it is not sound.
    """
    path = DIRECTORY / f"{model}.yml"
    if model not in models():
        problem = Problem(source=Source("profiles"), subject=model, found="unknown model", expected=", ".join(models()))
        raise InputError([problem])
    try:
        return Profile.model_validate(yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader))
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
