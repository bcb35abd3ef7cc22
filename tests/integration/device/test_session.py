"""The client against the twin: locks, loads, commits that wait, commits whose reply is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.change import (
    Change,
    PendingCommit,
    apply_change,
    confirm_change,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import JunosError, LoadError, LockError
from ansible_collections.statenet.junos.plugins.module_utils.junos.facts import read_facts
from ansible_collections.statenet.junos.plugins.module_utils.junos.resolution import resolve_unknown
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control


def location(text: str) -> str:
    return f'system {{ location {{ building "{text}"; }} }}'


def test_every_format_of_the_configuration(endpoint: Endpoint) -> None:
    with connect(endpoint) as session:
        texts = {form: session.get_configuration(format=form) for form in ("text", "set", "xml", "json")}
    assert "host-name okc-core1;" in texts["text"]
    assert "set system host-name okc-core1" in texts["set"]
    assert "<host-name>okc-core1</host-name>" in texts["xml"]
    assert '"host-name"' in texts["json"]


@pytest.mark.parametrize(
    ("content", "action", "form"),
    [
        (location("a"), "merge", "text"),
        ("set system location building a", "set", "set"),
        ("<configuration><system><location><building>a</building></location></system></configuration>", "merge", "xml"),
        ('{"configuration": {"system": {"location": {"building": "a"}}}}', "merge", "json"),
    ],
)
def test_every_format_of_a_load(endpoint: Endpoint, content: str, action: Any, form: Any) -> None:
    with connect(endpoint) as session:
        session.lock()
        session.load(content, action=action, format=form)
        assert "building a;" in session.compare()
        session.unlock()


def test_lock_names_who_holds_it(endpoint: Endpoint) -> None:
    with connect(endpoint) as first, connect(endpoint) as second:
        first.lock()
        with pytest.raises(LockError) as caught:
            second.lock()
        assert caught.value.owner is not None
        assert caught.value.owner.user == endpoint.username
        first.unlock()
        second.lock()


def test_a_session_that_ends_takes_lock_and_candidate_along(endpoint: Endpoint) -> None:
    with connect(endpoint) as session:
        session.lock()
        session.load(location("gone"), action="merge", format="text")
    with connect(endpoint) as session:
        session.lock()
        assert session.compare() == ""


def test_load_error(endpoint: Endpoint) -> None:
    with connect(endpoint) as session:
        session.lock()
        with pytest.raises(LoadError, match="syntax error"):
            session.load("system { host-nam x; }", action="merge", format="text")


def test_confirmed_commit_waits_and_is_confirmed(endpoint: Endpoint, control: Control) -> None:
    clock = TwinClock(control)
    with connect(endpoint) as session:
        change = Change(content=location("kept"), confirm_minutes=5, comment="CHG7")
        result = apply_change(session, change, clock=clock)
        assert result.outcome == "committed"
        pending = session.pending_confirm()
        assert pending is not None
        assert (pending.log, pending.pending_minutes) == (result.log, 5)
        with pytest.raises(PendingCommit):
            apply_change(session, Change(content=location("other")), clock=clock)
        assert confirm_change(session, comment="", clock=clock).outcome == "confirmed"
        clock.sleep(600)
        assert session.pending_confirm() is None
        assert "kept" in session.get_configuration()


def test_confirmed_commit_is_rolled_back_by_the_device(endpoint: Endpoint, control: Control) -> None:
    clock = TwinClock(control)
    with connect(endpoint) as session:
        change = Change(content=location("brief"), confirm_minutes=5)
        log = apply_change(session, change, clock=clock).log
        clock.sleep(301)
        assert "brief" not in session.get_configuration()
    found = resolve_unknown(endpoint, log, clock=clock)
    assert found.outcome == "committed"
    assert not found.trace.running
    assert found.trace.superseded_by is not None
    assert found.trace.superseded_by.user == "root"


def test_rollback(endpoint: Endpoint, control: Control) -> None:
    clock = TwinClock(control)
    with connect(endpoint) as session:
        before = session.get_configuration(format="set")
        apply_change(session, Change(content=location("undone")), clock=clock)
        assert session.archived_configuration(1)
        assert apply_change(session, Change(rollback=1), clock=clock).outcome == "committed"
        assert session.get_configuration(format="set") == before


@pytest.mark.parametrize("confirm_minutes", [None, 5])
def test_lost_reply_to_a_commit_that_happened(
    endpoint: Endpoint, control: Control, confirm_minutes: int | None
) -> None:
    clock = TwinClock(control)
    control.fault("session_cut", host="okc-core1", when="in-commit")
    text = f"lost-{confirm_minutes}"
    with connect(endpoint) as session:
        change = Change(content=location(text), confirm_minutes=confirm_minutes)
        assert apply_change(session, change, clock=clock).outcome == "committed"
    assert text in control.configuration("okc-core1")
    with connect(endpoint) as session:
        assert (session.pending_confirm() is not None) == (confirm_minutes is not None)
        confirm_change(session, comment="", clock=clock)


def test_lost_reply_to_a_commit_that_did_not_happen(endpoint: Endpoint, control: Control) -> None:
    control.fault("session_cut", host="okc-core1", when="before-commit", phase="commit")
    with connect(endpoint) as session, pytest.raises(JunosError, match="the commit did not happen"):
        apply_change(session, Change(content=location("never")), clock=TwinClock(control))
    assert "never" not in control.configuration("okc-core1")


def test_facts(endpoint: Endpoint) -> None:
    with connect(endpoint) as session:
        facts = read_facts(session)
    assert (facts.hostname, facts.model, facts.family) == ("okc-core1", "MX480", "junos")
    assert facts.version
    assert facts.serial
