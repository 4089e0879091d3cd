"""What a customer may like next, each good with its reason; nobody is shown what they had or disliked.

EASE (Steck 2019): each good is predicted from the other goods that its buyers bought, all at once, so that
what everybody buys explains nothing. Goods that sell better lately than they used to count for more, since
seasons pass. Who has bought nothing is shown what the own segment buys.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.ports import SalesColumns
from index.records import Reason, Suggestion
from index.shapes import Blame
from segmentation.behaviour import DAY

MOST_GOODS = 2_000
SUGGESTED = 3
RIDGE = 0.1
"""Against chance: so many customers of each one are taken to say nothing."""
LATELY_DAYS = 30.0
GROWTH = 0.4
"""How much it counts that a good sells better lately; nought: not at all."""
BLOCK = 2_000
Floats = NDArray[np.float64]
Whole = NDArray[np.int64]


@dataclass(frozen=True)
class Taste:
    """What was learnt of goods that are bought together."""

    goods: Whole
    """Positions in the lines' ``goods``, most bought first."""
    weights: Floats
    """Shape (goods, goods): what owning the row's good says for the column's."""
    together: Floats
    """Customers who bought both; on the diagonal, those who bought the good."""
    growth: Floats


def learn_taste(sales: SalesColumns, moment: int, *, most: int = MOST_GOODS) -> Taste | None:
    """Learn from lines at or before ``moment`` (UTC seconds); None without a purchase of a known customer."""
    from scipy.sparse import csr_matrix

    bought = (sales.customer >= 0) & (sales.quantity > 0) & (sales.at <= moment)
    if not bought.any():
        return None
    n = len(sales.goods)
    pairs = np.unique(sales.customer[bought].astype(np.int64) * n + sales.good[bought])
    buyers = np.bincount(pairs % n, minlength=n)
    goods = np.lexsort((np.arange(n), -buyers))[:most]
    goods = goods[buyers[goods] > 0]
    column = np.full(n, -1)
    column[goods] = np.arange(len(goods))
    rows, columns = pairs // n, column[pairs % n]
    kept = columns >= 0
    shape = (len(sales.customer_ids), len(goods))
    owned = csr_matrix((np.ones(int(kept.sum())), (rows[kept], columns[kept])), shape=shape)
    together = np.asarray((owned.T @ owned).todense(), dtype=np.float64)
    people = len(np.unique(rows))
    return Taste(goods, _ease(together, RIDGE * people), together, _growth(sales, bought, goods, moment))


def _ease(together: Floats, ridge: float) -> Floats:
    from scipy.linalg import inv

    inverse = inv(together + max(ridge, 1.0) * np.eye(len(together)), check_finite=False)
    weights: Floats = -inverse / np.diag(inverse)[None, :]
    np.fill_diagonal(weights, 0.0)
    return weights


def _growth(sales: SalesColumns, bought: NDArray[np.bool_], goods: Whole, moment: int) -> Floats:
    """How much better each good sells lately than its share of all sales says, damped where few were sold."""
    n = len(sales.goods)
    lately = bought & (sales.at > moment - LATELY_DAYS * DAY)
    recent = np.bincount(sales.good[lately], minlength=n)[goods].astype(np.float64)
    ever = np.bincount(sales.good[bought], minlength=n)[goods].astype(np.float64)
    share = max(recent.sum(), 1.0) / ever.sum()
    growth: Floats = ((recent + 2.0) / (ever * share + 2.0)) ** GROWTH
    return growth


def disliked_goods(blames: Iterable[Blame]) -> dict[str, frozenset[str]]:
    """Skus or names of goods that each customer spoke badly of."""
    found: dict[str, set[str]] = {}
    for one in blames:
        if one.product:
            found.setdefault(one.customer_id, set()).add(one.product)
    return {customer: frozenset(goods) for customer, goods in found.items()}


