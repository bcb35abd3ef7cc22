"""One wave as one transaction: every device commits with a timer, then all are confirmed or none is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ..common.errors import StatenetError
from ..junos.errors import JunosError
from .device import DeviceChange, DeviceFailure
from .drain import drain, require_undrained
from .events import DeviceFinished, WaveFinished
from .ill import Ill, require_health
from .result import DeviceResult, WaveResult

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from .context import Context
    from .contracts import Verdict
    from .plan import Change, PlannedWave
    from .sessions import Sessions

TIMER_MARGIN_SECONDS = 30.0
"""A confirm that would come later than this before the first timer runs out is not sent."""

Failures = dict[str, DeviceFailure]


class WaveTransaction:
    """Changes the devices of one wave together.

    Args:
        context: The surroundings.
        wave: The wave.
        sessions: Where the sessions are kept; they stay open for the soak when the wave passes.
        in_service: Hosts that are in service once the wave is done.
        changes: The changes of the wave that are to be made.
    """

    def __init__(
        self,
        context: Context,
        wave: PlannedWave,
        sessions: Sessions,
        *,
        in_service: frozenset[str],
        changes: Sequence[Change],
    ) -> None:
        self._context = context
        self._wave = wave
        self._in_service = in_service
        self._sessions = sessions
        self._devices = [self._device(change) for change in changes]

    def run(self) -> WaveResult:
        """Carry it out; the network is left with the whole wave confirmed, or with nothing of it."""
        self._context.record("wave-started", wave=self._wave.number, hosts=[device.host for device in self._devices])
        failures = self._attempt(DeviceChange.prepare, self._devices) or self._aborted()
        if not failures:
            failures = self._measured() or self._drained()
        if not failures:
            failures = self._committed_and_examined()
        if not failures:
            failures = self._aborted() or self._confirmed()
        if failures:
            self._reverted(failures)
        self._release()
        return self._concluded(failures)

    def _device(self, change: Change) -> DeviceChange:
        context = self._context
        minutes = {str(role): minutes for role, minutes in context.plan.policy.confirm_minutes.items()}
        return DeviceChange(
            change,
            self._text_of(change),
            self._sessions,
            context=context,
            log=context.log(self._wave.number),
            confirm_minutes=minutes[change.role],
        )

    def _text_of(self, change: Change) -> Callable[[], str]:
        """The new configuration, read at once: a wave of which one is not as approved is not begun.

        Going back it is read when it is needed: what a device ran was not kept when it was never changed.
        """
        if self._context.back:
            return partial(self._context.text_of, change)
        text = self._context.text_of(change)
        return lambda: text

    def _measured(self) -> Failures:
        """What every device measures before it is touched, to hold it to that afterwards."""

        def measure(device: DeviceChange) -> None:
            self._context.access.remember(device.session, device.host, device.change.stage)

        return self._attempt(measure, self._in_state("ready"))

    def _drained(self) -> Failures:
        """Take out of service what the plan says; going back heals, so there is no waiting for proofs then."""
        chosen = [device for device in self._in_state("ready") if device.change.drain and not self._context.back]
        if not chosen:
            return {}
        self._record("drain-intended", chosen)
        log = self._context.log(self._wave.number)
        failures = self._attempt(lambda device: drain(self._context, device, self._in_service, log=log), chosen)
        self._record("drained", [device for device in chosen if device.host not in failures])
        return failures

    def _committed_and_examined(self) -> Failures:
        ready = self._in_state("ready")
        self._record("commit-intended", ready)
        began = self._context.clock.now()
        failures = self._attempt(DeviceChange.commit, ready, stop_early=True)
        self._record("committed", self._in_state("pending"))
        if failures:
            return failures
        if ready:
            self._context.clock.sleep(self._context.plan.policy.settle_seconds)
        failures = self._attempt(self._examine, [device for device in self._devices if device.state != "past"])
        elapsed = (self._context.clock.now() - began).total_seconds()
        for device in ready if not failures else ():
            if elapsed > device.confirm_minutes * 60 - TIMER_MARGIN_SECONDS:
                message = (
                    f"its timer of {device.confirm_minutes} min is about to run out after {elapsed:.0f} s. "
                    "Remedy: raise confirm_minutes, or make the waves smaller."
                )
                failures[device.host] = Ill("commit-confirmed timer", "inconclusive", message)
        message = _told(failures)
        self._context.record("verdict", wave=self._wave.number, verdict=_verdict(failures), message=message)
        return failures

    def _aborted(self) -> Failures:
        """Somebody wants it back: what is pending is reverted, as if its first device had failed."""
        told = self._context.aborted()
        if not told:
            return {}
        self._context.record("verdict", wave=self._wave.number, verdict="fail", message=told)
        return {self._devices[0].host: DeviceFailure("failed", told)}

    def _confirmed(self) -> Failures:
        pending = self._in_state("pending")
        self._record("confirm-intended", pending)
        failures = self._attempt(DeviceChange.confirm, pending)
        self._record("confirmed", self._in_state("confirmed"))
        return failures

    def _reverted(self, failures: Failures) -> None:
        """Take everything back; what cannot be reached is left to its timer."""
        touched = ("doubtful", "pending", "confirmed")
        affected = [device for device in self._devices if device.state in touched or device.drained]
        self._record("revert-intended", affected)
        missed = self._attempt(DeviceChange.revert, affected)
        self._record("reverted", self._in_state("reverted"))
        for host, failure in missed.items():
            first = failures.get(host)
            reason = f"{first.message} " if first else ""
            told = f"{reason}It could not be reverted: {failure.message} Its commit-confirmed timer takes it back."
            failures[host] = DeviceFailure(failure.outcome, told)

    def _release(self) -> None:
        self._context.each(DeviceChange.release, self._devices)

    def _concluded(self, failures: Failures) -> WaveResult:
        results = tuple(self._result(device, failures) for device in self._devices)
        message, verdict = _told(failures), _verdict(failures)
        details = {
            result.host: {"outcome": result.outcome, "message": result.message, "check": result.failed_check}
            for result in results
        }
        self._context.record_devices("device-finished", details, wave=self._wave.number)
        kind = "wave-failed" if failures else "wave-passed"
        self._context.record(kind, wave=self._wave.number, verdict=verdict, message=message)
        now = self._context.clock.now()
        for result in results:
            self._context.tell(DeviceFinished(at=now, wave=self._wave.number, result=result))
        found = WaveResult(
            number=self._wave.number, name=self._wave.name, verdict=verdict, results=results, message=message
        )
        self._context.tell(
            WaveFinished(
                at=now,
                wave=found.number,
                name=found.name,
                verdict=verdict,
                changed=found.changed,
                message=message,
            )
        )
        return found

    def _result(self, device: DeviceChange, failures: Failures) -> DeviceResult:
        failure = failures.get(device.host)
        if failure is not None:
            return DeviceResult(
                host=device.host,
                outcome=failure.outcome,
                diff=device.diff,
                message=failure.message,
                failed_check=failure.check if isinstance(failure, Ill) else "",
            )
        if device.state == "confirmed":
            return DeviceResult(host=device.host, outcome="changed", diff=device.diff)
        if device.state == "reverted":
            message = f"reverted with its wave: {_told(failures)}"
            return DeviceResult(host=device.host, outcome="reverted", diff=device.diff, message=message)
        message = f"nothing was changed: {_told(failures)}" if failures else "it runs the target configuration already"
        return DeviceResult(host=device.host, outcome="unchanged", message=message)

    def _examine(self, device: DeviceChange) -> None:
        try:
            change = device.change
            report = self._context.access.examine(device.session, device.host, change.stage, self._in_service)
        except JunosError as error:
            raise Ill("session", "inconclusive", f"its health could not be read: {error}") from error
        require_health(report)
        if device.drained:
            require_undrained(self._context, device, self._in_service)

    def _attempt(
        self, work: Callable[[DeviceChange], None], devices: Iterable[DeviceChange], *, stop_early: bool = False
    ) -> Failures:
        """What failed, by host, in the order of the devices.

        With ``stop_early`` devices are left alone that had not begun when the first one failed.
        """
        failed = False

        def one(device: DeviceChange) -> DeviceFailure | None:
            nonlocal failed
            if stop_early and failed:
                return None
            try:
                work(device)
            except DeviceFailure as failure:
                failed = True
                return failure
            except StatenetError as error:
                failed = True
                return DeviceFailure("failed", str(error))
            return None

        chosen = list(devices)
        found = zip(chosen, self._context.each(one, chosen), strict=True)
        return {device.host: failure for device, failure in found if failure is not None}

    def _in_state(self, state: str) -> list[DeviceChange]:
        return [device for device in self._devices if device.state == state]

    def _record(self, kind: str, devices: Iterable[DeviceChange]) -> None:
        details = {
            device.host: {"stage": device.change.stage, "target": device.change.target} for device in devices
        }
        self._context.record_devices(kind, details, wave=self._wave.number)


def _verdict(failures: Failures) -> Verdict:
    if not failures:
        return "pass"
    ill = [failure for failure in failures.values() if isinstance(failure, Ill)]
    return "inconclusive" if ill and all(failure.verdict == "inconclusive" for failure in ill) else "fail"


def _told(failures: Failures) -> str:
    """The first device that failed, with its check, and how many more there are."""
    if not failures:
        return ""
    host, failure = next(iter(failures.items()))
    check = f"{failure.check} {failure.verdict}: " if isinstance(failure, Ill) else ""
    more = f" (and {len(failures) - 1} more)" if len(failures) > 1 else ""
    message = failure.message if failure.message.startswith(f"{host}: ") else f"{host}: {check}{failure.message}"
    return f"{message}{more}"
