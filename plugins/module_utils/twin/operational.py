"""The join between the NETCONF front end and the emulated network: operational replies, network faults and probes."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from lxml import etree

from .replies import handle
from .rpc.envelope import escape, output
from .state.network import NetworkState
from .state.probes import Probes

if TYPE_CHECKING:
    from datetime import datetime

    from lxml.etree import _Element

    from .device import EmulatedDevice
    from .fleet import Fleet


_RESTART = timedelta(seconds=60)
"""How long the routing protocols take to start anew on a routing engine that was not in step."""


class OperationalState:
    """The state of the whole network, kept up to date with the commits of the fleet.

    Args:
        fleet: Whose state it is.
    """

    def __init__(self, fleet: Fleet) -> None:
        self._fleet = fleet
        self._network = NetworkState(fleet)
        self._probes = Probes(self._network, fleet.spec)
        fleet.on_commit(self._committed)
        fleet.clock.observe(self._probes.sample)

    async def warm_up(self) -> None:
        """Compute the state before anybody asks for it; connections and signals are served meanwhile."""
        for host in self._fleet.devices:
            self._network.read_ahead(host)
            await asyncio.sleep(0)
        self._network.refresh()

    def reply(self, device: EmulatedDevice, operation: _Element, wanted: str) -> str | None:
        """The XML that answers an operational request; None when it is none.

        Args:
            device: Who was asked.
            operation: The request, without namespaces.
            wanted: ``xml``, ``text`` or ``json``.
        """
        found = handle(self._network, device, operation, wanted)
        if found is None:
            return None
        if isinstance(found, str):
            return output(found) if wanted != "json" else escape(found) + "\n"
        return etree.tostring(found, encoding="unicode") + "\n"

    def powered(self, hostname: str) -> bool:
        """Whether a device runs: one that does not takes no connections."""
        return self._network.powered(hostname)

    def lets_in(self, hostname: str) -> bool:
        """Whether a device takes new sessions: it runs, and the filter of its routing engine lets them through."""
        return self._network.powered(hostname) and self._network.manageable(hostname)

    def downtime(self) -> dict[str, Any]:
        """What the probes saw, up to the present."""
        self._probes.sample(self._fleet.clock.now())
        return self._probes.report()

    def fault(self, kind: str, arguments: dict[str, Any]) -> None:
        """Inject a fault of the network.

        Raises:
            StatenetError: There is no such fault, or the arguments do not fit.
        """
        self._sample()
        self._network.fault(kind, **arguments)
        self._settle(kind, arguments)
        self._sample()

    def clear_faults(self) -> None:
        """Undo every fault of the network."""
        self._sample()
        self._network.clear_faults()
        self._tell_devices()
        self._sample()

    def _settle(self, kind: str, arguments: dict[str, Any]) -> None:
        """What a fault does beside changing the network, and when it is over by itself."""
        self._tell_devices()
        if kind == "reboot":
            host, seconds = str(arguments["host"]), str(arguments["seconds"])
            self._fleet.devices[host].database.restart()
            back = self._fleet.clock.now() + timedelta(seconds=float(seconds))
            self._fleet.clock.call_at(back, lambda: self._booted(host, seconds), subject=f"{host}: back from reboot")
        elif kind == "re_switchover":
            self._switch_over(str(arguments["host"]))

    def _switch_over(self, host: str) -> None:
        """Sessions with the old master break; without nonstop routing the protocols start anew."""
        device = self._fleet.devices[host]
        device.database.restart()
        facts = self._network.facts(host)
        if not facts.nonstop_routing:
            self._network.fault("protocols_down", host=host)
            back = self._fleet.clock.now() + _RESTART
            self._fleet.clock.call_at(back, lambda: self._end("protocols_down", host), subject=f"{host}: protocols")

    def _booted(self, host: str, seconds: str) -> None:
        self._fleet.devices[host].started_at = self._fleet.clock.now()
        self._end("reboot", host, seconds)

    def _end(self, kind: str, *arguments: str) -> None:
        self._network.end_fault(kind, *arguments)
        self._sample()

    def _tell_devices(self) -> None:
        faults = self._network.faults
        for host, device in self._fleet.devices.items():
            device.database.skew = timedelta(seconds=faults.skew(host))
            device.faults.disk_full = faults.has("disk_full", host)
            device.switched = faults.has("re_switchover", host)

    def _committed(self, hostname: str, when: datetime) -> None:
        # What the probes saw until now holds up to this moment; what they see from here on is the new state.
        self._network.changed(hostname)
        self._probes.sample(when)

    def _sample(self) -> None:
        self._probes.sample(self._fleet.clock.now())
