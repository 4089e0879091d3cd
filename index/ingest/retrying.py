"""Tries rows in quarantine again, with another mapping or after the program has learnt more."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from index.cleaning.fields import Terms, seconds
from index.cleaning.style import style_of
from index.cleaning.veiling import Reading, Redaction
from index.ingest import imports
from index.ingest.counting import Counters, FileReport, IngestReport, report
from index.ingest.quarantine import Quarantined, quarantined, release, restate
from index.ingest.running import FUTURE, NO_LATER, Holder, Wishes, layout_of
from index.ingest.writing import Desk, prepare, write
from index.readers import Block, Sheet
from index.readers.jsonrows import rows_of
from nlp.findings import Language

if TYPE_CHECKING:
    from sqlalchemy import Connection


def retry(  # noqa: PLR0913 - each is one thing a user may say
    store: Holder,
    *,
    ids: Sequence[int] | None = None,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    redact: Callable[[str, Language], Redaction],
    detect: Callable[[str], Language],
    currency: str = "GBP",
    now: datetime | None = None,
) -> IngestReport:
    """Read the rows in quarantine again (all, or those of ``ids``); what can be taken now leaves it.

    Raises:
        UserError: ``kind`` or ``mapping`` does not fit the rows.
    """
    start = perf_counter()
    wanted = None if ids is None else set(ids)
    desk = Desk(store.engine, Reading(redact, detect))
    groups: dict[tuple[str, str, str], list[Quarantined]] = defaultdict(list)
    for one in quarantined(store.engine):
        if wanted is None or one.id in wanted:
            groups[one.digest, one.kind, one.source].append(one)
    files = []
    for (digest, was, source), rows in groups.items():
        wishes = Wishes(kind or was, dict(mapping or {}), source, currency, now)
        files.append(_again(digest, rows, wishes, desk))
    return report(tuple(files), perf_counter() - start, stopped=False)


def _again(digest: str, rows: Sequence[Quarantined], wishes: Wishes, desk: Desk) -> FileReport:
    source = wishes.source or rows[0].source
    sheet = sheet_of_rows(source, rows)
    layout = layout_of(sheet, Path(source), wishes)
    latest = NO_LATER if wishes.now is None else wishes.now + FUTURE
    style = style_of(sheet, layout, wishes.currency)
    with desk.engine.begin() as connection:
        before = imports.find(connection, digest)
        undated = before.undated if before and before.undated is not None else seconds(latest - FUTURE)
        terms = Terms(source, source, layout, style, seconds(latest), undated)
        prepared = prepare(next(sheet.blocks()), terms, desk)
        counters = write(connection, prepared)
        still = {one.number: one for one in prepared.rejected}
        release(connection, [one.id for one in rows if one.id not in still])
        for key, why in still.items():
            restate(connection, key, layout.kind, why)
        if before is not None:
            _correct(connection, before, rows, counters)
    return FileReport(source, layout.kind, counters, style.notes)


def sheet_of_rows(name: str, rows: Sequence[Quarantined]) -> Sheet:
    """The rows as a sheet; a row's number is its id in quarantine."""
    import polars as pl

    from index.readers.delimited import frame_of

    flat = [(one.id, row) for one in rows for row in rows_of(one.row)]
    columns = tuple(dict.fromkeys(column for _, row in flat for column in row))

    def blocks() -> Iterator[Block]:
        frame: pl.DataFrame = frame_of(
            [[*(row.get(column) for column in columns), key] for key, row in flat], columns
        )
        yield Block(frame)

    return Sheet(name, columns, blocks)


def _correct(
    connection: "Connection", before: imports.Import, rows: Sequence[Quarantined], counters: Counters
) -> None:
    """What is now taken no longer counts as quarantined in its file's own record."""
    lost: dict[str, int] = defaultdict(int)
    for one in rows:
        lost[one.reason] -= 1
    taken = Counters(quarantined=-len(rows), reasons=dict(lost)) + counters
    imports.save(connection, replace(before, counters=before.counters + taken))
