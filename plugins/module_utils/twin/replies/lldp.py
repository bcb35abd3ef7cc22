"""``show lldp neighbors``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import element, mac
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element


def _text(answer: _Element) -> str:
    titles = ["Local Interface", "Parent Interface", "Chassis Id", "Port info", "System Name"]
    names = (
        "lldp-local-port-id", "lldp-local-parent-interface-name", "lldp-remote-chassis-id", "lldp-remote-port-id",
        "lldp-remote-system-name",
    )
    return table(titles, [[cell(item, name) for name in names] for item in answer.iter("lldp-neighbor-information")])


@answers("get-lldp-interface-neighbors")
@answers("get-lldp-neighbors-information", "show lldp neighbors", text=_text)
def lldp_neighbors(request: Request) -> _Element:
    """Everything that is heard, by port."""
    wanted = request.arguments.get("interface-device", "")
    heard = request.state.lldp_neighbours(request.host)
    return element(
        "lldp-neighbors-information",
        *(
            element(
                "lldp-neighbor-information",
                ("lldp-local-port-id", item.port),
                ("lldp-local-parent-interface-name", item.parent or "-"),
                ("lldp-remote-chassis-id-subtype", "Mac address"),
                ("lldp-remote-chassis-id", mac(item.host)),
                ("lldp-remote-port-id-subtype", "Interface name"),
                ("lldp-remote-port-id", item.remote_port),
                ("lldp-remote-port-description", item.description) if item.description else None,
                ("lldp-remote-system-name", item.system),
            )
            for item in heard
            if wanted in {"", item.port}
        ),
        style="brief",
    )
