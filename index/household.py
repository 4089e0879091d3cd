"""What the memory keeps for the house itself, and what it owes to people."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from index.shapes import Erasure, Stage


class Runs(Protocol):
    """The house-keeping: stages, inbox, postings, conversations, audit."""

    def stage(self, name: str) -> Stage | None:
        """What the stage last did."""

    def finish_stage(self, name: str, stage: Stage) -> None:
        """Note that the stage is done."""

    def fingerprint(self, as_of: datetime, parts: Iterable[str]) -> str:
        """Changes whenever rows of ``parts`` up to ``as_of`` have been added, changed or erased.

        Parts are those of ``index.store.revisions``: orders, events, feedback, analyses, themes, profiles
        and customers. Answered from counts and revision numbers, never by reading all rows.
        """

    def receive(self, key: str, payload: Mapping[str, object], at: datetime) -> bool:
        """Put an event into the inbox; False when it is there already."""

    def settle(self, key: str, state: str) -> None:
        """Mark as ``answered`` or ``failed``."""

    def unsettled(self) -> tuple[tuple[str, Mapping[str, object]], ...]:
        """Events received and not answered yet, oldest first."""

    def claim_posting(self, kind: str, day: date, channel: str, at: datetime) -> bool:
        """True for the one caller who may post; after ten minutes without a message, for another one."""

    def posted(self, kind: str, day: date, channel: str) -> str | None:
        """The message's id; None where nothing is noted."""

    def note_posting(self, kind: str, day: date, channel: str, message: str | None) -> None:
        """Note the message's id; None gives the claim back."""

    def remember(self, thread: str, at: datetime, asker: str | None, document: Mapping[str, object]) -> None:
        """Append one turn to a conversation."""

    def recall(self, thread: str, *, limit: int = 6) -> tuple[Mapping[str, object], ...]:
        """The last turns, oldest first."""

    def audit(
        self, at: datetime, actor: str, action: str, subject: str, place: str, document: Mapping[str, object]
    ) -> None:
        """Append to the audit; nothing there is ever changed."""


class Privacy(Protocol):
    """A person's rights; an unknown customer is a UserError."""

    def export(self, customer_id: str) -> Mapping[str, Sequence[Mapping[str, object]]]:
        """All that is held, by table."""

    def forget(self, customer_id: str, at: datetime) -> Erasure:
        """Erase it from every table and keep a proof without personal data.

        Audit entries stay, under the proof in place of the customer's id and without their details.
        """
