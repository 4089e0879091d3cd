"""Names that no rule finds are told by the encoder's tokens, and what only looks like one stays."""

import re
from collections.abc import Sequence
from random import Random

import numpy as np
import pytest

from nlp.encoder import Perceived, Perceiver, TokenNames, Without
from nlp.findings import Language, PersonalData
from nlp.reader import Reader
from nlp.redaction import redact
from nlp.redaction.borrowing import Borrower
from nlp.redaction.finding import Draft, draft
from nlp.redaction.learned import names_in
from nlp.redaction.marked import Marked, unmarked, written
from nlp.redaction.reading import perceive_redacted
from nlp.sentiment import load_head
from tests.nlp.test_redaction import LINES, matches

HELD = [line for line in written() if line.held]


def redacted(text: str, language: Language, encoder: Perceiver) -> str:
    """The text without what is found when it is read."""
    (clean,), _ = perceive_redacted([text], [language], encoder)
    return clean.text


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("next time just ask for xochi", "en", "next time just ask for [PERSON]"),
        ("后来还是赛琳娜帮我改的", "zh-Hans", "后来还是[PERSON]帮我改的"),
        ("櫃檯的佩珊非常有耐心", "zh-Hant", "櫃檯的[PERSON]非常有耐心"),
        ("Ingrid swapped it, ring her on 07700 900123", "en", "[PERSON] swapped it, ring her on [PHONE]"),
        (
            "The Caesar salad was cold and the waiter rude",
            "en",
            "The Caesar salad was cold and the waiter rude",
        ),
        ("宫保鸡丁太咸，服务员态度一般", "zh-Hans", "宫保鸡丁太咸，服务员态度一般"),
    ],
)
def test_names_without_a_cue(text: str, language: Language, expected: str, encoder: Perceiver) -> None:
    """A name in plain talk is taken out; dishes and trades are none."""
    assert redacted(text, language, encoder) == expected


def test_held_out_lines(encoder: Perceiver) -> None:
    """Most names are found on lines that were not learned from, half as many again as by the rules alone."""

    def recall(found: list[tuple[PersonalData, ...]]) -> tuple[float, float]:
        hit = right = sought = told = 0
        for line, spans in zip(HELD, found, strict=True):
            people = [(one.start, one.end) for one in spans if one.type == "person"]
            hit += sum(any(a < end and start < b for a, b in people) for start, end in line.names)
            right += sum(any(a < end and start < b for start, end in line.names) for a, b in people)
            sought, told = sought + len(line.names), told + len(people)
        return hit / sought, right / told

    texts, languages = [line.text for line in HELD], [line.language for line in HELD]
    clean, _ = perceive_redacted(texts, languages, encoder)
    ruled = [redact(line.text, line.language).found for line in HELD]
    found, precision = recall([one.found for one in clean])
    assert found > 0.85
    assert precision > 0.9
    assert found > 1.5 * recall(ruled)[0]


def test_fresh_lines_of_every_kind(encoder: Perceiver) -> None:
    """Of all kinds of personal data on lines that nothing was learned from, few are missed or made up."""
    lines = [line for line in LINES if line["part"] in ("batch 8", "batch 9", "batch 10")]
    texts, languages = [line["text"] for line in lines], [line["language"] for line in lines]
    clean, _ = perceive_redacted(texts, languages, encoder)
    hits = right = 0
    for line, one in zip(lines, clean, strict=True):
        text, spans = line["text"], line["spans"]
        hits += sum(any(matches(span, text, found) for found in one.found) for span in spans)
        right += sum(any(matches(span, text, found) for span in spans) for found in one.found)
    assert hits / sum(len(line["spans"]) for line in lines) > 0.93
    assert right / sum(len(one.found) for one in clean) > 0.92


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Skylark had it 15 days, then a shop in Sheffield had it", "en"),
        ("Umpteenth order with Lantern & Loom. Tidying up is half the fun", "en"),
        ("Boguht it for everyone at work, IKEA has a cheaper one", "en"),
        ("端午前买的，不是水军，真的省心", "zh-Hans"),
        ("雲雀話件貨喺沙田，去到又話冇", "zh-Hant"),
        ("哈囉，靛藍色好好看，細佬都話正", "zh-Hant"),
        ("貓主子已占領快遞箱，我只配看", "zh-Hant"),
    ],
)
def test_what_names_nobody_is_left_alone(encoder: Perceiver, text: str, language: Language) -> None:
    """Carriers, shops, places, relations, words and typing errors are no people."""
    assert redacted(text, language, encoder) == text


