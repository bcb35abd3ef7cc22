"""Intent and allocations -> the model of every device at every stage, the cabling, and what to probe."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .aggregation import aggregation
from .context import build_context
from .core import core, has_interconnect
from .cos import class_of_service
from .dual_stack import dual_stack
from .leaf import leaf
from .legacy import legacy, retired_legacy
from .protect_re import protected
from .site import site
from .spine import spine
from .system import day_zero
from .topology import cabling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..intent.devices import DeviceRef
    from ..intent.models import Intent
    from .allocations import Allocations
    from .context import Context
    from .dual_stack import DualStack
    from .model import DeviceModel, Stage
    from .topology import Cable, Link


@dataclass(frozen=True, slots=True, kw_only=True)
class Probe:
    """A path that must never break: from a service at a site to any anchor of that service."""

    site: str
    host: str
    instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where a service is reached: a VRF of a spine, or the main instance (empty) of an old core router."""

    host: str
    instance: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Design:
    """A network, designed.

    Attributes:
        models: Per stage and host name. Every device has as-is and to-be; coexistence only where it differs from both.
        links: Every link with its addresses, old and new.
    """

    models: Mapping[Stage, Mapping[str, DeviceModel]]
    links: tuple[Link, ...]
    cabling: tuple[Cable, ...]
    probes: tuple[Probe, ...]
    anchors: tuple[Anchor, ...]

    def stages(self, hostname: str) -> tuple[Stage, ...]:
        """The stages that a device goes through, in order."""
        return tuple(stage for stage, models in self.models.items() if hostname in models)


def design(intent: Intent, allocations: Allocations) -> Design:
    """Designs the whole network; pure and deterministic.

    Raises:
        InputError: Something has no allocation yet, or a pool is too small.
    """
    context = build_context(intent, allocations)
    translation = dual_stack(context)
    models: dict[Stage, dict[str, DeviceModel]] = {"as-is": {}, "coexistence": {}, "to-be": {}}
    for ref in context.refs:
        for model in _stages(context, ref):
            models[model.stage][ref.hostname] = _finished(context, model, translation)
    return Design(
        models=models,
        links=context.topology,
        cabling=cabling(context.topology),
        probes=tuple(_probes(context)),
        anchors=tuple(_anchors(context)),
    )


def _finished(context: Context, model: DeviceModel, translation: DualStack | None) -> DeviceModel:
    """What follows from all the rest of a device: its IPv6, whom its routing engine listens to, what goes first."""
    model = translation.applied(context, model) if translation else model
    return replace(protected(context, model), class_of_service=class_of_service(context, model))


def _stages(context: Context, ref: DeviceRef) -> tuple[DeviceModel, ...]:
    if ref.function == "aggregation":
        return day_zero(context, ref), aggregation(context, ref)
    if ref.function == "spine":
        return day_zero(context, ref), spine(context, ref)
    if ref.function == "leaf":
        return day_zero(context, ref), leaf(context, ref)
    if ref.function == "core":
        both = (core(context, ref, "coexistence"),) if has_interconnect(context, ref.hostname) else ()
        return day_zero(context, ref), *both, core(context, ref, "to-be")
    if ref.function == "legacy":
        both = (legacy(context, ref, "coexistence"),) if has_interconnect(context, ref.hostname) else ()
        return legacy(context, ref, "as-is"), *both, retired_legacy(context, ref)
    both = (site(context, ref, "coexistence"),) if context.of_kind(ref.hostname, "legacy-site") else ()
    return site(context, ref, "as-is"), *both, site(context, ref, "to-be")


def _probes(context: Context) -> Iterator[Probe]:
    """Every service of every site that lives in a data center: the others have nothing to be reached at."""
    hosted = {name for datacenter in context.datacenters.values() for name in datacenter.services}
    for ref in context.refs:
        if ref.function == "access":
            for service in context.site_services[ref.site_kind]:
                if service.name in hosted:
                    yield Probe(site=ref.site, host=ref.hostname, instance=service.name)


def _anchors(context: Context) -> Iterator[Anchor]:
    for datacenter in context.datacenters.values():
        for switch in datacenter.spines:
            for name in datacenter.services:
                yield Anchor(host=switch.name, instance=name)
    for router in context.intent.legacy.routers:
        if router.core:
            yield Anchor(host=router.name, instance="")
