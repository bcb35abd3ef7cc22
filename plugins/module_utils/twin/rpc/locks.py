"""Locks, private candidates and the end of sessions."""

from __future__ import annotations

from ..errors import RpcFailure
from .call import Call, handles
from .envelope import OK, error
from .request import child, has, text


@handles("lock-configuration")
def lock_configuration(call: Call) -> str:
    """Lock the shared candidate; the answer is empty."""
    call.database.acquire_lock(call.client)
    return ""


@handles("unlock-configuration")
def unlock_configuration(call: Call) -> str:
    """Unlock it, which discards what was not committed; the answer is empty."""
    call.database.release_lock(call.client)
    return ""


@handles("lock")
def lock(call: Call) -> str:
    """Lock the candidate (RFC 6241, section 7.5)."""
    _require_candidate(call)
    call.database.acquire_lock(call.client)
    return OK


@handles("unlock")
def unlock(call: Call) -> str:
    """Unlock the candidate (RFC 6241, section 7.6)."""
    _require_candidate(call)
    call.database.release_lock(call.client)
    return OK


@handles("open-configuration")
def open_configuration(call: Call) -> str:
    """Open a private candidate; dynamic, batch and ephemeral databases are beyond the twin."""
    if not has(call.operation, "private"):
        kind = str(call.operation[0].tag) if len(call.operation) else "open-configuration"
        message = f"{kind}: not supported by this device"
        raise RpcFailure(message, tag="operation-not-supported", bad_element=kind)
    call.database.open_private(call.client)
    return error(RpcFailure("uncommitted changes will be discarded on exit", severity="warning"))


@handles("close-configuration")
def close_configuration(call: Call) -> str:
    """Close the private candidate; what was not committed is gone."""
    call.database.close_private(call.client)
    return ""


@handles("discard-changes")
def discard_changes(call: Call) -> str:
    """Give up the uncommitted changes (RFC 6241, section 8.3.4.2)."""
    call.database.discard(call.client)
    return OK


@handles("close-session", "request-end-session")
def close_session(call: Call) -> str:
    """Answer, then end the session."""
    call.session.closing = True
    return OK


@handles("kill-session")
def kill_session(call: Call) -> str:
    """End another session (RFC 6241, section 7.9)."""
    wanted = text(call.operation, "session-id")
    number = int(wanted) if wanted.isdecimal() else -1
    other = call.device.sessions.get(number)
    if other is None or other is call.session:
        message = f"invalid session-id: {wanted}"
        raise RpcFailure(message, tag="invalid-value", bad_element="session-id")
    other.kill()
    return OK


def _require_candidate(call: Call) -> None:
    target = child(call.operation, "target")
    if target is None or not len(target):
        message = "missing target"
        raise RpcFailure(message, tag="missing-element", bad_element="target")
    name = str(target[0].tag)
    if name != "candidate":
        message = f"{name}: only the candidate can be locked"
        raise RpcFailure(
            message,
            tag="operation-not-supported",
            bad_element=name,
        )
