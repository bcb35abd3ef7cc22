"""The join between the NETCONF front end and the emulated network: operational replies, network faults and probes."""

from __future__ import annotations

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
        self._sample()

    def clear_faults(self) -> None:
        """Undo every fault of the network."""
        self._sample()
        self._network.clear_faults()
        self._sample()

    def _committed(self, hostname: str, when: datetime) -> None:
        # What the probes saw until now holds up to this moment; what they see from here on is the new state.
        self._network.changed(hostname)
        self._probes.sample(when)

    def _sample(self) -> None:
        self._probes.sample(self._fleet.clock.now())
