"""The XML format of Junos: ``<configuration>`` with the element names of the CLI hierarchy."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from lxml import etree

from .lexer import SYNTAX_ERROR, ConfigSyntaxError, SyntaxProblem, quote
from .schema import EMPTY, LEAF, LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, PROTECTED, REPLACE, Node, empty
from .tree_build import Edit, accepts

if TYPE_CHECKING:
    from .schema import SchemaNode

JUNOS_NAMESPACE: Final = "http://xml.juniper.net/junos/*/junos"
COMMENT_TAG: Final = f"{{{JUNOS_NAMESPACE}}}comment"
ATTRIBUTES: Final = {
    "inactive": INACTIVE, "protect": PROTECTED, "active": ACTIVE, "delete": DELETE, "replace": REPLACE,
}
# Of NETCONF's edit-config (RFC 6241, section 7.2); merge and create are what happens anyhow.
OPERATIONS: Final = {"delete": DELETE, "remove": DELETE, "replace": REPLACE}
_PLACE: Final = re.compile(r", line \d+, column \d+$")
_DECLARATION: Final = re.compile(r"\s*<\?xml[^>]*\?>")
# Words of a choice that are no XML names.
CHOICE_ELEMENTS: Final = {"=": "equal-literal", "+": "plus-literal", "-": "minus-literal"}


def parse_xml(source: bytes | str | etree._Element, *, name: str = "configuration") -> Node:
    """Reads a configuration in XML, with or without namespaces, alone or inside a reply.

    See ``parse_xml_with_moves`` for patches that move or rename what is there.

    The attributes ``inactive``, ``protect``, ``active``, ``delete``, ``replace`` and NETCONF's ``operation`` become
    marks for ``load``.

    Raises:
        ConfigSyntaxError: The XML is not well-formed, has a document type, or holds elements that Junos does not know.
    """
    return parse_xml_with_moves(source, name=name)[0]


def parse_xml_with_moves(
    source: bytes | str | etree._Element, *, name: str = "configuration"
) -> tuple[Node, tuple[str, ...]]:
    """Like ``parse_xml``; also returns what the attributes ``insert``, ``rename`` and ``name`` ask for.

    ``<term insert="before" name="last">`` puts an entry in front of another one, ``<term rename="rename" name="b">``
    gives it another name (NETCONF XML Management Protocol Developer Guide). Each becomes a command of ``load set``, to
    be applied after the rest is loaded.

    Raises:
        ConfigSyntaxError: As ``parse_xml``.
    """
    reader = _Reader(name)
    root = _configuration(_element(source, name), name)
    try:
        reader.fill(reader.edit.root, root, "")
    except RecursionError:
        reader.problems.append(_problem(root.sourceline or 0, 1, "", "undocumented", "nested too deeply"))
    if reader.problems:
        raise ConfigSyntaxError(reader.problems, name=name)
    return reader.edit.root, tuple(reader.moves)


def _element(source: bytes | str | etree._Element, name: str) -> etree._Element:
    if isinstance(source, etree._Element):
        return source
    # A string has no encoding any more, whatever its XML declaration says.
    data = _DECLARATION.sub("", source).encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    # A configuration needs neither entities nor a network, and may be larger than libxml2 likes.
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=True, remove_comments=True, remove_pis=True
    )
    try:
        element = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        line, column = error.position
        message = _PLACE.sub("", error.msg or "malformed XML")
        raise ConfigSyntaxError([_problem(line, column, "", "", message)], name=name) from None
    if element.getroottree().docinfo.doctype:
        raise ConfigSyntaxError([_problem(1, 1, "", "<!DOCTYPE", "document type not allowed")], name=name)
    return element


def _configuration(element: etree._Element, name: str) -> etree._Element:
    if local_name(element) == "configuration":
        return element
    for candidate in element.iter():
        if local_name(candidate) == "configuration":
            return candidate
    problem = _problem(element.sourceline or 0, 1, "", local_name(element), "no <configuration> element")
    raise ConfigSyntaxError([problem], name=name)


def local_name(element: etree._Element) -> str:
    """Returns the tag without its namespace; empty for comments and processing instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _problem(line: int, column: int, path: str, token: str, message: str) -> SyntaxProblem:
    return SyntaxProblem(
        line=line, column=column, path=f"[edit{path}]", token=token, message=message
    )


