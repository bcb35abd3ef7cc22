"""A whole rollout of the laboratory with real values: they reach the devices, and stand nowhere else.

The twin plays the live network: its devices run configurations with the values in them, and the sessions resolve the
secrets of the intent as on the real network.
"""

from __future__ import annotations

import logging
import os
import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from ansible_collections.statenet.junos.plugins.module_utils.junos.device_secrets import DeviceSecrets
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.plan import Plan
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import RolloutResult
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace

INTENT = Path(__file__).parents[3] / "inventories" / "lab" / "intent"
CRYPT = "Qx7Hw9" * 14 + "Qx"
MARK = "vAlUe"
"""Stands in every value, so that one search finds all of them in clear."""


def value_of(name: str) -> str:
    """A value that occurs nowhere else."""
    if name.endswith("-password") and not name.startswith("snmp"):
        return f"$6${name.replace('-', '')[:8]}$" + CRYPT
    return f"{MARK}-of-{name}"


@dataclass(kw_only=True)
class Live:
    """The network after the rollout, and everything that was said about it."""

    directory: Path
    workspace: Workspace
    artifacts: Artifacts
    plan: Plan
    result: RolloutResult
    secrets_of: Callable[[str], DeviceSecrets]
    open_session: Callable[[str], Session]
    bare_session: Callable[[str], Session]
    said: list[str] = field(default_factory=list)


