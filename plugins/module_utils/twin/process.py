"""Starting and stopping a twin from another process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from .control import Control
from .errors import TwinError
from .runtime import LOG, is_owned, read_status

if TYPE_CHECKING:
    from .runtime import TwinStatus

_MODULE = f"{__package__}.daemon"
_TICK = 0.02
_TAIL = 30


def start(
    directory: Path | str, spec: Path | str, *, timeout: float = 120.0, parent: int | None = None
) -> TwinStatus:
    """Start a twin and wait until its devices answer.

    Args:
        directory: Runtime directory; one that a dead twin left behind is taken over.
        spec: TwinSpec as JSON.
        timeout: Real seconds that it may take.
        parent: The twin stops when this process ends; None lets it outlive everybody.

    Raises:
        TwinError: A twin runs there already, or this one does not come up; with the end of its log.
    """
    path = Path(directory).absolute()
    if is_owned(path):
        message = f"a twin runs in {path} already; stop it first"
        raise TwinError(message)
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    command = [sys.executable, "-m", _MODULE, "--directory", str(path), "--spec", str(Path(spec).absolute())]
    if parent is not None:
        command += ["--parent", str(parent)]
    process = _launched(command, path / LOG)
    deadline = time.monotonic() + timeout
    while time.monotonic() < deadline:
        if process.poll() is not None:
            message = f"the twin in {path} did not start:\n{_tail(path / LOG)}"
            raise TwinError(message)
        found = read_status(path)
        if found is not None and found.pid == process.pid:
            return found
        time.sleep(_TICK)
    process.kill()
    process.wait()
    message = f"the twin in {path} did not start within {timeout:g} seconds:\n{_tail(path / LOG)}"
    raise TwinError(message)


def _launched(command: list[str], log_file: Path) -> subprocess.Popen[bytes]:
    with log_file.open("wb") as log:
        return subprocess.Popen(  # noqa: S603 -- our own program
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            env=_environment(),
            start_new_session=True,
        )


def status(directory: Path | str) -> TwinStatus | None:
    """The twin that runs in ``directory``; None when none does."""
    return read_status(Path(directory).absolute())


def stop(directory: Path | str, *, timeout: float = 30.0) -> bool:
    """Stop the twin that runs in ``directory``; whether one did.

    Raises:
        TwinError: It does not stop.
    """
    path = Path(directory).absolute()
    found = read_status(path)
    if found is None and not is_owned(path):
        return False
    try:
        Control(path, timeout=timeout).stop()
    except TwinError:
        if found is not None and is_owned(path):
            os.kill(found.pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while is_owned(path):
        if time.monotonic() > deadline:
            message = f"the twin in {path} does not stop"
            raise TwinError(message)
        time.sleep(_TICK)
    _reap(found)
    return True


def _reap(found: TwinStatus | None) -> None:
    """Take the exit code of our own child, so that it does not stay behind as a zombie."""
    if found is not None:
        try:
            os.waitpid(found.pid, os.WNOHANG)
        except ChildProcessError:
            return


def _environment() -> dict[str, str]:
    """The environment, with the collection importable from where this file is."""
    environment = dict(os.environ)
    parents = Path(__file__).absolute().parents
    if parents[5].name == "ansible_collections":
        roots = [str(parents[6]), *filter(None, [environment.get("PYTHONPATH", "")])]
        environment["PYTHONPATH"] = os.pathsep.join(roots)
    return environment


def _tail(log: Path) -> str:
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        return f"(no log: {error})"
    return "\n".join(lines[-_TAIL:])
