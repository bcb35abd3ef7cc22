"""What a check asks a device, and the answers: each question is asked once, however many checks it serves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..junos.errors import JunosError
from ..junos.requests import rpc

if TYPE_CHECKING:
    from lxml.etree import _Element

    from ..junos.reply import Reply
    from ..junos.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """An operational request.

    Attributes:
        rpc: Name of the request in Junos' XML API; a command of the CLI, sent as ``<command>``, where it has none.
        arguments: Children of the request by name, empty text for flags such as ``extensive``.
    """

    rpc: str
    arguments: tuple[tuple[str, str], ...] = ()

    def element(self) -> _Element:
        """The request as it is sent."""
        return rpc(self.rpc, {name: value or True for name, value in self.arguments})

    def __str__(self) -> str:
        return " ".join([self.rpc, *(" ".join(argument).rstrip() for argument in self.arguments)])


class Answers:
    """The replies of one device, kept for as long as its health is judged.

    Args:
        session: An open session; it is used by one thread at a time.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[Question, Reply | JunosError] = {}

    @property
    def asked(self) -> int:
        """How many requests were sent."""
        return len(self._known)

    def to(self, question: Question) -> Reply:
        """The reply to a question.

        Raises:
            JunosError: The device refused, or did not answer; the same again when it is asked again.
        """
        if question not in self._known:
            self._known[question] = self._ask(question)
        found = self._known[question]
        if isinstance(found, JunosError):
            raise found
        return found

    def _ask(self, question: Question) -> Reply | JunosError:
        try:
            if " " in question.rpc:
                return self._session.command(question.rpc, format="xml")
            return self._session.rpc(question.element() if question.arguments else question.rpc)
        except JunosError as error:
            return error
