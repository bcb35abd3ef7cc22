# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: bootstrap
short_description: Write what a server needs to bring up new devices by zero touch provisioning
version_added: 0.1.0
description:
  - Writes the configuration of a Kea DHCPv4 server and a small first configuration, the seed, for every new device
    whose serial number is known, from the configurations that M(statenet.junos.build) made. Touches no device and no
    server.
  - A device in its factory default asks for an address, is recognised by its serial number, fetches its seed and is
    reachable by NETCONF; plan and rollout do the rest.
  - No file holds the value of a secret. A seed lets in the accounts that have a public key, and nobody by password.
options:
  kea_check:
    description:
      - Whether C(kea-dhcp4 -t) has to accept the configuration before anything is written.
      - With V(auto) it is asked where it is installed, with V(required) the task fails where it is not.
    type: str
    choices: [auto, required, 'off']
    default: auto
  trial:
    description:
      - Boot every device from its factory default on a twin of its own, with the files that were written, and fail when
        one does not come up manageable. The images that the files name have to be in place.
    type: bool
    default: false
attributes:
  check_mode:
    description: Nothing is written or started in check mode; the result tells what would be written.
    support: full
  diff_mode:
    description: The difference of every file.
    support: full
extends_documentation_fragment:
  - statenet.junos.verb
  - ansible.builtin.action_common_attributes
seealso:
  - module: statenet.junos.build
  - module: statenet.junos.plan
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Write the files of the server of addresses and seeds
  statenet.junos.bootstrap:
    intent: "{{ statenet_intent }}"
  run_once: true

- name: Write them only when Kea itself accepts them, and try them out on the twin
  statenet.junos.bootstrap:
    intent: "{{ statenet_intent }}"
    kea_check: required
    trial: true
  run_once: true
"""

RETURN = r"""
msg:
  description: How many devices can be bootstrapped and how many cannot yet.
  returned: always
  type: str
  sample: "7 devices can be bootstrapped (6 on management 10.2.0.0/24, 1 on staging 10.3.0.0/24), 8 cannot yet;
    configuration accepted by Kea"
summary:
  description: The same, who has to wait for what, and which images the server needs.
  returned: success
  type: list
  elements: str
  sample: []
kea_configuration:
  description: File with the configuration of Kea.
  returned: success
  type: str
  sample: /srv/statenet/lab/bootstrap/kea-dhcp4.conf
kea_checked:
  description: Whether Kea itself has accepted it.
  returned: success
  type: bool
  sample: true
devices:
  description: Devices that can be bootstrapped.
  returned: success
  type: list
  elements: str
  sample: [tx-leaf1]
waiting:
  description: Devices that cannot be bootstrapped yet, and why.
  returned: success
  type: dict
  sample: {el-reno-agg2: its serial number is not in serials.csv}
unmanageable:
  description: Devices that did not come up manageable on the twin, and why.
  returned: success
  type: dict
  sample: {}
files:
  description: Files that were, or in check mode would be, written or removed.
  returned: success
  type: list
  elements: str
  sample: [/srv/statenet/lab/bootstrap/http/seeds/tx-leaf1.conf]
"""
