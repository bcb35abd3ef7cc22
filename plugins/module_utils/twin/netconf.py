"""One NETCONF session of an emulated device: hello, requests one after the other, end."""

from __future__ import annotations

import logging
from collections import deque
from datetime import timedelta
from typing import TYPE_CHECKING

from .errors import FramingError, RpcFailure, SessionCut
from .framing import Deframer, frame
from .rpc.dispatch import answer, delay_of, time_of
from .rpc.envelope import failure_reply
from .rpc.permissions import class_of
from .rpc.request import Request, read_message

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable
    from datetime import datetime

    from .device import EmulatedDevice
    from .fleet import Fleet
    from .holdings import Client
    from .operational import OperationalState

_LOG = logging.getLogger(__name__)
_BASE = "urn:ietf:params:netconf:base:1."
CAPABILITIES = (
    "urn:ietf:params:netconf:base:1.0",
    "urn:ietf:params:netconf:capability:candidate:1.0",
    "urn:ietf:params:netconf:capability:confirmed-commit:1.0",
    "urn:ietf:params:netconf:capability:validate:1.0",
    "urn:ietf:params:netconf:capability:url:1.0?scheme=http,ftp,file",
    "urn:ietf:params:xml:ns:netconf:base:1.0",
    "urn:ietf:params:xml:ns:netconf:capability:candidate:1.0",
    "urn:ietf:params:xml:ns:netconf:capability:confirmed-commit:1.0",
    "urn:ietf:params:xml:ns:netconf:capability:validate:1.0",
    "urn:ietf:params:xml:ns:netconf:capability:url:1.0?scheme=http,ftp,file",
    "urn:ietf:params:xml:ns:yang:ietf-netconf-monitoring",
    "http://xml.juniper.net/netconf/junos/1.0",
    "http://xml.juniper.net/dmi/system/1.0",
)


class NetconfSession:
    """A session, from the hello to its end; it runs in the loop of the daemon.

    Args:
        device: Whose session it is.
        fleet: The fleet that the device is of.
        state: Who answers operational requests; None when nobody does.
        client: Who came in.
        loop: The loop, for commits that take their time.
        write: Sends bytes.
        close: Ends the transport once everything is sent.
        abort: Ends it at once.
    """

    def __init__(
        self,
        device: EmulatedDevice,
        fleet: Fleet,
        *,
        state: OperationalState | None,
        client: Client,
        loop: asyncio.AbstractEventLoop,
        write: Callable[[bytes], None],
        close: Callable[[], None],
        abort: Callable[[], None],
    ) -> None:
        self.device = device
        self.fleet = fleet
        self.state = state
        self.client = client
        self._loop = loop
        self._write = write
        self._close = close
        self._abort = abort
        self._deframer = Deframer()
        self._waiting: deque[Request | RpcFailure] = deque()
        self._greeted = False
        self._busy = False
        self._paused = False
        self._gone = False
        self._killed = False
        self.closing = False

    def start(self) -> None:
        """Send the hello and be known to the device."""
        self.device.sessions[self.client.session_id] = self
        capabilities: tuple[str, ...] = CAPABILITIES
        if self.fleet.spec.chunked_framing:
            capabilities = (CAPABILITIES[0], _BASE + "1", *CAPABILITIES[1:])
        listed = "".join(f"<capability>{capability}</capability>\n" for capability in capabilities)
        hello = (
            "<!-- No zombies were killed during the creation of this user interface -->\n"
            f"<!-- user {self.client.user}, class j-{class_of(self.device.running, self.client.user)} -->\n"
            f'<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0">\n<capabilities>\n{listed}</capabilities>\n'
            f"<session-id>{self.client.session_id}</session-id>\n</hello>"
        )
        self._write(frame(hello.encode(), chunked=False))

    def feed(self, data: bytes) -> None:
        """Take in bytes of the client; answer what is complete."""
        if self.closing:
            return
        try:
            self._deframer.feed(data)
            self._read_messages()
        except FramingError as error:
            _LOG.warning("%s: session %d: %s", self.device.hostname, self.client.session_id, error)
            self.close()
            return
        self._work()

    def pause(self) -> None:
        """Leave requests alone until ``resume``."""
        self._paused = True

    def resume(self) -> None:
        """Go on with the requests that wait."""
        self._paused = False
        self._work()

    def close(self) -> None:
        """Let the transport go; ``end`` follows from there."""
        self.closing = True
        self._close()

    def drop(self) -> None:
        """Break the connection."""
        self.closing = True
        self._abort()

    def kill(self) -> None:
        """End the session because another one asked for it."""
        self._killed = True
        self.close()
        self.end()

    def end(self) -> None:
        """The transport is gone: release what the session holds, after the request that is still being carried out."""
        if self._gone:
            return
        self._gone = self.closing = True
        if not self._busy:
            self._release()

    def _release(self) -> None:
        self.device.sessions.pop(self.client.session_id, None)
        self.device.database.end_session(self.client, killed=self._killed)

    def _read_messages(self) -> None:
        while (message := self._deframer.next_message()) is not None:
            if not message.strip():
                continue
            try:
                request = read_message(message)
            except RpcFailure as failure:
                if not self._greeted:
                    raise FramingError("no hello") from failure
                self._waiting.append(failure)
                continue
            if self._greeted:
                self._waiting.append(request)
            else:
                self._greet(request)

    def _greet(self, request: Request) -> None:
        if request.root.tag != "hello":
            raise FramingError("no hello")
        self._greeted = True
        offered = {(element.text or "").strip() for element in request.root.iter("capability")}
        self._deframer.chunked = self.fleet.spec.chunked_framing and _BASE + "1" in offered

    def _work(self) -> None:
        while self._waiting and not (self._busy or self._paused or self.closing):
            request = self._waiting.popleft()
            if isinstance(request, RpcFailure):
                self._send(failure_reply(request))
                continue
            delay = delay_of(self, request)
            if delay > 0:
                self._busy = True
                due = self.fleet.clock.now() + timedelta(seconds=time_of(self, request))
                self._loop.call_later(delay, self._finish, request, due)
            else:
                self._carry_out(request)

    def _finish(self, request: Request, due: datetime) -> None:
        """Carry out what took its time: as on Junos, even when the client did not wait for the answer."""
        wait = (due - self.fleet.clock.now()).total_seconds()
        if wait > 0 and self.fleet.clock.kind == "virtual":
            self.fleet.clock.advance(wait)
        self._carry_out(request)
        self._busy = False
        if self._gone:
            self._release()
        else:
            self._work()

    def _carry_out(self, request: Request) -> None:
        try:
            reply = answer(self, request)
        except SessionCut:
            self.drop()
            return
        self._send(reply)
        if self.closing:
            self._close()
            self.end()

    def _send(self, reply: str) -> None:
        if not self._gone:
            self._write(frame(reply.encode(), chunked=self._deframer.chunked))
