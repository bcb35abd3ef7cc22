"""The text format of Junos, as ``show configuration`` prints it and ``load`` reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from . import lexer
from .lexer import COMMENT, PUNCTUATION, ConfigSyntaxError, SyntaxProblem, quote
from .schema import CONTAINER, EMPTY, LEAF, LEAF_LIST, LIST
from .tree import ACTIVE, DELETE, INACTIVE, PROTECTED, REPLACE, Node, empty
from .tree_build import Edit, StatementError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from .schema import SchemaNode

INDENT: Final = "    "
TAGS: Final = {
    "inactive:": INACTIVE, "protect:": PROTECTED, "delete:": DELETE, "replace:": REPLACE, "active:": ACTIVE,
}


def parse_text(text: str, *, name: str = "configuration") -> Node:
    """Reads a configuration in text format.

    Args:
        text: The whole of it or a part that starts at the top; ``replace:`` and other tags are kept as marks.
        name: The file, for messages.

    Raises:
        ConfigSyntaxError: With every statement that Junos does not know.
    """
    return _Parser(text, name).parse()


def print_text(root: Node) -> str:
    """Returns a configuration as ``show configuration`` prints it; empty for an empty one."""
    return "".join(f"{line}\n" for line in lines(root))


def canonical(text: str) -> str:
    """Returns a configuration in text format as the device would print it.

    Raises:
        ConfigSyntaxError: The text does not parse.
    """
    return print_text(parse_text(text))


class _Parser:
    """Cuts the text into statements and puts them into a tree."""

    def __init__(self, text: str, name: str) -> None:
        self._text = text
        self._name = name
        self._edit = Edit(empty())
        # Each open brace: the node it belongs to (None inside a statement that failed), words that its statements
        # start with, and how it is written.
        self._stack: list[tuple[Node | None, list[str], str]] = [(self._edit.root, [], "")]
        self._words: list[str] = []
        self._starts: list[int] = []
        self._flags = 0
        self._comment = ""
        self._problems: list[SyntaxProblem] = []

    def parse(self) -> Node:
        for kind, token, start in lexer.tokens(self._text):
            if kind == PUNCTUATION:
                self._punctuation(token, start)
            elif kind == COMMENT:
                self._comment = token if not self._words else self._comment
            elif not self._words and token in TAGS:
                self._flags |= TAGS[token]
            else:
                self._words.append(token)
                self._starts.append(start)
        if self._words:
            self._problem(len(self._text), "", "syntax error")
        elif len(self._stack) > 1:
            self._problem(len(self._text), "", "missing closing brace")
        if self._problems:
            raise ConfigSyntaxError(self._problems, name=self._name)
        return self._edit.root

    def _punctuation(self, token: str, start: int) -> None:
        if token == ";":
            self._end(start)
        elif token == "{":
            self._open(start)
        elif token == "}":
            self._close(start)
        else:
            self._words.append(lexer.bracket(token))
            self._starts.append(start)

    def _end(self, start: int) -> None:
        node, prefix, _ = self._stack[-1]
        if node is not None and self._words:
            self._put(node, prefix, start)
        self._reset()

    def _put(self, node: Node, prefix: list[str], start: int) -> None:
        partial = bool(self._flags & DELETE)
        try:
            done = self._edit.statement(node, prefix + self._words, partial=partial)
        except StatementError as error:
            self._failed(error, prefix, start)
            return
        if done.waiting is not None and not partial:
            self._problem(start, "", "missing argument")
        self._mark(done.marked)

    def _open(self, start: int) -> None:
        node, prefix, _ = self._stack[-1]
        written = " ".join(self._words)
        if node is None or not self._words:
            if node is not None:
                self._problem(start, "{", "syntax error")
            self._stack.append((None, [], written))
        else:
            try:
                done = self._edit.statement(node, prefix + self._words, partial=bool(self._flags & DELETE))
            except StatementError as error:
                self._failed(error, prefix, start)
                self._stack.append((None, [], written))
            else:
                self._mark([] if done.waiting is not None else done.marked)
                waiting = [] if done.waiting is None else [done.waiting.word]
                self._stack.append((done.node, waiting, written))
        self._reset()

    def _close(self, start: int) -> None:
        if self._words:
            self._problem(start, "}", "syntax error")
        if len(self._stack) == 1:
            self._problem(start, "}", "syntax error")
        else:
            self._stack.pop()
        self._reset()

    def _reset(self) -> None:
        self._words, self._starts, self._flags, self._comment = [], [], 0, ""

    def _mark(self, nodes: list[Node]) -> None:
        if self._flags or self._comment:
            for node in nodes:
                node.flags |= self._flags
                node.comment = self._comment or node.comment

    def _failed(self, error: StatementError, prefix: list[str], end: int) -> None:
        index = error.index - len(prefix)
        if 0 <= index < len(self._words):
            token = self._words[index]
            self._problem(self._starts[index], token.lstrip("\0"), error.message)
        else:
            self._problem(end, self._text[end : end + 1], error.message)

    def _problem(self, offset: int, token: str, message: str) -> None:
        line, column = lexer.position(self._text, offset)
        path = " ".join(written for _, _, written in self._stack[1:])
        self._problems.append(
            SyntaxProblem(
                line=line, column=column, path=f"[edit {path}]" if path else "[edit]", token=token, message=message
            )
        )


def lines(node: Node, indent: str = "") -> list[str]:
    """Returns the statements below a node, one line of text per element, without line ends."""
    out: list[str] = []
    _Printer(out).below(node, indent)
    return out


def statement_lines(parent: SchemaNode, nodes: list[Node], indent: str = "") -> list[str]:
    """Returns the lines of some statements of one parent; entries of one leaf-list must stand together."""
    out: list[str] = []
    _Printer(out).statements(parent, nodes, indent)
    return out


class _Printer:
    """Writes statements; ``out`` collects the lines."""

    def __init__(self, out: list[str]) -> None:
        self._out = out

    def below(self, node: Node, indent: str) -> None:
        self.statements(node.schema, node.ordered(), indent)

    def statements(self, parent: SchemaNode, nodes: list[Node], indent: str) -> None:
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
            self.statements(node.schema, [child], indent)
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
    nodes = node.ordered()
    kinds = {child.schema.kind for child in nodes}
    if kinds & {CONTAINER, LIST} or any(child.flags or child.comment for child in nodes):
        return None
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
