"""What ``build`` left behind, read again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.verbs.artifacts import Artifacts
from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import ArtifactMissing

if TYPE_CHECKING:
    from ansible_collections.statenet.junos.plugins.module_utils.verbs.workspace import Workspace


def test_devices_and_their_stages(artifacts: Artifacts) -> None:
    assert len(artifacts.devices) == len(artifacts.stages) == 17
    assert artifacts.stages["okc-core1"] == ("as-is", "coexistence", "to-be")
    assert artifacts.stages["tx-core1"] == ("as-is", "to-be")
    assert all(stages[-1] == "to-be" for stages in artifacts.stages.values())


def test_every_configuration_of_every_stage(artifacts: Artifacts) -> None:
    found = artifacts.configurations()
    assert len(found) == 40
    assert "host-name okc-core1;" in found["to-be", "okc-core1"]


def test_a_model_is_read_once(artifacts: Artifacts) -> None:
    first = artifacts.model("to-be", "okc-core1")
    assert (first.hostname, first.stage, first.model, first.family) == ("okc-core1", "to-be", "MX480", "junos")
    assert artifacts.model("to-be", "okc-core1") is first


def test_what_was_not_built_is_told(workspace: Workspace) -> None:
    artifacts = Artifacts(workspace)
    workspace.config("to-be", "okc-core1").unlink()
    with pytest.raises(ArtifactMissing, match=r"configs/to-be/okc-core1\.conf does not exist\. Run `ansible-playbook"):
        artifacts.configurations()
    with pytest.raises(ArtifactMissing, match=r"models/to-be/nobody\.yml does not exist"):
        artifacts.model("to-be", "nobody")
    workspace.network.unlink()
    with pytest.raises(ArtifactMissing, match=r"network\.json does not exist"):
        Artifacts(workspace)
