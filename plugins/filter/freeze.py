# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the calendar says at a moment, as a filter."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ansible.errors import AnsibleFilterError

try:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_report import freeze_report, moment
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_scope import Target
except ImportError as error:
    freeze_report = moment = Target = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None

if TYPE_CHECKING:
    from collections.abc import Callable


def freeze_state(at: str, intent: str, county: str = "", site_kind: str = "", role: str = "") -> dict[str, Any]:
    """What the calendar of an intent says at a moment."""
    if IMPORT_ERROR is not None:
        msg = f"freeze_state: a Python library that statenet.junos needs is missing: {IMPORT_ERROR}"
        raise AnsibleFilterError(msg)
    try:
        found = moment(at)
    except (ValueError, TypeError) as error:
        msg = f"freeze_state: {error}"
        raise AnsibleFilterError(msg) from error
    return freeze_report(Path(intent), found, Target(county=county, site_kind=site_kind, role=role))


class FilterModule:
    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"freeze_state": freeze_state}
