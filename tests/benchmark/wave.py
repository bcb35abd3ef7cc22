"""What a wave costs its process beyond the answers of the devices: their replies are recorded, then replayed.

First the waves are carried out on the twin, and every raw reply is kept. Then the same waves run once more in this
process alone, through the same functions, against sessions that answer from memory: what is left is reading replies,
comparing configurations, judging health, the journal on disk, and the engine. No SSH, no socket, no other process.
"""

from __future__ import annotations

import sys
import time
from collections import defaultdict, deque
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parents[1]))

from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_channel import SecretChannel
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import Silent
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import session_opener
from ansible_collections.statenet.junos.plugins.module_utils.verbs.approve import approve_plan
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import roll_out
from chaos.stage import fresh, prepare

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from ansible_collections.statenet.junos.plugins.module_utils.common.clock import Clock
    from chaos.stage import Stage
    from lxml.etree import _Element

Replies = dict[str, deque[tuple[str, str]]]
"""By host, in order: the request's element and its raw reply."""


class _Recording:
    def __init__(self, channel: SecretChannel, kept: deque[tuple[str, str]]) -> None:
        self._channel = channel._channel
        self._kept = kept

    @property
    def session_id(self) -> str:
        return self._channel.session_id

    def exchange(self, request: _Element, *, timeout: float) -> str:
        reply = self._channel.exchange(request, timeout=timeout)
        self._kept.append((str(request.tag), reply))
        return reply

    def close(self, *, timeout: float) -> None:
        self._channel.close(timeout=timeout)


class _Replaying:
    session_id = "1"

    def __init__(self, kept: deque[tuple[str, str]]) -> None:
        self._kept = kept

    def exchange(self, request: _Element, *, timeout: float) -> str:
        del timeout
        tag, reply = self._kept.popleft()
        if tag != str(request.tag):
            message = f"{request.tag} was asked where {tag} was recorded"
            raise RuntimeError(message)
        return reply

    def close(self, *, timeout: float) -> None:
        """Nothing is open."""


def recorded(stage: Stage) -> tuple[Replies, datetime]:
    """Carry the waves out on the twin; the replies, and when it was that it began."""
    kept: Replies = defaultdict(deque)
    plain = session_opener(stage.endpoint_of, stage.secrets_of)

    def opener(host: str) -> Session:
        session = plain(host)
        session._channel._channel = _Recording(session._channel, kept[host])  # type: ignore[attr-defined,arg-type]
        return session

    with stage.control() as control:
        clock = TwinClock(control)
        start = clock.now()
        _carry_out(stage, opener, clock, stage.workspace.journal)
    return kept, start


def replayed(stage: Stage, kept: Replies, start: datetime, journal: str) -> float:
    """Carry the same waves out against the replies; CPU seconds of this process."""

    def opener(host: str) -> Session:
        channel = SecretChannel(_Replaying(kept[host]), stage.secrets_of(host))
        return Session(stage.endpoint_of(host), channel)

    clock = VirtualClock(start)
    approve_plan(stage.plan, journal_url=journal, approver="dana", clock=clock)
    began = time.process_time()
    _carry_out(stage, opener, clock, journal)
    return time.process_time() - began


def wave_cost(inventory: str, directory: Path, *, first: int, count: int) -> tuple[int, int, float, float]:
    """Devices changed, the largest wave, CPU seconds beyond the answers, and of those the ones for reading models.

    Only the transactions: the checks of the soaks that follow them are left out.
    """
    base = prepare(inventory, directory / "base")
    waves = tuple(replace(wave, soak_hours=0) for wave in base.plan.waves)
    base = replace(base, plan=replace(base.plan, waves=waves))
    stage = fresh(base, directory / "run", first=first, count=count)
    try:
        kept, start = recorded(stage)
        stage.artifacts._models.clear()  # as for a new process
        seconds = replayed(stage, kept, start, f"sqlite:///{directory / 'replayed.sqlite'}")
    finally:
        stage.close()
    changes = [(change.stage, change.host) for wave in stage.plan.waves for change in wave.changes]
    return len(changes), max(len(wave.changes) for wave in stage.plan.waves), seconds, _models(base, changes)


def _models(base: object, changes: list[tuple[str, str]]) -> float:
    artifacts = Artifacts(base.workspace)  # type: ignore[attr-defined]
    began = time.process_time()
    for stage, host in changes:
        artifacts.model(stage, host)  # type: ignore[arg-type]
    return time.process_time() - began


def _carry_out(stage: Stage, opener: Callable[[str], Session], clock: Clock, journal: str) -> None:
    found = roll_out(
        stage.plan,
        stage.workspace,
        stage.artifacts,
        open_session=opener,
        journal_url=journal,
        clock=clock,
        listener=Silent(),
        when_closed="wait",
        hosts=None,
    )
    if found.outcome != "complete":
        raise RuntimeError(found.message)


if __name__ == "__main__":
    import tempfile

    with tempfile.TemporaryDirectory() as temporary:
        found = wave_cost(sys.argv[1], Path(temporary), first=int(sys.argv[2]), count=int(sys.argv[3]))
        sys.stdout.write(f"{found} {found[2] / found[0] * 1000:.1f} ms, models {found[3] / found[0] * 1000:.1f} ms\n")
