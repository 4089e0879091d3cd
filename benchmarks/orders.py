"""Real orders as the columns that judging reads; ``data`` is the folder of the sets."""

import csv
import gzip
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from index.ports import OrderColumns


def cdnow_cohort(data: Path) -> OrderColumns:
    """The paid orders of all CDNOW's customers who first bought in the first quarter of 1997, at noon."""
    lines = (data / "beh_cdnow" / "CDNOW_master.txt").read_text(encoding="utf-8").splitlines()
    rows = (line.split()[:4] for line in lines if line.strip() and not line.startswith("customer_id"))
    return _columns((row for row in rows if float(row[3]) > 0), hour=12)


def cdnow_sample(data: Path) -> OrderColumns:
    """The published sample of one in ten of them, each order at the beginning of its day."""
    lines = (data / "beh_cdnow" / "CDNOW_sample.txt").read_text(encoding="utf-8").splitlines()
    return _columns((line.split()[1:] for line in lines), hour=0)


def _columns(rows: Iterable[list[str]], *, hour: int) -> OrderColumns:
    """Of customer, day (``19970101``), number of discs and amount."""
    read = sorted((who, _at(day, hour), float(amount), int(count)) for who, day, count, amount in rows)
    ids = sorted({row[0] for row in read})
    place = {customer: number for number, customer in enumerate(ids)}
    return OrderColumns(
        tuple(ids),
        np.array([place[row[0]] for row in read], dtype=np.int32),
        np.array([row[1] for row in read], dtype=np.int64),
        np.array([row[2] for row in read]),
        np.array([row[3] for row in read], dtype=np.int32),
        tuple(str(number) for number in range(len(read))),
    )


def _at(day: str, hour: int) -> int:
    return int(datetime.strptime(day, "%Y%m%d").replace(hour=hour, tzinfo=UTC).timestamp())


def retail_orders(data: Path) -> OrderColumns:
    """The orders of UCI Online Retail's known customers, one row an invoice."""
    path = data / "beh_online_retail" / "online_retail.csv.gz"
    amounts: dict[tuple[str, str], list[float]] = {}
    first: dict[tuple[str, str], int] = {}
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if not row["CustomerID"]:
                continue
            key = (row["CustomerID"].removesuffix(".0"), row["InvoiceNo"])
            at = int(datetime.fromisoformat(row["InvoiceDate"]).replace(tzinfo=UTC).timestamp())
            first[key] = min(at, first.get(key, at))
            amounts.setdefault(key, []).append(float(row["Quantity"]) * float(row["UnitPrice"]))
    keys = sorted(amounts, key=lambda key: (key[0], first[key], key[1]))
    ids = sorted({customer for customer, _ in keys})
    place = {customer: number for number, customer in enumerate(ids)}
    return OrderColumns(
        tuple(ids),
        np.array([place[customer] for customer, _ in keys], dtype=np.int32),
        np.array([first[key] for key in keys], dtype=np.int64),
        np.array([sum(amounts[key]) for key in keys]),
        np.array([len(amounts[key]) for key in keys], dtype=np.int32),
        tuple(invoice for _, invoice in keys),
    )
