"""Published constraints, on models of our own: how they are read, what they find, and what they say of bad models."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.common.errors import InputError
from ansible_collections.statenet.junos.plugins.module_utils.junos import constraint_model
from ansible_collections.statenet.junos.plugins.module_utils.junos.constraint_model import (
    ConstraintModel,
    load_constraints,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.constraints import violations
from ansible_collections.statenet.junos.plugins.module_utils.junos.setform import parse_set
from ansible_collections.statenet.junos.plugins.module_utils.junos.yang import parse_module

MODELS = Path(__file__).parents[2] / "fixtures" / "yang"
EXCLUSIVE = "Family ethernet-switching and rest of the families are mutually exclusive"
NATIVE = "native-vlan-id can be specified with flexible-vlan-tagging mode or with interface-mode trunk"
SWITCHED = "set interfaces ge-0/0/1 unit 0 family ethernet-switching interface-mode trunk\n"


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(constraint_model, "cache_path", lambda: tmp_path / "cache" / "schema.json")
    return tmp_path / "cache"


@pytest.fixture
def model() -> ConstraintModel:
    return load_constraints(MODELS, "junos")


def found(lines: str, model: ConstraintModel) -> list[tuple[str, str, str]]:
    return [(one.path, one.statement, one.message) for one in violations(parse_set(lines), model)]


@pytest.mark.parametrize(
    "lines",
    [
        "set interfaces ge-0/0/1 flexible-vlan-tagging\nset interfaces ge-0/0/1 native-vlan-id 5",
        SWITCHED + "set interfaces ge-0/0/1 native-vlan-id 5",
        "set interfaces ge-0/0/1 flexible-vlan-tagging\nset interfaces ge-0/0/1 unit 1 vlan-id 1",
        "set interfaces ae0\nset interfaces ge-0/0/1 gigether-options 802.3ad ae0",
        "set protocols lldp interface all",
        "set interfaces ge-0/0/1 unit 3\nset protocols lldp interface ge-0/0/1.3",
        "set interfaces ge-0/0/1 unit 0\nset protocols lldp interface ge-0/0/1",
        "set groups x system no-redirects",
        SWITCHED + "set interfaces ge-0/0/1 unit 0 family inet\ndeactivate interfaces ge-0/0/1 unit 0 family inet",
        SWITCHED + "set interfaces ge-0/0/1 unit 0 family inet\ndeactivate interfaces ge-0/0/1",
        "set interfaces lo0\nset protocols isis interface lo0.0 passive",
    ],
)
def test_holds(lines: str, model: ConstraintModel) -> None:
    assert found(lines, model) == []


@pytest.mark.parametrize(
    ("lines", "path", "statement", "message"),
    [
        (
            SWITCHED + "set interfaces ge-0/0/1 unit 0 family inet",
            "[edit interfaces ge-0/0/1 unit 0 family]", "ethernet-switching", EXCLUSIVE,
        ),
        ("set interfaces ge-0/0/1 native-vlan-id 5", "[edit interfaces ge-0/0/1]", "native-vlan-id", NATIVE),
        (
            "set interfaces ge-0/0/1 flexible-vlan-tagging\nset interfaces ge-0/0/1 unit 1 vlan-id 1\n"
            "set interfaces ge-0/0/1 unit 2",
            "[edit interfaces ge-0/0/1]", "flexible-vlan-tagging", "Every unit needs a vlan-id",
        ),
        (
            "set interfaces ge-0/0/1 gigether-options 802.3ad ae0",
            "[edit interfaces ge-0/0/1 gigether-options 802.3ad]", "ae0", "Bundle must be defined",
        ),
        (
            "set interfaces ae0\nset interfaces ge-0/0/1 mtu 9000\n"
            "set interfaces ge-0/0/1 gigether-options 802.3ad ae0",
            "[edit interfaces ge-0/0/1 gigether-options 802.3ad]", "ae0",
            "Setting mtu on ae child device is not allowed",
        ),
        (
            "set interfaces ge-0/0/1 unit 0\nset protocols lldp interface ge-0/0/1.3",
            "[edit protocols lldp]", "interface ge-0/0/1.3", "Interface must be defined",
        ),
        ("set protocols lldp disable", "[edit protocols]", "lldp", "Keep it"),
        (
            "set interfaces ge-0/0/1\nset protocols isis interface ge-0/0/1.0",
            "[edit protocols isis]", "interface ge-0/0/1.0", "A loopback is wanted",
        ),
        (
            SWITCHED + "set interfaces ge-0/0/1 unit 0 family mpls",
            "[edit interfaces ge-0/0/1 unit 0 family ethernet-switching]", "interface-mode",
            '(!("interfaces ${interface} unit ${unit} family mpls"))',
        ),
    ],
)
def test_finds(lines: str, path: str, statement: str, message: str, model: ConstraintModel) -> None:
    assert found(lines, model) == [(path, statement, message)]


def test_models_of_a_family_are_found_where_the_publisher_has_them(tmp_path: Path) -> None:
    shutil.copytree(MODELS, tmp_path / "junos-qfx" / "conf-with-extensions")
    assert load_constraints(tmp_path, "junos-qfx").size == load_constraints(MODELS, "junos").size


def test_what_models_say_is_kept(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(MODELS, tmp_path / "models")
    first = load_constraints(tmp_path / "models", "junos")
    monkeypatch.setattr(constraint_model, "parse_module", lambda *_, **__: pytest.fail("read again"))
    assert load_constraints(tmp_path / "models", "junos").size == first.size
    monkeypatch.undo()
    monkeypatch.setattr(constraint_model, "cache_path", lambda: cache / "schema.json")
    (tmp_path / "models" / "conf-protocols.yang").unlink()
    assert load_constraints(tmp_path / "models", "junos").size < first.size
    assert len(list(cache.iterdir())) == 2


def test_works_without_a_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setattr(constraint_model, "cache_path", lambda: tmp_path / "file" / "below" / "schema.json")
    assert load_constraints(MODELS, "junos").size


def test_a_directory_without_models(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        load_constraints(tmp_path, "junos-ex")
    assert str(caught.value) == (
        "1 problem found:\n"
        f"  {tmp_path}: constraints of junos-ex: no YANG modules. Expected: files *.yang in one of "
        "junos-ex/conf-with-extensions, junos-ex, conf-with-extensions, .. Remedy: clone "
        "https://github.com/Juniper/yang and point at a release, such as 21.4/21.4R1."
    )


def test_models_without_constraints(tmp_path: Path) -> None:
    (tmp_path / "a.yang").write_text("module a { container configuration { leaf b { type string; } } }")
    with pytest.raises(InputError, match=r"1 YANG modules without a constraint\. Expected: modules with the extension"):
        load_constraints(tmp_path, "junos")


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("module a {\n  leaf b {\n", 2),
        ("module a {\n}\n}\n", 3),
        ('module a {\n  description "no end;\n}\n', 2),
        ("module a {\n  leaf }\n", 2),
        ("", 1),
    ],
)
def test_what_is_no_yang(text: str, line: int) -> None:
    with pytest.raises(InputError) as caught:
        parse_module(text, name="a.yang")
    problem = caught.value.problems[0]
    assert (str(problem.source), problem.found) == (f"a.yang:{line}", "a syntax error")


@pytest.mark.skipif(not os.environ.get("STATENET_YANG"), reason="STATENET_YANG names no release of Juniper's models")
@pytest.mark.parametrize("family", ["junos", "junos-qfx", "junos-ex"])
def test_published_models(family: str) -> None:
    assert load_constraints(Path(os.environ["STATENET_YANG"]), family).size > 1000
