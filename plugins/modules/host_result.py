# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: host_result
short_description: Report what a verb did with this host
version_added: 0.1.0
description:
  - The verbs work on the whole network in one task. This action turns what they found out about one device into the
    ordinary result of that host, so that the recap, C(--diff), C(rescue), exit codes and the host events of AWX say
    what people expect.
  - It talks to no device.
options:
  result:
    description:
      - The entry of this host in the C(hosts) that P(statenet.junos.rollout#module) or
        P(statenet.junos.verify#module) returned.
      - An empty one is reported as skipped.
    type: dict
    required: true
attributes:
  check_mode:
    description: The result is the same in check mode.
    support: full
  diff_mode:
    description: Shows the Junos compare output of the device.
    support: full
  platform:
    description: Runs on the controller.
    platforms: posix
    support: full
extends_documentation_fragment:
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
"""

RETURN = r"""
outcome:
  description: What became of the device.
  returned: when the verb touched it
  type: str
  sample: changed
msg:
  description: The same in a sentence; for a failure with what was expected and what was found.
  returned: when the verb touched it
  type: str
  sample: "committed and confirmed in wave 12"
"""
