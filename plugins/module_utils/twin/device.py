"""An emulated device: who it is, its configuration database, its sessions and its faults."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .checks import check_configuration
from .database import ConfigurationDatabase
from .faults import DeviceFaults
from .ztp.factory import awaits_provisioning

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ..junos.constraint_model import ConstraintModel
    from ..junos.tree import Node
    from .netconf import NetconfSession
    from .scheduler import Scheduler
    from .spec import DeviceSpec

_CONNECTION_LIMIT = 75
"""What Junos takes when nothing is configured."""
_DUAL_ENGINES = ("MX480", "MX240", "MX960")


class EmulatedDevice:
    """One device of the fleet.

    Args:
        spec: What it is.
        tree: The configuration that it starts with.
        scheduler: The clock of the fleet.
        on_change: Called after its active configuration changed.
        constraints: Published constraints that its commits must meet; None for none.
    """

    def __init__(
        self,
        spec: DeviceSpec,
        tree: Node,
        *,
        scheduler: Scheduler,
        on_change: Callable[[EmulatedDevice], None],
        constraints: ConstraintModel | None = None,
    ) -> None:
        self.spec = spec
        self.hostname = spec.hostname
        self.model = spec.model
        self.family = spec.family
        self.function = spec.function
        self.role = spec.role
        self.started_at: datetime = scheduler.now()
        self.faults = DeviceFaults()
        self.switched = False
        """Whether the other routing engine is master."""
        self.connections = 0
        """Connections of any kind, those that have not logged in yet included."""
        self.sessions: dict[int, NetconfSession] = {}
        self.port = 0
        self.database = ConfigurationDatabase(
            tree,
            scheduler=scheduler,
            subject=spec.hostname,
            on_change=lambda: on_change(self),
            check=lambda candidate: check_configuration(candidate, spec.family, constraints=constraints),
        )
        self._rendered: dict[str, tuple[int, str]] = {}

    @property
    def running(self) -> Node:
        """The active configuration."""
        return self.database.running

    @property
    def config_version(self) -> int:
        """Grows by one with every commit and automatic rollback."""
        return self.database.version

    @property
    def routing_engines(self) -> tuple[str, ...]:
        """Names that commit replies use; the master first. Empty where the device answers with ``<ok/>`` alone.

        An MX204 answers so (seen by go-junos, issue 34), EX and QFX call themselves ``fpc0``.
        """
        model = self.model.upper()
        if model.startswith(_DUAL_ENGINES):
            return ("re1", "re0") if self.switched else ("re0", "re1")
        if model.startswith("MX204"):
            return ()
        return ("re0",) if model.startswith("MX") else ("fpc0",)

    @property
    def connection_limit(self) -> int:
        """Sessions that it takes at once (``system services netconf ssh connection-limit``)."""
        configured = self.running.value("system", "services", "netconf", "ssh", "connection-limit") or ""
        return int(configured) if configured.isdecimal() else _CONNECTION_LIMIT

    @property
    def manageable(self) -> bool:
        """Whether anybody can log in: in its factory default, a device knows nobody."""
        return not awaits_provisioning(self.running)

    @property
    def rfc_compliant(self) -> bool:
        """Whether replies keep to the letter of RFC 6241 (``system services netconf rfc-compliant``)."""
        return self.running.exists("system", "services", "netconf", "rfc-compliant")

    @property
    def flatten_commit_results(self) -> bool:
        """Whether a commit that worked is answered with ``<ok/>`` alone (Junos 21.2 and later)."""
        return self.running.exists("system", "services", "netconf", "flatten-commit-results")

    def rendered(self, kind: str, make: Callable[[], str]) -> str:
        """What ``make`` returns of the active configuration, remembered until that changes."""
        version, text = self._rendered.get(kind, (0, ""))
        if version != self.config_version:
            text = make()
            self._rendered[kind] = (self.config_version, text)
        return text
