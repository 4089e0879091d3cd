"""What became of the rows read: every row is counted once."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Counters:
    """Rows by outcome; their sum is the rows read."""

    accepted: int = 0
    updated: int = 0
    duplicates: int = 0
    quarantined: int = 0
    reasons: Mapping[str, int] = field(default_factory=dict)
    """Quarantined rows by reason."""

    @property
    def rows(self) -> int:
        """Rows read."""
        return self.accepted + self.updated + self.duplicates + self.quarantined

    def __add__(self, other: "Counters") -> "Counters":
        reasons = dict(self.reasons)
        for reason, count in other.reasons.items():
            reasons[reason] = reasons.get(reason, 0) + count
        return Counters(
            self.accepted + other.accepted,
            self.updated + other.updated,
            self.duplicates + other.duplicates,
            self.quarantined + other.quarantined,
            {reason: count for reason, count in sorted(reasons.items()) if count},
        )

    def document(self) -> dict[str, object]:
        """As stored with an import."""
        return {
            "accepted": self.accepted,
            "updated": self.updated,
            "duplicates": self.duplicates,
            "quarantined": self.quarantined,
            "reasons": dict(self.reasons),
        }


@dataclass(frozen=True)
class Outcome:
    """What writing one batch did, and which parts of the memory it changed."""

    counters: Counters
    parts: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FileReport:
    """What became of one file."""

    path: str
    kind: str
    counters: Counters
    notes: tuple[str, ...] = ()
    finished: bool = True
    seen_before: bool = False
    """The same file was read to its end by an earlier run; nothing was written."""


@dataclass(frozen=True)
class IngestReport:
    """What became of all files; ``accepted + updated + duplicates + quarantined`` are the rows read."""

    accepted: int
    updated: int
    duplicates: int
    quarantined: int
    reasons: Mapping[str, int]
    kinds: Mapping[str, int]
    """Rows read, by kind."""
    seconds: float
    files: tuple[FileReport, ...] = ()
    notes: tuple[str, ...] = ()
    """Assumptions that were made, a sentence each."""
    stopped: bool = False
    """Whether the run was stopped before the end; the next one goes on from there."""


def report(files: tuple[FileReport, ...], seconds: float, *, stopped: bool) -> IngestReport:
    """The files' reports in one."""
    total, kinds = Counters(), dict[str, int]()
    for one in files:
        total += one.counters
        kinds[one.kind] = kinds.get(one.kind, 0) + one.counters.rows
    return IngestReport(
        accepted=total.accepted,
        updated=total.updated,
        duplicates=total.duplicates,
        quarantined=total.quarantined,
        reasons=total.reasons,
        kinds=kinds,
        seconds=seconds,
        files=files,
        notes=tuple(f"{one.path}: {note}" for one in files for note in one.notes),
        stopped=stopped,
    )


def tally(known: Mapping[str, tuple[object, ...]], rows: list[tuple[str, tuple[object, ...]]]) -> list[str]:
    """The outcome of each (id, content) in turn: ``accepted``, ``updated`` or ``duplicates``."""
    current, outcomes = dict(known), []
    for key, content in rows:
        before = current.get(key)
        outcomes.append("accepted" if before is None else "duplicates" if before == content else "updated")
        current[key] = content
    return outcomes


def counted(outcomes: list[str]) -> Counters:
    """Counters of outcomes."""
    return Counters(outcomes.count("accepted"), outcomes.count("updated"), outcomes.count("duplicates"))
