"""The process of a twin: ``python -m ansible_collections.statenet.junos.plugins.module_utils.twin.daemon --help``."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import gc
import logging
import os
import resource
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from .control_server import ControlServer
from .errors import TwinError
from .fleet import Fleet, load_models, load_trees
from .keys import make_keys, write_known_hosts
from .operational import OperationalState
from .runtime import RuntimeDirectory, TwinStatus
from .scheduler import RealScheduler, VirtualScheduler
from .spec import read_spec
from .ssh import ADDRESS, FrontEnd

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from .keys import KeyRing
    from .scheduler import Scheduler
    from .spec import TwinSpec


_LOG = logging.getLogger(__name__)
_FILES = 65536


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a twin until it is told to stop; the exit code is 1 when it cannot start."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("asyncssh").setLevel(logging.WARNING)
    _raise_file_limit()
    try:
        directory = RuntimeDirectory(options.directory.resolve())
    except StatenetError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    failed = True
    try:
        asyncio.run(_run(directory, options.spec, parent=options.parent))
        failed = False
    except (StatenetError, OSError) as error:
        sys.stderr.write(f"{error}\n")
    finally:
        directory.release(keep_log=failed)
    return int(failed)


async def _run(directory: RuntimeDirectory, spec_file: Path, *, parent: int) -> None:
    loop = asyncio.get_running_loop()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopping.set)
    # A start makes millions of objects that stay: looking for garbage among them takes half of its time.
    gc.disable()
    spec = read_spec(spec_file)
    scheduler = _scheduler(spec, loop)
    fleet = Fleet(spec, load_trees(spec), scheduler=scheduler, constraints=load_models(spec))
    state = OperationalState(fleet)
    keys = make_keys(directory.path)
    front = FrontEnd(fleet, keys, state=state)
    await front.open()
    control = ControlServer(fleet, front, state=state, stop=stopping.set)
    socket_path = directory.socket_path()
    await control.open(socket_path)
    ports = [device.port for device in fleet.devices.values()]
    known_hosts = write_known_hosts(directory.path, keys, ports, address=ADDRESS)
    with _watch(parent, stopping):
        directory.publish(_status(fleet, keys, control=socket_path, known_hosts=known_hosts))
        _LOG.info("%s: %d devices are up on ports from %d", spec.name, len(ports), min(ports))
        warm = asyncio.create_task(_warm_up(state))
        await stopping.wait()
        warm.cancel()
    control.close()
    front.close()
    await asyncio.sleep(0)  # lets the dropped connections say good-bye


async def _warm_up(state: OperationalState) -> None:
    try:
        await state.warm_up()
    except Exception:  # noqa: BLE001 -- whoever asks next meets it again, and is told
        _LOG.exception("the state of the network could not be computed")
    finally:
        # What stands here now stays: the collector need not look at it again.
        gc.collect()
        gc.freeze()
        gc.enable()


def _scheduler(spec: TwinSpec, loop: asyncio.AbstractEventLoop) -> Scheduler:
    if spec.clock == "real":
        return RealScheduler(loop)
    start = spec.start or datetime.now(UTC)
    return VirtualScheduler(start if start.tzinfo else start.replace(tzinfo=UTC))


def _status(fleet: Fleet, keys: KeyRing, *, control: Path, known_hosts: Path) -> TwinStatus:
    return TwinStatus(
        name=fleet.spec.name,
        pid=os.getpid(),
        control=str(control),
        address=ADDRESS,
        devices={hostname: device.port for hostname, device in fleet.devices.items()},
        user=keys.user,
        key_file=str(keys.user_key_file),
        known_hosts=str(known_hosts),
        host_key=keys.host_key_line,
        clock=fleet.spec.clock,
        started=fleet.clock.now().isoformat(),
    )


def _raise_file_limit() -> None:
    """Every device and every session is an open file; the usual limit of 1024 is a small state."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


@contextlib.contextmanager
def _watch(parent: int, stopping: asyncio.Event) -> Iterator[None]:
    """Stop when the process ``parent`` ends (0: nobody is watched); costs nothing while it lives."""
    if not parent:
        yield
        return
    loop = asyncio.get_running_loop()
    try:
        descriptor = os.pidfd_open(parent)
    except OSError as error:
        message = f"parent process {parent} cannot be watched: {error}"
        raise TwinError(message) from error
    loop.add_reader(descriptor, stopping.set)
    try:
        yield
    finally:
        loop.remove_reader(descriptor)
        os.close(descriptor)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="twin", description="Emulates a fleet of Junos devices on this machine.")
    parser.add_argument("--directory", type=Path, required=True, help="runtime directory; made when it is missing")
    parser.add_argument("--spec", type=Path, required=True, help="TwinSpec as JSON")
    parser.add_argument("--parent", type=int, default=0, help="stop when this process ends")
    return parser


if __name__ == "__main__":
    sys.exit(main())
