"""VLANs and the MAC table. Nobody sends frames here: the MAC table is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import element, mac, rpc_error
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


def _vlan_text(answer: _Element) -> str:
    rows = [
        [cell(item, f"l2ng-l2rtb-{name}") for name in ("name", "vlan-name", "vlan-tag")]
        for item in answer.iter("l2ng-l2ald-vlan-instance-group")
    ]
    return table(["Routing instance", "VLAN name", "Tag"], rows)


@answers("get-vlan-information", "show vlans", text=_vlan_text)
def vlans(request: Request) -> _Element:
    """VLANs of the default switch."""
    if request.device.family == "junos":
        return rpc_error("syntax error", bad_element="vlans")
    wanted = request.arguments.get("vlan-name", "")
    return element(
        "l2ng-l2ald-vlan-instance-information",
        *(
            element(
                "l2ng-l2ald-vlan-instance-group",
                ("l2ng-l2rtb-name", "default-switch"),
                ("l2ng-l2rtb-vlan-name", vlan.name),
                ("l2ng-l2rtb-vlan-tag", "NA" if vlan.vlan_id is None else vlan.vlan_id),
            )
            for vlan in request.facts.vlans
            if wanted in {"", vlan.name}
        ),
        style="brief",
    )


@answers("get-bridge-mac-table", "show bridge mac-table")
def bridge_table(request: Request) -> _Element:
    """The same on an MX."""
    if request.device.family != "junos":
        return rpc_error("syntax error", bad_element="bridge")
    return element("l2ald-rtb-macdb")


@answers("get-arp-table-information", "show arp no-resolve", "show arp")
def arp(request: Request) -> _Element:
    """Neighbours on the links between devices, which is where addresses are known."""
    entries = []
    for unit in request.facts.units():
        for host, far in request.state.links.opposite_units(request.host, unit):
            near = {address.network for address in unit.addresses}
            entries += [
                element(
                    "arp-table-entry", ("mac-address", mac(f"{host} {far.port}")), ("ip-address", address.text),
                    ("interface-name", unit.name), ("time-to-expire", 1200), element("arp-table-entry-flags"),
                )
                for address in far.addresses
                if address.network in near
            ]
    return element("arp-table-information", *entries, ("arp-entry-count", len(entries)))


@answers("get-ipv6-nd-information", "show ipv6 neighbors")
def neighbor_discovery(request: Request) -> _Element:
    """The same in IPv6."""
    entries = []
    for unit in request.facts.units():
        near = {address.network for address in unit.addresses6}
        for host, far in request.state.links.opposite_units(request.host, unit) if near else ():
            entries += [
                element(
                    "ipv6-nd-entry", ("ipv6-nd-neighbor-address", address.text),
                    ("ipv6-nd-neighbor-l2-address", mac(f"{host} {far.port}")), ("ipv6-nd-state", "reachable"),
                    ("ipv6-nd-expire", 20), ("ipv6-nd-isrouter", "yes"), ("ipv6-nd-interface-name", unit.name),
                )
                for address in far.addresses6
                if address.network in near
            ]
    return element("ipv6-nd-information", *entries, ("ipv6-nd-total", len(entries)))


@answers("get-ethernet-switching-interface-details", "show ethernet-switching interface")
def switched_ports(request: Request) -> _Element:
    """Ports of family ethernet-switching; none is blocked."""
    units = [unit for unit in request.facts.units() if "ethernet-switching" in unit.families]
    return element(
        "l2ng-l2ald-iff-interface-information",
        *(
            element(
                "l2ng-l2ald-iff-interface-entry", ("l2iff-interface-name", unit.name), ("l2iff-interface-flags", "")
            )
            for unit in units
        ),
    )


@answers("get-ethernet-switching-table-information", "show ethernet-switching table")
def mac_table(request: Request) -> _Element:
    """An empty MAC table, in the shape of ELS."""
    if request.device.family == "junos":
        return rpc_error("syntax error", bad_element="ethernet-switching")
    return element("l2ng-l2ald-rtb-macdb")
