# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: override
short_description: Speak for carrying out waves of a plan in a freeze
version_added: 0.1.0
description:
  - Records in the journal that a named person wants waves of a plan carried out although a freeze is on, with the
    ticket that it was decided in and the reason. A hard freeze takes two people under the same ticket, a soft one takes
    one. The plan's author is never one of them.
  - The gate of the rollout reads it before each wave. Approval, rehearsal, maintenance window, lease and all checks
    stay as they are, and so does a calendar that cannot be read or has expired.
  - It ends after O(hours); a wave that might last longer is not let through.
options:
  plan_id:
    description: The id of the plan, or the beginning of it.
    type: str
    required: true
  person:
    description: Who speaks for it. The account that runs Ansible when unset.
    type: str
  ticket:
    description: The ticket that it was decided in.
    type: str
    required: true
  reason:
    description: Why it cannot wait for the end of the freeze.
    type: str
    required: true
  waves:
    description: The numbers of the waves that it is for.
    type: list
    elements: int
    required: true
  hours:
    description: How long it is valid, at most 168.
    type: int
    default: 8
attributes:
  check_mode:
    description: Nothing is recorded.
    support: full
  diff_mode:
    description: No device is touched.
    support: none
extends_documentation_fragment:
  - statenet.junos.verb
  - statenet.junos.journal
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Speak for wave 12 in the freeze
  statenet.junos.override:
    intent: "{{ statenet_intent }}"
    plan_id: 45b5bb69d345
    person: dana
    ticket: CHG0042
    reason: the county's 911 center is down without it
    waves: [12]
    hours: 4
  run_once: true
"""

RETURN = r"""
msg:
  description: What was recorded.
  returned: always
  type: str
  sample: "dana overrides the freeze for wave 12 of plan 45b5bb69d345 under CHG0042, until 2020-11-02 09:00 UTC"
plan_id:
  description: The plan.
  returned: success
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
expires:
  description: When it ends.
  returned: success
  type: str
  sample: "2020-11-02T09:00:00+00:00"
"""
