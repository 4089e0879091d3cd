"""What the rooms above may ask about themes: those in use, their areas, and what analysts made of them."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from index.records import Area, Drift, HighestIds, Theme, ThemeAssignment, ThemeEdit
from index.shapes import Arrangement
from nlp.findings import ThemePlace


class Themes(Protocol):
    """What was discovered in it."""

    def all(self, *, hidden: bool = False, retired: bool = False) -> tuple[Theme, ...]:
        """Those in use, largest first; on wish also those hidden and those no longer in use."""

    def replace(self, themes: Sequence[Theme], assignments: Sequence[ThemeAssignment], state: bytes) -> None:
        """The outcome of a refit, in one transaction; ``state`` is what assigning new texts needs."""

    def assign(self, assignments: Sequence[ThemeAssignment]) -> None:
        """Places of new texts; sizes follow."""

    def state(self) -> bytes | None:
        """As given to ``replace``."""

    def arrange(
        self, arrangement: Arrangement, *, state: bytes | None = None, revision: int | None = None
    ) -> bool:
        """Replace themes, places and areas; False, without effect, when they changed since ``revision``."""

    def revision(self) -> int:
        """How often themes, places or edits have been changed."""

    def places(self) -> Mapping[str, ThemePlace]:
        """Where the clustering put each text, by feedback id, whatever edits made of it."""

    def areas(self) -> tuple[Area, ...]:
        """Those in use, by id."""

    def highest(self) -> HighestIds:
        """The highest ids ever given, also to what is no longer in use."""

    def edits(self) -> tuple[ThemeEdit, ...]:
        """The whole log, oldest first."""

    def edit(self, edit: ThemeEdit) -> int:
        """Add to the log; the id it got."""

    def note_drifts(self, drifts: Mapping[int, Drift]) -> None:
        """Keep the drift of these themes; no other theme has one."""
