"""Attitudes: what the prototype sentences teach is found in texts, with the texts as evidence."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from index.ports import FeedbackVectors
from nlp.findings import Vectors
from prompts.reading import LANGUAGES, read
from segmentation.attitudes import AXES, MOODS, AxisModel, OwnAxis, prototype_axes, shown
from segmentation.behaviour import behaviour_of
from segmentation.psychographics import psychographics
from tests.segmentation.histories import Message, moment, orders_of, said_of

WIDTH = 64
KINDS = (*AXES, *MOODS)


def embed(texts: Sequence[str]) -> Vectors:
    """An encoder that knows every prototype sentence's axis, and nothing else; noise on top."""
    kinds = {
        sentence: key.partition(".")[0]
        for language in LANGUAGES
        for key, sentence in read("psychographics", language).sentences.items()
    }
    draw = np.random.default_rng(len(texts))
    matrix = draw.normal(0, 0.03, (len(texts), WIDTH)).astype(np.float32)
    for row, text in enumerate(texts):
        matrix[row, KINDS.index(kinds.get(text, "neutral"))] += 1.0
    return matrix / np.linalg.norm(matrix, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def model() -> AxisModel:
    """The axes as that encoder sees them."""
    return prototype_axes(embed)


def test_probabilities_are_calibrated_by_language(model: AxisModel) -> None:
    """Every language has a least probability that counts; a language never seen takes the strictest."""
    assert set(model.sure) == set(LANGUAGES)
    assert all(0.5 <= least <= 0.9 for least in model.sure.values())
    assert model.least(["en", "fr"]).tolist() == [model.sure["en"], max(model.sure.values())]


def test_an_owners_axis_is_found() -> None:
    """A few sentences teach an axis, the shipped ones keep theirs, and scores carry the owner's names."""
    sentences = ("Every piece is made by hand.", "Hand-thrown, no two alike.", "纯手工的。", "手作的溫度。")

    def knowing(texts: Sequence[str]) -> Vectors:
        matrix = np.zeros((len(texts), WIDTH), dtype=np.float32)
        matrix[:, : WIDTH - 1] = embed(texts)[:, : WIDTH - 1]
        mine = np.array([text in sentences for text in texts])
        matrix[mine] = 0.0
        matrix[mine, WIDTH - 1] = 1.0
        return matrix

    own = OwnAxis("handmade", {"en": "handmade things"}, tuple(("en", one) for one in sentences))
    taught = prototype_axes(knowing, [own])
    assert taught.axes == (*AXES, "handmade")
    assert shown(taught, knowing([sentences[0]])).argmax() == len(AXES)
    texts = [read("psychographics", "en").say(f"{axis}.3") for axis in AXES]
    assert shown(taught, knowing(texts)).argmax(axis=1).tolist() == list(range(len(AXES)))
    found = feedback([("a", sentences[1])])
    found = replace(found, matrix=knowing([sentences[1]]))
    said = said_of([Message("a", 1.0, "f0")])
    behaviour = behaviour_of(orders_of([("a", 0, 5.0)]), None, said, moment(2))
    ((score,),) = psychographics(taught, behaviour, said, found)
    assert (score.axis, score.names) == ("handmade", {"en": "handmade things"})


def feedback(sentences: Sequence[tuple[str, str]]) -> FeedbackVectors:
    texts = [text for _, text in sentences]
    ids = tuple(f"f{n}" for n in range(len(texts)))
    return FeedbackVectors(
        ids, tuple(c for c, _ in sentences), ("und",) * len(texts), tuple(texts), embed(texts)
    )


def test_every_axis_has_sentences_in_every_language() -> None:
    """The catalogue knows each axis and the moods that are none."""
    for language in LANGUAGES:
        kinds = {key.partition(".")[0] for key in read("psychographics", language).sentences}
        assert kinds == {*AXES, *MOODS}


def test_a_text_shows_its_own_axis_only(model: AxisModel) -> None:
    """Calibrated chances are high for the right axis and low for all others and for neutral texts."""
    texts = [read("psychographics", "en").say(f"{axis}.2") for axis in AXES]
    chances = shown(model, embed(texts))
    assert chances.argmax(axis=1).tolist() == list(range(len(AXES)))
    assert (np.diag(chances) > 0.5).all()
    assert (chances[~np.eye(len(AXES), dtype=bool)] < 0.5).all()
    assert (shown(model, embed(["It was fine.", "I received the parcel."])) < 0.5).all()


def test_scores_grow_with_support_and_cite_texts(model: AxisModel) -> None:
    """One text never makes more than a half; several make more; evidence is the customer's own."""
    price, gift = (read("psychographics", "en").say(f"{axis}.1") for axis in ("price", "gifting"))
    found = feedback(
        [("a", price), ("b", price), ("b", price), ("b", price), ("b", gift), ("c", "It was fine.")]
    )
    said = said_of([Message(c or "", 1.0, f) for c, f in zip(found.customer_ids, found.ids, strict=True)])
    behaviour = behaviour_of(orders_of([("a", 0, 5.0)]), None, said, moment(2))
    scores = dict(zip(behaviour.customer_ids, psychographics(model, behaviour, said, found), strict=True))
    assert [s.axis for s in scores["a"]] == ["price"]
    assert scores["a"][0].score <= 0.5
    assert scores["b"][0].axis == "price"
    assert scores["b"][0].score > scores["a"][0].score
    assert scores["b"][0].support == 3
    assert set(scores["b"][0].evidence) == {"f1", "f2", "f3"}
    assert scores["c"] == ()


def test_later_texts_and_missing_models_say_nothing(model: AxisModel) -> None:
    """What is said after the day, or without an encoder, gives no score."""
    found = feedback([("a", read("psychographics", "en").say("price.1"))])
    said = said_of([Message("a", 5.0, "f0")])
    behaviour = behaviour_of(orders_of([("a", 0, 5.0)]), None, said, moment(2))
    assert psychographics(model, behaviour, said, found) == ((),)
    assert psychographics(None, behaviour, said, found) == ((),)
