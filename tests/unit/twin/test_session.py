"""A NETCONF session fed with bytes: what clients should not send, and what they may."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.text import parse_text
from ansible_collections.statenet.junos.plugins.module_utils.twin import framing
from ansible_collections.statenet.junos.plugins.module_utils.twin.fleet import Fleet
from ansible_collections.statenet.junos.plugins.module_utils.twin.netconf import NetconfSession
from ansible_collections.statenet.junos.plugins.module_utils.twin.scheduler import VirtualScheduler
from ansible_collections.statenet.junos.plugins.module_utils.twin.spec import DeviceSpec, TwinSpec
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterator

END = b"]]>]]>"
HELLO = (
    b'<hello xmlns="urn:ietf:params:xml:ns:netconf:base:1.0"><capabilities>'
    b"<capability>urn:ietf:params:netconf:base:1.0</capability>%b</capabilities></hello>"
)
NEW_FRAMING = b"<capability>urn:ietf:params:netconf:base:1.1</capability>"
NETCONF = "{urn:ietf:params:xml:ns:netconf:base:1.0}"


class Wire:
    """Both ends of a session in one process."""

    def __init__(self, loop: asyncio.AbstractEventLoop, *, chunked: bool = False) -> None:
        device = DeviceSpec(hostname="r1", model="MX480", configuration="r1.conf")
        spec = TwinSpec(name="one", devices=(device,), chunked_framing=chunked)
        clock = VirtualScheduler(datetime(2026, 10, 1, tzinfo=UTC))
        self.fleet = Fleet(spec, {"r1": parse_text("system { host-name r1; }")}, scheduler=clock)
        self.device = self.fleet.devices["r1"]
        self.loop = loop
        self.sent = bytearray()
        self.ended: list[str] = []
        self.session = self.open()

    def open(self) -> NetconfSession:
        """Come in."""
        session = NetconfSession(
            self.device,
            self.fleet,
            state=None,
            client=self.fleet.new_client("netops"),
            loop=self.loop,
            write=self.sent.extend,
            close=lambda: self.ended.append("closed"),
            abort=lambda: self.ended.append("aborted"),
        )
        session.start()
        return session

    def greet(self, capability: bytes = b"") -> None:
        """Send the hello."""
        self.session.feed(HELLO % capability + END)
        self.sent.clear()

    def ask(self, operation: bytes, attributes: bytes = b'message-id="1"') -> etree._Element:
        """The reply to a request."""
        self.sent.clear()
        self.session.feed(b"<rpc " + attributes + b">" + operation + b"</rpc>" + END)
        return self.reply()

    def reply(self) -> etree._Element:
        """The first reply that was sent."""
        return etree.fromstring(bytes(self.sent).split(END)[0].strip())

    def error(self) -> tuple[str, str]:
        """Tag and message of the first error in it."""
        reply = self.reply()
        found = reply.find(f"{NETCONF}rpc-error")
        return (
            found.findtext(f"{NETCONF}error-tag"),
            " ".join(found.findtext(f"{NETCONF}error-message").split()),
        )


@pytest.fixture
def wire() -> Iterator[Wire]:
    loop = asyncio.new_event_loop()
    made = Wire(loop)
    made.greet()
    yield made
    loop.close()


def test_the_hello_tells_session_and_capabilities() -> None:
    loop = asyncio.new_event_loop()
    hello = etree.fromstring(bytes(Wire(loop).sent).split(END)[0])
    loop.close()
    assert hello.findtext(f"{NETCONF}session-id") == "10001"
    capabilities = [item.text for item in hello.iter(f"{NETCONF}capability")]
    assert "urn:ietf:params:netconf:capability:confirmed-commit:1.0" in capabilities
    assert "urn:ietf:params:netconf:base:1.1" not in capabilities


def test_chunked_framing_when_both_want_it() -> None:
    loop = asyncio.new_event_loop()
    wire = Wire(loop, chunked=True)
    assert b"base:1.1" in wire.sent
    wire.session.feed(HELLO % NEW_FRAMING + END)
    wire.sent.clear()
    wire.session.feed(framing.frame(b'<rpc message-id="7"><lock-configuration/></rpc>', chunked=True))
    assert bytes(wire.sent).startswith(b"\n#")
    assert bytes(wire.sent).endswith(b"\n##\n")
    assert b'message-id="7"' in wire.sent
    loop.close()


def test_the_attributes_of_the_request_come_back(wire: Wire) -> None:
    reply = wire.ask(b"<lock-configuration/>", b'message-id="a&amp;&quot;b" x="1"')
    assert dict(reply.attrib) == {"message-id": 'a&"b', "x": "1"}
    assert reply.tag == f"{NETCONF}rpc-reply"


@pytest.mark.parametrize(
    ("message", "tag"),
    [
        (b"nonsense", "malformed-message"),
        (b"<rpc", "malformed-message"),
        (b'<rpc message-id="1"><a></rpc>', "malformed-message"),
        (b"\xff\xfe\x00", "malformed-message"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><rpc>&a;</rpc>', "malformed-message"),
        (b"<rpc>&unknown;</rpc>", "malformed-message"),
        (b"<rpc/>", "missing-element"),
        (b"<coffee/>", "unknown-element"),
        (b"<rpc><make-coffee/></rpc>", "operation-failed"),
        (b"<rpc><lock><target/></lock></rpc>", "missing-element"),
        (b"<rpc><lock><target><running/></target></lock></rpc>", "operation-not-supported"),
        (b"<rpc><kill-session><session-id>x</session-id></kill-session></rpc>", "invalid-value"),
        (b'<rpc><get-configuration format="pdf"/></rpc>', "invalid-value"),
        (b'<rpc><get-configuration compare="rollback" rollback="x"/></rpc>', "invalid-value"),
        (b'<rpc><load-configuration rollback="-1"/></rpc>', "invalid-value"),
        (b'<rpc><load-configuration rollback="7"/></rpc>', "data-missing"),
        (b"<rpc><load-configuration/></rpc>", "missing-element"),
        (b'<rpc><load-configuration url="file:///etc/passwd"/></rpc>', "operation-not-supported"),
        (
            b'<rpc><load-configuration action="insert"><configuration/></load-configuration></rpc>',
            "operation-not-supported",
        ),
        (b"<rpc><get-config><source><startup/></source></get-config></rpc>", "invalid-value"),
        (b"<rpc><commit-configuration><at-time>now</at-time></commit-configuration></rpc>", "operation-not-supported"),
        (
            b"<rpc><commit-configuration><confirmed/><confirm-timeout>0</confirm-timeout></commit-configuration></rpc>",
            "invalid-value",
        ),
        (b"<rpc><commit><confirmed/><confirm-timeout>soon</confirm-timeout></commit></rpc>", "invalid-value"),
        (b"<rpc><close-configuration/></rpc>", "operation-failed"),
        (b"<rpc><command>show nonsense</command></rpc>", "operation-failed"),
    ],
)
def test_a_bad_request_gets_an_error_and_the_session_goes_on(wire: Wire, message: bytes, tag: str) -> None:
    wire.session.feed(message + END)
    assert wire.error()[0] == tag
    assert wire.ended == []
    assert wire.ask(b"<lock-configuration/>").find(f"{NETCONF}rpc-error") is None


def test_an_entity_bomb_is_not_expanded(wire: Wire) -> None:
    bomb = b'<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><rpc><x>&b;</x></rpc>'
    wire.session.feed(bomb + END)
    assert wire.error() == ("malformed-message", "malformed message: document type declarations are not allowed")


def test_very_deep_xml_is_refused(wire: Wire) -> None:
    wire.session.feed(b"<rpc>" + b"<a>" * 100000 + b"</a>" * 100000 + b"</rpc>" + END)
    assert wire.error()[0] == "malformed-message"


def test_very_deep_configuration_text_is_refused(wire: Wire) -> None:
    text = b"system { " * 50000 + b"} " * 50000
    request = b'<load-configuration format="text"><configuration-text>%b</configuration-text></load-configuration>'
    wire.ask(request % text)
    assert b"<rpc-error>" in wire.sent
    assert wire.ended == []


@pytest.mark.parametrize("data", [b"x" * 100 + END, b"<rpc/>" + END, END + b"<rpc></rpc>" + END])
def test_a_client_without_hello_is_sent_away(data: bytes) -> None:
    loop = asyncio.new_event_loop()
    wire = Wire(loop)
    wire.session.feed(data)
    assert wire.ended == ["closed"]
    wire.session.feed(b"more")
    wire.session.end()
    assert wire.device.sessions == {}
    loop.close()


def test_a_message_without_end_closes_the_session(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(framing, "MAX_MESSAGE", 10000)
    for _ in range(11):
        wire.session.feed(b"x" * 1000)
    assert wire.ended == ["closed"]


def test_requests_in_one_packet_are_answered_in_order(wire: Wire) -> None:
    stream = b"".join(b'<rpc message-id="%d"><discard-changes/></rpc>' % number + END for number in range(5))
    wire.session.feed(stream)
    replies = [etree.fromstring(part.strip()) for part in bytes(wire.sent).split(END) if part.strip()]
    assert [reply.get("message-id") for reply in replies] == ["0", "1", "2", "3", "4"]


def test_a_commit_goes_through_though_the_client_left_meanwhile(wire: Wire) -> None:
    wire.ask(b"<lock-configuration/>")
    wire.ask(
        b'<load-configuration format="text" action="set"><configuration-set>set system host-name late'
        b"</configuration-set></load-configuration>"
    )
    wire.device.faults.inject("commit_delay", {"seconds": 0.01})
    wire.session.feed(b"<rpc><commit-configuration/></rpc>" + END)
    wire.session.end()
    assert wire.device.running.value("system", "host-name") == "r1"
    assert wire.device.database.lock is not None
    wire.loop.call_later(0.05, wire.loop.stop)
    wire.loop.run_forever()
    assert wire.device.running.value("system", "host-name") == "late"
    assert (wire.device.database.lock, wire.device.sessions) == (None, {})


def test_requests_wait_behind_a_slow_commit(wire: Wire) -> None:
    wire.device.faults.inject("commit_delay", {"seconds": 0.01})
    wire.session.feed(b'<rpc message-id="1"><commit-configuration/></rpc>' + END)
    wire.session.feed(b'<rpc message-id="2"><discard-changes/></rpc>' + END)
    assert wire.sent == b""
    wire.loop.call_later(0.05, wire.loop.stop)
    wire.loop.run_forever()
    assert wire.sent.index(b'message-id="1"') < wire.sent.index(b'message-id="2"')


def test_listeners_hear_of_commits_and_rollbacks(wire: Wire) -> None:
    heard: list[tuple[str, datetime]] = []
    wire.fleet.on_commit(lambda hostname, when: heard.append((hostname, when)))
    wire.ask(b"<commit-configuration><confirmed/><confirm-timeout>1</confirm-timeout></commit-configuration>")
    wire.fleet.clock.advance(60)
    assert [(name, when.minute) for name, when in heard] == [("r1", 0), ("r1", 1)]
    assert wire.device.config_version == 3


def test_an_annotation_survives_loading_as_xml(wire: Wire) -> None:
    wire.ask(
        b'<load-configuration><configuration xmlns:junos="http://xml.juniper.net/junos/21.4R0/junos"><system>'
        b"<junos:comment>/* why */</junos:comment><host-name>r2</host-name></system></configuration>"
        b"</load-configuration>"
    )
    reply = wire.ask(b'<get-configuration format="text"/>')
    assert "/* why */" in "".join(reply.itertext())


def load_set(wire: Wire, *lines: str) -> etree._Element:
    content = "\n".join(lines).encode()
    return wire.ask(
        b'<load-configuration format="text" action="set"><configuration-set>%b</configuration-set>'
        b"</load-configuration>" % content
    )


def test_the_good_lines_of_a_bad_load_stay_in_the_candidate(wire: Wire) -> None:
    reply = load_set(wire, "set system colour red", "set system host-name r2", "set system taste sweet")
    assert [item.text for item in reply.iter(f"{NETCONF}bad-element")] == ["colour", "taste"]
    assert reply.findtext(f".//{NETCONF}load-error-count") == "2"
    assert wire.device.database.candidate(wire.session.client).value("system", "host-name") == "r2"


def test_an_rfc_compliant_device_prefixes_and_drops_warnings(wire: Wire) -> None:
    load_set(wire, "set system services netconf rfc-compliant")
    wire.ask(b"<commit-configuration/>")
    reply = load_set(wire, "delete system location")
    assert bytes(wire.sent).startswith(b'<nc:rpc-reply xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0"')
    assert (b"<nc:ok/>" in wire.sent, b"warning" in wire.sent) == (True, False)
    assert reply.get("message-id") == "1"
    wire.ask(b"<make-coffee/>")
    assert b"<nc:error-message>" in wire.sent
    reply = wire.ask(b"<get-config><source><running/></source></get-config>")
    assert reply[0].tag == f"{NETCONF}data"
    assert reply[0][0].tag == "{http://xml.juniper.net/xnm/1.1/xnm}configuration"


def test_flattened_commit_results(wire: Wire) -> None:
    load_set(wire, "set system services netconf flatten-commit-results")
    assert wire.ask(b"<commit-configuration/>").find(f"{NETCONF}commit-results") is None
    assert wire.ask(b"<commit-configuration><check/></commit-configuration>")[0].tag == f"{NETCONF}ok"


def test_the_connection_limit_follows_the_configuration(wire: Wire) -> None:
    assert wire.device.connection_limit == 75
    load_set(wire, "set system services netconf ssh connection-limit 3")
    wire.ask(b"<commit-configuration/>")
    assert wire.device.connection_limit == 3


def test_nothing_is_carried_out_while_the_client_does_not_read(wire: Wire) -> None:
    wire.session.pause()
    wire.session.feed(b"<rpc><lock-configuration/></rpc>" + END)
    assert (wire.sent, wire.device.database.lock) == (b"", None)
    wire.session.resume()
    assert wire.device.database.lock is not None


def test_a_failing_listener_does_not_undo_a_commit(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    def fail(hostname: str, when: datetime) -> None:
        raise RuntimeError(hostname, when)

    wire.fleet.on_commit(fail)
    assert wire.ask(b"<commit-configuration/>").find(f"{NETCONF}ok") is not None
    assert "r1: a listener failed" in caplog.text


def test_characters_that_xml_cannot_carry_do_not_break_the_reply(wire: Wire) -> None:
    reply = wire.ask(
        b'<load-configuration format="text"><configuration-text>system ] { host-name x; }</configuration-text>'
        b"</load-configuration>"
    )
    assert reply.findtext(f".//{NETCONF}bad-element") == "]"
    for text in ("a\\u0000b", "a\\u0001b", "a\\ud800b"):
        document = '{"configuration": {"system": {"host-name": "TEXT"}}}'.replace("TEXT", text)
        wire.ask(
            b'<load-configuration format="json"><configuration-json>%b</configuration-json></load-configuration>'
            % document.encode()
        )
        assert b"<rpc-error>" in wire.sent
        assert wire.ask(b"<get-configuration/>").find(f"{NETCONF}rpc-error") is None
