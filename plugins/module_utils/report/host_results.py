"""What a verb found out about each device, as the results that Ansible shows per host."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..rollout.result import DeviceResult
    from ..verbs.audit import Audit
    from ..verbs.verify import Verification

_MESSAGES = {
    "changed": "changed, verified and confirmed",
    "unchanged": "nothing to change",
    "reverted": "sound itself, went back with its wave",
}


def device_results(results: Iterable[DeviceResult]) -> dict[str, dict[str, Any]]:
    """Results of a rollout by host: what went back counts as failed, as it is not where the plan wants it."""
    return {
        result.host: {
            "changed": result.outcome == "changed",
            "failed": not result.ok,
            "outcome": result.outcome,
            "msg": result.message or _MESSAGES.get(result.outcome, result.outcome),
            "failed_check": result.failed_check,
            "diff": result.diff if result.outcome == "changed" else "",
        }
        for result in results
    }


def verification_results(found: Iterable[Verification]) -> dict[str, dict[str, Any]]:
    """Results of ``verify`` by host, with every check."""
    return {
        item.host: {
            "changed": False,
            "failed": not item.ok,
            "stage": item.stage,
            "msg": item.message,
            "checks": [result.as_dict() for result in item.report.results] if item.report else [],
        }
        for item in found
    }


def audit_results(found: Iterable[Audit]) -> dict[str, dict[str, Any]]:
    """Results of ``audit`` by host: drift counts as a change that is due, with the difference."""
    return {
        item.host: {
            "changed": item.state == "drift",
            "failed": item.state == "unreachable",
            "state": item.state,
            "stage": item.stage,
            "msg": item.message,
            "diff": item.diff,
        }
        for item in found
    }
