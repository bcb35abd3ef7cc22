"""From a request to its reply: which handler, and how its failures are worded."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from ..errors import CommitFailure, LoadFailure, RpcFailure, SessionCut
from . import commit as _commit
from . import commits, edit, load, locks, read, uptime
from .call import HANDLERS, Call
from .command import run_command
from .envelope import error, reply, rfc_reply
from .permissions import require

if TYPE_CHECKING:
    from ..netconf import NetconfSession
    from .request import Request

_MOMENT = 0.05
_LOG = logging.getLogger(__name__)
MODULES = (_commit, commits, edit, load, locks, read, uptime)
"""Whose import fills the table of handlers."""


def delay_of(session: NetconfSession, request: Request) -> float:
    """Real seconds that ``request`` takes."""
    faults = session.device.faults
    if not _commit.is_commit(request):
        return faults.slow_session
    # Commits that come in together run together: each is given a moment before the clock moves on.
    together = _MOMENT if faults.commit_time and session.fleet.clock.kind == "virtual" else faults.commit_time
    return faults.slow_session + max(faults.commit_delay, together)


def time_of(session: NetconfSession, request: Request) -> float:
    """Seconds of virtual time that ``request`` takes."""
    if session.fleet.clock.kind != "virtual" or not _commit.is_commit(request):
        return 0.0
    return session.device.faults.commit_time


def answer(session: NetconfSession, request: Request) -> str:
    """Carry out ``request``; the whole ``rpc-reply``.

    Raises:
        SessionCut: An injected fault breaks the session here.
    """
    try:
        body = _body(session, request)
    except SessionCut:
        raise
    except RpcFailure as failure:
        body = error(failure)
    except LoadFailure as failure:
        body = load.failed(failure)
    except CommitFailure as failure:
        body = _commit.failed(session.device.routing_engines, failure)
    except Exception as failure:  # noqa: BLE001 -- one request must not end the fleet; the log has the traceback
        _LOG.exception("%s: %s failed", session.device.hostname, request.name)
        message = f"internal error of the twin: {type(failure).__name__}: {failure}"
        body = error(RpcFailure(message, kind="application"))
    if session.device.rfc_compliant:
        changes = request.name in HANDLERS and not request.name.startswith("get-")
        return rfc_reply(request.attributes, body, protocol_only=changes)
    return reply(request.attributes, body)


def _body(session: NetconfSession, request: Request) -> str:
    if request.root.tag != "rpc":
        message = f"unknown message: {request.root.tag!s}"
        raise RpcFailure(message, tag="unknown-element", kind="rpc")
    if request.operation is None:
        message = "rpc without an operation"
        raise RpcFailure(message, tag="missing-element", kind="rpc")
    words = " ".join((request.operation.text or "").split()) if request.name == "command" else ""
    require(session.device.running, session.client.user, request.name, words)
    call = Call(session=session, operation=request.operation)
    handler = HANDLERS.get(request.name)
    if handler is not None:
        return handler(call)
    if request.name == "command":
        found = run_command(call)
        if found is not None:
            return found
    if session.state is not None:
        found = session.state.reply(session.device, request.operation, call.format)
        if found is not None:
            return found
    bad = (request.operation.text or "").split()[:1] if request.name == "command" else [request.name]
    message = "syntax error"
    raise RpcFailure(message, bad_element=" ".join(bad))
