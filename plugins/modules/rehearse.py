# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: rehearse
short_description: Rehearse a plan on an emulated copy of the network
version_added: 0.1.0
description:
  - Starts a twin whose devices run what the plan found on the real ones, carries out the plan on it with the very
    engine and sessions of a rollout, in virtual time, verifies every device afterwards, runs the plan once more to show
    that nothing is left to do, and stops the twin.
  - Freezes, windows and soaks pass in virtual time. Reachability of every service of every site is watched throughout.
  - Before that, when the policy says so, a device of every role fails on a twin of its own, in the first wave of that
    role. It refuses the commit, and in a second attempt it is ill after it. Each time the wave has to go back, and to
    pass when the fault is gone.
  - Fails when the plan does not go through, when a device is not healthy afterwards, when a wave with a fault does not
    go back or heal, or when a site with two paths was without a service for a second.
  - The verdict is bound to the plan. Its hash goes into the journal, and P(statenet.junos.rollout#module) refuses a
    plan without a fresh verdict that passed, unless the policy says C(optional).
options:
  plan_id:
    description: The id of the plan, the beginning of it, or V(latest) for the plan that was made last.
    type: str
    default: latest
attributes:
  check_mode:
    description: Nothing is started in check mode.
    support: full
  diff_mode:
    description: The differences are in the plan.
    support: none
extends_documentation_fragment:
  - statenet.junos.verb
  - statenet.junos.journal
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Rehearse the plan
  statenet.junos.rehearse:
    intent: "{{ statenet_intent }}"
    plan_id: latest
  run_once: true
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: every device runs its final configuration
rehearsal:
  description: The figures, as in C(summary.json).
  returned: unless the rehearsal could not begin
  type: dict
  sample:
    verdict: pass
    devices_changed: 616
    waves_passed: 56
    downtime_seconds: 0
    downtime_per_family:
      inet: 0
      inet6: 0
"""
