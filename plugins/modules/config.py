# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: config
short_description: Change the configuration of a Junos device
version_added: 0.1.0
description:
  - Loads a configuration, or goes back to an earlier one, in one NETCONF session - exclusive lock, load, compare,
    check, commit, unlock. When nothing differs, nothing is committed.
  - A commit whose reply is lost is never guessed and never sent again. The session is opened anew and the commit
    history read, in which the commit is found by an identifier in its log.
  - A confirmed commit of somebody else that still waits is left alone, and the task fails; a commit, and even a commit
    check, would confirm it.
  - A token such as C($SECRET$tacacs-key) stands for the value of a secret. It is put in its place right before it is
    sent, from the source that C(network.yml) in C(statenet_intent) names (an environment variable, a variable of
    Ansible, a file), and differences show the token. On the twin the value is made up.
options:
  src:
    description: File with the configuration, on the controller; relative to C(files) of the role or play.
    type: str
  lines:
    description: Commands in set format.
    type: list
    elements: str
  content:
    description: The configuration itself.
    type: str
  format:
    description: Format of O(src) or O(content); found out from how it begins when not given.
    type: str
    choices: [text, set, xml, json]
  load:
    description:
      - How the configuration goes into the present one, as with C(load) of the Junos CLI. Set format goes with V(set)
        only.
      - V(set) for set format, V(merge) for all others, when not given.
    type: str
    choices: [merge, replace, override, update, set]
  rollback:
    description:
      - Go back to this configuration of the device's history, 0 to 49.
      - Allowed in a freeze.
    type: int
  confirm:
    description:
      - Commit confirmed. The device goes back by itself after this many minutes (1 to 65535), unless a task with
        O(confirm_commit) comes first.
    type: int
  confirm_commit:
    description: Confirm the commit that waits; nothing is done when none does.
    type: bool
  check_only:
    description:
      - Stop after the device's own commit check and discard. Unlike C(--check), this locks the device and loads the
        candidate.
    type: bool
    default: false
  comment:
    description: For the commit's log; an identifier is added.
    type: str
    default: ""
attributes:
  check_mode:
    description:
      - Only reads. The committed configuration is fetched, the load is worked out on the controller, and nothing on the
        device is locked or loaded. What only the device can tell (whether it would commit) is not known then; see
        O(check_only).
    support: full
  diff_mode:
    description: Shows the output of C(show | compare), without secrets.
    support: full
extends_documentation_fragment:
  - statenet.junos.connection
  - ansible.builtin.action_common_attributes
seealso:
  - module: statenet.junos.rpc
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: Add an NTP server, showing what changes
  statenet.junos.config:
    lines:
      - set system ntp server 192.0.2.123
    comment: CHG0012345
  diff: true

- name: Make a file the whole configuration, with five minutes to prove itself
  statenet.junos.config:
    src: okc-core1.conf
    load: override
    confirm: 5

- name: Is the device still reachable, with its neighbors up
  statenet.junos.rpc:
    rpc: get-isis-adjacency-information

- name: Keep it
  statenet.junos.config:
    confirm_commit: true

- name: Undo the last commit
  statenet.junos.config:
    rollback: 1
"""

RETURN = r"""
outcome:
  description: What became of the change.
  returned: when the task succeeds, outside check mode
  type: str
  sample: committed
  choices: [unchanged, checked, committed, confirmed]
msg:
  description: The same in a sentence; for a failure what happened and what to do about it.
  returned: always
  type: str
  sample: committed; rolled back in 5 minutes unless confirmed
log:
  description: Log of the commit, with the identifier by which it is found in C(show system commit).
  returned: when something was committed
  type: str
  sample: CHG0012345 [id 3f9a1c0b77de]
device_warnings:
  description: Every warning of the device, those beside a success included.
  returned: when the device was asked to change, and for its refusals
  type: list
  elements: dict
  contains: &item
    severity:
      description: V(error) or V(warning).
      type: str
    message:
      description: The text of the device.
      type: str
    path:
      description: Where in the configuration.
      type: str
    bad_element:
      description: The statement that is meant.
      type: str
    routing_engine:
      description: The routing engine or member that says so.
      type: str
    type:
      description: Error type of RFC 6241.
      type: str
    tag:
      description: Error tag of RFC 6241.
      type: str
errors:
  description: Every error of the device.
  returned: when the device refuses
  type: list
  elements: dict
  contains: *item
problems:
  description: Everything that is wrong with the configuration or the variables.
  returned: when they cannot be used
  type: list
  elements: str
diff:
  description: The output of C(show | compare) as C(prepared).
  returned: with C(--diff), when something differs
  type: dict
  sample:
    prepared: "[edit system ntp]\n+    server 192.0.2.123;\n"
"""
