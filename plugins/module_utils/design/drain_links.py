"""How a single link of a device is taken out of service, and what proves that nothing uses it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from .drain_model import DrainStep, Proof
from .drain_parts import disabled, main_groups, quiet, seen, service_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .model import DeviceModel

UNATTRACTIVE_METRIC = 16777213
"""IS-IS metric of a drained link: usable if nothing else is left; 16777215 would exclude it."""
UNATTRACTIVE_PREFERENCE = 180
"""Route preference of what a drained uplink offers: worse than eBGP (170), better than nothing."""


def drain_links(model: DeviceModel) -> Iterator[DrainStep]:
    """Every link that can be drained."""
    metrics = {item.name: item for item in model.isis.interfaces if item.peer} if model.isis else {}
    for item in model.interfaces:
        if item.esi:
            yield replace(disabled(model, f"segment {item.name}", (item,)), interface=item.name)
        elif item.peer and f"{item.name}.0" in metrics:
            yield _metric(model, item.name, metrics[f"{item.name}.0"].metric, item.peer.host)
        elif item.peer and model.function == "access":
            yield _uplink(model, item.name, item.peer.host)
        elif item.peer:
            yield _sessions(model, item.name, item.peer.host)


def _metric(model: DeviceModel, interface: str, metric: int | None, peer: str) -> DrainStep:
    path = f"protocols isis interface {interface}.0 level 2 metric"
    return DrainStep(
        name=f"link {interface}",
        interface=interface,
        statements=(f"set {path} {UNATTRACTIVE_METRIC}",),
        undo=(f"delete {path}" if metric is None else f"set {path} {metric}",),
        proofs=(
            Proof(
                kind="isis-link-avoided", at=(model.hostname,), subjects=(f"{interface}.0",),
                rpc="get-isis-route-information",
                expected=f"no route uses it, unless {peer} can be reached in no other way",
            ),
            quiet(model, (interface,)),
        ),
        both_ends=True,
    )


def _sessions_with(model: DeviceModel, peer: str) -> Iterator[str]:
    """The place of every session with a peer in the configuration."""
    groups = [*main_groups(model, internal=False, external=True), *service_groups(model, internal=False)]
    for path, group in groups:
        for neighbor in group.neighbors:
            if neighbor.peer == peer:
                yield f"{path} neighbor {neighbor.address}"


def _sessions(model: DeviceModel, interface: str, peer: str) -> DrainStep:
    paths = tuple(_sessions_with(model, peer))
    return DrainStep(
        name=f"link {interface}",
        interface=interface,
        statements=tuple(f"set {path} graceful-shutdown sender" for path in paths),
        undo=tuple(f"delete {path} graceful-shutdown" for path in paths),
        proofs=(seen(model, (peer,)), quiet(model, (interface,))),
        both_ends=True,
    )


def _uplink(model: DeviceModel, interface: str, peer: str) -> DrainStep:
    """A site steers both directions by itself."""
    paths = tuple(_sessions_with(model, peer))
    settings = ("graceful-shutdown sender", f"preference {UNATTRACTIVE_PREFERENCE}")
    return DrainStep(
        name=f"uplink {interface}",
        interface=interface,
        statements=tuple(f"set {path} {setting}" for path in paths for setting in settings),
        undo=tuple(f"delete {path} {setting.split()[0]}" for path in paths for setting in settings),
        proofs=(
            seen(model, (peer,)),
            Proof(
                kind="uplink-not-preferred", at=(model.hostname,),
                subjects=tuple(instance.name for instance in model.instances),
                rpc="get-route-information",
                expected=f"the default route of every instance that has another way leaves by it, not to {peer}",
            ),
            quiet(model, (interface,)),
        ),
    )
