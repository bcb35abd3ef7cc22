"""The rollout's way to the devices: which checks decide, and what counts as before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.health.snapshot import Snapshot
from ansible_collections.statenet.junos.plugins.module_utils.intent.policy import HealthGate
from ansible_collections.statenet.junos.plugins.module_utils.verbs import access as verb
from ansible_collections.statenet.junos.plugins.module_utils.verbs import plan as plan_verb

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts

HOST = "okc-core1"
TAKEN = Snapshot(host=HOST, values={"boot_time": {"": "1"}})


class Notes:
    """What was asked of the layer below."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.examined: list[tuple[Any, Any]] = []
        self.measured: list[str] = []
        monkeypatch.setattr(verb, "examine", self.examine)
        monkeypatch.setattr(verb, "take_snapshot", self.measure)

    def examine(self, session: Any, model: Any, *, in_service: Any, selection: Any, before: Any) -> None:
        """Stands in for the examination."""
        del session, model, in_service
        self.examined.append((selection, before))

    def measure(self, session: Any, model: Any, selection: Any) -> Snapshot:
        """Stands in for the measurement."""
        del session
        assert selection.intended
        self.measured.append(model.hostname)
        return TAKEN


@pytest.fixture
def notes(monkeypatch: pytest.MonkeyPatch) -> Notes:
    return Notes(monkeypatch)


def test_what_is_measured_counts_until_the_next_wave(artifacts: Artifacts, notes: Notes) -> None:
    access = verb.network_access(artifacts, lambda host: host)  # type: ignore[arg-type,return-value]
    access.examine("session", HOST, "to-be", frozenset())  # type: ignore[arg-type]
    access.remember("session", HOST, "to-be")  # type: ignore[arg-type]
    access.examine("session", HOST, "to-be", frozenset())  # type: ignore[arg-type]
    access.examine("session", "tx-core1", "to-be", frozenset())  # type: ignore[arg-type]
    access.forget()
    access.examine("session", HOST, "to-be", frozenset())  # type: ignore[arg-type]
    assert [before for _, before in notes.examined] == [None, TAKEN, None, None]
    assert notes.measured == [HOST]


def test_the_policy_says_which_checks_decide(artifacts: Artifacts, notes: Notes) -> None:
    gate = HealthGate(depth="full", extra=("path_mtu",), skip=("ntp",), compare=False)
    access = verb.network_access(artifacts, lambda host: host, gate=gate)  # type: ignore[arg-type,return-value]
    access.remember("session", HOST, "to-be")  # type: ignore[arg-type]
    access.examine("session", HOST, "to-be", frozenset())  # type: ignore[arg-type]
    ((selection, before),) = notes.examined
    assert (selection.depth, selection.extra, selection.skip, before) == ("full", ("path_mtu",), ("ntp",), None)
    assert notes.measured == []


def test_the_plan_names_the_checks_that_decide() -> None:
    fast = plan_verb._deciding(HealthGate())
    assert {"commit", "interfaces", "bgp_sessions", "boot_time"} <= set(fast)
    assert "boot_time" not in plan_verb._deciding(HealthGate(compare=False))
    assert "ntp" not in fast
    assert "ntp" in plan_verb._deciding(HealthGate(extra=("ntp",)))
    full = plan_verb._deciding(HealthGate(depth="full", skip=("evpn_*",)))
    assert "storage" in full
    assert not any(name.startswith("evpn_") for name in full)
    with pytest.raises(plan_verb.InputError, match="checks: nonsense"):
        plan_verb._deciding(HealthGate(skip=("nonsense",)))
