"""From an error of the template engine or of the Junos parser to the template and the statement at fault."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import TemplateSyntaxError

from . import templates
from .errors import RenderFailure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from jinja2 import TemplateError

    from ..junos.lexer import ConfigSyntaxError


def blame_template(error: TemplateError, host: str) -> RenderFailure:
    """Says which line of which template could not be filled in, or not even be read."""
    if isinstance(error, TemplateSyntaxError):
        file, number = error.filename or "", error.lineno
    else:
        # Jinja rewrites its tracebacks: they name the template's file and line, not those of the compiled code.
        frames = [frame for frame in traceback.extract_tb(error.__traceback__) if frame.filename.endswith(".j2")]
        file, number = (frames[-1].filename, frames[-1].lineno or 0) if frames else ("", 0)
    path = Path(file)
    statement = path.read_text(encoding="utf-8").splitlines()[number - 1].strip() if number else ""
    template = f"{path.relative_to(templates.ROLES)}:{number}" if number else file
    return RenderFailure(template=template, statement=statement, reason=error.message or "template error", host=host)


def blame_lines(printed: Sequence[tuple[str, str]], error: ConfigSyntaxError, host: str) -> list[RenderFailure]:
    """Says which templates printed the lines that hold no Junos statement.

    Args:
        printed: Template and what it printed, in the order in which the parser read it.
        error: Where the parser stumbled.
        host: The device.
    """
    lines = [(template, line.strip()) for template, text in printed for line in text.split("\n")[:-1]]
    failures = []
    for problem in error.errors:
        template, statement = lines[min(problem.line, len(lines)) - 1]
        reason = f"{problem.message} at {problem.path}: {problem.token!r}"
        failures.append(RenderFailure(template=template, statement=statement, reason=reason, host=host))
    return failures
