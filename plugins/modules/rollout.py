# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: rollout
short_description: Roll out an approved plan
version_added: 0.1.0
description:
  - Carries out the waves of a plan that are due. A wave is one transaction over its devices. Each is locked, compared
    with the plan's baseline, loaded, compared with the approved difference and committed with a timer. When all of them
    are healthy they are confirmed, else all of them go back.
  - Before each wave the process itself passes the gate, that is no freeze, an open maintenance window, an approval of
    this plan, and the lease. What is refused says why, until when, and what to do.
  - Before anything else, every secret that the configurations refer to is read from its source; one that is missing
    stops the task before the first session. Values are sent to the devices and written nowhere.
  - Interrupted at any moment, even with C(kill -9), the same task again reads the truth from the devices and finishes.
    Run again when all is done, it changes nothing and says so.
  - The task does not fail when a device fails, so that P(statenet.junos.host_result#module) can report every host.
    Check C(succeeded) afterwards, as the playbook C(statenet.junos.rollout) does.
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    default: latest
  wait:
    description:
      - Wait for windows, soaks and the end of freezes, and carry out the whole plan. Otherwise the task ends when the
        next wave is not due yet, and is refused in a freeze.
    type: bool
    default: false
attributes:
  check_mode:
    description: Asks every device what it runs, and tells what would change. Nothing is locked or written.
    support: full
  diff_mode:
    description: Through P(statenet.junos.host_result#module), the Junos comparison of each device.
    support: full
  platform:
    description: Any machine that Ansible runs on; the managed devices run Junos OS.
    platforms: junos
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
- name: Execute the waves that are due
  statenet.junos.rollout:
    intent: "{{ statenet_intent }}"
    plan_id: latest
  run_once: true
  register: rollout

- name: Report each device
  statenet.junos.host_result:
    result: "{{ rollout.hosts[inventory_hostname] | default({}) }}"

- name: Report the rollout
  ansible.builtin.assert:
    that: rollout.succeeded
    fail_msg: "{{ rollout.msg }}"
  run_once: true
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: every device runs its final configuration
succeeded:
  description: Whether nothing failed.
  returned: unless the gate refused
  type: bool
  sample: true
outcome:
  description:
    - V(complete) when nothing is left to do, V(failed), V(paused) until RV(resume_at), or V(predicted) in check mode.
  returned: unless the gate refused
  type: str
  sample: complete
plan_id:
  description: The plan.
  returned: unless the gate refused
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
resume_at:
  description: When the next wave may start, after a pause.
  returned: unless the gate refused
  type: str
  sample: "2020-11-11T06:00:00+00:00"
hosts:
  description: The result of each device, for P(statenet.junos.host_result#module).
  returned: unless the gate refused
  type: dict
  sample:
    okc-core1:
      changed: true
      failed: false
      outcome: changed
      msg: changed, verified and confirmed
"""
