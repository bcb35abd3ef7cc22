# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: facts
short_description: Find out what a Junos device is
version_added: 0.1.0
description:
  - Asks a device for its software and its chassis, with two RPCs, and returns what it says as RV(facts).
  - No variables of the host are set, so that hundreds of devices stay cheap; register the result.
options: {}
attributes:
  check_mode:
    description: Only reads.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
extends_documentation_fragment:
  - statenet.junos.connection
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Ask the device
  statenet.junos.facts:
  register: device

- name: Insist on the release
  ansible.builtin.assert:
    that: device.facts.version == '21.4R1.12'
"""

RETURN = r"""
facts:
  description: What the device says about itself.
  returned: success
  type: dict
  contains:
    hostname:
      description: Configured host name.
      type: str
      sample: okc-core1
    model:
      description: Hardware model, in capitals.
      type: str
      sample: MX480
    version:
      description: Junos release of the first routing engine or member.
      type: str
      sample: 21.4R1.12
    versions:
      description: Junos release of each, by its name, when there are several.
      type: dict
      sample:
        re0: 21.4R1.12
        re1: 21.4R1.12
    serial:
      description: Serial number of the chassis.
      type: str
      sample: JN1234567AFA
    family:
      description: YANG family (V(junos), V(junos-qfx), V(junos-ex)); empty for unknown hardware.
      type: str
      sample: junos
    description:
      description: The chassis in the words of the inventory.
      type: str
      sample: MX480
"""
