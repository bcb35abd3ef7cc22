"""The JSON format of Junos: ``show configuration | display json`` and ``load json``."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from lxml import etree

from .lexer import SYNTAX_ERROR, ConfigSyntaxError, SyntaxProblem
from .schema import LEAF, LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, PROTECTED, REPLACE, Node
from .xmlform import CHOICE_ELEMENTS, COMMENT_TAG, parse_xml

if TYPE_CHECKING:
    from collections.abc import Mapping

# What json.loads returns for an object of a configuration.
Json: TypeAlias = "dict[str, Any]"

FLAGS: Final = {"inactive": INACTIVE, "protect": PROTECTED, "active": ACTIVE}
OPERATIONS: Final = {"delete": DELETE, "replace": REPLACE}


def parse_json(source: str | bytes | Mapping[str, Any], *, name: str = "configuration") -> Node:
    """Reads a configuration in JSON: text, or the object that holds ``configuration``.

    Raises:
        ConfigSyntaxError: The text is no JSON, or names what Junos does not know.
    """
    try:
        data = json.loads(source) if isinstance(source, (str, bytes)) else source
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        line, column = (error.lineno, error.colno) if isinstance(error, json.JSONDecodeError) else (1, 1)
        raise ConfigSyntaxError([_problem(line, column, "", "no JSON")], name=name) from error
    configuration = data.get("configuration") if isinstance(data, dict) else None
    if isinstance(configuration, list) and len(configuration) == 1:
        configuration = configuration[0]  # devices before Junos 16 wrap every container in an array
    if not isinstance(configuration, dict):
        raise ConfigSyntaxError([_problem(1, 1, "", "no object 'configuration'")], name=name)
    root = etree.Element("configuration")
    _Elements(name).put(root, configuration)
    return parse_xml(root, name=name)


def _problem(line: int, column: int, token: str, message: str) -> SyntaxProblem:
    return SyntaxProblem(line=line, column=column, path="[edit]", token=token, message=message)


class _Elements:
    """Rewrites JSON into the elements of the same names, which ``parse_xml`` checks."""

    def __init__(self, name: str) -> None:
        self._name = name

    def put(self, parent: etree._Element, data: Json) -> None:
        for key, value in data.items():
            if key.startswith("@"):
                continue
            values = value if isinstance(value, list) else [value]
            marks = data.get(f"@{key}")
            for position, item in enumerate(values):
                mark = marks[position] if isinstance(marks, list) and position < len(marks) else marks
                self._one(parent, key, item, mark if isinstance(mark, dict) else {})

    def _one(self, parent: etree._Element, key: str, item: object, mark: Json) -> None:
        try:
            element = etree.Element(CHOICE_ELEMENTS.get(key, key))
            marks = {**mark, **(item.get("@", {}) if isinstance(item, dict) else {})}
            if marks.get("comment"):
                etree.SubElement(parent, COMMENT_TAG).text = str(marks["comment"])
            parent.append(element)
            for name in FLAGS:
                if marks.get(name):
                    element.set(name, name)
            if marks.get("operation"):
                element.set("operation", str(marks["operation"]))
            if isinstance(item, dict):
                self.put(element, item)
            elif item is not None:
                element.text = str(item).lower() if isinstance(item, bool) else str(item)
        except ValueError as error:  # a key or value that XML, and so Junos, cannot hold
            raise ConfigSyntaxError([_problem(0, 1, key, SYNTAX_ERROR)], name=self._name) from error


def to_json(root: Node) -> Json:
    """Returns a configuration as the object that ``display json`` prints."""
    return {"configuration": _object(root)}


def print_json(root: Node) -> str:
    """Returns a configuration as JSON text."""
    return f"{json.dumps(to_json(root), indent=4, ensure_ascii=False)}\n"


def _object(node: Node) -> Json:
    out: Json = {}
    for child in node.ordered():
        schema = child.schema
        name = schema.name
        if schema.kind == LIST:
            marks = _marks(child)
            entry = {"@": marks} if marks else {}
            out.setdefault(name, []).append({**entry, **_keys(child), **_object(child)})
        elif schema.kind == LEAF_LIST:
            _append(out, name, child)
        else:
            _single(out, name, child)
    return out


def _append(out: Json, name: str, child: Node) -> None:
    out.setdefault(name, []).append(child.text)
    marks = _marks(child)
    if marks:
        earlier = out.setdefault(f"@{name}", [])
        earlier += [None] * (len(out[name]) - 1 - len(earlier))
        earlier.append(marks)


def _single(out: Json, name: str, child: Node) -> None:
    marks = _marks(child)
    if child.below:
        out[name] = {**({"@": marks} if marks else {}), **_object(child)}
        return
    out[name] = child.text if child.schema.kind == LEAF else [None]
    if marks:
        out[f"@{name}"] = marks


def _keys(node: Node) -> Json:
    out: Json = {}
    values = iter(node.keys)
    for key in node.schema.keys:
        value = next(values, None)
        if value is None:
            break
        if not key.choices:
            out[key.name] = value
        else:
            out[CHOICE_ELEMENTS.get(value, value)] = next(values) if key.choices[value] else [None]
    return out


def _marks(node: Node) -> Json:
    marks: Json = {name: True for name, flag in FLAGS.items() if node.flags & flag}
    for name, flag in OPERATIONS.items():
        if node.flags & flag:
            marks["operation"] = name
    if node.comment:
        marks["comment"] = f"/*{node.comment}*/" if "\n" in node.comment else f"/* {node.comment} */"
    return marks
