# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: build
short_description: Build models and configurations from the intent
version_added: 0.1.0
description:
  - Validates the intent, allocates addresses and numbers, designs every device at every stage of the migration, checks
    the network as a whole, and renders every configuration. Touches no device.
  - Numbers and ports are kept in C(allocations.yml) beside the intent. New objects add lines to it, and nothing else
    ever changes there. Review and commit it with the intent.
  - Also writes C(capacity.md) and C(capacity.json) - speeds before and after, load of every core link after any single
    loss, people at home on one data center, the time that replication takes. C(capacity.yml) beside the intent
    (optional) holds the assumptions, C(hardware.yml) (optional) facts about models that the operator has confirmed.
  - Everything that is wrong is reported at once, each with file, line, object, what was expected and how to mend it.
options: {}
attributes:
  check_mode:
    description: Tells what would be written, and writes nothing.
    support: full
  diff_mode:
    description: The files are for a version control system to compare.
    support: none
extends_documentation_fragment:
  - statenet.junos.verb
  - ansible.builtin.action_common_attributes
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Design every device and render its configuration
  statenet.junos.build:
    intent: "{{ statenet_intent }}"
    artifacts: "{{ statenet_artifacts }}"
  run_once: true
"""

RETURN = r"""
msg:
  description: What came of it, in a sentence.
  returned: always
  type: str
  sample: 616 devices, 1731 configurations in /srv/statenet/artifacts/oklahoma
devices:
  description: Devices of the network, those of the old one included.
  returned: success
  type: int
  sample: 616
configurations:
  description: Configurations of all stages.
  returned: success
  type: int
  sample: 1731
written:
  description: Files whose content is new.
  returned: success
  type: int
  sample: 6
allocated:
  description: Whether C(allocations.yml) has grown.
  returned: success
  type: bool
  sample: false
overridden:
  description: Facts about hardware that C(hardware.yml) of the intent states in place of the collection.
  returned: success
  type: list
  elements: str
  sample: [QFX10002-36Q fast_ports (Port Checker)]
problems:
  description: Everything that is wrong.
  returned: when the input is not valid
  type: list
  elements: str
  sample: []
"""
