"""How a device is drained, as data: steps, what undoes them, what proves them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

ProofKind = Literal[
    "bgp-graceful-shutdown-seen",
    "isis-overloaded",
    "isis-link-avoided",
    "no-transit-traffic",
    "gateways-elsewhere",
    "segments-elsewhere",
    "uplink-not-preferred",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """What must be seen before the next step.

    Attributes:
        at: Where to look: the devices themselves.
        subjects: What to look at there: neighbors, interfaces, instances.
        rpc: The question in Junos' XML API.
        expected: The answer, in words.
    """

    kind: ProofKind
    at: tuple[str, ...]
    subjects: tuple[str, ...]
    rpc: str
    expected: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainStep:
    """One commit.

    Attributes:
        statements: Commands in set format.
        undo: Commands that take them back.
        both_ends: For a link: each end steers its own direction, so the other end has to be drained as well.
    """

    name: str
    statements: tuple[str, ...]
    undo: tuple[str, ...]
    proofs: tuple[Proof, ...]
    both_ends: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DrainPlan:
    """How one device is drained, as a whole or a link of it.

    Attributes:
        steps: For the whole device, in order.
        stranded: What has no other way and goes down with the device, drained or not.
        links: For a single link, by interface.
    """

    hostname: str
    steps: tuple[DrainStep, ...]
    stranded: tuple[str, ...] = ()
    links: Mapping[str, DrainStep] = field(default_factory=dict)
