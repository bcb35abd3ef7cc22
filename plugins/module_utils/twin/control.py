"""Control of a running twin: its time, its faults and what its probes saw (a Unix socket with lines of JSON)."""

from __future__ import annotations

import json
import os
import socket
import threading
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .errors import TwinError
from .runtime import read_status

if TYPE_CHECKING:
    from types import TracebackType
    from typing import Self


class Control:
    """Talks to the twin that runs in a directory; threads may share one, and it survives a fork.

    Args:
        directory: Runtime directory of the twin.
        timeout: Real seconds to wait for an answer.

    Raises:
        TwinError: No twin runs there.
    """

    def __init__(self, directory: Path | str, *, timeout: float = 600.0) -> None:
        self.directory = Path(directory)
        self._timeout = timeout
        self._guard = threading.Lock()
        self._socket: socket.socket | None = None
        self._process = 0
        status = read_status(self.directory)
        if status is None:
            message = f"no twin runs in {self.directory}"
            raise TwinError(message)
        self.twin = status

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def now(self) -> datetime:
        """The present of the twin."""
        return datetime.fromisoformat(self.call("now"))

    def advance(self, seconds: float) -> datetime:
        """Let virtual time pass, and return the new present.

        Raises:
            TwinError: The twin runs in real time, or ``seconds`` is negative.
        """
        return datetime.fromisoformat(self.call("advance", seconds=seconds))

    def timers(self) -> list[dict[str, str]]:
        """What is going to happen by itself: ``when`` (ISO 8601) and ``subject``, the next one first."""
        return list(self.call("timers"))

    def downtime(self) -> dict[str, Any]:
        """What the probes saw so far."""
        return dict(self.call("downtime"))

    def fault(self, kind: str, **arguments: object) -> None:
        """Inject a fault; most kinds want ``host``.

        Raises:
            TwinError: There is no such fault or place.
        """
        self.call("fault", kind=kind, arguments=arguments)

    def random_faults(self, seed: int, *, count: int = 1, kinds: list[str] | None = None) -> list[dict[str, Any]]:
        """Inject faults that a seed chooses: the same seed on the same fleet injects the same ones.

        Returns:
            What was injected: ``kind`` and ``arguments`` of each.

        Raises:
            TwinError: There is no such kind, or nothing on the fleet that it could happen to.
        """
        return list(self.call("random_faults", seed=seed, count=count, kinds=kinds))

    def clear_faults(self) -> None:
        """Undo every fault."""
        self.call("clear_faults")

    def configuration(self, hostname: str) -> str:
        """The active configuration of a device, as text."""
        return str(self.call("configuration", hostname=hostname))

    def provision(self, hostname: str, *, kea: Path, files: str) -> dict[str, Any]:
        """Let a device in its factory default look for its first files.

        Args:
            hostname: The device.
            kea: Configuration of the server of addresses.
            files: URL of the server of files, in place of the one that Kea names.

        Returns:
            ``host``, ``provisioned``, ``address`` and ``event``: what happened.

        Raises:
            TwinError: There is no such device, it is configured already, or Kea's configuration cannot be used.
        """
        return dict(self.call("provision", hostname=hostname, kea=str(kea.absolute()), files=files))

    def status(self) -> dict[str, Any]:
        """Sessions, commits, time: what the daemon knows of itself."""
        return dict(self.call("status"))

    def stop(self) -> None:
        """Ask the twin to stop; it answers before it does."""
        self.call("stop")
        self.close()

    def call(self, operation: str, **arguments: object) -> Any:  # noqa: ANN401 -- JSON
        """Carry out ``operation``, and return its result.

        Raises:
            TwinError: The twin refuses, or is gone.
        """
        line = json.dumps({"op": operation, "arguments": arguments}).encode() + b"\n"
        with self._guard:
            try:
                answer = self._exchange(line)
            except (OSError, ValueError) as error:
                self._drop()
                message = f"the twin in {self.directory} does not answer: {error}"
                raise TwinError(message) from error
        if not answer.get("ok"):
            raise TwinError(str(answer.get("error", "the twin refused")))
        return answer.get("result")

    def close(self) -> None:
        """Hang up; the next call connects again."""
        with self._guard:
            self._drop()

    def _exchange(self, line: bytes) -> dict[str, Any]:
        connection = self._connected()
        connection.sendall(line)
        answer = bytearray()
        while not answer.endswith(b"\n"):
            part = connection.recv(1 << 16)
            if not part:
                message = "connection closed"
                raise ConnectionError(message)
            answer += part
        found = json.loads(answer)
        if not isinstance(found, dict):
            message = "no JSON object"
            raise ValueError(message)
        return found

    def _connected(self) -> socket.socket:
        if self._socket is None or self._process != os.getpid():
            self._drop()
            self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            self._process = os.getpid()
            self._socket.settimeout(self._timeout)
            self._socket.connect(self.twin.control)
        return self._socket

    def _drop(self) -> None:
        if self._socket is not None:
            self._socket.close()
            self._socket = None
