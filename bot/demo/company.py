"""Makes the demo company and writes its exports: the same seed and last day give the same bytes."""

import csv
import io
import json
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.demo.browsing import browse
from bot.demo.calendar import period_to
from bot.demo.dice import Dice
from bot.demo.feedback import write_all
from bot.demo.incidents import incidents
from bot.demo.ledger import number
from bot.demo.opinions import opine
from bot.demo.people import populate
from bot.demo.shopping import shop
from bot.demo.spoiling import Spoilt, spoil
from bot.demo.tables import Table, customers, events, orders, voices
from bot.demo.truth import World, truth


@dataclass(frozen=True, slots=True)
class Company:
    """The written company: its files by name, where its truth lies, and how many of what there are."""

    folder: Path
    files: tuple[Path, ...]
    truth: Path
    customers: int
    orders: int
    events: int
    feedback: int


def write(folder: Path, *, last_day: date, seed: int = 7, scale: int = 1) -> Company:
    """Write the exports and ``truth.json`` into ``folder``; every file appears whole or not at all.

    Args:
        folder: made when missing; files of the same names are replaced.
        last_day: the last day on which anything happens; eighteen months end there.
        seed: other seeds give other people, not other proportions.
        scale: multiplies customers, and orders and feedback with them.
    """
    world = _world(last_day, seed, scale)
    spoilt = _exports(world)
    contents = {each.table.file: _text(each.table) for each in spoilt}
    contents["truth.json"] = json.dumps(truth(world, spoilt), ensure_ascii=False, indent=1) + "\n"
    _save(folder, contents)
    return Company(
        folder,
        tuple(folder / each.table.file for each in spoilt),
        folder / "truth.json",
        sum(len(person.accounts) for person in world.people),
        sum(not order.returns for order in world.orders),
        len(world.visits),
        len(world.feedback),
    )


def _world(last_day: date, seed: int, scale: int) -> World:
    period = period_to(last_day)
    planted = incidents(period)
    people = populate(period, Dice(seed, "people"), scale)
    journeys = shop(people, period, planted, Dice(seed, "orders"))
    placed = number(journeys)
    visits = browse(journeys, period, Dice(seed, "events"))
    opinions = opine(journeys, placed, period, Dice(seed, "opinions"))
    feedback = write_all(opinions, period, Dice(seed, "texts"))
    return World(period, seed, people, journeys, placed, visits, feedback, planted)


def _exports(world: World) -> list[Spoilt]:
    tables = [customers(world.people), orders(world.orders), events(world.visits)]
    tables += voices(world.feedback, Dice(world.seed, "exports"))
    dice = Dice(world.seed, "faults")
    return [spoil(table, dice) for table in tables]


def _text(table: Table) -> str:
    if table.file.endswith(".jsonl"):
        return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in table.rows)
    sheet = io.StringIO()
    writer = csv.DictWriter(sheet, list(table.rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table.rows)
    return sheet.getvalue()


def _save(folder: Path, contents: dict[str, str]) -> None:
    """Write beside the folder first, then move each file into place."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as staging:
        for name, text in contents.items():
            Path(staging, name).write_text(text, encoding="utf-8", newline="")
        for name in contents:
            Path(staging, name).replace(folder / name)
