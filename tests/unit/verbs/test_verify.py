"""``verify``: the model that holds for a device follows from what it runs; so do the neighbours that are expected."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.health.base import CheckResult, HealthReport
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import ConnectError
from ansible_collections.statenet.junos.plugins.module_utils.verbs import verify as verb

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts

SITE = "canadian-calumet-library-sw1"


class Network:
    """Devices in memory; a session is the name of its host."""

    def __init__(self, artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch) -> None:
        self.running = {host: artifacts.configuration("as-is", host) for host in artifacts.stages}
        self.silent: dict[str, str] = {}
        self.lost: set[str] = set()
        self.asked: dict[str, tuple[str, frozenset[str]]] = {}
        monkeypatch.setattr(verb, "running_configurations", self.read)
        monkeypatch.setattr(verb, "examine", self.examine)

    def read(self, hosts: Any, open_session: Any, *, sessions: int) -> tuple[dict[str, str], dict[str, str]]:
        """Stands in for ``running_configurations``."""
        del open_session, sessions
        return {host: self.running[host] for host in hosts if host not in self.silent}, self.silent

    def connect(self, host: str) -> Any:
        """Stands in for a session."""
        if host in self.lost:
            raise ConnectError(host, "connection refused")
        return nullcontext(host)

    def examine(self, session: str, model: Any, *, in_service: frozenset[str], **_: Any) -> HealthReport:
        """Stands in for the checks: all is well, and what was expected is kept."""
        self.asked[session] = (model.stage, in_service)
        result = CheckResult(
            check="lldp", host=session, subject="x", verdict="pass", expected="", actual="", message=""
        )
        return HealthReport(host=session, results=(result,))


@pytest.fixture
def network(artifacts: Artifacts, monkeypatch: pytest.MonkeyPatch) -> Network:
    return Network(artifacts, monkeypatch)


def verified(artifacts: Artifacts, network: Network, *hosts: str) -> dict[str, verb.Verification]:
    found = verb.verify(artifacts, hosts or tuple(artifacts.stages), network.connect, sessions=4)
    return {item.host: item for item in found}


def test_before_the_rollout_only_the_old_network_is_in_service(artifacts: Artifacts, network: Network) -> None:
    found = verified(artifacts, network)
    assert all(item.ok and item.stage == "as-is" for item in found.values())
    assert network.asked[SITE] == ("as-is", frozenset({"legacy-okc", "legacy-el-reno"}))


def test_each_device_is_held_against_the_stage_that_it_runs(artifacts: Artifacts, network: Network) -> None:
    network.running[SITE] = artifacts.configuration("coexistence", SITE)
    network.running["legacy-el-reno"] = artifacts.configuration("to-be", "legacy-el-reno")
    found = verified(artifacts, network, SITE, "okc-core1")
    assert list(found) == [SITE, "okc-core1"]
    assert found[SITE].message == "1 checks passed at stage coexistence"
    assert network.asked[SITE] == ("coexistence", frozenset({SITE, "legacy-okc"}))
    assert set(network.asked) == {SITE, "okc-core1"}


def test_layout_of_the_running_configuration_does_not_matter(artifacts: Artifacts, network: Network) -> None:
    network.running[SITE] = "## Last commit: today\n" + network.running[SITE].replace("    ", "\t")
    assert verified(artifacts, network, SITE)[SITE].stage == "as-is"


def test_drift(artifacts: Artifacts, network: Network) -> None:
    network.running[SITE] = "system {\n    host-name somebody-else;\n}\n"
    found = verified(artifacts, network)[SITE]
    assert (found.ok, found.stage, found.message) == (
        False,
        None,
        "drift: it runs none of the configurations that were built for it",
    )


def test_a_device_that_does_not_answer(artifacts: Artifacts, network: Network) -> None:
    network.silent = {SITE: "no route to host"}
    found = verified(artifacts, network)[SITE]
    assert (found.ok, found.stage, found.message) == (False, None, "no route to host")


def test_a_device_that_is_lost_in_between_is_not_healthy(artifacts: Artifacts, network: Network) -> None:
    network.lost = {SITE}
    found = verified(artifacts, network)[SITE]
    assert not found.ok
    assert found.stage == "as-is"
    assert "connection refused" in found.message
