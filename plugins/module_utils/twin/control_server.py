"""The twin's end of the control socket."""

from __future__ import annotations

import asyncio
import json
import logging
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..common.errors import StatenetError
from ..junos.text import print_text
from .errors import TwinError
from .faults import KINDS
from .random_faults import random_faults
from .ztp.kea_server import read_kea
from .ztp.provision import AGENT, provision

if TYPE_CHECKING:
    from collections.abc import Callable

    from .fleet import Fleet
    from .operational import OperationalState
    from .ssh import FrontEnd

_LOG = logging.getLogger(__name__)
_LONGEST_LINE = 16 * 1024 * 1024


class ControlServer:
    """Carries out what comes in over the control socket.

    Args:
        fleet: What to control.
        front: Its listeners.
        state: Its network; None when there is none.
        stop: Called when somebody wants the twin to stop.
    """

    def __init__(
        self, fleet: Fleet, front: FrontEnd, *, state: OperationalState | None, stop: Callable[[], None]
    ) -> None:
        self._fleet = fleet
        self._front = front
        self._state = state
        self._stop = stop
        self._server: asyncio.Server | None = None
        self._operations: dict[str, Callable[..., Any]] = {
            "now": self._now,
            "advance": self._advance,
            "timers": self._timers,
            "downtime": self._downtime,
            "fault": self._fault,
            "random_faults": self._random_faults,
            "clear_faults": self._clear_faults,
            "configuration": self._configuration,
            "provision": self._provision,
            "status": self._status,
            "stop": self._stop,
        }

    async def open(self, path: Path) -> None:
        """Listen at ``path``."""
        self._server = await asyncio.start_unix_server(self._serve, path=str(path), limit=_LONGEST_LINE)
        path.chmod(0o600)

    def close(self) -> None:
        """Stop listening."""
        if self._server is not None:
            self._server.close()

    def carry_out(self, line: bytes) -> dict[str, Any]:
        """The answer to one line."""
        try:
            request = json.loads(line)
            operation = self._operations.get(request["op"])
            if operation is None:
                message = f"no such operation: {request['op']!r}"
                raise TwinError(message)
            return {"ok": True, "result": operation(**request.get("arguments", {}))}
        except StatenetError as error:
            return {"ok": False, "error": str(error)}
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            _LOG.warning("control: bad request", exc_info=True)
            return {"ok": False, "error": f"bad request: {error}"}
        except Exception as error:  # noqa: BLE001 -- the fleet goes on; the log has the traceback
            _LOG.exception("control: operation failed")
            return {"ok": False, "error": f"internal error of the twin: {type(error).__name__}: {error}"}

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while line := await reader.readline():
                writer.write(json.dumps(self.carry_out(line)).encode() + b"\n")
                await writer.drain()
        except (OSError, ValueError) as error:
            _LOG.warning("control: connection ends: %s", error)
        finally:
            writer.close()

    def _now(self) -> str:
        return self._fleet.clock.now().isoformat()

    def _advance(self, seconds: float) -> str:
        return self._fleet.clock.advance(seconds).isoformat()

    def _timers(self) -> list[dict[str, str]]:
        return [{"when": timer.when.isoformat(), "subject": timer.subject} for timer in self._fleet.clock.pending()]

    def _downtime(self) -> dict[str, Any]:
        return self._network().downtime()

    def _fault(self, kind: str, arguments: dict[str, Any]) -> None:
        if kind not in KINDS:
            self._network().fault(kind, arguments)
            self._drop_unpowered()
            if kind == "re_switchover":
                self._front.drop_sessions(arguments["host"])
            return
        self._fleet.fault(kind, arguments)
        if kind == "refuse_connection":
            self._front.drop_sessions(arguments["host"])

    def _random_faults(self, seed: int, count: int = 1, kinds: list[str] | None = None) -> list[dict[str, Any]]:
        chosen = random_faults(self._fleet.spec, seed, count=count, kinds=kinds)
        for kind, arguments in chosen:
            self._fault(kind, dict(arguments))
        return [{"kind": kind, "arguments": arguments} for kind, arguments in chosen]

    def _clear_faults(self) -> None:
        self._fleet.clear_faults()
        if self._state is not None:
            self._state.clear_faults()

    def _configuration(self, hostname: str) -> str:
        return print_text(self._fleet.device(hostname).running)

    def _provision(self, hostname: str, kea: str, files: str) -> dict[str, Any]:
        """The fleet stands still while files are fetched."""
        agent = self._fleet.new_client("root", client=AGENT)
        return asdict(provision(self._fleet.device(hostname), read_kea(Path(kea)), files, agent=agent))

    def _status(self) -> dict[str, Any]:
        devices = self._fleet.devices.values()
        return {
            "name": self._fleet.spec.name,
            "clock": self._fleet.clock.kind,
            "now": self._now(),
            "devices": len(self._fleet.devices),
            "sessions": sum(len(device.sessions) for device in devices),
            "pending_confirms": [device.hostname for device in devices if device.database.pending],
            "locked": [device.hostname for device in devices if device.database.lock],
            "commits": sum(device.config_version - 1 for device in devices),
        }

    def _network(self) -> OperationalState:
        if self._state is None:
            message = "this twin has no network state"
            raise TwinError(message)
        return self._state

    def _drop_unpowered(self) -> None:
        for hostname in self._fleet.devices:
            if not self._network().powered(hostname):
                self._front.drop_sessions(hostname)
