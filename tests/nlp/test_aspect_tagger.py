"""The tagger: what it learns, how it marks a text, and that what it finds stands in the text."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.aspects import Finder, OwnCategory, Seen, Tagger, look_at
from nlp.aspects.corpus import Example, aligned
from nlp.aspects.fitting import Recipe, fit
from nlp.aspects.kinds import categories, category_of
from nlp.aspects.labelled import Labelled, Term
from nlp.aspects.network import Network
from nlp.aspects.owners import entries
from nlp.encoder import TokenStates
from nlp.failures import UserError
from nlp.findings import Polarity
from nlp.redaction import redact

WIDTH = 16
THINGS = ("vase", "app", "nurse", "loan", "screen")
OPINIONS: dict[str, Polarity] = {
    "gorgeous": "positive",
    "great": "positive",
    "late": "negative",
    "awful": "negative",
}
PLAIN = ("the", "was", "but", "and", "today", "my")


def seen(text: str) -> Seen:
    """Toy states: a thing, an opinion's side and everything else each have a direction of their own."""
    states, ranges, at = [], [], 0
    for word in text.split(" "):
        row = np.zeros(WIDTH, dtype=np.float32)
        bare = word.strip(".,").lower()
        row[0] = bare in THINGS
        row[1] = OPINIONS.get(bare) == "positive"
        row[2] = OPINIONS.get(bare) == "negative"
        row[3 + len(bare) % 4] = 0.3
        states.append(row)
        ranges.append((at, at + len(word)))
        at += len(word) + 1
    return Seen(np.stack(states), np.array(ranges, dtype=np.int32))


def example(first: str, mood: str, second: str, other: str) -> Example:
    """Two things and what is said about each."""
    text = f"the {first} was {mood} but my {second} was {other}"
    places = [text.index(word) for word in (f"{first} was {mood}", f"{second} was {other}")]
    terms = tuple(
        Term(
            (place, place + len(thing)),
            OPINIONS[word],
            words=((text.index(word), text.index(word) + len(word)),),
        )
        for place, thing, word in zip(places, (first, second), (mood, other), strict=True)
    )
    marked = Labelled(text, "en", "toy", "", terms, "train", has_words=True)
    return aligned(marked, seen(text).states, seen(text).ranges)


@pytest.fixture(scope="module")
def network() -> Network:
    """A small network that has learned the toy language."""
    pairs = [
        example(first, mood, second, other)
        for first in THINGS
        for second in THINGS
        for mood, other in (
            ("gorgeous", "late"),
            ("awful", "great"),
            ("late", "gorgeous"),
            ("great", "awful"),
        )
        if first != second
    ]
    return fit(pairs, Recipe(size=16, layers=1, heads=2, epochs=30, rate=1e-2, dropout=0.0, tokens=200))


def test_opposed_judgements_of_two_things_are_learned(network: Network) -> None:
    """Each thing gets the polarity of what is said about it, and the words that say it."""
    text = "The nurse was awful but my vase was gorgeous."
    found = look_at(text, "en", seen(text), Tagger(network))
    told = [(one.term, one.sentiment, one.words) for one in found if not one.implied]
    assert told == [("nurse", "negative", "awful"), ("vase", "positive", "gorgeous")]


def test_a_stored_network_says_the_same(network: Network, tmp_path: Path) -> None:
    """Half precision on disk changes no finding."""
    network.save(tmp_path / "tagger.npz")
    again = Network.load(tmp_path / "tagger.npz")
    text = "my app was great and the loan was late"
    assert again.categories == network.categories
    assert look_at(text, "en", seen(text), Tagger(again)) == look_at(text, "en", seen(text), Tagger(network))


def test_the_owners_words_come_first(network: Network) -> None:
    """A thing that the owner listed has the owner's category, and is always told."""
    own = entries([OwnCategory("keepsakes", {"en": "Keepsakes"}, ("vase", "today"))])
    text = "the vase was gorgeous today"
    found = look_at(text, "en", seen(text), Tagger(network), own)
    assert [(one.term, one.category) for one in found] == [("vase", "keepsakes"), ("today", "keepsakes")]


def test_states_of_another_encoder_are_refused(network: Network) -> None:
    """The message says what to do."""
    strange = Seen(np.zeros((1, WIDTH + 1), dtype=np.float32), np.array([[0, 3]], dtype=np.int32))
    with pytest.raises(UserError, match=r"nlp\.aspects\.train"):
        look_at("app", "en", strange, Tagger(network))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.sampled_from([*THINGS, *OPINIONS, *PLAIN, "a@b.co", "07700 900123"]), min_size=1, max_size=12)
)
def test_terms_stand_in_the_text_as_written(network: Network, words: list[str]) -> None:
    """Offsets point into the text before redaction, in order, and never into personal data."""
    text = " ".join(words)
    clean = redact(text, "en")
    finder = Finder(Tagger(network))
    toy = seen(clean.text)
    tokens = TokenStates(toy.states, toy.states, *toy.ranges.astype(np.int64).T)
    (found,) = finder.by_states([text], ["en"], [clean], [tokens])
    assert all(text[one.start : one.end] == one.term for one in found)
    assert [one.start for one in found] == sorted(one.start for one in found)
    assert not any(one.start < data.end and data.start < one.end for one in found for data in clean.found)


def test_the_sets_categories_are_among_ours() -> None:
    """Names of the marked sets are mapped to categories that the lists know."""
    names = ("FOOD#QUALITY", "LAPTOP#PRICE", "SHIPPING#GENERAL", "CPU#GENERAL", "security")
    assert {category_of(name) for name in names} <= set(categories())
    assert category_of(None) is None
