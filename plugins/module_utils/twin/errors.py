"""What goes wrong on the emulated fleet: faults of its operation, and refusals that a device answers with."""

from __future__ import annotations

from ..common.errors import StatenetError


class TwinError(StatenetError):
    """The twin could not be started, reached or stopped."""


class RpcFailure(StatenetError):
    """A request that a device refuses; it becomes one ``rpc-error`` (RFC 6241, section 4.3).

    Args:
        message: The words of Junos.
        tag: ``error-tag``.
        kind: ``error-type``.
        severity: ``error`` or ``warning``.
        path: ``error-path``, such as ``[edit system]``; empty when there is none.
        bad_element: ``bad-element`` of ``error-info``; empty when there is none.
        session_id: The session that is in the way; None when there is none.
    """

    def __init__(
        self,
        message: str,
        *,
        tag: str = "operation-failed",
        kind: str = "protocol",
        severity: str = "error",
        path: str = "",
        bad_element: str = "",
        session_id: int | None = None,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.tag = tag
        self.kind = kind
        self.severity = severity
        self.path = path
        self.bad_element = bad_element
        self.session_id = session_id


class ConstraintFailure(RpcFailure):
    """A published constraint that a candidate breaks; the management daemon itself says so.

    Args:
        message: What the models say.
        path: ``error-path``.
        bad_element: The statement.
    """

    def __init__(self, message: str, *, path: str, bad_element: str) -> None:
        super().__init__(f"mgd: {message}", kind="protocol", path=path, bad_element=bad_element)


class LoadFailure(StatenetError):
    """A load that left errors; each is answered inside ``load-configuration-results``.

    Args:
        failures: At least one.
    """

    def __init__(self, failures: tuple[RpcFailure, ...]) -> None:
        super().__init__("\n".join(failure.message for failure in failures))
        self.failures = failures


class CommitFailure(StatenetError):
    """A commit or commit check that the device refused.

    Args:
        failures: At least one; the device says after them that the check-out failed.
    """

    def __init__(self, failures: tuple[RpcFailure, ...]) -> None:
        super().__init__("\n".join(failure.message for failure in failures))
        self.failures = failures


class SessionCut(StatenetError):
    """The session breaks here, without an answer (an injected fault)."""


class FramingError(StatenetError):
    """The bytes of a session are no NETCONF framing (RFC 6242), or a message is too big."""
