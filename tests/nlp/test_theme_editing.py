"""Edits over what the clustering found: each does what it says, and finds its theme again after a refit."""

from dataclasses import replace

import numpy as np
import pytest

from nlp.findings import Discovery, FoundTheme, ThemeOrder, ThemePiece, ThemePlace
from nlp.themes import Pool, Texts, apply_edits, find_born, keep_numbers, moved
from nlp.themes.births import dense_groups
from nlp.themes.pieces import has_phrase, phrase_piece
from nlp.themes.pinning import keep_pinned

EACH = 10


def made(topics: int = 3, size: int = 8) -> tuple[tuple[FoundTheme, ...], tuple[ThemePlace, ...], Texts]:
    """Themes 0.. of ten texts each, around the axes of the space."""
    draw = np.random.default_rng(0)
    points = np.repeat(np.eye(size, dtype=np.float32)[:topics], EACH, axis=0)
    points = points + draw.normal(scale=0.05, size=points.shape).astype(np.float32)
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    themes = tuple(
        FoundTheme(
            number,
            {"en": f"theme {number}", "zh-Hans": f"主题{number}", "zh-Hant": f"主題{number}"},
            {"en": (f"word{number}",)},
            EACH,
            (number * EACH,),
            np.eye(size, dtype=np.float32)[number],
            0.8,
        )
        for number in range(topics)
    )
    places = tuple(ThemePlace(row // EACH, False, 1.0) for row in range(topics * EACH))
    texts = Texts(
        tuple(f"f{row}" for row in range(topics * EACH)),
        tuple(f"text {row} {'快递' if row % 2 else '退款'}" for row in range(topics * EACH)),
        points,
    )
    return themes, places, texts


def ids_of(number: int) -> tuple[str, ...]:
    """The texts of a made theme."""
    return tuple(f"f{row}" for row in range(number * EACH, (number + 1) * EACH))


def test_a_name_holds_in_its_language_only() -> None:
    """What was not given stays as it was found."""
    done = apply_edits(*made(), {1: ThemeOrder("rename", 1, names={"en": "Late delivery"})})
    assert done.themes[1].names == {"en": "Late delivery", "zh-Hans": "主题1", "zh-Hant": "主題1"}
    assert done.problems == {}


def test_a_merged_theme_goes_on_in_the_other() -> None:
    """All its texts are the other's, whose name and number stay."""
    done = apply_edits(*made(), {1: ThemeOrder("merge", 2, into=0)})
    assert [(theme.number, theme.size) for theme in done.themes] == [(0, 20), (1, 10)]
    assert {place.theme for place in done.places} == {0, 1}
    assert done.themes[0].keywords["en"] == ("word0", "word2")


def test_a_phrase_takes_its_texts_out() -> None:
    """The rest stays in the theme, in Simplified or Traditional."""
    themes, places, texts = made()
    piece = phrase_piece(texts.ids[:EACH], texts.texts[:EACH], "快遞", number=9)
    assert piece is not None
    done = apply_edits(themes, places, texts, {1: ThemeOrder("split", 0, phrase="快遞", pieces=(piece,))})
    assert {theme.number: theme.size for theme in done.themes} == {0: 5, 1: 10, 2: 10, 9: 5}


def test_pieces_share_a_theme_out() -> None:
    """Each text goes to the nearer piece, and the theme itself is no more."""
    themes, places, texts = made()
    points = texts.points.copy()
    points[:5] = np.eye(8, dtype=np.float32)[6]
    parts = (ThemePiece(7, {}, {}, ("f0", "f1")), ThemePiece(8, {}, {}, ("f8", "f9")))
    done = apply_edits(
        themes, places, replace(texts, points=points), {1: ThemeOrder("split", 0, pieces=parts)}
    )
    assert {theme.number: theme.size for theme in done.themes} == {1: 10, 2: 10, 7: 5, 8: 5}


def test_the_last_of_hide_and_show_holds() -> None:
    """Hidden and pinned are marks; the later order counts."""
    orders = {1: ThemeOrder("hide", 0), 2: ThemeOrder("hide", 1), 3: ThemeOrder("unhide", 0)}
    done = apply_edits(*made(), {**orders, 4: ThemeOrder("pin", 2)})
    assert done.hidden == {1}
    assert done.pinned == {2}


def test_a_theme_is_found_again_by_its_texts() -> None:
    """Under another number, an edit still holds where most of its texts are, and nowhere else."""
    themes, places, texts = made()
    other = tuple(replace(theme, number=theme.number + 50) for theme in themes)
    elsewhere = tuple(replace(place, theme=place.theme + 50) for place in places)
    order = ThemeOrder("rename", 1, names={"en": "Late"}, texts={"1": ids_of(1)})
    assert apply_edits(other, elsewhere, texts, {1: order}).themes[1].names["en"] == "Late"
    lost = replace(order, texts={"1": ("f0", "f10", "f20")})
    done = apply_edits(other, elsewhere, texts, {1: lost})
    assert done.problems == {1: "gone"}
    assert done.themes == other


@pytest.mark.parametrize(
    ("order", "problem"),
    [
        (ThemeOrder("hide", 77), "gone"),
        (ThemeOrder("merge", 0, into=77), "gone"),
        (ThemeOrder("merge", 0, into=0), "same"),
        (ThemeOrder("split", 0, phrase="nobody says this", pieces=()), "empty"),
        (ThemeOrder("split", 0, pieces=(ThemePiece(7, {}, {}, ("gone",)),)), "empty"),
    ],
)
def test_what_cannot_be_applied_is_told(order: ThemeOrder, problem: str) -> None:
    """Nothing changes, and the reason is given."""
    themes, places, texts = made()
    done = apply_edits(themes, places, texts, {5: order})
    assert done.problems == {5: problem}
    assert done.themes == themes
    assert done.places == places


@pytest.mark.parametrize(
    ("text", "phrase", "said"),
    [
        ("The courier was late", "courier", True),
        ("The couriers were late", "courier", False),
        ("速遞好慢", "速递", True),
        ("ＣＯＵＲＩＥＲ  late", "courier late", True),
        ("nothing", "courier", False),
    ],
)
def test_phrases_are_found_as_people_write_them(text: str, phrase: str, said: bool) -> None:
    """Width, case, spacing and script do not matter; a Latin word is not a part of another."""
    assert has_phrase(text, phrase) is said


def test_a_pinned_theme_is_kept_with_its_texts() -> None:
    """A refit that put its texts elsewhere does not end it."""
    themes, places, texts = made()
    joined = tuple(ThemePlace(0 if place.theme == 2 else place.theme, False, 1.0) for place in places)
    refit = Discovery(themes[:2], joined, 0.0)
    kept = keep_pinned(refit, [themes[2]], {2: list(range(20, 30))}, texts.points, texts.texts)
    assert {theme.number: theme.size for theme in kept.themes} == {0: 10, 1: 10, 2: 10}
    assert [place.theme for place in kept.places[20:]] == [2] * EACH


def test_no_number_is_given_twice() -> None:
    """A theme that ended long ago keeps its number; moved texts tell which theme goes on."""
    themes, places, texts = made()
    refit = Discovery(themes, places, 0.0)
    kept = keep_numbers(refit, themes[:1], {0: 0}, highest=41)
    assert [theme.number for theme in kept.themes] == [0, 42, 43]
    before = {one: ThemePlace(5, False, 1.0) for one in texts.ids[:EACH]}
    assert moved(before, texts.ids, places) == {5: {0: EACH}}


def test_a_dense_group_of_strays_becomes_a_theme() -> None:
    """As many different texts as a theme needs, as near to each other as in known themes."""
    themes, _, texts = made()
    draw = np.random.default_rng(1)
    group = np.eye(8, dtype=np.float32)[5] + draw.normal(scale=0.05, size=(15, 8)).astype(np.float32)
    scatter = draw.normal(size=(15, 8)).astype(np.float32)
    points = np.concatenate([group, scatter])
    points /= np.linalg.norm(points, axis=1, keepdims=True)
    said = [f"the app crashes when I log in, case {row}" for row in range(15)]
    said += [f"something else {row}" for row in range(15)]
    pool = Pool(tuple(said), ("en",) * 30, points)
    examples = [Pool(texts.texts[:5], ("zh-Hans",) * 5, texts.points[:5]) for _ in themes]
    born = find_born(pool, themes, examples, corpus=400, first=12)
    assert [one.theme.number for one in born] == [12]
    assert set(range(15)) <= set(born[0].rows)
    again = replace(pool, texts=("the same words",) * 15 + pool.texts[15:])
    assert find_born(again, themes, examples, corpus=400, first=12) == ()


def test_density_reaches_through_neighbours() -> None:
    """A chain of near texts is one group, two far ones are two."""
    angles = np.concatenate([np.linspace(0, 0.5, 12), np.linspace(2, 2.5, 12)])
    points = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    assert [rows.tolist() for rows in dense_groups(points, 0.99, 4)] == [list(range(12)), list(range(12, 24))]
