"""The capacity table as text for people (``capacity.md``) and for programs (``capacity.json``)."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from ..intent.boxes import overridden
from .budgets import port_budgets, route_budgets
from .capacity import NOTHING
from .reachability import cuts
from .wanted import hardware_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from ..intent.models import Intent
    from .capacity import Capacity
    from .design import Design

_DIGITS = 3


def capacity_document(intent: Intent, design: Design, table: Capacity) -> dict[str, Any]:
    """Everything, in plain values; figures with three digits."""
    boxes = hardware_of(intent)
    models = design.models["to-be"]
    doubts = {box.model: list(box.unverified) for box in boxes.values()}
    fixed = [item for item in port_budgets(models, boxes) if models[item.host].role != "site_ex"]
    return {
        "assumptions": intent.capacity.model_dump(mode="json"),
        "summary": _summary(table),
        "core_links": [{**_row(item), "factor": _figure(item.factor)} for item in table.core_links],
        "datacenters": [_row(item) for item in table.centers],
        "regions": [{**_row(item), "factor": _figure(item.factor)} for item in table.regions],
        "remote_work": [_row(item) for item in table.remote],
        "replication": [_row(item) for item in table.replication],
        "sites": [{**_row(item), "factor": _figure(item.factor)} for item in table.sites],
        "single_points": [_row(item) for item in cuts(intent, design.links)],
        "ports": [_row(item) for item in fixed],
        "routes": [_row(item) for item in route_budgets(models, boxes)],
        "hardware": {
            "overridden": list(overridden(intent.hardware)),
            "unverified": dict(sorted(doubts.items())),
        },
    }


def _row(item: Any) -> dict[str, Any]:  # noqa: ANN401 - any dataclass of the table
    return {key: _figure(value) for key, value in asdict(item).items()}


def _figure(value: Any) -> Any:  # noqa: ANN401 - any plain value
    return round(value, _DIGITS) if isinstance(value, float) else list(value) if isinstance(value, tuple) else value


def _summary(table: Capacity) -> dict[str, Any]:
    old = [site for site in table.sites if site.before_mbps]
    plan = table.plan
    steady = max((link.steady_percent for link in table.core_links), default=0.0)
    return {
        "promise": plan.promise,
        "core_before_gbps": table.core_before_gbps,
        "core_after_gbps": table.core_after_gbps,
        "core_factor": _ratio(table.core_after_gbps, table.core_before_gbps),
        "lowest_city_factor": _figure(min((link.factor for link in table.core_links if link.factor), default=0.0)),
        "sites": len(table.sites),
        "sites_that_had_nothing": len(table.sites) - len(old),
        "sites_that_keep_the_promise": sum(site.factor >= plan.promise for site in old),
        "sites_below_the_promise": [site.site for site in old if site.factor < plan.promise],
        "lowest_site_factor": _figure(min((site.factor for site in old), default=0.0)),
        "access_before_mbps": sum(site.before_mbps for site in old),
        "access_after_mbps": sum(site.path_mbps for site in old),
        "access_factor": _ratio(sum(site.path_mbps for site in old), sum(site.before_mbps for site in old)),
        "busy_hour_gbps": _figure(sum(site.busy_mbps for site in table.sites) / 1000),
        "steady_percent": _figure(steady),
        "worst_percent": _figure(table.worst_percent),
        "within_limits": steady <= plan.steady_percent and table.worst_percent <= plan.failure_percent,
        "losses_computed": table.scenarios,
        "stranded_gbps": _figure(table.stranded_gbps),
        "stranded_by": table.stranded_loss,
    }


def _ratio(after: float, before: float) -> float | None:
    return round(after / before, _DIGITS) if before else None


def print_capacity(document: Mapping[str, Any], *, title: str) -> str:
    """The document as Markdown."""
    lines = [
        f"# Capacity of {title}",
        "",
        "Speeds are installed speeds, from the intent. Loads are computed: every demand follows the IS-IS metrics,",
        "shared over equal paths, and is placed anew for each loss of one core link or core router. What people do in",
        "the busy hour is an assumption; the assumptions stand below and in `capacity.yml` of the intent.",
        "",
    ]
    for part in (_head, _core, _centers, _regions, _remote, _replication, _points, _hardware, _assumptions, _sites):
        lines += [*part(document), ""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(head)
    yield "| " + " | ".join(names) + " |"
    yield "|" + "|".join("---" for _ in names) + "|"
    for row in rows:
        yield "| " + " | ".join(map(str, row)) + " |"


def _times(factor: float | None) -> str:
    return f"{factor:.0f}x" if factor and factor >= _WHOLE else f"{factor:.1f}x" if factor else "new"


_WHOLE = 10
"""From this factor on, digits after the point say nothing."""


def _percent(value: float) -> str:
    return f"{value:.1f} %"


def _head(document: Mapping[str, Any]) -> Iterator[str]:
    found = document["summary"]
    limits = document["assumptions"]
    kept, total = found["sites_that_keep_the_promise"], found["sites"] - found["sites_that_had_nothing"]
    yield "## In short"
    yield ""
    between = found["lowest_city_factor"]
    cities = f"; between cities that were joined before at least {_times(between)}" if between else ""
    yield (
        f"- Core, all links: {found['core_before_gbps']} to {found['core_after_gbps']} Gbps, "
        f"{_times(found['core_factor'])}{cities}."
    )
    yield (
        f"- Sites: {kept} of {total} have at least {found['promise']} times their old speed on one path alone, the "
        f"lowest {_times(found['lowest_site_factor'])}; {found['sites_that_had_nothing']} had nothing before."
    )
    if found["sites_below_the_promise"]:
        yield f"- Below the promise: {', '.join(found['sites_below_the_promise'])}."
    yield (
        f"- Busiest core link: {_percent(found['steady_percent'])} with nothing lost, "
        f"{_percent(found['worst_percent'])} after the worst of {found['losses_computed']} single losses (limits "
        f"{limits['steady_percent']} and {limits['failure_percent']} %: "
        f"{'kept' if found['within_limits'] else 'exceeded'})."
    )
    if found["stranded_gbps"]:
        yield f"- The loss of {found['stranded_by']} leaves {found['stranded_gbps']} Gbps without a way."


def _core(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Core links"
    yield ""
    yield from _table(
        ("Link", "Between the cities before, Gbps", "after, Gbps", "Factor", "Speed, Gbps", "Load", "Worst loss",
         "Load then", "Load with a data center gone"),
        (
            (
                item["link"], item["cities_before_gbps"], item["cities_after_gbps"], _times(item["factor"]),
                item["after_gbps"], _percent(item["steady_percent"]),
                "-" if item["worst_loss"] == NOTHING else item["worst_loss"], _percent(item["worst_percent"]),
                _percent(item["center_lost_percent"]),
            )
            for item in document["core_links"]
        ),
    )


def _centers(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Data centers"
    yield ""
    yield "Alone: everything of all sites and everybody at home on this one, the other one gone."
    yield ""
    yield from _table(
        ("Data center", "Before, Gbps", "After, Gbps", "Less a router or spine, Gbps", "Load, Gbps", "Alone, Gbps",
         "Alone", "Alone, less a router or spine"),
        (
            (
                item["datacenter"], item["before_gbps"] or "new", item["after_gbps"], item["reduced_gbps"],
                f"{item['steady_gbps']:.1f}", f"{item['alone_gbps']:.1f}", _percent(item["alone_percent"]),
                _percent(item["alone_reduced_percent"]),
            )
            for item in document["datacenters"]
        ),
    )


def _regions(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Regions"
    yield ""
    yield from _table(
        ("Region", "Sites", "Access before, Gbps", "after (one path), Gbps", "Out of the region before, Gbps",
         "after, Gbps", "Factor", "Busy hour, Gbps", "Busiest hub uplink"),
        (
            (
                item["region"], item["sites"], f"{item['before_mbps'] / 1000:.2f}", f"{item['after_mbps'] / 1000:.0f}",
                item["uplinks_before_gbps"], item["uplinks_after_gbps"], _times(item["factor"]),
                f"{item['busy_gbps']:.1f}", f"{_percent(item['busiest_uplink_percent'])} ({item['busiest_uplink']})",
            )
            for item in document["regions"]
        ),
    )


def _remote(document: Mapping[str, Any]) -> Iterator[str]:
    plan = document["assumptions"]
    yield "## Working at home"
    yield ""
    yield f"{plan['remote_workers']} people on one surviving data center, together with all sites."
    yield ""
    yield from _table(
        ("Way of working", "At a time", "Offered, Gbps", "Data center", "Hand-off", "Less a router or spine"),
        (
            (
                item["title"], item["people"], f"{item['offered_gbps']:.1f}", item["datacenter"],
                _percent(item["handoff_percent"]), _percent(item["reduced_percent"]),
            )
            for item in document["remote_work"]
        ),
    )


def _replication(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Replication"
    yield ""
    yield f"The first copy, {document['assumptions']['replication_terabytes']} TB."
    yield ""
    rows = ((item["at"], f"{item['gbps']:g}", f"{item['hours']:.0f}", f"{item['hours'] / 24:.1f}")
            for item in document["replication"])
    yield from _table(("At", "Gbps", "Hours", "Days"), rows)


def _points(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Single points of failure that the intent admits"
    yield ""
    found: dict[str, set[str]] = defaultdict(set)
    for item in document["single_points"]:
        found[item["admitted"]].update(item["separated"])
    if not found:
        yield "None."
    for reason, names in sorted(found.items()):
        yield f"- {reason}: {', '.join(sorted(names))}"


def _hardware(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## What the hardware holds"
    yield ""
    full = [item for item in document["ports"] if item["needed"] * 10 >= item["available"] * 9 and item["needed"]]
    tight = Counter(item["what"] for item in full)
    shown = ", ".join(f"{count} use nine of ten or more of their {what}" for what, count in tight.items())
    yield f"Devices by ports: {shown or 'none uses nine of ten of its ports of a speed'}."
    routes = max(document["routes"], key=lambda item: item["needed"] / item["available"], default=None)
    if routes:
        share = _percent(100 * routes["needed"] / routes["available"])
        yield f"Routes: {routes['host']} is fullest, {routes['needed']} of {routes['available']} ({share})."
    yield ""
    if document["hardware"]["overridden"]:
        yield "Stated by the operator in place of the collection:"
        yield ""
        yield from (f"- {item}" for item in document["hardware"]["overridden"])
        yield ""
    yield "Not verified yet:"
    yield ""
    models: dict[str, list[str]] = defaultdict(list)
    for model, doubts in document["hardware"]["unverified"].items():
        for item in doubts:
            models[item].append(model)
    yield from (f"- {item} ({', '.join(found)})" for item, found in models.items())


def _assumptions(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Assumptions (planning values, not measured)"
    yield ""
    plan = document["assumptions"]
    yield from _table(
        ("Value", ""), ((name, value) for name, value in plan.items() if not isinstance(value, list))
    )
    yield ""
    rows = ((mode["title"], mode["kbps"]) for mode in plan["remote_modes"])
    yield from _table(("Way of working", "kbps per person in the busy hour"), rows)


def _sites(document: Mapping[str, Any]) -> Iterator[str]:
    yield "## Sites"
    yield ""
    yield from _table(
        ("Site", "Region", "Paths", "Before, Mbps", "One path, Mbps", "All paths, Mbps", "Factor"),
        (
            (
                item["site"], item["region"], item["paths"], item["before_mbps"] or "new", item["path_mbps"],
                item["after_mbps"], _times(item["factor"]),
            )
            for item in document["sites"]
        ),
    )
