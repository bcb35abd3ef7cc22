# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout_request
short_description: Pause, resume or abort a rollout from elsewhere
version_added: 0.1.0
description:
  - Writes a request into the journal, which the rollout that is at work honours, and tells which process that is.
  - After V(pause) it finishes its wave and stops before the next one, in a soak at once. After V(abort) it reverts the
    wave that is open, if that is not confirmed yet, and stops. Until V(resume) every rollout of the plan is refused.
  - Going back with P(statenet.junos.rollback#module) is possible all the time.
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    default: latest
  request:
    description: What is asked for.
    type: str
    choices: [pause, resume, abort]
    required: true
  person:
    description: Who asks. The account that runs Ansible when unset.
    type: str
  reason:
    description: Why.
    type: str
    default: ""
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
- name: Stop before the next wave
  statenet.junos.rollout_request:
    intent: "{{ statenet_intent }}"
    request: pause
    reason: storm warning
  run_once: true
"""

RETURN = r"""
msg:
  description: What was recorded, who is at work, and what that leads to.
  returned: always
  type: str
  sample: "plan 45b5bb69d345 paused by dana; no rollout is at work: the next rollout of this plan is refused"
plan_id:
  description: The plan.
  returned: success
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
at_work:
  description: The process that has the lease and until when; null when no rollout is at work.
  returned: success
  type: str
  sample: process 4711 on ops1, lease until 2026-11-24 23:10:00 UTC
"""
