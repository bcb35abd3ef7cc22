"""IS-IS beyond its adjacencies: overload and protection."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class IsisOverload(HealthCheck):
    """A router that says it is overloaded carries no transit; one that boots does so for some minutes.

    Expected Results:
        Success: Not overloaded; overloaded when it is drained.
        Failure: The other way round.
        Inconclusive: The device tells no isis-overview.
    """

    id = "isis_overload"
    description = "IS-IS overload"
    subject = "routers with IS-IS"
    passes = "overload is set exactly when the router is drained"
    rpc = "get-isis-overview-information"
    root = "isis-overview"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Routers that run IS-IS."""
        return model.isis is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the state; an overload that only waits for a restart is not told."""
        overloaded = reply.has("isis-overload-enabled") or reply.text(".//isis-overload") == "enabled"
        actual = "overloaded" if overloaded else "not overloaded"
        expected = "overloaded" if scope.drained else "not overloaded"
        yield self.judge(model, "overload", what="IS-IS overload", expected=expected, actual=actual)


class BackupCoverage(Comparison):
    """How many nodes the loop-free alternates protect; a ring protects fewer than a mesh, so only less is bad."""

    id = "isis_backup_coverage"
    description = "IS-IS backup coverage"
    noun = "IS-IS backup coverage"
    subject = "routers with IS-IS"
    passes = "no fewer nodes are protected than before"
    rpc = "get-isis-backup-coverage-information"
    root = "isis-backup-coverage"
    rule = "not-fewer"
    severity = "minor"
    steady = True

    def applies(self, model: DeviceModel) -> bool:
        """Routers with a neighbour."""
        return model.isis is not None and any(interface.peer for interface in model.isis.interfaces)

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Percent of nodes by topology."""
        del model
        return {
            text(entry, "isis-topology-id", "IPV4 Unicast"): text(entry, "isis-node-coverage")
            for entry in reply.root.iter("isis-backup-coverage")
        }
