# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: approve
short_description: Approve a plan
version_added: 0.1.0
description:
  - Records in the journal that a person agrees to one plan. The approval holds for exactly this C(plan_id) and ends as
    the policy says. A new plan needs a new one.
  - Who may approve is checked here, and whether enough people have is checked again by the rollout before each wave.
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    required: true
  approver:
    description: Who approves; the account that runs Ansible when unset.
    type: str
attributes:
  check_mode:
    description: Tells who would approve what, and records nothing.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
extends_documentation_fragment:
  - statenet.junos.verb
  - statenet.junos.journal
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Approve the plan
  statenet.junos.approve:
    intent: "{{ statenet_intent }}"
    plan_id: 45b5bb69d345
    approver: dana.engineer
  run_once: true
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: "dana.engineer approved plan 45b5bb69d345, valid until 2020-12-22 15:00 UTC"
plan_id:
  description: The whole id of the approved plan.
  returned: success
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
expires:
  description: When the approval ends.
  returned: success and not in check mode
  type: str
  sample: "2020-12-22T15:00:00+00:00"
"""
