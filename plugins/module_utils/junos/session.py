"""One session with one device, from lock to confirm; one thread owns it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from lxml import etree

from . import requests
from .channel import Channel, open_channel
from .commit import CommitResult, judge_check, judge_commit
from .endpoint import Endpoint, Timeouts
from .errors import LoadError, LockError, LockOwner, MalformedReply, RpcError, RpcErrorItem, RpcTimeout, SessionLost
from .history import CommitEntry, parse_history
from .reply import Reply, parse_reply
from .secret_channel import SecretChannel

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from lxml.etree import _Element

    from .device_secrets import DeviceSecrets

_OWNER = re.compile(r"locked by:?\s+(?P<user>\S+)(?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadResult:
    """What the device had to say to a configuration that it took."""

    warnings: tuple[RpcErrorItem, ...] = ()


def connect(
    endpoint: Endpoint, *, timeouts: Timeouts | None = None, secrets: DeviceSecrets | None = None
) -> Session:
    """Open a session; use it as a context manager, so that it ends whatever happens.

    Args:
        endpoint: Where.
        timeouts: How long to wait.
        secrets: Then the session speaks of secrets in tokens only; None leaves every text as it is.

    Raises:
        ConnectError: Or one of its subclasses, with what to do about it.
    """
    chosen = timeouts or Timeouts()
    channel = open_channel(endpoint, chosen)
    return Session(endpoint, channel if secrets is None else SecretChannel(channel, secrets), timeouts=chosen)


class Session:
    """An open NETCONF session. Not for two threads at once.

    Args:
        endpoint: Whose session this is.
        channel: The open channel.
        timeouts: How long to wait, by kind of request.
    """

    def __init__(self, endpoint: Endpoint, channel: Channel, *, timeouts: Timeouts | None = None) -> None:
        self.endpoint = endpoint
        self.timeouts = timeouts or Timeouts()
        self._channel = channel
        self._locked = False

    @property
    def name(self) -> str:
        """The device in the inventory."""
        return self.endpoint.name

    @property
    def locked(self) -> bool:
        """Whether this session holds the exclusive lock, as far as we were told."""
        return self._locked

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the session: the device drops the lock and whatever was not committed. Never raises."""
        self._locked = False
        self._channel.close(timeout=self.timeouts.close)

    def rpc(
        self,
        request: str | _Element,
        *,
        attributes: Mapping[str, str] | None = None,
        timeout: float | None = None,
        **arguments: requests.Argument,
    ) -> Reply:
        """Send any RPC, by name with arguments, as XML text, or as an element.

        Raises:
            RpcError: The reply holds errors; warnings are in the reply.
            SessionLost: The session ended under the request.
            RpcTimeout: No reply in time.
        """
        return self._checked(self._element(request, arguments, attributes), timeout or self.timeouts.read)

    def command(self, text: str, *, format: Literal["text", "xml", "json"] = "text") -> Reply:  # noqa: A002
        """Run an operational command of the CLI."""
        return self._checked(requests.command(text, format=format), self.timeouts.read)

    def get_configuration(
        self,
        *,
        format: requests.ConfigFormat = "text",  # noqa: A002
        database: Literal["committed", "candidate"] = "committed",
    ) -> str:
        """The whole configuration; XML as the text of ``<configuration>``."""
        reply = self._checked(requests.get_configuration(format=format, database=database), self.timeouts.load)
        if format == "json":
            return (reply.root.text or reply.text(".//configuration-json") or "").strip()
        tag = {"text": "configuration-text", "set": "configuration-set", "xml": "configuration"}[format]
        element = reply.root.find(f".//{tag}")
        if element is None:
            raise MalformedReply(self.name, f"the reply to get-configuration holds no <{tag}>")
        if format == "xml":
            return etree.tostring(element, encoding="unicode", with_tail=False)
        return (element.text or "").lstrip("\n")

    def archived_configuration(self, number: int) -> str:
        """Configuration ``number`` of the history, in text format; nothing is loaded."""
        reply = self._checked(requests.archived(number), self.timeouts.load)
        for tag in ("configuration-text", "configuration-output"):
            element = reply.root.find(f".//{tag}")
            if element is not None:
                return (element.text or "").lstrip("\n")
        raise MalformedReply(self.name, "the reply to get-rollback-information holds no configuration")

    def lock(self) -> None:
        """Take the exclusive lock on the candidate.

        Raises:
            LockError: Somebody holds it, or left changes in the candidate.
        """
        reply = self._send(requests.lock(), self.timeouts.read)
        if reply.errors:
            raise lock_error(self.name, reply.errors)
        self._locked = True

    def unlock(self) -> None:
        """Give the lock back; what was not committed is gone."""
        self._checked(requests.unlock(), self.timeouts.read)
        self._locked = False

    def load(self, text: str, *, action: requests.LoadAction, format: requests.ConfigFormat) -> LoadResult:  # noqa: A002
        """Load a configuration into the candidate.

        Raises:
            LoadError: The device does not take it; discard the candidate (``rollback(0)``) or end the session.
        """
        try:
            request = requests.load(text, action=action, format=format)
        except ValueError as error:
            item = RpcErrorItem(severity="error", message=str(error))
            raise LoadError(self.name, "load-configuration", errors=[item]) from error
        return self._load(request)

    def rollback(self, number: int) -> LoadResult:
        """Replace the candidate by configuration ``number`` of the history; 0 discards the changes."""
        return self._load(requests.rollback(number))

    def compare(self, rollback: int = 0) -> str:
        """What the candidate changes against configuration ``rollback``; empty when nothing."""
        reply = self._checked(requests.compare(rollback), self.timeouts.load)
        output = reply.root.findtext(".//configuration-output") or ""
        return output.strip("\n") + "\n" if output.strip() else ""

    def check(self) -> CommitResult:
        """``commit check``. Never while a confirmed commit waits: it confirms (see ``requests.check``)."""
        return self._commit(requests.check(), self.timeouts.check, is_check=True)

    def commit(
        self,
        *,
        comment: str = "",
        confirm_minutes: int | None = None,
        synchronize: bool = False,
        timeout: float | None = None,
    ) -> CommitResult:
        """Commit the candidate, or confirm the commit that waits for it.

        Args:
            comment: Goes into the commit's log; put the id of the change in it.
            confirm_minutes: ``commit confirmed`` with this many minutes (1 to 65535).
            synchronize: Ask for both routing engines where the configuration does not already.
            timeout: Seconds to wait instead of ``timeouts.commit``.

        Returns:
            The outcome. No reply, or the session's end, is ``unknown`` and no exception: the device may have done it.
        """
        request = requests.commit(comment=comment, confirm_minutes=confirm_minutes, synchronize=synchronize)
        return self._commit(request, timeout or self.timeouts.commit, is_check=False)

    def history(self) -> tuple[CommitEntry, ...]:
        """The commit history, newest first."""
        return parse_history(self._checked(requests.history(), self.timeouts.read), device=self.name)

    def pending_confirm(self) -> CommitEntry | None:
        """The running configuration's entry when it still waits for its confirmation."""
        entries = self.history()
        return entries[0] if entries and entries[0].pending_minutes is not None else None

    def _commit(self, request: _Element, timeout: float, *, is_check: bool) -> CommitResult:
        try:
            reply = self._send(request, timeout)
        except (RpcTimeout, SessionLost, MalformedReply) as error:
            return CommitResult(outcome="unknown", reason=str(error).rstrip("."))
        return judge_check(reply) if is_check else judge_commit(reply)

    def _load(self, request: _Element) -> LoadResult:
        reply = self._send(request, self.timeouts.load)
        if reply.errors:
            raise LoadError(self.name, "load-configuration", errors=reply.errors, warnings=reply.warnings)
        return LoadResult(warnings=reply.warnings)

    def _checked(self, request: _Element, timeout: float) -> Reply:
        reply = self._send(request, timeout)
        if reply.errors:
            raise RpcError(self.name, str(request.tag), errors=reply.errors, warnings=reply.warnings)
        return reply

    def _send(self, request: _Element, timeout: float) -> Reply:
        return parse_reply(self._channel.exchange(request, timeout=timeout), device=self.name)

    def _element(
        self,
        request: str | _Element,
        arguments: Mapping[str, requests.Argument],
        attributes: Mapping[str, str] | None,
    ) -> _Element:
        if not isinstance(request, str):
            return request
        if request.lstrip().startswith("<"):
            return parse_request(request)
        return requests.rpc(request, arguments, attributes)


def parse_request(text: str) -> _Element:
    """An RPC given as XML text.

    Raises:
        ValueError: The text is no well-formed XML.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        message = f"the RPC is no well-formed XML: {error}"
        raise ValueError(message) from error


def lock_error(device: str, errors: tuple[RpcErrorItem, ...]) -> LockError:
    """Tell a lock that somebody holds from a candidate that somebody left modified."""
    text = " ".join(item.message for item in errors)
    found = _OWNER.search(text)
    owner = None
    if found:
        rest = found.group("rest")
        owner = LockOwner(
            user=found.group("user"),
            terminal=_first(r"terminal (\S+)", rest),
            pid=_first(r"pid (\d+)", rest),
            since=_first(r"on since (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?: [A-Z]{2,5})?)", rest),
        )
    return LockError(device, errors=errors, owner=owner, modified="database modified" in text)


def _first(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    return found.group(1) if found else ""
