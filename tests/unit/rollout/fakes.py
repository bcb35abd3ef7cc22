"""A network in memory with the rules of Junos that a rollout depends on, and a process that can be killed anywhere."""

# ruff: noqa: D102 (each method is what its original in the junos layer is)

from __future__ import annotations

import difflib
import threading
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.intent.models import (
    Approval,
    Calendar,
    ElectionFreeze,
    Policy,
    Rehearsal,
    SiteWaves,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.commit import CommitResult
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import (
    ConnectError,
    LoadError,
    LockError,
    LockOwner,
    RpcErrorItem,
    SessionLost,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.history import CommitEntry
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text, print_text
from ansible_collections.statenet.junos.plugins.module_utils.rollout.build import PlanInputs, build_plan
from ansible_collections.statenet.junos.plugins.module_utils.rollout.contracts import NetworkAccess
from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Entry, Journal
from ansible_collections.statenet.junos.plugins.module_utils.rollout.topology import RolloutDevice
from ansible_collections.statenet.junos.plugins.module_utils.rollout.waves import assign
from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.design.model import Stage
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Change, Plan

START = datetime(2020, 9, 7, 3, tzinfo=UTC)  # Sunday 22:00 in Chicago: the window has just opened


class Killed(BaseException):
    """SIGKILL: nothing after it is executed, no ``finally`` has an effect."""


@dataclass(frozen=True)
class Check:
    """A health check's result."""

    check: str
    verdict: str
    message: str


@dataclass(frozen=True)
class Report:
    """A device's health."""

    results: tuple[Check, ...]

    @property
    def verdict(self) -> str:
        return next((check.verdict for check in self.results if check.verdict != "pass"), "pass")


@dataclass
class Device:
    """A device: commits newest first, one candidate, one lock, one timer."""

    name: str
    commits: list[tuple[str, CommitEntry]]
    candidate: str | None = None
    locked_by: Session | None = None
    stranger: str = ""
    dirty: bool = False
    deadline: datetime | None = None
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def running(self) -> str:
        return self.commits[0][0]

    def push(self, text: str, at: datetime, log: str, *, minutes: int | None = None, user: str = "statenet") -> None:
        comment = f"commit confirmed, rollback in {minutes}mins" if minutes else ""
        entry = CommitEntry(sequence=0, user=user, client="netconf", at=at, comment=comment, log=log)
        self.commits.insert(0, (text, entry))
        self.deadline = at + timedelta(minutes=minutes) if minutes else None


class Network:
    """All devices, the clock that their timers go by, and the process that works on them."""

    def __init__(self, configurations: dict[str, str], clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock(START)
        self.devices = {
            name: Device(name, [(text, CommitEntry(sequence=0, user="root", client="cli", at=START, log=""))])
            for name, text in configurations.items()
        }
        self.health: dict[str, list[str]] = {}
        self.examined: list[tuple[str, str, frozenset[str]]] = []
        self.requests: list[tuple[str, str]] = []
        self.kill_at: int | None = None
        self.steps = 0
        self.dead = False
        self._lock = threading.RLock()

    @property
    def access(self) -> NetworkAccess:
        return NetworkAccess(connect=self.connect, examine=self.examine, canonical=canonical)

    def connect(self, host: str) -> Session:
        self.step()
        device = self.devices[host]
        if "unreachable" in device.faults:
            raise ConnectError(host, "no route to host")
        return Session(self, device)

    def examine(self, session: Session, host: str, stage: str, in_service: frozenset[str]) -> Report:
        session.request("examine")
        self.examined.append((host, stage, in_service))
        verdicts = self.health.get(host)
        verdict = verdicts.pop(0) if verdicts else "pass"
        if verdict == "nothing":
            return Report(())
        if verdict == "lost":
            session.lose()
        return Report((Check("interfaces", "pass", ""), Check("bgp", verdict, "expected up, found down")))

    def step(self) -> None:
        """A moment at which the process may be killed."""
        with self._lock:
            if self.dead:
                raise Killed
            self.steps += 1
            if self.kill_at is not None and self.steps >= self.kill_at:
                self.dead = True
                raise Killed

    def restart(self) -> None:
        """The killed process's sessions are gone, and a new process may begin."""
        for device in self.devices.values():
            device.locked_by, device.candidate = None, None
        self.dead, self.kill_at = False, None

    def expire(self, device: Device) -> None:
        """Take back what was not confirmed in time."""
        if device.deadline is not None and self.clock.now() >= device.deadline:
            device.push(device.commits[1][0], device.deadline, "", user="root")

    def pending(self) -> list[str]:
        for device in self.devices.values():
            self.expire(device)
        return [device.name for device in self.devices.values() if device.deadline is not None]

    def running(self) -> dict[str, str]:
        return {name: device.running for name, device in self.devices.items()}


class Session:
    """What ``junos.session.Session`` promises."""

    def __init__(self, network: Network, device: Device) -> None:
        self.network = network
        self.device = device
        self.alive = True

    def request(self, name: str) -> None:
        self.network.step()
        if not self.alive:
            raise SessionLost(self.device.name, "the session has ended")
        self.network.requests.append((self.device.name, name))
        self.network.expire(self.device)
        if self.device.faults.get(name) == "lost":
            del self.device.faults[name]
            self.lose()

    def lose(self) -> None:
        self.close()
        raise SessionLost(self.device.name, "the session has ended")

    def close(self) -> None:
        self.alive = False
        if not self.network.dead and self.device.locked_by is self:
            self.device.locked_by, self.device.candidate = None, None

    def lock(self) -> None:
        self.request("lock")
        item = RpcErrorItem(severity="error", message="configuration database locked by: " + self.device.stranger)
        if self.device.stranger or self.device.locked_by not in (None, self):
            owner = LockOwner(user=self.device.stranger or "statenet")
            raise LockError(self.device.name, errors=[item], owner=owner)
        if self.device.dirty:
            item = RpcErrorItem(severity="error", message="configuration database modified")
            raise LockError(self.device.name, errors=[item], modified=True)
        self.device.locked_by, self.device.candidate = self, self.device.running
        self.network.step()

    def unlock(self) -> None:
        self.request("unlock")
        self.device.locked_by, self.device.candidate = None, None

    def get_configuration(self, *, format: str = "text", database: str = "committed") -> str:  # noqa: A002
        assert (format, database) == ("text", "committed")
        self.request("get-configuration")
        return f"## Last commit: 2020 by root\nversion 21.4R1;\n{self.device.running}\n"

    def load(self, text: str, *, action: str, format: str) -> None:  # noqa: A002
        assert (action, format) in (("override", "text"), ("set", "set"))
        self.request("load" if action == "override" else "load-set")
        self._require_lock()
        if "load" in self.device.faults:
            item = RpcErrorItem(severity="error", message="syntax error", bad_element="foo")
            raise LoadError(self.device.name, "load-configuration", errors=[item])
        if action == "set":
            text = print_text(apply_set(parse_text(str(self.device.candidate)), text.splitlines()))
        self.device.candidate = canonical(text)

    def compare(self, rollback: int = 0) -> str:
        name = "observe" if rollback else "compare"
        self.request(name)
        extra = self.device.faults.get(name, "")
        return compare(self.device.commits[rollback][0], str(self.device.candidate)) + extra

    def check(self) -> CommitResult:
        self.request("check")
        # On Junos a commit check confirms: whoever sends one while a commit waits takes the safety net away.
        assert self.device.deadline is None, "commit check while a confirmed commit waits"
        if "check" in self.device.faults:
            return refused("foo: bad")
        return CommitResult(outcome="checked")

    def commit(self, *, comment: str, confirm_minutes: int | None = None) -> CommitResult:
        name = "commit-confirmed" if confirm_minutes else "confirm" if self.device.deadline else "commit"
        try:
            self.request(name)
            self._require_lock()
        except SessionLost as error:
            return CommitResult(outcome="unknown", reason=str(error))
        fault = self.device.faults.pop(name, "")
        if fault == "refused":
            return refused("commit failed: daemon file propagation failed")
        if fault == "absent":
            self.close()
            return CommitResult(outcome="unknown", reason="no reply in time")
        self.device.push(
            str(self.device.candidate), self.network.clock.now(), comment, minutes=confirm_minutes
        )
        self.network.step()
        if fault == "done":
            self.close()
            return CommitResult(outcome="unknown", reason="no reply in time")
        return CommitResult(outcome="committed")

    def rollback(self, number: int) -> None:
        self.request("rollback")
        self._require_lock()
        self.device.candidate = self.device.commits[number][0]

    def history(self) -> tuple[CommitEntry, ...]:
        self.request("history")
        return tuple(
            CommitEntry(
                sequence=number,
                user=entry.user,
                client=entry.client,
                at=entry.at,
                comment=entry.comment,
                log=entry.log,
            )
            for number, (_, entry) in enumerate(self.device.commits)
        )

    def _require_lock(self) -> None:
        assert self.device.locked_by is self, "a write without the lock"


class KillableJournal(Journal):
    """A journal whose process may die just before or just after an append."""

    network: Network | None = None

    def append(self, entries: Iterable[Entry]) -> None:
        if self.network is not None:
            self.network.step()
        super().append(entries)
        if self.network is not None:
            self.network.step()


def fast_journal(directory: Path, network: Network | None = None) -> KillableJournal:
    """A journal that has to survive us, but no power cut."""
    journal = KillableJournal(f"sqlite:///{directory / 'journal.sqlite'}")

    @event.listens_for(journal.engine, "connect")
    def _fast(connection: Any, _record: object) -> None:
        connection.execute("PRAGMA synchronous = OFF")

    journal.engine.dispose()  # connections that were opened before do not count
    journal.network = network
    return journal


class FakeEngine:
    """The two things that planning needs of the Junos engine."""

    def canonical(self, text: str) -> str:
        return canonical(text)

    def compare(self, old: str, new: str) -> str:
        return compare(old, new)


def canonical(text: str) -> str:
    lines = (line for line in text.splitlines() if line.strip() and not line.startswith(("##", "version ")))
    return "\n".join(line.strip() for line in lines)


def compare(old: str, new: str) -> str:
    if old == new:
        return ""
    lines = difflib.ndiff(old.splitlines(), new.splitlines())
    return "\n".join(["", *(line for line in lines if line[0] in "+-"), ""])


def refused(message: str) -> CommitResult:
    return CommitResult(outcome="refused", errors=(RpcErrorItem(severity="error", message=message),))


CALENDAR = Calendar(
    timezone="America/Chicago",
    lead_hours=4,
    valid_until=date(2021, 7, 1),
    freezes=(ElectionFreeze(name="Presidential election"),),
)


def policy(**kwargs: object) -> Policy:
    basis: dict[str, object] = {
        "start": "2020-09-06 22:00",
        "deadline": "2021-01-31",
        "sites": SiteWaves(pilot=("s0",), sizes=(2, 3), max_percent=50),
        "soak_hours": 6,
        "burn_in_days": 1,
        "retire_after_days": 2,
        "sessions": 4,
        "approval": Approval(approvers=1),
        "rehearsal": Rehearsal(rule="optional"),
    }
    return Policy(**{**basis, **kwargs})


def device(hostname: str, role: str, function: str, stages: tuple[Stage, ...], **kwargs: object) -> RolloutDevice:
    return RolloutDevice(hostname=hostname, role=role, function=function, stages=stages, **kwargs)  # type: ignore[arg-type]


BOTH: tuple[Stage, ...] = ("coexistence", "to-be")
DEVICES = (
    device("core1", "core_mx", "core", BOTH, groups=("core okc",)),
    device("core2", "core_mx", "core", ("to-be",), groups=("core okc",)),
    *(device(f"s{n}-sw1", "site_ex", "access", BOTH, site=f"s{n}", county="c") for n in range(4)),
    device("leg1", "legacy", "legacy", BOTH),
    device("leg2", "legacy", "legacy", ("to-be",)),
)


def text(host: str, stage: str) -> str:
    return f"host-name {host};\nstage {stage};"


def as_is() -> dict[str, str]:
    return {item.hostname: text(item.hostname, "as-is") for item in DEVICES}


def to_be() -> dict[str, str]:
    return {item.hostname: text(item.hostname, "to-be") for item in DEVICES}


def inputs(
    running: dict[str, str] | None = None,
    devices: tuple[RolloutDevice, ...] = DEVICES,
    rules: Policy | None = None,
    author: str = "alice",
) -> PlanInputs:
    chosen = rules or policy()
    return PlanInputs(
        network="lab",
        author=author,
        intent="0" * 64,
        devices=devices,
        waves=assign(chosen, devices),
        configurations={
            (stage, item.hostname): text(item.hostname, stage) for item in devices for stage in item.stages
        },
        running=as_is() if running is None else running,
        calendar=CALENDAR,
        policy=chosen,
        checks=("interfaces", "bgp"),
        versions={"statenet.junos": "0.1.0"},
    )


def plan(**kwargs: object) -> Plan:
    return build_plan(inputs(**kwargs), FakeEngine())  # type: ignore[arg-type]


def text_of(change: Change) -> str:
    return text(change.host, change.stage)
