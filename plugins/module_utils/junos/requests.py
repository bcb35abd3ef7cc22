"""The exact requests that we send, as XML; every one is pinned in the tests.

The forms are those of the Junos XML protocol rather than RFC 6241 where both exist: ``<commit-configuration>`` counts
the confirm time in minutes (``<commit>`` in seconds), and its ``<check/>`` works where ``<validate>`` gets a malformed
reply.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from lxml.etree import _Element

ConfigFormat = Literal["text", "set", "xml", "json"]
LoadAction = Literal["merge", "replace", "override", "update", "set"]
Argument = str | int | bool | list[str] | tuple[str, ...]

_WRAPPERS = {"text": "configuration-text", "json": "configuration-json"}


def rpc(name: str, arguments: Mapping[str, Argument], attributes: Mapping[str, str] | None = None) -> _Element:
    """``<name attribute="…"><argument>value</argument></name>``; underscores become hyphens.

    True is an empty element, False leaves it out, a list repeats it.
    """
    root = etree.Element(_dashed(name), {key: str(value) for key, value in (attributes or {}).items()})
    for key, value in arguments.items():
        for item in value if isinstance(value, (list, tuple)) else (value,):
            if item is False:
                continue
            child = etree.SubElement(root, _dashed(key))
            if item is not True:
                child.text = str(item)
    return root


def lock() -> _Element:
    """Exclusive lock on the candidate."""
    return etree.Element("lock-configuration")


def unlock() -> _Element:
    """Release the lock; uncommitted changes are discarded."""
    return etree.Element("unlock-configuration")


def load(content: str, *, action: LoadAction, format: ConfigFormat) -> _Element:  # noqa: A002 - Junos calls it so
    """Load ``content`` into the candidate. ``format`` set and ``action`` set mean the same.

    Raises:
        ValueError: The content holds characters that XML cannot carry, or is no XML though it claims to be.
    """
    if format == "set" or action == "set":
        root = etree.Element("load-configuration", {"format": "text", "action": "set"})
        etree.SubElement(root, "configuration-set").text = content
        return root
    root = etree.Element("load-configuration", {"format": format})
    if action != "merge":
        root.set("action", action)
    if format == "xml":
        root.append(_configuration_element(content))
    else:
        etree.SubElement(root, _WRAPPERS[format]).text = content
    return root


def rollback(number: int) -> _Element:
    """Replace the candidate by configuration ``number`` of the history (0 is the active one)."""
    return etree.Element("load-configuration", {"rollback": str(number)})


def compare(number: int) -> _Element:
    """What the candidate changes against configuration ``number``, as ``show | compare rollback N`` prints it."""
    return etree.Element("get-configuration", {"compare": "rollback", "rollback": str(number), "format": "text"})


def get_configuration(*, format: ConfigFormat, database: Literal["committed", "candidate"]) -> _Element:  # noqa: A002
    """The whole configuration in one of its formats."""
    return etree.Element("get-configuration", {"database": database, "format": format})


def archived(number: int) -> _Element:
    """``show system rollback N``: the text of configuration ``number`` of the history."""
    root = etree.Element("get-rollback-information", {"format": "text"})
    etree.SubElement(root, "rollback").text = str(number)
    return root


def check() -> _Element:
    """``commit check``. Never between a confirmed commit and its confirmation: it confirms."""
    root = etree.Element("commit-configuration")
    etree.SubElement(root, "check")
    return root


def commit(*, comment: str = "", confirm_minutes: int | None = None, synchronize: bool = False) -> _Element:
    """``commit``, with ``confirm_minutes`` as ``commit confirmed``; without, it also confirms a pending one."""
    root = etree.Element("commit-configuration")
    if comment:
        etree.SubElement(root, "log").text = comment
    if confirm_minutes is not None:
        etree.SubElement(root, "confirmed")
        etree.SubElement(root, "confirm-timeout").text = str(confirm_minutes)
    if synchronize:
        etree.SubElement(root, "synchronize")
    return root


def history() -> _Element:
    """``show system commit``."""
    return etree.Element("get-commit-information")


def command(text: str, *, format: Literal["text", "xml", "json"] = "text") -> _Element:  # noqa: A002
    """An operational command of the CLI."""
    root = etree.Element("command", {} if format == "xml" else {"format": format})
    root.text = text
    return root


def _configuration_element(content: str) -> _Element:
    parser = etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(content.encode(), parser)
    except etree.XMLSyntaxError as error:
        message = f"the content is no well-formed XML: {error}"
        raise ValueError(message) from error
    if etree.QName(root).localname == "configuration":
        return root
    found = root.find("{*}configuration")
    if found is None:
        message = f"the content has no <configuration> but <{etree.QName(root).localname}>"
        raise ValueError(message)
    return found


def _dashed(name: str) -> str:
    return name.replace("_", "-")
