"""Packets get through: full-size pings to the far loopbacks, and what the device's own probes say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .base import CheckResult, HealthCheck, Scope
from .expectations import loopbacks
from .question import Question
from .reading import number, plain, text

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..design.model import DeviceModel
    from ..junos.reply import Reply
    from .base import Verdict
    from .question import Answers

PAYLOAD = 8972
"""Bytes of a ping that fills an IP packet of 9000 bytes, which the links of the core carry unfragmented."""
LOSS_PERCENT = 0.1


class JumboPaths(HealthCheck):
    """A ping that fills the packets of the core, with the bit that forbids fragments, to every far loopback.

    It sends traffic, if little, so it is asked only on request.

    Expected Results:
        Success: Every packet came back.
        Failure: One was lost, or was too big for a link on the way.
        Inconclusive: The device tells no ping-results.
    """

    id = "path_mtu"
    description = "Path MTU"
    subject = "routers with iBGP"
    passes = f"pings of {PAYLOAD} bytes, unfragmented, come back from every iBGP neighbour in service"
    rpc = "ping"
    arguments = {"host": "<loopback>", "count": "3", "size": str(PAYLOAD), "do-not-fragment": ""}  # noqa: RUF012
    root = "ping-results"
    on_request = True

    def applies(self, model: DeviceModel) -> bool:
        """Routers of the core with iBGP."""
        return model.isis is not None and any(group.type == "internal" for group in model.bgp)

    def run(self, answers: Answers, model: DeviceModel, scope: Scope) -> list[CheckResult]:
        """One question for each far loopback."""
        results: list[CheckResult] = []
        for address, peer in loopbacks(model, scope).items():
            check = _OnePath(address, peer)
            results += check.run(answers, model, scope)
        return results

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge one path without its name; ``run`` asks by name."""
        return _OnePath("", "").evaluate(reply, model, scope)


class _OnePath(JumboPaths):
    def __init__(self, address: str, peer: str) -> None:
        self._address, self._peer = address, peer

    @property
    def question(self) -> Question:
        return Question(rpc=self.rpc, arguments=tuple({**self.arguments, "host": self._address}.items()))

    def run(self, answers: Answers, model: DeviceModel, scope: Scope) -> list[CheckResult]:
        return HealthCheck.run(self, answers, model, scope)

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        del scope
        lost = number(reply.root, ".//packet-loss")
        actual = "not told" if lost is None else f"{plain(lost)} % lost"
        verdict: Verdict = "inconclusive" if lost is None else "pass" if lost == 0 else "fail"
        what = f"Ping of {PAYLOAD} bytes to {self._peer} ({self._address})"
        yield self.result(model, self._address, verdict, what=what, expected="0 % lost", actual=actual)


class ServiceProbes(HealthCheck):
    """Probes that the device runs itself (``services rpm``), where somebody has configured any.

    The design configures none; on the twin the probes of the rehearsal measure the same.

    Expected Results:
        Success: Every probe loses less than 0.1 %.
        Failure: One loses more.
        Inconclusive: The device tells no probe-results.
    """

    id = "service_probes"
    description = "Service probes"
    passes = f"every probe of the device loses less than {LOSS_PERCENT} %"
    rpc = "get-probe-results"
    root = "probe-results"
    origin = "constant"
    on_request = True

    def evaluate(self, reply: Reply, model: DeviceModel, scope: Scope) -> Iterable[CheckResult]:
        """Judge every test, by the figures of all its probes."""
        del scope
        for entry in reply.root.iter("probe-test-results"):
            name = f"{text(entry, 'owner')} {text(entry, 'test-name')}".strip()
            lost = number(entry, ".//loss-percentage")
            verdict: Verdict = "inconclusive" if lost is None else "pass" if lost < LOSS_PERCENT else "fail"
            actual = "not told" if lost is None else f"{plain(lost)} % lost"
            yield self.result(
                model, name, verdict, what=f"Probe {name}", expected=f"less than {LOSS_PERCENT} % lost", actual=actual
            )
