"""Whether the first row of a table names its columns, or is data already."""

import re
from collections.abc import Sequence

NAME, LONG_NAME, QUESTION = 50, 120, 300
"""Characters of a name that needs no proof, of a question, and of a name that the rows below prove."""
ROWS, FEWEST = 200, 5
"""Rows below that are looked at, and how many make a column's habit."""
MOSTLY, REPEATED = 0.8, 1.0 / 3.0
NUMBERLIKE = re.compile(r"[-+]?[\d.,:/\- ]+")
_MISSING = frozenset(
    {"n/a", "na", "nan", "null", "none", "nil", "missing", "unknown", "?", "无", "無", "未知"}
)


def is_header(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether ``first`` names the columns of the rows ``below``.

    No header holds numbers. A cell as long as a text is no name either, unless it is a question, or the rows
    below prove that the first is none of them: numbers or repeated values under words that do not recur.
    """
    cells = [cell.strip() for cell in first if cell.strip()]
    if any(NUMBERLIKE.fullmatch(cell) or len(cell) > QUESTION for cell in cells):
        return False
    return all(map(_short, cells)) or _proved(first, below[:ROWS])


def _short(cell: str) -> bool:
    return len(cell) <= NAME or (len(cell) <= LONG_NAME and "?" in cell[-3:])


def _proved(first: Sequence[str], below: Sequence[Sequence[str]]) -> bool:
    """Whether a column of numbers, or two of repeated values, stand under words that none of them is."""
    numbers = repeated = 0
    for place, name in enumerate(cell.strip() for cell in first):
        values = [row[place].strip() for row in below if place < len(row) and row[place].strip()]
        if not name or not values:
            continue
        if name in values:
            return False
        if len(values) < FEWEST or name.casefold() in _MISSING:
            continue
        numbers += sum(bool(NUMBERLIKE.fullmatch(value)) for value in values) >= MOSTLY * len(values)
        # Texts may recur as well, such as "nothing"; only short ones are a column of kinds.
        kinds = set(values)
        repeated += len(kinds) <= REPEATED * len(values) and max(map(len, kinds)) <= NAME
    return numbers > 0 or repeated > 1
