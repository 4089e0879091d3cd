"""The owner's own categories: what is read from a file, and what is said about a wrong one."""

from pathlib import Path

import pytest

from nlp.aspects import find, read_categories
from nlp.aspects.owners import entries
from nlp.failures import UserError
from nlp.findings import Sentiment

GIFTS = """
[[category]]
id = "gift_wrap"
names = { en = "Gift wrapping", zh-Hans = "礼品包装", zh-Hant = "禮品包裝" }
words = ["ribbon", "gift box", "禮盒"]
implied = ["bow was squashed"]
"""


@pytest.fixture
def gifts(tmp_path: Path) -> Path:
    """A file with one category."""
    path = tmp_path / "categories.toml"
    path.write_text(GIFTS, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("Two ribbons were missing", "ribbons"),
        ("礼盒压坏了", "礼盒"),
        ("禮盒被壓壞", "禮盒"),
        ("Gift wrapping, please", "Gift wrapping"),
    ],
)
def test_own_words_are_found_in_every_script(gifts: Path, text: str, term: str) -> None:
    """A word written once is known in plurals and in both Chinese scripts."""
    own = entries(read_categories(gifts))
    found = find(text, "en" if text.isascii() else "zh-Hant", lambda clauses: [CALM] * len(clauses), own)
    assert (term, "gift_wrap") in [(one.term, one.category) for one in found]


def test_own_judgements_imply_the_category(gifts: Path) -> None:
    """A listed judgement counts where nothing is named, and is told as implied."""
    own = entries(read_categories(gifts))
    (found,) = find("The bow was squashed", "en", lambda clauses: [CALM] * len(clauses), own)
    assert (found.category, found.implied) == ("gift_wrap", True)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("[[category]\n", "not TOML"),
        ("[category]\nid = 'a'", "two brackets"),
        ("[[category]]\nnames = { en = 'A' }", "give it an id"),
        ("[[category]]\nid = 'a'", "words"),
        ("[[category]]\nid = 'a'\nwords = 'ribbon'", "words"),
        ("[[category]]\nid = 'a'\nnames = { fr = 'A' }", "names"),
    ],
)
def test_a_wrong_file_is_explained(tmp_path: Path, content: str, said: str) -> None:
    """The message names what to write."""
    path = tmp_path / "categories.toml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(UserError, match=said):
        read_categories(path)


def test_a_missing_file_is_explained(tmp_path: Path) -> None:
    """The message names the setting."""
    with pytest.raises(UserError, match="EARFUL_CATEGORIES"):
        read_categories(tmp_path / "none.toml")


CALM = Sentiment("neutral", 0.0, 0.0, 1.0, 0.0)
