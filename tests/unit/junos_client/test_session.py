"""What each method sends, to the byte, and what it makes of the answer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import (
    LoadError,
    LockError,
    MalformedReply,
    RpcError,
    RpcTimeout,
    SessionLost,
)

REQUESTS = [
    (lambda s: s.lock(), "empty", "<lock-configuration/>"),
    (lambda s: s.unlock(), "empty", "<unlock-configuration/>"),
    (
        lambda s: s.load("system { host-name a&b; }", action="merge", format="text"),
        "ok",
        '<load-configuration format="text"><configuration-text>system { host-name a&amp;b; }</configuration-text>'
        "</load-configuration>",
    ),
    (
        lambda s: s.load("x", action="override", format="text"),
        "ok",
        '<load-configuration format="text" action="override"><configuration-text>x</configuration-text>'
        "</load-configuration>",
    ),
    (
        lambda s: s.load("x", action="replace", format="text"),
        "ok",
        '<load-configuration format="text" action="replace"><configuration-text>x</configuration-text>'
        "</load-configuration>",
    ),
    (
        lambda s: s.load("x", action="update", format="json"),
        "ok",
        '<load-configuration format="json" action="update"><configuration-json>x</configuration-json>'
        "</load-configuration>",
    ),
    (
        lambda s: s.load("set system host-name a", action="set", format="set"),
        "ok",
        '<load-configuration format="text" action="set"><configuration-set>set system host-name a</configuration-set>'
        "</load-configuration>",
    ),
    (
        lambda s: s.load("<configuration><system/></configuration>", action="merge", format="xml"),
        "ok",
        '<load-configuration format="xml"><configuration><system/></configuration></load-configuration>',
    ),
    (lambda s: s.rollback(1), "ok", '<load-configuration rollback="1"/>'),
    (lambda s: s.compare(), "compare", '<get-configuration compare="rollback" rollback="0" format="text"/>'),
    (lambda s: s.compare(3), "compare", '<get-configuration compare="rollback" rollback="3" format="text"/>'),
    (lambda s: s.check(), "ok", "<commit-configuration><check/></commit-configuration>"),
    (lambda s: s.commit(), "ok", "<commit-configuration/>"),
    (
        lambda s: s.commit(comment="statenet 4f2a wave 1", confirm_minutes=10),
        "ok",
        "<commit-configuration><log>statenet 4f2a wave 1</log><confirmed/><confirm-timeout>10</confirm-timeout>"
        "</commit-configuration>",
    ),
    (
        lambda s: s.commit(comment="c", synchronize=True),
        "ok",
        "<commit-configuration><log>c</log><synchronize/></commit-configuration>",
    ),
    (
        lambda s: s.get_configuration(),
        "configuration-text",
        '<get-configuration database="committed" format="text"/>',
    ),
    (
        lambda s: s.get_configuration(format="set", database="candidate"),
        "configuration-set",
        '<get-configuration database="candidate" format="set"/>',
    ),
    (lambda s: s.history(), "history-pending", "<get-commit-information/>"),
    (lambda s: s.command("show version"), "ok", '<command format="text">show version</command>'),
    (lambda s: s.command("show version", format="xml"), "ok", "<command>show version</command>"),
    (
        lambda s: s.rpc("get_interface_information", terse=True, detail=False, interface_name=["et-0/0/2", "lo0"]),
        "ok",
        "<get-interface-information><terse/><interface-name>et-0/0/2</interface-name>"
        "<interface-name>lo0</interface-name></get-interface-information>",
    ),
    (
        lambda s: s.rpc("<get-route-information><table>inet.0</table></get-route-information>"),
        "ok",
        "<get-route-information><table>inet.0</table></get-route-information>",
    ),
    (
        lambda s: s.rpc("get-bgp-summary-information", attributes={"format": "json"}),
        "ok",
        '<get-bgp-summary-information format="json"/>',
    ),
]


@pytest.mark.parametrize(("call", "answer", "wire"), REQUESTS, ids=[row[2][:60] for row in REQUESTS])
def test_exact_request(open_session: Any, call: Any, answer: Any, wire: Any) -> None:
    session, channel = open_session(answer)
    call(session)
    assert channel.sent == [wire]


def test_each_kind_of_request_has_its_own_limit(open_session: Any) -> None:
    session, channel = open_session("ok", "ok", "ok", "ok", "ok")
    session.rpc("get-x")
    session.rollback(0)
    session.check()
    session.commit()
    session.commit(timeout=5)
    assert channel.timeouts == [60.0, 120.0, 300.0, 600.0, 5]


@pytest.mark.parametrize("kind", [RpcTimeout, SessionLost])
def test_commit_without_a_reply_is_unknown(open_session: Any, kind: Any) -> None:
    session, _channel = open_session(kind("okc-core1", "no reply to commit-configuration within 600 s"))
    result = session.commit(comment="c")
    assert result.outcome == "unknown"
    assert result.reason == "okc-core1: no reply to commit-configuration within 600 s"


def test_commit_with_half_a_reply_is_unknown(open_session: Any) -> None:
    session, _channel = open_session("<rpc-reply><commit-results>")
    assert session.commit().outcome == "unknown"


def test_lock_held_names_the_owner(open_session: Any) -> None:
    session, _channel = open_session("lock-held")
    with pytest.raises(LockError) as caught:
        session.lock()
    error = caught.value
    assert (error.owner.user, error.owner.pid, error.owner.terminal) == ("mkaufman", "41182", "p0")
    assert error.owner.since == "2026-11-24 16:20:11 CST"
    assert not error.modified
    assert not session.locked
    assert str(error).endswith(
        "Remedy: ask mkaufman (terminal p0, pid 41182, since 2026-11-24 16:20:11 CST) to leave configuration mode."
    )


def test_lock_of_a_modified_candidate(open_session: Any) -> None:
    session, _channel = open_session("lock-modified")
    with pytest.raises(LockError) as caught:
        session.lock()
    assert caught.value.modified
    assert caught.value.owner is None
    assert str(caught.value) == (
        "okc-core1: lock refused: configuration database modified. Remedy: have the uncommitted changes in the "
        "candidate committed or discarded (rollback 0)."
    )


def test_lock_state_follows(open_session: Any) -> None:
    session, _channel = open_session("empty", "empty")
    session.lock()
    assert session.locked
    session.unlock()
    assert not session.locked


def test_load_error_carries_every_error(open_session: Any) -> None:
    session, _channel = open_session("load-error")
    with pytest.raises(LoadError) as caught:
        session.load("interfaces { xyz-0/0/0; }", action="merge", format="text")
    assert [item.message for item in caught.value.errors] == [
        "syntax error, expecting interface name",
        "error recovery ignores input until this point",
    ]


def test_load_warning_is_data(open_session: Any) -> None:
    session, _channel = open_session("load-warning")
    result = session.load("delete x", action="set", format="set")
    assert [item.message for item in result.warnings] == ["statement not found"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<configuration>", "the content is no well-formed XML: "),
        ("<junk/>", "the content has no <configuration> but <junk>"),
    ],
)
def test_content_that_is_no_xml_never_leaves(open_session: Any, content: Any, message: Any) -> None:
    session, channel = open_session()
    with pytest.raises(LoadError, match=message):
        session.load(content, action="merge", format="xml")
    assert channel.sent == []


def test_control_characters_never_leave(open_session: Any) -> None:
    session, channel = open_session()
    with pytest.raises(LoadError, match="XML compatible"):
        session.load("system { \x00 }", action="merge", format="text")
    assert channel.sent == []


@pytest.mark.parametrize(
    ("answer", "diff"),
    [
        ("compare", "[edit system]\n-  host-name old;\n+  host-name okc-core1;\n"),
        ("compare-empty", ""),
    ],
)
def test_compare(open_session: Any, answer: Any, diff: Any) -> None:
    session, _channel = open_session(answer)
    assert session.compare() == diff


@pytest.mark.parametrize(
    ("form", "beginning"),
    [
        ("text", "## Last commit: 2026-11-24 16:20:11 CST by automation\nsystem {"),
        ("set", "set system host-name okc-core1"),
        ("xml", '<configuration commit-seconds="1795559011" commit-user="automation">\n<system>'),
        ("json", '{\n    "configuration" : {'),
    ],
)
def test_configuration_formats(open_session: Any, form: str, beginning: Any) -> None:
    session, _channel = open_session(f"configuration-{form}")
    assert session.get_configuration(format=form).startswith(beginning)


def test_configuration_missing_in_the_reply(open_session: Any) -> None:
    session, _channel = open_session("ok")
    with pytest.raises(MalformedReply, match="holds no <configuration-text>"):
        session.get_configuration()


def test_pending_confirm(open_session: Any) -> None:
    session, _channel = open_session("history-pending", "history-rolled-back")
    entry = session.pending_confirm()
    assert entry.log == "statenet 4f2a9c1d77aa wave 3"
    assert entry.pending_minutes == 10
    assert entry.at == datetime(2026, 11, 24, 22, 25, 11, tzinfo=UTC)
    assert session.pending_confirm() is None


def test_rpc_error(open_session: Any) -> None:
    session, _channel = open_session("commit-refused-flat-nc")
    with pytest.raises(RpcError, match=r"^okc-core1: get-x refused: configuration check-out failed\.$"):
        session.rpc("get-x")


def test_context_manager_closes_even_on_errors(open_session: Any) -> None:
    session, channel = open_session("commit-refused-flat-nc")
    with pytest.raises(RpcError), session:
        session.rpc("get-x")
    assert channel.closed
