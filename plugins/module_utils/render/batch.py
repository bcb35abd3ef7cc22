"""Many device models -> their configurations, on as many processes as pay."""

from __future__ import annotations

import multiprocessing
import threading
from concurrent.futures import ProcessPoolExecutor
from itertools import chain
from typing import TYPE_CHECKING

from .errors import RenderError, RenderFailure
from .renderer import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..design.model import DeviceModel

_CHUNK = 25
_WORTH_A_PROCESS = 100
"""Models per process below which another process costs more than it saves."""

_inherited: Sequence[DeviceModel] = ()
"""What forked workers render: inherited memory, because pickling the models takes as long as rendering them."""


def render_all(models: Sequence[DeviceModel], *, workers: int = 1) -> tuple[str, ...]:
    """Renders many devices.

    Args:
        models: In any order; the same host may occur at several stages.
        workers: Processes at most. A process that runs threads renders alone: a fork copies their locks, not them.

    Returns:
        The configurations, in the order of ``models``.

    Raises:
        RenderError: All devices that cannot be rendered, at once.
    """
    workers = min(workers, len(models) // _WORTH_A_PROCESS)
    alone = workers < 2 or threading.active_count() > 1 or multiprocessing.current_process().daemon
    rendered = [_render_each(models)] if alone else _render_forked(models, workers)
    results = list(chain.from_iterable(rendered))
    failures = [failure for result in results if isinstance(result, tuple) for failure in result]
    if failures:
        raise RenderError(failures)
    return tuple(result for result in results if isinstance(result, str))


def _render_forked(models: Sequence[DeviceModel], workers: int) -> list[list[str | tuple[RenderFailure, ...]]]:
    global _inherited
    for model in {model.role: model for model in models}.values():
        _render_each([model])  # compiles templates and grammar once, before the fork
    _inherited = models
    try:
        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("fork")) as pool:
            return list(pool.map(_render_chunk, range(0, len(models), _CHUNK)))
    finally:
        _inherited = ()


def _render_chunk(start: int) -> list[str | tuple[RenderFailure, ...]]:
    return _render_each(_inherited[start : start + _CHUNK])


def _render_each(models: Sequence[DeviceModel]) -> list[str | tuple[RenderFailure, ...]]:
    return [_render_or_explain(model) for model in models]


def _render_or_explain(model: DeviceModel) -> str | tuple[RenderFailure, ...]:
    try:
        return render(model)
    except RenderError as error:
        return error.failures
