"""A NETCONF reply of a Junos device, read by ourselves: every error, every warning, none hidden by an ``<ok/>``.

ncclient takes a top-level ``<ok/>`` as "no errors" and drops the warnings beside it, and reports several errors as one;
so the raw text is parsed here. Replies come with and without namespaces (``rfc-compliant``), as ``commit-results`` per
routing engine, flattened (``flatten-commit-results``), or as a bare ``<ok/>``.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lxml import etree

from .errors import MalformedReply, RpcErrorItem

if TYPE_CHECKING:
    from lxml.etree import _Element


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A parsed reply.

    Attributes:
        root: ``rpc-reply`` without namespaces, on tags and on attributes alike.
        errors: Every ``rpc-error`` that is not a warning, in document order.
        warnings: Every ``rpc-error`` of severity warning.
        ok: There is an ``<ok/>`` somewhere.
        raw: The text as it came.
        repaired: The text was not well-formed in the way that some releases are known for.
    """

    root: _Element
    errors: tuple[RpcErrorItem, ...]
    warnings: tuple[RpcErrorItem, ...]
    ok: bool
    raw: str
    repaired: bool = False

    @property
    def content(self) -> _Element | None:
        """What the reply holds beside ``<ok/>`` and ``rpc-error``: its element, ``root`` for several, None for none."""
        children = [child for child in self.root if isinstance(child.tag, str) and child.tag not in ("ok", "rpc-error")]
        if len(children) > 1:
            return self.root
        return children[0] if children else None

    def has(self, tag: str) -> bool:
        """Whether an element of this name stands anywhere in the reply."""
        return self.root.find(f".//{tag}") is not None

    def text(self, path: str, default: str = "") -> str:
        """Text at ``path`` (an ElementPath), stripped; ``default`` when it is missing."""
        found = self.root.findtext(path)
        return found.strip() if found is not None else default


def parse_reply(raw: str, *, device: str = "device") -> Reply:
    """Parse the text of an ``rpc-reply``.

    Raises:
        MalformedReply: The text is no XML, beyond the one known defect.
    """
    root, repaired = _parse_xml(raw, device)
    strip_namespaces(root)
    items = [_item(element) for element in root.iter("rpc-error")]
    return Reply(
        root=root,
        errors=tuple(item for item in items if item.severity != "warning"),
        warnings=tuple(item for item in items if item.severity == "warning"),
        ok=root.find(".//ok") is not None,
        raw=raw,
        repaired=repaired,
    )


def strip_namespaces(root: _Element) -> None:
    """Reduce every tag and attribute below ``root`` to its local name, in place."""
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag[0] == "{":
            element.tag = element.tag.rpartition("}")[2]
        for name in [name for name in element.attrib if str(name)[0] == "{"]:
            element.attrib[str(name).rpartition("}")[2]] = element.attrib.pop(name)
    etree.cleanup_namespaces(root)


def _parse_xml(raw: str, device: str) -> tuple[_Element, bool]:
    data = raw.strip().encode()
    try:
        return etree.fromstring(data, _parser(recover=False)), False
    except etree.XMLSyntaxError as error:
        # Some releases forget to close <routing-engine> in commit results. Only a reply that is there to its end may be
        # mended: half a reply proves nothing.
        if b"<routing-engine" in data and data.endswith(b"rpc-reply>"):
            root = etree.fromstring(data, _parser(recover=True))
            if root is not None:
                return root, True
        raise MalformedReply(device, f"the reply is no well-formed XML: {error}") from error


def _parser(*, recover: bool) -> etree.XMLParser:
    # A configuration in text form is one text node of megabytes: libxml2 refuses it without huge_tree.
    return etree.XMLParser(huge_tree=True, resolve_entities=False, no_network=True, remove_pis=True, recover=recover)


def _item(element: _Element) -> RpcErrorItem:
    def text(path: str) -> str:
        return " ".join((element.findtext(path) or "").split())

    return RpcErrorItem(
        severity=text("error-severity").lower() or "error",
        message=text("error-message") or text("message") or text("error-tag") or "the device gives no message",
        type=text("error-type"),
        tag=text("error-tag"),
        path=text("error-path"),
        bad_element=text("error-info/bad-element"),
        routing_engine=_routing_engine(element),
    )


def _routing_engine(element: _Element) -> str:
    for ancestor in element.iterancestors():
        if ancestor.tag == "routing-engine":
            return (ancestor.findtext("name") or "").strip()
        if ancestor.tag == "multi-routing-engine-item":
            return (ancestor.findtext("re-name") or "").strip()
    return ""
