"""Reads an intent: files that people edit become one typed, checked ``Intent``."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ..common.errors import InputError
from .models import Intent
from .sections import SECTIONS, read_draft
from .sources import OPTIONAL_FILES
from .validation import validate

if TYPE_CHECKING:
    from .sources import SourceMap


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedIntent:
    """An intent and where each of its values is written."""

    intent: Intent
    sources: SourceMap


def load_intent(directory: Path) -> Intent:
    """Read and check the intent in ``directory``.

    Raises:
        InputError: Everything that is wrong, in all files at once.
    """
    return load(directory).intent


def load(directory: Path) -> LoadedIntent:
    """Read and check the intent in ``directory``, keeping the places of its values for later messages.

    Raises:
        InputError: Everything that is wrong, in all files at once.
    """
    draft, problems = read_draft(Path(directory))
    problems += validate(draft)
    if problems:
        raise InputError(problems)
    found = {
        section.key: tuple(item.record for item in draft.all(section.record))
        if section.many
        else draft.records[(section.key,)]
        for section in SECTIONS
        if section.file not in OPTIONAL_FILES or section.key in draft.raw
    }
    return LoadedIntent(intent=Intent.model_validate(found), sources=draft.sources)
