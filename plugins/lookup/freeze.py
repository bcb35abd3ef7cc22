# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""What the calendar says, as a lookup."""

from __future__ import annotations

DOCUMENTATION = r"""
name: freeze
short_description: Whether changes are allowed, and until when
version_added: 0.1.0
description:
  - Like P(statenet.junos.freeze_info#module), for templates and conditions.
options:
  _terms:
    description: Directories of intents.
    required: true
  at:
    description: The moment, as ISO 8601 with its UTC offset. The present when unset.
    type: str
  county:
    description: Where the change is to happen.
    type: str
    default: ""
  site_kind:
    description: Kind of site at which it is to happen.
    type: str
    default: ""
  role:
    description: Role of the devices.
    type: str
    default: ""
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Show when changes are allowed again
  ansible.builtin.debug:
    msg: "{{ lookup('statenet.junos.freeze', statenet_intent).next_transition_local }}"
"""

RETURN = r"""
_raw:
  description: One dictionary per directory, with the keys that P(statenet.junos.freeze_info#module) returns.
  type: list
  elements: dict
"""

from pathlib import Path
from typing import Any

from ansible.errors import AnsibleError
from ansible.plugins.lookup import LookupBase

try:
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_report import freeze_report, moment
    from ansible_collections.statenet.junos.plugins.module_utils.rollout.freeze_scope import Target
except ImportError as error:
    freeze_report = moment = Target = None
    IMPORT_ERROR: ImportError | None = error
else:
    IMPORT_ERROR = None


class LookupModule(LookupBase):
    def run(self, terms: list[str], variables: dict[str, Any] | None = None, **kwargs: Any) -> list[dict[str, Any]]:
        if IMPORT_ERROR is not None:
            msg = f"A Python library that statenet.junos needs is missing: {IMPORT_ERROR}."
            raise AnsibleError(msg)
        self.set_options(var_options=variables, direct=kwargs)
        target = Target(**{key: self.get_option(key) for key in ("county", "site_kind", "role")})
        try:
            at = moment(self.get_option("at"))
        except ValueError as error:
            msg = f"at: {error}"
            raise AnsibleError(msg) from error
        return [freeze_report(Path(term), at, target) for term in terms]
