"""Drops in the queues that must not drop: voice and network control."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .reading import number as number_of
from .reading import plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply

PRECIOUS = ("voice", "network-control")
_DROPS = ("queue-counters-tail-drop-packets", "queue-counters-red-packets")


class PreciousQueues(Comparison):
    """Packets of voice and network control that were dropped at cabled ports."""

    id = "queue_drops"
    description = "Queues"
    noun = "Drops in"
    subject = "devices with class of service"
    passes = "no packet of voice or network control was dropped since at a cabled port"
    rpc = "get-interface-queue-information"
    root = "queue-counters"
    rule = "not-more"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices whose queues are modelled, and that have a cable."""
        return model.class_of_service is not None and any(interface.peer for interface in model.interfaces)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Drops by port and class."""
        cabled = {interface.name for interface in model.interfaces if interface.peer}
        found: dict[str, str] = {}
        for port in reply.root.iter("physical-interface"):
            name = text(port, "name")
            for queue in port.iter("queue") if name in cabled else ():
                kind = text(queue, "forwarding-class-name")
                drops = [value for path in _DROPS if (value := number_of(queue, path)) is not None]
                if kind in PRECIOUS and drops:
                    found[f"{name} {kind}"] = plain(sum(drops))
        return found
