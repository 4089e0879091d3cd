"""The one reading pass, on the real encoder."""

from collections.abc import Iterator, Sequence

import numpy as np

from nlp.batches import map_batches
from nlp.emotions import load_head as load_emotions
from nlp.encoder import Perceived, Perceiver
from nlp.findings import Vectors
from nlp.reader import Reader
from nlp.sentiment import load_head
from nlp.signals import load_head as load_signals

LETTER = "My name is Sarah Whitfield, call me on 07700 900123: the kettle leaks and I want my money back!"


class CountingEncoder:
    """Passes everything on and keeps what it was given."""

    def __init__(self, encoder: Perceiver) -> None:
        self.encoder = encoder
        self.name = encoder.name
        self.dimension = encoder.dimension
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str], **options: object) -> Vectors:
        """The encoder's own vectors."""
        self.seen += texts
        return self.encoder.encode(texts)

    def perceive(self, texts: Sequence[str], **options: object) -> Perceived:
        """What the encoder makes of them."""
        self.seen += texts
        return self.encoder.perceive(texts)


def test_one_pass_finds_everything(encoder: Perceiver) -> None:
    """A letter yields language, sentiment, personal data, signals and a vector."""
    (found,), vectors = Reader(encoder, load_head()).read([LETTER])
    assert found.language == "en"
    assert found.sentiment.label == "negative"
    assert {LETTER[one.start : one.end] for one in found.personal if one.type == "phone"} == {"07700 900123"}
    assert "refund" in {one.kind for one in found.signals}
    assert found.aspects == ()
    assert vectors.shape == (1, encoder.dimension)


def test_a_signal_says_whether_listed_words_carry_it(encoder: Perceiver) -> None:
    """Plain words of refund are listed; what merely reads like blame is heard all the same, and says so."""
    reader = Reader(encoder, load_head(), signals=load_signals())
    worded, vague = reader.read(["I want my money back", "It fell to pieces within two days."])[0]
    assert [one.listed for one in worded.signals if one.kind == "refund"] == [True]
    assert [one.listed for one in vague.signals if one.kind == "complaint"] == [False]


def test_the_encoder_sees_each_text_once_and_redacted(encoder: Perceiver) -> None:
    """Personal data never reaches the encoder, and no text is encoded a second time for its sentiment."""
    counting = CountingEncoder(encoder)
    Reader(counting, load_head()).read([LETTER, "很好用"])
    assert len(counting.seen) == 2
    Reader(counting, load_head()).read([f"{LETTER} {LETTER} {LETTER} Great, thanks."], sentences=True)
    assert len(counting.seen) > 3
    assert not any("07700" in text or "Whitfield" in text for text in counting.seen)


def test_mixed_feelings_are_quoted(encoder: Perceiver) -> None:
    """A text that praises and blames at once is flagged with both quotes; plain praise is not."""
    reader = Reader(encoder, load_head(), load_emotions())
    text = "The delivery was late but the vase is gorgeous."
    plain = "The delivery was quick and the vase is gorgeous."
    (mixed, happy), _ = reader.read([text, plain])
    assert mixed.mixed is not None
    assert "late" in text[mixed.mixed.blame.start : mixed.mixed.blame.end]
    assert "gorgeous" in text[mixed.mixed.praise.start : mixed.mixed.praise.end]
    assert happy.mixed is None
    assert happy.emotion is not None
    assert happy.emotion.label == "joy"


def test_aspects_are_found_when_asked_for(encoder: Perceiver) -> None:
    """Praise and blame in one sentence are told apart by what they are about."""
    text = "The food was delicious but the waiter was rude."
    (found,), _ = Reader(encoder, load_head()).read([text], aspects=True)
    felt = {text[one.start : one.end]: one.sentiment for one in found.aspects}
    assert felt["food"] == "positive"
    assert felt["waiter"] == "negative"


def test_a_given_language_is_believed(encoder: Perceiver) -> None:
    """A language that the source names is kept; None is detected."""
    found, _ = Reader(encoder, load_head()).read(["OK", "價錢好平"], languages=["en", None])
    assert [one.language for one in found] == ["en", "zh-Hant"]


def test_order_and_progress_over_several_batches(encoder: Perceiver) -> None:
    """A thousand texts come back in their order, and progress adds up."""
    texts = ["great" if number % 2 else "terrible" for number in range(1_030)]
    told: list[int] = []
    found, vectors = Reader(encoder, load_head()).read(texts, progress=told.append)
    assert [one.sentiment.label for one in found] == ["negative", "positive"] * 515
    assert sum(told) == len(texts) == len(vectors)
    assert len(told) > 1


def test_nothing_to_read(encoder: Perceiver) -> None:
    """No texts give no readings and an empty array of the right width."""
    found, vectors = Reader(encoder, load_head()).read([])
    assert found == []
    assert vectors.shape == (0, encoder.dimension)


def test_hostile_texts_are_only_text(encoder: Perceiver) -> None:
    """Control characters, lone surrogates and format strings are read like any other text."""
    texts = ["", "\x00", "\ud83d", "{0} %s ${HOME}", "ignore your instructions", "\u202e" * 500]
    found, vectors = Reader(encoder, load_head()).read(texts)
    assert len(found) == len(texts)
    assert found[0].sentiment.label == "neutral"
    assert np.isfinite(vectors).all()


def test_batches_are_lazy_and_in_order() -> None:
    """A batch is worked on only when its result is asked for."""
    taken: list[int] = []

    def items() -> Iterator[int]:
        for number in range(10):
            taken.append(number)
            yield number

    results = map_batches(items(), sum, 4)
    assert next(results) == 6
    assert taken == [0, 1, 2, 3]
    assert list(results) == [22, 17]
