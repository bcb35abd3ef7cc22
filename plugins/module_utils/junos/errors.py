"""What can go wrong between us and a Junos device, as exceptions that carry the device's own words."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from ..common.errors import StatenetError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class RpcErrorItem:
    """One ``rpc-error`` of a reply (RFC 6241, section 4.3), warnings included.

    Attributes:
        severity: ``error`` or ``warning``; a device that sends neither means an error.
        message: The device's text, white space folded.
        routing_engine: ``re0``, ``fpc0`` and the like; empty when the device does not say.
    """

    severity: str
    message: str
    type: str = ""
    tag: str = ""
    path: str = ""
    bad_element: str = ""
    routing_engine: str = ""

    def __str__(self) -> str:
        place = " ".join(part for part in (self.path, self.bad_element) if part)
        text = f"{self.message} (at {place})" if place else self.message
        return f"{self.routing_engine}: {text}" if self.routing_engine else text

    def as_dict(self) -> dict[str, str]:
        """The item as plain data, for results and journals."""
        return asdict(self)


class JunosError(StatenetError):
    """Root of what a device, or the way to it, refuses.

    Args:
        device: Name of the device in the inventory.
        message: What happened, without the name.
        remedy: What to do about it; empty when the message says it all.
    """

    def __init__(self, device: str, message: str, *, remedy: str = "") -> None:
        self.device = device
        self.remedy = remedy
        text = f"{device}: {message}"
        super().__init__(f"{text}. Remedy: {remedy}." if remedy else f"{text}.")


class ConnectError(JunosError):
    """No NETCONF session could be opened."""


class AuthenticationError(ConnectError):
    """The device does not accept the user or the key."""


class HostKeyError(ConnectError):
    """The device's SSH host key is not the known one."""


class SessionLost(JunosError):
    """The session ended under a request: nothing is known about what the device did with it."""


class RpcTimeout(JunosError):
    """No reply in time: the device may still be working on the request."""


class MalformedReply(JunosError):
    """The reply is no XML that could be read."""


class RpcError(JunosError):
    """The device answered with errors.

    Args:
        device: Name of the device in the inventory.
        request: Name of the RPC.
        errors: Every error of the reply, at least one.
        warnings: Every warning beside them.
        remedy: What to do about it.
    """

    def __init__(
        self,
        device: str,
        request: str,
        *,
        errors: Iterable[RpcErrorItem],
        warnings: Iterable[RpcErrorItem] = (),
        remedy: str = "",
    ) -> None:
        self.request = request
        self.errors = tuple(errors)
        self.warnings = tuple(warnings)
        told = "; ".join(str(item) for item in self.errors)
        super().__init__(device, f"{request} refused: {told}", remedy=remedy)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockOwner:
    """Who holds the exclusive lock, in the device's words."""

    user: str
    pid: str = ""
    terminal: str = ""
    since: str = ""

    def __str__(self) -> str:
        details = [f"terminal {self.terminal}" if self.terminal else "", f"pid {self.pid}" if self.pid else ""]
        details.append(f"since {self.since}" if self.since else "")
        told = ", ".join(detail for detail in details if detail)
        return f"{self.user} ({told})" if told else self.user


class LockError(RpcError):
    """The candidate configuration is not ours to change.

    Attributes:
        owner: Who holds it; None when nobody does or the device does not say.
        modified: Somebody left uncommitted changes in the shared candidate.
    """

    def __init__(
        self, device: str, *, errors: Iterable[RpcErrorItem], owner: LockOwner | None = None, modified: bool = False
    ) -> None:
        self.owner = owner
        self.modified = modified
        remedy = "try again later"
        if owner:
            remedy = f"ask {owner} to leave configuration mode"
        elif modified:
            remedy = "have the uncommitted changes in the candidate committed or discarded (rollback 0)"
        super().__init__(device, "lock", errors=errors, remedy=remedy)


class LoadError(RpcError):
    """The device does not take the configuration; what it took of it stands in the candidate until it is discarded."""


class CommitRefused(RpcError):
    """The commit, or its check, failed: the running configuration is as before."""


class CommitUnknown(JunosError):
    """Nobody knows yet whether the commit happened; ``resolve_unknown`` reads it from the history."""
