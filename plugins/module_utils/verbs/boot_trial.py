"""Every device that can be bootstrapped, booted from its factory default on a twin of its own, with the very files."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from ..junos.session import connect
from ..twin.control import Control
from ..twin.process import stop
from ..twin.spec import DeviceSpec, TwinSpec
from .emulate import start_twin
from .rehearse import twin_endpoints

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ..junos.endpoint import Endpoint
    from .artifacts import Artifacts
    from .bootstrap import BootResult
    from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """How a device came out of its box.

    Attributes:
        manageable: It runs its seed and takes a NETCONF session.
        event: What happened.
    """

    host: str
    manageable: bool
    event: str


def try_out(workspace: Workspace, artifacts: Artifacts, found: BootResult) -> tuple[Trial, ...]:
    """Boot every device on a twin; the files are served from where they were written, over HTTP on this machine.

    Raises:
        TwinError: The twin does not come up.
    """
    directory = workspace.root / "bootstrap-trial"
    stop(directory / "twin")
    shutil.rmtree(directory, ignore_errors=True)
    try:
        start_twin(directory / "twin", _spec(artifacts, found), parent=os.getpid())
        endpoint_of = twin_endpoints(directory)
        with served(found.kea.parent / "http") as url, Control(directory / "twin") as control:
            return tuple(_boot(control, endpoint_of, device.hostname, found.kea, url) for device in found.plan.devices)
    finally:
        stop(directory / "twin")
        shutil.rmtree(directory, ignore_errors=True)


@contextmanager
def served(directory: Path) -> Iterator[str]:
    """Serve a directory over HTTP to this machine alone; yields its URL."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_QuietHandler, directory=str(directory)))
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _QuietHandler(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  # the name is the base class's
        """Say nothing: who is booted is told by the trial."""


def _spec(artifacts: Artifacts, found: BootResult) -> TwinSpec:
    families = {device["hostname"]: device["family"] for device in artifacts.network["devices"]}
    return TwinSpec(
        name=found.plan.network,
        devices=tuple(
            DeviceSpec(
                hostname=device.hostname,
                model=device.model,
                family=families[device.hostname],
                serial=device.serials[0],
                mac=device.mac,
            )
            for device in found.plan.devices
        ),
    )


def _boot(control: Control, endpoint_of: Callable[[str], Endpoint], host: str, kea: Path, url: str) -> Trial:
    told = control.provision(host, kea=kea, files=url)
    if not told["provisioned"]:
        return Trial(host=host, manageable=False, event=f"stays in factory default: {told['event']}")
    try:
        connect(endpoint_of(host)).close()
    except StatenetError as error:
        return Trial(host=host, manageable=False, event=f"runs its seed, but takes no NETCONF session: {error}")
    return Trial(host=host, manageable=True, event=told["event"])
