# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: verify
short_description: Verify the health of the network
version_added: 0.1.0
description:
  - Reads which configuration every device runs, and checks the device against the model that belongs to it, given
    which of its neighbours are in service. Which checks there are depends on the model. A snapshot keeps what was
    measured, so that a later run can compare.
  - Only reads the devices. One that does not answer, or that runs what was not built for it, is not healthy.
options:
  checks:
    description:
      - Only these checks, by name or pattern such as V(bgp_*). Those that are asked on request only are among them.
      - All that O(depth) says when empty.
    type: list
    elements: str
    default: []
  depth:
    description: V(fast) for the checks that a rollout makes while a commit waits, V(full) for all of them.
    type: str
    choices: [fast, full]
    default: full
  severity:
    description: Only checks of this severity and graver ones.
    type: str
    choices: [critical, major, minor]
    default: minor
  snapshot:
    description:
      - Keep what is measured under this name, in C(snapshots) of the artifacts, for a later run with O(before).
      - Also written in check mode, as it is no change of the network.
    type: str
  before:
    description: Compare with the snapshot of this name. Devices without one are not compared.
    type: str
  changed_meanwhile:
    description:
      - Something was changed on purpose since the snapshot O(before). What a change may alter, such as the number of
        routes, is not compared then; errors, flaps, crashes and reboots are.
    type: bool
    default: false
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

- name: Before somebody works on the site, keep what it measures
  statenet.junos.verify:
    intent: "{{ statenet_intent }}"
    snapshot: before-visit
  run_once: true

- name: Afterwards, nothing has got worse
  statenet.junos.verify:
    intent: "{{ statenet_intent }}"
    before: before-visit
  run_once: true

- name: Only BGP
  statenet.junos.verify:
    intent: "{{ statenet_intent }}"
    checks: ["bgp_*", bfd]
  run_once: true

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
snapshot:
  description: Where the snapshot was written.
  returned: when O(snapshot) was given
  type: str
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
