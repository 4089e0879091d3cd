"""Whether two names may be one person's."""

import pytest

from index.identity.names import conflict


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fiona Adeyemi", "Ruth Fairbairn"),
        ("陳大文", "李小明"),
        ("张伟", "王芳"),
    ],
)
def test_two_people(one: str, other: str) -> None:
    """Clearly different names conflict, whichever comes first."""
    assert conflict(one, other)
    assert conflict(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Fiona Adeyemi", "Adeyemi, Fiona"),
        ("J. Smith", "Jane Smith"),
        ("Jon Smith", "John Smith"),
        ("Bob Smith", "Robert Smith"),
        ("Annie", "A. Lee"),
        ("Bob", "Robert"),
        ("陳大文", "陈大文"),
        ("陳大文", "Chan Tai Man"),
        ("Fiona Adeyemi", None),
        ("", "Ruth"),
    ],
)
def test_perhaps_one_person(one: str | None, other: str | None) -> None:
    """The same name otherwise written, another script, or no name: nothing speaks against it."""
    assert not conflict(one, other)
    assert not conflict(other, one)
