"""The journey as a table: by stage how many texts, how many of them unhappy, their themes, and quotes."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.answers.evidence import Citation
from bot.answers.toolbox import Toolbox
from bot.answers.tools.quotes import choose
from index.ports import Narrowing
from index.records import ReadFeedback
from prompts import LANGUAGES, read
from segmentation.journey import STAGES, Placed, Trail, place

DAYS = 365
LATEST = 20_000
"""So many of the newest texts are placed."""
THEMES, QUOTES = 3, 3


@dataclass(frozen=True)
class StageTheme:
    """A theme at a stage: how many texts, how many of them unhappy."""

    theme_id: int
    texts: int
    negative: int


@dataclass(frozen=True)
class StageRow:
    """One stage of the journey; ``themes`` are its pain points: unhappier than usual, worst first."""

    stage: str
    texts: int
    negative: int
    positive: int
    customers: int
    themes: tuple[StageTheme, ...]
    quotes: tuple[Citation, ...]

    @property
    def negative_share(self) -> float:
        """Of all texts of the stage, 0..1."""
        return self.negative / self.texts if self.texts else 0.0


def journey(tools: Toolbox, as_of: datetime, language: str, *, days: int = DAYS) -> tuple[StageRow, ...]:
    """Every stage in its order, of what was said in the ``days`` until ``as_of``."""
    bounds = Narrowing(since=as_of - timedelta(days=days), until=as_of + timedelta(seconds=1))
    return stages(tools, as_of, language, tools.store.said.listing(bounds, limit=LATEST))


def stages(
    tools: Toolbox, as_of: datetime, language: str, said: Sequence[ReadFeedback]
) -> tuple[StageRow, ...]:
    """Every stage in its order, of the texts given."""
    trail = Trail.of(tools.store.activity.orders(as_of), tools.store.activity.events(as_of))
    placed = place(said, trail)
    hidden = {one.said.theme_id for one in placed} - {theme.id for theme in tools.themes(as_of)}
    usual = sum(map(_unhappy, placed)) / max(len(placed), 1)
    rows = []
    for stage in STAGES:
        own = [one for one in placed if one.stage == stage]
        rows.append(_row(stage, own, _themes(own, hidden, usual), language))
    return tuple(rows)


def journey_documents(tools: Toolbox, as_of: datetime, *, days: int = DAYS) -> list[dict[str, Any]]:
    """The same as JSON, names in every language."""
    named = {theme.id: dict(theme.names) for theme in tools.themes(as_of)}
    return [
        {
            "stage": row.stage,
            "name": {
                language: read("standing", language).say(f"stage.{row.stage}") for language in LANGUAGES
            },
            "texts": row.texts,
            "customers": row.customers,
            "negative": row.negative,
            "positive": row.positive,
            "negative_share": round(row.negative_share, 4),
            "themes": [
                {
                    "id": one.theme_id,
                    "name": named[one.theme_id],
                    "texts": one.texts,
                    "negative": one.negative,
                }
                for one in row.themes
            ],
            "quotes": [one.document() for one in row.quotes],
        }
        for row in journey(tools, as_of, "en", days=days)
    ]


def _row(stage: str, placed: Sequence[Placed], themes: tuple[StageTheme, ...], language: str) -> StageRow:
    felt = Counter(one.said.analysis.label for one in placed if one.said.analysis is not None)
    people = {one.said.feedback.customer_id for one in placed} - {None}
    # Unhappy texts are quoted, and of those the surest: nothing else speaks in them.
    surest = sorted(placed, key=lambda one: (not _unhappy(one), -one.share))
    return StageRow(
        stage,
        len(placed),
        felt["negative"],
        felt["positive"],
        len(people),
        themes,
        choose([one.said for one in surest[: 20 * QUOTES]], QUOTES, label="negative", language=language),
    )


def _unhappy(one: Placed) -> bool:
    return one.said.analysis is not None and one.said.analysis.label == "negative"


def _themes(placed: Sequence[Placed], hidden: set[int | None], usual: float) -> tuple[StageTheme, ...]:
    """Themes whose texts are unhappy more often at this stage than all texts are, most such texts first."""
    texts: Counter[int] = Counter()
    negative: Counter[int] = Counter()
    for one in placed:
        theme = one.said.theme_id
        if theme is not None and theme not in hidden:
            texts[theme] += 1
            negative[theme] += _unhappy(one)
    painful = [theme for theme in texts if negative[theme] > usual * texts[theme]]
    painful.sort(key=lambda theme: (-negative[theme], -texts[theme], theme))
    return tuple(StageTheme(theme, texts[theme], negative[theme]) for theme in painful[:THEMES])
