"""Feedback from rows: its words redacted, its language told, its score on a scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from index.cleaning.channels import channel
from index.cleaning.digests import name_of
from index.cleaning.fields import Faults, Fields, Terms, times
from index.cleaning.languages import tag
from index.cleaning.persons import handles
from index.cleaning.ratings import Scale, rating, score
from index.cleaning.style import SCORES
from index.cleaning.veiling import Reading
from index.identity.handles import Handle
from index.readers import ROW, BrokenRow
from index.records import Rating

if TYPE_CHECKING:
    import polars as pl

LONGEST_TEXT = 50_000
OWN_SCALE = {
    "nps": Scale("nps", 0.0, 10.0),
    "csat": Scale("csat", 1.0, 5.0),
    "stars": Scale("stars", 1.0, 5.0),
}
_SURVEYS = ("nps", "csat")
_TOLD = ("author", "product", "channel", "platform", "source", "language")


@dataclass(frozen=True)
class CleanFeedback:
    """A row about something a customer said."""

    row: int
    id: str
    given: str | None
    author: str | None
    at: int
    text: str
    channel: str
    language: str
    rating: Rating | None
    order_id: str | None
    product: str | None
    handles: tuple[Handle, ...]
    attributes: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class CleanOpinions:
    """The good rows of a block, and the others, their words redacted too."""

    rows: tuple[CleanFeedback, ...]
    rejected: tuple[BrokenRow, ...]


def clean_feedback(frame: "pl.DataFrame", terms: Terms, reading: Reading) -> CleanOpinions:
    """Typed feedback; a row without text is good only as the score of a survey."""
    fields, faults = Fields(frame, terms.layout), Faults()
    at = times(fields, "at", terms, faults).to_list()
    ratings, texts = _ratings(fields, terms, faults), _texts(fields)
    _note_silent(fields, texts, ratings, faults)
    columns = {name: fields.text(name).to_list() for name in _TOLD}
    ids = {name: fields.ids(name).to_list() for name in ("feedback_id", "customer_id", "order_id")}
    told, more, numbers = handles(fields), reading.attributes(fields), frame[ROW].to_list()
    rows = []
    for place in faults.sound(frame).arg_true().to_list():
        given, named = ids["customer_id"][place], ids["feedback_id"][place]
        text, language = _read(texts[place], columns["language"][place], reading)
        row = CleanFeedback(
            row=numbers[place],
            id=named or "",
            given=given,
            author=_author(given, told[place], columns["author"][place]),
            at=at[place],
            text=text,
            channel=_channel(columns, place, ratings[place], terms),
            language=language,
            rating=ratings[place],
            order_id=ids["order_id"][place],
            product=columns["product"][place],
            handles=told[place],
            attributes=_with_source(more[place], columns["source"][place]),
        )
        rows.append(row if named else replace(row, id=_name(row, terms)))
    rejected = (reading.veil(one, terms.layout) for one in faults.rejected(frame))
    return CleanOpinions(tuple(rows), tuple(rejected))


def _note_silent(
    fields: Fields, texts: Sequence[str | None], ratings: Sequence[Rating | None], faults: Faults
) -> None:
    import polars as pl

    silent = [
        text is None and not (found and found.scale in _SURVEYS)
        for text, found in zip(texts, ratings, strict=True)
    ]
    faults.note(pl.Series(silent, dtype=pl.Boolean), "missing_text", fields.column("text"))


def _read(text: str | None, told: str | None, reading: Reading) -> tuple[str, str]:
    """The text redacted, and its language: its own, else the one told beside it."""
    redacted, language = reading.clean(text) if text else ("", "und")
    return redacted, (tag(told) or "und") if language == "und" else language


def _texts(fields: Fields) -> list[str | None]:
    """Title and text of each row, as one."""
    texts, titles = fields.text("text").to_list(), fields.text("title").to_list()
    both = []
    for text, title in zip(texts, titles, strict=True):
        joined = f"{title}\n{text}" if title and text and title not in text else (text or title)
        both.append(joined[:LONGEST_TEXT] if joined else None)
    return both


def _ratings(fields: Fields, terms: Terms, faults: Faults) -> list[Rating | None]:
    """Each row's score on its scale; a survey's score goes before stars."""
    import polars as pl

    found: list[Rating | None] = [None] * fields.frame.height
    scales = fields.text("scale").str.to_lowercase().to_list()
    for name in SCORES:
        if name not in fields.layout:
            continue
        values, bad = fields.text(name), []
        for place, text in enumerate(values.to_list()):
            if text is None:
                bad.append(False)
                continue
            column = terms.style.scales[name]
            own = OWN_SCALE.get(scales[place] or "")
            scale = column if own is None else replace(own, inverted=column.inverted)
            read = score(text)
            placed = None if read is None else rating(read, scale)
            bad.append(placed is None)
            found[place] = found[place] or placed
        faults.note(pl.Series(bad, dtype=pl.Boolean), "bad_rating", fields.column(name), values)
    return found


def _author(given: str | None, told: Sequence[Handle], author: str | None) -> str | None:
    """The handle of the writer; a mail or number only where nothing else says who it is."""
    accounts = [one.value for one in told if one.kind == "handle"]
    if given is not None:
        return accounts[0] if accounts else author
    return (told[0].value if told else None) or author


def _channel(columns: Mapping[str, list[str | None]], place: int, found: Rating | None, terms: Terms) -> str:
    scale = found.scale if found else None
    source = columns["source"][place] or terms.source
    return channel(columns["channel"][place], columns["platform"][place], terms.file_name, source, scale)


def _with_source(attributes: Mapping[str, str], source: str | None) -> Mapping[str, str]:
    return {**attributes, "source": source} if source else attributes


def _name(row: CleanFeedback, terms: Terms) -> str:
    score_given = (row.rating.scale, row.rating.value) if row.rating else None
    who = row.given or row.author
    return "f-" + name_of(
        terms.source, row.channel, who, row.at, row.text, score_given, row.product, row.order_id
    )
