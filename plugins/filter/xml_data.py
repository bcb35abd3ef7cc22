# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Filters between XML and data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible.errors import AnsibleFilterError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.junos import xmldata
except ImportError as error:
    xmldata = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Callable


def xml_to_data(xml: str, lists: list[str] | tuple[str, ...] = (), attributes: bool = False) -> Any:  # noqa: FBT001, FBT002
    _require()
    if not isinstance(xml, str):
        msg = f"xml_to_data takes text, not {type(xml).__name__}"
        raise AnsibleFilterError(msg)
    try:
        return xmldata.xml_to_data(xml, lists=lists, keep_attributes=attributes)
    except xmldata.XmlDataError as error:
        msg = f"xml_to_data: {error}"
        raise AnsibleFilterError(msg) from error


def data_to_xml(data: Any, root: str = "") -> str:
    _require()
    try:
        return xmldata.data_to_xml(data, root=root)
    except xmldata.XmlDataError as error:
        msg = f"data_to_xml: {error}"
        raise AnsibleFilterError(msg) from error


def _require() -> None:
    if IMPORT_ERROR is not None:
        msg = f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}."
        raise AnsibleFilterError(msg)


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"xml_to_data": xml_to_data, "data_to_xml": data_to_xml}
