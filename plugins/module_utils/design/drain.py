"""How a device is taken out of service without loss, and back: statements per step, their undoing, and their proof.

A step is one commit. The next one waits for the step's proofs; steps are undone in reverse order. Statements go on top
of the to-be configuration, and undoing leaves exactly that configuration behind.

Sources: RFC 8326 (graceful BGP session shutdown; Junos honours the community by default), RFC 3787 (overload bit) and
RFC 5443 (maximum metric), RFC 7432 (withdrawal of an Ethernet segment).
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .drain_links import drain_links
from .drain_model import DrainPlan, DrainStep, Proof
from .drain_parts import disabled, graceful_shutdown, main_groups, quiet, service_groups

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from .model import DeviceModel, Function

OVERLOAD_AT_BOOT = 300
"""Seconds that a router stays overloaded after it booted, as the role configures it."""


def drain(model: DeviceModel, *, sole: Iterable[str] = ()) -> DrainPlan:
    """How a device that runs ``model`` is drained.

    Args:
        model: Of the final state.
        sole: Devices that reach the network through this one only.
    """
    steps = _STEPS.get(model.function)
    return DrainPlan(
        hostname=model.hostname,
        steps=tuple(step for step in steps(model) if step.statements) if steps else (),
        stranded=(*sole, *_stranded(model)),
        links=tuple(step for step in drain_links(model) if step.statements),
    )


def drain_plans(models: Mapping[str, DeviceModel]) -> dict[str, DrainPlan]:
    """How every device of the new network is drained."""
    sole: dict[str, list[str]] = {}
    for model in models.values():
        if model.function == "access":
            upstream = {item.peer.host for item in model.interfaces if item.peer}
            if len(upstream) == 1:
                sole.setdefault(upstream.pop(), []).append(model.hostname)
    return {
        host: drain(model, sole=sole.get(host, ())) for host, model in models.items() if model.function != "legacy"
    }


def _router(model: DeviceModel) -> Iterator[DrainStep]:
    """Services first: their exits move while every path still works. Then transit."""
    yield graceful_shutdown(model, "services", service_groups(model, internal=True))
    if model.isis:
        # With a timeout, overload would count after a restart only.
        links = tuple(item.name for item in model.isis.interfaces if item.peer)
        neighbors = tuple(dict.fromkeys(item.peer for item in model.isis.interfaces if item.peer))
        yield DrainStep(
            name="transit",
            statements=(
                "delete protocols isis overload timeout",
                "set protocols isis overload internal-prefixes",
                "set protocols isis overload external-prefixes",
            ),
            undo=(
                "delete protocols isis overload external-prefixes",
                "delete protocols isis overload internal-prefixes",
                f"set protocols isis overload timeout {OVERLOAD_AT_BOOT}",
            ),
            proofs=(
                Proof(
                    kind="isis-overloaded", at=neighbors, subjects=(model.hostname,),
                    rpc="get-isis-database-information",
                    expected="its LSP has every neighbor at metric 16777214, the highest that is still used",
                ),
                quiet(model, links),
            ),
        )


def _spine(model: DeviceModel) -> Iterator[DrainStep]:
    """The core goes to the other spine, then the servers do, then the leaves."""
    yield graceful_shutdown(model, "hand-off", service_groups(model, internal=False))
    gateways = tuple(
        f"{item.name} unit {unit.number}" for item in model.interfaces for unit in item.units if unit.gateway
    )
    yield DrainStep(
        name="gateways",
        statements=tuple(f"set interfaces {name} disable" for name in gateways),
        undo=tuple(f"delete interfaces {name} disable" for name in gateways),
        proofs=(
            Proof(
                kind="gateways-elsewhere", at=_peers(model, "OVERLAY"),
                subjects=tuple(name.replace(" unit ", ".") for name in gateways),
                rpc="get-evpn-database-information",
                expected="every virtual gateway is still known, the addresses of this spine beside them no more",
            ),
        ),
    )
    yield _fabric(model)


def _leaf(model: DeviceModel) -> Iterator[DrainStep]:
    """The fabric prefers the other leaf, then servers with two leaves lose their link to this one."""
    yield _fabric(model)
    segments = tuple(item for item in model.interfaces if item.esi)
    yield disabled(model, "segments", segments)


def _fabric(model: DeviceModel) -> DrainStep:
    step = graceful_shutdown(model, "fabric", tuple(main_groups(model, internal=True, external=True)))
    cables = tuple(item.name for item in model.interfaces if item.peer and not item.tagged)
    last = (quiet(model, cables),) if model.function == "spine" else ()
    return replace(step, proofs=(*step.proofs, *last))


_STEPS: Mapping[Function, Callable[[DeviceModel], Iterator[DrainStep]]] = {
    "core": _router,
    "aggregation": _router,
    "spine": _spine,
    "leaf": _leaf,
}
"""A site has one switch: its uplinks can be drained one by one, itself cannot."""


def _peers(model: DeviceModel, name: str) -> tuple[str, ...]:
    return tuple(neighbor.peer for group in model.bgp if group.name == name for neighbor in group.neighbors)


def _stranded(model: DeviceModel) -> Iterator[str]:
    if model.function == "access":
        yield model.site
    if model.server_edge:
        shared = {item.name for item in model.interfaces if item.esi}
        for item in model.interfaces:
            if item.name in model.server_edge.ports and item.name not in shared:
                yield item.description.removeprefix("SERVER: ")
