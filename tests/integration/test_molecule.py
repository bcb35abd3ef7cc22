"""The Molecule scenarios pass, each as ``molecule test`` runs it from the root of the checkout."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
SCENARIOS = sorted(path.parent.name for path in (REPOSITORY / "extensions" / "molecule").glob("*/molecule.yml"))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", SCENARIOS)
def test_scenario(scenario: str, tmp_path: Path) -> None:
    environment = {
        **os.environ,
        "ANSIBLE_CONFIG": str(REPOSITORY / "ansible.cfg"),
        "MOLECULE_EPHEMERAL_DIRECTORY": str(tmp_path / "molecule"),
        "NO_COLOR": "1",
    }
    done = subprocess.run(
        ["molecule", "test", "--scenario-name", scenario],
        cwd=REPOSITORY,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=900,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "failed=0" in done.stdout + done.stderr


def test_there_are_scenarios_for_success_and_refusal() -> None:
    assert SCENARIOS == ["freeze", "lab"]
