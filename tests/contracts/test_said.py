"""What customers say, asked of every database."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from index.digests import text_hash
from index.ports import Narrowing, ScoreCount
from index.records import Analysis, Customer, Rating, Theme, ThemeAssignment
from index.schema import feedback
from index.store import SqlStore
from nlp.findings import Aspect, Emotion, Mixed, Signal, Stretch, ThemePlace, Vectors
from tests.contracts.filling import NOON, add_customers, add_feedback, day, ids, said_by

MODEL = "m1"
SLOW = Signal("complaint", "too slow", 0, 8, 0.75)
FOUND: dict[str, object] = {
    "signals": (SLOW, Signal("competitor", "JD", 3, 5, 0.9, "京东")),
    "aspects": (Aspect("Refund", "returns", "negative", 0, 6),),
    "emotion": Emotion("anger", 0.1, 0.5, 0.2, 0.1, 0.05, 0.05, (Stretch(0, 6),)),
    "mixed": Mixed(Stretch(0, 2), Stretch(3, 6)),
}


def analysis(number: int, label: str = "negative", score: float = -0.5, **more: object) -> Analysis:
    """What was read in ``f<number>``."""
    given = {"negative": 0.7, "neutral": 0.1, "positive": 0.2, **more}
    return Analysis(f"f{number}", MODEL, label, score, **given)  # type: ignore[arg-type]  # the test's own fields


def units(count: int) -> Vectors:
    """So many different unit vectors."""
    return np.eye(8, dtype=np.float32)[:count]


@pytest.fixture
def talk(store: SqlStore) -> SqlStore:
    """Six pieces of feedback: four read, one a near-duplicate, one not read, two of them by one person."""
    add_customers(store, Customer("c1", "shop"), Customer("c9", "app"), merged={"c9": "c1"})
    texts = [
        "Refund is far too slow",
        "退款太慢了",
        "I love the mug",
        "refund is far too slow!",
        "ok",
        "退貨很麻煩",
    ]
    add_feedback(
        store,
        said_by("c1", 0, texts[0], day(0), rating=Rating("stars", 1, 5), product="mug"),
        said_by("c9", 1, texts[1], day(1), language="zh-Hans", channel="chat", rating=Rating("csat", 10, 10)),
        said_by("c2", 2, texts[2], day(6), rating=Rating("nps", 9, 10), attributes={"shop": "HK"}),
        said_by("c2", 3, texts[3], day(7), duplicate_of="f0"),
        said_by(None, 4, texts[4], day(8), author="@x", order_id="o1"),
        said_by("c2", 5, texts[5], day(8), language="zh-Hant"),
    )
    read = [
        analysis(0, **FOUND),
        analysis(1),
        analysis(2, "positive", 0.9),
        analysis(3),
        analysis(5, "neutral", 0.0),
    ]
    store.said.save(read, [texts[number] for number in (0, 1, 2, 3, 5)], units(5), MODEL)
    return store


@pytest.fixture
def themed(talk: SqlStore) -> SqlStore:
    """The same with two themes."""
    places = [("f0", 1), ("f1", 1), ("f2", 2), ("f5", -1)]
    talk.themes.replace(
        [theme(1, 2), theme(2, 1)],
        [ThemeAssignment(name, ThemePlace(number, number == 2, 0.5)) for name, number in places],
        b"state",
    )
    return talk


def theme(number: int, size: int) -> Theme:
    """A theme."""
    return Theme(
        id=number,
        names={"en": "Slow refunds", "zh-Hant": "退款太慢"},
        keywords={"en": ("refund", "slow")},
        size=size,
        exemplars=("f0",),
        centroid=units(1)[0],
        radius=0.25,
        created_at=NOON,
        as_of=day(1),
    )


def test_feedback_comes_back_as_it_was(talk: SqlStore) -> None:
    """Read feedback is equal to what was given, in the order asked for, under the kept customer."""
    found = talk.said.get(["f1", "unknown", "f0"])
    assert ids(found) == ["f1", "f0"]
    assert found[0].feedback.customer_id == "c1"
    assert found[1].feedback == said_by(
        "c1", 0, "Refund is far too slow", day(0), rating=Rating("stars", 1, 5), product="mug"
    )
    assert found[1].analysis == analysis(0, **FOUND)
    assert found[0].analysis == analysis(1)


def test_unread_is_what_this_model_has_not_read(talk: SqlStore) -> None:
    """Feedback of the moment without this model's analysis, near-duplicates too, in order of arrival."""
    assert [one.id for one in talk.said.unread(MODEL, day(9), limit=9)] == ["f4"]
    assert talk.said.unread(MODEL, day(7), limit=9) == ()
    assert [one.id for one in talk.said.unread("m2", day(9), limit=4)] == ["f0", "f1", "f2", "f3"]


