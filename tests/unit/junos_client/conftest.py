"""A channel that answers from recorded replies and keeps what was sent.

The collection is imported inside the fixtures: pytest-ansible installs its finder after this file is read, and packages
that were imported before cannot be found through it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from lxml import etree

REPLIES = Path(__file__).parents[2] / "fixtures" / "replies"


def recorded(name: str) -> str:
    return (REPLIES / f"{name}.xml").read_text()


class RecordedChannel:
    """Answers in order; an exception in the list is raised instead."""

    session_id = "4711"

    def __init__(self, answers: Any) -> None:
        self.answers = list(answers)
        self.sent: list[str] = []
        self.timeouts: list[float] = []
        self.closed = False

    def exchange(self, request: Any, *, timeout: float) -> str:
        """The next answer."""
        self.sent.append(etree.tostring(request, encoding="unicode"))
        self.timeouts.append(timeout)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer if answer.startswith("<") else recorded(answer)

    def close(self, *, timeout: float) -> None:
        """Note that, and how patiently, it was closed."""
        self.timeouts.append(timeout)
        self.closed = True


@pytest.fixture
def endpoint() -> Any:
    from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint

    return Endpoint(name="okc-core1", address="192.0.2.1", username="automation")


@pytest.fixture
def open_session(endpoint: Any) -> Any:
    """Factory: a session that answers with the named recordings; its channel is the second value."""
    from ansible_collections.statenet.junos.plugins.module_utils.junos.session import Session

    def make(*answers: Any) -> Any:
        channel = RecordedChannel(answers)
        return Session(endpoint, channel), channel

    return make
