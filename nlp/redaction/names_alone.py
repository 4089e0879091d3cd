"""Given names in Latin letters that stand without a cue: "Keeley on the fish counter always smiles"."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.gazetteer import Gazetteer, gazetteer, plain
from nlp.redaction.page import Page

_CAPITAL = re.compile(
    r"(?<![\w@#'’/&.-])(?:O['’]|Mc|Mac|D['’])?[A-ZÀ-ÖØ-ÞŁŚŽŻČŠ][a-zß-öø-ÿąćęłńśźżčšž]+"
    r"(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?(?![\w@&]|-\w|\.\w)"
)
_LEFT = re.compile(r"(\S+)\s$")
_RIGHT = re.compile(
    r"(?:\s[A-Z]\.?)?\s((?:O['’]|Mc|Mac|[Dd][ei]\s|[Vv]an\s|[Dd]er\s)?[A-ZÀ-ÖØ-ÞŁŚŽŻČŠ][\w'’-]*[^\W\d_])(?![\w&])"
)
_INITIAL = re.compile(r"\s[A-Z]\.?(?=\s*(?:[,.!?;:)\n]|$))")
_THING = frozenset(
    [
        "the",
        "a",
        "an",
        "this",
        "that",
        "your",
        "my",
        "our",
        "their",
        "its",
        "any",
        "every",
        "each",
        "st",
        "st.",
        "saint",
        "san",
        "santa",
        "port",
        "lake",
        "mount",
        "mt",
        "hotel",
        "cafe",
        "hurricane",
        "storm",
        "princess",
        "prince",
        "queen",
        "king",
        "brand",
        "app",
        "bot",
        "alexa",
        "lady",
        "pope",
        "aunt",
    ]
)
"""After these a given name is the name of a thing, a place or a product."""
_PLACES = frozenset(
    [
        "paris",
        "london",
        "austin",
        "florence",
        "sydney",
        "dallas",
        "houston",
        "georgia",
        "virginia",
        "victoria",
        "jordan",
        "israel",
        "kenya",
        "india",
        "lima",
        "milan",
        "phoenix",
        "madison",
        "jackson",
        "charlotte",
        "montana",
        "dakota",
        "mercedes",
        "alexa",
        "lexus",
        "chelsea",
        "brooklyn",
        "carolina",
        "savannah",
        "florida",
        "nevada",
        "asia",
        "africa",
        "siena",
        "sienna",
        "verona",
        "vienna",
        "geneva",
        "santiago",
        "adelaide",
        "darwin",
        "kent",
        "devon",
        "york",
        "lincoln",
        "bristol",
        "chester",
        "lancaster",
        "preston",
        "carlisle",
        "royal",
        "prince",
        "princess",
        "king",
        "queen",
        "royce",
        "star",
        "harley",
        "rolls",
        "mini",
    ]
)
"""Names that are more often those of places and makes: an unknown word behind them is no surname."""
_OWNED = re.compile(
    r",\s[A-Z]{2}\b|['’]s?\s+[A-Z]|\s?[™®©]|\s?(?:mattress|range|collection|bot\b|app\b|scandal|et al|\d)"
)
_ROLES = re.compile(
    r"(?:nurse|receptionist|doctor|midwife|barista|bartender|chef|host|hostess|trainer|instructor|technician|engineer"
    r"|plumber|electrician|fitter|installer|consultant|therapist|dentist|physio|optician|stylist|hairdresser"
    r"|cashier|teller|guide|porter|concierge|supervisor|colleague|agent|rep|manager|assistant|courier|driver"
    r"|waiter|waitress|server|advisor|adviser|lady|girl|guy|lad|bloke|chap|man|woman|gentleman|named|called|buzz"
    r"|ask for|asked for|name|attn|contact|regards|cheers|signed)[,:]?\s$",
    re.IGNORECASE,
)


def lone_names(page: Page) -> Iterator[PersonalData]:
    """Given names that are no ordinary words, with the surname behind them if there is one."""
    text, known = page.folded, gazetteer()
    position = 0
    while match := _CAPITAL.search(text, position):
        position = match.end()
        word = plain(match.group())
        if word not in known.given and word.split("-")[0] not in known.given:
            continue
        end = _end(text, match, known)
        if end and not is_thing(text, match, end, known):
            yield PersonalData("person", match.start(), end)
            position = end


def _end(text: str, match: re.Match[str], known: Gazetteer) -> int:
    """Where the name ends, its surname included; 0 if the word behind it makes it the name of a thing."""
    right = _RIGHT.match(text, match.end())
    word = plain(match.group())
    if right and right.group(1).isupper() and len(right.group(1)) > 1 and not match.group().isupper():
        right = None
    behind = plain(right.group(1)) if right else ""
    surname = bool(right) and known.may_be_surname(behind)
    if word in known.ambiguous:
        told = bool(_ROLES.search(text, max(0, match.start() - 16), match.start()))
        full = behind in known.surnames or (surname and behind not in known.small and word not in _PLACES)
        return right.end() if right and full else match.end() if told else 0
    if right and surname:
        return right.end()
    if right and behind in known.small and behind not in known.not_names:
        return 0
    initial = _INITIAL.match(text, match.end())
    return initial.end() if initial else match.end()


def is_thing(text: str, match: re.Match[str], end: int, known: Gazetteer) -> bool:
    """Whether the name at ``match`` is that of a thing or a place: "the Florence", "Hotel Maria"."""
    left = _LEFT.search(text, max(0, match.start() - 24), match.start())
    before = left.group(1) if left else ""
    if before.lower() in _THING or text[match.start() - 1 : match.start()] in ('"', "“", "'", "‘", "/", "&"):
        return True
    named = before[:1].isupper() and before.isalpha() and len(before) > 1 and not before.isupper()
    word = before.lower()
    if named and word not in known.not_names and word not in known.small and word not in known.given:
        return True
    return bool(_OWNED.match(text, end))
