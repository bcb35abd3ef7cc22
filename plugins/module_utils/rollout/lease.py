"""Only one rollout at a time: a lease in the journal's database, taken over at once from a process that was killed."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError, SQLAlchemyError

from ..common.clock import WallClock
from ..common.errors import StatenetError
from .tables import LEASES, JournalError

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from sqlalchemy import Engine, Row

    from ..common.clock import Clock

LEASE_SECONDS = 120.0
RENEWALS_PER_LEASE = 4


class LeaseHeld(StatenetError):  # what is the case, as in the junos layer
    """Another rollout is at work."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """A process.

    Attributes:
        machine: Host name; process ids mean something on that machine only.
        started: When it started, in the kernel's own units, so that a reused process id is told apart.
    """

    machine: str
    pid: int
    started: str


def this_process() -> Owner:
    """The running process."""
    return Owner(machine=socket.gethostname(), pid=os.getpid(), started=_started(os.getpid()))


def is_alive(owner: Owner) -> bool:
    """Whether ``owner`` may still be at work; yes when that cannot be told from here."""
    if owner.machine != socket.gethostname():
        return True
    try:
        os.kill(owner.pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return _started(owner.pid) == owner.started


@dataclass(frozen=True, slots=True, kw_only=True)
class Holder:
    """Who has a lease, and until when if it is not renewed."""

    owner: Owner
    until: datetime

    def __str__(self) -> str:
        return f"process {self.owner.pid} on {self.owner.machine}, lease until {self.until:%Y-%m-%d %H:%M:%S} UTC"


def holder(engine: Engine, name: str, *, alive: Callable[[Owner], bool] = is_alive) -> Holder | None:
    """Who has the lease called ``name``; None when nobody has, or only a process that is dead.

    Raises:
        JournalError: The database cannot be read.
    """
    try:
        with engine.connect() as connection:
            found = connection.execute(select(LEASES).where(LEASES.c.name == name)).first()
    except SQLAlchemyError as error:
        message = f"the lease of {name} cannot be read: {error}"
        raise JournalError(message) from error
    if found is None:
        return None
    owner = Owner(machine=found.machine, pid=found.pid, started=found.started)
    until = datetime.fromtimestamp(found.expires, UTC)
    return Holder(owner=owner, until=until) if until > WallClock().now() and alive(owner) else None


class Lease:
    """The right to write to the network; a context manager.

    Renewed by a thread of its own as long as it is held, so that long waits do not lose it. Time is wall time, whatever
    clock the rollout goes by: it is about processes, not about the network.

    Args:
        engine: The journal's database.
        name: What is leased, such as the network's name.
        owner: Who takes it; this process when None.
        alive: Tells whether the owner found in the database is still at work.
        clock: Wall time.
    """

    def __init__(
        self,
        engine: Engine,
        name: str,
        *,
        owner: Owner | None = None,
        alive: Callable[[Owner], bool] = is_alive,
        clock: Clock | None = None,
    ) -> None:
        self._engine = engine
        self._name = name
        self._owner = owner or this_process()
        self._alive = alive
        self._clock = clock or WallClock()
        self._token = secrets.token_hex(16)
        self._stopped = threading.Event()
        self._lost = threading.Event()
        self._thread: threading.Thread | None = None

    @property
    def held(self) -> bool:
        """Whether it was still ours at the last renewal."""
        return self._thread is not None and not self._lost.is_set()

    def __enter__(self) -> Lease:
        self._acquire()
        self._thread = threading.Thread(target=self._renew_forever, name="lease", daemon=True)
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self._stopped.set()
        if self._thread is not None:
            self._thread.join()
        with suppress(SQLAlchemyError), self._engine.begin() as connection:  # else it expires by itself
            connection.execute(delete(LEASES).where(LEASES.c.name == self._name, LEASES.c.token == self._token))

    def renew(self) -> None:
        """Extend it; afterwards ``held`` tells whether it is still ours."""
        try:
            with self._engine.begin() as connection:
                mine = (LEASES.c.name == self._name) & (LEASES.c.token == self._token)
                found = connection.execute(update(LEASES).where(mine).values(expires=self._expiry()))
                if found.rowcount == 0:
                    self._lost.set()
        except SQLAlchemyError:
            # Whether it is ours cannot be told: nothing may be written on the strength of it.
            self._lost.set()

    def _acquire(self) -> None:
        values = {
            "name": self._name,
            "token": self._token,
            "machine": self._owner.machine,
            "pid": self._owner.pid,
            "started": self._owner.started,
            "expires": self._expiry(),
        }
        try:
            with self._engine.begin() as connection:
                found = connection.execute(select(LEASES).where(LEASES.c.name == self._name)).first()
                if found is not None:
                    self._require_stale(found)
                    # By its token: if somebody else took it over first, nothing is deleted and the insert fails.
                    connection.execute(delete(LEASES).where(LEASES.c.token == found.token))
                connection.execute(insert(LEASES).values(values))
        except IntegrityError as error:
            message = f"another rollout of {self._name} has just started. Remedy: wait until it has ended."
            raise LeaseHeld(message) from error
        except SQLAlchemyError as error:
            message = f"the lease of {self._name} cannot be taken: {error}"
            raise JournalError(message) from error

    def _require_stale(self, found: Row[tuple[object, ...]]) -> None:
        owner = Owner(machine=found.machine, pid=found.pid, started=found.started)
        if found.expires > self._clock.now().timestamp() and self._alive(owner):
            message = (
                f"another rollout of {self._name} is at work: process {owner.pid} on {owner.machine}. "
                "Remedy: wait until it has ended, or end it; the same command then goes on where it stopped."
            )
            raise LeaseHeld(message)

    def _expiry(self) -> float:
        return self._clock.now().timestamp() + LEASE_SECONDS

    def _renew_forever(self) -> None:
        while not self._stopped.wait(LEASE_SECONDS / RENEWALS_PER_LEASE):
            self.renew()


def _started(pid: int) -> str:
    """Field 22 of ``/proc/<pid>/stat`` (proc(5)), with ``dead`` for a zombie; empty where there is no such file."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except OSError:
        return ""
    fields = text.rpartition(")")[2].split()
    return "dead" if fields[0] in "ZX" else fields[19]
