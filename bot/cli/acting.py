"""``earful contacted`` and ``outcomes``: who was contacted, and what that brought."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal
    from prompts import Words

CHANNELS = ("phone", "email", "message")
"""As segmentation.playbooks names them; a test compares, so that the help needs no heavy import."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    contacted = commands.add_parser("contacted", help="note that a customer was contacted")
    contacted.add_argument("id", metavar="ID", help="id, mail, phone, handle or name")
    contacted.add_argument(
        "--channel", required=True, choices=CHANNELS, metavar="C", help="phone, email, message"
    )
    contacted.add_argument(
        "--play", metavar="KEY", help="what it was for (default, without --at: the next action)"
    )
    contacted.add_argument("--at", metavar="DAY", help="a date (default: now)")
    contacted.add_argument("--by", default="", metavar="WHO", help="who did it")
    options(contacted)
    contacted.set_defaults(run=run_contacted)
    found = commands.add_parser("outcomes", help="did it help: those contacted against those who were not")
    found.add_argument("--language", choices=("en", "zh-Hans", "zh-Hant"), help="of names and conclusions")
    options(found, as_of=True)
    found.set_defaults(run=run_outcomes)


def run_outcomes(args: Namespace, terminal: Terminal) -> int:
    """Show what contacting brought, play by play."""
    from bot.cli.context import application, moment
    from bot.jobs.outcomes import measure
    from bot.views.outcomes import outcome_documents
    from prompts import read

    with application(terminal) as wired:
        as_of, language = moment(args, wired), args.language or wired.settings.digest_language
        found = outcome_documents(measure(wired, as_of), as_of, language)
    if terminal.json:
        terminal.emit(found)
        return 0
    words, rows = read("outcomes", language), [*filter(None, [found["randomised"]]), *found["plays"]]
    if not rows:
        terminal.say(words.say("table.none"))
        return 0
    titles = ("play", "contacted", "came", "others", "difference", "interval", "waiting", "verdict")
    terminal.table([words.say(f"table.{one}") for one in titles], [_outcome_row(one, words) for one in rows])
    terminal.say(found["note"])
    return 0


def _outcome_row(one: dict[str, Any], words: Words) -> list[object]:
    verdict = words.say(f"short.{one['verdict']}")
    if one["difference"] is None:
        return [one["name"], one["contacted"], None, None, None, None, one["waiting"], verdict]
    shares = (f"{one[name]:.0%}" for name in ("came_back", "comparable_came_back"))
    points = f"{100 * one['difference']:+.1f}", f"{100 * one['low']:+.1f} … {100 * one['high']:+.1f}"
    return [one["name"], one["contacted"], *shares, *points, one["waiting"], verdict]


def run_contacted(args: Namespace, terminal: Terminal) -> int:
    """Record one contact; the same customer, channel, play and moment again is no second one."""
    from bot.cli.context import application
    from bot.clock import now, read_day
    from bot.jobs.contacts import note_contact
    from bot.jobs.judging import playbook_of
    from bot.views.customer import find_customer
    from nlp.failures import UserError

    with application(terminal) as wired:
        at = read_day(args.at, wired.settings.zone) if args.at else now()
        if at > now():
            raise UserError(f"{args.at} is still to come; note a contact once it was made")
        customer = find_customer(wired.toolbox, args.id)
        profile = wired.store.judgements.profile(customer)
        # What is advised today says nothing of what a contact in the past was for.
        today = profile.action.key if profile and not args.at else ""
        play = args.play or today
        if args.play and playbook_of(wired.settings).play(args.play) is None:
            known = ", ".join(dict.fromkeys(one.key for one in playbook_of(wired.settings).plays))
            raise UserError(f"There is no play {args.play!r}; there are {known}.")
        key = f"{customer}|{args.channel}|{play}|{at.isoformat()}"
        new = note_contact(wired.store, customer, at, args.channel, play=play, actor=args.by, key=key)
    found = {"customer_id": customer, "channel": args.channel, "play": play, "at": at.isoformat(), "new": new}
    if terminal.json:
        terminal.emit(found)
        return 0
    terminal.say(f"Noted: {customer}, {args.channel}, {play or 'no play'}." if new else "Noted already.")
    return 0
