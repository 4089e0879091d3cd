"""The categories: all that the word lists have, and which of them the marked sets know by other names."""

from functools import cache

from nlp import lexicons

_ENTITIES = {
    "FOOD": "food", "DRINKS": "drinks", "SERVICE": "service", "AMBIENCE": "ambience", "LOCATION": "location",
    "RESTAURANT": "place", "DISPLAY": "display", "BATTERY": "battery", "POWER_SUPPLY": "battery",
    "KEYBOARD": "design", "MOUSE": "design", "PORTS": "design", "OPTICAL_DRIVES": "design",
    "SUPPORT": "service", "WARRANTY": "service", "SHIPPING": "delivery", "COMPANY": "place",
    "MULTIMEDIA_DEVICES": "sound", "OUT_OF_SCOPE": "product",
}  # fmt: skip
_ATTRIBUTES = {
    "DESIGN_FEATURES": "design", "PORTABILITY": "design", "OPERATION_PERFORMANCE": "performance",
    "CONNECTIVITY": "performance", "USABILITY": "usability", "QUALITY": "quality",
}  # fmt: skip
MARKED = frozenset({"price", "product", "performance", *_ENTITIES.values(), *_ATTRIBUTES.values()})
"""Categories that the sets have."""


@cache
def categories() -> tuple[str, ...]:
    """Every category of the aspect lists, in their order."""
    return tuple(name for name in lexicons.table("aspects_en") if name != "opinion")


def category_of(name: str | None) -> str | None:
    """Our category for one of the sets', such as ``FOOD#QUALITY``; ours stay, None where none was given."""
    if not name or "#" not in name:
        return name
    entity, attribute = name.split("#")
    if attribute.startswith("PRICE"):
        return "price"
    if entity == "LAPTOP":
        return _ATTRIBUTES.get(attribute, "product")
    return _ENTITIES.get(entity, "performance")
