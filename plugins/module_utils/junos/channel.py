"""The way to one device: PyEZ opens and authenticates it, ncclient frames, and raw replies come back.

Two properties of ncclient 0.7.0 are worked around, both without touching PyEZ. It drops warnings that stand beside an
``<ok/>``, so requests go through ``_RawRpc``, which hands the reply back unparsed. And its session thread looks at the
queue of requests only between selects of 0.1 s (``ncclient.transport.session.TICK``), so ``_WakingSession`` wakes it
through a pipe: a request leaves at once, and an idle session costs no CPU where a short tick would.
"""

from __future__ import annotations

import contextlib
import logging
import os
import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import ncclient.transport
from jnpr.junos import Device
from jnpr.junos import exception as pyez
from ncclient.operations.rpc import RPC
from ncclient.transport.errors import SSHUnknownHostError, TransportError

from .errors import AuthenticationError, ConnectError, HostKeyError, RpcTimeout, SessionLost

if TYPE_CHECKING:
    import selectors
    from collections.abc import Iterator

    from lxml.etree import _Element

    from .endpoint import Endpoint, Timeouts

KEEPALIVE_SECONDS = 30
_IDLE_SECONDS = 5.0


class Channel(Protocol):
    """One open NETCONF session, seen from above: text goes in, text comes out."""

    @property
    def session_id(self) -> str:
        """The device's number for this session."""
        ...

    def exchange(self, request: _Element, *, timeout: float) -> str:
        """Send one RPC and return the raw ``rpc-reply``.

        Raises:
            RpcTimeout: No reply within ``timeout`` seconds.
            SessionLost: The session is closed, before or under the request.
        """
        ...

    def close(self, *, timeout: float) -> None:
        """End the session, politely if the device answers; never raises."""
        ...


class _RawRpc(RPC):  # type: ignore[misc]  # ncclient is untyped
    def request(self, payload: _Element) -> str:
        self._session.send(self._wrap(payload))
        if not self._event.wait(self._timeout):
            raise TimeoutError
        if self._error is not None:
            # Whatever ended ncclient's thread, a reply that it could not read included.
            raise TransportError(_words(self._error)) from self._error
        return str(self._reply.xml)


