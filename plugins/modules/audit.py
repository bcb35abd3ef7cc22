# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: audit
short_description: Report drift between the devices and what was built for them
version_added: 0.1.0
description:
  - Compares what every device runs with the configurations that were built for it, at every stage of the migration. A
    device that runs none of them has drifted. The report shows what was changed on it, and who has committed since the
    last commit of a rollout.
  - Only reads from the devices.
options: {}
attributes:
  check_mode:
    description: The devices are read, and the report is not written.
    support: full
  diff_mode:
    description: Through P(statenet.junos.host_result#module), what was changed on each device.
    support: full
extends_documentation_fragment:
  - statenet.junos.verb
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Look for drift
  statenet.junos.audit:
    intent: "{{ statenet_intent }}"
  run_once: true
  register: audited

- name: Report each device
  statenet.junos.host_result:
    result: "{{ audited.hosts[inventory_hostname] | default({}) }}"
"""

RETURN = r"""
msg:
  description: How many devices are in which state.
  returned: always
  type: str
  sample: "616 devices: 1 drift, 615 in line"
drifted:
  description: The devices that run none of their configurations.
  returned: success
  type: list
  elements: str
  sample: [tul-core1]
hosts:
  description: The result of each device of the play, for P(statenet.junos.host_result#module).
  returned: success
  type: dict
  sample:
    tul-core1:
      changed: true
      failed: false
      state: drift
      stage: to-be
      msg: differs from stage to-be in 1 lines, last changed by erin via cli
path:
  description: File with all findings.
  returned: success and not in check mode
  type: str
  sample: /srv/statenet/oklahoma/audit.json
"""
