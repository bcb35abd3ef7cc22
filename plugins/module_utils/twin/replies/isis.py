"""``show isis``: adjacencies that are up, interfaces, overview. Junos lists no neighbour that it never heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.isis import system_id
from .astext import cell, table
from .elements import element, flag
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


def _adjacency_text(answer: _Element) -> str:
    names = ("interface-name", "system-name", "level", "adjacency-state", "holdtime")
    rows = [[cell(item, name) for name in names] for item in answer.iter("isis-adjacency")]
    return table(["Interface", "System", "L", "State", "Hold (secs)"], rows)


@answers("get-isis-adjacency-information", "show isis adjacency", text=_adjacency_text)
def adjacencies(request: Request) -> _Element:
    """Neighbours that are up."""
    state, wanted = request.state, request.arguments.get("system-name", "")
    found = [(item, state.facts(item.neighbour).hostname) for item in state.adjacencies(request.host) if item.up]
    return element(
        "isis-adjacency-information",
        *(
            element(
                "isis-adjacency",
                ("interface-name", item.unit),
                ("system-name", name or item.neighbour),
                ("level", 2),
                ("adjacency-state", "Up"),
                ("holdtime", 24),
            )
            for item, name in found
            if wanted in {"", name}
        ),
        style="brief",
    )


def _interface_text(answer: _Element) -> str:
    paths = ("interface-name", ".//level", ".//adjacency-count", ".//metric")
    rows = [[cell(item, path) for path in paths] for item in answer.iter("isis-interface")]
    return table(["Interface", "L", "Adjacencies", "Metric"], rows)


@answers("get-isis-interface-information", "show isis interface", text=_interface_text)
def isis_interfaces(request: Request) -> _Element:
    """Interfaces that speak IS-IS, with how many neighbours each has."""
    up = {item.unit for item in request.state.adjacencies(request.host) if item.up}
    return element(
        "isis-interface-information",
        *(
            element(
                "isis-interface",
                ("interface-name", entry.unit),
                ("circuit-type", 2 if entry.level2 else 0),
                element(
                    "interface-level-data",
                    ("level", 2),
                    ("adjacency-count", int(entry.unit in up)),
                    ("metric", 0 if entry.passive else entry.metric or 10),
                    flag("passive") if entry.passive or entry.unit.startswith("lo") else None,
                ),
            )
            for entry in request.facts.isis.values()
            if not entry.disabled
        ),
    )


@answers("get-isis-overview-information", "show isis overview")
def overview(request: Request) -> _Element:
    """Router identifier, system identifier, overload; nothing when IS-IS does not run."""
    facts = request.facts
    if not facts.isis:
        return element("isis-overview-information")
    return element(
        "isis-overview-information",
        element(
            "isis-overview",
            ("instance-name", "master"),
            ("isis-router-id", facts.router_id),
            ("isis-system-id", system_id(facts)),
            ("isis-adjacency-holddown", "enabled"),
            flag("isis-overload-enabled") if facts.overload else None,
            ("isis-levels", 2),
        ),
    )
