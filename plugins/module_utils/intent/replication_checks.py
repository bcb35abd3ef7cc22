"""Checks of what the intent promises of replication: two data centers, a VRF of its own, possible encryption."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from ..junos.hardware import hardware
from ..junos.hardware import models as known_models
from ..junos.profile_data import profile
from . import models
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed

    PlacedReplication = Placed[models.Replication]

HOP_SPEED = "100g"
"""Of the links between data centers: spine to router, and router to router."""
MACSEC_FAMILIES = ("junos-qfx",)
"""Families whose published configuration model (Juniper/yang 21.4R1) has ``security macsec`` with the ciphers
of 100G. The MX has it in models per device, which nothing here could check a configuration against."""


def check_replication(draft: Draft) -> Iterator[Problem]:
    """Problems with ``replication.yml``."""
    replication = draft.one(models.Replication)
    if replication is None:
        return
    yield from _datacenters(draft, replication)
    yield from _service(draft, replication)
    if replication.record.encryption == "macsec":
        yield from _keys(draft, replication)
        yield from _hops(draft, replication)
    elif replication.record.evidence is None:
        nobody = replication.record.encryption == "none"
        yield draft.problem(
            replication,
            "encryption",
            f"encryption is {replication.record.encryption} without evidence",
            "the reason why nobody needs to encrypt" if nobody else "who encrypts, and where an auditor sees it",
            "add evidence: with a sentence",
        )


def _datacenters(draft: Draft, replication: PlacedReplication) -> Iterator[Problem]:
    first, second = replication.record.datacenters
    for index, name in enumerate((first, second)):
        yield from draft.dangling(
            replication, ("datacenters", index), name, draft.names("datacenters"), "data center"
        )
    if first == second:
        yield draft.problem(replication, "datacenters", f"both data centers are {first}", "two different ones")


def _service(draft: Draft, replication: PlacedReplication) -> Iterator[Problem]:
    name = replication.record.service
    yield from draft.dangling(replication, "service", name, draft.names("services"), "service")
    service = next((item for item in draft.all(models.Service) if item.record.name == name), None)
    if service is None:
        return
    if service.record.kind != "replication" or not service.record.isolated:
        isolated = "isolated" if service.record.isolated else "not isolated"
        yield draft.problem(
            replication,
            "service",
            f"service names {name}, which is of kind {service.record.kind} and {isolated}",
            "a service of kind replication that is isolated: a VRF of its own",
            f"mend it at {draft.place(service, 'name')}, or name another",
        )
        return
    for datacenter in draft.all(models.DataCenter):
        record = datacenter.record
        if record.name in replication.record.datacenters and name not in record.services:
            yield draft.problem(
                datacenter, "services", f"{name} replicates from here, but is not among the services",
                f"{name} as well", f"add {name}",
            )
    for site_type in draft.all(models.SiteType):
        if name in site_type.record.ports:
            yield draft.problem(
                site_type, ("ports", name), f"{name} is only for replication between data centers", "no site in it",
                f"remove {name}",
            )


def _keys(draft: Draft, replication: PlacedReplication) -> Iterator[Problem]:
    network = draft.one(models.Network)
    if network is None:
        return
    for field in ("key", "fallback_key"):
        name = getattr(replication.record, field)
        if name is not None:
            yield from draft.dangling(replication, field, name, network.record.secrets, "secret of the network")


def _hops(draft: Draft, replication: PlacedReplication) -> Iterator[Problem]:
    """A problem for each kind of hardware on the way that cannot encrypt; any core router may come to be on the way."""
    reasons: dict[tuple[str, str], list[str]] = defaultdict(list)
    for host, model, cards in _boxes(draft, replication.record):
        for reason in _obstacles(draft, model, cards):
            reasons[(model, reason)].append(host)
    for (model, reason), hosts in reasons.items():
        yield draft.problem(
            replication,
            "encryption",
            f"encryption is macsec, but {model} {reason} ({listed(hosts)})",
            f"hardware that encrypts at {HOP_SPEED} on every link between the data centers",
            "state who else encrypts: storage (the arrays do, end to end) or transport (the wavelength or an IPsec "
            "gateway does), with evidence",
        )


def _boxes(draft: Draft, replication: models.Replication) -> Iterator[tuple[str, str, dict[int, str]]]:
    """Host name, model and cards of everything that replication goes through between the data centers."""
    for datacenter in draft.all(models.DataCenter):
        if datacenter.record.name in replication.datacenters:
            for spine in datacenter.record.spines:
                yield spine.name, spine.model, {}
    core = draft.one(models.Core)
    for router in core.record.routers if core else ():
        yield router.name, router.model, dict(router.cards)


def _obstacles(draft: Draft, model: str, cards: dict[int, str]) -> Iterator[str]:
    if model not in known_models():
        return
    known = next((item.record for item in draft.all(models.HardwareOverride) if item.record.name == model), None)
    confirmed = known.macsec if known else None
    box = profile(model)
    if confirmed is not None:
        if HOP_SPEED not in confirmed:
            yield f"does not encrypt at {HOP_SPEED}, as hardware.yml says"
    elif box.cards:
        for card in sorted({name for name in cards.values() if HOP_SPEED not in box.cards[name].macsec}):
            yield f"with {card} does not encrypt at {HOP_SPEED}"
    elif HOP_SPEED not in hardware(model).macsec:
        yield f"does not encrypt at {HOP_SPEED}"
    if box.family not in MACSEC_FAMILIES:
        yield f"has no MACsec of {HOP_SPEED} in the published configuration model of its family {box.family}"
