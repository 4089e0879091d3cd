"""The owner's own axes: read from the file of definitions, and never about what people are."""

from pathlib import Path

import pytest

from nlp.failures import UserError
from segmentation.definitions import read_axes, read_definitions
from segmentation.settings import Settings

HANDMADE = """
[[axis]]
id = "handmade"
names = { en = "handmade things", zh-Hans = "手工制品", zh-Hant = "手作" }
sentences = ["Every piece is made by hand.", "纯手工的，每一件都不一样。", "手作的溫度是機器做不來的。"]
"""


def written(folder: Path, text: str) -> Path:
    """A file of definitions."""
    path = folder / "customers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_axis_has_names_and_sentences(tmp_path: Path) -> None:
    """Each sentence is known by its language; the other readers of the file pass the axis over."""
    path = written(tmp_path, HANDMADE)
    (axis,) = read_axes(path)
    assert axis.key == "handmade"
    assert axis.names["zh-Hant"] == "手作"
    assert [language for language, _ in axis.sentences] == ["en", "zh-Hans", "zh-Hant"]
    assert read_definitions(Settings(), path).levels
    assert read_axes(None) == ()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[[axis]]\nid = 'price'\nsentences = ['a', 'b', 'c']", "there already"),
        ("[[axis]]\nid = 'x'\nsentences = ['a', 'b']", "3 or more"),
        ("[[axis]]\nsentences = ['a', 'b', 'c']", "an id"),
        ("[axis]\nid = 'x'", "two brackets"),
        (HANDMADE + HANDMADE, "two axes"),
        ("[[axis]]\nid = 'x'\nnames = { fr = 'x' }\nsentences = ['a', 'b', 'c']", "names ="),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    """Every mistake names the file and what to write instead."""
    with pytest.raises(UserError, match=told):
        read_axes(written(tmp_path, text))


@pytest.mark.parametrize(
    "sentence",
    [
        "I am a Muslim.",
        "As a woman I prefer this.",
        "我是佛教徒。",
        "身障者專用。",
        "For the elderly.",
        "我們是同性戀。",
    ],
)
def test_what_people_are_is_no_axis(tmp_path: Path, sentence: str) -> None:
    """Sex, origin, faith, age, health and orientation are refused, in every language."""
    text = f'[[axis]]\nid = "x"\nsentences = ["{sentence}", "b", "c"]'
    with pytest.raises(UserError, match="what people are"):
        read_axes(written(tmp_path, text))
