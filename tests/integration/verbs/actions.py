"""The actions of the verbs as Ansible runs them, without its start-up."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any
from unittest.mock import MagicMock

from ansible.parsing.dataloader import DataLoader
from ansible.template import Templar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .lab import Lab

ON_ONE_DEVICE = ("config", "rpc")


class _HostVars(dict[str, dict[str, Any]]):
    def raw_get(self, host: str) -> dict[str, Any]:
        return self[host]


def act(
    lab: Lab, action: str, *, host: str = "okc-core1", check: bool = False, only: Sequence[str] = (), **arguments: Any
) -> dict[str, Any]:
    """Run an action on the twin of a lab; ``only`` are the hosts of the play when it is limited."""
    hosts = sorted(lab.control().twin.devices)
    variables: dict[str, Any] = {
        "inventory_hostname": host,
        "statenet_target": "twin",
        "statenet_artifacts": str(lab.artifacts),
        "statenet_intent": str(lab.inventory / "intent"),
        "hostvars": _HostVars({name: {} for name in hosts}),
        "groups": {"all": hosts},
        "ansible_play_hosts_all": list(only or hosts),
    }
    if action == "twin_fault":
        arguments = {"directory": str(lab.artifacts / "twin"), **arguments}
    elif action not in ON_ONE_DEVICE:
        arguments = {"intent": str(lab.inventory / "intent"), "artifacts": str(lab.artifacts), **arguments}
    module = import_module(f"ansible_collections.statenet.junos.plugins.action.{action}")
    task = MagicMock(args=arguments, check_mode=check, diff=False, async_val=0, action=f"statenet.junos.{action}")
    loader = DataLoader()
    plugin = module.ActionModule(
        task=task,
        connection=MagicMock(),
        play_context=MagicMock(),
        loader=loader,
        templar=Templar(loader=loader, variables={}),
        shared_loader_obj=None,
    )
    return dict(plugin.run(task_vars=variables))
