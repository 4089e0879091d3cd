"""Themes with areas, edits and their course over days, asked of every database."""

from dataclasses import replace

import numpy as np
import pytest

from index.ports import Narrowing
from index.records import Area, Drift, HighestIds, ThemeAssignment, ThemeEdit
from index.shapes import Arrangement
from index.store import SqlStore
from nlp.findings import ThemeOrder, ThemePiece, ThemePlace
from tests.contracts.filling import NOON, add_feedback, day, said_by
from tests.contracts.test_said import theme, units

AREA = Area(4, {"en": "Refunds", "zh-Hans": "退款"}, {"en": ("refund",)}, units(2)[1], day(1))
RENAME = ThemeOrder("rename", 1, names={"en": "Refunds"}, texts={"1": ("f0", "f1")})


def placed(name: str, number: int, found: int | None = None) -> ThemeAssignment:
    """A text in a theme; ``found`` is where the clustering had put it, if elsewhere."""
    return ThemeAssignment(name, ThemePlace(number, False, 0.5), found)


@pytest.fixture
def arranged(store: SqlStore) -> SqlStore:
    """Four texts on three days in two themes of one area; an edit moved one of them."""
    days = (0, 0, 2, 3)
    add_feedback(store, *(said_by("c1", number, f"text {number}", day(at)) for number, at in enumerate(days)))
    wanted = Arrangement(
        [replace(theme(1, 2), area=4), replace(theme(2, 1), area=4, hidden=True, pinned=True)],
        [placed("f0", 1), placed("f1", 1, 2), placed("f2", 2), placed("f3", -1)],
        [AREA],
    )
    assert store.themes.arrange(wanted, state=b"first", revision=store.themes.revision())
    return store


def test_an_arrangement_is_stored_whole(arranged: SqlStore) -> None:
    """Themes with their area and marks, areas, places as they are shown and as they were found."""
    assert [(one.id, one.area) for one in arranged.themes.all()] == [(1, 4)]
    both = {one.id: one for one in arranged.themes.all(hidden=True)}
    assert (both[2].hidden, both[2].pinned, both[1].hidden) == (True, True, False)
    (area,) = arranged.themes.areas()
    assert (area.id, area.names, area.keywords) == (4, AREA.names, AREA.keywords)
    np.testing.assert_array_equal(area.centroid, AREA.centroid)
    assert {one: place.theme for one, place in arranged.themes.places().items()} == {
        "f0": 1,
        "f1": 2,
        "f2": 2,
        "f3": -1,
    }
    assert arranged.themes.state() == b"first"


def test_an_arrangement_of_what_was_changed_meanwhile_is_refused(arranged: SqlStore) -> None:
    """Made from an older revision it changes nothing; made anew, it leaves areas and state as they are."""
    old = arranged.themes.revision()
    arranged.themes.edit(ThemeEdit(0, NOON, "ann", "clearer", RENAME))
    wanted = Arrangement([theme(3, 1)], [placed("f0", 3)])
    assert not arranged.themes.arrange(wanted, state=b"second", revision=old)
    assert (len(arranged.themes.all(hidden=True)), arranged.themes.state()) == (2, b"first")
    assert arranged.themes.arrange(wanted, revision=arranged.themes.revision())
    assert [one.id for one in arranged.themes.all(hidden=True)] == [3]
    assert {one.id for one in arranged.themes.all(retired=True)} == {1, 2, 3}
    assert ([one.id for one in arranged.themes.areas()], arranged.themes.state()) == ([4], b"first")


def test_edits_are_kept_in_order_with_what_became_of_them(arranged: SqlStore) -> None:
    """The log gives back what was written, numbered upwards; an arrangement says which do not hold."""
    piece = ThemePiece(9, {"en": "Late", "zh-Hans": "迟到"}, {"en": ("late",)}, ("f2",))
    split = ThemeOrder("split", 2, phrase="late", texts={"2": ("f2",)}, pieces=(piece,))
    first = arranged.themes.edit(ThemeEdit(0, NOON, "ann", "clearer", RENAME))
    second = arranged.themes.edit(ThemeEdit(0, day(1), "bob", "", split))
    undoing = arranged.themes.edit(ThemeEdit(0, day(2), "ann", "no", RENAME, undoes=first))
    assert first < second < undoing
    log = arranged.themes.edits()
    assert [one.id for one in log] == [first, second, undoing]
    assert (log[0].order, log[1].order, log[2].undoes) == (RENAME, split, first)
    assert (log[1].at, log[1].actor, log[1].problem) == (day(1), "bob", None)
    assert arranged.themes.highest() == HighestIds(9, 4)
    arranged.themes.arrange(Arrangement([theme(1, 2)], [], problems={second: "gone"}))
    assert [one.problem for one in arranged.themes.edits()] == [None, "gone", None]
    arranged.themes.arrange(Arrangement([theme(1, 2)], []))
    assert [one.problem for one in arranged.themes.edits()] == [None, None, None]


def test_only_the_drifts_of_the_last_time_are_kept(arranged: SqlStore) -> None:
    """A theme without a drift this time has none, and a drift comes back as it was."""
    drift = Drift(day(1), 0.75, 0.01, ("f2",))
    arranged.themes.note_drifts({2: drift})
    arranged.themes.note_drifts({1: drift})
    assert {one.id: one.drift for one in arranged.themes.all(hidden=True)} == {1: drift, 2: None}


def test_days_of_themes_end_with_the_moment(arranged: SqlStore) -> None:
    """A row a theme and a column a day of 24 hours; what came at the moment or later does not count."""
    found = arranged.said.theme_days(Narrowing(), day(3))
    counts = dict(zip(found.theme_ids, found.counts.tolist(), strict=True))
    assert counts == {1: [2, 0, 0], 2: [0, 0, 1]}
    assert arranged.said.theme_days(Narrowing(), day(0)).counts.shape == (0, 0)
    assert arranged.said.theme_days(Narrowing(theme_id=2), day(4)).theme_ids == (2,)
