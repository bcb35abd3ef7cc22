"""Checks of day zero: serial numbers of devices that there are, each once, and a bench with addresses to lend."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..junos.profile_data import models as known_models
from . import models
from .devices import hub_hostnames
from .references import hostnames
from .wording import listed, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from ..common.errors import Problem
    from .draft import Draft, Placed


def check_bootstrap(draft: Draft) -> Iterator[Problem]:
    """Problems with ``serials.csv`` and ``bootstrap.yml``."""
    yield from _hosts(draft)
    yield from _serials(draft)
    for field in ("host", "mac"):
        yield from _once(draft, field)
    bootstrap = draft.one(models.Bootstrap)
    if bootstrap is not None:
        yield from _staging(draft, bootstrap)
        yield from _images(draft, bootstrap)


def _hosts(draft: Draft) -> Iterator[Problem]:
    """Each row names a new device that is not at a site."""
    owners = dict(hostnames(draft))
    known = _known(draft)
    for row in draft.all(models.SerialRow):
        owner = owners.get(row.record.host)
        if owner is None:
            yield from draft.dangling(row, "host", row.record.host, known, "router or fabric switch")
        elif isinstance(owner.record, models.Site):
            yield draft.problem(
                row, "host", f"{row.record.host} is the switch of a site", "routers and fabric switches",
                f"write the serial number into the column serials of site {owner.record.name} in sites.csv",
            )
        elif isinstance(owner.record, models.LegacyRouter):
            yield draft.problem(
                row, "host", f"{row.record.host} belongs to the network that is being replaced", "new devices",
                "remove the row",
            )


def _known(draft: Draft) -> frozenset[str] | None:
    """Host names that a row may name, those of broken objects included; None when some name could not be read."""
    core, hubs, datacenters = draft.names("core", "routers"), draft.names("hubs"), draft.names("datacenters")
    # Whether a name belongs to a site or to the old network, and is answered otherwise, needs these two.
    others = (draft.names("sites"), draft.names("legacy", "routers"))
    if core is None or hubs is None or datacenters is None or None in others:
        return None
    found = set(core).union(*map(hub_hostnames, hubs))
    for index, _ in enumerate(draft.raw["datacenters"]):
        for part in ("spines", "leaves"):
            names = draft.names("datacenters", index, part)
            if names is None:
                return None
            found |= names
    return frozenset(found)


def _serials(draft: Draft) -> Iterator[Problem]:
    """No serial number twice, those of the switches of sites included."""
    first = {
        serial: draft.place(site, "serials")
        for site in reversed(draft.all(models.Site))
        for serial in site.record.serials.split()
    }
    for row in draft.all(models.SerialRow):
        place = draft.place(row, "serial")
        other = first.setdefault(row.record.serial, place)
        if other != place:
            yield draft.problem(
                row, "serial", f"serial number {row.record.serial} is taken (first in {other})",
                "a serial number that no other device has", "look at the label of the chassis",
            )


def _once(draft: Draft, field: str) -> Iterator[Problem]:
    first: dict[str, Placed[models.SerialRow]] = {}
    for row in draft.all(models.SerialRow):
        value = getattr(row.record, field)
        other = first.setdefault(value, row)
        if value and other is not row:
            yield draft.problem(
                row, field, f"{field} {value} stands twice (first in {draft.place(other, field)})",
                f"each {field} once", "remove one of the two",
            )


def _staging(draft: Draft, bootstrap: Placed[models.Bootstrap]) -> Iterator[Problem]:
    staging = bootstrap.record.staging
    if staging is None:
        return
    if staging.gateway not in staging.prefix or staging.gateway in (
        staging.prefix.network_address, staging.prefix.broadcast_address,
    ):
        yield draft.problem(
            bootstrap, ("staging", "gateway"), f"gateway {staging.gateway} is no host address in {staging.prefix}",
            f"an address in {staging.prefix}",
        )
    elif int(staging.prefix.broadcast_address) - int(staging.gateway) < 2:
        yield draft.problem(
            bootstrap, ("staging", "prefix"), f"{staging.prefix} has no address above its gateway {staging.gateway}",
            "addresses to lend above the gateway", "name a larger prefix, or a gateway at its beginning",
        )
    network = draft.one(models.Network)
    for name in models.Pools.model_fields if network is not None else ():
        pool = getattr(network.record.pools, name)  # type: ignore[union-attr]
        if pool is not None and pool.version == 4 and staging.prefix.overlaps(pool):
            yield draft.problem(
                bootstrap, ("staging", "prefix"), f"{staging.prefix} overlaps pools.{name} ({pool})",
                "a prefix of its own", "choose one outside of all pools",
            )


def _images(draft: Draft, bootstrap: Placed[models.Bootstrap]) -> Iterator[Problem]:
    first: dict[str, int] = {}
    for index, image in enumerate(bootstrap.record.images):
        for number, model in enumerate(image.models):
            where = ("images", index, "models", number)
            if model not in known_models():
                similar = nearest(model, known_models())
                yield draft.problem(
                    bootstrap, where, f"there is no model {model}", f"one of {listed(known_models(), most=30)}",
                    f"write {similar}" if similar else "",
                )
            elif first.setdefault(model, index) != index:
                yield draft.problem(
                    bootstrap, where, f"{model} has an image already (images number {first[model] + 1})",
                    "one image for each model", "remove it from one of the two",
                )
