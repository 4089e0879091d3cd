"""``earful customers``, ``customer`` and ``digest``: who they are, and who is at risk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.cli.terminal import above_zero, options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from collections.abc import Sequence

    from bot.cli.terminal import Terminal
    from segmentation.levels import Level

TIERS = ("vip", "sleeping_vip", "potential", "regular", "quiet")
"""As segmentation.tiers names them; a test compares, so that the help needs no heavy import."""

SIGNALS = ("churn", "refund", "legal", "urgency", "request", "complaint", "praise", "question", "competitor")
"""As nlp.signals names them; a test compares."""


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the commands."""
    customers = commands.add_parser("customers", help="list customers, most value at risk first")
    customers.add_argument("--segment", type=int, metavar="S", help="id of a segment (see earful segments)")
    customers.add_argument(
        "--tier", metavar="T", help=f"{', '.join(TIERS)}; or one of your levels, by id or name"
    )
    customers.add_argument(
        "--signal", choices=SIGNALS, metavar="K", help=f"who says it: {', '.join(SIGNALS)}"
    )
    customers.add_argument("--limit", type=above_zero, default=20, metavar="N", help="how many (default 20)")
    options(customers, as_of=True)
    customers.set_defaults(run=run_customers)
    told = commands.add_parser("definitions", help="what tiers, levels and all other judgements mean here")
    told.add_argument("--markdown", action="store_true", help="as a Markdown table")
    options(told)
    told.set_defaults(run=run_definitions)
    customer = commands.add_parser("customer", help="one customer, whole")
    customer.add_argument("id", metavar="ID", help="id, mail, phone, handle or name")
    _language(customer)
    options(customer, as_of=True)
    customer.set_defaults(run=run_customer)
    digest = commands.add_parser("digest", help="the customers at risk: value, reasons, quotes, action")
    digest.add_argument(
        "--limit", type=above_zero, metavar="N", help="how many (default: EARFUL_DIGEST_SIZE)"
    )
    digest.add_argument("--channel", metavar="C", help="a Slack channel's id, with --post")
    digest.add_argument("--post", action="store_true", help="post it to the channel, once a day")
    _language(digest)
    options(digest, as_of=True)
    digest.set_defaults(run=run_digest)


def _language(parser: ArgumentParser) -> None:
    parser.add_argument("--language", choices=("en", "zh-Hans", "zh-Hant"), help="of reasons and actions")


def run_customers(args: Namespace, terminal: Terminal) -> int:
    """List customers."""
    from bot.cli.context import application, moment, remind
    from bot.views import customer_row, said_by
    from nlp.failures import UserError

    with application(terminal) as wired:
        as_of = moment(args, wired)
        tools = wired.toolbox_at(as_of, terminal.progress)
        segments = {one.id for one in tools.store.judgements.segments()}
        if args.segment is not None and args.segment not in segments:
            known = ", ".join(map(str, sorted(segments))) or "none yet"
            raise UserError(f"There is no segment {args.segment}; there are {known} (see earful segments).")
        tier, level = _tier_or_level(args.tier, tools.levels)
        said = {} if args.signal is None else said_by(tools, args.signal, as_of)
        found = tools.store.judgements.profiles(
            segment=args.segment, tier=tier, level=level, limit=None if args.signal else args.limit
        )
        if args.signal is not None:
            found = tuple(one for one in found if one.customer_id in said)[: args.limit]
        names = tools.names(tuple(one.customer_id for one in found))
        rows = [customer_row(one, names[one.customer_id]) | said.get(one.customer_id, {}) for one in found]
        remind(terminal, wired)
    if terminal.json:
        terminal.emit(rows)
        return 0
    columns = ("customer_id", "name", "level", "tier", "lifecycle", "abc", "probability", "value_at_risk")
    if args.signal:
        columns = ("customer_id", "name", "tier", "probability", "value_at_risk", "texts", "words", "at")
    terminal.table(columns, [[row[column] for column in columns] for row in rows])
    return 0


def run_definitions(args: Namespace, terminal: Terminal) -> int:
    """Say what every judgement means, with the owner's thresholds and levels."""
    from dataclasses import asdict

    from bot.cli.context import application
    from bot.jobs.judging import judging_settings
    from segmentation.definitions import as_markdown, definitions

    with application(terminal) as wired:
        rows = definitions(judging_settings(wired.settings))
    if terminal.json:
        terminal.emit([asdict(one) for one in rows])
    elif args.markdown:
        terminal.say(as_markdown(rows))
    else:
        terminal.table(("judgement", "value", "when"), [[one.judgement, one.value, one.when] for one in rows])
    return 0


def _tier_or_level(wanted: str | None, levels: Sequence[Level]) -> tuple[str | None, str | None]:
    """What ``--tier`` asks for: a combined tier, or the id of one of the owner's levels."""
    from nlp.failures import UserError
    from segmentation.levels import find_level

    if wanted is None or wanted in TIERS:
        return wanted, None
    level = find_level(levels, wanted)
    if level is None:
        known = ", ".join((*TIERS, *(one.id for one in levels)))
        raise UserError(f"There is no tier or level {wanted!r}; choose one of {known}.")
    return None, level.id


def run_customer(args: Namespace, terminal: Terminal) -> int:
    """Show one customer."""
    from bot.cli.context import application, moment
    from bot.cli.profile import show_profile
    from bot.views import find_customer, profile_document

    with application(terminal) as wired:
        tools = wired.toolbox_at(moment(args, wired), terminal.progress)
        language, currency = args.language or "en", wired.settings.currency
        document = profile_document(tools, find_customer(tools, args.id), language)
    if terminal.json:
        terminal.emit(document)
    else:
        show_profile(terminal, document, language, currency)
    return 0


def run_digest(args: Namespace, terminal: Terminal) -> int:
    """Show the digest, and post it where that is asked for."""
    from bot.cli.context import application, moment, remind
    from bot.cli.digest import show_digest
    from bot.views import make_digest
    from nlp.failures import UserError

    if args.post and not args.channel:
        raise UserError("--post needs --channel C, the id of a Slack channel.")
    with application(terminal) as wired:
        settings = wired.settings
        language = args.language or settings.digest_language
        as_of = moment(args, wired)
        tools = wired.toolbox_at(as_of, terminal.progress)
        limit = args.limit or settings.digest_size
        digest = make_digest(tools, as_of, language, limit=limit, capacity=settings.day_holds)
        if args.post:
            from bot.clock import now
            from bot.slack.door import open_poster

            if not open_poster(wired).post(args.channel, as_of, now()):
                terminal.warn("Today's digest is in that channel already; nothing was posted.")
        remind(terminal, wired)
    if terminal.json:
        terminal.emit(digest.document())
    else:
        show_digest(terminal, digest, settings.currency)
    return 0
