"""XML to plain data and back, with jxmlease: what a playbook can work with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jxmlease
from lxml import etree

from ..common.errors import StatenetError
from .reply import strip_namespaces

if TYPE_CHECKING:
    from collections.abc import Collection

Data = dict[str, "Data"] | list["Data"] | str


class XmlDataError(StatenetError):
    """The XML cannot be read, or the data cannot be written as XML."""


def xml_to_data(xml: str | etree._Element, *, lists: Collection[str] = (), keep_attributes: bool = False) -> Data:
    """Turn XML into dictionaries, lists and strings; namespaces are dropped.

    An element that occurs once is no list, however often it may: name it in ``lists`` when that matters.

    Args:
        xml: Text of one element, or the element; it stays as it is.
        lists: Names of elements that are always lists.
        keep_attributes: Add attributes as ``@name``; the text of such an element is then ``#text``.

    Raises:
        XmlDataError: The text is no well-formed XML.
    """
    root = _parse(xml) if isinstance(xml, str) else _parse(etree.tostring(xml, encoding="unicode", with_tail=False))
    strip_namespaces(root)
    return _plain(jxmlease.parse_etree(root), frozenset(lists), keep_attributes=keep_attributes)


def data_to_xml(data: Any, *, root: str = "") -> str:  # noqa: ANN401 - whatever a playbook holds
    """Turn dictionaries, lists and scalars into XML without a declaration.

    True and None become an empty element, False leaves it out.

    Args:
        data: With one key, unless ``root`` is given.
        root: Name of an element to put around.

    Raises:
        XmlDataError: More than one outermost element, or a name or text that XML does not allow.
    """
    document = {root: data} if root else data
    if not isinstance(document, dict) or len(document) != 1:
        raise XmlDataError("needs a dictionary with one key, the outermost element, or a root")
    try:
        text = str(jxmlease.emit_xml(_emittable(document), full_document=False))
        etree.fromstring(text.encode())
    except (ValueError, etree.XMLSyntaxError) as error:
        message = f"the data cannot be written as XML: {error}"
        raise XmlDataError(message) from error
    return text


def _parse(text: str) -> etree._Element:
    parser = etree.XMLParser(
        huge_tree=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(text.strip().encode(), parser)
    except etree.XMLSyntaxError as error:
        message = f"no well-formed XML: {error}"
        raise XmlDataError(message) from error


def _plain(node: Any, lists: frozenset[str], *, keep_attributes: bool) -> Data:  # noqa: ANN401 - jxmlease is untyped
    if isinstance(node, jxmlease.XMLListNode):
        return [_plain(item, lists, keep_attributes=keep_attributes) for item in node]
    attributes: dict[str, Data] = {}
    if keep_attributes and node.has_xml_attrs():
        attributes = {f"@{name}": str(value) for name, value in node.get_xml_attrs().items()}
    if not isinstance(node, jxmlease.XMLDictNode):
        text = str(node)
        return {**attributes, **({"#text": text} if text else {})} if attributes else text
    result = dict(attributes)
    for name, child in node.items():
        value = _plain(child, lists, keep_attributes=keep_attributes)
        result[str(name)] = [value] if name in lists and not isinstance(value, list) else value
    return result


def _emittable(data: Any) -> Any:  # noqa: ANN401 - whatever a playbook holds
    if isinstance(data, dict):
        return {str(key): _emittable(value) for key, value in data.items() if value is not False}
    if isinstance(data, (list, tuple)):
        return [_emittable(item) for item in data if item is not False]
    return "" if data is None or data is True else str(data)
