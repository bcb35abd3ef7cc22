"""Routing instances and the EVPN overlay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..state.families import FAMILIES
from .astext import cell, table
from .elements import element
from .registry import Request, answers
from .segments import segments

if TYPE_CHECKING:
    from lxml.etree import _Element


def _instance_text(answer: _Element) -> str:
    rows = [[cell(item, "instance-name"), cell(item, "instance-type")] for item in answer.iter("instance-core")]
    return table(["Instance", "Type"], rows)


@answers("get-instance-information", "show route instance", text=_instance_text)
def instances(request: Request) -> _Element:
    """The main instance and every routing instance."""
    return element(
        "instance-information",
        *(
            element(
                "instance-core",
                ("instance-name", item.name or "master"),
                ("instance-type", item.kind or "forwarding"),
                *(element("instance-rib", ("irib-name", family.table(item.name))) for family in FAMILIES),
            )
            for item in sorted(request.facts.instances.values(), key=lambda item: item.name or "master")
        ),
        style="terse",
    )


@answers("get-evpn-instance-information", "show evpn instance", "show evpn instance extensive + extensive")
def evpn_instances(request: Request) -> _Element:
    """The default switch as an EVPN instance, with the peers of the overlay; nothing where EVPN does not run."""
    facts, wanted = request.facts, request.arguments.get("instance-name", "")
    if not facts.evpn or wanted not in {"", "default-switch"}:
        return element("evpn-instance-information")
    peers = [
        session.statement.address
        for session in request.state.sessions(request.host)
        if session.up and "evpn-signaling" in session.families
    ]
    irbs = {vlan.irb for vlan in facts.vlans if vlan.irb}
    up = [unit for unit in facts.units() if unit.name in irbs and request.state.links.unit_up(request.host, unit)]
    return element(
        "evpn-instance-information",
        element(
            "evpn-instance",
            ("evpn-instance-name", "default-switch"),
            ("evpn-encap-type", "VXLAN"),
            ("num-local-vnis", len(facts.evpn_vnis)),
            ("irb-interfaces", len(irbs)),
            ("irb-interfaces-up", len(up)),
            ("evpn-num-neighbors", len(peers)),
            *(element("evpn-neighbor", ("evpn-neighbor-address", address)) for address in peers),
            *(segments(request) if "extensive" in request.arguments else ()),
        ),
    )
