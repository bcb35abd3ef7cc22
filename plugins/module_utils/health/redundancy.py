"""What takes over inside a device: the second routing engine, the members of a Virtual Chassis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .reading import text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply


class TaskReplication(HealthCheck):
    """Nonstop routing: what the backup engine knows.

    Expected Results:
        Success: Graceful switchover is enabled, every protocol is complete.
        Failure: One of them is not: a switchover would interrupt it.
        Inconclusive: The device tells no task-replication-state.
    """

    id = "task_replication"
    description = "Replication to the backup routing engine"
    subject = "devices with two routing engines"
    passes = "graceful switchover is enabled and every protocol is replicated completely"
    rpc = "get-routing-task-replication-state"
    root = "task-gres-state"
    severity = "major"

    def applies(self, model: DeviceModel) -> bool:
        """Devices that are designed with two."""
        return model.chassis.dual_re

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the switchover and each protocol."""
        del scope
        actual = reply.text(".//task-gres-state")
        yield self.judge(model, "gres", what="Graceful switchover", expected="Enabled", actual=actual)
        for entry in reply.root.iter("task-protocol-replication"):
            name = text(entry, "task-protocol-replication-name", "?")
            state = text(entry, "task-protocol-replication-state", "?")
            yield self.judge(model, name, what=f"Replication of {name}", expected="Complete", actual=state)


class SwitchoverReadiness(HealthCheck):
    """Whether a switchover would be graceful now, as the backup engine says; the master does not tell.

    Expected Results:
        Success: On.
        Failure: Off, or not ready.
        Inconclusive: It was not the backup engine that answered.
    """

    id = "switchover"
    description = "Readiness to switch over"
    subject = "devices with two routing engines"
    passes = "graceful switchover is on; the session has to be with the backup routing engine"
    rpc = "get-switchover-information"
    root = "switchover-state"
    severity = "minor"
    on_request = True

    def applies(self, model: DeviceModel) -> bool:
        """Devices that are designed with two."""
        return model.chassis.dual_re

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge the state."""
        del scope
        actual = reply.text(".//switchover-state")
        yield self.judge(model, "switchover", what="Graceful switchover", expected="On", actual=actual)


class VirtualChassisMembers(HealthCheck):
    """Every member of a Virtual Chassis is there, with the serial number and the role of the model.

    Expected Results:
        Success: Present, with its serial number; the chassis has a master.
        Failure: A member is missing or not present, another switch has its number, or nobody is master.
        Inconclusive: The device tells no member-list.
    """

    id = "virtual_chassis"
    description = "Virtual Chassis"
    subject = "Virtual Chassis"
    passes = "every modelled member is present, with its serial number where the model has it, and one is master"
    rpc = "get-virtual-chassis-information"
    root = "member-list"

    def applies(self, model: DeviceModel) -> bool:
        """Sites whose switches are one device."""
        return model.virtual_chassis is not None

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge each member, then the mastership."""
        del scope
        found = {text(entry, "member-id"): entry for entry in reply.root.iter("member")}
        for member in model.virtual_chassis.members if model.virtual_chassis else ():
            entry, number = found.get(str(member.number)), str(member.number)
            actual = text(entry, "member-status", "not there")
            expected = "Prsnt"
            if member.serial and entry is not None:
                expected, actual = f"Prsnt {member.serial}", f"{actual} {text(entry, 'member-serial-number', '?')}"
            yield self.judge(model, number, what=f"Member {number}", expected=expected, actual=actual)
        roles = [text(entry, "member-role").rstrip("*") for entry in found.values()]
        masters = sum(role.startswith("Master") for role in roles)
        yield self.judge(model, "master", what="Masters", expected="1", actual=str(masters))
