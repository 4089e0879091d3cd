"""The one way in: files of any kind to stored records, restartable at any row."""

import re
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter
from typing import Protocol

from sqlalchemy import Connection, Engine

from index.cleaning.direction import declared
from index.cleaning.fields import Terms, seconds
from index.cleaning.inspection import inspect
from index.cleaning.layout import Layout, recognise, unrecognised
from index.cleaning.style import style_of
from index.cleaning.veiling import Reading, Redaction
from index.ingest import imports
from index.ingest.counting import Counters, FileReport, IngestReport, report
from index.ingest.quarantine import put_away, still_there
from index.ingest.writing import ROWS, Desk, prepare, write
from index.readers import Sheet, batches, files_under, sheet_of, unpack
from nlp.failures import UserError
from nlp.findings import Language

FUTURE = timedelta(days=2)
"""Clocks and time zones differ by less than this."""
NO_LATER = datetime(2100, 1, 1, tzinfo=UTC)


class Holder(Protocol):
    """A store, as far as writers need it."""

    @property
    def engine(self) -> Engine:
        """Each of its transactions may write."""


Progress = Callable[[str, int, int | None], None]
"""Told the file, the rows read so far, and how many there are where that is known."""


@dataclass(frozen=True)
class Wishes:
    """What the user says about the files; what is not said is recognised."""

    kind: str | None = None
    mapping: Mapping[str, str] = field(default_factory=dict)
    source: str | None = None
    currency: str = "GBP"
    now: datetime | None = None
    """Rows later than this by more than two days are faulty."""
    undated: datetime | None = None
    """The time of rows in files without a column of dates; None: the file's own."""


def ingest(  # noqa: PLR0913 - each is one thing a user may say
    store: Holder,
    paths: Sequence[Path | str],
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    redact: Callable[[str, Language], Redaction],
    detect: Callable[[str], Language],
    currency: str = "GBP",
    now: datetime | None = None,
    undated: datetime | None = None,
    progress: Progress = lambda path, rows, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> IngestReport:
    """Read the files and store what is new in them.

    Batches are written in transactions together with where the file stands: killed at any moment and started
    again, the outcome is that of an undisturbed run. A file read to its end before is not read again.

    Raises:
        UserError: a file cannot be read, or what it holds cannot be told.
    """
    wishes = Wishes(kind, dict(mapping or {}), source, currency, now, undated)
    desk = Desk(store.engine, Reading(redact, detect))
    return _read_all([Path(path) for path in paths], wishes, desk, progress, stop)


def _read_all(
    given: Sequence[Path], wishes: Wishes, desk: Desk, progress: Progress, stop: Callable[[], bool]
) -> IngestReport:
    start = perf_counter()
    files = files_under(given)
    done: list[FileReport] = []
    skipped: list[str] = []
    for path in files:
        if stop():
            break
        try:
            done.append(read_file(path, wishes, desk, progress, stop))
        except UserError as error:
            # What was named is meant; what merely lies in a named folder may be anything.
            if path in given:
                raise
            skipped.append(f"{path} was left out. {error}")
    if skipped and not done:
        raise UserError(skipped[0])
    through = len(done) + len(skipped) == len(files) and all(one.finished for one in done)
    whole = report(tuple(done), perf_counter() - start, stopped=not through)
    return replace(whole, notes=(*whole.notes, *skipped))


def read_file(
    path: Path, wishes: Wishes, desk: Desk, progress: Progress, stop: Callable[[], bool]
) -> FileReport:
    """Read one file from where it stands to its end, or to where ``stop`` says so.

    Raises:
        UserError: it cannot be read, or what it holds cannot be told.
    """
    opened = unpack(path)
    with closing(opened.content):
        sheet = sheet_of(opened)
        if sheet is None:
            raise UserError(f"{path} is empty; give a file with rows.")
        layout = layout_of(sheet, path, wishes)
        source = wishes.source or source_of(path)
        name = imports.digest(opened.digest, layout.kind, wishes.mapping, source)
        with desk.engine.execution_options(reading=True).connect() as connection:
            stands = imports.find(connection, name) or imports.Import(name, layout.kind, source)
            if stands.finished:
                return _seen(connection, path, stands)
        if stands.undated is None and "at" not in layout and layout.kind != "customers":
            stands = replace(stands, undated=_undated(path, wishes))
        terms = _terms(sheet, layout, source, stands, wishes)

        def go_on(rows: int) -> bool:
            progress(str(path), rows, None)
            return not stop()

        stands = _read_on(sheet, terms, stands, desk, go_on)
        notes = terms.style.notes
        if stands.undated is not None:
            day = datetime.fromtimestamp(stands.undated, UTC).date()
            notes = (*notes, f"There is no column of dates; the rows were dated {day}.")
        return FileReport(str(path), layout.kind, stands.counters, notes, finished=stands.finished)


def layout_of(sheet: Sheet, path: Path, wishes: Wishes) -> Layout:
    """What the columns mean: by their headers, else by their values.

    Raises:
        UserError: neither tells.
    """
    mapping, inverted = declared(wishes.mapping)
    layout = recognise(sheet.columns, sheet.name, kind=wishes.kind, mapping=mapping)
    if layout is None:
        first = next(sheet.blocks(), None)
        layout = inspect(first.frame, sheet.columns, wishes.kind, mapping) if first is not None else None
    if layout is None:
        raise unrecognised(sheet.columns, path)
    return replace(layout, inverted=inverted)


def source_of(path: Path) -> str:
    """A name for where the file comes from: its own, without the dates and numbers that exports carry."""
    name = path.name.split(".")[0]
    return re.sub(r"[\W_]*\d[\d\W_]*$", "", name) or name


def _terms(sheet: Sheet, layout: Layout, source: str, stands: imports.Import, wishes: Wishes) -> Terms:
    latest = NO_LATER if wishes.now is None else wishes.now + FUTURE
    style = style_of(sheet, layout, wishes.currency)
    return Terms(source, sheet.name, layout, style, seconds(latest), stands.undated or 0)


def _read_on(
    sheet: Sheet, terms: Terms, stands: imports.Import, desk: Desk, go_on: Callable[[int], bool]
) -> imports.Import:
    """Write batch after batch; each transaction says where the file then stands."""
    size = ROWS[terms.layout.kind]
    for block in batches(sheet, size, stands.position):
        prepared = prepare(block, terms, desk)
        with desk.engine.begin() as connection:
            counters = write(connection, prepared)
            put_away(connection, stands.digest, stands.kind, stands.source, prepared.rejected)
            after = stands.after(stands.position + size, counters)
            imports.save(connection, after)
        stands = after
        if not go_on(stands.counters.rows):
            return stands
    stands = replace(stands, finished=True)
    with desk.engine.begin() as connection:
        imports.save(connection, stands)
    return stands


def _seen(connection: Connection, path: Path, stands: imports.Import) -> FileReport:
    """What a file read before counts as: duplicates, but for the rows still in quarantine."""
    reasons = still_there(connection, stands.digest)
    bad = sum(reasons.values())
    counters = Counters(duplicates=stands.counters.rows - bad, quarantined=bad, reasons=reasons)
    return FileReport(str(path), stands.kind, counters, seen_before=True)


def _undated(path: Path, wishes: Wishes) -> int:
    return seconds(wishes.undated) if wishes.undated else int(path.stat().st_mtime)
