"""Cards, power, temperature limits and the fabric: what a box tells of its parts beside ``chassis``. All is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .chassis import line_cards
from .elements import element, rpc_error
from .engines import engine_names, enveloped
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_FABRIC = ("MX240", "MX480", "MX960")


@answers("get-temperature-threshold-information", "show chassis temperature-thresholds")
def thresholds(request: Request) -> _Element:
    """When the routing engines get too hot."""
    names = [f"Routing Engine {slot}" for slot, _ in enumerate(engine_names(request.device))]
    items = [
        element(
            "temperature-threshold", ("name", name), ("fan-normal-speed", 60), ("fan-high-speed", 65),
            ("yellow-alarm", 75), ("red-alarm", 85), ("fire-shutdown", 95),
        )
        for name in names
    ]
    return enveloped(request.device, element("temperature-threshold-information", *items))


@answers("get-power-usage-information-detail", "show chassis power detail")
@answers("get-power-usage-information", "show chassis power")
def power(request: Request) -> _Element:
    """Two supplies, each with half of the load."""
    items = [
        element(
            "power-usage-item", ("name", f"PSU {slot}"), ("state", "Online"),
            element("pem-capacity-detail", ("capacity-actual", 2050), ("capacity-max", 2050)),
            element("dc-output-detail", ("dc-power", 410), ("dc-zone", 0), ("dc-current", 8), ("dc-voltage", 51)),
        )
        for slot in range(2)
    ]
    total = element("power-usage-system", ("capacity-sys-actual", 4100), ("capacity-sys-remaining", 3280))
    return enveloped(request.device, element("power-usage-information", *items, total))


@answers("get-pic-information", "show chassis fpc pic-status")
def pics(request: Request) -> _Element:
    """The port groups of every card that is in, online."""
    ports, model = request.state.ports(request.host), request.device.model
    cards = []
    for slot in line_cards(request):
        numbers = [port.partition("-")[2].split("/") for port in ports if "/" in port]
        found = sorted({int(parts[1]) for parts in numbers if parts[0] == str(slot)}) or [0]
        items = [
            element("pic", ("pic-slot", pic), ("pic-state", "Online"), ("pic-type", f"{model} PIC {pic}"))
            for pic in found
        ]
        head = ("slot", slot), ("state", "Online"), ("description", model)
        cards.append(element("fpc", *head, *items))
    return enveloped(request.device, element("fpc-information", *cards, style="pic-style"))


@answers("get-fm-state-information", "show chassis fabric summary")
def fabric(request: Request) -> _Element:
    """The planes of the switch fabric; only a chassis with cards has one."""
    if not request.device.model.startswith(_FABRIC):
        return rpc_error("syntax error", bad_element="fabric")
    planes = [element("fmp-plane", ("slot", plane), ("state", "Online")) for plane in range(8)]
    return element("fm-state-information", *planes)
