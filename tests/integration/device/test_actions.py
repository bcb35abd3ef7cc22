"""config, rpc and facts on the twin: idempotent, silent in check mode, refused in a freeze, errors as data."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
from ansible.errors import AnsibleActionFail
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control

    Act = Callable[..., dict[str, Any]]

FREEZE = "2020-10-29T12:00:00+00:00"


def building(text: str) -> list[str]:
    return [f"set system location building {text}"]


def test_check_then_change_then_nothing_then_check(act: Act) -> None:
    prepared = "[edit system]\n+  location {\n+      building first;\n+  }\n"
    predicted = act("config", lines=building("first"), check=True, diff=True)
    assert predicted["changed"]
    assert predicted["diff"]["prepared"] == prepared
    done = act("config", lines=building("first"), diff=True, comment="CHG8")
    assert (done["changed"], done["outcome"]) == (True, "committed")
    assert done["diff"] == predicted["diff"]
    assert done["log"].startswith("CHG8 [id ")
    again = act("config", lines=building("first"), diff=True)
    assert (again["changed"], again["outcome"], "diff" in again) == (False, "unchanged", False)
    assert not act("config", lines=building("first"), check=True)["changed"]


def test_check_mode_touches_nothing(act: Act, endpoint: Endpoint) -> None:
    # Whoever locks or loads in check mode fails here: somebody else holds the lock all the time.
    with connect(endpoint) as session:
        session.lock()
        before = session.history()
        assert act("config", lines=building("checked"), check=True)["changed"]
        assert act("config", rollback=1, check=True, diff=True)["changed"]
        assert not act("config", confirm_commit=True, check=True)["changed"]
        assert session.history() == before
        assert session.compare() == ""


@pytest.mark.parametrize(
    ("content", "load"),
    [
        ("system { location { building text; } }", None),
        ("<configuration><system><location><building>xml</building></location></system></configuration>", None),
        ('{"configuration": {"system": {"location": {"building": "json"}}}}', None),
        ("system { location { replace: building replaced; } }", "replace"),
    ],
)
def test_formats_are_found_out(act: Act, content: str, load: str | None) -> None:
    options = {"load": load} if load else {}
    predicted = act("config", content=content, check=True, diff=True, **options)
    done = act("config", content=content, diff=True, **options)
    assert done["changed"]
    assert done["diff"] == predicted["diff"]


def test_src(act: Act, tmp_path: Path) -> None:
    path = tmp_path / "okc-core1.conf"
    path.write_text("system { location { building file; } }")
    assert act("config", src=str(path), check=True)["changed"] is True


def test_confirm_and_rollback(act: Act) -> None:
    waiting = act("config", lines=building("waiting"), confirm=5)
    assert waiting["msg"] == "committed; rolled back in 5 minutes unless confirmed"
    refused = act("config", lines=building("other"))
    assert refused["failed"]
    assert "waits for its confirmation" in refused["msg"]
    assert act("config", confirm_commit=True)["changed"]
    assert not act("config", confirm_commit=True)["changed"]
    # Confirming is a commit of its own, of the same configuration.
    assert not act("config", rollback=1)["changed"]
    assert act("config", rollback=2, diff=True)["changed"]


def test_check_only_discards(act: Act) -> None:
    found = act("config", lines=building("tried"), check_only=True, diff=True)
    assert (found["changed"], found["outcome"]) == (False, "checked")
    assert "tried" in found["diff"]["prepared"]
    assert act("config", lines=building("tried"), check=True)["changed"]


def test_errors_are_data(act: Act) -> None:
    found = act("config", content="system { host-nam x; }")
    assert found["failed"]
    assert found["errors"][0]["severity"] == "error"
    assert "syntax error" in found["msg"]
    predicted = act("config", content="system { host-nam x; }", check=True)
    assert predicted["failed"]
    assert "syntax error" in predicted["msg"]


def test_lock_of_somebody_else(act: Act, endpoint: Endpoint) -> None:
    with connect(endpoint) as session:
        session.lock()
        found = act("config", lines=building("late"))
    assert found["failed"]
    assert "to leave configuration mode" in found["msg"]


def test_no_secret_in_the_diff(act: Act) -> None:
    lines = ["set system root-authentication encrypted-password $6$saltsalt$hashhash"]
    for check in (True, False):
        found = act("config", lines=lines, check=check, diff=True)
        assert "hashhash" not in str(found)
        assert "<hidden>" in found["diff"]["prepared"]
    reply = act("rpc", rpc="get-configuration", args={"configuration": True}, attributes={"database": "committed"})
    assert "hashhash" not in str(reply)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"lines": ["x"], "load": "override"}, "load: override does not go with a configuration in set format."),
        ({"lines": ["x"], "format": "xml"}, "lines are in set format, not in xml."),
        ({"lines": ["x"], "confirm": 0}, "confirm: 0 is not between 1 and 65535 minutes."),
        ({"rollback": 50}, "rollback: 50 is not between 0 and 49."),
        ({"rollback": 1, "load": "merge"}, "load and format go with src, lines or content only."),
        (
            {"confirm_commit": True, "check_only": True},
            "check_only does not go with confirm_commit: a commit check confirms a waiting commit.",
        ),
        ({"lines": ["x"], "confirm": 5, "check_only": True}, "confirm does not go with confirm_commit or check_only."),
        ({"src": "/nowhere/at/all"}, "src /nowhere/at/all cannot be read: "),
    ],
)
def test_contradictions_are_refused(act: Act, arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(AnsibleActionFail) as caught:
        act("config", **arguments)
    assert message in str(caught.value)


def test_rpc_reads(act: Act) -> None:
    for check in (True, False):
        found = act("rpc", rpc="get-software-information", check=check)
        assert (found["changed"], found["effect"]) == (False, "read")
    assert "okc-core1" in str(found["data"])


def test_rpc_outputs(act: Act) -> None:
    text = act("rpc", command="show configuration system", output="text")
    assert "host-name okc-core1;" in text["stdout"]
    data = act("rpc", rpc="get-configuration", output="json", attributes={"database": "committed"})
    assert data["data"]["configuration"]


def test_writing_rpc_is_skipped_in_check_mode(act: Act) -> None:
    found = act("rpc", rpc="request-save-rescue-configuration", check=True)
    assert found["skipped"]
    assert found["msg"] == "request-save-rescue-configuration may write, and is not sent in check mode"
    done = act("rpc", rpc="request-save-rescue-configuration")
    assert (done["changed"], done["effect"]) == (True, "write")


def test_rpc_errors_are_data(act: Act) -> None:
    found = act("rpc", rpc="get-nothing-at-all")
    assert found["failed"]
    assert found["errors"][0]["message"] == "syntax error"


def test_facts(act: Act) -> None:
    found = act("facts", extra={"inventory_hostname": "adair-library-sw1"})
    assert not found["changed"]
    assert found["facts"]["hostname"] == "adair-library-sw1"
    assert (found["facts"]["model"], found["facts"]["family"]) == ("EX3400-24P", "junos-ex")


def test_unknown_host_is_a_failure_not_a_traceback(act: Act) -> None:
    found = act("facts", extra={"inventory_hostname": "nowhere"})
    assert found["failed"]
    assert "the running twin does not have this device" in found["msg"]
    assert len(found["problems"]) == 1


def test_freeze(act: Act, control: Control, intent: Path) -> None:
    extra = {"statenet_intent": str(intent)}
    assert act("config", lines=building("before"), extra=extra)["changed"]
    control.advance((datetime.fromisoformat(FREEZE) - control.now()).total_seconds())
    refused = act("config", lines=building("frozen"), extra=extra)
    assert refused["failed"]
    assert not refused["changed"]
    assert "Presidential election" in refused["msg"]
    assert "2020-11-10 00:00 CST" in refused["msg"]
    assert "Remedy: " in refused["msg"]
    assert act("rpc", rpc="request-save-rescue-configuration", extra=extra)["failed"]
    # Reading, checking and going back stay possible.
    assert act("config", lines=building("frozen"), extra=extra, check=True)["changed"]
    assert act("rpc", rpc="get-software-information", extra=extra)["effect"] == "read"
    assert act("config", rollback=1, extra=extra)["changed"]


def test_calendar_that_cannot_be_read_counts_as_closed(act: Act, intent: Path) -> None:
    (intent / "calendar.yml").write_text("calendar: [")
    refused = act("config", lines=building("blind"), extra={"statenet_intent": str(intent)})
    assert refused["failed"]
    assert "cannot be read, which counts as a freeze" in refused["msg"]