class _Reader:
    """Puts elements into a tree and notes what does not fit."""

    def __init__(self, name: str) -> None:
        self.edit = Edit(empty())
        self.problems: list[SyntaxProblem] = []
        self.moves: list[str] = []
        self._name = name

    def fill(self, node: Node, element: etree._Element, path: str) -> None:
        """Puts the children of an element below a node, except those that are its keys."""
        comment = ""
        keys = _key_elements(node.schema)
        for child in element:
            name = local_name(child)
            if child.tag == COMMENT_TAG or (name == "comment" and _is_junos(child)):
                comment = _comment(child)
            elif name == "undocumented":
                self.fill(node, child, path)
            elif name and name not in keys:
                self._statement(node, child, name, path, comment)
                comment = ""

    def _statement(self, node: Node, element: etree._Element, name: str, path: str, comment: str) -> None:
        schema = node.schema.children.get(name)
        if schema is None:
            self._note(element, path, name, SYNTAX_ERROR)
            return
        flags = _flags(element)
        if schema.kind == LIST:
            child = self._entry(node, schema, element, path, flags)
        elif schema.kind in (LEAF, LEAF_LIST, EMPTY):
            child = self._leaf(node, schema, element, path, flags)
        else:
            child = self.edit.put(node, schema)
            self.fill(child, element, f"{path} {schema.word}")
        if child is not None:
            child.flags |= flags
            child.comment = comment or child.comment

    def _entry(
        self, node: Node, schema: SchemaNode, element: etree._Element, path: str, flags: int
    ) -> Node | None:
        keys, missing = _keys(schema, element)
        if missing:
            if flags & DELETE and not keys:
                return self.edit.put(node, schema, ())
            self._note(element, path, schema.name, f"missing mandatory element <{missing}>")
            return None
        place = " ".join([path, *([] if schema.hidden else [schema.word]), *map(quote, keys)])
        move = _move(element, place)
        if move:
            self.moves.append(move)
            if move.startswith("rename"):
                return None
        child = self.edit.put(node, schema, keys)
        self.fill(child, element, place)
        return child

    def _leaf(self, node: Node, schema: SchemaNode, element: etree._Element, path: str, flags: int) -> Node | None:
        text = _text(element)
        if len(element) and any(local_name(child) for child in element):
            self._note(element, path, schema.name, "unexpected element")
            return None
        if schema.kind == EMPTY:
            if text:
                self._note(element, path, text, SYNTAX_ERROR)
                return None
            return self.edit.put(node, schema)
        if flags & DELETE and not text:
            return self.edit.put(node, schema)
        if not accepts(schema, text):
            self._note(element, path, text, SYNTAX_ERROR)
            return None
        return self.edit.put(node, schema, (), text)

    def _note(self, element: etree._Element, path: str, token: str, message: str) -> None:
        self.problems.append(_problem(element.sourceline or 0, 1, path, token, message))


def _is_junos(element: etree._Element) -> bool:
    return str(element.tag).startswith("{http://xml.juniper.net/junos/")


def _comment(element: etree._Element) -> str:
    text = (element.text or "").strip()
    inner = text.removeprefix("/*").removesuffix("*/")
    return inner if "\n" in inner else inner.strip()


def _text(element: etree._Element) -> str:
    """Returns the value; layout around it goes, blanks and line breaks that belong to it stay."""
    text = element.text or ""
    inner = text.strip()
    layout = text[:1] in "\r\n" or (text[-1:].isspace() and "\n" in text[len(text.rstrip()) :] and "\n" not in inner)
    return inner if layout else text


def _flags(element: etree._Element) -> int:
    flags = 0
    for attribute, value in element.items():
        local = attribute.rpartition("}")[2]
        if local == "operation":
            flags |= OPERATIONS.get(value, 0)
        elif value == local:
            flags |= ATTRIBUTES.get(local, 0)
    return flags


def _move(element: etree._Element, place: str) -> str:
    """The command that the attributes of an entry stand for; empty when there is none."""
    name = element.get("name")
    if name is None:
        return ""
    if element.get("insert") in ("before", "after"):
        return f"insert{place} {element.get('insert')} {quote(name)}"
    return f"rename{place} to {quote(name)}" if element.get("rename") == "rename" else ""


def _key_elements(schema: SchemaNode) -> frozenset[str]:
    names = {key.name for key in schema.keys if key.name}
    for key in schema.keys:
        names.update(CHOICE_ELEMENTS.get(word, word) for word in key.choices)
    return frozenset(names)


def _keys(schema: SchemaNode, element: etree._Element) -> tuple[tuple[str, ...], str]:
    """Returns the keys of a list entry, and the name of the first that is missing."""
    keys: list[str] = []
    below = {local_name(child): child for child in reversed(element)}
    for key in schema.keys:
        if not key.choices:
            if key.name not in below:
                return tuple(keys), key.name
            keys.append(_text(below[key.name]))
            continue
        word = next((word for word in key.choices if CHOICE_ELEMENTS.get(word, word) in below), None)
        if word is None:
            return tuple(keys), next(iter(key.choices))
        keys.append(word)
        if key.choices[word]:
            keys.append(_text(below[CHOICE_ELEMENTS.get(word, word)]))
    return tuple(keys), ""


def to_xml(root: Node) -> etree._Element:
    """Returns a configuration as a ``configuration`` element without namespace, as a device sends it."""
    element = etree.Element("configuration")
    _below(root, element)
    return element


def print_xml(root: Node) -> str:
    """Returns a configuration as indented XML text."""
    element = to_xml(root)
    etree.indent(element, space="    ")
    return f"{etree.tostring(element, encoding='unicode')}\n"


def _below(node: Node, parent: etree._Element) -> None:
    for child in node.ordered():
        if child.comment:
            note = etree.SubElement(parent, COMMENT_TAG, nsmap={"junos": JUNOS_NAMESPACE})
            inner = child.comment
            note.text = f"/*{inner}*/" if "\n" in inner else f"/* {inner} */"
        element = etree.SubElement(parent, child.schema.name)
        if child.flags:
            for attribute, flag in ATTRIBUTES.items():
                if child.flags & flag:
                    element.set(attribute, attribute)
        if child.keys:
            _write_keys(child, element)
        if child.text is not None:
            element.text = child.text
        if child.below:
            _below(child, element)


def _write_keys(node: Node, element: etree._Element) -> None:
    values = iter(node.keys)
    for key in node.schema.keys:
        value = next(values)
        if not key.choices:
            etree.SubElement(element, key.name).text = value
            continue
        chosen = etree.SubElement(element, CHOICE_ELEMENTS.get(value, value))
        if key.choices[value]:
            chosen.text = next(values)
