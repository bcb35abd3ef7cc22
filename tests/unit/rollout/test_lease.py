"""The lease: one rollout at a time, and no dead process keeps it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.rollout.database import open_database
from ansible_collections.statenet.junos.plugins.module_utils.rollout.lease import (
    LEASE_SECONDS,
    Lease,
    LeaseHeld,
    Owner,
    is_alive,
    this_process,
)

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Engine

OTHER = Owner(machine="elsewhere", pid=7, started="1")


@pytest.fixture(name="engine")
def _engine(tmp_path: Path) -> Engine:
    return open_database(f"sqlite:///{tmp_path / 'journal.sqlite'}")


def test_a_second_rollout_is_refused_while_the_first_is_alive(engine: Engine) -> None:
    with Lease(engine, "lab") as first:
        assert first.held
        with pytest.raises(LeaseHeld, match=rf"another rollout of lab is at work: process {os.getpid()} on"), Lease(
            engine, "lab"
        ):
            pass
        with Lease(engine, "oklahoma") as other:
            assert other.held
    with Lease(engine, "lab") as second:
        assert second.held


def test_the_lease_of_a_dead_process_is_taken_over_at_once(engine: Engine) -> None:
    dead = Lease(engine, "lab", owner=OTHER)
    dead.__enter__()
    with Lease(engine, "lab", alive=lambda _: False) as mine:
        assert mine.held
        dead.renew()
        assert not dead.held


def test_the_lease_of_a_process_elsewhere_is_only_taken_over_when_it_has_expired(engine: Engine) -> None:
    clock = VirtualClock(datetime(2020, 1, 1, tzinfo=UTC))
    Lease(engine, "lab", owner=OTHER, clock=clock).__enter__()
    clock.sleep(LEASE_SECONDS - 1)
    with pytest.raises(LeaseHeld, match="process 7 on elsewhere"), Lease(engine, "lab", clock=clock):
        pass
    clock.sleep(2)
    with Lease(engine, "lab", clock=clock) as mine:
        assert mine.held


def test_renewing_extends_it(engine: Engine) -> None:
    clock = VirtualClock(datetime(2020, 1, 1, tzinfo=UTC))
    with Lease(engine, "lab", owner=OTHER, clock=clock) as lease:
        clock.sleep(LEASE_SECONDS - 1)
        lease.renew()
        clock.sleep(LEASE_SECONDS - 1)
        with pytest.raises(LeaseHeld), Lease(engine, "lab", clock=clock):
            pass


def test_whose_process_is_alive() -> None:
    mine = this_process()
    assert is_alive(mine)
    assert is_alive(OTHER)
    assert not is_alive(Owner(machine=mine.machine, pid=mine.pid, started="another life"))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as child:
        from_start = Owner(
            machine=mine.machine, pid=child.pid, started=_started(child.pid)
        )
        assert is_alive(from_start)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)
        assert not is_alive(from_start)  # a zombie: killed, and nobody has asked for it yet
    assert not is_alive(from_start)


def _started(pid: int) -> str:
    with open(f"/proc/{pid}/stat", encoding="utf-8") as stat:  # noqa: PTH123
        return stat.read().rpartition(")")[2].split()[19]
