"""What a device tells of its commits: the history, revisions, rollback files and the rescue configuration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...junos.compare import compare
from ...junos.text import print_text
from ..errors import RpcFailure
from .call import Call, handles
from .envelope import OK, escape, moment, output
from .request import has, text
from .shape import as_json, difference, shaped

if TYPE_CHECKING:
    from ..history import CommitRecord


@handles("get-commit-information")
def get_commit_information(call: Call) -> str:
    """``show system commit``."""
    if call.format == "text":
        return output(listing(call))
    entries = "".join(_entry(number, record) for number, record in enumerate(call.database.history))
    return _either(call, f"<commit-information>\n{entries}</commit-information>\n")


@handles("get-commit-revision-information")
def get_commit_revision_information(call: Call) -> str:
    """``show system commit revision [detail]``."""
    record = call.database.history.active
    revision = _revision(call, record)
    if not has(call.operation, "detail"):
        return _either(
            call,
            f"<commit-revision-information>\n<revision>{revision}</revision>\n</commit-revision-information>\n",
        )
    body = f"<revision>{revision}</revision>\n{_committer(record)}"
    return _either(call, f"<commit-revision-information>\n{body}</commit-revision-information>\n")


@handles("get-rollback-information")
def get_rollback_information(call: Call) -> str:
    """``show system rollback N [compare M]``."""
    record = call.database.history.rollback(index(text(call.operation, "rollback") or "0"))
    other = text(call.operation, "compare")
    if other:
        older = call.database.history.rollback(index(other))
        body = difference(compare(older.tree, record.tree))
    else:
        wanted = text(call.operation, "format") or call.operation.get("format", "text")
        body = shaped(record.tree, wanted)
    return f"<rollback-information>\n{body}</rollback-information>\n"


@handles("request-save-rescue-configuration")
def save_rescue(call: Call) -> str:
    """Keep the active configuration as the rescue configuration."""
    call.database.save_rescue()
    return OK


@handles("request-delete-rescue-configuration")
def delete_rescue(call: Call) -> str:
    """Forget the rescue configuration; none need be there."""
    call.database.rescue = None
    return OK


@handles("get-rescue-information")
def get_rescue(call: Call) -> str:
    """The rescue configuration."""
    rescue = call.database.rescue
    if rescue is None:
        message = "could not open rescue configuration: No such file or directory"
        raise RpcFailure(message, kind="application")
    wanted = call.operation.get("format", "text")
    # As text it stands where a comparison would, and PyEZ reads it there.
    body = difference(print_text(rescue.tree)) if wanted == "text" else shaped(rescue.tree, wanted)
    return f"<rescue-information>\n{body}</rescue-information>\n"


def listing(call: Call) -> str:
    """``show system commit`` as the CLI prints it."""
    lines = []
    for number, record in enumerate(call.database.history):
        said = f" {record.comment}" if record.comment else ""
        lines.append(f"{number:<3} {record.at:%Y-%m-%d %H:%M:%S} UTC by {record.user} via {record.client}{said}")
        if record.log:
            lines.append(f"    {record.log}")
    return "\n".join(lines)


def index(value: str) -> int:
    """A rollback number.

    Raises:
        RpcFailure: It is none.
    """
    if not value.isdecimal():
        message = f"invalid rollback index: {value}"
        raise RpcFailure(message, tag="invalid-value", bad_element="rollback")
    return int(value)


def _either(call: Call, body: str) -> str:
    return as_json(body) if call.format == "json" else body


def _entry(number: int, record: CommitRecord) -> str:
    log = f"<log>{escape(record.log)}</log>\n" if record.log else ""
    return (
        f"<commit-history>\n<sequence-number>{number}</sequence-number>\n{_committer(record)}{log}</commit-history>\n"
    )


def _committer(record: CommitRecord) -> str:
    comment = f"<comment>{escape(record.comment)}</comment>\n" if record.comment else ""
    return (
        f"<user>{escape(record.user)}</user>\n<client>{record.client}</client>\n"
        f"{moment('date-time', record.at)}{comment}"
    )


def _revision(call: Call, record: CommitRecord) -> str:
    engine = (call.device.routing_engines or ("re0",))[0]
    return f"{engine}-{int(record.at.timestamp())}-{record.revision}"