def test_what_is_told_is_that_of_the_redacted_text(encoder: Perceiver) -> None:
    """Vector, mood and token states are those of the text without the name; its neighbours keep theirs."""
    texts = ["Great service", "the fridge was fitted by tunde, great bloke", "太慢了"]
    clean, seen = perceive_redacted(texts, ["en", "en", "zh-Hans"], encoder, states=True)
    assert "tunde" not in clean[1].text
    alone = encoder.perceive([one.text for one in clean], states=True)
    np.testing.assert_array_equal(seen.vectors, alone.vectors)
    np.testing.assert_array_equal(seen.moods, alone.moods)
    for one, other in zip(seen.tokens, alone.tokens, strict=True):
        for part in ("states", "lower", "starts", "ends"):
            np.testing.assert_array_equal(getattr(one, part), getattr(other, part))


def test_reading_again_finds_nothing_more(encoder: Perceiver) -> None:
    """Nearly every redacted text stays as it is when it is read once more, and no placeholder is touched."""
    texts, languages = [line.text for line in HELD], [line.language for line in HELD]
    first, _ = perceive_redacted(texts, languages, encoder)
    second, _ = perceive_redacted([one.text for one in first], languages, encoder)
    changed = sum(one.text != two.text for one, two in zip(first, second, strict=True))
    assert changed <= 0.04 * len(HELD)
    assert not any("[[" in one.text or "]]" in one.text for one in second)


def test_a_name_deep_in_a_long_text(encoder: Perceiver) -> None:
    """A text of several windows is looked through to its end, and offsets hold."""
    text = "這家店很好，餐點也不錯。" * 120 + "最後是佩珊幫我處理的。"
    (clean,), _ = perceive_redacted([text], ["zh-Hant"], encoder)
    assert [text[one.start : one.end] for one in clean.found] == ["佩珊"]


def test_tokens_overrule_a_doubtful_rule() -> None:
    """A name by the rules that no token holds for one stays in the text."""
    begun = draft("Keeley on the fish counter always smiles", "en")
    assert begun.unsure
    places = np.array([0, 6]), np.array([6, 9])
    assert names_in(begun, TokenNames(np.array([0.1, 0.0], dtype=np.float32), *places)) == ()
    sure = TokenNames(np.array([0.8, 0.0], dtype=np.float32), *places)
    assert names_in(begun, sure) == (PersonalData("person", 0, 6),)


def told_by_words(text: str, **sure: float) -> TokenNames:
    """Names as an encoder tells them whose tokens are words and signs; those not named are surely none."""
    places = [match.span() for match in re.finditer(r"\w+|[^\w\s]", text)]
    likely = np.array([sure.get(text[start:end], 0.0) for start, end in places], dtype=np.float32)
    return TokenNames(likely, *np.array(places).T)


@pytest.mark.parametrize(
    ("text", "sure", "expected"),
    [
        ("spoke to tunde [PERSON] again", {"tunde": 0.98, "[": 0.5, "PERSON": 0.9, "]": 0.5}, ["tunde"]),
        ("Jimmy Choo & zanelee", {"Jimmy": 0.9, "Choo": 0.9, "&": 0.5, "zanelee": 0.98}, ["zanelee"]),
        ("ask xochi, zanelee", {"xochi": 0.98, ",": 0.5, "zanelee": 0.98}, ["xochi", "zanelee"]),
        ("ask xochi, slowly", {"xochi": 0.98, ",": 0.5, "slowly": 0.3}, ["xochi"]),
    ],
)
def test_each_of_several_names_is_judged_by_itself(
    text: str, sure: dict[str, float], expected: list[str]
) -> None:
    """A placeholder, a make or a faint word takes no name beside it along, nor is it taken along."""
    found = names_in(Draft(text, []), told_by_words(text, **sure))
    assert [text[one.start : one.end] for one in found] == expected


