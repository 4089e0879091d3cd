"""Names of themes: three languages, customers' own words, no junk."""

import tomllib
from importlib.resources import files
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp import lexicons
from nlp.findings import Language
from nlp.language import to_simplified, to_traditional
from nlp.themes.corpus import Material
from nlp.themes.glossary import read_glossary
from nlp.themes.keywords import vocabularies
from nlp.themes.naming import LANGUAGES, Naming, alike, name_themes
from nlp.themes.terms import Reader, opening, proper_nouns, terms_of
from nlp.themes.wording import READ

COMPLAINTS: dict[str, dict[Language, list[str]]] = tomllib.loads(
    Path(__file__).with_name("complaints.toml").read_text(encoding="utf-8")
)

IN_BOTH = "台游划霉污厘伙"
"""Characters that Traditional writing uses too, for another word than the converter takes them for."""


def name(corpus: dict[str, dict[Language, list[str]]]) -> dict[str, Naming]:
    """Names by topic for a corpus whose topics are known."""
    rows = [
        (text, language, number)
        for number, topic in enumerate(corpus.values())
        for language, texts in topic.items()
        for text in texts
    ]
    texts, languages, labels = zip(*rows, strict=True)
    material = Material(texts, languages, np.zeros((len(rows), 1), dtype=np.float32))
    namings = name_themes(vocabularies(Reader(material), np.asarray(labels)))
    return dict(zip(corpus, namings, strict=True))


def is_traditional(text: str) -> bool:
    """Whether no character of ``text`` would be another one in Taiwan."""
    return all(
        character in IN_BOTH or to_traditional(character, vocabulary=True) == character for character in text
    )


def only(*languages: Language) -> dict[str, dict[Language, list[str]]]:
    """The complaints in some languages."""
    return {
        topic: {language: texts[language] for language in languages} for topic, texts in COMPLAINTS.items()
    }


@pytest.mark.parametrize(
    ("topic", "english", "simplified", "traditional"),
    [
        ("late", {"delivery", "courier", "parcel"}, {"配送", "快递", "物流"}, {"配送", "宅配", "物流"}),
        ("leak", {"leak", "lid"}, {"漏水", "盖子"}, {"漏水", "蓋子"}),
        ("charge", {"charge"}, {"扣款"}, {"扣款"}),
        ("refund", {"refund"}, {"退款"}, {"退款"}),
        ("staff", {"staff"}, {"态度", "员工"}, {"態度", "員工"}),
        ("app", {"app", "login"}, {"登录"}, {"登入"}),
        ("price", {"expensive", "price"}, {"价格", "贵"}, {"價格", "貴"}),
    ],
)
def test_names_say_what_the_texts_are_about(
    topic: str, english: set[str], simplified: set[str], traditional: set[str]
) -> None:
    """Each topic's name holds one of the words a person would choose, in every language."""
    names = name(COMPLAINTS)[topic].names
    for language, wanted in zip(LANGUAGES, (english, simplified, traditional), strict=True):
        assert any(word in names[language] for word in wanted), names


@pytest.mark.parametrize("languages", [("en",), ("zh-Hans",), ("zh-Hant",), LANGUAGES])
def test_names_are_filled_short_and_clean(languages: tuple[Language, ...]) -> None:
    """Whatever the customers' language: all three names, at most three words, none twice, no stop words."""
    stop = lexicons.lines("stopwords_en")
    for naming in name(only(*languages)).values():
        assert set(naming.names) == set(naming.keywords) == set(LANGUAGES)
        for language in LANGUAGES:
            words = naming.names[language].split(", " if language == "en" else "、")
            assert 1 <= len(words) <= 3
            assert all(word.strip() and not word.startswith("#") for word in words)
            assert not any(alike(one, other) for one, other in combinations(words, 2))
            assert not any(word in stop for word in words)
            assert len(naming.names[language]) <= (40 if language == "en" else 18)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_script_keeps_to_itself(language: Language) -> None:
    """A Simplified name holds no Traditional character and the other way round, from any source language."""
    for naming in name(only(language)).values():
        assert to_simplified(naming.names["zh-Hans"]) == naming.names["zh-Hans"]
        assert is_traditional(naming.names["zh-Hant"])


