"""``earful contacted``: note that a customer was contacted, so that nobody does it again too soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction

    from bot.cli.terminal import Terminal

CHANNELS = ("phone", "email", "message")
"""As segmentation.playbooks names them; a test compares, so that the help needs no heavy import."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    contacted = commands.add_parser("contacted", help="note that a customer was contacted")
    contacted.add_argument("id", metavar="ID", help="id, mail, phone, handle or name")
    contacted.add_argument(
        "--channel", required=True, choices=CHANNELS, metavar="C", help="phone, email, message"
    )
    contacted.add_argument("--play", metavar="KEY", help="the play it was for (default: the next action)")
    contacted.add_argument("--at", metavar="DAY", help="a date (default: now)")
    contacted.add_argument("--by", default="", metavar="WHO", help="who did it")
    options(contacted)
    contacted.set_defaults(run=run_contacted)


def run_contacted(args: Namespace, terminal: Terminal) -> int:
    """Record one contact; the same customer, channel, play and moment again is no second one."""
    from bot.cli.context import application
    from bot.clock import now, read_day
    from bot.jobs.contacts import note_contact
    from bot.jobs.judging import playbook_of
    from bot.views.customer import find_customer
    from nlp.failures import UserError

    with application(terminal) as wired:
        customer = find_customer(wired.toolbox, args.id)
        profile = wired.store.judgements.profile(customer)
        play = args.play or (profile.action.key if profile else "")
        if args.play and playbook_of(wired.settings).play(args.play) is None:
            known = ", ".join(dict.fromkeys(one.key for one in playbook_of(wired.settings).plays))
            raise UserError(f"There is no play {args.play!r}; there are {known}.")
        at = read_day(args.at, wired.settings.zone) if args.at else now()
        key = f"{customer}|{args.channel}|{play}|{at.isoformat()}"
        new = note_contact(wired.store, customer, at, args.channel, play=play, actor=args.by, key=key)
    found = {"customer_id": customer, "channel": args.channel, "play": play, "at": at.isoformat(), "new": new}
    if terminal.json:
        terminal.emit(found)
        return 0
    terminal.say(f"Noted: {customer}, {args.channel}, {play or 'no play'}." if new else "Noted already.")
    return 0
