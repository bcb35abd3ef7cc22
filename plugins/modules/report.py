# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: report
short_description: Draw the report of a rollout or a rehearsal
version_added: 0.1.0
description:
  - Puts a plan and its journal together as one HTML page, which needs nothing from anywhere else, and as Markdown. Both
    tell the waves with their times and verdicts, every device, what failed and healed, downtime by site and service
    beside what was announced, waiting and freezes, who approved and overrode, and whether the journal is intact.
  - The same journal always gives the same bytes. Secrets never stand in it.
  - Reads the journal and the artifacts. Touches no device. With C(statenet_target=twin) the probes of the running twin
    are asked for the downtime of a rollout; on a real network nobody measures it, and the report says so.
  - A journal whose chain is broken is no evidence, and is not reported.
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    default: latest
  subject:
    description: What to report. V(auto) takes the rollout when it has begun, and else the rehearsal.
    type: str
    choices: [auto, rollout, rehearsal]
    default: auto
attributes:
  check_mode:
    description: Tells whether the report would be another one, and writes nothing.
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
  - statenet.junos.journal
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Draw the report of the last plan
  statenet.junos.report:
    intent: "{{ statenet_intent }}"
  run_once: true
  register: report

- name: Show where it is
  ansible.builtin.debug:
    msg: "{{ report.html }}"
  run_once: true
"""

RETURN = r"""
msg:
  description: The report in a sentence.
  returned: always
  type: str
  sample: "Rollout of lab, plan 74a7528bab5d: complete, 21 of 21 waves passed, downtime not measured"
plan_id:
  description: The plan.
  returned: success
  type: str
  sample: 74a7528bab5d39399332c48f2ef947f3330539f50e16ee1cd61345496775a3fa
subject:
  description: What is reported.
  returned: success
  type: str
  sample: rollout
outcome:
  description: What came of it, such as V(complete), V(failed), V(paused), V(running), V(pass) or V(fail).
  returned: success
  type: str
  sample: complete
html:
  description: The page.
  returned: success
  type: str
  sample: /srv/statenet/lab/reports/74a7528bab5d-rollout.html
markdown:
  description: The same as Markdown.
  returned: success
  type: str
  sample: /srv/statenet/lab/reports/74a7528bab5d-rollout.md
"""
