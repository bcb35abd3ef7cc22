# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: rpc
short_description: Send an RPC or a command to a Junos device
version_added: 0.1.0
description:
  - Sends any RPC, by name or as XML, or an operational command of the CLI, and returns the reply as text and as data.
  - Requests that only read (the C(get-) and C(show-) RPCs, C(show) commands without C(save)) report no change. All
    others count as writing - they report a change, are refused in a freeze, and are not sent in check mode.
options:
  rpc:
    description: Name of the RPC, or the whole request as XML.
    type: str
  command:
    description: Command of the CLI; written out, as a shortened one counts as writing.
    type: str
  args:
    description: Arguments of O(rpc); V(true) is an empty element, a list repeats it, underscores become hyphens.
    type: dict
    default: {}
  attributes:
    description: Attributes of the element of the RPC.
    type: dict
    default: {}
  output:
    description: Format of the reply.
    type: str
    choices: [xml, text, json]
    default: xml
  reply_within:
    description: Seconds that the device may take.
    type: int
    default: 60
attributes:
  check_mode:
    description: Requests that only read are sent, all others are skipped.
    support: partial
  diff_mode:
    description: There is nothing to compare.
    support: none
extends_documentation_fragment:
  - statenet.junos.connection
  - ansible.builtin.action_common_attributes
seealso:
  - module: statenet.junos.config
  - plugin: statenet.junos.xml_to_data
    plugin_type: filter
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Look at the BGP sessions
  statenet.junos.rpc:
    rpc: get-bgp-summary-information
  register: bgp

- name: Show those that are down
  ansible.builtin.debug:
    msg: "{{ bgp.data['bgp-information']['down-peer-count'] }}"

- name: Look at two interfaces, briefly
  statenet.junos.rpc:
    rpc: get-interface-information
    args:
      terse: true
      interface_name: et-0/0/2

- name: Read what has no structured form
  statenet.junos.rpc:
    command: show ntp associations
    output: text
"""

RETURN = r"""
effect:
  description: Whether the request counts as reading or as writing.
  returned: always
  type: str
  sample: read
  choices: [read, write]
stdout:
  description: The reply in the format asked for, without secrets.
  returned: when the request was sent
  type: str
stdout_lines:
  description: The same in lines.
  returned: with O(output=text)
  type: list
  elements: str
data:
  description: The reply as dictionaries, lists and strings.
  returned: with O(output=xml) and O(output=json)
  type: dict
device_warnings:
  description: Every warning of the device.
  returned: when the request was sent
  type: list
  elements: dict
errors:
  description: Every error of the device.
  returned: when the device refuses
  type: list
  elements: dict
"""
