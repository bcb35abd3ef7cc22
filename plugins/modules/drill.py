# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: drill
short_description: Let data centers, routers and links fail on an emulated copy of the network
version_added: 0.1.0
description:
  - Starts a twin of the designed network, lets one thing after the other fail on it, and tells which services of which
    sites could not be reached while it lasted. The twin is stopped afterwards. Touches no device.
  - The guarantee is that a site with two paths survives every single failure. The task fails when it does not hold.
  - The twin converges at once, so what a drill tells is what survives, not how long it takes.
options:
  scenarios:
    description:
      - What fails, by name such as V(datacenter okc), V(router okc-core1) or V(link okc-core1 tul-core1), or by kind,
        that is V(datacenter), V(router) or V(link).
      - Every failure of these kinds when empty.
    type: list
    elements: str
    default: []
  stage:
    description: Which configurations the devices run. A device that does not have this stage runs its last one.
    type: str
    choices: [as-is, coexistence, to-be]
    default: to-be
attributes:
  check_mode:
    description: Nothing is started in check mode.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
extends_documentation_fragment:
  - statenet.junos.verb
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Let every data center, router and link fail, one at a time
  statenet.junos.drill:
    intent: "{{ statenet_intent }}"
  run_once: true

- name: Lose a data center while both networks run
  statenet.junos.drill:
    intent: "{{ statenet_intent }}"
    scenarios: [datacenter okc]
    stage: coexistence
  run_once: true
"""

RETURN = r"""
msg:
  description: How many failures cost what.
  returned: always
  type: str
  sample: "116 failures, one at a time: 98 cost nobody a service, 18 only sites with one path, 0 broke the guarantee"
summary:
  description: The same, and one line for every failure that cost a service.
  returned: when the drill was run
  type: list
  elements: str
  sample: []
broken:
  description: Failures that cut off sites that have two paths.
  returned: when the drill was run
  type: list
  elements: str
  sample: []
path:
  description: File with all findings.
  returned: when the drill was run
  type: str
  sample: /srv/statenet/oklahoma/drill.json
"""
