"""The configuration database of one device: candidates, locks, commits, and the commit that must be confirmed.

Semantics after Juniper's "NETCONF XML Management Protocol Developer Guide" and "CLI User Guide"; what those leave open
is said at the place.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from .errors import CommitFailure, RpcFailure
from .history import CommitRecord, History
from .holdings import Edit, Lock, PendingConfirm, PrivateCandidate

if TYPE_CHECKING:
    from collections.abc import Callable

    from ..junos.tree import Node
    from .holdings import Client
    from .scheduler import Scheduler

MAX_CONFIRM_MINUTES = 65535


class ConfigurationDatabase:
    """What ``mgd`` keeps of one device.

    Args:
        tree: The configuration that it starts with.
        scheduler: Its clock.
        subject: Name of the device, for the timers.
        on_change: Called after the active configuration changed.
        check: Daemon checks of a candidate; returns what they find wrong, with severities.
    """

    def __init__(
        self,
        tree: Node,
        *,
        scheduler: Scheduler,
        subject: str,
        on_change: Callable[[], None],
        check: Callable[[Node], tuple[RpcFailure, ...]] = lambda _tree: (),
    ) -> None:
        self._scheduler = scheduler
        self._subject = subject
        self._on_change = on_change
        self._check = check
        record = CommitRecord(tree=tree, revision=1, user="root", client="other", at=scheduler.now())
        self.history = History(record)
        self.version = 1
        self.rescue: CommitRecord | None = None
        self.lock: Lock | None = None
        self.edit: Edit | None = None
        self.pending: PendingConfirm | None = None
        self.skew = timedelta(0)
        """How far the clock of the device is ahead."""
        self._private: dict[int, PrivateCandidate] = {}

    @property
    def running(self) -> Node:
        """The active configuration."""
        return self.history.active.tree

    def candidate(self, client: Client) -> Node:
        """The configuration that ``client`` edits."""
        private = self._private.get(client.session_id)
        if private is not None:
            return private.tree
        return self.edit.tree if self.edit else self.running

    def put_candidate(self, client: Client, tree: Node) -> None:
        """Replace the candidate that ``client`` edits.

        Raises:
            RpcFailure: Somebody else holds the exclusive lock.
        """
        self.refuse_foreign_lock(client)
        private = self._private.get(client.session_id)
        if private is not None:
            private.tree, private.changed = tree, True
        elif tree is self.running:
            self.edit = None
        else:
            self.edit = Edit(tree=tree, author=client, at=self._scheduler.now())

    def discard(self, client: Client) -> None:
        """Give up the uncommitted changes of the candidate that ``client`` edits (``rollback 0``)."""
        self.refuse_foreign_lock(client)
        private = self._private.get(client.session_id)
        if private is not None:
            private.tree, private.base_version, private.changed = self.running, self.version, False
        else:
            self.edit = None

    def acquire_lock(self, client: Client) -> None:
        """Lock the shared candidate (``configure exclusive``).

        Raises:
            RpcFailure: It is locked, or somebody else left uncommitted changes in it.
        """
        if self.lock is not None:
            raise self._lock_denied(self.lock)
        if self.edit is not None and self.edit.author.session_id != client.session_id:
            message = "configuration database modified"
            raise RpcFailure(message, tag="lock-denied", session_id=0)
        self.lock = Lock(owner=client, since=self._scheduler.now())

    def release_lock(self, client: Client) -> None:
        """Unlock, which discards what was not committed.

        Raises:
            RpcFailure: ``client`` does not hold the lock.
        """
        if self.lock is None or self.lock.owner.session_id != client.session_id:
            message = "configuration database is not locked by this session"
            raise RpcFailure(message, tag="operation-failed")
        self.lock = None
        self.edit = None

    def open_private(self, client: Client) -> None:
        """Give ``client`` a candidate of its own (``configure private``).

        Raises:
            RpcFailure: Somebody holds the exclusive lock, or it has a private candidate already.
        """
        self.refuse_foreign_lock(client)
        if client.session_id in self._private:
            message = "private configuration database is already open"
            raise RpcFailure(message, tag="operation-failed")
        self._private[client.session_id] = PrivateCandidate(tree=self.running, base_version=self.version)

    def close_private(self, client: Client) -> None:
        """Drop the private candidate of ``client``.

        Raises:
            RpcFailure: It has none.
        """
        if self._private.pop(client.session_id, None) is None:
            message = "no configuration database is open"
            raise RpcFailure(message, tag="operation-failed")

    def has_private(self, client: Client) -> bool:
        """Whether ``client`` edits a private candidate."""
        return client.session_id in self._private

    def check(self, client: Client) -> tuple[RpcFailure, ...]:
        """``commit check``: warnings; a pending confirmed commit counts as confirmed from here on.

        That a check confirms is Juniper's documented behaviour ("commit check" under "commit confirmed").

        Raises:
            RpcFailure: Somebody else holds the exclusive lock.
            CommitFailure: The candidate is refused; the pending commit stays pending.
        """
        self.refuse_foreign_lock(client)
        warnings = self._checked(self.candidate(client))
        if self.pending is not None:
            self._drop_pending()
            self.history.confirm_active()
        return warnings

    def commit(self, client: Client, *, confirm_minutes: int | None = None, log: str = "") -> tuple[RpcFailure, ...]:
        """Make the candidate active; a plain commit confirms what is pending.

        Args:
            client: The session that commits.
            confirm_minutes: Roll back by itself after so many minutes; None commits for good.
            log: What the committer says.

        Returns:
            Warnings.

        Raises:
            RpcFailure: Somebody else holds the exclusive lock, or this kind of commit is not possible.
            CommitFailure: The candidate is refused; nothing changed.
        """
        self.refuse_foreign_lock(client)
        private = self._private.get(client.session_id)
        if private is not None:
            self._refuse_private(private, confirm_minutes)
        warnings = self._checked(self.candidate(client))
        before = self.pending.before if self.pending else self.running
        self._drop_pending()
        comment = "" if confirm_minutes is None else f"commit confirmed, rollback in {confirm_minutes}mins"
        self._activate(self.candidate(client), user=client.user, client=client.client, comment=comment, log=log)
        if private is not None:
            private.base_version, private.changed = self.version, False
        else:
            self.edit = None
        if confirm_minutes is not None:
            self._await_confirm(client, before, confirm_minutes)
        return warnings

    def end_session(self, client: Client, *, killed: bool = False) -> None:
        """The session of ``client`` is gone: its lock, the changes under it and its private candidate go too.

        Changes that it made to the shared candidate without a lock stay, as they do in the CLI. A pending confirmed
        commit survives, except when another session killed the one that issued it (RFC 6241, section 8.4.1).
        """
        self._private.pop(client.session_id, None)
        if self.lock is not None and self.lock.owner.session_id == client.session_id:
            self.lock = None
            self.edit = None
        if killed and self.pending is not None and self.pending.session_id == client.session_id:
            self.roll_back_pending()

    def restart(self) -> None:
        """The management daemon starts anew: locks and candidates are gone, a pending confirmed commit is not."""
        self.lock = self.edit = None
        self._private.clear()

    def roll_back_pending(self) -> None:
        """Go back at once to what was before the commit that nobody confirmed, if there is one."""
        if self.pending is not None:
            self.pending.timer.cancel()
            self._roll_back()

    def save_rescue(self) -> None:
        """Keep the active configuration as the rescue configuration."""
        self.rescue = self.history.active

    def refuse_foreign_lock(self, client: Client) -> None:
        """Stop a request of ``client`` while somebody else holds the exclusive lock.

        Raises:
            RpcFailure: Naming the owner.
        """
        if self.lock is not None and self.lock.owner.session_id != client.session_id:
            raise self._lock_denied(self.lock)

    def _refuse_private(self, private: PrivateCandidate, confirm_minutes: int | None) -> None:
        if confirm_minutes is not None:
            message = "commit confirmed is not allowed in configure private"
            raise RpcFailure(message, tag="operation-not-supported")
        if private.base_version != self.version:
            # Junos merges what does not overlap; the twin refuses every private commit onto a changed base.
            message = "configuration database modified since this private session began; update first"
            raise RpcFailure(message)

    def _checked(self, tree: Node) -> tuple[RpcFailure, ...]:
        found = self._check(tree)
        errors = tuple(item for item in found if item.severity == "error")
        if errors:
            raise CommitFailure(errors)
        return found

    def _activate(self, tree: Node, *, user: str, client: str, comment: str = "", log: str = "") -> None:
        revision = self.history.active.revision + 1
        at = self._scheduler.now() + self.skew
        record = CommitRecord(
            tree=tree, revision=revision, user=user, client=client, at=at, comment=comment, log=log
        )
        self.history.add(record)
        self.version += 1
        self._on_change()

    def _await_confirm(self, client: Client, before: Node, minutes: int) -> None:
        deadline = self._scheduler.now() + timedelta(minutes=minutes)
        timer = self._scheduler.call_at(deadline, self._roll_back, subject=f"{self._subject}: commit confirmed")
        self.pending = PendingConfirm(before=before, session_id=client.session_id, deadline=deadline, timer=timer)

    def _drop_pending(self) -> None:
        if self.pending is not None:
            self.pending.timer.cancel()
            self.pending = None

    def _roll_back(self) -> None:
        """Nobody confirmed. The lock of a session and the changes in a candidate outlive this."""
        if self.pending is None:
            return
        before = self.pending.before
        self.pending = None
        self._activate(before, user="root", client="other")

    def _lock_denied(self, lock: Lock) -> RpcFailure:
        owner = lock.owner
        message = (
            "configuration database locked by:\n"
            f"  {owner.user} terminal {owner.terminal} (pid {owner.session_id}) on since "
            f"{lock.since:%Y-%m-%d %H:%M:%S} UTC\n"
            "      exclusive [edit]"
        )
        return RpcFailure(message, tag="lock-denied", session_id=owner.session_id)
