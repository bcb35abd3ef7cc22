"""CSV as a person edits it, by hand or in a spreadsheet: rows with their lines, and what is wrong with the header."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from ..common.errors import Problem, Source
from .documents import Document, Value, decode
from .wording import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = ",;\t"


def read_table(content: bytes, path: str, *, columns: Sequence[str], required: Sequence[str]) -> Document:
    """Read a table with one header row into a list of mappings.

    Tolerated, because spreadsheets write them: a byte order mark, CRLF, semicolons or tabs for commas, quotes,
    spaces around values, capitals in the header, empty columns at the right, empty rows. Lines that begin with ``#``
    are comments. An empty cell says nothing, like a missing key.

    Args:
        content: The file.
        path: Its name for messages.
        columns: All columns that there may be.
        required: Those that must be there.
    """
    document = Document()
    text = decode(content, path, document.problems)
    if text is None:
        return document
    header: list[str] | None = None
    rows: list[Value] = []
    for line, cells in _rows(text, path, document.problems):
        if header is None:
            header = [cell.lower() for cell in cells]
            document.problems += _header_problems(header, Source(path, line), columns, required)
            document.places[()] = Source(path, line)
        else:
            rows.append(_row(header, cells, Source(path, line), document, len(rows)))
    if header is None:
        document.problems.append(
            Problem(
                source=Source(path),
                subject="file",
                found="there is no header",
                expected=f"a first line {','.join(columns)}",
            )
        )
    document.value = rows
    if any(problem.subject in ("header", "file") for problem in document.problems):
        # Without all columns every row would be wrong for the same reason; without all rows, names would be missing.
        document.places.clear()
    return document


def _rows(text: str, path: str, problems: list[Problem]) -> Iterator[tuple[int, list[str]]]:
    """Line and cells of each row; stops at the first thing that is not CSV."""
    lines = ["\n" if line.lstrip().startswith("#") else line for line in text.splitlines(keepends=True)]
    first = next((line for line in lines if line.strip(" ,;\t\r\n")), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=True)
    begin = 1
    try:
        for cells in reader:
            stripped = [cell.strip() for cell in cells]
            if any(stripped):
                yield begin, stripped
            begin = reader.line_num + 1
    except csv.Error:
        problems.append(
            Problem(
                source=Source(path, begin),
                subject="file",
                found="quotes are not closed or stand inside a value",
                expected="values without quotes, or in a pair of quotes",
                remedy="remove the quotes",
            )
        )


def _row(header: list[str], cells: list[str], source: Source, document: Document, index: int) -> Value:
    while len(cells) > len(header) and not cells[-1]:
        cells.pop()
    if len(cells) > len(header):
        document.problems.append(
            Problem(
                source=source,
                subject=f"row {cells[0]}",
                found=f"it has {len(cells)} values",
                expected=f"{len([name for name in header if name])} values, one per column",
                remedy="put a value that contains a comma in quotes",
            )
        )
        document.refused.add((index,))
    document.places[(index,)] = source
    return {name: cell for name, cell in zip(header, cells, strict=False) if name and cell}


def _header_problems(
    header: list[str], source: Source, columns: Sequence[str], required: Sequence[str]
) -> Iterator[Problem]:
    known = f"the columns {', '.join(columns)}"
    for name in dict.fromkeys(header):
        if not name:
            continue
        if name not in columns:
            similar = nearest(name, [column for column in columns if column not in header])
            remedy = f"rename it to {similar}" if similar else "remove the column"
            found = f"unknown column {name}"
            yield Problem(source=source, subject="header", found=found, expected=known, remedy=remedy)
        if header.count(name) > 1:
            yield Problem(source=source, subject="header", found=f"column {name} stands twice", expected=known)
    for name in required:
        if name not in header:
            yield Problem(source=source, subject="header", found=f"column {name} is missing", expected=known)
