"""The roles as their users see them: options, defaults and README say the same."""

from __future__ import annotations

import re
from typing import Any, get_args

import pytest
import yaml
from ansible_collections.statenet.junos.plugins.module_utils.design.model import Role
from ansible_collections.statenet.junos.plugins.module_utils.render.templates import DIRECTORIES, ROLES, role_templates

PLAYED = ("core_mx", "dc_fabric", "site_ex")


def _yaml(role: str, path: str) -> Any:
    return yaml.safe_load((ROLES / role / path).read_text())


def _readme(role: str) -> str:
    return (ROLES / role / "README.md").read_text()


@pytest.mark.parametrize("role", get_args(Role))
def test_every_role_of_the_model_has_templates(role: str) -> None:
    paths = [part.path for part in role_templates(role)]
    assert "common/templates/system.j2" in paths
    assert [path for path in paths if path.startswith(DIRECTORIES[role])]


@pytest.mark.parametrize("role", PLAYED)
def test_options_are_prefixed_described_and_have_their_default(role: str) -> None:
    entry_points = _yaml(role, "meta/argument_specs.yml")["argument_specs"]
    assert set(entry_points) == {path.stem for path in (ROLES / role / "tasks").glob("*.yml")}
    options = {name: option for entry in entry_points.values() for name, option in entry["options"].items()}
    defaults = _yaml(role, "defaults/main.yml")
    assert set(options) == set(defaults)
    for name, option in options.items():
        assert name.startswith(f"{role}_")
        assert option["description"]
        assert option.get("default", defaults[name]) == defaults[name]


@pytest.mark.parametrize("role", PLAYED)
def test_readme_lists_every_variable(role: str) -> None:
    assert set(re.findall(r"^\| `(\w+)` \|", _readme(role), re.MULTILINE)) == set(_yaml(role, "defaults/main.yml"))


@pytest.mark.parametrize("role", [*PLAYED, "common"])
def test_readme_lists_every_template(role: str) -> None:
    listed = set(re.findall(r"^\| `(\w+\.j2)` \|", _readme(role), re.MULTILINE))
    assert listed == {path.name for path in (ROLES / role / "templates").glob("[!_]*.j2")}
