"""Opens Slack: client, desk and application wired together, Socket Mode or signed HTTP."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from bot.answers import answer
from bot.clock import now
from bot.slack.access import Access
from bot.slack.app import make_app, make_client
from bot.slack.cards import CaseDesk
from bot.slack.desk import Desk
from bot.slack.digest import DigestDesk
from bot.slack.inbox import Inbox
from bot.slack.posting import Poster
from nlp.failures import UserError

if TYPE_CHECKING:
    from slack_bolt import App
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_bolt.adapter.starlette.handler import SlackRequestHandler
    from slack_sdk import WebClient

    from bot.bootstrap import Application
    from bot.settings import Settings


@dataclass(frozen=True)
class SlackDoor:
    """An open connection to a workspace."""

    bot_user: str
    desk: Desk
    http: SlackRequestHandler
    """Answers signed requests; with Socket Mode nobody sends any."""
    socket: SocketModeHandler | None

    def close(self) -> None:
        """Hang up, and let what is being answered be answered."""
        if self.socket is not None:
            self.socket.close()  # type: ignore[no-untyped-call]  # bolt leaves it unannotated
        self.desk.inbox.close()


def open_door(wired: Application) -> SlackDoor:
    """Connect to the workspace of the settings' tokens, and take up what was left unanswered.

    Raises:
        UserError: Slack does not know the token, or cannot be reached.
    """
    from slack_bolt.adapter.starlette.handler import SlackRequestHandler

    settings = wired.settings
    client = make_client(settings)
    desk = _desk(wired, client, _bot_user(client))
    app = make_app(settings, client, desk)
    # The first question should not wait for the encoder.
    wired.encoder.encode(["hello"])
    desk.resume()
    return SlackDoor(desk.bot_user, desk, SlackRequestHandler(app), _socket(settings, app, client))


def _bot_user(client: WebClient) -> str:
    from slack_sdk.errors import SlackApiError

    try:
        return str(client.auth_test()["user_id"])
    except SlackApiError as refused:
        reason = refused.response.get("error")
        raise UserError(f"Slack refuses SLACK_BOT_TOKEN ({reason}); copy it again from the app.") from refused
    except OSError as failed:
        raise UserError(
            f"Slack cannot be reached at {client.base_url}: {failed}. Try again later."
        ) from failed


def _desk(wired: Application, client: WebClient, bot_user: str) -> Desk:
    settings, store = wired.settings, wired.store
    poster, access = Poster(client), Access(settings, client, now)
    cases = CaseDesk(wired, poster)
    return Desk(
        bot_user=bot_user,
        language=settings.digest_language,
        store=store,
        access=access,
        inbox=Inbox(store.runs, now),
        poster=poster,
        ask=partial(answer, toolbox=wired.toolbox),
        cases=cases,
        digests=DigestDesk(wired, poster, cases, access),
        clock=now,
        as_of=lambda: wired.as_of,
    )


def _socket(settings: Settings, app: App, client: WebClient) -> SocketModeHandler | None:
    if not settings.slack_app_token:
        return None
    from slack_bolt.adapter.socket_mode import SocketModeHandler
    from slack_sdk import WebClient as Client

    handler = SocketModeHandler(
        app,
        settings.slack_app_token,
        web_client=Client(token=settings.slack_app_token, base_url=client.base_url),
    )
    handler.connect()  # type: ignore[no-untyped-call]  # bolt leaves it unannotated
    return handler


def open_poster(wired: Application) -> DigestDesk:
    """What posts a digest, without listening to anybody.

    Raises:
        UserError: no token is set, or Slack refuses it.
    """
    if not wired.settings.slack_bot_token:
        raise UserError("Set SLACK_BOT_TOKEN to post to Slack.")
    client = make_client(wired.settings)
    _bot_user(client)
    poster = Poster(client)
    return DigestDesk(wired, poster, CaseDesk(wired, poster), Access(wired.settings, client, now))