def test_saving_again_changes_nothing(talk: SqlStore) -> None:
    """The same analysis again leaves the fingerprint; another one replaces it."""
    before = talk.runs.fingerprint(day(9), ["analyses"])
    talk.said.save([analysis(1)], ["退款太慢了"], units(2)[1:], MODEL)
    assert talk.runs.fingerprint(day(9), ["analyses"]) == before
    talk.said.save([replace(analysis(1), score=-1.0)], [], units(0), MODEL)
    assert talk.said.get(["f1"])[0].analysis == analysis(1, score=-1.0)
    assert talk.runs.fingerprint(day(9), ["analyses"]) != before
    with pytest.raises(ValueError, match="1 texts, 0 vectors"):
        talk.said.save([], ["x"], units(0), MODEL)


def test_further_vectors_stand_under_their_own_name(talk: SqlStore) -> None:
    """They go with the others in one transaction, and there must be one for each text."""
    talk.said.save([], ["退款太慢了"], units(2)[1:], MODEL, others={"subjects": units(2)[:1]})
    np.testing.assert_array_equal(talk.said.cached(["退款太慢了"], "subjects")["退款太慢了"], units(2)[0])
    np.testing.assert_array_equal(talk.said.cached(["退款太慢了"], MODEL)["退款太慢了"], units(2)[1])
    with pytest.raises(ValueError, match="1 texts, 0 vectors"):
        talk.said.save([], ["x"], units(1), MODEL, others={"subjects": units(0)})


def test_vectors_are_remembered_by_text(talk: SqlStore) -> None:
    """A text read before has its vector, exactly; other texts and other models have none."""
    found = talk.said.cached(["I love the mug", "never said"], MODEL)
    assert list(found) == ["I love the mug"]
    np.testing.assert_array_equal(found["I love the mug"], units(3)[2])
    assert talk.said.cached(["I love the mug"], "m2") == {}


def test_vectors_come_in_order_of_arrival_without_near_duplicates(talk: SqlStore) -> None:
    """All read feedback but repeats, or what arrived after a known one; an unknown one means all."""
    found = talk.said.vectors(MODEL, day(9))
    assert found.ids == ("f0", "f1", "f2", "f5")
    assert found.customer_ids == ("c1", "c1", "c2", "c2")
    np.testing.assert_array_equal(found.matrix, units(5)[[0, 1, 2, 4]])
    assert talk.said.vectors(MODEL, day(9), after="f1").ids == ("f2", "f5")
    assert talk.said.vectors(MODEL, day(9), after="erased").ids == found.ids
    assert talk.said.vectors(MODEL, day(0)).ids == ("f0",)


def test_columns_hold_what_known_customers_said(themed: SqlStore) -> None:
    """Scores, themes, signals and ratings by customer and time; nan where there is none."""
    found = themed.said.columns(day(9))
    assert found.customer_ids == ("c1", "c2")
    assert found.feedback_ids == ("f0", "f1", "f2", "f3", "f5")
    np.testing.assert_array_equal(found.customer, [0, 0, 1, 1, 1])
    np.testing.assert_allclose(found.score, [-0.5, -0.5, 0.9, -0.5, 0.0], rtol=1e-6)
    np.testing.assert_array_equal(found.theme, [1, 1, 2, -1, -1])
    np.testing.assert_array_equal(found.signals["complaint"], [True, False, False, False, False])
    assert not found.signals["churn"].any()
    np.testing.assert_array_equal(found.nps, [np.nan, np.nan, 9, np.nan, np.nan])
    np.testing.assert_array_equal(found.csat, [1, 5, np.nan, np.nan, np.nan])


