# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters between the formats of a Junos configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible.errors import AnsibleFilterError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.common.errors import StatenetError
    from ansible_collections.statenet.junos.plugins.module_utils.junos import formats, setform, text, xmlform
except ImportError as error:
    StatenetError = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Callable

FORMATS = ("text", "set", "xml", "json")


def to_text(configuration: str, source_format: str = "auto") -> str:
    return text.print_text(_parse("to_text", configuration, source_format))


def to_set(configuration: str, source_format: str = "auto") -> str:
    return setform.print_set(_parse("to_set", configuration, source_format))


def to_xml(configuration: str, source_format: str = "auto") -> str:
    return xmlform.print_xml(_parse("to_xml", configuration, source_format))


def _parse(name: str, configuration: Any, source_format: str) -> Any:
    if IMPORT_ERROR is not None:
        msg = f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}."
        raise AnsibleFilterError(msg)
    if not isinstance(configuration, str):
        msg = f"{name} takes the text of a configuration, not {type(configuration).__name__}"
        raise AnsibleFilterError(msg)
    if source_format != "auto" and source_format not in FORMATS:
        msg = f"{name}: source_format is {source_format!r}, not one of auto, {', '.join(FORMATS)}"
        raise AnsibleFilterError(msg)
    try:
        return formats.parse(configuration, form=None if source_format == "auto" else source_format)
    except StatenetError as error:
        msg = f"{name}: {error}"
        raise AnsibleFilterError(msg) from error


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"to_text": to_text, "to_set": to_set, "to_xml": to_xml}
