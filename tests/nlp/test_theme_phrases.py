"""Phrases: a thing and what is said about it, in either language."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.themes.phrasing import concept_of, is_telling, phrases_of, tone_of
from nlp.themes.states import read_states
from nlp.themes.stems import stem, stems


def told(text: str, language: str = "en") -> set[str]:
    """The phrases of a text as they would be named."""
    concepts = [concept_of(term.key) for term in phrases_of(text)]
    return {concept.names[language] for concept in concepts if concept}


@pytest.mark.parametrize(
    ("text", "english", "simplified", "traditional"),
    [
        ("I still haven't received my card", "bank card not arrived", "银行卡未收到", "銀行卡未收到"),
        ("银行卡还没收到", "bank card not arrived", "银行卡未收到", "銀行卡未收到"),
        ("Why was my transfer declined?", "transfer declined", "转账被拒", "轉帳被拒"),
        ("How do I change my PIN?", "change pin", "更改支付密码", "更改PIN碼"),
        ("The soup was far too salty", "salty soup", "汤太咸", "湯太鹹"),
        ("花瓶收到就碎了", "broken vase", "花瓶破损", "花瓶破損"),
        ("花瓶收到就碎了喔，摔壞的花瓶", "broken vase", "花瓶破损", "花瓶破損"),
    ],
)
def test_a_phrase_is_said_in_every_language(
    text: str, english: str, simplified: str, traditional: str
) -> None:
    """What a customer says of a thing is named alike whatever language it was said in."""
    assert english in told(text)
    assert simplified in told(text, "zh-Hans")
    assert traditional in told(text, "zh-Hant")


@pytest.mark.parametrize(
    "text",
    [
        "The soup was not salty",
        "汤不咸",
        "The soup was warm. Salty comments aside",
        "The transfer worked but the card was declined",
    ],
)
def test_what_is_denied_or_said_elsewhere_makes_no_phrase(text: str) -> None:
    """A denied state, one in another sentence, and one after "but" do not go with the thing."""
    assert not told(text) & {"salty soup", "transfer declined"}


@pytest.mark.parametrize(
    ("text", "absurd"),
    [
        ("The helpful dress", "helpful dress"),
        ("I deleted the chair", "delete chair"),
        ("The rude soup", "rude soup"),
        ("The staff is salty", "salty staff"),
    ],
)
def test_states_suit_their_things(text: str, absurd: str) -> None:
    """Staff are rude and soups are salty, never the other way round."""
    assert absurd not in told(text)


def test_no_phrase_says_a_thing_twice() -> None:
    """A fee is not called a fee fee."""
    assert "fee fee" not in told("What fee will I be charged for the fee?")


def test_things_far_off_in_a_long_clause_are_in_no_state() -> None:
    """Without full stops a whole letter is one clause; only what stands near is said of a thing."""
    far = "my parcel " + "talked about weather and holidays " * 40
    assert told(f"{far} card never arrived") == told("card never arrived")


@pytest.mark.parametrize("text", ["Call [PHONE]: it is broken", "[PERSON] 坏了"])
def test_placeholders_are_in_no_state(text: str) -> None:
    """What stands for something personal is no thing."""
    assert not phrases_of(text)


def test_tones_and_telling_terms() -> None:
    """A phrase has its state's tone and tells; a thing alone has none and does not."""
    (salty,) = [term.key for term in phrases_of("salty soup")]
    assert tone_of(salty) == -1
    assert is_telling(salty)
    (friendly,) = [term.key for term in phrases_of("the waiter was friendly")]
    assert tone_of(friendly) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("arrived", "arrive"),
        ("arriving", "arrives"),
        ("lost", "lose"),
        ("stopped", "stop"),
        ("carried", "carry"),
    ],
)
def test_forms_of_a_word_have_one_stem(one: str, other: str) -> None:
    """Past, present and progressive are one word."""
    assert stem(one) == stem(other)


def test_every_negation_is_one() -> None:
    """Contracted, written out or "never"."""
    for text in ("didn't arrive", "did not arrive", "never arrived", "hasn’t yet arrived"):
        assert [word.stem for word in stems(text)] == ["not", stem("arrive")]


def test_states_speak_three_languages() -> None:
    """Each state has a pattern with room for a thing in every language, and a tone; each table fits."""
    document = tomllib.loads(files("nlp.themes").joinpath("states.toml").read_text(encoding="utf-8"))
    assert set(document["fits"]) == set(document["states"])
    for rows in document["states"].values():
        for *columns, tone in rows:
            assert len(columns) == 3
            assert tone in {"-", "0", "+"}
            assert all("{}" in column.split("|")[0] for column in columns)
    assert len(read_states().by_key) >= 100


@given(st.text(max_size=120))
def test_phrases_are_found_in_any_text(text: str) -> None:
    """Arbitrary text yields phrases with keys and surfaces, each key once."""
    found = phrases_of(text)
    assert len({term.key for term in found}) == len(found)
    assert all(term.key and term.surface.strip() for term in found)
