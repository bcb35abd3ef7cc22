"""Does a request only read? What cannot be told counts as writing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from lxml.etree import _Element

Effect = Literal["read", "write"]

_READING_RPCS = frozenset({"get", "get-config", "file-list", "file-show"})
# Commands may be shortened on the CLI ("sh ver"): only the full words are taken for what they say.
_READING_COMMANDS = re.compile(r"^(show|help|file (list|show))(\s|$)")
# Filters that put the output into a file, here or elsewhere.
_WRITING_PIPES = re.compile(r"\|\s*(save|append|tee)\b")


def classify_rpc(request: str | _Element) -> Effect:
    """Effect of an RPC, given by name or as an element (a ``<command>`` is judged by its text).

    Reading are the ``get-`` and ``show-`` RPCs, ``get`` and ``get-config`` of NETCONF, and looking at files.
    ``ping`` and the like send traffic and count as writing.
    """
    if isinstance(request, str):
        name = request.strip().replace("_", "-")
    else:
        name = etree.QName(request).localname
        if name == "command":
            return classify_command("".join(request.itertext()))
    return "read" if name in _READING_RPCS or name.startswith(("get-", "show-")) else "write"


def classify_command(command: str) -> Effect:
    """Effect of a command of the CLI."""
    text = command.strip()
    if "\n" in text or _WRITING_PIPES.search(text):
        return "write"
    return "read" if _READING_COMMANDS.match(text) else "write"
