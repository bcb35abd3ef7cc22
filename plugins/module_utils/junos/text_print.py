"""How the CLI writes statements: folding, brackets, quotation marks and tags."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from .blocks import Block
from .lexer import quote
from .schema import CONTAINER, EMPTY, LEAF, LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, PROTECTED, REPLACE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schema import SchemaNode
    from .tree import Node

INDENT: Final = "    "
TAGS: Final = {
    "inactive:": INACTIVE, "protect:": PROTECTED, "delete:": DELETE, "replace:": REPLACE, "active:": ACTIVE,
}


def lines(node: Node, indent: str = "") -> list[str]:
    """Returns the statements below a node, one line of text per element, without line ends."""
    out: list[str] = []
    _Printer(out).below(node, indent)
    return out


def statement_lines(nodes: list[Node], indent: str = "") -> list[str]:
    """Returns the lines of some statements of one parent; entries of one leaf-list must stand together."""
    out: list[str] = []
    _Printer(out).statements(nodes, indent)
    return out


class _Printer:
    """Writes statements; ``out`` collects the lines."""

    def __init__(self, out: list[str]) -> None:
        self._out = out

    def below(self, node: Node, indent: str) -> None:
        below = node.below
        if type(below) is not Block:
            self.statements(node.ordered(), indent)
            return
        printed = below.printed.get(indent)
        if printed is None:
            first = len(self._out)
            self.statements(node.ordered(), indent)
            below.printed[indent] = self._out[first:]
        else:
            self._out += printed

    def statements(self, nodes: list[Node], indent: str) -> None:
        out = self._out
        index, count = 0, len(nodes)
        while index < count:
            node = nodes[index]
            schema = node.schema
            kind = schema.kind
            if kind == LEAF_LIST:
                run = _run(nodes, index)
                self._annotate(node, indent)
                out.append(f"{indent}{tags(node)}{leaf_list(schema, nodes[index : index + run])};")
                index += run
                continue
            if schema.block:
                run = _length(nodes, index)
                out.append(f"{indent}{schema.word} {{")
                for entry in nodes[index : index + run]:
                    self._branch(entry, indent + INDENT, _keys(entry))
                out.append(f"{indent}}}")
                index += run
                continue
            if kind in (LEAF, EMPTY):
                self._annotate(node, indent)
                out.append(f"{indent}{tags(node)}{leaf(node)};")
            elif schema.style == "prefix" and node.below and not node.flags and not node.comment:
                self._prefixed(node, indent)
            else:
                self._branch(node, indent, head(node))
            index += 1

    def _branch(self, node: Node, indent: str, written: str) -> None:
        self._annotate(node, indent)
        out = self._out
        if not node.below:
            out.append(f"{indent}{tags(node)}{written};")
        elif not written:
            self.below(node, indent)
        else:
            folded = fold(node)
            if folded is not None:
                out.append(f"{indent}{tags(node)}{written} {folded};")
            else:
                out.append(f"{indent}{tags(node)}{written} {{")
                self.below(node, indent + INDENT)
                out.append(f"{indent}}}")

    def _prefixed(self, node: Node, indent: str) -> None:
        """``family inet { ... }``: the word of the container in front of each child."""
        for child in node.ordered():
            first = len(self._out)
            self.statements([child], indent)
            while self._out[first].lstrip().startswith("/*"):
                first += 1
            line = self._out[first]
            mark = f"{indent}{tags(child)}"
            self._out[first] = f"{mark}{node.schema.word} {line[len(mark) :]}"

    def _annotate(self, node: Node, indent: str) -> None:
        if node.comment:
            comment = node.comment
            self._out.append(f"{indent}/*{comment}*/" if "\n" in comment else f"{indent}/* {comment} */")


def _run(nodes: list[Node], index: int) -> int:
    """Returns how many entries of a leaf-list are written in one bracket: those with the same marks."""
    first = nodes[index]
    end = index + 1
    while end < len(nodes) and nodes[end].schema is first.schema and nodes[end].flags == first.flags:
        if nodes[end].comment and nodes[end].comment != first.comment:
            break
        end += 1
    return end - index


def _length(nodes: list[Node], index: int) -> int:
    end = index
    while end < len(nodes) and nodes[end].schema is nodes[index].schema:
        end += 1
    return end - index


def tags(node: Node) -> str:
    """Returns ``inactive: `` and the other tags of a statement, as they stand in front of it."""
    if not node.flags:
        return ""
    return "".join(f"{tag} " for tag, flag in TAGS.items() if node.flags & flag)


def leaf(node: Node) -> str:
    """Returns a leaf or a statement without value, without the semicolon."""
    schema = node.schema
    if node.text is None:
        return schema.word
    value = quote(node.text, always=schema.secret)
    return value if schema.hidden else f"{schema.word} {value}"


def leaf_list(schema: SchemaNode, nodes: list[Node]) -> str:
    """Returns some entries of a leaf-list, without the semicolon."""
    values = [quote(node.text) for node in nodes if node.text is not None]
    written = values[0] if len(values) == 1 else f"[ {' '.join(values)} ]" if values else ""
    return written if schema.hidden else f"{schema.word} {written}".rstrip()


def _keys(node: Node) -> str:
    if node.schema.simple:
        return quote(node.keys[0]) if node.keys else ""
    words: list[str] = []
    values = iter(node.keys)
    for key in node.schema.keys:
        value = next(values, None)
        if value is None:
            break
        words += [key.word, quote(value)] if key.word else [quote(value)]
        if key.choices.get(value):
            words += [quote(following) for following in (next(values, None),) if following is not None]
    return " ".join(words)


def head(node: Node) -> str:
    """Returns the words in front of the brace: keyword and keys, without a hidden keyword."""
    keys = _keys(node) if node.schema.kind == LIST else ""
    if node.schema.hidden:
        return keys
    return f"{node.schema.word} {keys}" if keys else node.schema.word


def fold(node: Node) -> str | None:
    """Returns what stands behind the head when the device prints the statement on one line, else None."""
    schema = node.schema
    if schema.style == "brace":
        return None
    for child in node.below.values():
        if child.schema.kind in (CONTAINER, LIST) or child.flags or child.comment:
            return None
    nodes = node.ordered()
    names = {child.schema.name for child in nodes}
    unspoken = [child.schema.hidden for child in nodes]
    if schema.style == "oneline" or all(unspoken) or (len(names) == 1 and schema.style == "inline"):
        return " ".join(_pieces(nodes))
    return None


def _pieces(nodes: list[Node]) -> Iterator[str]:
    index = 0
    while index < len(nodes):
        if nodes[index].schema.kind == LEAF_LIST:
            run = _length(nodes, index)
            yield leaf_list(nodes[index].schema, nodes[index : index + run])
            index += run
        else:
            yield leaf(nodes[index])
            index += 1
