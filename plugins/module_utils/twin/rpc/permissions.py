"""Login classes: what a user may ask for (``system login user NAME class CLASS``).

The predefined classes are those of Juniper's "User Access and Authentication Guide": super-user (everything), operator
and read-only (looking at the state, not at the configuration) and unauthorized (nothing). A class of one's own may do
what its ``permissions`` say, of which ``all``, ``configure``, ``view`` and ``view-configuration`` count here. A user
that the configuration does not name is a super-user: the twin lets nobody else in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..errors import RpcFailure

if TYPE_CHECKING:
    from ...junos.tree import Node

DENIED = "permission denied"
_ALL = frozenset({"all"})
_PREDEFINED = {
    "super-user": _ALL, "superuser": _ALL, "operator": frozenset({"view"}), "read-only": frozenset({"view"}),
    "unauthorized": frozenset[str](),
}
_LOGIN = ("system", "login")
_ALWAYS = ("close-session", "request-end-session")
_CONFIGURATION = ("get-configuration", "get-config", "get-rollback-information", "get-rescue-information")
_CHANGES = (
    "lock", "unlock", "edit-config", "copy-config", "commit", "validate", "discard-changes", "kill-session",
    "load-configuration", "commit-configuration", "lock-configuration", "unlock-configuration", "open-configuration",
    "close-configuration", "request-save-rescue-configuration", "request-delete-rescue-configuration",
)


def class_of(tree: Node, user: str) -> str:
    """Login class of a user."""
    return tree.value(*_LOGIN, "user", user, "class") or "super-user"


def require(tree: Node, user: str, name: str, command: str = "") -> None:
    """Stop a request that the class of its user does not allow.

    Args:
        tree: The active configuration.
        user: Who asks.
        name: The request.
        command: What was typed, for ``command``.

    Raises:
        RpcFailure: In the words of Junos.
    """
    login = class_of(tree, user)
    granted = _PREDEFINED.get(login)
    if granted is None:
        granted = frozenset(tree.leaf_list(*_LOGIN, "class", login, "permissions"))
    if "all" in granted or name in _ALWAYS:
        return
    if not granted & _needed(name, command):
        raise RpcFailure(DENIED, bad_element=name)


def _needed(name: str, command: str) -> set[str]:
    """The permissions of which one suffices."""
    if name in _CHANGES or command.startswith("request system configuration"):
        return {"configure"}
    if name in _CONFIGURATION or command.startswith(("show configuration", "show |", "show system rollback")):
        return {"view-configuration", "configure"}
    if name.startswith("request-") or command.startswith("request "):
        return {"maintenance"}
    return {"view"}
