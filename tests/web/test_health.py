"""What monitoring reads."""

from collections.abc import Callable

from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from bot.bootstrap import Application
from tests.web.visiting import visit


def test_ready_while_the_database_answers(pages: TestClient) -> None:
    """The process is alive and ready."""
    assert pages.get("/healthz").text == "ok"
    assert pages.get("/readyz").json() == {"ready": True}


def test_not_ready_without_a_database(anew: Callable[..., Application]) -> None:
    """A database that is away makes it not ready, says what to do, and names neither host nor user."""
    away = anew(database_url="postgresql+psycopg://somebody:secret@127.0.0.1:1/nothing")
    visitor = visit(away)
    answer = visitor.get("/readyz")
    assert answer.status_code == 503
    assert "earful doctor" in answer.json()["hint"]
    assert "somebody" not in answer.text
    assert "127.0.0.1" not in answer.text
    assert visitor.get("/healthz").status_code == 200


def test_pages_say_that_the_database_is_away(anew: Callable[..., Application]) -> None:
    """A page says what to do, without the database's password."""
    away = anew(database_url="postgresql+psycopg://somebody:secret@127.0.0.1:1/nothing")
    answer = visit(away).get("/")
    assert answer.status_code == 503
    assert "EARFUL_DATABASE_URL" in answer.text
    assert "secret" not in answer.text


def test_figures_are_prometheus_text(pages: TestClient, wired: Application) -> None:
    """The figures parse, and are those of the store."""
    answer = pages.get("/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = {one.name: one for one in text_string_to_metric_families(answer.text)}
    assert families["earful_customers"].samples[0].value == wired.store.customers.count()
    by_feeling = {one.labels["sentiment"]: one.value for one in families["earful_feedback"].samples}
    assert {"negative", "neutral", "positive"} <= set(by_feeling)
    assert families["earful_themes"].samples[0].value == len(wired.store.themes.all())
