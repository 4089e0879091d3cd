"""Recommendations: what goes with what was bought, never what was had or disliked, each with its reason."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from benchmarks import recommend as bench
from index.records import Suggestion
from index.shapes import Blame, Good, SalesColumns
from prompts import LANGUAGES
from segmentation.recommend import disliked_goods, learn_taste, suggestions
from segmentation.wording import tell

NOW = 1_700_000_000
DAY = 86_400


def sales(rows: list[tuple[str, str, float]], *, ago: int = 20) -> SalesColumns:
    """Lines of (customer, good, quantity); no customer: a guest."""
    ids = sorted({who for who, _, _ in rows if who})
    names = sorted({good for _, good, _ in rows})
    return SalesColumns(
        tuple(ids),
        np.array([ids.index(who) if who else -1 for who, _, _ in rows], dtype=np.int32),
        np.full(len(rows), NOW - ago * DAY, dtype=np.int64),
        tuple(Good(f"sku-{name}", name, None) for name in names),
        np.array([names.index(good) for _, good, _ in rows], dtype=np.int32),
        np.array([quantity for *_, quantity in rows]),
    )


TEA = [(f"t{n}", good, 1.0) for n in range(20) for good in ("tea", "cups", "honey")]
PAINT = [(f"p{n}", good, 1.0) for n in range(25) for good in ("paint", "brush", "tape")]


def named(found: dict[str, tuple[Suggestion, ...]], who: str) -> list[str]:
    return [one.name for one in found[who]]


def test_what_goes_with_what_was_bought() -> None:
    """Tea drinkers are shown cups with the reason; nobody is shown what they own or sent back."""
    mine = [("me", "tea", 1.0), ("me", "honey", 1.0), ("me", "paint", 1.0), ("me", "paint", -1.0)]
    found = suggestions(sales([*TEA, *PAINT, *mine]), NOW, ["me", "p1"])
    assert named(found, "me")[0] == "cups"
    assert not {"tea", "honey", "paint"} & set(named(found, "me"))
    first = found["me"][0].reason
    assert tell(first, "en") in ("bought with tea by 20 customers", "bought with honey by 20 customers")
    assert all(tell(first, language) for language in LANGUAGES)
    assert not {"paint", "brush", "tape"} & set(named(found, "p1"))


def test_what_was_complained_of_is_not_shown() -> None:
    """By sku or by name, for the one who complained only."""
    lines = sales([*TEA, ("me", "tea", 1.0), ("you", "tea", 1.0)])
    blames = [Blame("me", NOW, "f1", "product", "sku-cups"), Blame("me", NOW, "f2", "delivery")]
    found = suggestions(lines, NOW, ["me", "you"], disliked=disliked_goods(blames))
    assert named(found, "me") == ["honey"]
    assert set(named(found, "you")) == {"cups", "honey"}


def test_newcomers_see_what_their_segment_buys() -> None:
    """Without a segment, what everybody buys; told as such."""
    lines = sales([*TEA, *PAINT])
    segments = {f"t{n}": 1 for n in range(20)} | {"new": 1}
    found = suggestions(lines, NOW, [*segments, "lost"], segments)
    assert set(named(found, "new")) == {"tea", "cups", "honey"}
    assert tell(found["new"][0].reason, "en") == "bought by 20 customers of the same kind"
    assert set(named(found, "lost")) == {"paint", "brush", "tape"}


def test_nothing_later_is_looked_at() -> None:
    """Lines after the moment change nothing; without purchases there is nothing to suggest."""
    early = sales([*TEA, ("me", "tea", 1.0)])
    later = sales([("me", "cups", 1.0)], ago=-1)
    assert named(suggestions(early, NOW, ["me"]), "me")[0] in ("cups", "honey")
    assert suggestions(later, NOW, ["me"]) == {}
    assert suggestions(sales([("", "tea", 1.0)]), NOW, ["me"]) == {}
    assert learn_taste(sales([("me", "tea", -1.0)]), NOW) is None


@pytest.mark.slow
def test_beats_what_is_popular_and_bought_together(shared_data: Path) -> None:
    """On real orders, ten weeks held out: half as many hits again as either baseline's."""
    held = bench.retail_sales(shared_data / "beh_online_retail" / "online_retail.csv.gz")
    cut = datetime(2011, 10, 10, tzinfo=UTC)
    moment = int(cut.timestamp())
    before, after = bench.bought(held, 0, moment), bench.bought(held, moment, moment + 60 * DAY)
    wanted = after & before.any(axis=0) & ~before
    users = np.flatnonzero(before.any(axis=1) & wanted.any(axis=1))
    found = {
        name: bench.recall(score, before, wanted, users) for name, _, score in bench.ways(held, before, cut)
    }
    ours = next(value for name, value in found.items() if name.startswith("ours"))
    others = [value for name, value in found.items() if not name.startswith("ours")]
    assert ours > 1.1 * max(others)
