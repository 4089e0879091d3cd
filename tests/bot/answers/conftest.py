"""The small company in a real database, and a way to ask it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from bot.answers import Answer, Question, Toolbox, answer
from index.store import SqlStore, open_store
from tests.bot.answers.company import AS_OF, WordSearch, fill

Ask = Callable[..., Answer]


@pytest.fixture(scope="session")
def company(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SqlStore]:
    """The filled store; tests only read it, but for the turns of conversations."""
    path: Path = tmp_path_factory.mktemp("company") / "earful.db"
    with closing(open_store(f"sqlite:///{path}", rates={}, currency="GBP")) as opened:
        yield fill(opened)


@pytest.fixture(scope="session")
def toolbox(company: SqlStore) -> Toolbox:
    """Answering without an encoder."""
    return Toolbox(company, WordSearch(company))


@pytest.fixture
def ask(toolbox: Toolbox) -> Ask:
    """Ask one question, in a thread if one is given."""

    def asked(text: str, thread: str | None = None, *, personal: bool = False) -> Answer:
        question = Question(text, AS_OF, AS_OF, thread=thread, user="U1", personal=personal)
        return answer(question, toolbox)

    return asked
