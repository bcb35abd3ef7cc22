# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: plan
short_description: Plan a rollout
version_added: 0.1.0
description:
  - Reads what every device runs now, compares it with the built configurations, cuts the changes into waves and
    computes when each wave can start. Only reads from the devices.
  - The plan is a file named after its C(plan_id), the SHA-256 of all that it holds, that is the intent, every
    configuration, every baseline, waves, checks, calendar and policy. The same network and intent give the same plan.
  - Beside it are the same as Markdown, for those who approve it, and the schedule as iCalendar, an event per wave.
  - A plan that ends after the deadline of the policy is refused with the arithmetic.
options:
  phase:
    description:
      - The part of the migration to plan. Each part can be a plan of its own, rehearsed and approved on its own, which
        is refused until the parts before it are done.
      - V(dark) builds what carries nothing yet. V(interconnect) joins it to the old network. V(sites) moves the sites.
        V(retire) takes the old uplinks, the interconnects and the old routers away.
    type: str
    choices: [all, dark, interconnect, sites, retire]
    default: all
  baseline:
    description:
      - Where the present configurations come from. V(running) asks the devices.
      - V(as-is) takes the built configurations of that stage. It is for a network that is not there yet.
    type: str
    choices: [running, as-is]
    default: running
  author:
    description: Who plans; the account that runs Ansible when unset. An author may not approve, unless the policy
      allows it.
    type: str
attributes:
  check_mode:
    description: Computes the plan and writes nothing.
    support: full
  diff_mode:
    description: The differences are in the plan, and the rollout shows them with C(--diff --check).
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
- name: Plan the rollout
  statenet.junos.plan:
    intent: "{{ statenet_intent }}"
    artifacts: "{{ statenet_artifacts }}"
  run_once: true
  register: plan
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: "plan 45b5bb69d345: 616 devices, 1115 changes, 56 waves"
plan_id:
  description: What people approve.
  returned: success
  type: str
  sample: 45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee
summary:
  description: The plan in lines, one per wave.
  returned: success
  type: list
  elements: str
  sample: []
markdown:
  description: The plan for those who approve it, with the difference of every device. Not written in check mode.
  returned: success
  type: str
  sample: /srv/statenet/oklahoma/plans/45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee.md
schedule:
  description: The waves as iCalendar, an event each. Not written in check mode.
  returned: success
  type: str
  sample: /srv/statenet/oklahoma/plans/45b5bb69d345964c4981576eed246f49a1461e0ce79a02819499268f2cd680ee.ics
devices:
  description: Devices that change.
  returned: success
  type: int
  sample: 616
waves:
  description: Waves.
  returned: success
  type: int
  sample: 56
"""