def test_columns_count_what_calls_for_action_by_listed_words_alone(themed: SqlStore) -> None:
    """A text that only sounds like a threat is none; one that only sounds like a complaint may be one."""
    vague = tuple(Signal(kind, "I love the mug", 0, 14, 0.9, listed=False) for kind in ("legal", "complaint"))
    themed.said.save([replace(analysis(2), signals=vague)], [], units(0), MODEL)
    found = themed.said.columns(day(9))
    assert not found.signals["legal"].any()
    assert found.signals["complaint"].any()


@pytest.mark.parametrize(
    ("narrowing", "expected"),
    [
        (Narrowing(), ["f5", "f4", "f3", "f2", "f1", "f0"]),
        (Narrowing(since=day(1), until=day(7)), ["f2", "f1"]),
        (Narrowing(customer_id="c9"), ["f1", "f0"]),
        (Narrowing(channels=("chat", "call")), ["f1"]),
        (Narrowing(language="zh"), ["f5", "f1"]),
        (Narrowing(language="zh-Hant"), ["f5"]),
        (Narrowing(theme_id=1), ["f1", "f0"]),
        (Narrowing(theme_id=-1), ["f5", "f4", "f3"]),
        (Narrowing(labels=("positive", "unread")), ["f4", "f2"]),
        (Narrowing(since=day(0) + timedelta(seconds=1), labels=("negative",), language="en"), ["f3"]),
    ],
)
def test_narrowing(themed: SqlStore, narrowing: Narrowing, expected: list[str]) -> None:
    """Each filter leaves what it says, newest first; counts and keys speak of the same feedback."""
    assert ids(themed.said.listing(narrowing)) == expected
    assert sum(themed.said.count(narrowing).values()) == len(expected)
    assert set(themed.said.keys(narrowing).ids) == set(expected) - {"f3"}


def test_counts_by_label_and_theme(themed: SqlStore) -> None:
    """Every label is counted, and every theme with its feeling and its people."""
    assert themed.said.count(Narrowing()) == {"negative": 3, "neutral": 1, "positive": 1, "unread": 1}
    counts = {count.theme_id: count for count in themed.said.by_theme(Narrowing())}
    assert list(counts) == [-1, 1, 2]
    assert (counts[1].size, counts[1].negative, counts[1].customers) == (2, 2, 1)
    assert (counts[2].positive, counts[2].mean_score) == (1, pytest.approx(0.9))
    assert counts[-1].customers == 1


def test_ratings_share_one_scale(talk: SqlStore) -> None:
    """Given scores are counted by scale, ten of ten as five of five."""
    assert talk.said.ratings(Narrowing()) == (
        ScoreCount("csat", 5.0, 1),
        ScoreCount("nps", 9.0, 1),
        ScoreCount("stars", 1.0, 1),
    )


def test_tallies(talk: SqlStore) -> None:
    """Counts by column, most frequent first, and by span of time, in order."""
    assert talk.said.tally("language", Narrowing()) == {"en": 4, "zh-Hans": 1, "zh-Hant": 1}
    assert talk.said.tally("product", Narrowing()) == {"mug": 1}
    assert list(talk.said.tally("week", Narrowing()).items()) == [("2024-03-04", 2), ("2024-03-11", 4)]
    assert talk.said.tally("month", Narrowing()) == {"2024-03": 6}
    assert talk.said.tally("day", Narrowing(until=day(1))) == {"2024-03-06": 1}
    with pytest.raises(ValueError, match="no tally"):
        talk.said.tally("text", Narrowing())


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("refund slow", ["f0"]),
        ("REFUND", ["f0"]),
        ("退款", ["f1"]),
        ("退款太慢", ["f1"]),
        ("貨", ["f5"]),
        ("love", ["f2"]),
        ("what is the mug", ["f2"]),
        ("nothing like it", []),
        ("", []),
    ],
)
def test_words_are_found(talk: SqlStore, phrase: str, expected: list[str]) -> None:
    """Words and Chinese runs of any length are found, in any case; near-duplicates are left out."""
    assert list(talk.said.by_words([phrase], Narrowing(), limit=9)) == expected


@pytest.mark.parametrize(
    "hostile",
    ['"', "'", '" OR 1=1 --', "NEAR(a b)", "text:refund*", "%", "_", "\\", "a\0b", "(", "-", "*", "^a", "{}"],
)
def test_no_query_breaks_the_words(talk: SqlStore, hostile: str) -> None:
    """Query languages' signs are read as text: they neither fail nor match everything."""
    assert set(talk.said.by_words([hostile, f"love {hostile}"], Narrowing(), limit=9)) <= {"f0", "f2"}
    assert set(talk.said.by_words([hostile], Narrowing(), limit=9)) <= {"f0"}


