# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: twin_fault
short_description: Break things on the emulated network, and mend them
version_added: 0.1.0
description:
  - Injects a fault into a running twin, see P(statenet.junos.twin#module), so that a rehearsal or a test shows what a
    change does when something goes wrong in the middle of it.
  - Faults stay until they are used up (those that wait for the next commit), are over by themselves (a reboot) or are
    cleared.
  - With O(seed) the twin chooses the faults itself. The same seed breaks the same things of the same fleet.
options:
  directory:
    description: Runtime directory of the twin.
    type: path
    required: true
  state:
    description:
      - V(injected) injects the fault O(kind), or those that O(seed) chooses.
      - V(cleared) undoes every fault that still stands.
    type: str
    choices: [injected, cleared]
    default: injected
  kind:
    description:
      - What goes wrong. Of the commits of a device V(commit_fail), V(commit_warning), V(commit_delay) (real seconds),
        V(commit_time) (seconds of the twin's clock) and V(session_cut).
      - Of its sessions V(slow_session) and V(refuse_connection).
      - By somebody else V(lock), V(dirty) and V(pending_confirm).
      - Of the device V(disk_full), V(re_switchover), V(reboot), V(clock_skew), V(card_down), V(alarm), V(device_down),
        V(protocols_down) and V(ddos_violation).
      - Of the network V(link_down), V(wrong_cabling), V(site_power), V(bgp_down) and V(isis_down).
      - Required with O(state=injected) unless O(seed) is set.
    type: str
    choices:
      - alarm
      - bgp_down
      - card_down
      - clock_skew
      - commit_delay
      - commit_fail
      - commit_time
      - commit_warning
      - ddos_violation
      - device_down
      - dirty
      - disk_full
      - isis_down
      - link_down
      - lock
      - pending_confirm
      - protocols_down
      - re_switchover
      - reboot
      - refuse_connection
      - session_cut
      - site_power
      - slow_session
      - wrong_cabling
  arguments:
    description:
      - What the fault wants to know, such as C(host) and C(interface). The twin's guide lists the arguments of every
        kind.
    type: dict
    default: {}
  seed:
    description: Lets the twin choose the faults.
    type: int
  count:
    description: How many faults O(seed) chooses.
    type: int
    default: 1
  kinds:
    description: The kinds that O(seed) chooses among; all that need no further argument when unset.
    type: list
    elements: str
attributes:
  check_mode:
    description: Nothing is broken or mended in check mode.
    support: full
  diff_mode:
    description: There is nothing to compare.
    support: none
  platform:
    description: Runs on the controller.
    platforms: posix
    support: full
extends_documentation_fragment:
  - ansible.builtin.action_common_attributes
requirements:
  - lxml >= 5.3
author:
  - statenet.junos contributors (!UNKNOWN)
"""

EXAMPLES = r"""
- name: The next confirmed commit of a router breaks its session
  statenet.junos.twin_fault:
    directory: artifacts/lab/twin
    kind: session_cut
    arguments:
      host: okc-core1
      phase: confirmed
      when: in-commit
  run_once: true

- name: Cut a cable
  statenet.junos.twin_fault:
    directory: artifacts/lab/twin
    kind: link_down
    arguments: {host: okc-core1, interface: et-0/0/2}
  run_once: true

- name: Three things go wrong, the same ones every night
  statenet.junos.twin_fault:
    directory: artifacts/lab/twin
    seed: 7
    count: 3
  run_once: true
  register: chosen

- name: All is well again
  statenet.junos.twin_fault:
    directory: artifacts/lab/twin
    state: cleared
  run_once: true
"""

RETURN = r"""
faults:
  description: What was injected.
  returned: with O(state=injected), outside of check mode
  type: list
  elements: dict
  contains:
    kind:
      description: What goes wrong.
      type: str
      sample: link_down
    arguments:
      description: Where.
      type: dict
      sample: {host: okc-core1, interface: et-0/0/2}
msg:
  description: What was done, in a sentence.
  returned: always
  type: str
  sample: "link_down: host=okc-core1, interface=et-0/0/2"
"""
