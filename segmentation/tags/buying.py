"""Tags of what and when a customer buys: bargain, gift, bulk, seasonal."""

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import LineColumns
from segmentation.behaviour import DAY, Behaviour
from segmentation.behaviour.rows import Floats, Mask, Rows, rows_until
from segmentation.tags.rules import SURE, Ground, Tagged, cite, clearly_above

CHEAP = 0.95
LEAST_SOLD = 5
"""An article has a usual price and quantity from so many lines on."""
LEAST_BARGAINS, LEAST_GIFTS, LEAST_BULK = 3, 2, 2
UNITS, TIMES_USUAL = 5.0, 4.0
YEAR_DAYS = 365.0
LEAST_DAYS, LEAST_YEARS = 4, 2
SEASON_SHARE = 0.6
MONTHS, SEASON_MONTHS = 12, 3
GIFT = re.compile(
    r"gift[- ]?(?:wrap|box|bag|card|tag|pack|message|voucher|set)|wrapping paper|(?:greeting|birthday) card"
    r"|[礼禮](?:品|盒|袋|物|券|籃|篮)|[贺賀]卡|包[装裝][纸紙]",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class _Lines:
    """Lines up to the moment, with the customer's position and the article."""

    rows: Rows
    article: NDArray[np.int32]
    columns: LineColumns


def baskets(behaviour: Behaviour, ground: Ground) -> tuple[Tagged, ...]:
    """Bargain, gift and bulk buyers, as far as the store's lines can tell."""
    if ground.lines is None or not len(ground.lines.at):
        return ()
    columns = ground.lines
    rows = rows_until(
        behaviour.customer_ids, columns.customer_ids, columns.customer, columns.at, behaviour.moment
    )
    lines = _Lines(rows, columns.article[rows.kept], columns)
    return (*_bargains(lines), *_gifts(lines), *_bulk(lines))


def _bargains(lines: _Lines) -> tuple[Tagged, ...]:
    price = lines.columns.price[lines.rows.kept]
    usual = _medians(lines.article, price, len(lines.columns.articles))[lines.article]
    priced = (usual > 0) & (price > 0)
    return _tagged("bargain", lines, priced & (price <= CHEAP * usual), priced, LEAST_BARGAINS)


def _gifts(lines: _Lines) -> tuple[Tagged, ...]:
    given = np.array([bool(GIFT.search(name)) for name in lines.columns.articles], dtype=bool)
    chosen = given[lines.article]
    return _tagged("gift", lines, chosen, np.ones(len(chosen), dtype=bool), LEAST_GIFTS)


def _bulk(lines: _Lines) -> tuple[Tagged, ...]:
    quantity = lines.columns.quantity[lines.rows.kept]
    usual = _medians(lines.article, quantity, len(lines.columns.articles))[lines.article]
    known = usual > 0
    chosen = known & (quantity >= np.maximum(UNITS, TIMES_USUAL * usual))
    return _tagged("bulk", lines, chosen, known, LEAST_BULK)


def _tagged(key: str, lines: _Lines, chosen: Mask, among: Mask, least: int) -> tuple[Tagged, ...]:
    """The tag, or nothing where nobody in the store ever did so."""
    rows = lines.rows
    if not chosen.any():
        return ()
    count, of = rows.count(chosen), rows.count(among)
    usual = float(count.sum() / of.sum())
    has = (count >= least) & clearly_above(count, of, usual)
    cited = cite(rows, chosen, has, lines.columns.order_ids)
    return (Tagged(key, has, count, of, usual, cited),)


def _medians(article: NDArray[np.int32], values: Floats, articles: int) -> Floats:
    """Median by article, shape (articles,); 0 for those sold too seldom to have a usual value."""
    order = np.lexsort((values, article))
    counted = np.bincount(article, minlength=articles)
    begin = np.concatenate([[0], np.cumsum(counted)[:-1]])
    ordered = values[order]
    found = np.zeros(articles)
    often = counted >= LEAST_SOLD
    low, high = begin + (counted - 1) // 2, begin + counted // 2
    found[often] = (ordered[low[often]] + ordered[high[often]]) / 2.0
    return found


def seasons(behaviour: Behaviour, ground: Ground) -> tuple[Tagged, ...]:
    """Seasonal buyers: those whose purchase days crowd into the same three months of several years."""
    from scipy.stats import binom

    orders = ground.orders
    rows = rows_until(
        behaviour.customer_ids, orders.customer_ids, orders.customer, orders.at, behaviour.moment
    )
    paid = orders.amount[rows.kept] > 0
    day = orders.at[rows.kept] // int(DAY)
    pairs = np.unique(np.stack([rows.customer[paid], day[paid]]), axis=1)
    if not pairs.shape[1] or int(day.max() - day.min()) < YEAR_DAYS:
        return ()
    absolute = pairs[1].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    month = absolute % MONTHS
    table = np.zeros((rows.size, MONTHS))
    np.add.at(table, (pairs[0], month), 1.0)
    window = sum(np.roll(table, -shift, axis=1) for shift in range(SEASON_MONTHS))
    total, best = table.sum(axis=1), np.asarray(window).argmax(axis=1)
    count = np.asarray(window)[np.arange(rows.size), best]
    usual = np.asarray(window).sum(axis=0) / max(table.sum(), 1.0)
    # Twelve windows were tried: the chance of so many in the best one is asked twelve times as strictly.
    chance = binom.sf(count - 1, total, usual[best]) * MONTHS
    old = np.nan_to_num(behaviour.column("tenure_days")) >= YEAR_DAYS
    within = (absolute - best[pairs[0]]) % MONTHS < SEASON_MONTHS
    begun = np.unique(np.stack([pairs[0], (absolute - best[pairs[0]]) // MONTHS])[:, within], axis=1)[0]
    years = np.bincount(begun, minlength=rows.size)
    has = (
        old
        & (years >= LEAST_YEARS)
        & (total >= LEAST_DAYS)
        & (count >= SEASON_SHARE * total)
        & (chance <= 1.0 - SURE)
    )
    every = orders.at[rows.kept].astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % MONTHS
    inside = (every - best[rows.customer]) % MONTHS < SEASON_MONTHS
    cited = cite(rows, paid & inside, has, orders.ids)
    return (Tagged("seasonal", has, count, total, float(usual.mean()), cited),)
