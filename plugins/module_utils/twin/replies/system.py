"""Storage, core dumps, replication between routing engines, time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .astext import cell, table
from .elements import JUNOS, element, leaf
from .engines import engine_names, enveloped
from .registry import Request, answers

if TYPE_CHECKING:
    from lxml.etree import _Element

_FILE_SYSTEMS = (("/dev/gpt/junos", "/.mount", 20, 34), ("/dev/gpt/var", "/.mount/var", 50, 11))

_FULL = (("/dev/gpt/var", "/.mount/var", 50, 100),)


def _storage_text(answer: _Element) -> str:
    sizes = ("total-blocks", "used-blocks", "available-blocks")
    rows = [
        [
            cell(item, "filesystem-name"),
            *(str(block.get(f"{{{JUNOS}}}format")) for name in sizes for block in item.iter(name)),
            f"{cell(item, 'used-percent')}%",
            cell(item, "mounted-on"),
        ]
        for item in answer.iter("filesystem")
    ]
    return table(["Filesystem", "Size", "Used", "Avail", "Capacity", "Mounted on"], rows)


@answers("get-system-storage", "show system storage", text=_storage_text)
def storage(request: Request) -> _Element:
    """Two file systems, with room unless the disk is full."""
    full = request.state.faults.has("disk_full", request.host)
    systems = [
        element(
            "filesystem",
            ("filesystem-name", name),
            leaf("total-blocks", size * 2097152, format=f"{size}G"),
            leaf("used-blocks", size * 2097152 * used // 100, format=f"{size * used / 100:.1f}G"),
            leaf("available-blocks", size * 2097152 * (100 - used) // 100, format=f"{size * (100 - used) / 100:.1f}G"),
            ("used-percent", used),
            ("mounted-on", path),
        )
        for name, path, size, used in _FILE_SYSTEMS[:1] + (_FULL if full else _FILE_SYSTEMS[1:])
    ]
    return enveloped(request.device, element("system-storage-information", *systems))


@answers("get-system-memory-information", "show system memory")
def memory(request: Request) -> _Element:
    """Kilobytes of memory, most of them free."""
    total, free = 16777216, 12582912
    summary = element(
        "system-memory-summary-information",
        ("system-memory-total", total), ("system-memory-total-percent", 100),
        ("system-memory-free", free), ("system-memory-free-percent", 100 * free // total),
    )
    return enveloped(request.device, element("system-memory-information", summary))


@answers("get-system-core-dumps", "show system core-dumps", text=lambda _: "")
def core_dumps(request: Request) -> _Element:
    """No process ever crashes here."""
    return enveloped(request.device, element("directory-list"))


@answers("get-switchover-information", "show system switchover")
def switchover(request: Request) -> _Element:
    """Only the backup routing engine knows, and sessions are with the master."""
    del request
    return leaf("output", "\nerror: command is not valid on the master routing engine\n")


@answers("get-routing-task-replication-state", "show task replication")
def replication(request: Request) -> _Element:
    """Nonstop routing is in step where it is configured on two routing engines."""
    members = [member for member in request.facts.members if not member.line_card]
    if max(len(engine_names(request.device)), len(members)) < 2 or not request.facts.dual_re:
        return element("task-replication-state", ("task-gres-state", "Disabled"), ("task-re-mode", "Master"))
    protocols = [name for name, used in (("BGP", request.facts.peers), ("IS-IS", request.facts.isis)) if used]
    return element(
        "task-replication-state",
        ("task-gres-state", "Enabled"),
        ("task-re-mode", "Master"),
        *(
            element(
                "task-protocol-replication",
                ("task-protocol-replication-name", name), ("task-protocol-replication-state", "Complete"),
            )
            for name in protocols
        ),
    )
