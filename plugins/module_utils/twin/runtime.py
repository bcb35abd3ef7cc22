"""The directory of a running twin: who owns it, what is in it, and ``twin.json``, which says how to reach the twin."""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from .errors import TwinError
from .keys import HOST_KEY, KNOWN_HOSTS, USER_KEY

STATUS = "twin.json"
LOG = "twin.log"
_LOCK = "twin.lock"
_SOCKET = "control.sock"
_TRIES, _PAUSE = 20, 0.01
_LONGEST_SOCKET = 100
"""Bytes that the path of a Unix socket may have, with some to spare (108 on Linux)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwinStatus:
    """A running twin: the content of ``twin.json``.

    Attributes:
        name: Name of the network.
        pid: Process of the daemon.
        control: Path of its control socket.
        address: Where its devices listen.
        devices: TCP port of each device, by host name.
        user: Who may log in.
        key_file: Private key of that user.
        known_hosts: File with the host key for every port.
        host_key: Type and public host key.
        clock: ``virtual`` or ``real``.
        started: When it came up, on its own clock (ISO 8601).
    """

    name: str
    pid: int
    control: str
    address: str
    devices: dict[str, int]
    user: str
    key_file: str
    known_hosts: str
    host_key: str
    clock: str
    started: str


class RuntimeDirectory:
    """The directory, owned by one daemon for as long as it lives (a lock that dies with the process).

    Args:
        path: Made when it does not exist.

    Raises:
        TwinError: A twin runs there, or it holds files of somebody else, or it cannot be made.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.chmod(0o700)
            self._lock = os.open(path / _LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError as error:
            message = f"directory {path} cannot be used: {error}"
            raise TwinError(message) from error
        if not _locked(self._lock):
            os.close(self._lock)
            message = f"a twin runs in {path} already; stop it first"
            raise TwinError(message)
        self._clear(keep=(_LOCK, LOG))
        self._far: Path | None = None

    def socket_path(self) -> Path:
        """Where the control socket goes: here, or in a directory of its own when the path would be too long."""
        near = self.path / _SOCKET
        if len(os.fsencode(near)) <= _LONGEST_SOCKET:
            return near
        self._far = Path(tempfile.mkdtemp(prefix="statenet-twin-"))
        return self._far / _SOCKET

    def publish(self, status: TwinStatus) -> None:
        """Write ``twin.json``: from here on the twin counts as up."""
        draft = self.path / f"{STATUS}.new"
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(asdict(status), indent=1) + "\n", encoding="utf-8")
        draft.replace(self.path / STATUS)

    def release(self, *, keep_log: bool = False) -> None:
        """Remove what the twin made, and the directory when nothing else is in it."""
        self._clear(keep=(_LOCK, LOG) if keep_log else (_LOCK,))
        if self._far is not None:
            shutil.rmtree(self._far, ignore_errors=True)
        (self.path / _LOCK).unlink(missing_ok=True)
        os.close(self._lock)
        if not any(self.path.iterdir()):
            self.path.rmdir()

    def _clear(self, *, keep: tuple[str, ...]) -> None:
        for name in (STATUS, f"{STATUS}.new", _SOCKET, HOST_KEY, USER_KEY, KNOWN_HOSTS, LOG, _LOCK):
            if name not in keep:
                (self.path / name).unlink(missing_ok=True)


def _locked(lock: int) -> bool:
    """Take the lock; somebody who only asks whether it is taken holds it for an instant, hence the patience."""
    for _ in range(_TRIES):
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            time.sleep(_PAUSE)
        else:
            return True
    return False


def is_owned(directory: Path) -> bool:
    """Whether a living daemon owns ``directory``."""
    try:
        lock = os.open(directory / _LOCK, os.O_RDWR | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def read_status(directory: Path) -> TwinStatus | None:
    """The twin that runs in ``directory``; None when none does, or it is not up yet.

    Raises:
        TwinError: ``twin.json`` cannot be understood.
    """
    if not is_owned(directory):
        return None
    path = directory / STATUS
    try:
        return TwinStatus(**json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError) as error:
        message = f"{path} cannot be understood: {error}"
        raise TwinError(message) from error
