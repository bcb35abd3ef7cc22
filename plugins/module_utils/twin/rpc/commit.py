"""Commits: Junos' ``commit-configuration`` and the RFC's ``commit`` and ``validate``."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from ..database import MAX_CONFIRM_MINUTES
from ..errors import CommitFailure, ConstraintFailure, RpcFailure, SessionCut
from .call import Call, handles
from .envelope import OK, error
from .request import Request, child, has, text

if TYPE_CHECKING:
    from collections.abc import Callable

_DEFAULT_MINUTES = 10
_CONFIRMED = "commit confirmed will be automatically rolled back in {} minutes unless confirmed"
COMMITS = ("commit-configuration", "commit")


@handles("commit-configuration")
def commit_configuration(call: Call) -> str:
    """Check, commit, or commit until confirmed; timeouts are minutes."""
    operation = call.operation
    for name in ("at", "at-time", "prepare", "activate"):
        if has(operation, name):
            message = f"commit {name}: not supported"
            raise RpcFailure(message, tag="operation-not-supported", bad_element=name)
    if has(operation, "check"):
        return _check(call)
    minutes = _minutes(call) if has(operation, "confirmed") else None
    return _commit(call, minutes, detailed=True)


@handles("commit")
def commit(call: Call) -> str:
    """The RFC's commit (section 8.3.4.1); timeouts are seconds."""
    seconds = text(call.operation, "confirm-timeout")
    minutes = None
    if has(call.operation, "confirmed"):
        if seconds and (not seconds.isdecimal() or int(seconds) < 1):
            message = f"invalid value: {seconds}"
            raise RpcFailure(message, tag="invalid-value", bad_element="confirm-timeout")
        minutes = math.ceil(int(seconds) / 60) if seconds else _DEFAULT_MINUTES
    return _commit(call, minutes, detailed=False)


@handles("validate")
def validate(call: Call) -> str:
    """Check the candidate (RFC 6241, section 8.6.4.1)."""
    source = child(call.operation, "source")
    if source is None or not len(source):
        message = "missing source"
        raise RpcFailure(message, tag="missing-element", bad_element="source")
    if source[0].tag != "candidate":
        name = str(source[0].tag)
        message = f"{name}: not supported"
        raise RpcFailure(message, tag="operation-not-supported", bad_element=name)
    warnings = _with_faults(call, "check", lambda: call.database.check(call.client))
    return "".join(map(error, warnings)) + OK


def is_commit(request: Request) -> bool:
    """Whether ``request`` commits, rather than only checks."""
    return request.name in COMMITS and request.operation is not None and not has(request.operation, "check")


def _check(call: Call) -> str:
    warnings = _with_faults(call, "check", lambda: call.database.check(call.client))
    engines = call.device.routing_engines
    if not engines or call.device.flatten_commit_results:
        return "".join(map(error, warnings)) + OK
    first, *others = engines
    body = _engine(first, "<commit-check-success/>\n", warnings)
    body += "".join(_engine(name, "<commit-check-success/>\n") for name in others)
    return f"<commit-results>\n{body}</commit-results>\n{OK}"


def _commit(call: Call, minutes: int | None, *, detailed: bool) -> str:
    phase = "confirmed" if minutes is not None else "confirm" if call.database.pending else "commit"
    private = call.database.has_private(call.client)
    log = text(call.operation, "log")
    warnings = _with_faults(
        call, phase, lambda: call.database.commit(call.client, confirm_minutes=minutes, log=log)
    )
    engines = call.device.routing_engines
    if not detailed or not engines or call.device.flatten_commit_results:
        return "".join(map(error, warnings)) + OK
    said = f"<output>{_CONFIRMED.format(minutes)}</output>\n" if minutes is not None else ""
    if private:
        said = "<load-success/>\n" + said
    first, *others = engines
    # With two engines Junos checks both, then commits the backup before the master.
    body = _engine(first, ("<commit-check-success/>\n" if others else "<commit-success/>\n") + said, warnings)
    for name in others:
        body += _engine(name, "<commit-check-success/>\n") + _engine(name, "<commit-success/>\n")
    if others:
        body += _engine(first, "<commit-success/>\n")
    return f"<commit-results>\n{body}</commit-results>\n{OK}"


def _with_faults(call: Call, phase: str, act: Callable[[], tuple[RpcFailure, ...]]) -> tuple[RpcFailure, ...]:
    faults = call.device.faults
    cut = faults.take_cut(phase)
    if cut is not None and cut.when == "before-commit":
        raise SessionCut
    fail = faults.take_fail(phase)
    if fail is not None:
        raise CommitFailure((RpcFailure(fail.message, kind="application"),))
    warnings = act()
    warns = faults.take_warning(phase)
    if warns is not None:
        warnings = (*warnings, RpcFailure(warns.message, kind="application", severity="warning"))
    if cut is not None and cut.when == "in-commit":
        raise SessionCut
    if cut is not None:
        call.session.closing = True
    return warnings


def _engine(name: str, said: str, warnings: tuple[RpcFailure, ...] = ()) -> str:
    style = "show-name" if name.startswith("re") else "normal"
    errors = "".join(map(error, warnings))
    return f'<routing-engine junos:style="{style}">\n<name>{name}</name>\n{errors}{said}</routing-engine>\n'


def failed(engines: tuple[str, ...], failure: CommitFailure) -> str:
    """The answer to a refused commit: its errors, and that the check-out failed; no ``ok``."""
    errors = "".join(map(error, failure.failures))
    ours = any(isinstance(item, ConstraintFailure) for item in failure.failures)
    reason = ": (statements constraint check failed)" if ours else ""
    errors += error(RpcFailure(f"configuration check-out failed{reason}", kind="application"))
    if not engines:
        return f"<commit-results>\n{errors}</commit-results>\n"
    return f"<commit-results>\n{_engine(engines[0], errors)}</commit-results>\n"


def _minutes(call: Call) -> int:
    value = text(call.operation, "confirm-timeout")
    if not value:
        return _DEFAULT_MINUTES
    if not value.isdecimal() or not 1 <= int(value) <= MAX_CONFIRM_MINUTES:
        message = f"Value {value} is not within range (1..{MAX_CONFIRM_MINUTES})"
        raise RpcFailure(
            message,
            tag="invalid-value",
            bad_element="confirm-timeout",
        )
    return int(value)
