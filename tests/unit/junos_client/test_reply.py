"""Replies in every shape that Junos releases send: nothing hidden, nothing guessed."""

from __future__ import annotations

from typing import Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.commit import judge_check, judge_commit
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import (
    CommitRefused,
    CommitUnknown,
    MalformedReply,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.reply import parse_reply

from .conftest import recorded


@pytest.mark.parametrize(
    ("name", "outcome", "errors", "warnings"),
    [
        ("ok", "committed", 0, 0),
        ("ok-nc", "committed", 0, 0),
        ("commit-dual-re", "committed", 0, 0),
        ("commit-warning-beside-ok", "committed", 0, 1),
        ("commit-unclosed-routing-engine", "committed", 0, 0),
        ("commit-refused", "refused", 2, 0),
        ("commit-refused-flat-nc", "refused", 1, 0),
        ("commit-mixed", "unknown", 1, 0),
        ("empty", "unknown", 0, 0),
    ],
)
def test_commit_outcome(name: Any, outcome: Any, errors: Any, warnings: Any) -> None:
    result = judge_commit(parse_reply(recorded(name)))
    assert (result.outcome, len(result.errors), len(result.warnings)) == (outcome, errors, warnings)


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ("ok", "checked"),
        ("check-dual-re", "checked"),
        ("commit-refused", "refused"),
        ("empty", "unknown"),
    ],
)
def test_check_outcome(name: Any, outcome: Any) -> None:
    assert judge_check(parse_reply(recorded(name))).outcome == outcome


def test_every_error_with_its_place_and_routing_engine() -> None:
    first, second = parse_reply(recorded("commit-refused")).errors
    assert str(first) == (
        "re0: Error in neighbor 10.0.0.1 of group CE: peer AS number must be configured for an external peer "
        "(at [edit protocols bgp group CE neighbor 10.0.0.1] peer-as)"
    )
    assert str(second) == "re0: configuration check-out failed"
    assert first.as_dict()["tag"] == "invalid-value"


def test_warning_beside_ok_is_kept() -> None:
    (warning,) = parse_reply(recorded("commit-warning-beside-ok")).warnings
    assert warning.message.endswith("Please reboot the system NOW.")
    assert warning.routing_engine == "fpc0"


def test_unclosed_routing_engine_is_mended_and_says_so() -> None:
    reply = parse_reply(recorded("commit-unclosed-routing-engine"))
    assert reply.repaired
    assert reply.ok


@pytest.mark.parametrize(
    "raw",
    [
        recorded("commit-dual-re")[:400],
        "<rpc-reply><commit-results><routing-engine><commit-success/>",
        "no xml at all",
        "",
    ],
)
def test_half_a_reply_proves_nothing(raw: Any) -> None:
    with pytest.raises(MalformedReply, match=r"^okc-core1: the reply is no well-formed XML: "):
        parse_reply(raw, device="okc-core1")


def test_namespaces_are_gone_from_tags_and_attributes() -> None:
    reply = parse_reply(recorded("history-pending"))
    assert reply.root.find("commit-information/commit-history/date-time").get("seconds") == "1795559111"
    assert reply.content.tag == "commit-information"


def test_missing_severity_counts_as_error() -> None:
    reply = parse_reply("<rpc-reply><rpc-error><error-message>boom</error-message></rpc-error></rpc-reply>")
    assert [item.message for item in reply.errors] == ["boom"]
    assert reply.content is None


def test_content_is_the_only_element_or_all_of_them() -> None:
    one = parse_reply("<rpc-reply><a/><ok/></rpc-reply>").content
    several = parse_reply("<rpc-reply><a/><b/></rpc-reply>").content
    assert one is not None
    assert several is not None
    assert (one.tag, several.tag) == ("a", "rpc-reply")


def test_require_raises_what_happened() -> None:
    refused = judge_commit(parse_reply(recorded("commit-refused-flat-nc")))
    with pytest.raises(CommitRefused, match=r"^okc-core1: commit refused: configuration check-out failed\.$"):
        refused.require("okc-core1")
    unknown = judge_commit(parse_reply(recorded("empty")))
    with pytest.raises(CommitUnknown) as caught:
        unknown.require("okc-core1")
    assert str(caught.value) == (
        "okc-core1: the outcome of the commit is unknown: the reply tells neither success nor failure. Remedy: read "
        "the commit history of the device before anything else is sent to it."
    )
    done = judge_commit(parse_reply(recorded("ok")))
    assert done.require("okc-core1") is done
