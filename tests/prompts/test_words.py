"""The catalogues: every sentence in every language, with the same values."""

from pathlib import Path
from string import Formatter

import pytest

import prompts
from prompts import LANGUAGES, read
from prompts.reading import nearest

FOLDER = Path(prompts.__file__).parent / "words"
TASKS = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.toml")})


def _values(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


@pytest.mark.parametrize("task", TASKS)
def test_every_task_says_the_same_things_in_every_language(task: str) -> None:
    """No language lacks a sentence that another has."""
    english = read(task, "en").sentences
    for language in LANGUAGES[1:]:
        assert set(read(task, language).sentences) == set(english)


@pytest.mark.parametrize("task", TASKS)
def test_every_sentence_takes_the_same_values_in_every_language(task: str) -> None:
    """A translation that forgets a value would hide a figure from its readers."""
    english = read(task, "en").sentences
    for language in LANGUAGES[1:]:
        for key, sentence in read(task, language).sentences.items():
            assert _values(sentence) == _values(english[key]), f"{task}.{language}: {key}"


def test_values_are_never_read_as_templates() -> None:
    """What a customer wrote is inserted letter by letter."""
    hostile = "{0.__class__} {reference} %s"
    assert hostile in read("slack", "en").say("failed.answer", reference=hostile)


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("en-GB", "en"),
        ("zh", "zh-Hans"),
        ("zh_CN", "zh-Hans"),
        ("zh-TW", "zh-Hant"),
        ("zh-HK", "zh-Hant"),
        ("yue", "zh-Hant"),
        ("fr", "en"),
    ],
)
def test_nearest_language(tag: str, expected: str) -> None:
    """Every tag finds the catalogue that its readers read best."""
    assert nearest(tag) == expected
