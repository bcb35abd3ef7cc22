"""The grammar: what it says of statements, and how it is kept."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos import schema, schema_build

if TYPE_CHECKING:
    from pathlib import Path

    from ansible_collections.statenet.junos.plugins.module_utils.junos.schema import SchemaNode


def find(*names: str) -> SchemaNode:
    node = schema.load_schema().root
    for name in names:
        node = node.children[name]
    return node


@pytest.mark.parametrize(
    ("path", "kind", "hidden"),
    [
        ("system", "container", False),
        ("system host-name", "leaf", False),
        ("system no-redirects", "empty", False),
        ("interfaces interface", "list", True),
        ("interfaces interface unit vlan-id", "leaf", False),
        ("interfaces interface disable", "empty", False),
        ("protocols bgp group import", "leaf-list", False),
        ("routing-instances instance route-distinguisher rd-type", "leaf", True),
        ("groups", "list", False),
        ("groups interfaces interface unit family inet address", "list", False),
        ("class-of-service forwarding-classes class", "list", False),
        ("interfaces interface apply-groups", "leaf-list", False),
    ],
)
def test_statements(path: str, kind: str, hidden: bool) -> None:
    node = find(*path.split())
    assert (node.kind, node.hidden) == (kind, hidden)


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("interfaces interface", [("name", "", ())]),
        ("protocols ospf area virtual-link",
         [("neighbor-id", "neighbor-id", ()), ("transit-area", "transit-area", ())]),
        ("policy-options policy-statement term then community",
         [("", "", ("set", "add", "delete", "=", "+", "-")), ("community-name", "", ())]),
    ],
)
def test_keys(path: str, keys: list[tuple[str, str, tuple[str, ...]]]) -> None:
    assert [(key.name, key.word, tuple(key.choices)) for key in find(*path.split()).keys] == keys


def test_choices_exclude_each_other() -> None:
    then = find("policy-options", "policy-statement", "term", "then")
    assert set(then.excludes["accept"]) == {"reject", "discard"}
    assert "retain" in find("routing-options", "static", "route").excludes["no-retain"]


def test_nodes_are_shared_and_built_once() -> None:
    assert find("protocols") is find("groups", "protocols")
    assert schema.load_schema() is schema.load_schema()


def test_groups_do_not_nest() -> None:
    assert "groups" not in find("groups").children


def run(code: str, **environment: str) -> str:
    module = "ansible_collections.statenet.junos.plugins.module_utils.junos"
    return subprocess.run(
        [sys.executable, "-c", f"from {module} import schema, schema_build\n{code}"],
        env={**os.environ, **environment}, capture_output=True, text=True, check=True,
    ).stdout.strip()


def test_the_package_is_read_without_import_and_the_cache_serves_the_next(tmp_path: Path) -> None:
    code = "import sys; schema.load_schema(); print([name for name in sys.modules if name.startswith('junoscfg')])"
    assert run(code, XDG_CACHE_HOME=str(tmp_path)) == "[]"
    path = run("print(schema.cache_path())", XDG_CACHE_HOME=str(tmp_path))
    assert [str(entry) for entry in (tmp_path / "statenet.junos").iterdir()] == [path]
    code = "schema_build.compile_records = None; print(schema.load_schema().root.word)"
    assert run(code, XDG_CACHE_HOME=str(tmp_path)) == "configuration"


def test_a_broken_cache_is_made_anew(tmp_path: Path) -> None:
    path = run("print(schema.cache_path())", XDG_CACHE_HOME=str(tmp_path))
    (tmp_path / "statenet.junos").mkdir()
    (tmp_path / "statenet.junos" / path.rsplit("/", 1)[1]).write_text('[["half')
    assert run("print(schema.load_schema().root.word)", XDG_CACHE_HOME=str(tmp_path)) == "configuration"
    assert json.loads((tmp_path / "statenet.junos" / path.rsplit("/", 1)[1]).read_text())[-2][1] == "configuration"


def test_no_cache_directory_is_no_failure(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert run("print(schema.load_schema().root.word)", XDG_CACHE_HOME=str(blocked)) == "configuration"


def test_no_home_directory_is_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(schema.Path, "home", homeless)
    monkeypatch.setattr(schema_build, "compile_records", lambda: [["compiled"]])
    assert schema._records() == [["compiled"]]


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_build, "PACKAGE", "no-such-package")
    with pytest.raises(schema_build.SchemaError) as caught:
        schema_build.fingerprint()
    assert str(caught.value) == (
        "The Python package no-such-package, which holds the grammar of Junos, is not installed."
    )