def test_words_follow_a_changed_and_an_erased_text(talk: SqlStore) -> None:
    """The word index holds what the table holds, also after a text was changed or erased."""
    with talk.engine.begin() as connection:
        connection.execute(update(feedback).where(feedback.c.id == "f2").values(text="broken vase"))
        connection.execute(delete(feedback).where(feedback.c.id == "f0"))
    assert talk.said.by_words(["love refund"], Narrowing(), limit=9) == ()
    assert talk.said.by_words(["vase"], Narrowing(), limit=9) == ("f2",)


def test_words_have_their_index(store: SqlStore) -> None:
    """Both databases find words through an index."""
    assert store.words_indexed


def test_vectors_wait_until_they_are_delivered(talk: SqlStore) -> None:
    """Each distinct text waits once; what was delivered waits again only when all is undelivered."""
    waiting = talk.said.waiting(MODEL, limit=9)
    assert len(waiting.keys) == len(waiting.matrix) == 5
    talk.said.delivered(waiting.keys[:3], MODEL)
    assert talk.said.count_delivered(MODEL) == 3
    assert talk.said.waiting(MODEL, limit=9).keys == waiting.keys[3:]
    assert talk.said.undelivered(MODEL) == 5
    assert talk.said.count_delivered(MODEL) == 0
    assert talk.said.stored([text_hash("I love the mug"), "other"], MODEL).keys == (
        text_hash("I love the mug"),
    )


def test_many_ids_at_once(talk: SqlStore) -> None:
    """More ids than a statement can hold are no difficulty."""
    wanted = [f"x{number}" for number in range(40_000)] + ["f0"]
    assert ids(talk.said.get(wanted)) == ["f0"]
    assert talk.customers.many(wanted) == {}


def test_themes_are_replaced_and_grow(themed: SqlStore) -> None:
    """A refit replaces themes and places; new places count; themes not given again are retired."""
    first = themed.themes.all()
    assert [one.id for one in first] == [1, 2]
    np.testing.assert_array_equal(first[0].centroid, units(1)[0])
    expected = theme(1, 2)
    for name in ("names", "keywords", "size", "exemplars", "radius", "created_at", "as_of"):
        assert getattr(first[0], name) == getattr(expected, name)
    themed.themes.assign(
        [ThemeAssignment("f4", ThemePlace(2, True, 0.4)), ThemeAssignment("f1", ThemePlace(2, False, 1.0))]
    )
    assert {one.id: one.size for one in themed.themes.all()} == {1: 1, 2: 3}
    assert themed.said.get(["f4"])[0].forced
    assert themed.themes.state() == b"state"
    themed.themes.replace([theme(2, 7)], [], b"other")
    assert [(one.id, one.size) for one in themed.themes.all()] == [(2, 7)]
    assert themed.said.get(["f1"])[0].theme_id is None
    assert themed.themes.state() == b"other"


def test_reading_in_batches_reaches_everything(store: SqlStore) -> None:
    """Batch after batch is unread until all is read; what arrives or changes later is found too."""
    add_feedback(store, *(said_by("c1", number, f"text {number}", day(number % 3)) for number in range(1200)))
    seen: list[str] = []
    while batch := store.said.unread(MODEL, day(1), limit=256):
        seen += [one.id for one in batch]
        store.said.save([replace(analysis(0), feedback_id=one.id) for one in batch], [], units(0), MODEL)
    assert seen == [f"f{number}" for number in range(1200) if number % 3 < 2]
    add_feedback(store, said_by("c1", 1200, "late", day(0)))
    assert [one.id for one in store.said.unread(MODEL, day(1), limit=9)] == ["f1200"]
    assert [one.id for one in store.said.unread(MODEL, day(2), limit=2)] == ["f2", "f5"]
    assert [one.id for one in store.said.unread("m2", day(2), limit=2)] == ["f0", "f1"]


def test_keys_among_given_ones(talk: SqlStore) -> None:
    """Only feedback whose text has one of the keys, in order of arrival, however many keys are given."""
    wanted = [text_hash("I love the mug"), text_hash("Refund is far too slow")]
    found = talk.said.keys(Narrowing(), among=[*wanted, *(f"x{number}" for number in range(2000))])
    assert (found.ids, found.keys) == (("f0", "f2"), (wanted[1], wanted[0]))
    assert talk.said.keys(Narrowing(), among=[]).ids == ()


