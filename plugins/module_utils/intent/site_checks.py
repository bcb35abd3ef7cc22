"""Checks of sites: a switch that can be one, members that fit together, power for what hangs off the ports."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, get_args

from . import models
from .boxes import box, facts_by_model
from .wording import listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from ..common.errors import Problem
    from ..junos.hardware import Facts, Hardware
    from .draft import Draft, Placed

MBPS = {"1g": 1_000, "10g": 10_000, "25g": 25_000, "40g": 40_000, "100g": 100_000}
GUARD_BAND = 15
"""Watts that a switch keeps back (``poe guard-band``)."""
CLASS_WATTS = (15.4, 4.0, 7.0, 15.4, 30.0, 45.0, 60.0, 75.0, 90.0)
"""What a port reserves for a device of class 0 to 8 (IEEE 802.3af, at, bt)."""


def check_sites(draft: Draft) -> Iterator[Problem]:
    """Problems with switches of sites and what hangs off them."""
    facts = facts_by_model(override.record for override in draft.all(models.HardwareOverride))
    for site in draft.all(models.Site):
        yield from _model(draft, site, facts)
        yield from _members(draft, site, facts)
        yield from _rate(draft, site, facts)
    yield from _serials(draft)
    for kind in draft.all(models.SiteType):
        yield from _power(draft, kind, facts)


def _model(draft: Draft, site: Placed[models.Site], facts: Mapping[str, Facts]) -> Iterator[Problem]:
    switch = box(facts, site.record.model)
    if _fits(switch):
        return
    why = "has no BGP, which keeps the services of a site apart up to the hub" if not switch.bgp else (
        "has no ports for people: SFP+ only, without power"
    )
    legal = (model for model in get_args(models.SiteHardware) if _fits(box(facts, model)))
    yield draft.problem(
        site, "model", f"an {site.record.model} {why}", f"one of {listed(legal, most=20)}",
        "name another model; behind a site's switch, as a plain layer 2 switch, it can stay, unmanaged from here"
        if not switch.bgp else "name another model; as a leaf it belongs to datacenters.yml",
    )


def _fits(switch: Hardware) -> bool:
    return switch.bgp and bool(switch.choices("access")) and bool(switch.choices("uplink"))


def _rate(draft: Draft, site: Placed[models.Site], facts: Mapping[str, Facts]) -> Iterator[Problem]:
    """A rate that the port has anyway limits nothing; one below the old uplink's would make the site slower."""
    rate, before = site.record.access_mbps, site.record.legacy_mbps if site.record.legacy else 0
    hub = next((hub.record for hub in draft.all(models.Hub) if hub.record.name == site.record.hub), None)
    if not rate or hub is None:
        return
    port = MBPS[box(facts, hub.model).choices("edge")[0].speed]
    if rate >= port:
        yield draft.problem(
            site, "access_mbps", f"access_mbps is {rate}, and its port at {hub.name} has {port}",
            f"less than {port}", "leave it out: without it a site has the speed of its port",
        )
    elif rate < before:
        yield draft.problem(
            site, "access_mbps", f"access_mbps is {rate}, less than the {before} of its old uplink",
            f"from {before} on", "promise the site at least what it has today",
        )


def _members(draft: Draft, site: Placed[models.Site], facts: Mapping[str, Facts]) -> Iterator[Problem]:
    record = site.record
    most = box(facts, record.model).virtual_chassis
    if record.members > most:
        yield draft.problem(
            site, "members", f"members is {record.members}", f"at most {most} in a Virtual Chassis of {record.model}",
            "split the site in two",
        )
    serials = record.serials.split()
    if serials and len(serials) != record.members:
        yield draft.problem(
            site, "serials", f"{len(serials)} serial number{'s' * (len(serials) != 1)} for {record.members} "
            f"member{'s' * (record.members != 1)}", "one for each member, member 0 first",
            "add the missing ones, or leave the column empty until they are known",
        )


def _serials(draft: Draft) -> Iterator[Problem]:
    first: dict[str, Placed[models.Site]] = {}
    for site in draft.all(models.Site):
        for serial in site.record.serials.split():
            other = first.setdefault(serial, site)
            if other is not site or site.record.serials.split().count(serial) > 1:
                yield draft.problem(
                    site, "serials", f"serial number {serial} is taken (first in {draft.place(other, 'serials')})",
                    "a serial number that no other switch has", "look at the label of the switch",
                )
                break


def _power(draft: Draft, kind: Placed[models.SiteType], facts: Mapping[str, Facts]) -> Iterator[Problem]:
    """Every model that a site of this kind has must feed what the kind says, member by member."""
    share = sum(device.ports for device in kind.record.powered)
    if share > 100:
        yield draft.problem(
            kind, "powered", f"its devices take {share} percent of the ports", "at most 100 percent",
            "lower some of them",
        )
        return
    sites: dict[str, list[str]] = defaultdict(list)
    for site in draft.all(models.Site):
        if site.record.kind == kind.record.name:
            sites[site.record.model].append(site.record.name)
    for model, names in sites.items():
        switch = box(facts, model)
        if _fits(switch) and kind.record.powered:
            yield from _budget(draft, kind, switch, names, facts)


def _budget(
    draft: Draft, kind: Placed[models.SiteType], switch: Hardware, names: list[str], facts: Mapping[str, Facts]
) -> Iterator[Problem]:
    whose = f"{len(names)} site{'s' * (len(names) != 1)}, such as {names[0]}"
    for index, device in enumerate(kind.record.powered):
        watts = CLASS_WATTS[device.power_class]
        if watts > switch.poe_port_watts:
            able = _able(kind.record, facts)
            yield draft.problem(
                kind, ("powered", index), f"a {device.device} of class {device.power_class} takes {watts:g} W "
                f"of a port ({whose})", f"at most {switch.poe_port_watts} W from a port of an {switch.model}",
                f"feed it otherwise, or give these sites one of {able}" if able else "feed it otherwise",
            )
            return
    need, have = _need(kind.record, switch), switch.poe_watts - GUARD_BAND
    if need > have:
        able = _able(kind.record, facts)
        yield draft.problem(
            kind, "powered", f"its devices take {need:g} W of an {switch.model} ({whose})",
            f"at most {have} W: {switch.poe_watts} W of its power supply, less {GUARD_BAND} W kept back",
            f"lower the shares, or give these sites one of {able}" if able else "lower the shares",
        )


def _need(kind: models.SiteType, switch: Hardware) -> float:
    """Watts that the devices on one member reserve."""
    ports = len(switch.choices("access"))
    return sum(-(-ports * device.ports // 100) * CLASS_WATTS[device.power_class] for device in kind.powered)


def _able(kind: models.SiteType, facts: Mapping[str, Facts]) -> str:
    """The models that feed all of it; empty when none does."""
    strongest = max(CLASS_WATTS[device.power_class] for device in kind.powered)
    found = [
        model
        for model in get_args(models.SiteHardware)
        if _fits(switch := box(facts, model))
        and switch.poe_port_watts >= strongest
        and _need(kind, switch) <= switch.poe_watts - GUARD_BAND
    ]
    return listed(found) if found else ""