def test_a_theme_in_one_language_is_translated_for_the_others() -> None:
    """English complaints alone get Chinese names from the glossary, Chinese ones alone English names."""
    from_english = name(only("en"))
    assert "退款" in from_english["refund"].names["zh-Hans"]
    assert "重複扣款" in from_english["charge"].names["zh-Hant"]
    from_chinese = name(only("zh-Hant"))
    assert "refund" in from_chinese["refund"].names["en"]
    assert from_chinese["late"].names["en"].isascii()


def test_unknown_words_stay_as_they_are() -> None:
    """What the glossary does not know is quoted in the customers' words rather than wrongly translated."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "election": {"en": ["The parliament voted today"] * 3 + ["Parliament dissolved before winter"] * 3},
        "refund": {"en": ["Where is my refund"] * 4},
    }
    naming = name(corpus)["election"]
    assert naming.names["zh-Hans"].startswith("“parliament”")
    assert naming.names["zh-Hant"].startswith("「parliament」")
    assert naming.names["en"].startswith("parliament")


def test_what_every_theme_says_names_none() -> None:
    """Neither the house's own name nor a weekday names a theme, however often it stands in the texts."""
    corpus: dict[str, dict[Language, list[str]]] = {
        topic: {"en": [f"Zorvex on Tuesday: {text}" for text in languages["en"]]}
        for topic, languages in COMPLAINTS.items()
    }
    for naming in name(corpus).values():
        assert not any(word in naming.names["en"].lower() for word in ("zorvex", "tuesday"))


def test_a_name_keeps_to_its_language_where_the_glossary_helps() -> None:
    """No Chinese stands in an English name and no English in a Chinese one, whatever customers write."""
    for languages, others in ((("en",), ("zh-Hans", "zh-Hant")), (("zh-Hans", "zh-Hant"), ("en",))):
        for naming in name(only(*languages)).values():
            for language in others:
                assert naming.names[language].isascii() is (language == "en")


def test_no_two_themes_share_a_name() -> None:
    """Two themes about nearly the same thing are told apart by a further word."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "declined": {"en": ["top up declined", "my top up was declined again", "top up declined today"]},
        "automatic": {"en": ["automatic top up", "set an automatic top up", "automatic top up limit"]},
    }
    one, other = name(corpus).values()
    assert all(one.names[language] != other.names[language] for language in LANGUAGES)


def test_themes_of_the_same_words_are_numbered() -> None:
    """Where nothing tells two themes apart, the second keeps its word and gets a number."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "one": {"en": ["refund"] * 4},
        "other": {"en": ["refund"] * 4},
    }
    one, other = name(corpus).values()
    assert one.names["en"] == "refund"
    assert other.names["en"] == "refund (2)"


def test_short_answers_name_themselves() -> None:
    """A theme of answers without content words is named by the answer."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "nothing": {"en": ["Nothing", "nothing!", "Nothing."]},
        "refund": {"en": ["refund please", "I want a refund", "refund"]},
    }
    assert name(corpus)["nothing"].names["en"] == "nothing"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Call [PHONE] or come to [ADDRESS]: kettle", "en"),
        ("[PERSON] 的 [EMAIL]：水壶 [URL]", "zh-Hans"),
    ],
)
def test_placeholders_are_no_words(text: str, language: Language) -> None:
    """What stands for something personal names nothing, neither by itself nor through the glossary."""
    surfaces = {term.surface.lower() for term in terms_of(text, language)}
    assert not surfaces & {"phone", "address", "person", "email", "url"}
    assert surfaces & {"kettle", "水壶"}


def test_glossary_speaks_three_languages() -> None:
    """Over three hundred terms, each with a name in every language and in that language's script."""
    document = tomllib.loads(files("nlp.themes").joinpath("glossary.toml").read_text(encoding="utf-8"))
    rows = [row for table in document.values() if isinstance(table, list) for row in table]
    assert len(rows) >= 300
    for english, simplified, traditional in rows:
        assert english.isascii()
        assert to_simplified(simplified) == simplified
        assert is_traditional(traditional)


def test_forms_of_a_term_are_one_concept() -> None:
    """The same thing said in three languages and several forms is one concept."""
    said: list[tuple[str, Language]] = [
        ("The parcel was delayed: late delivery", "en"),
        ("Late deliveries again", "en"),
        ("配送延误了", "zh-Hans"),
        ("配送延誤了", "zh-Hant"),
    ]
    late = read_glossary().english["late", "delivery"].key
    for text, language in said:
        assert late in {term.key for term in terms_of(text, language)}


