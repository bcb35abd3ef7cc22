"""Every device of the lab that can be drained: no proof before, all of them after each step, none when it is undone."""

from __future__ import annotations

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]
HOSTS = ("okc-core1", "el-reno-agg1", "okc-spine1", "okc-leaf1")


class Network:
    """The final lab on a twin, with the sessions and models that proofs need."""

    def __init__(self, directory: Path) -> None:
        from ansible_collections.statenet.junos.plugins.module_utils.verbs import rehearse
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.access import session_opener
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.build import build
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.emulate import start_twin, twin_spec
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.secrets import network_secrets
        from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import open_workspace

        shutil.copytree(ROOT / "inventories" / "lab", directory / "lab")
        workspace = open_workspace(intent_directory=directory / "lab" / "intent", artifacts=directory / "artifacts")
        build(workspace)
        self.artifacts = Artifacts(workspace)
        self.directory = directory

        def configuration(host: str) -> Path:
            return workspace.config(self.artifacts.stages[host][-1], host)

        start = datetime(2020, 9, 7, 22, 30, tzinfo=UTC)
        spec = twin_spec(self.artifacts.network, configuration, start_at=start)
        start_twin(directory / "twin", spec, parent=os.getpid())
        secrets_of = network_secrets(workspace, self.artifacts, on_twin=True, variable=lambda _name: None)
        self.open = session_opener(rehearse.twin_endpoints(directory), secrets_of)

    def prove(self, host: str, step: Any, *, drained: bool) -> Any:
        """The verdict of a step's proofs."""
        from ansible_collections.statenet.junos.plugins.module_utils.health.drain_proofs import Drained, prove

        def ask(place: str, question: Any) -> Any:
            with self.open(place) as session:
                return session.rpc(question.element())

        def model_of(place: str) -> Any:
            return self.artifacts.model(self.artifacts.stages[place][-1], place)

        serving = frozenset(self.artifacts.stages)
        device = Drained(model=model_of(host), model_of=model_of, ask=ask, serving=serving, before={})
        return prove(device, step, drained=drained)

    def commit(self, host: str, lines: tuple[str, ...]) -> None:
        """Commit set commands."""
        with self.open(host) as session:
            session.lock()
            session.load("\n".join(lines), action="set", format="set")
            assert session.commit(comment="drain").outcome == "committed"
            session.unlock()


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Network]:
    from ansible_collections.statenet.junos.plugins.module_utils.twin.process import stop

    directory = tmp_path_factory.mktemp("drain")
    found = Network(directory)
    yield found
    stop(directory / "twin")


@pytest.mark.slow
@pytest.mark.parametrize("host", HOSTS)
def test_proofs_follow_the_drain(network: Network, host: str) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.design.drain import drain

    plan = drain(network.artifacts.model("to-be", host))
    assert plan.steps
    for step in plan.steps:
        before = network.prove(host, step, drained=True)
        assert before.verdict != "pass", (step.name, before.results)
        assert network.prove(host, step, drained=False).verdict == "pass", step.name
        network.commit(host, step.statements)
        after = network.prove(host, step, drained=True)
        assert after.verdict == "pass", [result.message for result in after.red]
        assert network.prove(host, step, drained=False).verdict != "pass"
    for step in reversed(plan.steps):
        network.commit(host, step.undo)
    for step in plan.steps:
        undone = network.prove(host, step, drained=False)
        assert undone.verdict == "pass", [result.message for result in undone.red]


@pytest.mark.slow
def test_uplink_of_a_site(network: Network) -> None:
    from ansible_collections.statenet.junos.plugins.module_utils.design.drain import drain

    host = "canadian-el-reno-courthouse-sw1"
    step = drain(network.artifacts.model("to-be", host)).link("xe-0/2/0")
    red = network.prove(host, step, drained=True).red
    assert "Default route of GENGOV" in " ".join(result.message for result in red)
    network.commit(host, step.statements)
    assert network.prove(host, step, drained=True).red == ()
    network.commit(host, step.undo)
    assert network.prove(host, step, drained=False).red == ()
