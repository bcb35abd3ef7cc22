"""``show interfaces``: ports and logical interfaces, up or down. Traffic is not emulated: counters are zero."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from ..state.network import port_order
from .astext import cell, table
from .elements import JUNOS, Item, element, extend, flag, leaf, mac, moment, rpc_error
from .engines import engine_names
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.facts import PortFacts, UnitFacts

_SPEEDS = {"100m": "100mbps", "1g": "1000mbps", "10g": "10Gbps", "25g": "25Gbps", "40g": "40Gbps", "100g": "100Gbps"}
_INTERNAL = {"re0": ("em0", ("128.0.0.1/2", "128.0.0.4/2")), "fpc0": ("bme0", ("128.0.0.1/2", "128.0.0.16/2"))}
_STYLES = ("terse", "brief", "extensive", "detail")
_VIRTUAL = ("lo", "irb")


def _terse_text(answer: _Element) -> str:
    rows = []
    for item in answer.iter("physical-interface", "logical-interface"):
        head = [cell(item, name) for name in ("name", "admin-status", "oper-status")]
        families = item.findall("address-family")
        if not families:
            rows.append([*head, "", ""])
        for family in families:
            name = cell(family, "address-family-name")
            for local in [cell(address, "ifa-local") for address in family.iter("interface-address")] or [""]:
                rows.append([*head, name, local])
                head, name = ["", "", ""], ""
    return table(["Interface", "Admin", "Link", "Proto", "Local"], rows)


def _descriptions_text(answer: _Element) -> str:
    names = ("name", "admin-status", "oper-status", "description")
    rows = [[cell(port, name) for name in names] for port in answer.iter("physical-interface")]
    return table(["Interface", "Admin", "Link", "Description"], rows)


def _text(answer: _Element) -> str:
    if answer.get(f"{{{JUNOS}}}style") == "description":
        return _descriptions_text(answer)
    if answer.find(".//physical-interface/mtu") is None:
        return _terse_text(answer)
    lines = []
    for port in answer.iter("physical-interface"):
        admin = "Enabled" if cell(port, "admin-status") == "up" else "Administratively down"
        link = cell(port, "oper-status").capitalize()
        lines.append(f"Physical interface: {cell(port, 'name')}, {admin}, Physical link is {link}")
        if cell(port, "description"):
            lines.append(f"  Description: {cell(port, 'description')}")
        link_type, mtu, speed = (cell(port, name) for name in ("link-level-type", "mtu", "speed"))
        lines.append(f"  Link-level type: {link_type}, MTU: {mtu}, Speed: {speed}")
        for unit in port.iter("logical-interface"):
            lines.append(f"\n  Logical interface {cell(unit, 'name')}")
            for family in unit.iter("address-family"):
                lines.append(f"    Protocol {cell(family, 'address-family-name')}, MTU: {cell(family, 'mtu')}")
                lines += [f"      Local: {cell(item, 'ifa-local')}" for item in family.iter("interface-address")]
        lines.append("")
    return "\n".join(lines)


@answers(
    "get-interface-information",
    "show interfaces", "show interfaces terse + terse", "show interfaces extensive + extensive",
    "show interfaces detail + detail", "show interfaces brief + brief", "show interfaces descriptions + descriptions",
    text=_text,
)
def interface_information(request: Request) -> _Element:
    """Every interface, or those that a name (or a pattern) fits."""
    arguments = request.arguments
    if arguments.get("routing-instance") == "__juniper_private1__":
        return _internal(request)
    name = arguments.get("interface-name", "")
    names = sorted({*request.state.ports(request.host), "lo0"}, key=port_order)
    if "descriptions" in arguments:
        ports = [_port(request, port, "description") for port in names if _described(request, port)]
        return element("interface-information", *ports, style="description")
    style = next((word for word in _STYLES if word in arguments), "normal")
    if not name:
        return element("interface-information", *(_port(request, port, style) for port in names), style=style)
    port, _, number = name.partition(".")
    chosen = [item for item in names if fnmatchcase(item, port)]
    if number:
        units = [unit for item in chosen for unit in _units(request, item) if fnmatchcase(unit.name, name)]
        if units:
            items = [_unit(request, unit, style) for unit in units]
            return element("interface-information", *items, style=style)
    if not chosen or number:
        return rpc_error(f"device {name} not found", kind="protocol")
    return element("interface-information", *(_port(request, item, style) for item in chosen), style=style)


def _facts(request: Request, port: str) -> PortFacts | None:
    return request.facts.ports.get(port)


def _units(request: Request, port: str) -> tuple[UnitFacts, ...]:
    known = _facts(request, port)
    return known.units if known is not None else ()


def _described(request: Request, port: str) -> bool:
    known = _facts(request, port)
    return known is not None and bool(known.description)


def _port(request: Request, name: str, style: str) -> _Element:
    links, known = request.state.links, _facts(request, name)
    up, admin = links.status(request.host, name).up, links.admin_up(request.host, name)
    answer = element(
        "physical-interface",
        ("name", name),
        ("admin-status", "up" if admin else "down")
        if style in {"terse", "description"}
        else leaf("admin-status", "up" if admin else "down", format="Enabled" if admin else "Disabled"),
        ("oper-status", "up" if up else "down"),
        ("description", known.description) if known is not None and known.description else None,
    )
    if style == "description":
        return answer
    if style != "terse":
        extend(answer, _details(request, name, style, up=up))
    answer.extend([_unit(request, unit, style) for unit in _units(request, name)])
    return answer


def _details(request: Request, name: str, style: str, *, up: bool) -> list[Item]:
    known, state = _facts(request, name), request.state
    virtual = name.startswith(_VIRTUAL)
    speed = state.links.speed(request.host, name)
    mtu = "Unlimited" if virtual else str((known.mtu if known is not None else None) or 1514)
    items: list[Item] = [
        ("if-type", "Loopback" if name.startswith("lo") else "Ethernet"),
        ("link-level-type", "Ethernet"),
        ("mtu", mtu),
        ("speed", "Unspecified" if virtual or not speed else _SPEEDS.get(speed, speed)),
        ("current-physical-address", mac(f"{request.host} {name}")),
        element("if-device-flags", flag("ifdf-present"), flag("ifdf-running" if up else "ifdf-down")),
        moment("interface-flapped", request.device.started_at),
        element("traffic-statistics", ("input-bps", 0), ("input-pps", 0), ("output-bps", 0), ("output-pps", 0)),
    ]
    if style in {"extensive", "detail"}:
        inward = ("input-errors", "input-drops", "framing-errors", "input-runts", "input-discards")
        outward = ("carrier-transitions", "output-errors", "output-drops", "output-collisions")
        items.append(element("input-error-list", *((item, 0) for item in inward)))
        items.append(element("output-error-list", *((item, 0) for item in outward)))
    if not virtual and ("media" in request.arguments or style in {"extensive", "detail"}):
        counters = ("input-bytes", "input-packets", "output-bytes", "output-packets")
        items.append(element("ethernet-mac-statistics", *((item, 0) for item in counters)))
    return items


def _unit(request: Request, unit: UnitFacts, style: str) -> _Element:
    up = request.state.links.unit_up(request.host, unit)
    answer = element("logical-interface", ("name", unit.name))
    if style == "terse":
        admin = "down" if unit.disabled else "up"
        extend(answer, (("admin-status", admin), ("oper-status", "up" if up else "down")))
    else:
        extend(
            answer,
            (
                ("description", unit.description) if unit.description else None,
                element("if-config-flags", flag("iff-up") if up else None),
                ("link-address", f"[ 0x8100.{unit.vlan_id} ]") if unit.vlan_id is not None else None,
                ("encapsulation", "ENET2"),
            ),
        )
    answer.extend([_family(request, unit, name, style) for name in _ordered(unit.families)])
    return answer


def _ordered(families: frozenset[str]) -> list[str]:
    order = ["inet", "inet6", "iso", "mpls", "ethernet-switching"]
    return sorted(families, key=order.index)


def _family(request: Request, unit: UnitFacts, name: str, style: str) -> _Element:
    answer = element("address-family", ("address-family-name", "eth-switch" if name == "ethernet-switching" else name))
    if style != "terse":
        known = _facts(request, unit.port)
        payload = known.payload_mtu if known is not None else 1500
        extend(answer, [("mtu", unit.mtu or payload if name in {"inet", "inet6"} else payload)])
    if name in {"inet", "inet6"}:
        terse, six = style == "terse", name == "inet6"
        addresses, gateways = (unit.addresses6, unit.gateways6) if six else (unit.addresses, unit.gateways)
        texts = [str(address) if terse else address.text for address in addresses]
        texts += [f"{gateway}/{addresses[0].length}" if terse else gateway for gateway in gateways]
        answer.extend([element("interface-address", ("ifa-local", text)) for text in texts])
    if name == "iso" and unit.net:
        answer.append(element("interface-address", ("ifa-local", unit.net)))
    return answer


def _internal(request: Request) -> _Element:
    """Interfaces between the parts of the box; clients tell by them which routing engine they talk to."""
    name, addresses = _INTERNAL[engine_names(request.device)[0]]
    family = element(
        "address-family",
        ("address-family-name", "inet"),
        *(element("interface-address", ("ifa-local", address)) for address in addresses),
    )
    unit = element("logical-interface", ("name", f"{name}.0"), ("admin-status", "up"), ("oper-status", "up"), family)
    port = element("physical-interface", ("name", name), ("admin-status", "up"), ("oper-status", "up"), unit)
    return element("interface-information", port, style="terse")


@answers("get-lacp-interface-information", "show lacp interfaces")
def lacp(request: Request) -> _Element:
    """Members of aggregates: those that are up collect and distribute."""
    state, host = request.state, request.host
    wanted = request.arguments.get("interface-name", "")
    answer = element("lacp-interface-information-list")
    for bundle in (name for name in state.ports(host) if name.startswith("ae") and wanted in {"", name}):
        item = element("lacp-interface-information", element("lag-lacp-header", ("aggregate-name", bundle)))
        for member in state.links.members(host, bundle):
            up = state.port_status(host, member).up
            item.append(_lacp_state(member, up="Yes" if up else "No", down="No" if up else "Yes"))
        for member in state.links.members(host, bundle):
            up = state.port_status(host, member).up
            item.append(
                element(
                    "lag-lacp-protocol",
                    ("name", member),
                    ("lacp-receive-state", "Current" if up else "Port disabled"),
                    ("lacp-transmit-state", "Fast periodic" if up else "No periodic"),
                    ("lacp-mux-state", "Collecting distributing" if up else "Detached"),
                )
            )
        answer.append(item)
    return answer


def _lacp_state(member: str, *, up: str, down: str) -> _Element:
    return element(
        "lag-lacp-state",
        ("name", member), ("lacp-role", "Actor"), ("lacp-expired", "No"), ("lacp-defaulted", down),
        ("lacp-distributing", up), ("lacp-collecting", up), ("lacp-synchronization", up),
        ("lacp-aggregation", "Yes"), ("lacp-timeout", "Fast"), ("lacp-activity", "Active"),
    )