class Notes(logging.Handler):
    """Keeps every log record, at every level, and every event."""

    def __init__(self) -> None:
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep a log record."""
        self.lines.append(record.getMessage())

    def on_event(self, event: object) -> None:
        """Keep an event."""
        self.lines.append(repr(event))


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.artifacts import approved_text
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.engine import RunOptions, run
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.journal import Journal
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.schedule import first_start
    from ansible_collections.statenet.junos.plugins.module_utils.twin.clock import TwinClock
    from ansible_collections.statenet.junos.plugins.module_utils.twin.control import Control
    from ansible_collections.statenet.junos.plugins.module_utils.twin.process import stop
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import network_access, session_opener
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import start_twin, twin_spec
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import keep_plan, make_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

    directory = tmp_path_factory.mktemp("live")
    shutil.copytree(INTENT, directory / "intent")
    workspace = open_workspace(intent_directory=directory / "intent", artifacts=directory / "artifacts")
    build(workspace)
    artifacts = Artifacts(workspace)
    running = {host: artifacts.configuration("as-is", host) for host in artifacts.stages}
    plan = make_plan(workspace, artifacts, author="test", running=running)
    keep_plan(plan, workspace, artifacts, running)

    patch = pytest.MonkeyPatch()
    for name, source in workspace.intent.network.secrets.items():
        assert source.env
        patch.setenv(source.env, value_of(name))
    secrets_of = network_secrets(workspace, artifacts, on_twin=False, variable=lambda _name: None)
    # What stands for the devices' own memory: it is no artifact.
    for host, text in running.items():
        path = directory / "devices" / f"{host}.conf"
        path.parent.mkdir(exist_ok=True)
        path.write_text(secrets_of(host).reveal(text), encoding="utf-8")
    start = first_start(plan.policy, plan.calendar, datetime.now(UTC))
    spec = twin_spec(artifacts.network, lambda host: directory / "devices" / f"{host}.conf", start_at=start)
    start_twin(directory / "twin", spec, parent=os.getpid())

    endpoint_of = twin_endpoints(directory)
    open_session = session_opener(endpoint_of, secrets_of)
    access = network_access(artifacts, open_session)
    journal = Journal(workspace.journal)
    notes = Notes()
    root = logging.getLogger()
    level = root.level
    root.addHandler(notes)
    root.setLevel(logging.DEBUG)
    try:
        with Control(directory / "twin") as control:
            result = run(
                plan,
                access=access,
                text_of=approved_text(workspace.root, access.canonical),
                journal=journal,
                clock=TwinClock(control),
                options=RunOptions(when_closed="wait", approval_required=False, keep_sessions=True),
                listener=notes,
            )
            yield Live(
                directory=directory,
                workspace=workspace,
                artifacts=artifacts,
                plan=plan,
                result=result,
                secrets_of=secrets_of,
                open_session=open_session,
                bare_session=lambda host: connect(endpoint_of(host)),
                said=notes.lines,
            )
    finally:
        root.removeHandler(notes)
        root.setLevel(level)
        journal.close()
        stop(directory / "twin")
        patch.undo()


def test_the_rollout_ends_well_and_every_device_has_the_values(live: Live) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import decode9

    assert live.result.outcome == "complete", live.result.message
    with live.bare_session("okc-core1") as session:
        text = session.get_configuration()
    assert "$SECRET$" not in text
    assert f'encrypted-password "{value_of("breakglass-password")}"; ## SECRET-DATA' in text
    kept = text.partition("tacplus-server")[2].partition('secret "')[2].partition('"')[0]
    assert decode9(kept) == value_of("tacacs-key")


def test_values_stand_nowhere(live: Live) -> None:
    """Neither in clear nor as a device keeps them, which anybody can undo: in no artifact, journal, log, or result."""
    texts = {str(path): path.read_bytes() for path in live.workspace.root.rglob("*") if path.is_file()}
    texts |= {str(path): path.read_bytes() for path in (live.directory / "twin").rglob("*.log")}
    texts["said"] = "\n".join(live.said).encode()
    texts["result"] = repr(live.result).encode()
    assert any(name.endswith("journal.sqlite") for name in texts)
    assert any("/plans/" in name for name in texts)
    assert len(texts["said"]) > 10000
    found = {
        name for name, text in texts.items() if MARK.encode() in text or b"$9$" in text or CRYPT.encode() in text
    }
    assert not found


def test_running_configurations_are_the_built_ones(live: Live) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import predict
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.verify import verify

    assert {item.outcome for item in predict(live.plan, live.open_session)} == {"unchanged"}
    found = verify(live.artifacts, live.artifacts.stages, live.open_session, sessions=4)
    assert [item.host for item in found if not item.ok] == []


def test_a_secret_that_was_changed_on_the_box_is_drift_and_is_not_shown(live: Live) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.secret_encoding import encode9
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rollout import predict

    other = encode9("somebody-elses-key", salt="z")
    with live.bare_session("okc-spine1") as session:
        session.lock()
        session.load(f'set system tacplus-server 10.50.112.51 secret "{other}"', action="set", format="set")
        assert session.commit(comment="by hand").outcome == "committed"
    drifted = next(item for item in predict(live.plan, live.open_session) if item.host == "okc-spine1")
    assert (drifted.outcome, drifted.message) == (
        "failed",
        "drift: it runs neither its baseline nor a target",
    )
    with live.open_session("okc-spine1") as session:
        shown = session.compare(1)
        assert other not in shown + session.get_configuration()
        session.lock()
        session.load(live.artifacts.configuration("to-be", "okc-spine1"), action="override", format="text")
        back = session.compare()
        assert session.commit(comment="put right").outcome == "committed"
    unknown = shown.partition("unknown-")[2].partition('"')[0]
    assert shown.splitlines() == [
        "[edit system tacplus-server 10.50.112.51]",
        '-    secret "$SECRET$tacacs-key";',
        f'+    secret "$SECRET$unknown-{unknown}";',
    ]
    assert back.splitlines() == [
        "[edit system tacplus-server 10.50.112.51]",
        f'-    secret "$SECRET$unknown-{unknown}";',
        '+    secret "$SECRET$tacacs-key";',
    ]
    assert {item.outcome for item in predict(live.plan, live.open_session)} == {"unchanged"}


def test_the_twin_of_a_rehearsal_never_sees_a_value(live: Live) -> None:
    """Its baselines hold tokens, and it makes values up."""
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import baseline_files

    for path in baseline_files(live.plan, live.workspace, live.artifacts).values():
        text = path.read_text(encoding="utf-8")
        assert MARK not in text
        assert "$9$" not in text


def test_a_missing_value_stops_everything_before_the_first_session(live: Live, monkeypatch: Any) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets

    monkeypatch.delenv("STATENET_TACACS_KEY")
    monkeypatch.setenv("STATENET_BREAKGLASS_PASSWORD", "clear text")
    with pytest.raises(InputError) as caught:
        network_secrets(live.workspace, live.artifacts, on_twin=False, variable=lambda _name: None)
    assert [str(problem).partition("network.yml: ")[2] for problem in caught.value.problems] == [
        "secrets.breakglass-password: environment variable STATENET_BREAKGLASS_PASSWORD is no SHA-512 crypt hash. "
        "Expected: the hash of a password. Remedy: make it with: openssl passwd -6.",
        "secrets.tacacs-key: environment variable STATENET_TACACS_KEY is not set. Expected: its value. "
        "Remedy: export STATENET_TACACS_KEY, or attach the AWX credential that sets it.",
    ]
    assert "clear text" not in str(caught.value)


def test_the_plan_is_the_same_whatever_the_values_are(live: Live) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import make_plan

    running = {host: live.artifacts.configuration("as-is", host) for host in live.artifacts.stages}
    again = make_plan(live.workspace, live.artifacts, author="test", running=running)
    assert again.plan_id == live.plan.plan_id


def test_another_value_is_a_change_of_its_own(live: Live, monkeypatch: Any) -> None:
    """Neither intent nor configurations change; the plan has one change per device, and no device goes back a stage."""
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import (
        running_configurations,
        session_opener,
    )
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.plan import make_plan
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.rehearse import twin_endpoints
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets

    monkeypatch.setenv("STATENET_TACACS_KEY", "the new key")
    secrets_of = network_secrets(live.workspace, live.artifacts, on_twin=False, variable=lambda _name: None)
    running, unread = running_configurations(
        live.artifacts.stages, session_opener(twin_endpoints(live.directory), secrets_of), sessions=4
    )
    assert not unread
    plan = make_plan(live.workspace, live.artifacts, author="test", running=running)
    changes = [change for wave in plan.waves for change in wave.changes]
    new = [host for host in live.artifacts.stages if not host.startswith("legacy")]
    assert sorted(change.host for change in changes) == sorted(new)
    assert {change.stage for change in changes} == {"to-be"}
    assert {change.diff.partition("unknown-")[0] for change in changes} == {
        '[edit system tacplus-server 10.50.112.51]\n-    secret "$SECRET$'
    }
    assert all("the new key" not in change.diff for change in changes)
