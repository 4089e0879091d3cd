"""What became of segments: told apart, kept, and told in three languages."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from index.records import Segment, SegmentEvent
from prompts.reading import LANGUAGES
from segmentation.segments import Became, events_of, what_became
from segmentation.wording import tell_event

MAY = datetime(2026, 5, 3, 12, tzinfo=UTC)


def people(**groups: int) -> dict[str, int]:
    """Twenty customers for each name, in its segment: ``a=4`` puts a0 to a19 into segment 4."""
    return {f"{name}{number}": segment for name, segment in groups.items() for number in range(20)}


def test_a_segment_splits() -> None:
    """Half of segment 4 is a new segment now: 4 has split into 4 and 9."""
    assert what_became(people(a=4, b=4, c=5), people(a=4, b=9, c=5)) == (Became("split", 4, (9,)),)


def test_a_segment_that_went_is_split_too() -> None:
    """Both halves have new ids: the old one has split into them."""
    assert what_became(people(a=4, b=4), people(a=8, b=9)) == (Became("split", 4, (8, 9)),)


def test_segments_merge() -> None:
    """All of segment 5 are in 4 now."""
    assert what_became(people(a=4, b=5), people(a=4, b=4)) == (Became("merged", 4, (5,)),)


def test_births_and_ends() -> None:
    """Newcomers alone make a birth; a segment whose customers left the store is gone."""
    before, after = people(a=4, b=5), people(a=4, c=6)
    assert what_became(before, after) == (Became("gone", 5), Became("born", 6))


def test_the_first_fit_is_no_news() -> None:
    """Nothing was there before, so nothing has become of anything."""
    assert what_became({}, people(a=0, b=1)) == ()


@given(st.dictionaries(st.sampled_from("abcdefgh"), st.integers(-1, 5)))
def test_nothing_became_of_what_stayed(places: dict[str, int]) -> None:
    """The same placing twice is no event."""
    assert what_became(places, places) == ()


def test_events_are_told_with_names() -> None:
    """Each kind in each language, with id, name and day; a nameless segment is told by its id."""
    old = [Segment(4, {"en": "Savers", "zh-Hans": "省钱型", "zh-Hant": "省錢型"}, {}, 40, 0.4, (), MAY)]
    new = [Segment(9, {"en": "Givers", "zh-Hans": "送礼型", "zh-Hant": "送禮型"}, {}, 20, 0.2, (), MAY)]
    (event,) = events_of([Became("split", 4, (9,))], MAY, old, new)
    assert tell_event(event, "en", "3 May 2026") == (
        "Segment 4 “Savers” split into 4 “Savers” and 9 “Givers” on 3 May 2026."
    )
    assert tell_event(event, "zh-Hant", "2026年5月3日") == (
        "2026年5月3日，客群 4「省錢型」拆分為 4「省錢型」和 9「送禮型」。"
    )
    for what in ("born", "gone", "split", "merged"):
        for language in LANGUAGES:
            told = tell_event(SegmentEvent(MAY, what, 4, (5, 6)), language, "X")
            assert "4" in told
            assert "{" not in told
