# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: verify
short_description: Verify the health of the network
version_added: 0.1.0
description:
  - Reads which configuration every device runs, and checks the device against the model that belongs to it. Commit
    history, alarms, cabled ports, LLDP neighbours, IS-IS adjacencies and BGP sessions are what they should be, given
    which of its neighbours are in service.
  - Only reads. A device that does not answer, or that runs what was not built for it, is not healthy.
options: {}
attributes:
  check_mode:
    description: The same as without.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  platform:
    description: Any machine that Ansible runs on; the managed devices run Junos OS.
    platforms: junos
    support: full
extends_documentation_fragment:
  - statenet.junos.verb
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Examine every device
  statenet.junos.verify:
    intent: "{{ statenet_intent }}"
  run_once: true
  register: verified

- name: Report each device
  statenet.junos.host_result:
    result: "{{ verified.hosts[inventory_hostname] | default({}) }}"
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: 616 of 616 devices are healthy
ill:
  description: The devices that are not healthy.
  returned: success
  type: list
  elements: str
  sample: []
hosts:
  description: The result of each device of the play, with every check, for P(statenet.junos.host_result#module).
  returned: success
  type: dict
  sample:
    okc-core1:
      changed: false
      failed: false
      stage: to-be
      msg: 31 checks passed at stage to-be
"""
