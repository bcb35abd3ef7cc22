"""The configuration database: locks, candidates, commits, and commits that must be confirmed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import apply_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.twin.database import ConfigurationDatabase
from ansible_collections.statenet.junos.plugins.module_utils.twin.errors import CommitFailure, RpcFailure
from ansible_collections.statenet.junos.plugins.module_utils.twin.holdings import Client
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler

if TYPE_CHECKING:
    from collections.abc import Callable

    from ansible_collections.statenet.junos.plugins.module_utils.junos.tree import Node

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
ANNA = Client(session_id=101, user="anna", since=START)
BEN = Client(session_id=102, user="ben", terminal="p1", since=START)
LOCKED = (
    "configuration database locked by:\n  anna terminal p0 (pid 101) on since 2026-10-01 08:00:00 UTC\n"
    "      exclusive [edit]"
)


def refuse_bad(tree: Node) -> tuple[RpcFailure, ...]:
    name = tree.value("system", "host-name")
    if name == "bad":
        return (RpcFailure("bad name"),)
    return (RpcFailure("odd name", severity="warning"),) if name == "odd" else ()


class Bench:
    """A database with its clock, and a count of its changes."""

    def __init__(self) -> None:
        self.clock = VirtualScheduler(START)
        self.changes = 0
        self.database = ConfigurationDatabase(
            parse_text("system { host-name start; }"),
            scheduler=self.clock,
            subject="r1",
            on_change=self._changed,
            check=refuse_bad,
        )

    def _changed(self) -> None:
        self.changes += 1

    @property
    def name(self) -> str | None:
        """Host name of the active configuration."""
        return self.database.running.value("system", "host-name")

    def edit(self, client: Client, name: str) -> None:
        """Change the host name in the candidate."""
        tree = apply_set(self.database.candidate(client), [f"set system host-name {name}"])
        self.database.put_candidate(client, tree)

    def candidate(self, client: Client) -> str | None:
        """Host name of the candidate."""
        return self.database.candidate(client).value("system", "host-name")

    def entries(self) -> list[tuple[str, str, str, str]]:
        """User, client, comment and log of every commit."""
        return [(record.user, record.client, record.comment, record.log) for record in self.database.history]


@pytest.fixture
def bench() -> Bench:
    return Bench()


def test_a_commit_makes_the_candidate_active_and_is_remembered(bench: Bench) -> None:
    bench.database.acquire_lock(ANNA)
    bench.edit(ANNA, "new")
    assert (bench.name, bench.candidate(ANNA), bench.database.version) == ("start", "new", 1)
    bench.clock.advance(60)
    assert bench.database.commit(ANNA, log="because") == ()
    assert (bench.name, bench.database.version, bench.changes) == ("new", 2, 1)
    assert bench.entries() == [("anna", "netconf", "", "because"), ("root", "other", "", "")]
    assert bench.database.history.active.at == START + timedelta(minutes=1)
    assert bench.database.history.rollback(1).tree.value("system", "host-name") == "start"


@pytest.mark.parametrize(
    "request_",
    [
        lambda bench: bench.database.acquire_lock(BEN),
        lambda bench: bench.edit(BEN, "other"),
        lambda bench: bench.database.discard(BEN),
        lambda bench: bench.database.check(BEN),
        lambda bench: bench.database.commit(BEN),
        lambda bench: bench.database.open_private(BEN),
    ],
    ids=["lock", "load", "discard", "check", "commit", "private"],
)
def test_the_exclusive_lock_keeps_everybody_else_out(bench: Bench, request_: Callable[[Bench], None]) -> None:
    bench.database.acquire_lock(ANNA)
    with pytest.raises(RpcFailure) as caught:
        request_(bench)
    assert (str(caught.value), caught.value.tag, caught.value.session_id) == (LOCKED, "lock-denied", 101)


def test_only_the_owner_unlocks(bench: Bench) -> None:
    bench.database.acquire_lock(ANNA)
    with pytest.raises(RpcFailure):
        bench.database.release_lock(BEN)
    assert bench.database.lock is not None


def test_unlocking_discards_what_was_not_committed(bench: Bench) -> None:
    bench.database.acquire_lock(ANNA)
    bench.edit(ANNA, "new")
    bench.database.release_lock(ANNA)
    assert bench.candidate(BEN) == "start"
    bench.database.acquire_lock(BEN)


def test_the_end_of_a_session_releases_its_lock_and_discards(bench: Bench) -> None:
    bench.database.acquire_lock(ANNA)
    bench.edit(ANNA, "new")
    bench.database.end_session(ANNA)
    assert (bench.candidate(BEN), bench.database.lock) == ("start", None)


def test_changes_without_a_lock_outlive_the_session_and_are_in_the_way(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.end_session(ANNA)
    assert bench.candidate(BEN) == "new"
    with pytest.raises(RpcFailure) as caught:
        bench.database.acquire_lock(BEN)
    assert str(caught.value) == "configuration database modified"
    bench.database.discard(BEN)
    bench.database.acquire_lock(BEN)


def test_an_unconfirmed_commit_is_rolled_back_by_root(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=5, log="try")
    bench.database.end_session(ANNA)
    bench.clock.advance(299)
    assert bench.name == "new"
    bench.clock.advance(1)
    assert (bench.name, bench.database.pending, bench.changes) == ("start", None, 2)
    assert bench.entries()[:2] == [
        ("root", "other", "", ""),
        ("anna", "netconf", "commit confirmed, rollback in 5mins", "try"),
    ]
    assert bench.database.history.active.at == START + timedelta(minutes=5)


def test_a_plain_commit_confirms(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=5)
    bench.database.commit(ANNA, log="yes")
    bench.clock.advance(3600)
    assert (bench.name, bench.entries()[0]) == ("new", ("anna", "netconf", "", "yes"))


def test_even_a_commit_check_of_somebody_else_confirms(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=5, log="try")
    bench.database.check(BEN)
    bench.clock.advance(3600)
    assert (bench.name, bench.entries()[0]) == ("new", ("anna", "netconf", "", "try"))


def test_a_refused_commit_changes_nothing_and_confirms_nothing(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=5)
    bench.edit(ANNA, "bad")
    for act in (bench.database.check, bench.database.commit):
        with pytest.raises(CommitFailure, match="bad name"):
            act(ANNA)
    assert (bench.name, bench.candidate(ANNA), bench.database.version) == ("new", "bad", 2)
    bench.clock.advance(300)
    assert (bench.name, bench.candidate(ANNA)) == ("start", "bad")


def test_confirming_later_restarts_the_timer_and_keeps_the_way_back(bench: Bench) -> None:
    bench.edit(ANNA, "one")
    bench.database.commit(ANNA, confirm_minutes=5)
    bench.clock.advance(240)
    bench.edit(ANNA, "two")
    bench.database.commit(ANNA, confirm_minutes=10)
    bench.clock.advance(599)
    assert bench.name == "two"
    bench.clock.advance(1)
    assert bench.name == "start"


def test_a_lock_and_the_candidate_outlive_an_automatic_rollback(bench: Bench) -> None:
    bench.database.acquire_lock(ANNA)
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=1)
    bench.clock.advance(60)
    assert bench.database.lock is not None
    assert (bench.name, bench.candidate(ANNA)) == ("start", "start")


@pytest.mark.parametrize(("killed", "name"), [(True, "start"), (False, "new")])
def test_only_killing_the_session_rolls_back_at_once(bench: Bench, killed: bool, name: str) -> None:
    bench.edit(ANNA, "new")
    bench.database.commit(ANNA, confirm_minutes=5)
    bench.database.end_session(ANNA, killed=killed)
    assert bench.name == name


def test_warnings_do_not_stop_a_commit(bench: Bench) -> None:
    bench.edit(ANNA, "odd")
    assert [warning.message for warning in bench.database.commit(ANNA)] == ["odd name"]
    assert bench.name == "odd"


def test_fifty_configurations_are_kept(bench: Bench) -> None:
    for number in range(60):
        bench.edit(ANNA, f"n{number}")
        bench.database.commit(ANNA)
    assert len(bench.entries()) == 50
    assert bench.database.history.rollback(49).tree.value("system", "host-name") == "n10"
    for number in (-1, 50):
        with pytest.raises(RpcFailure, match=f"invalid rollback index: {number}"):
            bench.database.history.rollback(number)


def test_a_rollback_that_does_not_exist_yet(bench: Bench) -> None:
    with pytest.raises(RpcFailure) as caught:
        bench.database.history.rollback(1)
    assert str(caught.value) == "rollback 1: no such configuration file"


def test_private_candidates_do_not_see_each_other(bench: Bench) -> None:
    bench.database.open_private(ANNA)
    bench.edit(ANNA, "private")
    assert (bench.candidate(ANNA), bench.candidate(BEN)) == ("private", "start")
    bench.database.acquire_lock(BEN)
    bench.database.release_lock(BEN)
    bench.database.commit(ANNA)
    assert bench.candidate(BEN) == "private"
    bench.edit(ANNA, "gone")
    bench.database.close_private(ANNA)
    assert bench.candidate(ANNA) == "private"


def test_a_private_candidate_cannot_be_committed_confirmed_or_onto_a_changed_base(bench: Bench) -> None:
    bench.database.open_private(ANNA)
    bench.edit(ANNA, "private")
    with pytest.raises(RpcFailure) as caught:
        bench.database.commit(ANNA, confirm_minutes=5)
    assert str(caught.value) == "commit confirmed is not allowed in configure private"
    bench.edit(BEN, "other")
    bench.database.commit(BEN)
    with pytest.raises(RpcFailure, match="modified since this private session began"):
        bench.database.commit(ANNA)
    assert bench.name == "other"


def test_the_rescue_configuration_is_the_active_one(bench: Bench) -> None:
    bench.edit(ANNA, "new")
    bench.database.save_rescue()
    assert bench.database.rescue is not None
    assert bench.database.rescue.tree.value("system", "host-name") == "start"
