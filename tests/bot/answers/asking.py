"""What understanding may know in these tests, and the tables of questions."""

from dataclasses import dataclass
from pathlib import Path

from bot.answers.question import Candidate
from bot.answers.understand.knowledge import Knowledge, named
from index.store.phonebook import Phonebook
from tests.bot.answers.company import PEOPLE, THEMES

FOLDER = Path(__file__).parent / "questions"
SEGMENTS = (("Gift-givers", "送礼型", "送禮型"), ("Bargain hunters", "优惠型", "優惠型"))


@dataclass(frozen=True)
class Asked:
    """A question with the intent and the arguments that must come out."""

    intent: str
    arguments: dict[str, str]
    text: str


def table(name: str) -> list[Asked]:
    """The rows ``intent | name=value; … | question`` of a file."""
    rows = []
    for line in (FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            intent, arguments, text = (part.strip() for part in line.split("|", 2))
            pairs = (pair.split("=", 1) for pair in arguments.split(";") if pair.strip())
            rows.append(Asked(intent, {key.strip(): value.strip() for key, value in pairs}, text))
    return rows


def knowledge(*, places: frozenset[str] = frozenset()) -> Knowledge:
    """The company's names, without a database; ``places`` are where its customers are known to live."""
    book = Phonebook()
    for one in PEOPLE:
        book.add_handles(one.id, [value for value in (one.id, one.email, one.phone) if value])
        if one.name:
            book.add_name(one.id, one.name)
    book.add_handles("C005", ["kettle_dan"])
    names = {one.id: one.name or one.id for one in PEOPLE}

    def find(text: str) -> tuple[Candidate, ...]:
        found = book.find(text, limit=5)
        return tuple(Candidate(one.customer_id, names[one.customer_id], one.score) for one in found)

    return Knowledge(
        find=find,
        themes=tuple(named(number, theme[:3], (*theme[3], *theme[4])) for number, theme in enumerate(THEMES)),
        segments=tuple(named(number, names) for number, names in enumerate(SEGMENTS)),
        places=places,
    )