def suggestions(
    sales: SalesColumns,
    moment: int,
    customers: Sequence[str],
    segments: Mapping[str, int] | None = None,
    disliked: Mapping[str, frozenset[str]] | None = None,
) -> dict[str, tuple[Suggestion, ...]]:
    """Up to three goods for each customer, best first.

    Args:
        sales: of all orders; later ones than ``moment`` are not looked at.
        moment: UTC seconds.
        customers: whom to suggest to.
        segments: each customer's, for those who have bought nothing.
        disliked: as of ``disliked_goods``; never suggested, like what was bought or sent back.
    """
    taste = learn_taste(sales, moment)
    if taste is None:
        return {}
    known = {who: place for place, who in enumerate(sales.customer_ids)}
    row = np.array([known.get(who, -1) for who in customers])
    popular = _popular(sales, moment, taste, customers, row, segments or {})
    found: dict[str, tuple[Suggestion, ...]] = {}
    for start in range(0, len(customers), BLOCK):
        part = row[start : start + BLOCK]
        owned, kept = _owned(sales, moment, taste, part)
        score = np.maximum(owned @ taste.weights, 0.0) * taste.growth
        for place, who in enumerate(customers[start : start + BLOCK]):
            wanted = _Wanted(
                score[place],
                owned[place],
                kept[place],
                popular[start + place],
                (disliked or {}).get(who, frozenset()),
            )
            found[who] = _best(wanted, taste, sales)
    return found


@dataclass(frozen=True)
class _Wanted:
    """One customer's goods in the order of ``Taste.goods``."""

    score: Floats
    owned: Floats
    had: NDArray[np.bool_]
    """Bought or sent back at any time."""
    popular: Floats
    disliked: frozenset[str]


def _owned(sales: SalesColumns, moment: int, taste: Taste, rows: Whole) -> tuple[Floats, NDArray[np.bool_]]:
    """Goods that customers bought and did not send back in full, and those they ever had, (rows, goods)."""
    column = np.full(len(sales.goods), -1)
    column[taste.goods] = np.arange(len(taste.goods))
    place = np.full(len(sales.customer_ids) + 1, -1)
    for number, one in enumerate(rows.tolist()):
        place[one] = number if one >= 0 else -1
    place[-1] = -1
    target, good = place[sales.customer], column[sales.good]
    chosen = (target >= 0) & (good >= 0) & (sales.at <= moment)
    net = np.zeros((len(rows), len(taste.goods)))
    np.add.at(net, (target[chosen], good[chosen]), sales.quantity[chosen])
    had = np.zeros(net.shape, dtype=bool)
    had[target[chosen], good[chosen]] = True
    return (net > 0).astype(np.float64), had


def _popular(
    sales: SalesColumns,
    moment: int,
    taste: Taste,
    customers: Sequence[str],
    rows: Whole,
    segments: Mapping[str, int],
) -> list[Floats]:
    """For each customer how many of the own segment bought each good; all customers' where there is none."""
    everybody = np.diag(taste.together) * taste.growth
    by_segment: dict[int, Floats] = {}
    group = np.array([segments.get(who, -1) for who in customers])
    for one in set(group.tolist()) - {-1}:
        owned, _ = _owned(sales, moment, taste, rows[group == one])
        by_segment[one] = owned.sum(axis=0)
    return [by_segment.get(one, everybody) for one in group.tolist()]


def _best(wanted: _Wanted, taste: Taste, sales: SalesColumns) -> tuple[Suggestion, ...]:
    # What is popular only decides where nothing bought speaks for anything.
    known = wanted.owned.any()
    score = wanted.score if known else wanted.popular
    score = np.where(wanted.had, -np.inf, score)
    found: list[Suggestion] = []
    for place in np.argsort(-score, kind="stable")[: SUGGESTED + len(wanted.disliked)].tolist():
        good = sales.goods[taste.goods[place]]
        if score[place] <= 0 or {good.sku, good.name} & wanted.disliked:
            continue
        reason = _because(place, wanted, taste, sales) if known else _liked(place, wanted, score)
        found.append(Suggestion(good.sku, good.name, reason))
    return tuple(found[:SUGGESTED])


def _because(place: int, wanted: _Wanted, taste: Taste, sales: SalesColumns) -> Reason:
    """The good already bought that speaks most for it, with how many customers bought both."""
    strength = wanted.owned * taste.weights[:, place]
    by = int(np.argmax(strength))
    count = float(taste.together[by, place])
    name = sales.goods[taste.goods[by]].name
    return Reason("like.together", "up", round(float(strength[by]), 4), {"good": name, "count": count})


def _liked(place: int, wanted: _Wanted, score: Floats) -> Reason:
    return Reason(
        "like.popular", "up", round(float(score[place]), 4), {"count": float(round(wanted.popular[place]))}
    )
