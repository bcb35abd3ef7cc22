"""The layers of the library: imports point downward only, and none of them knows Ansible."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

LIBRARY = Path(__file__).parents[3] / "plugins" / "module_utils"
PACKAGE = "ansible_collections.statenet.junos.plugins.module_utils"
LAYERS = ("common", "junos", "intent", "design", "render", "twin", "health", "rollout", "verbs", "report")
MODULES = sorted(LIBRARY.rglob("*.py"))


def imported(path: Path) -> set[str]:
    """Dotted names, relative to the library, that a module imports from anywhere in its body."""
    here = path.relative_to(LIBRARY).with_suffix("").parts
    names = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = here[: len(here) - node.level] if node.level else ()
            names |= {".".join((*base, *filter(None, [node.module]), alias.name)) for alias in node.names}
    return names


def test_every_package_is_a_layer() -> None:
    assert {path.name for path in LIBRARY.iterdir() if path.is_dir() and path.name != "__pycache__"} == set(LAYERS)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_imports_point_downward(path: Path) -> None:
    layer = LAYERS.index(path.relative_to(LIBRARY).parts[0])
    upward = {name for name in imported(path) if name.split(".")[0] in LAYERS[layer + 1 :]}
    assert not upward, f"{path} imports from a layer above its own"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(LIBRARY)))
def test_no_module_names_ansible(path: Path) -> None:
    assert not {name for name in imported(path) if name.split(".")[0] in ("ansible", "ansible_collections")}


def test_library_imports_without_ansible() -> None:
    """Every module is imported in a fresh interpreter in which ``ansible`` cannot be imported at all."""
    parts = [path.relative_to(LIBRARY).with_suffix("").parts for path in MODULES]
    names = [".".join((PACKAGE, *part)).removesuffix(".__init__") for part in parts]
    code = (
        "import importlib, sys\n"
        "sys.modules['ansible'] = None\n"
        f"for name in {names!r}:\n    importlib.import_module(name)\n"
        "print(len(sys.modules))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
