"""Themes of real sentences through the real encoder."""

import csv
import random
import tomllib
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from nlp.encoder import Perceiver
from nlp.findings import Discovery, Language
from nlp.themes import Material, assign, centre, discover

COMPLAINTS = Path(__file__).with_name("complaints.toml")

Said = list[tuple[str, Language, str]]


@pytest.fixture(scope="module")
def complaints() -> Said:
    """Text, language and topic of complaints in three languages, shuffled."""
    topics = tomllib.loads(COMPLAINTS.read_text(encoding="utf-8"))
    said = [
        (text, language, topic)
        for topic, languages in topics.items()
        for language, texts in languages.items()
        for text in texts
    ]
    random.Random(1).shuffle(said)
    return said


def find(said: Said, encoder: Perceiver) -> Discovery:
    """Their themes."""
    texts = [text for text, _, _ in said]
    return discover(texts, encoder.perceive(texts).subjects, [language for _, language, _ in said])


@pytest.mark.slow
def test_the_same_complaint_in_three_languages_is_one_theme(complaints: Said, encoder: Perceiver) -> None:
    """Late deliveries in English and both kinds of Chinese share a theme; so do other complaints."""
    from sklearn.metrics import adjusted_mutual_info_score

    found = find(complaints, encoder)
    themes = [place.theme for place in found.places]
    topics = [topic for _, _, topic in complaints]
    assert adjusted_mutual_info_score(topics, themes) >= 0.8
    assert adjusted_mutual_info_score([language for _, language, _ in complaints], themes) <= 0.05
    homes = set[int]()
    for language in ("en", "zh-Hans", "zh-Hant"):
        late = Counter(
            place.theme
            for place, (_, own, topic) in zip(found.places, complaints, strict=True)
            if own == language and topic == "late"
        )
        home, texts = late.most_common(1)[0]
        homes.add(home)
        # Three of ten speak of slow shipping, which is a theme of its own in every language.
        assert texts >= 7
        assert any(
            word in found.themes[home].names[language] for word in ("deliver", "courier", "配送", "物流")
        )
    assert len(homes) == 1


@pytest.mark.slow
def test_bank_tickets_fall_into_their_intents(shared_data: Path, encoder: Perceiver) -> None:
    """On 1,500 bank tickets the themes follow the human intents, few are left out, new ones find theirs."""
    from sklearn.metrics import adjusted_mutual_info_score

    with (shared_data / "en_banking77" / "train.csv").open(encoding="utf-8") as source:
        rows = list(csv.DictReader(source))
    random.Random(2).shuffle(rows)
    texts, intents = [row["text"] for row in rows[:2000]], [row["category"] for row in rows[:2000]]
    vectors = encoder.perceive(texts).subjects
    languages: list[Language] = ["en"] * 1500
    found = discover(texts[:1500], vectors[:1500], languages)
    themes = [place.theme for place in found.places]
    assert adjusted_mutual_info_score(intents[:1500], themes) >= 0.6
    assert found.outlier_rate <= 0.25
    assert max(theme.size for theme in found.themes) <= 0.2 * 1500
    points = centre(vectors, ["en"] * 2000, found.space)
    half = np.arange(1500) % 2 == 0
    others = Material(tuple(np.array(texts[:1500])[half]), tuple(languages[:750]), points[:1500][half])
    missed = Material(tuple(np.array(texts[:1500])[~half]), tuple(languages[:750]), points[:1500][~half])
    placed = assign(missed, others, [place for place, kept in zip(found.places, half, strict=True) if kept])
    sure = [
        (new.theme, old.theme)
        for new, old in zip(placed, np.array(found.places, dtype=object)[~half], strict=True)
        if old.theme >= 0 and not old.forced
    ]
    assert np.mean([new == old for new, old in sure]) >= 0.9
    known = Material(tuple(texts[:1500]), tuple(languages), points[:1500])
    fresh = Material(tuple(texts[1500:]), tuple(languages[:500]), points[1500:])
    new = [place.theme for place in assign(fresh, known, found.places)]
    assert adjusted_mutual_info_score(intents[1500:], new) >= 0.5
