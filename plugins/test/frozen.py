# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Whether a moment lies in a freeze, as a test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ansible_collections.statenet.junos.plugins.filter.freeze import freeze_state

if TYPE_CHECKING:
    from collections.abc import Callable


def frozen(at: str, intent: str, county: str = "", site_kind: str = "", role: str = "") -> bool:
    """Whether nothing may be changed at a moment."""
    return not freeze_state(at, intent, county, site_kind, role)["open"]


class TestModule:
    def tests(self) -> dict[str, Callable[..., Any]]:
        return {"frozen": frozen}
