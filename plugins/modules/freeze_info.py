# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: freeze_info
short_description: Whether changes are allowed, and until when
version_added: 0.1.0
description:
  - Reads C(calendar.yml) and the iCalendar files that it names, and tells what they say at one moment.
  - A calendar that cannot be read, or that nobody has vouched for any more, is closed.
options:
  intent:
    description:
      - Directory of the intent; the inventory plugin P(statenet.junos.intent#inventory) sets C(statenet_intent) to it.
    type: path
    required: true
  at:
    description: The moment, as ISO 8601 with its UTC offset. The present when unset.
    type: str
  county:
    description: Where the change is to happen. Without any of O(county), O(site_kind) and O(role) every freeze counts.
    type: str
    default: ""
  site_kind:
    description: Kind of site at which it is to happen, such as V(school).
    type: str
    default: ""
  role:
    description: Role of the devices, such as V(site_ex).
    type: str
    default: ""
attributes:
  check_mode:
    description: Only reads.
    support: full
  diff_mode:
    description: Nothing is changed.
    support: none
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
- name: Ask whether schools of Murray County may be changed
  statenet.junos.freeze_info:
    intent: "{{ statenet_intent }}"
    county: Murray
    site_kind: school
  register: freeze
  delegate_to: localhost
  run_once: true
"""

RETURN = r"""
open:
  description: Whether changes are allowed.
  returned: always
  type: bool
  sample: false
state:
  description: V(open) or V(closed).
  returned: always
  type: str
  sample: closed
level:
  description: How strict the freeze is, V(hard) or V(soft). Empty when it is open, or the calendar says nothing.
  returned: always
  type: str
  sample: hard
reason:
  description: The freezes that close it, or what comes next.
  returned: always
  type: str
  sample: "freeze: Presidential election 2020"
next_transition:
  description: When that changes, in UTC. Empty when no change is in sight or nobody can tell.
  returned: always
  type: str
  sample: "2020-11-10T06:00:00+00:00"
next_transition_local:
  description: The same in the calendar's zone.
  returned: always
  type: str
  sample: 2020-11-10 00:00 CST
at:
  description: The moment that was asked about, in UTC.
  returned: always
  type: str
  sample: "2020-11-03T18:00:00+00:00"
"""
