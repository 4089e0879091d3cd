"""``make slack``: the demo company in a Slack that runs on this machine, without a workspace."""

from __future__ import annotations

import argparse
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import build
from bot.cli.terminal import Terminal
from bot.clock import now
from bot.demo.local_slack import APP_TOKEN, BOT_TOKEN, CHANNEL, LocalSlack, running
from bot.demo.show import demo_settings, fill, prepare
from bot.serving import serve
from bot.settings import Settings, read_settings
from bot.slack.door import open_poster
from nlp.failures import UserError

SLACK_PORT = 8322
PAGES_PORT = 8321


def main() -> int:
    """Run until stopped."""
    parser = argparse.ArgumentParser(prog="make slack", description=main.__doc__)
    parser.add_argument("--home", type=Path, required=True, help="data folder of the demo")
    parser.add_argument("--slack", type=Path, required=True, help="the local-slack binary")
    args = parser.parse_args()
    terminal = Terminal()
    try:
        _run(args.home, args.slack, terminal)
    except UserError as wrong:
        terminal.error(str(wrong))
        return 2
    except KeyboardInterrupt:
        return 0
    return 0


def _run(home: Path, binary: Path, terminal: Terminal) -> None:
    settings = demo_settings(read_settings(), home)
    day = now().astimezone(settings.zone).date()
    prepare(settings.folder, day - timedelta(days=1))
    with running(binary.resolve(), port=SLACK_PORT) as workspace:
        settings = in_workspace(settings, settings.folder, workspace)
        wired = build(settings, building=terminal.note)
        try:
            fill(wired, day - timedelta(days=1), terminal)
            # A new workspace has nothing in it, whatever an earlier one was sent today.
            wired.store.runs.note_posting("digest", day, CHANNEL, None)
            open_poster(wired).post(CHANNEL, wired.as_of, now(), day=day)
            terminal.say(f"The local Slack: {workspace.url} – write @earful and a question.", "bold green")
            serve(wired, host="127.0.0.1", port=PAGES_PORT, say=terminal.note)
        finally:
            wired.close()


def in_workspace(settings: Settings, home: Path, workspace: LocalSlack) -> Settings:
    """The settings for the demo in ``home``, connected to the local Slack."""
    return replace(
        demo_settings(settings, home),
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=workspace.api_url,
        digest_channel=CHANNEL,
    )


if __name__ == "__main__":
    raise SystemExit(main())
