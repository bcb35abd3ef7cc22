"""What people are told of a rollout, and that a server that does not listen holds nothing up."""

from __future__ import annotations

import json
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import TYPE_CHECKING, Any

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.report.notifications import KINDS, Notification, Notifier
from ansible_collections.statenet.junos.plugins.module_utils.report.webhook import Webhooks, WebhookUrlError
from ansible_collections.statenet.junos.plugins.module_utils.rollout.events import (
    DeviceFinished,
    Event,
    Refused,
    Resumed,
    RolloutFinished,
    SoakChecked,
    Waiting,
    WaveFinished,
    WaveStarted,
)
from ansible_collections.statenet.junos.plugins.module_utils.rollout.result import DeviceResult
from rollout.fakes import START as AT
from rollout.fakes import plan

if TYPE_CHECKING:
    from collections.abc import Iterator

PLAN = plan()
STARTED = WaveStarted(at=AT, wave=1, name="core", hosts=("a", "b"), position=1, total=9)
NEAR = datetime(2020, 10, 25, 3, tzinfo=UTC)  # two days before the election's freeze


def told(*events: Event, kinds: tuple[Any, ...] = KINDS) -> list[tuple[str, str]]:
    found: list[Notification] = []
    notifier = Notifier(found.append, PLAN, verb="rollout", kinds=kinds)
    for event in events:
        notifier.on_event(event)
    return [(item.kind, item.text) for item in found]


@pytest.mark.parametrize(
    ("event", "kind", "text"),
    [
        (STARTED, "start", "2020-09-06 22:00  wave  1/9  core: 2 devices (a, b)"),
        (
            Waiting(at=AT, wave=2, reason="freeze: Election", until=AT + timedelta(days=9)),
            "gate",
            "2020-09-06 22:00  wave 2 waits for freeze: Election, until 2020-09-15 22:00 CDT",
        ),
        (Refused(at=AT, message="wave 1 may not start:\n  frozen"), "gate", "wave 1 may not start:\n  frozen"),
        (
            DeviceFinished(at=AT, wave=1, result=DeviceResult(host="a", outcome="unreachable", message="no answer")),
            "failure",
            "2020-09-06 22:00    a unreachable: no answer",
        ),
        (
            WaveFinished(at=AT, wave=1, name="core", verdict="fail", changed=0, message="a: bgp: Idle"),
            "failure",
            "2020-09-06 22:00    FAIL, the whole wave went back: a: bgp: Idle",
        ),
        (
            SoakChecked(at=AT, wave=1, check=2, total=4, verdict="inconclusive", message="a: no reply"),
            "failure",
            "2020-09-06 22:00    soak INCONCLUSIVE: a: no reply",
        ),
        (
            Resumed(at=AT, wave=1, reverted=("a",)),
            "failure",
            "2020-09-06 22:00  wave 1 was interrupted and is taken up: reverted a",
        ),
        (
            RolloutFinished(at=AT, outcome="paused", message="wave 2 soaks"),
            "finish",
            "2020-09-06 22:00  paused: wave 2 soaks",
        ),
    ],
)
def test_an_event_is_told(event: Event, kind: str, text: str) -> None:
    assert told(event) == [(kind, text)]


@pytest.mark.parametrize(
    "event",
    [
        DeviceFinished(at=AT, wave=1, result=DeviceResult(host="a", outcome="changed")),
        DeviceFinished(at=AT, wave=1, result=DeviceResult(host="a", outcome="reverted")),
        Waiting(at=AT, wave=2, reason="maintenance window", until=AT + timedelta(hours=17)),
    ],
)
def test_what_goes_as_planned_is_not_told_device_by_device(event: Event) -> None:
    assert told(event) == []


def test_only_the_kinds_that_are_wanted() -> None:
    passed = WaveFinished(at=AT, wave=1, name="core", verdict="pass", changed=2)
    assert [kind for kind, _ in told(STARTED, passed, kinds=("verdict",))] == ["verdict"]


def test_a_near_freeze_is_announced_once() -> None:
    near = WaveStarted(at=NEAR, wave=8, name="sites", hosts=("a",), position=8, total=9)
    found = [text for kind, text in told(STARTED, near, near) if kind == "freeze"]
    assert len(found) == 1
    assert found[0].startswith("a freeze is near: ")


class _Handler(BaseHTTPRequestHandler):
    status = 200
    bodies: list[dict[str, str]]

    def do_POST(self) -> None:
        self.bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@contextmanager
def server(status: int = 200) -> Iterator[tuple[str, list[dict[str, str]]]]:
    bodies: list[dict[str, str]] = []
    handler = type("Handler", (_Handler,), {"status": status, "bodies": bodies})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as http:
        thread = Thread(target=http.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/hooks/s3cret", bodies
        finally:
            http.shutdown()
            thread.join()


def notification(text: str) -> Notification:
    return Notification(kind="start", network="lab", verb="rollout", plan_id="45b5bb69d345ab", at=AT, text=text)


def test_every_notification_arrives_in_order() -> None:
    with server() as (url, bodies):
        with Webhooks([url]) as webhooks:
            webhooks.deliver(notification("one"))
            webhooks.deliver(notification("two"))
        assert webhooks.failures == ()
    assert [body["text"] for body in bodies] == ["lab rollout 45b5bb69d345: one", "lab rollout 45b5bb69d345: two"]
    assert bodies[0] == {
        "text": "lab rollout 45b5bb69d345: one",
        "kind": "start",
        "network": "lab",
        "verb": "rollout",
        "plan_id": "45b5bb69d345ab",
        "at": "2020-09-07T03:00:00+00:00",
    }


def test_a_server_that_refuses_is_named_without_its_path() -> None:
    with server(status=403) as (url, _):
        with Webhooks([url]) as webhooks:
            webhooks.deliver(notification("one"))
        assert webhooks.failures == ("127.0.0.1 was not told: HTTP status 403",)


def test_one_that_is_not_there_keeps_no_other_from_being_told() -> None:
    with server() as (url, bodies):
        with Webhooks(["http://127.0.0.1:9/x", url]) as webhooks:
            webhooks.deliver(notification("one"))
        assert webhooks.failures == ("127.0.0.1 was not told: [Errno 111] Connection refused",)
    assert len(bodies) == 1


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("file:///etc/passwd", "the scheme 'file'"),
        ("https:///hooks/s3cret", "no server"),
        ("http://[::1/hooks", "no valid form"),
    ],
)
def test_a_url_that_is_none_is_refused(url: str, found: str) -> None:
    with pytest.raises(WebhookUrlError) as caught:
        Webhooks(["https://chat.example.org/ok", url])
    assert str(caught.value) == (
        f"notify_urls: the URL at position 2 has {found}. Expected: https://, or http:// in a trusted network, with "
        "the name of a server. Remedy: correct statenet_notify_urls."
    )


def test_without_urls_there_is_no_thread() -> None:
    with Webhooks([]) as webhooks:
        webhooks.deliver(notification("one"))
    assert webhooks.failures == ()
