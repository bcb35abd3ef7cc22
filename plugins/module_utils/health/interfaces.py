"""Every cabled port towards a device in service is up, at the speed of its cable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import cabled_ports

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

_SPEED = re.compile(r"^(\d+)\s*([gm])(bps)?$", re.IGNORECASE)


class CabledInterfaces(HealthCheck):
    """Physical state and speed of the ports with a cable.

    Expected Results:
        Success: Each is up/up at the speed of the model.
        Failure: A port is missing, down or of another speed.
        Inconclusive: The device tells no interface-information.
    """

    id = "interfaces"
    description = "Cabled interfaces"
    subject = "devices with a cable"
    passes = "every cabled port is up/up at the speed of its cable"
    rpc = "get-interface-information"
    root = "interface-information"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices with at least one cable."""
        return any(interface.peer for interface in model.interfaces)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each port."""
        found = {(port.findtext("name") or "").strip(): port for port in reply.root.iter("physical-interface")}
        for interface, peer in cabled_ports(model, scope):
            speed = _megabits(interface.speed)
            yield self.judge(
                model,
                interface.name,
                what=f"Interface {interface.name} to {peer.host} {peer.interface}",
                expected=f"up/up {speed} Mbit/s" if speed else "up/up",
                actual=_state(found.get(interface.name), with_speed=bool(speed)),
            )


def _state(port: _Element | None, *, with_speed: bool) -> str:
    if port is None:
        return "not there"
    admin = (port.findtext("admin-status") or "?").strip()
    oper = (port.findtext("oper-status") or "?").strip()
    told = (port.findtext("speed") or "").strip()
    state = f"{admin}/{oper}"
    if not with_speed or state != "up/up":
        return state
    speed = _megabits(told)
    return f"{state} {speed} Mbit/s" if speed else f"{state} speed {told or 'not told'}"


def _megabits(text: str) -> int:
    """``100g`` of the model, ``100Gbps`` and ``1000mbps`` of the device, in Mbit/s; 0 when it cannot be read."""
    found = _SPEED.match(text.strip())
    if not found:
        return 0
    return int(found.group(1)) * (1000 if found.group(2).lower() == "g" else 1)
