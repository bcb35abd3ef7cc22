"""Files and shell of a device, as far as clients look at them to learn what it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from .elements import element, leaf, rpc_error
from .engines import engine_names
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_HOSTS = {
    "re0": "128.0.0.4 re0 master\n128.0.0.5 re1 backup\n",
    "fpc0": "128.0.0.1 master\n128.0.0.16 fpc0 member0\n",
}


@answers("file-show", "file show")
def file_show(request: Request) -> _Element:
    """Contents of a file; the internal host table and the resolver are there."""
    name = request.arguments.get("filename", "")
    contents = {
        "/etc/hosts.junos": _HOSTS[engine_names(request.device)[0]],
        "/etc/resolv.conf": f"domain {request.facts.domain}\n" if request.facts.domain else "",
    }
    if name not in contents:
        return rpc_error(f"could not resolve file: {name}", kind="application")
    return leaf("file-content", f"\n{contents[name]}")


@answers("file-list", "file list")
def file_list(request: Request) -> _Element:
    """The home directory, which is empty; every other directory is missing."""
    path = request.arguments.get("path", "~")
    if path not in {"~", "", "."}:
        return element("directory-list", ("output", f"{path}: No such file or directory"))
    answer = etree.Element("directory-list", {"root-path": "/var/home/admin"})
    answer.append(etree.Element("directory", {"name": "/var/home/admin"}))
    return answer


@answers("request-shell-execute")
def shell(request: Request) -> _Element:
    """The only thing that clients ask the kernel: whether a hypervisor runs below."""
    command = request.arguments.get("command", "")
    if command == "sysctl -n hw.re.vmhost_mode":
        return leaf("output", "\n0\n")
    return rpc_error("permission denied", kind="application")
