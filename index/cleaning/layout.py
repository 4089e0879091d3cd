"""What a file holds: its kind, and which column is which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain

from index.cleaning.lexicon import KINDS, normal, synonyms, table, words
from nlp.failures import UserError

NESTED = "line."
LINE_FIELDS = ("line_id", "sku", "description", "category", "quantity", "unit_price", "amount")

_HANDLE_ENDINGS = ("id", "handle", "username", "account", "name", "号", "账号", "帐号", "昵称", "")
_FILE_NAME = 2.5
_PREFERENCE = ("feedback", "orders", "events", "customers")


@dataclass(frozen=True)
class Layout:
    """Which column holds which field; ``handles`` says which columns are accounts on which platform."""

    kind: str
    fields: Mapping[str, str]
    handles: Mapping[str, str] = field(default_factory=dict)
    attributes: tuple[str, ...] = ()
    inverted: Mapping[str, bool] = field(default_factory=dict)
    """By field of scores: whether the user says that the lowest is the best, or that it is not."""

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    @property
    def nested(self) -> bool:
        """Whether order lines lie within their order's record."""
        return any(column.startswith(NESTED) for column in self.fields.values())


def recognise(
    columns: Sequence[str], name: str, *, kind: str | None = None, mapping: Mapping[str, str] | None = None
) -> Layout | None:
    """The layout that the headers tell, the file's ``name`` helping; None where they do not.

    Raises:
        UserError: ``kind`` or ``mapping`` names something that is not there.
    """
    if kind is not None and kind not in KINDS:
        raise UserError(f"There is no kind {kind!r}; choose one of {', '.join(KINDS)}.")
    given = dict(mapping or {})
    _check_mapping(given, columns, kind)
    layouts = [arrange(columns, one, given) for one in ([kind] if kind else KINDS)]
    usable = [one for one in layouts if complete(one) and given.keys() <= one.fields.keys() | _unset(given)]
    if not usable:
        return None
    return max(usable, key=lambda one: (score(one, name), -_PREFERENCE.index(one.kind)))


def arrange(columns: Sequence[str], kind: str, mapping: Mapping[str, str]) -> Layout:
    """The columns as fields of ``kind``: those mapped by the user, then by name, the surest first."""
    known = synonyms(kind)
    fields = {key: column for key, column in mapping.items() if column and key in known}
    taken = set(fields.values())
    handles: dict[str, str] = {}
    for column in columns:
        platform = _platform(column)
        if platform and column not in taken and kind in ("customers", "feedback"):
            handles[column] = platform
            taken.add(column)
    choices = sorted(
        chain.from_iterable(_choices(place, column, kind) for place, column in enumerate(columns))
    )
    for _, place, key in choices:
        column = columns[place]
        if key not in fields and key not in mapping and column not in taken:
            fields[key] = column
            taken.add(column)
    rest = tuple(column for column in columns if column not in taken)
    return Layout(kind, fields, handles, rest)


def complete(layout: Layout) -> bool:
    """Whether the columns suffice for rows of the layout's kind."""
    has = layout.fields.keys()
    if layout.kind == "orders":
        return (
            "at" in has and bool({"amount", "unit_price"} & has) and bool({"order_id", "customer_id"} & has)
        )
    if layout.kind == "events":
        return {"event", "at"} <= has
    if layout.kind == "feedback":
        return bool({"text", "nps", "csat"} & has)
    told = {"name", "first_name", "email", "phone", "joined_at", "loyalty_id", "country", "handle"} & has
    who = {"customer_id", "email", "phone", "loyalty_id"} & has
    return bool(who) and (bool(told - who) or len(told | who) > 1 or bool(layout.handles))


def score(layout: Layout, name: str) -> float:
    """How well the columns speak for the layout's kind."""
    weights = table("headers")["weights"][layout.kind]
    found = sum(float(weights.get(key, 0.0)) for key in layout.fields)
    told = any(word in words(name) for word in table("headers")["names"][layout.kind])
    return found + len(layout.handles) * (layout.kind == "customers") + _FILE_NAME * told


def unrecognised(columns: Sequence[str], path: object) -> UserError:
    """What to tell the user where neither headers nor values say what the file holds."""
    listed = ", ".join(columns[:30])
    first = columns[0] if columns else "COLUMN"
    return UserError(
        f"Cannot tell what {path} holds. Its columns are: {listed}. Say so, for example: "
        f'earful ingest {path} --kind feedback --map text="{first}" (kinds: {", ".join(KINDS)}).'
    )


def _choices(place: int, column: str, kind: str) -> list[tuple[int, int, str]]:
    """Ranked readings of one header: (rank, place, field)."""
    nested = column.startswith(NESTED)
    bare = normal(column.removeprefix(NESTED))
    found = []
    for key, names in synonyms(kind).items():
        rank = names.get(bare)
        if rank is not None and (key in LINE_FIELDS or not nested):
            # What lies in the nested lines is the line's own: a total beside them is the order's.
            found.append((rank - 1000 * nested, place, key))
    if not found and kind == "feedback":
        found = [(500, place, key) for key in _asked(column)]
    return found


def _asked(column: str) -> list[str]:
    """The score or text that a header asks for as a question."""
    said = re.sub(r"\s+", " ", words(column))
    return [
        key for key, phrases in table("headers")["questions"].items() if any(one in said for one in phrases)
    ][:1]


def _platform(column: str) -> str | None:
    bare = normal(column)
    for name, platform in table("headers")["platforms"].items():
        if bare.startswith(name) and bare[len(name) :] in _HANDLE_ENDINGS:
            return str(platform)
    return None


def _check_mapping(mapping: Mapping[str, str], columns: Sequence[str], kind: str | None) -> None:
    known = {key for one in ([kind] if kind else KINDS) for key in synonyms(one)}
    for key, column in mapping.items():
        if key not in known:
            raise UserError(f"There is no field {key!r} to map; the fields are {', '.join(sorted(known))}.")
        if column and column not in columns:
            raise UserError(f"There is no column {column!r} to map to {key}; there are {', '.join(columns)}.")


def _unset(mapping: Mapping[str, str]) -> set[str]:
    return {key for key, column in mapping.items() if not column}
