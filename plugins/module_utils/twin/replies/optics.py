"""``show interfaces diagnostics optics``: light of every port with an optic, lane by lane at 40G and 100G."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import Item, digest, element, leaf, rpc_error
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_LANES = {"40g": 4, "100g": 4}
_DARK = "-40.00"
_ALARMS = (
    ("laser-tx-power-high-alarm-threshold-dbm", "5.00"), ("laser-tx-power-low-alarm-threshold-dbm", "-9.20"),
    ("laser-tx-power-high-warn-threshold-dbm", "4.00"), ("laser-tx-power-low-warn-threshold-dbm", "-8.20"),
    ("laser-rx-power-high-alarm-threshold-dbm", "5.00"), ("laser-rx-power-low-alarm-threshold-dbm", "-16.40"),
    ("laser-rx-power-high-warn-threshold-dbm", "4.00"), ("laser-rx-power-low-warn-threshold-dbm", "-14.40"),
)


def _text(answer: _Element) -> str:
    rows = []
    for port in answer.iter("physical-interface"):
        for light in [*port.iter("optics-diagnostics-lane-values"), *port.iter("optics-diagnostics")]:
            received = cell(light, "laser-rx-optical-power-dbm") or cell(light, "rx-signal-avg-optical-power-dbm")
            if received:
                lane = cell(light, "lane-index") or "-"
                rows.append([cell(port, "name"), lane, cell(light, "laser-output-power-dbm"), received])
    return table(["Interface", "Lane", "Output dBm", "Receiver dBm"], rows)


@answers(
    "get-interface-optics-diagnostics-information", "show interfaces diagnostics optics", text=_text
)
def optics(request: Request) -> _Element:
    """Every fibre port; a port whose far end is dark receives nothing."""
    wanted = request.arguments.get("interface-name", "") or "*"
    fibre = [port for port in request.state.ports(request.host) if port.startswith(("et-", "xe-"))]
    chosen = [port for port in fibre if fnmatchcase(port, wanted)]
    if not chosen and wanted != "*":
        return rpc_error(f"device {wanted} not found", kind="protocol")
    return element("interface-information", *(_port(request, port) for port in chosen), style="normal")


def _port(request: Request, port: str) -> _Element:
    lanes = _LANES.get(request.state.links.speed(request.host, port), 0)
    # The light differs from port to port, and stays what it is.
    spread = int(digest(f"light {request.host} {port}", 2), 16) / 256
    sent = f"{-1.0 - spread:.2f}" if request.state.links.admin_up(request.host, port) else _DARK
    got = f"{-2.5 - 2 * spread:.2f}" if request.state.lit(request.host, port) else _DARK
    values: list[Item] = [("laser-bias-current", "42.310"), ("laser-output-power-dbm", sent)]
    light = element(
        "optics-diagnostics",
        leaf("module-temperature", "35 degrees C / 95 degrees F", celsius="35.0"),
        ("module-voltage", "3.3000"),
        *(() if lanes else (*values, ("rx-signal-avg-optical-power-dbm", got))),
        *_ALARMS,
        *(
            element(
                "optics-diagnostics-lane-values", ("lane-index", lane), *values, ("laser-rx-optical-power-dbm", got)
            )
            for lane in range(lanes)
        ),
    )
    return element("physical-interface", ("name", port), light)