def test_what_texts_do_and_feel_narrows(talk: SqlStore) -> None:
    """By kind of signal, by emotion, and by praise and blame in one text; words of a text are no kind."""
    assert said_ids(talk, Narrowing(signal="competitor")) == ["f0"]
    assert said_ids(talk, Narrowing(emotion="anger")) == ["f0"]
    assert said_ids(talk, Narrowing(emotion="mixed")) == ["f0"]
    for nobody in (
        Narrowing(signal="slow"),
        Narrowing(signal="%"),
        Narrowing(emotion="joy"),
        Narrowing(emotion="京东"),
    ):
        assert said_ids(talk, nobody) == []
    assert sum(talk.said.count(Narrowing(signal="complaint")).values()) == 1
    assert said_ids(talk, Narrowing(signal="complaint", channels=("chat",))) == []


def said_ids(store: SqlStore, narrowing: Narrowing) -> list[str]:
    """Ids of the narrowed feedback, newest first."""
    return [one.feedback.id for one in store.said.listing(narrowing)]


def test_a_text_is_veiled_with_its_reading(talk: SqlStore) -> None:
    """What reading found to be personal leaves the stored text and the words that it is found by."""
    left = {"f4": "[PERSON] is ok"}
    talk.said.save([analysis(4)], ["[PERSON] is ok"], units(1), MODEL, read={"f4": "ok"}, veiled=left)
    (read,) = talk.said.get(["f4"])
    assert read.feedback.text == "[PERSON] is ok"
    assert read.analysis == analysis(4)
    assert talk.said.by_words(["person"], Narrowing(), limit=9) == ("f4",)
    assert talk.said.by_words(["ok"], Narrowing(), limit=9) == ("f4",)
    assert talk.said.stored([text_hash("[PERSON] is ok")], MODEL).keys == (text_hash("[PERSON] is ok"),)
    assert talk.said.unread(MODEL, day(9), limit=9) == ()
    again = {"f4": "[PERSON] is [PERSON]"}
    talk.said.save([], [], units(0), MODEL, read=left, veiled=again)
    assert talk.said.get(["f4"])[0].feedback.text == "[PERSON] is [PERSON]"
    with talk.engine.connect() as connection:
        hashes = select(feedback.c.arrived_hash).where(feedback.c.id == "f4")
        assert connection.execute(hashes).scalar_one() == text_hash("ok")


def test_a_text_that_arrived_meanwhile_stands(talk: SqlStore) -> None:
    """What was read in another text is not kept for it, neither analysis nor veil nor vector."""
    with talk.engine.begin() as connection:
        changed = {"text": "better now", "text_hash": text_hash("better now")}
        connection.execute(update(feedback).where(feedback.c.id == "f4").values(changed))
    read, left = {"f4": "ok", "gone": "no"}, {"f4": "[PERSON]"}
    given = [analysis(4), replace(analysis(4), feedback_id="gone")]
    talk.said.save(given, ["[PERSON]", "no"], units(2), MODEL, read=read, veiled=left)
    assert talk.said.get(["f4"])[0].feedback.text == "better now"
    assert [one.id for one in talk.said.unread(MODEL, day(9), limit=9)] == ["f4"]
    assert talk.said.cached(["[PERSON]", "ok", "no"], MODEL) == {}


def test_a_veiled_text_leaves_no_vector(talk: SqlStore) -> None:
    """Vectors of what nobody has said any more are gone under every model; shared words keep theirs."""
    add_feedback(talk, said_by("c1", 6, "退款太慢了", day(8)))
    talk.said.save([], ["I love the mug"], units(1), "former")
    read = {"f2": "I love the mug", "f6": "退款太慢了"}
    left = {"f2": "I love [PERSON]", "f6": "[PERSON]太慢了"}
    gone = talk.said.save([], list(left.values()), units(2), MODEL, read=read, veiled=left)
    assert gone == (text_hash("I love the mug"),)
    assert talk.said.cached(["I love the mug"], "former") == {}
    assert set(talk.said.cached([*read.values(), *left.values()], MODEL)) == {*left.values(), "退款太慢了"}
