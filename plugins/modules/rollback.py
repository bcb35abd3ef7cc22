# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: rollback
short_description: Take back what a plan has done
version_added: 0.1.0
description:
  - Takes waves back, newest first. Each is one transaction as in P(statenet.junos.rollout#module). Every device is
    locked, must run what the rollout has left it with, is loaded with what it ran before, and commits with a timer.
    When all of them are healthy against the models of the earlier stage they are confirmed, else the wave stays.
  - Allowed at any time, in a freeze and outside windows too, and without approval. The plan's approvals end with it.
  - Interrupted at any moment, the same task again goes on. Run again when all is back, it changes nothing and says so.
  - The task does not fail when a device fails, so that P(statenet.junos.host_result#module) can report every host.
    Check C(succeeded) afterwards, as the playbook C(statenet.junos.rollback) does.
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    default: latest
  wave:
    description: The first wave to take back, with every wave after it. All that the plan has done when unset.
    type: int
attributes:
  check_mode:
    description: Tells what would be taken back, without asking any device.
    support: partial
  diff_mode:
    description: Through P(statenet.junos.host_result#module), the Junos comparison of each device.
    support: full
extends_documentation_fragment:
  - statenet.junos.verb
  - statenet.junos.journal
  - statenet.junos.notify
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Take back wave 12 and what came after it
  statenet.junos.rollback:
    intent: "{{ statenet_intent }}"
    wave: 12
  run_once: true
  register: rollback

- name: Report each device
  statenet.junos.host_result:
    result: "{{ rollback.hosts[inventory_hostname] | default({}) }}"

- name: Report the rollback
  ansible.builtin.assert:
    that: rollback.succeeded
    fail_msg: "{{ rollback.msg }}"
  run_once: true
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: "2 waves were taken back: every device runs what it ran before wave 12"
succeeded:
  description: Whether nothing failed.
  returned: unless it was refused
  type: bool
  sample: true
outcome:
  description: V(complete) or V(failed).
  returned: unless it was refused
  type: str
  sample: complete
plan_id:
  description: The plan.
  returned: unless it was refused
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
hosts:
  description: The result of each device that had to go back, for P(statenet.junos.host_result#module).
  returned: unless it was refused
  type: dict
  sample:
    okc-core1:
      changed: true
      failed: false
      outcome: changed
      msg: changed, verified and confirmed
"""
