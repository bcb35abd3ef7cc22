"""What is said in several files says the same."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.common.version import VERSION
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

REPOSITORY = Path(__file__).parents[2]
PROJECT: dict[str, Any] = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
DEPENDENCIES = {found.name: found for found in map(Requirement, PROJECT["dependencies"])}
CORE = DEPENDENCIES["ansible-core"].specifier


def read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((REPOSITORY / name).read_text())
    return found


def test_version_is_the_same_everywhere() -> None:
    assert {VERSION, read("galaxy.yml")["version"], PROJECT["version"]} == {VERSION}


def test_requirements_are_the_dependencies_without_ansible_core() -> None:
    lines = (REPOSITORY / "requirements.txt").read_text().splitlines()
    listed = {found.name: found for line in lines if line and not line.startswith("#") for found in [Requirement(line)]}
    # jinja2 comes with ansible-core, which the environment that runs the collection has.
    wanted = {name: found for name, found in DEPENDENCIES.items() if name not in ("ansible-core", "jinja2")}
    assert listed == wanted


def test_the_lock_holds_every_dependency_in_range() -> None:
    text = (REPOSITORY / "requirements-dev.txt").read_text()
    locked: dict[str, set[str]] = {}
    for line in text.splitlines():
        if "==" in line and not line.startswith((" ", "#")):
            name, _, rest = line.partition("==")
            locked.setdefault(name, set()).add(rest.split()[0])
    for name, wanted in DEPENDENCIES.items():
        assert locked.get(name), f"{name} is not locked"
        assert all(version in wanted.specifier for version in locked[name]), name


@pytest.mark.parametrize("version", ["2.18.9", "2.19.0", "2.20.5", "2.21.3", "2.22.0"])
def test_runtime_admits_the_ansible_core_of_the_project(version: str) -> None:
    runtime = SpecifierSet(read("meta/runtime.yml")["requires_ansible"])
    assert (version in runtime) == (version in CORE)


def test_readme_and_setup_name_the_supported_versions() -> None:
    assert PROJECT["requires-python"] == ">=3.11,<3.14"
    readme = (REPOSITORY / "README.md").read_text()
    assert "Python 3.11 to 3.13, ansible-core 2.19 to 2.21" in " ".join(readme.split())
    assert "(3, 11) <= sys.version_info[:2] <= (3, 13)" in (REPOSITORY / "tools" / "setup.sh").read_text()
