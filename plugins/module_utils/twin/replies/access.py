"""Access ports: 802.1X, power over Ethernet, spanning tree, DHCP bindings. Nothing is plugged in but cables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import element, mac, rpc_error
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..state.view import View


def _dot1x_text(answer: _Element) -> str:
    names = ("interface-name", "role", "state", "user-mac-address", "user-name")
    rows = [[cell(item, name) for name in names] for item in answer.iter("interface")]
    return table(["Interface", "Role", "State", "MAC address", "User"], rows)


@answers("get-dot1x-interface-information", "show dot1x interface", text=_dot1x_text)
def dot1x(request: Request) -> _Element:
    """Every authenticating port; nobody stands behind it, so that none is authenticated."""
    ports = _ports(request, "protocols", "dot1x", "authenticator", "interface")
    items = [
        element(
            "interface", ("interface-name", f"{port}.0"), ("role", "Authenticator"),
            ("state", "Connecting" if request.state.port_status(request.host, port).up else "Initialize"),
        )
        for port in ports
    ]
    return element("dot1x-interface-information", *items, style="brief")


def _poe_text(answer: _Element) -> str:
    names = ("name", "enabled", "status", "power-limit", "priority", "power", "class")
    rows = [[cell(item, f"interface-{name}") for name in names] for item in answer.iter("interface-information-detail")]
    titles = ["Interface", "Admin status", "Oper status", "Max power", "Priority", "Power consumption", "Class"]
    return table(titles, rows)


@answers("get-poe-interface-information", "show poe interface", text=_poe_text)
def poe(request: Request) -> _Element:
    """Every port that gives power; nobody takes any."""
    entries = _poe(request)
    items = [
        element(
            "interface-information-detail",
            ("interface-name", port),
            ("interface-enabled", "Disabled" if entry.has("disable") else "Enabled"),
            ("interface-status", "Disabled" if entry.has("disable") else "OFF"),
            ("interface-power-limit", f"{entry.value('maximum-power') or '15.4'}W"),
            ("interface-priority", (entry.value("priority") or "low").capitalize()),
            ("interface-power", "0.0W"),
            ("interface-class", "not-applicable"),
        )
        for port, entry in entries.items()
    ]
    return element("poe", element("interface-information", *items))


@answers("get-poe-controller-information", "show poe controller")
def poe_controller(request: Request) -> _Element:
    """The budget of the switch, untouched."""
    if not _poe(request):
        return rpc_error("error: poe subsystem not running", kind="application")
    return element(
        "poe",
        element(
            "poe-controller-information",
            element(
                "controller-information", ("controller-index", 0), ("controller-maxpower", "600.0W"),
                ("controller-power-consumption", "0.00W"), ("controller-guardband", "0W"),
                ("controller-management", "Class"), ("controller-status", "AT_MODE"),
            ),
        ),
    )


@answers("get-stp-interface-information", "show spanning-tree interface")
def spanning_tree(request: Request) -> _Element:
    """Every port under RSTP: edge or designated, forwarding when it is up. Loops are not emulated."""
    items = []
    for port in _ports(request, "protocols", "rstp", "interface"):
        up = request.state.port_status(request.host, port).up
        items.append(
            element(
                "stp-interface-entry", ("interface-name", port), ("designated-bridge-mac", mac(request.host)),
                ("port-state", "FWD" if up else "BLK"), ("port-role", "DESG" if up else "DIS"),
            )
        )
    instance = element("stp-instance", ("stp-instance-id", 0), element("stp-interfaces", *items)) if items else None
    return element("stp-interface-information", instance, style="brief")


@answers("get-dhcp-security-binding", "show dhcp-security binding")
def dhcp_bindings(request: Request) -> _Element:
    """Nobody asks for an address here."""
    del request
    return element("dhcp-security-binding")


def _poe(request: Request) -> dict[str, View]:
    named = request.configuration.child("poe").items("interface")
    found: dict[str, View] = {}
    for name, entry in named:
        found.update(dict.fromkeys(_meant(request, name), entry))
    return found


def _ports(request: Request, *path: str) -> list[str]:
    """Ports that a list of interfaces names, without disabled ones; ``all`` stands for every access port."""
    listed = request.configuration.child(*path[:-1]).items(path[-1])
    off = {name.partition(".")[0] for name, entry in listed if entry.has("disable")}
    found = dict.fromkeys(port for name, _ in listed for port in _meant(request, name.partition(".")[0]))
    return [port for port in found if port not in off]


def _meant(request: Request, name: str) -> list[str]:
    if not name.startswith("all"):
        return [name]
    return [port for port in request.state.ports(request.host) if port.startswith(("ge-", "mge-", "xe-"))]
