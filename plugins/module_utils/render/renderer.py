"""Device model -> Junos configuration text, as ``show configuration`` prints it."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from jinja2 import TemplateError

from ..junos.errors import ConfigSyntaxError
from ..junos.text import canonical
from .errors import RenderError, RenderFailure
from .templates import role_templates

if TYPE_CHECKING:
    from ..design.model import DeviceModel
    from .templates import RoleTemplate


def render(model: DeviceModel) -> str:
    """Renders one device.

    Returns:
        The configuration in canonical form: ordered and laid out as ``show configuration`` prints it.

    Raises:
        RenderError: A template asks for what the model lacks, or prints what is no Junos statement.
    """
    templates = role_templates(model.role)
    parts = [_fill(part, model) for part in templates]
    try:
        return canonical("".join(parts))
    except ConfigSyntaxError as error:
        raise RenderError([_blame(error, model, templates, parts)]) from error


def _fill(part: RoleTemplate, model: DeviceModel) -> str:
    try:
        return part.template.render(device=model)
    except TemplateError as error:
        failure = RenderFailure(
            template=part.path, statement="template", reason=error.message or str(error), host=model.hostname
        )
        raise RenderError([failure]) from error


def _blame(
    error: ConfigSyntaxError, model: DeviceModel, templates: tuple[RoleTemplate, ...], parts: list[str]
) -> RenderFailure:
    """Finds the template that printed the line which the parser stumbled over."""
    ends = list(accumulate(part.count("\n") for part in parts))
    index = min(bisect_right(ends, error.line - 1), len(templates) - 1)
    line = "".join(parts).splitlines()[error.line - 1].strip()
    return RenderFailure(template=templates[index].path, statement=line, reason=str(error), host=model.hostname)
