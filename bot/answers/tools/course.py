"""How themes go: heard more or less than their history lets expect, new, or shifting; with evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.answers.compose.figures import day
from bot.answers.toolbox import Toolbox
from index.ports import Narrowing
from index.records import Drift
from nlp.themes import LATE_DAYS
from nlp.themes.bursts import FALSE_SHARE, WINDOW_DAYS, Burst, Onset, bursts, onsets
from prompts import LANGUAGES, read

EVIDENCE = 5
WEEKS = 12
"""So many weeks are counted out."""
SMALLEST_TOLD = 0.0001


@dataclass(frozen=True)
class Course:
    """What is told of one theme as of a moment; ``evidence``: feedback ids of the last week."""

    theme_id: int
    weeks: tuple[int, ...]
    """Texts a week, oldest first; the last one ends with the moment."""
    days: int
    """The stretch that is measured against the time before it."""
    burst: Burst | None
    onset: Onset | None
    since: datetime | None
    """When its texts began, where that was lately."""
    drift: Drift | None
    evidence: tuple[str, ...]

    @property
    def kind(self) -> str:
        """``new``, ``rising``, ``falling``, ``shifting`` or ``steady``."""
        if self.onset is not None and self.onset.new:
            return "new"
        if self.burst is not None and self.burst.rising:
            return "rising"
        if self.burst is not None and self.burst.falling:
            return "falling"
        drifted = self.drift is not None and self.drift.probability <= FALSE_SHARE
        return "shifting" if drifted else "steady"

    @property
    def probability(self) -> float | None:
        """Of what ``kind`` tells, by chance; None for a steady theme."""
        found = {"new": self.onset, "rising": self.burst, "falling": self.burst, "shifting": self.drift}
        told = found.get(self.kind)
        return None if told is None else told.probability

    def told(self, language: str) -> str:
        """In one phrase, empty for a steady theme."""
        kind = self.kind
        if kind == "steady":
            return ""
        burst = self.burst
        since = self.drift.since if kind == "shifting" and self.drift else self.since
        return read("themes", language).say(
            f"trend.{kind}",
            size=burst.size if burst else 0,
            expected=_few(burst.expected) if burst else "–",
            days=self.days,
            day=day(since, language) if since else "–",
            p=told_chance(self.probability or 0.0),
        )

    def document(self) -> dict[str, Any]:
        """As JSON."""
        burst, onset, drift = self.burst, self.onset, self.drift
        return {
            "kind": self.kind,
            "text": {language: self.told(language) for language in LANGUAGES},
            "weeks": list(self.weeks),
            "size": burst.size if burst else self.weeks[-1] if self.weeks else 0,
            "expected": round(burst.expected, 2) if burst else None,
            "p": _short(burst.probability if burst else None),
            "p_adjusted": _short(burst.adjusted if burst else None),
            "since": self.since.date().isoformat() if self.since else None,
            "p_new": _short(onset.probability if onset else None),
            "drift": _drift(drift),
            "evidence": list(self.evidence),
        }


def courses(
    tools: Toolbox, until: datetime, narrowing: Narrowing | None = None, *, days: int = WINDOW_DAYS
) -> Mapping[int, Course]:
    """How all themes of the narrowed feedback went in the last ``days`` before ``until``, by theme id.

    The narrowing's own times do not matter: a theme is measured against all of its history.
    """
    bounds = replace(narrowing or Narrowing(), since=None, until=None, theme_id=None)
    said = tools.store.said.theme_days(bounds, until)
    shown = {theme.id: theme for theme in tools.themes(until)}
    found = {}
    judged = zip(said.theme_ids, said.counts, bursts(said.counts, days), onsets(said.counts), strict=True)
    for theme_id, counts, burst, onset in judged:
        if theme_id in shown:
            drift = _measured(shown[theme_id].drift, until)
            since = until - timedelta(days=onset.days) if onset is not None and onset.new else None
            course = Course(theme_id, by_week(counts.tolist(), WEEKS), days, burst, onset, since, drift, ())
            found[theme_id] = replace(course, evidence=_evidence(tools, course, bounds, until))
    return found


def _measured(drift: Drift | None, until: datetime) -> Drift | None:
    """A drift that was measured by that day; of days before that of the last refresh none is known."""
    return None if drift is None or until < drift.since + timedelta(days=LATE_DAYS - 1) else drift


def by_week(days: list[int], weeks: int) -> tuple[int, ...]:
    """Daily counts, oldest first, as counts of the last weeks; a piece of a week at the beginning counts."""
    ends = range(len(days), 0, -WINDOW_DAYS)
    return tuple(sum(days[max(end - WINDOW_DAYS, 0) : end]) for end in list(ends)[:weeks])[::-1]


def told_chance(probability: float) -> str:
    """A probability for a sentence: ``= .0004``, ``< .0001``."""
    if probability < SMALLEST_TOLD:
        return "< .0001"
    return f"= {probability:.2g}".replace("0.", ".", 1)


def _evidence(tools: Toolbox, trend: Course, bounds: Narrowing, until: datetime) -> tuple[str, ...]:
    """The newest texts behind what is told; a shift has its own."""
    kind = trend.kind
    if kind == "shifting" and trend.drift is not None:
        return trend.drift.evidence
    if kind not in ("new", "rising"):
        return ()
    week = replace(
        bounds,
        theme_id=trend.theme_id,
        since=trend.since if kind == "new" else until - timedelta(days=trend.days),
        until=until,
    )
    return tuple(one.feedback.id for one in tools.store.said.listing(week, limit=EVIDENCE))


def _few(number: float) -> str:
    return f"{number:.1f}" if number < 10 else f"{number:.0f}"


def _short(probability: float | None) -> float | None:
    return None if probability is None else float(f"{probability:.3g}")


def _drift(drift: Drift | None) -> dict[str, Any] | None:
    if drift is None:
        return None
    return {
        "since": drift.since.date().isoformat(),
        "similarity": round(drift.similarity, 4),
        "p": _short(drift.probability),
        "evidence": list(drift.evidence),
    }
