"""Tells columns by their values where the headers do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from index.cleaning.layout import Layout, arrange, complete

if TYPE_CHECKING:
    import polars as pl

MOST = 0.8
DATE = r"^\s*(\d{4}[-/.年]\d{1,2}[-/.月]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|1[0-9]{9}(\d{3})?$|民國|民国)"
MAIL = r"^\s*[^@\s]+@[^@\s]+\.[A-Za-z]{2,}\s*$"
NUMBER = r"^\s*[-+]?[$£€¥]?[\d,]*\d(\.\d+)?\s*$"
WORDS = r"[A-Za-z\u00c0-\u024f]{2}|[\u3400-\u9fff]"
SCORE = r"^\s*(10|[0-9])(\.0+)?\s*$"


@dataclass(frozen=True)
class Trait:
    """What a column's values look like: shares 0..1 of the values present, mean length, share distinct."""

    date: float
    mail: float
    number: float
    score: float
    words: float
    length: float
    distinct: float


def inspect(
    sample: "pl.DataFrame", columns: tuple[str, ...], kind: str | None, mapping: Mapping[str, str]
) -> Layout | None:
    """A layout from the values of ``sample``; None where they do not tell either."""
    traits = {column: trait for column in columns if (trait := _trait(sample[column])) is not None}
    for one in ("feedback", "customers", "orders") if kind is None else (kind,):
        layout = arrange(columns, one, {**_guess(one, traits), **mapping})
        if complete(layout):
            return layout
    return None


def _trait(values: "pl.Series") -> Trait | None:
    present = values.drop_nulls().head(2000)
    if present.len() == 0:
        return None

    def share(pattern: str) -> float:
        return float(present.str.contains(pattern).sum()) / present.len()

    wide = present.str.len_bytes().mean()
    assert isinstance(wide, float)
    distinct = present.n_unique() / present.len()
    return Trait(share(DATE), share(MAIL), share(NUMBER), share(SCORE), share(WORDS), wide, distinct)


def _guess(kind: str, traits: Mapping[str, Trait]) -> dict[str, str]:
    at = next((column for column, trait in traits.items() if trait.date > MOST), None)
    mail = next((column for column, trait in traits.items() if trait.mail > MOST), None)
    guess = {"at": at, "email": mail} if kind != "customers" else {"joined_at": at, "email": mail}
    free = {column: trait for column, trait in traits.items() if column not in (at, mail)}
    texts = [
        column
        for column, trait in free.items()
        if trait.length >= 16 and trait.words > MOST and trait.distinct > 0.3
    ]
    if kind == "feedback" and texts:
        guess["text"] = max(texts, key=lambda column: free[column].length)
        guess["rating"] = next((column for column, trait in free.items() if trait.score > MOST), None)
    if kind == "customers":
        guess["customer_id"] = next((column for column, trait in free.items() if trait.distinct > 0.99), None)
        guess["name"] = next(
            (
                column
                for column, trait in free.items()
                if trait.number < 0.1 and column != guess["customer_id"]
            ),
            None,
        )
        if mail is None:
            return {}
    if kind == "orders" and not texts and at:
        numbers = [column for column, trait in free.items() if trait.number > MOST]
        guess["amount"] = numbers[-1] if len(numbers) > 1 else None
        guess["customer_id"] = next((column for column in free if column != guess["amount"]), None)
    return {key: column for key, column in guess.items() if column}
