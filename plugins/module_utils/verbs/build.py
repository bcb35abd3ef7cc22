"""``build``: intent to models and configurations, all checked offline."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from ..common.collector import collector_paused
from ..common.errors import InputError
from ..common.parallel import map_forked
from ..design.allocation_file import load_allocations, print_allocations
from ..design.allocator import allocate
from ..design.capacity import capacity
from ..design.capacity_report import capacity_document, print_capacity
from ..design.checks import check_design
from ..design.design import design
from ..design.drain import drain_plans
from ..design.model_file import print_model, print_yaml
from ..design.serialize import network_document
from ..intent.boxes import overridden
from ..render.batch import render_all
from .workspace import write_if_changed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from ..design.design import Design
    from ..design.model import DeviceModel
    from .workspace import Workspace


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildResult:
    """What a build made.

    Attributes:
        devices: Devices of the network, old ones included.
        configurations: Configurations of all stages.
        written: Files whose content is new, absolute or relative as the workspace is.
        allocated: Whether the allocations grew: a file in git that wants review.
        overridden: Facts about hardware that the intent states in place of the collection.
    """

    devices: int
    configurations: int
    written: tuple[Path, ...]
    allocated: bool
    overridden: tuple[str, ...] = ()


def build(workspace: Workspace, *, write: bool = True) -> BuildResult:
    """Design and render every device at every stage.

    Args:
        workspace: Where the intent is and the artifacts go.
        write: Write files; False tells only which ones would be written.

    Raises:
        InputError: Everything that is wrong with the intent, its allocations or the designed network.
        RenderError: Templates that do not fit their models.
    """
    with collector_paused():
        return _build(workspace, write=write)


def _build(workspace: Workspace, *, write: bool) -> BuildResult:
    path = workspace.intent_directory / "allocations.yml"
    allocations = allocate(workspace.intent, load_allocations(path))
    designed = design(workspace.intent, allocations)
    problems = check_design(workspace.intent, designed, workspace.sources)
    if problems:
        raise InputError(problems)
    models = [model for stage in designed.models.values() for model in stage.values()]
    files = {path: print_allocations(allocations), **dict(_artifacts(workspace, designed, models))}
    differing = map_forked(partial(_differs, write=write), list(files.items()), workers=os.cpu_count() or 1)
    written = tuple(file for file, differs in zip(files, differing, strict=True) if differs)
    stale = tuple(_stale(workspace, frozenset(files)))
    if write:
        for file in stale:
            file.unlink()
    return BuildResult(
        devices=len(designed.models["to-be"]),
        configurations=len(models),
        written=written + stale,
        allocated=path in written,
        overridden=overridden(workspace.intent.hardware),
    )


def _artifacts(
    workspace: Workspace, designed: Design, models: list[DeviceModel]
) -> Iterator[tuple[Path, str]]:
    workers = os.cpu_count() or 1
    texts, documents = render_all(models, workers=workers), map_forked(print_model, models, workers=workers)
    for model, text, document in zip(models, texts, documents, strict=True):
        yield workspace.model(model.stage, model.hostname), document
        yield workspace.config(model.stage, model.hostname), text
    for host, plan in drain_plans(designed.models["to-be"]).items():
        yield workspace.drain(host), print_yaml(plan)
    table = capacity_document(workspace.intent, designed, capacity(workspace.intent, designed.links))
    yield workspace.root / "capacity.json", json.dumps(table, indent=1) + "\n"
    yield workspace.root / "capacity.md", print_capacity(table, title=workspace.intent.network.title)
    yield workspace.network, json.dumps(network_document(workspace.intent, designed), indent=1) + "\n"


def _differs(file: tuple[Path, str], *, write: bool) -> bool:
    path, text = file
    if write:
        return write_if_changed(path, text)
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _stale(workspace: Workspace, current: frozenset[Path]) -> Iterator[Path]:
    """Artifacts of devices that are no longer in the intent: a later verb must not find them."""
    for pattern in ("models/*/*.yml", "configs/*/*.conf", "drain/*.yml"):
        for path in sorted(workspace.root.glob(pattern)):
            if path not in current:
                yield path
