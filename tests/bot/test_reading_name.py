"""Under which name is kept what was read."""

from pathlib import Path

from bot.bootstrap import Application
from bot.settings import Settings
from nlp.encoder.small import NAME, SUBJECTS


def test_the_name_of_what_reads_stands_in_that_of_analyses(tmp_path: Path) -> None:
    """Beside another model's vectors the shipped reader's version still counts; vectors keep their name."""
    wired = Application(Settings(home=str(tmp_path)))
    wired.__dict__["encoder_name"] = "another"
    assert NAME in wired.reading_name
    assert wired.reading_name.startswith("another")
    assert wired.subjects_name == "another"
    wired.__dict__["encoder_name"] = NAME
    assert wired.reading_name == NAME
    assert wired.subjects_name == SUBJECTS != NAME
