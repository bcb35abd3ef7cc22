"""Many device models -> their configurations, on as many processes as pay."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..common.parallel import map_forked
from .errors import RenderError, RenderFailure
from .renderer import render

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..design.model import DeviceModel


def render_all(models: Sequence[DeviceModel], *, workers: int = 1) -> tuple[str, ...]:
    """Renders many devices.

    Args:
        models: In any order; the same host may occur at several stages.
        workers: Processes at most.

    Returns:
        The configurations, in the order of ``models``.

    Raises:
        RenderError: All devices that cannot be rendered, at once.
    """
    if workers > 1:
        for model in {model.role: model for model in models}.values():
            _render_or_explain(model)  # compiles templates and grammar once, before the fork
    # The stages of a device and the devices of a site have most in common: the same process reads it once.
    order = sorted(range(len(models)), key=lambda index: models[index].hostname)
    results = map_forked(_render_or_explain, [models[index] for index in order], workers=workers)
    failures = [failure for result in results if isinstance(result, tuple) for failure in result]
    if failures:
        raise RenderError(failures)
    texts = {index: result for index, result in zip(order, results, strict=True) if isinstance(result, str)}
    return tuple(texts[index] for index in range(len(models)))


def _render_or_explain(model: DeviceModel) -> str | tuple[RenderFailure, ...]:
    try:
        return render(model)
    except RenderError as error:
        return error.failures
