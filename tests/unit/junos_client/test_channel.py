"""The channel against a NETCONF server over real SSH: framing, waking, time-outs, host keys, leftovers."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from pathlib import Path
from typing import Any

import asyncssh
import pytest
from ansible_collections.statenet.junos.plugins.module_utils.junos.endpoint import Endpoint, Timeouts
from ansible_collections.statenet.junos.plugins.module_utils.junos.errors import (
    AuthenticationError,
    ConnectError,
    HostKeyError,
    RpcTimeout,
    SessionLost,
)
from ansible_collections.statenet.junos.plugins.module_utils.junos.session import connect
from lxml import etree

END = "]]>]]>"
NAMESPACE = "urn:ietf:params:xml:ns:netconf:base:1.0"
HELLO = (
    f'<hello xmlns="{NAMESPACE}"><capabilities><capability>urn:ietf:params:netconf:base:1.0</capability>'
    f"</capabilities><session-id>7</session-id></hello>{END}"
)


class Server:
    """A NETCONF server that echoes, hangs or hangs up, by the name of the RPC."""

    def __init__(self) -> None:
        self.user_key = asyncssh.generate_private_key("ssh-ed25519")
        self.host_key = asyncssh.generate_private_key("ssh-ed25519")
        self.received: list[str] = []
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()
        self.listener = self._wait(self._listen())
        self.port = self.listener.get_port()

    def _wait(self, coroutine: Any) -> Any:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    async def _listen(self) -> Any:
        authorized = asyncssh.import_authorized_keys(self.user_key.export_public_key().decode())
        return await asyncssh.listen(
            "127.0.0.1",
            0,
            server_host_keys=[self.host_key],
            authorized_client_keys=authorized,
            process_factory=self._serve,
        )

    async def _serve(self, process: Any) -> None:
        process.stdout.write(HELLO)
        buffer = ""
        while not process.stdin.at_eof():
            buffer += await process.stdin.read(65536)
            while END in buffer:
                message, _, buffer = buffer.partition(END)
                if "<nc:rpc " in message and not self._answer(process, message.strip()):
                    process.exit(0)
                    return

    def _answer(self, process: Any, message: Any) -> Any:
        self.received.append(message)
        root = etree.fromstring(message.encode())
        name = etree.QName(root[0]).localname
        if name == "hang-up":
            return False
        if name == "get-garbage":
            process.stdout.write(f"<rpc-reply xmlns='{NAMESPACE}'><ok/></rpc-reply>{END}")
            return True
        if name != "hang":
            body = "<ok/>" if name != "get-much" else f"<output>{'x' * 3_000_000}</output><ok/>"
            process.stdout.write(
                f'<rpc-reply xmlns="{NAMESPACE}" message-id="{root.get("message-id")}">{body}</rpc-reply>{END}'
            )
        return name != "close-session"

    def stop(self) -> None:
        """End the server and its thread."""
        self._wait(self._close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join(10)
        self.loop.close()

    async def _close(self) -> None:
        self.listener.close()
        await self.listener.wait_closed()


@pytest.fixture(scope="module")
def server() -> Any:
    running = Server()
    yield running
    running.stop()


@pytest.fixture
def endpoint(server: Any, tmp_path: Any) -> Any:
    key_file = tmp_path / "id_ed25519"
    server.user_key.write_private_key(str(key_file))
    return Endpoint(
        name="okc-core1",
        address="127.0.0.1",
        tcp_port=server.port,
        username="automation",
        key_file=key_file,
        target="twin",
    )


def changed(endpoint: Any, **values: Any) -> Any:
    fields = {name: getattr(endpoint, name) for name in endpoint.__dataclass_fields__}
    return Endpoint(**{**fields, **values})


def test_request_on_the_wire(server: Any, endpoint: Any) -> None:
    with connect(endpoint) as session:
        assert session.rpc("get-x", terse=True).ok
        assert session._channel.session_id == "7"
    request = next(message for message in server.received if "<get-x>" in message)
    assert '<nc:rpc xmlns:nc="urn:ietf:params:xml:ns:netconf:base:1.0" message-id="urn:uuid:' in request
    assert request.endswith("<get-x><terse/></get-x></nc:rpc>")
    assert "close-session" in server.received[-1]


def test_requests_do_not_wait_for_the_tick_of_ncclient(endpoint: Any, monkeypatch: Any) -> None:
    # With a tick of an hour every request would hang for good, if it were the tick that sends it.
    monkeypatch.setattr("ncclient.transport.session.TICK", 3600)
    with connect(endpoint, timeouts=Timeouts(read=20)) as session:
        for _ in range(20):
            assert session.rpc("get-x").ok


def test_a_reply_of_megabytes(endpoint: Any) -> None:
    with connect(endpoint) as session:
        assert len(session.rpc("get-much").text("output")) == 3_000_000


def test_no_reply_is_a_timeout_and_the_session_is_over(endpoint: Any) -> None:
    with connect(endpoint) as session:
        with pytest.raises(RpcTimeout, match=r"^okc-core1: no reply to hang within 0\.2 s\.$"):
            session.rpc("hang", timeout=0.2)
        with pytest.raises(SessionLost, match="the session is closed, get-x was not sent"):
            session.rpc("get-x")


def test_the_server_hangs_up(endpoint: Any) -> None:
    with connect(endpoint) as session:
        with pytest.raises(SessionLost, match=r"^okc-core1: the session ended under hang-up: "):
            session.rpc("hang-up")
        assert session.commit().outcome == "unknown"


def test_a_reply_without_its_number_ends_the_session(endpoint: Any) -> None:
    message = "under get-garbage: Could not find 'message-id'"
    with connect(endpoint) as session, pytest.raises(SessionLost, match=message):
        session.rpc("get-garbage", timeout=5)


def test_the_port_of_the_ssh_configuration_is_not_that_of_netconf(
    server: Any, endpoint: Any, tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home" / ".ssh"
    home.mkdir(parents=True)
    (home / "config").write_text("Host *\n    Port 22\n    User somebody\n")
    key = server.host_key.export_public_key().decode().strip()
    (home / "known_hosts").write_text(f"[127.0.0.1]:{server.port} {key}\n")
    monkeypatch.setenv("HOME", str(home.parent))
    with connect(changed(endpoint, target="live")) as session:
        assert session.rpc("get-x").ok


def test_user_refused(endpoint: Any, tmp_path: Any) -> None:
    stranger = tmp_path / "stranger"
    asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(stranger))
    with pytest.raises(AuthenticationError, match=rf"127\.0\.0\.1 port {endpoint.tcp_port} does not accept user"):
        connect(changed(endpoint, key_file=stranger))


def test_nobody_listens(endpoint: Any) -> None:
    with pytest.raises(ConnectError, match=r"^okc-core1: no NETCONF session to 127\.0\.0\.1 port 1: .*Remedy: check"):
        connect(changed(endpoint, tcp_port=1))


def test_a_connection_that_is_dropped_is_an_error_without_a_traceback_beside_it(
    endpoint: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def drop(listener: socket.socket) -> None:
        connection, _ = listener.accept()
        connection.close()

    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=drop, args=(listener,))
        thread.start()
        with pytest.raises(ConnectError, match="no NETCONF session to"):
            connect(changed(endpoint, tcp_port=listener.getsockname()[1]))
        thread.join()
    assert [record for record in caplog.records if record.levelname in ("WARNING", "ERROR")] == []


def test_address_that_pyez_does_not_take(endpoint: Any) -> None:
    with pytest.raises(ConnectError, match="address '::1' cannot be used"):
        connect(changed(endpoint, address="::1"))


def test_live_devices_need_a_known_host_key(endpoint: Any, tmp_path: Any) -> None:
    known = tmp_path / "known hosts"
    known.write_text("")
    with pytest.raises(HostKeyError, match=r"is not a known one .*ssh-keyscan -p"):
        connect(changed(endpoint, target="live", known_hosts=known))


def test_live_device_with_its_known_host_key(server: Any, endpoint: Any, tmp_path: Any) -> None:
    known = tmp_path / "known_hosts"
    key = server.host_key.export_public_key().decode().strip()
    known.write_text(f"[127.0.0.1]:{server.port} {key}\n")
    with connect(changed(endpoint, target="live", known_hosts=known)) as session:
        assert session.rpc("get-x").ok


def test_sessions_leave_no_descriptor_and_no_thread(endpoint: Any) -> None:
    def held() -> Any:
        return len(list(Path("/proc/self/fd").iterdir())), threading.active_count()

    with connect(endpoint) as session:
        session.rpc("get-x")
    before = held()
    for _ in range(5):
        with connect(endpoint) as session:
            session.rpc("get-x")
    deadline = time.monotonic() + 10
    while held() > before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert held() <= before