def test_a_lone_character_counts_only_as_a_word() -> None:
    """贵 is "expensive" by itself, not inside 贵州."""
    expensive = read_glossary().english[("expensive",)].key
    assert expensive in {term.key for term in terms_of("这个太贵", "zh-Hans")}
    assert expensive not in {term.key for term in terms_of("我在贵州旅游", "zh-Hans")}


@given(st.text(max_size=80), st.sampled_from(["en", "zh-Hans", "zh-Hant", "und"]))
def test_terms_are_found_in_any_text(text: str, language: Language) -> None:
    """Arbitrary text yields terms that are not empty, each key once."""
    terms = terms_of(text, language)
    assert len({term.key for term in terms}) == len(terms)
    assert all(term.key and term.surface.strip() for term in terms)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("delivery", "deliveries", True),
        ("late delivery", "delivery", True),
        ("refund", "return", False),
        ("态度", "态度差", True),
        ("退款", "退货", False),
        ("courier", "快递", False),
    ],
)
def test_alike_words_are_told(one: str, other: str, same: bool) -> None:
    """Forms of one word are alike, different words are not, in either order."""
    assert alike(one, other) is alike(other, one) is same


def test_no_name_is_another_in_other_words_order() -> None:
    """Themes of the same leading words are told apart by what only one of them speaks about."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "fee": {
            "en": ["a fee for the transfer to my landlord"] * 3 + ["transfer fee charged by landlord"] * 3
        },
        "mortgage": {
            "en": ["a fee for the transfer of my mortgage"] * 3 + ["transfer fee on the mortgage"] * 3
        },
        "refund": {"en": ["Where is my refund"] * 6},
    }
    names = [naming.names["en"] for naming in name(corpus).values()]
    assert len({frozenset(one.split(", ")) for one in names}) == len(names)


def test_customers_capitals_are_kept() -> None:
    """Names and acronyms are written as customers nearly always write them, other words in lower case."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "brand": {"en": ["Zorvex kettles", "my Zorvex", "Zorvex lids", "the Zorvex"]},
        "refund": {"en": ["Refund please", "refund", "where is the Refund", "a refund"]},
        "lights": {"en": ["Bunting in the garden", "garden bunting", "nice bunting", "bunting again"]},
    }
    found = name(corpus)
    assert "Zorvex" in found["brand"].names["en"]
    assert found["refund"].names["en"] == "refund"


def test_the_capital_of_a_beginning_is_no_name() -> None:
    """A word that stands with a capital only where sentences begin is written small."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "weather": {"en": ["Rainy and grey", "Rainy again", "Cosy room. Rainy outside", "Rainy day"]},
        "refund": {"en": ["Where is my refund for the order"] * 4},
    }
    assert "rainy" in name(corpus)["weather"].names["en"]
    said = ["Rainy. The Zorvex leaks", "用Zorvex煮水", "a Rainy day, rainy, rainy"]
    assert proper_nouns(said) == {"zorvex"}


def test_a_word_that_says_it_all_leads_in_every_language() -> None:
    """A theme of one untranslatable word is not named by some concept at its edge."""
    said = ["matlab vector", "matlab plot", "matlab array", "matlab matrix", "matlab loop", "matlab order"]
    corpus: dict[str, dict[Language, list[str]]] = {
        "matlab": {"en": said},
        "refund": {"en": ["Where is my refund for the order"] * 4},
        "late": {"en": ["The parcel is late", "late parcel", "my parcel came late", "parcel late"]},
    }
    assert "matlab" in name(corpus)["matlab"].names["zh-Hans"]


def test_complaints_come_before_praise_in_a_theme_of_complaints() -> None:
    """Where most texts complain, a complaint names the theme although some praise as well."""
    corpus: dict[str, dict[Language, list[str]]] = {
        "staff": {"en": ["The waiter was rude"] * 4 + ["rude waiter"] * 3 + ["a friendly waiter"] * 3},
        "refund": {"en": ["Where is my refund"] * 6},
    }
    assert name(corpus)["staff"].names["en"].startswith("rude")


@given(st.text(max_size=20), st.sampled_from(["refund please ", "退款[PHONE]", "[PERSON] said "]))
def test_a_long_text_is_read_as_far_as_its_opening(start: str, more: str) -> None:
    """The opening of a long text is bounded, begins the text and ends in no half placeholder."""
    text = start.replace("[", "") + more * 400
    read = opening(text)
    assert text.startswith(read) and READ - 32 <= len(read) <= READ
    assert read.count("[") == read.count("]") - start.count("]")
