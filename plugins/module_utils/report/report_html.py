"""The report as one HTML page: no script, no font, no picture and no style from anywhere else."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from . import report_words as words
from .report_figures import announced_told, key_figures, title, troubles
from .timeline import timeline

if TYPE_CHECKING:
    from .chronicle import Chronicle

TEMPLATES = Path(__file__).resolve().parent / "templates"


def report_html(found: Chronicle) -> str:
    """The page; the same chronicle always gives the same bytes."""
    return _environment().get_template("report.html.j2").render(
        found=found,
        plan=found.plan,
        title=title(found),
        figures=key_figures(found),
        drawing=timeline(found),
        trouble=troubles(found),
        waits=[(wave, wait) for wave in found.waves for wait in wave.waits],
        announced=announced_told(found),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.globals.update(
        short=words.short,
        duration=words.duration,
        outcomes=words.outcomes,
        rehearsal_told=words.rehearsal_told,
        chain_told=words.chain_told,
        css=_css,
    )
    return environment


def _css(verdict: str) -> str:
    """The class of a verdict or outcome: its first word."""
    return verdict.split(" ")[0].rstrip(":")
