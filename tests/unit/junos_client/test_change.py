"""A change from lock to unlock: what is sent, in which order, and what a failure leaves behind."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.clock import VirtualClock
from ansible_collections.statenet.junos.plugins.module_utils.junos import change as module
from ansible_collections.statenet.junos.plugins.module_utils.junos.change import (
    Change,
    PendingCommit,
    apply_change,
    confirm_change,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import (
    CommitRefused,
    CommitUnknown,
    JunosError,
    LoadError,
    LockError,
    SessionLost,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.history import CommitEntry, Trace
from ansible_collections.statenet.junos.plugins.module_utils.junos.resolution import Resolution

LOCK, UNLOCK = "<lock-configuration/>", "<unlock-configuration/>"
HISTORY = "<get-commit-information/>"
COMPARE = '<get-configuration compare="rollback" rollback="0" format="text"/>'
CHECK = "<commit-configuration><check/></commit-configuration>"
LOAD = '<load-configuration format="text"><configuration-text>x</configuration-text></load-configuration>'
CLOCK = VirtualClock(datetime(2026, 11, 24, tzinfo=UTC))


def names(channel: Any) -> Any:
    return [re.match(r"<([\w-]+)", request).group(1) for request in channel.sent]


def run(open_session: Any, *answers: Any, **options: Any) -> Any:
    session, channel = open_session(*answers)
    return apply_change(session, Change(content="x", **options), clock=CLOCK), channel


def test_committed(open_session: Any) -> None:
    result, channel = run(
        open_session,
        "history-before",
        "empty",
        "load-warning",
        "compare",
        "ok",
        "commit-warning-beside-ok",
        "empty",
        comment="CHG1",
        confirm_minutes=5,
    )
    assert result.outcome == "committed"
    assert result.diff.startswith("[edit system]")
    assert [warning.message[:19] for warning in result.warnings] == ["statement not found", "Chassis configurati"]
    assert re.fullmatch(r"CHG1 \[id [0-9a-f]{12}\]", result.log)
    assert channel.sent == [
        HISTORY,
        LOCK,
        LOAD,
        COMPARE,
        CHECK,
        f"<commit-configuration><log>{result.log}</log><confirmed/><confirm-timeout>5</confirm-timeout>"
        "</commit-configuration>",
        UNLOCK,
    ]


def test_unchanged_is_neither_checked_nor_committed(open_session: Any) -> None:
    result, channel = run(open_session, "history-before", "empty", "ok", "compare-empty", "empty")
    assert (result.outcome, result.diff) == ("unchanged", "")
    assert channel.sent == [HISTORY, LOCK, LOAD, COMPARE, UNLOCK]


def test_check_only_is_not_committed(open_session: Any) -> None:
    result, channel = run(open_session, "history-before", "empty", "ok", "compare", "ok", "empty", check_only=True)
    assert result.outcome == "checked"
    assert channel.sent == [HISTORY, LOCK, LOAD, COMPARE, CHECK, UNLOCK]


def test_rollback(open_session: Any) -> None:
    session, channel = open_session("history-before", "empty", "ok", "compare", "ok", "ok", "empty")
    assert apply_change(session, Change(rollback=1), clock=CLOCK).outcome == "committed"
    assert channel.sent[2] == '<load-configuration rollback="1"/>'


def test_a_commit_that_waits_is_left_alone(open_session: Any) -> None:
    session, channel = open_session("history-pending")
    with pytest.raises(PendingCommit) as caught:
        apply_change(session, Change(content="x"), clock=CLOCK)
    assert channel.sent == [HISTORY]
    assert str(caught.value) == (
        "okc-core1: a confirmed commit by automation at 2026-11-24 22:25:11 UTC (statenet 4f2a9c1d77aa wave 3) waits "
        "for its confirmation. Remedy: confirm it, or wait until it is rolled back."
    )


@pytest.mark.parametrize(
    ("answers", "error", "sent"),
    [
        (["lock-held"], LockError, ["lock-configuration"]),
        (["empty", "load-error", "empty"], LoadError, ["lock-configuration", "load-configuration"]),
        (
            ["empty", "ok", "compare", "commit-refused", "empty"],
            CommitRefused,
            ["lock-configuration", "load-configuration", "get-configuration", "commit-configuration"],
        ),
    ],
)
def test_a_failure_discards_the_candidate(open_session: Any, answers: Any, error: Any, sent: Any) -> None:
    session, channel = open_session("history-before", *answers)
    with pytest.raises(error):
        apply_change(session, Change(content="x"), clock=CLOCK)
    unlocked = [] if error is LockError else ["unlock-configuration"]
    assert names(channel) == ["get-commit-information", *sent, *unlocked]
    assert not session.locked


ENTRY = CommitEntry(sequence=0, user="automation", client="netconf", at=datetime(2026, 11, 24, tzinfo=UTC))
LOST = ["history-before", "empty", "ok", "compare", "ok", SessionLost("okc-core1", "the session ended")]


@pytest.mark.parametrize(
    ("resolution", "expected"),
    [
        (Resolution(outcome="committed", trace=Trace(entry=ENTRY, running=True)), None),
        (
            Resolution(outcome="committed", trace=Trace(entry=ENTRY)),
            (JunosError, "okc-core1: the commit was made, and something else has replaced it since."),
        ),
        (
            Resolution(outcome="absent", trace=Trace(entry=None)),
            (
                JunosError,
                "okc-core1: the commit did not happen: okc-core1: the session ended. Remedy: run the task again.",
            ),
        ),
        (
            Resolution(outcome="unknown", trace=Trace(entry=None), reason="okc-core1: no NETCONF session"),
            (CommitUnknown, "okc-core1: the outcome of the commit is unknown: okc-core1: the session ended; okc-core1"),
        ),
    ],
)
def test_a_lost_reply_is_looked_up(open_session: Any, monkeypatch: Any, resolution: Any, expected: Any) -> None:
    asked = []

    def resolve(endpoint: Any, change_id: Any, **options: Any) -> Any:
        asked.append((endpoint.name, change_id, options["before"].user))
        return resolution

    monkeypatch.setattr(module, "resolve_unknown", resolve)
    session, channel = open_session(*LOST)
    if expected is None:
        result = apply_change(session, Change(content="x"), clock=CLOCK)
        assert result.outcome == "committed"
        assert asked == [("okc-core1", result.log[-16:-1], "mkaufman")]
    else:
        with pytest.raises(expected[0]) as caught:
            apply_change(session, Change(content="x"), clock=CLOCK)
        assert str(caught.value).startswith(expected[1])
    # The old session is gone before anybody asks, as it may hold the lock.
    assert channel.closed
    assert names(channel).count("commit-configuration") == 2


def test_confirm(open_session: Any) -> None:
    session, channel = open_session("history-pending", "empty", "ok", "empty")
    result = confirm_change(session, comment="kept", clock=CLOCK)
    assert result.outcome == "confirmed"
    assert channel.sent == [
        HISTORY,
        LOCK,
        f"<commit-configuration><log>{result.log}</log></commit-configuration>",
        UNLOCK,
    ]


def test_nothing_to_confirm(open_session: Any) -> None:
    session, channel = open_session("history-before")
    assert confirm_change(session, comment="", clock=CLOCK).outcome == "unchanged"
    assert channel.sent == [HISTORY]
