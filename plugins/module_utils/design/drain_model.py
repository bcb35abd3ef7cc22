"""How a device is drained, as data: steps, what undoes them, what proves them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

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
        interface: For a link: its interface.
        statements: Commands in set format.
        undo: Commands that take them back.
        both_ends: For a link: each end steers its own direction, so the other end has to be drained as well.
    """

    name: str
    interface: str = ""
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
        links: For a single link each.
    """

    hostname: str
    steps: tuple[DrainStep, ...]
    stranded: tuple[str, ...] = ()
    links: tuple[DrainStep, ...] = ()

    def link(self, interface: str) -> DrainStep:
        """How the link at an interface is drained.

        Raises:
            KeyError: No such link.
        """
        for step in self.links:
            if step.interface == interface:
                return step
        raise KeyError(interface)


def step_from_plain(data: Mapping[str, Any]) -> DrainStep:
    """A step out of the plain data that ``dataclasses.asdict`` made of it, after a way through JSON.

    Raises:
        KeyError: Something is missing.
        TypeError: There is more than a step has.
    """
    proofs = tuple(
        Proof(**{**proof, "at": tuple(proof["at"]), "subjects": tuple(proof["subjects"])}) for proof in data["proofs"]
    )
    lists = {name: tuple(data[name]) for name in ("statements", "undo")}
    return DrainStep(**{**data, **lists, "proofs": proofs})