class _WakingSession(ncclient.transport.SSHSession):  # type: ignore[misc]  # ncclient is untyped
    def __init__(self, device_handler: object) -> None:
        super().__init__(device_handler)
        self._wake_lock = threading.Lock()
        self._wake: tuple[int, int] | None = None
        self._selector: selectors.BaseSelector | None = None

    def _auth(self, *arguments: object) -> None:
        # The first point at which the socket can be had. Nagle's algorithm, against the delayed acknowledgements of the
        # other side, costs a session three times 40 ms.
        connection = self._transport.sock
        if isinstance(connection, socket.socket):
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        super()._auth(*arguments)

    def send(self, message: str) -> None:
        super().send(message)
        with self._wake_lock:
            # Before the thread runs there is no pipe, and it looks at the queue first.
            if self._wake is not None:
                with contextlib.suppress(BlockingIOError):  # a full pipe wakes just as well
                    os.write(self._wake[1], b"w")

    def _transport_register(self, selector: selectors.BaseSelector, event: int) -> None:
        super()._transport_register(selector, event)
        self._wake = os.pipe()
        for descriptor in self._wake:
            os.set_blocking(descriptor, False)
        reader = self._wake[0]
        self._selector = selector
        selector.register(reader, event)
        select = selector.select

        def select_and_drain(timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
            # A request that the window of the SSH channel does not let out yet is tried again after ncclient's tick.
            ready = select(_IDLE_SECONDS if self._q.empty() else timeout)
            others = [item for item in ready if item[0].fd != reader]
            if len(others) != len(ready):
                with contextlib.suppress(BlockingIOError):
                    os.read(reader, 4096)
            return others

        selector.select = select_and_drain  # type: ignore[method-assign]

    def run(self) -> None:
        try:
            super().run()
        finally:
            with self._wake_lock:
                wake, self._wake = self._wake, None
            for descriptor in wake or ():
                os.close(descriptor)
            if self._selector is not None:  # ncclient leaves it to the garbage collector
                self._selector.close()


class PyezChannel:
    """A channel over an open PyEZ ``Device``."""

    def __init__(self, name: str, device: Any) -> None:  # noqa: ANN401 - PyEZ is untyped
        self._name = name
        self._device = device
        self._manager = device._conn
        self._broken = False
        self._manager._session.transport.set_keepalive(KEEPALIVE_SECONDS)

    @property
    def device(self) -> Any:  # noqa: ANN401 - PyEZ is untyped
        """The PyEZ ``Device``, for whoever wants its tables."""
        return self._device

    @property
    def session_id(self) -> str:
        """The device's number for this session."""
        return str(self._manager.session_id)

    def exchange(self, request: _Element, *, timeout: float) -> str:
        """Send one RPC and return the raw ``rpc-reply``; see ``Channel``."""
        tag = str(request.tag)
        session = self._manager._session
        if self._broken or not session.connected:
            raise SessionLost(self._name, f"the session is closed, {tag} was not sent")
        try:
            return _RawRpc(session, self._manager._device_handler, timeout=timeout).request(request)
        except TimeoutError:
            self._broken = True
            raise RpcTimeout(self._name, f"no reply to {tag} within {timeout:g} s") from None
        except (TransportError, OSError, EOFError) as error:
            self._broken = True
            raise SessionLost(self._name, f"the session ended under {tag}: {_words(error)}") from error

    def close(self, *, timeout: float) -> None:
        """Send ``close-session`` unless the session is broken, then drop the connection."""
        with contextlib.suppress(Exception):
            if self._broken or not self._manager.connected:
                self._manager._session.close()
            else:
                self._device.timeout = max(1, round(timeout))
                self._device.close()


def open_channel(endpoint: Endpoint, timeouts: Timeouts) -> PyezChannel:
    """Open a session to ``endpoint``.

    Raises:
        AuthenticationError: User or key refused.
        HostKeyError: The host key is unknown or another.
        ConnectError: Everything else that keeps a session from opening.
    """
    ncclient.transport.SSHSession = _WakingSession
    _keep_tracebacks_away()
    with _ssh_config(endpoint) as ssh_config:
        try:
            device = Device(
                host=endpoint.address,
                port=endpoint.tcp_port,
                user=endpoint.username,
                password=endpoint.password,
                ssh_private_key_file=str(endpoint.key_file) if endpoint.key_file else None,
                ssh_config=ssh_config,
                hostkey_verify=endpoint.target == "live",
                huge_tree=True,
                gather_facts=False,
                look_for_keys=endpoint.key_file is None and endpoint.password is None,
                conn_open_timeout=max(1, round(timeouts.connect)),
            )
            device._port = endpoint.tcp_port  # PyEZ lets a Port of ~/.ssh/config, which is meant for the CLI, win
            device.open(gather_facts=False)
        except pyez.ConnectError as error:
            raise _connect_error(endpoint, error) from error
        except ValueError as error:
            raise ConnectError(endpoint.name, f"address {endpoint.address!r} cannot be used: {error}") from error
    return PyezChannel(endpoint.name, device)


@contextlib.contextmanager
def _ssh_config(endpoint: Endpoint) -> Iterator[str | None]:
    """The OpenSSH configuration to use: the user's own for live devices, none for the twin.

    A known_hosts file other than the user's can reach ncclient only through such a configuration.
    """
    if endpoint.target == "twin":
        yield os.devnull
    elif endpoint.known_hosts is None:
        yield None
    else:
        with tempfile.TemporaryDirectory(prefix="statenet-") as directory:
            path = Path(directory) / "ssh_config"
            path.write_text(f'Host *\n    UserKnownHostsFile "{endpoint.known_hosts}"\n', encoding="utf-8")
            yield str(path)


def _keep_tracebacks_away() -> None:
    """Let paramiko's threads, which log as ncclient, print no traceback of what is raised here as well.

    Whoever has set a level for that logger gets what he asked for.
    """
    logger = logging.getLogger("ncclient.transport.ssh")
    if logger.level == logging.NOTSET:
        logger.setLevel(logging.CRITICAL)


def _connect_error(endpoint: Endpoint, error: Exception) -> ConnectError:
    where = f"{endpoint.address} port {endpoint.tcp_port}"
    cause = getattr(error, "_orig", None) or error.__context__
    if isinstance(cause, SSHUnknownHostError):
        return HostKeyError(
            endpoint.name,
            f"the host key of {where} is not a known one ({cause.fingerprint})",
            remedy=f"compare the fingerprint on the console, then add it: ssh-keyscan -p {endpoint.tcp_port} "
            f"{endpoint.address} >> ~/.ssh/known_hosts",
        )
    if isinstance(error, pyez.ConnectAuthError):
        return AuthenticationError(
            endpoint.name,
            f"{where} does not accept user {endpoint.username}",
            remedy="check ansible_user and ansible_ssh_private_key_file, and the key under system login user",
        )
    if isinstance(error, pyez.ConnectUnknownHostError):
        found = f"no address for {endpoint.address}"
        return ConnectError(endpoint.name, found, remedy="check ansible_host and the DNS")
    return ConnectError(
        endpoint.name,
        f"no NETCONF session to {where}: {_words(cause or error)}",
        remedy="check the way to the device and `set system services netconf ssh`",
    )


def _words(error: BaseException) -> str:
    return " ".join(str(error).split()) or type(error).__name__
