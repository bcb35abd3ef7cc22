"""Reads ``calendar.yml`` alone: the gate of a single change depends on nothing else of the intent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import ValidationError

from ..common.errors import InputError, Problem, Source
from ..intent.documents import read_yaml
from ..intent.models import Calendar
from .ics import with_files

if TYPE_CHECKING:
    from pathlib import Path

FILE = "calendar.yml"


def load_calendar(directory: Path) -> Calendar:
    """The calendar of the intent in ``directory``.

    Raises:
        InputError: It is missing, no YAML, or not a calendar, or one of its iCalendar files is not.
    """
    path = directory / FILE
    try:
        document = read_yaml(path.read_bytes(), str(path))
    except OSError as error:
        raise InputError([_problem(path, error.strerror or str(error))]) from error
    if document.problems:
        raise InputError(document.problems)
    if not isinstance(document.value, dict) or "calendar" not in document.value:
        raise InputError([_problem(path, "no key `calendar`")])
    try:
        calendar = Calendar.model_validate(document.value["calendar"])
    except ValidationError as error:
        found = (f"{'.'.join(map(str, item['loc']))}: {item['msg']}" for item in error.errors(include_url=False))
        raise InputError([_problem(path, text) for text in found]) from error
    return with_files(calendar, directory)


def _problem(path: Path, found: str) -> Problem:
    return Problem(source=Source(str(path)), subject="calendar", found=found, expected="a complete calendar")
