"""Each IS-IS adjacency towards a router in service is up, at level 2, with the expected neighbour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import isis_interfaces

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lxml.etree import _Element

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class IsisAdjacencies(HealthCheck):
    """State of the adjacencies in the model.

    Expected Results:
        Success: Up at level 2 with the neighbour of the model.
        Failure: No adjacency on the interface, another neighbour, level or state.
        Inconclusive: The device tells no isis-adjacency-information.
    """

    id = "isis_adjacency"
    description = "IS-IS adjacencies"
    subject = "routers with IS-IS"
    passes = "every adjacency of the model is up at level 2 with the expected neighbour"
    rpc = "get-isis-adjacency-information"
    root = "isis-adjacency-information"
    fast = True

    def applies(self, model: DeviceModel) -> bool:
        """Routers that run IS-IS with a neighbour."""
        return model.isis is not None and any(interface.peer for interface in model.isis.interfaces)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each interface; adjacencies beyond the model are no matter of this check."""
        found = {(entry.findtext("interface-name") or "").strip(): entry for entry in reply.root.iter("isis-adjacency")}
        for interface in isis_interfaces(model, scope):
            yield self.judge(
                model,
                interface.name,
                what=f"IS-IS adjacency on {interface.name}",
                expected=f"{interface.peer} Up level 2",
                actual=_state(found.get(interface.name)),
            )


def _state(entry: _Element | None) -> str:
    if entry is None:
        return "no adjacency"
    system, state, level = (
        (entry.findtext(tag) or "?").strip() for tag in ("system-name", "adjacency-state", "level")
    )
    return f"{system} {state} level {level}"
