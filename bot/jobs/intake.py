"""Taking files in: the ingestion wired to the redaction, the owner's currency and the clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from bot.bootstrap import Application
    from index.ingest import IngestReport

    Advance = Callable[[int], None]


def take_in(
    wired: Application,
    paths: Sequence[Path],
    *,
    kind: str | None = None,
    mapping: Mapping[str, str] | None = None,
    source: str | None = None,
    advance: Advance = lambda _: None,
) -> IngestReport:
    """Ingest files; ``advance`` is told how many more rows were read.

    Raises:
        UserError: a file cannot be read, or what it holds cannot be told.
    """
    from index.ingest import ingest
    from nlp.language import detect
    from nlp.redaction import redact

    return ingest(
        wired.store,
        paths,
        kind=kind,
        mapping=mapping,
        source=source,
        redact=redact,
        detect=detect,
        currency=wired.settings.currency,
        now=now(),
        progress=_steps(advance),
    )


def try_again(wired: Application, mapping: Mapping[str, str]) -> IngestReport:
    """Read the rows in quarantine again."""
    from index.ingest import retry
    from nlp.language import detect
    from nlp.redaction import redact

    currency = wired.settings.currency
    return retry(wired.store, mapping=mapping, redact=redact, detect=detect, currency=currency, now=now())


def _steps(advance: Advance) -> Callable[[str, int, int | None], None]:
    """A bar wants steps; the ingestion tells how many rows of each file are through."""
    seen: dict[str, int] = {}

    def told(path: str, rows: int, total: int | None) -> None:
        del total
        advance(rows - seen.get(path, 0))
        seen[path] = rows

    return told