class Gradual:
    """An encoder that tells the second of two names once the first is gone, and counts its runs."""

    name, dimension = "gradual", 1

    def __init__(self) -> None:
        self.read: list[str] = []

    def perceive(self, texts: Sequence[str], *, without: Without, **_: object) -> Perceived:
        """A hand-written fake."""
        final = list(texts)
        for row in range(len(texts)):
            other: str | None = texts[row]
            while other is not None:
                final[row] = other
                self.read.append(other)
                sure = {"tunde": 0.98, "zanelee": 0.98 * ("tunde" not in other)}
                other = without(row, told_by_words(other, **sure))
        lengths = np.array([[len(one)] for one in final], dtype=np.float32)
        return Perceived(lengths, np.zeros((len(texts), 3), dtype=np.float32), lengths)


def test_a_name_that_shows_once_another_is_gone() -> None:
    """It is taken out as well, and the vector is that of what is left; a repeated text is read once."""
    encoder = Gradual()
    texts = ["saw tunde today with zanelee", "saw nobody", "saw tunde today with zanelee"]
    clean, seen = perceive_redacted(texts, ["en"] * 3, encoder)  # type: ignore[arg-type]  # a fake
    assert clean[0].text == clean[2].text == "saw [PERSON] today with [PERSON]"
    for text, one in zip(texts, clean, strict=True):
        if one.found:
            assert [text[name.start : name.end] for name in one.found] == ["tunde", "zanelee"]
    assert seen.vectors[:, 0].tolist() == [len(one.text) for one in clean]
    assert encoder.read == [
        texts[0],
        "saw [PERSON] today with zanelee",
        "saw [PERSON] today with [PERSON]",
        texts[1],
    ]


def test_repeated_after_redaction_only(encoder: Perceiver) -> None:
    """Texts that are alike once phones are gone are read once; what was taken out of each is told of each."""
    texts = ["call tunde on 07700 900 123", "call tunde on 07700 900 456"]
    clean, seen = perceive_redacted(texts, ["en", "en"], encoder)
    assert clean[0].text == clean[1].text
    for text, one in zip(texts, clean, strict=True):
        phones = [text[found.start : found.end] for found in one.found if found.type == "phone"]
        assert phones == [text.removeprefix("call tunde on ")]
    np.testing.assert_array_equal(seen.vectors[0], seen.vectors[1])


def test_a_veiled_text_is_read_as_if_it_had_come_so(encoder: Perceiver) -> None:
    """Every offset points into the text without the name; findings and vectors are that text's."""
    reader = Reader(encoder, load_head())
    seen = reader.veil(["the fridge was fitted by tunde, but the delivery was far too slow", "很好"])
    assert "tunde" not in seen.texts[0]
    again, vectors = reader.read(seen.texts)
    assert seen.readings == again
    np.testing.assert_array_equal(seen.vectors, vectors)


def test_borrowed_names_stand_where_the_others_stood() -> None:
    """What is around the names stays, and the marks cover the new ones."""
    lines = [line for line in written() if line.names]
    borrower = Borrower(lines, Random(3))
    for line in lines[::20]:
        lent = borrower.lend(line)
        rest, other = Marked(line.text, line.language), lent
        for start, end in reversed(line.names):
            rest = Marked(rest.text[:start] + rest.text[end:], line.language)
        for start, end in reversed(lent.names):
            other = Marked(other.text[:start] + other.text[end:], line.language)
        assert other.text.lower() == rest.text.lower()


def test_marks_are_read() -> None:
    """Marks leave the text, and tell where they stood."""
    line = unmarked("⟦Ann⟧ and ⟦Bo⟧!", "en")
    assert (line.text, line.names) == ("Ann and Bo!", ((0, 3), (8, 10)))
