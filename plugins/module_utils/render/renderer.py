"""Device model -> Junos configuration text, as ``show configuration`` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import TemplateError

from ..junos.lexer import ConfigSyntaxError
from ..junos.text import canonical
from .assembly import assemble
from .blame import blame_lines, blame_template
from .errors import RenderError
from .templates import role_templates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ..design.model import DeviceModel
    from .templates import RoleTemplate


def render(model: DeviceModel) -> str:
    """Renders one device.

    Returns:
        The configuration in canonical form: ordered and laid out as ``show configuration`` prints it.

    Raises:
        RenderError: A template asks for what the model lacks, or prints what is no Junos statement.
    """
    try:
        templates = role_templates(model.role)
        parts = [part.template.render(device=model) for part in templates]
    except TemplateError as error:
        raise RenderError([blame_template(error, model.hostname)]) from error
    try:
        return assemble(parts)
    except ConfigSyntaxError:
        return _explained(model, templates, parts)


def _explained(model: DeviceModel, templates: Sequence[RoleTemplate], parts: Sequence[str]) -> str:
    """Reads all parts at once, so that the positions of errors lead to the templates at fault."""
    try:
        return canonical("".join(parts))
    except ConfigSyntaxError as error:
        printed = [(part.path, text) for part, text in zip(templates, parts, strict=True)]
        raise RenderError(blame_lines(printed, error, model.hostname)) from error
