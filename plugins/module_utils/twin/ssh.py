"""The SSH front of the fleet: one listener per device on the loopback, the subsystem ``netconf``, keys only."""

from __future__ import annotations

import asyncio
import logging
import socket
from functools import partial
from typing import TYPE_CHECKING, cast

import asyncssh

from .errors import TwinError
from .netconf import NetconfSession

if TYPE_CHECKING:
    from datetime import datetime

    from .device import EmulatedDevice
    from .fleet import Fleet
    from .keys import KeyRing
    from .operational import OperationalState

_LOG = logging.getLogger(__name__)
ADDRESS = "127.0.0.1"
# What old clients of Junos speak would cost paramiko 30 to 100 ms per session; these are cheap and current.
_KEX = ("curve25519-sha256", "curve25519-sha256@libssh.org", "ecdh-sha2-nistp256")
_CIPHERS = ("aes128-gcm@openssh.com", "aes256-gcm@openssh.com", "aes128-ctr", "aes256-ctr")
_FALLBACK = "xml-mode netconf"
_FIRST_FREE, _LAST_FREE = 20000, 60000


class FrontEnd:
    """All listeners of the fleet.

    Args:
        fleet: Whose devices listen.
        keys: Host key and the key that may log in.
        state: Who answers operational requests; None when nobody does.
    """

    def __init__(self, fleet: Fleet, keys: KeyRing, *, state: OperationalState | None) -> None:
        self.fleet = fleet
        self.keys = keys
        self.state = state
        self._listeners: list[asyncssh.SSHAcceptor] = []
        fleet.on_commit(self._committed)

    async def open(self) -> None:
        """Listen for every device on consecutive ports.

        Raises:
            TwinError: The ports are taken.
        """
        options = asyncssh.SSHServerConnectionOptions(
            server_host_keys=[self.keys.host_key],
            kex_algs=_KEX,
            encryption_algs=_CIPHERS,
            compression_algs=None,
            allow_pty=True,  # scrapli asks for one; nothing is edited or echoed on it
            line_editor=False,
            agent_forwarding=False,
            x11_forwarding=False,
            login_timeout=60,
            encoding=None,
        )
        devices = list(self.fleet.devices.values())
        for device, listener in zip(devices, _sockets(self.fleet.spec.base_port, len(devices)), strict=True):
            device.port = listener.getsockname()[1]
            factory = partial(_Server, device, self)
            self._listeners.append(await asyncssh.listen(sock=listener, server_factory=factory, options=options))

    def close(self) -> None:
        """Stop listening and drop every session."""
        for listener in self._listeners:
            listener.close()
        self.drop_sessions()

    def _committed(self, hostname: str, when: datetime) -> None:
        """A configuration that locks its users out ends the sessions there are, once the commit is answered."""
        del when
        sessions = self.fleet.devices[hostname].sessions
        if sessions and self.state is not None and not self.state.lets_in(hostname):
            asyncio.get_running_loop().call_soon(self.drop_sessions, hostname)

    def drop_sessions(self, hostname: str | None = None) -> None:
        """Drop every session, or those of one device."""
        devices = self.fleet.devices.values() if hostname is None else [self.fleet.devices[hostname]]
        for device in devices:
            for session in list(device.sessions.values()):
                session.drop()


class _Server(asyncssh.SSHServer):
    """One connection to one device."""

    def __init__(self, device: EmulatedDevice, front: FrontEnd) -> None:
        self._device = device
        self._front = front
        self._connection: asyncssh.SSHServerConnection | None = None

    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._connection = conn
        device = self._device
        powered = self._front.state is None or self._front.state.lets_in(device.hostname)
        # Whoever has not said who he is counts as well: half-open connections must not pile up.
        full = max(len(device.sessions), device.connections) >= device.connection_limit
        device.connections += 1
        if device.faults.refuse_connection or not powered or full or not device.manageable:
            conn.abort()

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- however it ended, it is gone
        if self._connection is not None:
            self._device.connections -= 1

    def begin_auth(self, username: str) -> bool:  # noqa: ARG002 -- nobody comes in without a key
        return True

    def password_auth_supported(self) -> bool:
        return False

    def public_key_auth_supported(self) -> bool:
        return True

    def validate_public_key(self, username: str, key: asyncssh.SSHKey) -> bool:
        known = username == self._front.keys.user or self._device.running.exists("system", "login", "user", username)
        return known and key.public_data == self._front.keys.user_key

    def session_requested(self) -> asyncssh.SSHServerSession[bytes] | bool:
        connection = cast("asyncssh.SSHServerConnection", self._connection)  # asyncssh made it before
        return _Channel(self._device, self._front, connection)


class _Channel(asyncssh.SSHServerSession[bytes]):
    """One channel: it carries a NETCONF session once the subsystem is asked for."""

    def __init__(self, device: EmulatedDevice, front: FrontEnd, connection: asyncssh.SSHServerConnection) -> None:
        self._device = device
        self._front = front
        self._connection = connection
        self._channel: asyncssh.SSHServerChannel[bytes] | None = None
        self._netconf: NetconfSession | None = None

    def connection_made(self, chan: asyncssh.SSHServerChannel[bytes]) -> None:
        self._channel = chan

    def subsystem_requested(self, subsystem: str) -> bool:
        return subsystem == "netconf"

    def exec_requested(self, command: str) -> bool:
        return command.startswith(_FALLBACK)

    def session_started(self) -> None:
        channel = cast("asyncssh.SSHServerChannel[bytes]", self._channel)  # asyncssh opened it before
        fleet = self._front.fleet
        self._netconf = NetconfSession(
            self._device,
            fleet,
            state=self._front.state,
            client=fleet.new_client(self._connection.get_extra_info("username")),
            loop=asyncio.get_running_loop(),
            write=channel.write,
            close=partial(_hang_up, channel),
            abort=self._connection.abort,
        )
        self._netconf.start()

    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:  # noqa: ARG002 -- stderr never comes
        if self._netconf is not None:
            self._netconf.feed(data)

    def pause_writing(self) -> None:
        """The client does not read its replies: carry out nothing more, and take nothing in, until it does."""
        if self._netconf is not None and self._channel is not None:
            self._netconf.pause()
            self._channel.pause_reading()

    def resume_writing(self) -> None:
        if self._netconf is not None and self._channel is not None:
            self._channel.resume_reading()
            self._netconf.resume()

    def eof_received(self) -> bool:
        return False

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 -- however it ended, it is gone
        if self._netconf is not None:
            self._netconf.end()


def _hang_up(channel: asyncssh.SSHServerChannel[bytes]) -> None:
    if not channel.is_closing():
        channel.exit(0)


def _sockets(base: int, count: int) -> list[socket.socket]:
    """Listening sockets on consecutive ports."""
    if base:
        found = _bind(base, count)
        if found is None:
            message = f"ports {base} to {base + count - 1} of {ADDRESS} are not all free"
            raise TwinError(message)
        return found
    first = _FIRST_FREE
    while first + count <= _LAST_FREE:
        found = _bind(first, count)
        if found is not None:
            return found
        first += max(count, 100)
    message = f"no {count} consecutive free ports on {ADDRESS} between {_FIRST_FREE} and {_LAST_FREE}"
    raise TwinError(message)


def _bind(first: int, count: int) -> list[socket.socket] | None:
    sockets: list[socket.socket] = []
    for port in range(first, first + count):
        one = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((ADDRESS, port))
            # Only listening takes a port: two fleets that start at the same moment can both bind it.
            one.listen()
        except OSError:
            one.close()
            for other in sockets:
                other.close()
            return None
        sockets.append(one)
    return sockets
