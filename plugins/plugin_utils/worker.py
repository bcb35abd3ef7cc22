# Copyright (c) statenet.junos contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The process that Ansible runs an action in."""

from __future__ import annotations

import ctypes
import multiprocessing
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""prctl(2): the signal that a process gets when its parent ends."""


def end_with_ansible() -> None:
    """Let this process end when the one that the operator started is killed.

    Ansible gives each worker a session of its own. Whoever kills ``ansible-playbook`` with its process group, as a
    cancelled job of AWX does, would otherwise leave a rollout at work that nobody sees. Linux only; elsewhere, and
    outside a worker, nothing happens.
    """
    parent = multiprocessing.parent_process()
    if parent is None or sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent.pid:  # it was killed before we asked
        os.kill(os.getpid(), signal.SIGKILL)
