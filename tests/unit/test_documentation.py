"""The documentation is whole: the reference follows the schema, links lead somewhere, Ansible can show it all."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).parents[2]
PAGES = sorted([*REPOSITORY.glob("*.md"), *REPOSITORY.glob("docs/**/*.md"), *REPOSITORY.glob("roles/*/README.md")])
PLAYBOOKS = sorted(path.stem for path in (REPOSITORY / "playbooks").glob("*.yml"))
MODULES = sorted(path.stem for path in (REPOSITORY / "plugins" / "modules").glob("*.py"))
FILTERS = sorted(path.stem for path in (REPOSITORY / "plugins" / "filter").glob("*.yml"))
ROLES = sorted(path.parents[1].name for path in (REPOSITORY / "roles").glob("*/meta/argument_specs.yml"))


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def anchors(page: Path) -> set[str]:
    """The anchors of a page, as GitHub makes them of headings."""
    headings = re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_reference_of_the_intent_follows_the_schema() -> None:
    run(sys.executable, "tools/intent_reference.py", "--check")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(REPOSITORY)))
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text()):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), target


@pytest.mark.parametrize("verb", PLAYBOOKS)
def test_every_verb_has_a_page_that_names_its_variables(verb: str) -> None:
    page = (REPOSITORY / "docs" / "verbs" / f"{verb}.md").read_text()
    used = set(re.findall(r"{{ (statenet_\w+)", (REPOSITORY / "playbooks" / f"{verb}.yml").read_text()))
    known = {"statenet_intent", f"statenet_{verb}"}  # set by the inventory; the result of the task before
    own = {"statenet_twin"} if verb == "twin" else set()
    assert not {name for name in used - known | own if f"`{name}`" not in page}


def test_catalogue_of_health_checks_is_up_to_date() -> None:
    run(sys.executable, "tools/health_reference.py", "--check")


@pytest.mark.slow
@pytest.mark.parametrize("verb", PLAYBOOKS)
def test_playbooks_are_sound(verb: str) -> None:
    inventory = str(REPOSITORY / "inventories" / "lab" / "statenet.yml")
    run("ansible-playbook", "--syntax-check", "-i", inventory, f"statenet.junos.{verb}")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("kind", "names"),
    [("module", MODULES), ("filter", FILTERS), ("inventory", ["intent"])],
    ids=["modules", "filters", "inventory"],
)
def test_ansible_doc_shows_every_plugin(kind: str, names: list[str]) -> None:
    wanted = [f"statenet.junos.{name}" for name in names]
    shown = json.loads(run("ansible-doc", "--json", "-t", kind, *wanted))
    assert sorted(shown) == wanted
    for name, found in shown.items():
        assert found["doc"]["short_description"], name
        assert found["examples"], name
        assert kind == "inventory" or found["return"], name


@pytest.mark.slow
def test_ansible_doc_shows_every_role() -> None:
    shown = json.loads(run("ansible-doc", "--json", "-t", "role", *(f"statenet.junos.{role}" for role in ROLES)))
    assert sorted(shown) == [f"statenet.junos.{role}" for role in ROLES]
    assert all(entry["entry_points"] for entry in shown.values())


def test_every_role_has_a_readme_and_says_what_it_takes() -> None:
    roles = [path for path in (REPOSITORY / "roles").iterdir() if path.is_dir()]
    assert {role.name for role in roles} == set(ROLES)
    for role in roles:
        assert (role / "README.md").read_text().startswith("# ")
        assert yaml.safe_load((role / "meta" / "argument_specs.yml").read_text())["argument_specs"]
