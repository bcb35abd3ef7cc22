"""Routing tables: their size as before, defaults where sites need them, nothing waiting for the kernel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import bgp_sessions
from .reading import number, plain, text
from .snapshot import Comparison

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict


class RouteCounts(Comparison):
    """Active routes of every table."""

    id = "route_counts"
    description = "Route tables"
    noun = "Active routes of"
    passes = "every table has as many active routes as before, within 2 % (at least 1)"
    rpc = "get-route-summary-information"
    root = "route-table"
    rule = "within"
    tolerance = 2.0
    severity = "major"
    steady = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Active routes by table."""
        del model
        return _by_table(reply, "active-route-count")


class HiddenRoutes(Comparison):
    """Routes that cannot be used: their next hop does not resolve, or a policy refuses them."""

    id = "hidden_routes"
    description = "Hidden routes"
    noun = "Hidden routes of"
    passes = "no table has more hidden routes than before"
    rpc = "get-route-summary-information"
    root = "route-table"
    rule = "not-more"
    severity = "minor"

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Hidden routes by table."""
        del model
        return _by_table(reply, "hidden-route-count")


class DefaultRoutes(HealthCheck):
    """The way out of a site, service by service.

    Expected Results:
        Success: A default route over every uplink in service.
        Failure: None, or over fewer.
        Inconclusive: The device tells no route-information.
    """

    id = "default_routes"
    description = "Default routes"
    subject = "sites"
    passes = "every service has a default route from every neighbour in service"
    rpc = "get-route-information"
    arguments = {"destination": "0.0.0.0/0"}  # noqa: RUF012 -- declared by the base class
    root = "route-information"

    def applies(self, model: DeviceModel) -> bool:
        """Switches of sites with sessions to the network."""
        return model.function == "access" and any(instance.bgp for instance in model.instances)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every routing instance that has a neighbour in service."""
        found = {text(table, "table-name"): table for table in reply.root.iter("route-table")}
        wanted: dict[str, set[str]] = {}
        for session in bgp_sessions(model, scope):
            if session.instance and ":" not in session.address:
                wanted.setdefault(session.instance, set()).add(session.address)
        for instance, addresses in wanted.items():
            table = found.get(f"{instance}.inet.0")
            hops = {text(hop, "to") for hop in table.iter("nh")} if table is not None else set()
            missing = sorted(addresses - hops)
            verdict: Verdict = "fail" if missing else "pass"
            actual = ", ".join(sorted(hops & addresses)) or "no default route"
            yield self.result(
                model, instance, verdict, what=f"Default route of {instance}",
                expected=", ".join(sorted(addresses)), actual=actual,
            )


class KernelQueue(HealthCheck):
    """Routes that the routing process has and the kernel has not: then packets go where they went before.

    Junos has no RPC for it, so the command is sent.

    Expected Results:
        Success: Every queue is empty.
        Failure: Something waits.
        Inconclusive: The device tells no krt-queue.
    """

    id = "kernel_queue"
    description = "Kernel routing table queue"
    passes = "no route waits for the kernel"
    rpc = "show krt queue"
    root = "krt-queue"
    origin = "constant"
    severity = "major"

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the queues together; the ones that hold something are named."""
        del scope
        waiting = [
            f"{plain(length)} in {text(queue, 'krtq-type', '?')}"
            for queue in reply.root.iter("krt-queue")
            if (length := number(queue, "krtq-queue-length"))
        ]
        actual = ", ".join(waiting) or "empty"
        yield self.judge(model, "queues", what=self.description, expected="empty", actual=actual)


class ForwardingTable(Comparison):
    """Routes that the kernel forwards by."""

    id = "forwarding_table"
    description = "Forwarding table"
    noun = "Forwarding routes of"
    passes = "the tables of the kernel have as many routes as before, within 2 % (at least 1)"
    rpc = "get-forwarding-table-information"
    arguments = {"summary": ""}  # noqa: RUF012 -- declared by the base class
    root = "route-table"
    rule = "within"
    tolerance = 2.0
    severity = "major"
    steady = True

    def measure(self, reply: Reply, model: DeviceModel) -> Mapping[str, str]:
        """Routes by table and family; ``user`` routes are those of the routing protocols."""
        del model
        found: dict[str, str] = {}
        for table in reply.root.iter("route-table"):
            name = f"{text(table, 'table-name')} {text(table, 'address-family')}".strip()
            users = [
                count for entry in table.iter("route-table-summary")
                if text(entry, "route-type") == "user" and (count := number(entry, "route-count")) is not None
            ]
            if users:
                found[name] = plain(sum(users))
        return found


def _by_table(reply: Reply, column: str) -> Mapping[str, str]:
    """One number of every routing table that has it."""
    return {
        text(table, "table-name"): plain(count)
        for table in reply.root.iter("route-table")
        if (count := number(table, column)) is not None
    }
