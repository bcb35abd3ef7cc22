"""A message of a NETCONF client, parsed with care: it may be anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from ..errors import RpcFailure

if TYPE_CHECKING:
    from lxml.etree import _Element

_HUGE = 9 * 1024 * 1024
"""Bytes; lxml refuses texts of 10 MB and more unless it is told to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One message.

    Attributes:
        root: Its document element (``rpc`` or ``hello``); no element in it has a namespace.
        attributes: Those of ``rpc``, which the reply repeats (RFC 6241, section 4.1).
        operation: The request itself; None when there is none.
    """

    root: _Element
    attributes: dict[str, str]
    operation: _Element | None

    @property
    def name(self) -> str:
        """Name of the request; empty when there is none."""
        return "" if self.operation is None else str(self.operation.tag)


def read_message(message: bytes) -> Request:
    """Parse ``message``; namespaces are dropped, because Junos accepts requests in any.

    Raises:
        RpcFailure: It is no XML, or declares a document type.
    """
    if b"<!DOCTYPE" in message or b"<!ENTITY" in message:
        raise _malformed("document type declarations are not allowed")
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
        huge_tree=len(message) > _HUGE,
    )
    try:
        root = etree.fromstring(message.strip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise _malformed(str(error)) from error
    if root.getroottree().docinfo.doctype:  # in an encoding that hides it from the search above
        raise _malformed("document type declarations are not allowed")
    for element in root.iter("*"):
        tag = element.tag
        if isinstance(tag, str) and tag.startswith("{") and not _is_annotation(tag):
            element.tag = tag.rpartition("}")[2]
    attributes = {str(name): str(value) for name, value in root.attrib.items() if not str(name).startswith("{")}
    operation = next((element for element in root if isinstance(element.tag, str)), None)
    return Request(root=root, attributes=attributes, operation=operation)


def _malformed(words: str) -> RpcFailure:
    return RpcFailure(f"malformed message: {words}", tag="malformed-message", kind="rpc")


def _is_annotation(tag: str) -> bool:
    """``junos:comment`` keeps its namespace: a statement may be called ``comment`` as well."""
    return tag.endswith("}comment") and tag.startswith("{http://xml.juniper.net/junos/")


def child(element: _Element, name: str) -> _Element | None:
    """The first child called ``name``."""
    return next((item for item in element if item.tag == name), None)


def has(element: _Element, name: str) -> bool:
    """Whether there is a child called ``name``."""
    return child(element, name) is not None


def text(element: _Element, *path: str) -> str:
    """The text at the end of ``path`` below ``element``; empty when it is missing."""
    for name in path:
        found = child(element, name)
        if found is None:
            return ""
        element = found
    return (element.text or "").strip()
