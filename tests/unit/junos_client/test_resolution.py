"""A lost commit is looked up, with the lock as the proof that nothing is under way any more."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import ConnectError
from ansible_collections.statenet.junos.plugins.module_utils.junos.history import parse_history
from ansible_collections.statenet.junos.plugins.module_utils.junos.reply import parse_reply
from ansible_collections.statenet.junos.plugins.module_utils.junos.resolution import resolve_unknown

from .conftest import recorded

CHANGE = "statenet 4f2a9c1d77aa wave 3"
START = datetime(2026, 11, 24, tzinfo=UTC)


@pytest.fixture
def ask(endpoint: Any, open_session: Any) -> Any:
    """Resolve against scripted sessions; an exception in the script is a failed connection."""

    def run(*sessions: Any, **options: Any) -> Any:
        script = list(sessions)
        clock = VirtualClock(START)

        def opener(_endpoint: Any, **_options: Any) -> Any:
            answers = script.pop(0)
            if isinstance(answers, Exception):
                raise answers
            return open_session(*answers)[0]

        result = resolve_unknown(endpoint, CHANGE, clock=clock, opener=opener, attempts=3, **options)
        return result, (clock.now() - START).total_seconds(), script

    return run


def test_committed_and_waiting(ask: Any) -> None:
    result, waited, _rest = ask(["history-pending"])
    assert result.outcome == "committed"
    assert result.trace.running
    assert result.trace.pending
    assert waited == 0


def test_committed_and_rolled_back_since(ask: Any) -> None:
    result, _waited, _rest = ask(["history-rolled-back"])
    assert result.outcome == "committed"
    assert not result.trace.running
    assert not result.trace.pending
    assert result.trace.superseded_by.user == "root"


def test_absent_only_once_the_lock_can_be_had(ask: Any) -> None:
    result, waited, rest = ask(
        ConnectError("okc-core1", "refused"),
        ["history-before", "lock-held"],
        ["history-before", "empty", "history-before", "empty"],
    )
    assert result.outcome == "absent"
    assert waited == 30
    assert rest == []


def test_absent_when_somebody_elses_changes_stand_in_the_candidate(ask: Any) -> None:
    result, _waited, _rest = ask(["history-before", "lock-modified", "history-before"])
    assert result.outcome == "absent"


def test_commit_that_ends_between_look_and_lock(ask: Any) -> None:
    result, _waited, _rest = ask(["history-before", "empty", "history-pending", "empty"])
    assert result.outcome == "committed"


def test_unknown_stays_unknown(ask: Any) -> None:
    result, waited, _rest = ask(*[["history-before", "lock-held"]] * 3)
    assert result.outcome == "unknown"
    assert result.reason.startswith("a commit may still be under way: okc-core1: lock refused: ")
    assert waited == 30


def test_a_former_attempt_with_the_same_id_does_not_count(ask: Any) -> None:
    before = parse_history(parse_reply(recorded("history-pending")), device="okc-core1")[0]
    result, _waited, _rest = ask(["history-pending", "empty", "history-pending", "empty"], before=before)
    assert result.outcome == "absent"
