# ruff: noqa: D102 -- the names of rules and invariants say what they are
"""Any sequence of loads, commits, confirms, rollbacks, passing time and ending sessions keeps the database sound.

A model beside the database follows only what must hold for an operator: which configuration is active, who holds the
lock, and what a commit that nobody confirmed comes back to.
"""

from __future__ import annotations

import contextlib
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.twin.database import ConfigurationDatabase
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import CommitFailure, RpcFailure
from ansible_collections.statenet.junos.plugins.module_utils.twin.history import DEPTH
from ansible_collections.statenet.junos.plugins.module_utils.twin.holdings import Client
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.tree import Node

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
CLIENTS = tuple(Client(session_id=100 + number, user=name, since=START) for number, name in enumerate("abc"))
clients = st.sampled_from(CLIENTS)
minutes = st.integers(min_value=1, max_value=20)


class Database(RuleBasedStateMachine):
    """Three sessions at one database."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = VirtualScheduler(START)
        self.changes = 0
        self.database = ConfigurationDatabase(
            parse_text("system { host-name start; }"), scheduler=self.clock, subject="r1",
            on_change=self._changed, check=self._check,
        )
        self.active = "start"
        self.before: str | None = None
        self.deadline = START
        self.entries = 1

    def _changed(self) -> None:
        self.changes += 1

    @staticmethod
    def _check(tree: Node) -> tuple[RpcFailure, ...]:
        return (RpcFailure("refused"),) if tree.value("system", "host-name") == "bad" else ()

    def _became(self, name: str) -> None:
        self.active, self.entries = name, self.entries + 1

    def _foreign(self, client: Client) -> bool:
        lock = self.database.lock
        return lock is not None and lock.owner is not client

    @rule(client=clients)
    def lock(self, client: Client) -> None:
        free = self.database.lock is None
        edit = self.database.edit
        clean = edit is None or edit.author is client
        with contextlib.suppress(RpcFailure):
            self.database.acquire_lock(client)
            assert free
            assert clean
            return
        assert not (free and clean)

    @rule(client=clients)
    def unlock(self, client: Client) -> None:
        if self.database.lock is not None and self.database.lock.owner is client:
            self.database.release_lock(client)
            assert self.database.candidate(client) is self.database.running or self.database.has_private(client)

    @rule(client=clients, private=st.booleans())
    def open_or_close_private(self, client: Client, private: bool) -> None:
        with contextlib.suppress(RpcFailure):
            if private:
                self.database.open_private(client)
            else:
                self.database.close_private(client)

    @rule(client=clients, name=st.sampled_from(["a", "b", "c", "bad"]))
    def load(self, client: Client, name: str) -> None:
        tree = apply_set(self.database.candidate(client), [f"set system host-name {name}"])
        foreign = self._foreign(client)
        with contextlib.suppress(RpcFailure):
            self.database.put_candidate(client, tree)
            assert not foreign
            assert self.database.candidate(client).value("system", "host-name") == name

    @rule(client=clients, number=st.integers(min_value=0, max_value=DEPTH))
    def roll_back(self, client: Client, number: int) -> None:
        with contextlib.suppress(RpcFailure):
            record = self.database.history.rollback(number)
            self.database.put_candidate(client, record.tree)
            assert number < min(self.entries, DEPTH)

    @rule(client=clients, confirm=st.none() | minutes)
    def commit(self, client: Client, confirm: int | None) -> None:
        name = self.database.candidate(client).value("system", "host-name") or ""
        try:
            self.database.commit(client, confirm_minutes=confirm, log="x")
        except (RpcFailure, CommitFailure):
            assert self._foreign(client) or name == "bad" or self.database.has_private(client)
            return
        assert name != "bad"
        assert not self._foreign(client)
        if confirm is None:
            self.before = None
        else:
            self.before = self.before if self.before is not None else self.active
            self.deadline = self.clock.now() + timedelta(minutes=confirm)
        self._became(name)

    @rule(client=clients)
    def check(self, client: Client) -> None:
        with contextlib.suppress(RpcFailure, CommitFailure):
            self.database.check(client)
            self.before = None

    @precondition(lambda self: self.before is not None)
    @rule(late=st.integers(min_value=-59, max_value=600))
    def time_passes_around_the_deadline(self, late: int) -> None:
        wait = (self.deadline - self.clock.now()).total_seconds() + late
        self._advance(max(0.0, wait))

    @rule(seconds=st.integers(min_value=1, max_value=1500))
    def time_passes(self, seconds: int) -> None:
        self._advance(seconds)

    def _advance(self, seconds: float) -> None:
        self.clock.advance(seconds)
        if self.before is not None and self.clock.now() >= self.deadline:
            self._became(self.before)
            self.before = None

    @rule(client=clients, killed=st.booleans())
    def session_ends(self, client: Client, killed: bool) -> None:
        pending = self.database.pending
        self.database.end_session(client, killed=killed)
        if killed and pending is not None and pending.session_id == client.session_id:
            assert self.before is not None
            self._became(self.before)
            self.before = None
        assert self.database.lock is None or self.database.lock.owner is not client
        assert not self.database.has_private(client)

    @invariant()
    def the_active_configuration_is_the_one_that_counts(self) -> None:
        assert self.database.running.value("system", "host-name") == self.active
        assert self.database.running is self.database.history.active.tree

    @invariant()
    def a_timer_runs_exactly_while_something_is_pending(self) -> None:
        assert (self.database.pending is not None) == (self.before is not None)
        assert len(list(self.clock.pending())) == (self.before is not None)
        assert (self.database.history.active.comment != "") == (self.before is not None)

    @invariant()
    def every_change_is_in_the_history(self) -> None:
        records = list(self.database.history)
        assert len(records) == min(self.entries, DEPTH)
        assert self.database.version == self.entries == self.changes + 1
        assert [record.revision for record in records] == sorted((r.revision for r in records), reverse=True)

    @invariant()
    def only_the_owner_of_the_lock_has_changes(self) -> None:
        if self.database.lock is not None and self.database.edit is not None:
            assert self.database.edit.author is self.database.lock.owner


TestDatabase = Database.TestCase
TestDatabase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
