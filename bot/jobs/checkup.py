"""``earful doctor``: is everything in place, and if not, what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.jobs.judging import judging_settings
from bot.settings import NEVER
from nlp.failures import UserError

if TYPE_CHECKING:
    from bot.bootstrap import Application


@dataclass(frozen=True)
class Check:
    """One line of the check-up; ``hint`` says what was found, or what to do."""

    check: str
    ok: bool
    hint: str


def checkup(wired: Application) -> Iterator[Check]:
    """Check settings, database, model, vector index, judgements and Slack, in the order they are needed."""
    lines: tuple[tuple[str, Callable[[Application], str]], ...] = (
        ("settings", _settings),
        ("playbooks", _playbooks),
        ("database", _database),
        ("model", _model),
        ("index", _index),
        ("refresh", _refresh),
        ("slack", _slack),
    )
    for name, look in lines:
        try:
            yield Check(name, True, look(wired))
        except UserError as wrong:
            yield Check(name, False, str(wrong))
        except Exception as failure:  # a check-up reports what is broken; it must not break on it
            yield Check(name, False, f"{type(failure).__name__}: {failure}")


def _settings(wired: Application) -> str:
    chosen = wired.settings
    chosen.clock(chosen.digest_time, "EARFUL_DIGEST_TIME")
    if chosen.refresh_time != NEVER:
        chosen.clock(chosen.refresh_time, "EARFUL_REFRESH_TIME")
    judging_settings(chosen)
    rates = ", ".join(sorted(chosen.rate_table))
    return f"{chosen.folder}; time zone {chosen.zone.key}; currencies {rates}"


def _playbooks(wired: Application) -> str:
    from bot.jobs.judging import playbook_of

    plays = len(playbook_of(wired.settings).plays)
    file = wired.settings.playbook_file
    return f"{plays} plays from {file}" if file else f"the {plays} plays that come with earful"


def _database(wired: Application) -> str:
    wired.store.ping()
    return f"{wired.store.engine.dialect.name}, {wired.store.customers.count()} customers"


def _model(wired: Application) -> str:
    vector = wired.bare_encoder.encode(["ready?"])
    return f"{wired.bare_encoder.name}, {vector.shape[1]} dimensions"


def _index(wired: Application) -> str:
    waiting = len(wired.store.said.waiting(wired.encoder_name, limit=1).keys)
    held = wired.vectors.count()
    if waiting:
        raise UserError(f"{held} vectors held, more are waiting: run `earful refresh`")
    return f"{held} vectors"


def _refresh(wired: Application) -> str:
    from bot.jobs.stages import LAST_STAGE

    done = wired.store.runs.stage(LAST_STAGE)
    if done is None:
        raise UserError("never refreshed: run `earful ingest FILES`, then `earful refresh`")
    return f"judgements as of {done.as_of.date().isoformat()}"


def _slack(wired: Application) -> str:
    if not wired.settings.slack_bot_token:
        return "not set up: SLACK_BOT_TOKEN with SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET) connects it"
    from slack_sdk.errors import SlackApiError

    from bot.slack.app import make_client

    try:
        found = make_client(wired.settings).auth_test()
    except SlackApiError as refused:
        raise UserError(f"Slack refuses SLACK_BOT_TOKEN ({refused.response.get('error')})") from refused
    return f"{found.get('team')} as {found.get('user')}"
