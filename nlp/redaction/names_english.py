"""Names of people in Latin letters: English ones, and Chinese ones as they are romanised."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.gazetteer import Gazetteer, gazetteer, plain
from nlp.redaction.names_alone import lone_names
from nlp.redaction.names_romanised import romanised_names
from nlp.redaction.names_told import told_names
from nlp.redaction.page import Page, overlaps, place

_CAP = (
    r"(?:(?:O['’]|Mc|Mac|D['’]|De|Di|La|Le|Van|Von|St\.?\s)?[A-Z][a-zà-öø-ÿ]+(?:[-'’](?:O['’]"
    r"|Mc)?[A-Z]?[a-zà-öø-ÿ]+)*)"
)
_FULL = rf"{_CAP}(?:\s+(?:[A-Z]\.?\s+)?(?:(?:van|von|de|der|bin|al|la)\s+){{0,2}}{_CAP}){{0,3}}"
_TITLE = r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof|Professor|Sir|Madam|Auntie|Uncle)"
_INITIALS = re.compile(
    rf"(?<![\w.&'’])(?:[A-Z]\.\s?){{1,3}}({_CAP})(?![\w&])(?!\s(?:&|and)\s[A-Z])", re.ASCII
)
_RANKED = re.compile(
    rf"\b(?:Officer|Sergeant|Sgt|Deputy|Detective|Constable|Captain|Reverend|Rev|Father|Sister|Nurse"
    rf"|Matron|Judge"
    rf"|Councillor|Cllr|Lord|Dame|Mister|Ah|Coach|Chef|Doctor|Midwife)\.?\s({_CAP}(?:\s{_CAP})?)",
    re.ASCII,
)
_ALL_CAPITALS = re.compile(
    r"(?i:\bname(?:'s| is|:)?|名[是系为叫]?[:：]?|户名[:：]?|收件人?[:：]?|收货人?[:：]?|\battn:?)\s?"
    r"([A-Z]{2,}(?:,?\s[A-Z*]{1,12}){1,3})(?![A-Za-z])"
)
_TITLED = re.compile(rf"\b({_TITLE}\.?\s+(?:[A-Z]\.?\s+){{0,2}}{_FULL})", re.ASCII)
_SURE_CUE = re.compile(
    rf"(?:\b|(?=[我姓名联聯收]))(?i:my (?:full |first |last )?name(?:'s|’s| is|:)|name\s*:"
    rf"|customer name\s*:?|(?:billing|account|contact) name|account holder(?: is)?|the name(?:'s| is)"
    rf"|under the name(?: of)?|signed(?: by)?\s*:?"
    rf"|attn\.?:?|attention:|c/o|contact(?: person| name)?\s*:|recipient\s*:?"
    rf"|我叫|姓名[:：]?|名字[是叫:：]|联系人[:：]?|聯絡人[:：]?|收件人[:：]?|cardholder\s*:?|sincerely,?|faithfully,?"
    rf"|kind regards,?|best regards,?|warm regards,?|regards,"
    rf"|best wishes,?)[\s\-–—]{{0,8}}((?:[A-Z]\.\s?){{0,3}}{_FULL})",
    re.ASCII,
)
_WEAK_CUE = re.compile(
    rf"(?:\b|(?=我))(?i:我是|我系|我係|i'm|i’m|im|i am|this is|it's|it’s|here is|dear|hi|hello|hey"
    rf"|thanks,?|thank you,?|cheers,?|love,?|from|to|by|with|for|named|called|ask(?:ed)? for"
    rf"|(?:spoke|speak|spoken|talked|chatted|dealt|served|helped) (?:to|with|by)|tell|told"
    rf"|my (?:husband|wife|son|daughter|mother|father|mum|mom|dad|brother|sister|friend|partner"
    rf"|colleague|neighbou?r|boss|fianc[ée]e?|girlfriend|boyfriend|aunt|uncle"
    rf"|flatmate)(?:'s name is|,)?"
    rf"|agent|manager|assistant|courier|driver|representative|rep|advisor|adviser|staff member"
    rf"|waiter|waitress|clerk|employee|colleague)(?:(?<=[是系係])|\s+)({_FULL})",
    re.ASCII,
)
_PREPOSITION = re.compile(r"(?:from|to|by|with|for)\s", re.IGNORECASE)
_INTRODUCTION = re.compile(r"(?:i['’]?m|i am|named|my (?!name)[a-z]+(?:'s name is)?)\s", re.IGNORECASE)
_KIN = re.compile(
    r"(?:my (?!name)[a-z]+|named|called|ask(?:ed)? for|waiter|waitress|agent|rep)\s", re.IGNORECASE
)
_LOWER_CUE = re.compile(
    r"\b(?:(?:hi|hello|hey)(?=,?\s[a-z]+ here)|my name(?:'s|’s| is)|i'm|i’m|i am|this is|signed"
    r"|its|it's|it’s|name:),?\s+([a-z]{2,15}(?:\s+(?:o['’])?[a-z]{2,15})?)\b",
    re.IGNORECASE,
)
_SIGN_OFF = re.compile(
    rf"(?:(?<![\w-])[-–—~]\s{{0,3}}|\n\s{{0,4}}"
    rf"|[.!?,]\s{{1,3}})((?:[A-Z]\.\s?){{0,3}}{_FULL})\s*[.,]?(?=\s*(?:$"
    rf"|[,\n(]\s*[(+\[\d]))"
)
_PAIR = re.compile(rf"(?<![\w@#'’-])({_CAP})\s+(?:[A-Z]\.?\s+)?({_CAP})(?![\w'’-]*[A-Z])", re.ASCII)
_TURNED = re.compile(
    rf"(?i:\b(?:under|names?|patient|guest|booking)(?: is|:)?\s)({_CAP}), ({_CAP})(?![\w'’-])(?! and)",
    re.ASCII,
)
_COUPLE = re.compile(rf"\b({_CAP}) and (?:I|me|my)\b", re.ASCII)
_ACTING = re.compile(
    rf"(?<![\w@#'’-])({_CAP}(?: {_CAP})?) (?:here\b|(?:from|in|at|on) (?:the |your |customer"
    rf"|live|support|sales"
    rf"|reception|accounts)"
    r"|(?:was|is|has|had|kindly|never|then|who) |(?:help|answer|explain|promis|repli|assur"
    r"|apologis|apologiz|sort|serv)ed\b"
    r"|(?:told|said|took|went|gave|made|kept|picked|sent|stopped|found|called|rang|hung)\b)",
    re.ASCII,
)
_PLACES = (
    r"(?:Square|Street|St|Isl|Island|Park|Station|Airport|Avenue|Ave|Road|Rd|Bridge|Terminal|Tower"
    r"|Stadium|Theat(?:re|er)"
    r"|Museum|Beach|Inn|Arms|Kart|Tribute|Run|In [A-Z])\b"
)
_PLACE = re.compile(rf"\s{_PLACES}")
_WORD = re.compile(r"[^\s]+")


def english_names(page: Page) -> Iterator[PersonalData]:
    """Names after a cue (a title, "my name is", a closing), given names with surnames, romanised names."""
    text, known = page.folded, gazetteer()
    candidates = [*_candidates(text, known), *lone_names(page), *told_names(page)]
    brands = list(known.not_people.finditer(text)) if candidates else []
    taken = [match.span() for match in brands]
    makes = {match.group().split()[0] for match in brands}
    # "Bought the Emma Original. Emma wins."
    yield from (
        one
        for one in candidates
        if not overlaps((one.start, one.end), taken)
        and text[one.start : one.end] not in makes
        and not _PLACE.search(text, one.start, one.end)
        and not _PLACE.match(text, one.end)
    )


def _candidates(text: str, known: Gazetteer) -> Iterator[PersonalData]:
    for match in _TITLED.finditer(text):
        yield from _trimmed(match, known, 1, skip=1)
    for match in _SURE_CUE.finditer(text):
        yield from _trimmed(match, known, 1)
    for pattern in (_WEAK_CUE, _SIGN_OFF, _COUPLE, _ACTING):
        for match in pattern.finditer(text):
            words = [plain(word) for word in match.group(1).split()]
            vague = pattern in (_COUPLE, _ACTING) or _PREPOSITION.match(match.group())
            given = words[0] in known.given and not (vague and words[0] in known.ambiguous)
            own = bool(_INTRODUCTION.match(match.group())) and _is_unknown(words, known)
            own = own or (bool(_KIN.match(match.group())) and words[0] not in known.words)
            if given or own or _has_surname(words, known):
                yield from _trimmed(match, known, 1)
    for match in _LOWER_CUE.finditer(text):
        words = match.group(1).split()
        first = words[0].lower()
        if first in known.given and first not in known.ambiguous and match.group(1) == match.group(1).lower():
            surname = len(words) == 2 and words[1] not in known.not_names and words[1] not in known.small
            end = match.end(1) if surname else match.start(1) + len(words[0])
            yield PersonalData("person", match.start(1), end)
    for match in _TURNED.finditer(text):
        if plain(match.group(1)) in known.surnames and plain(match.group(2)) in known.given:
            yield PersonalData("person", match.start(1), match.end(2))
    yield from _ranked(text, known)
    yield from _pairs(text, known)
    yield from romanised_names(text, known)


def _ranked(text: str, known: Gazetteer) -> Iterator[PersonalData]:
    """Surnames behind initials or a rank, and names in capitals behind a cue."""
    for match in _INITIALS.finditer(text):
        word = plain(match.group(1))
        if word in known.surnames or word not in known.words:
            yield place("person", match)
    for match in _RANKED.finditer(text):
        word = plain(match.group(1).split()[0])
        if (
            any(word in names for names in (known.surnames, known.given, known.chinese))
            or word not in known.words
        ):
            yield from _trimmed(match, known, 0, skip=1)
    yield from (place("person", match, 1) for match in _ALL_CAPITALS.finditer(text))


def _pairs(text: str, known: Gazetteer) -> Iterator[PersonalData]:
    position = 0
    while match := _PAIR.search(text, position):
        position = match.end(1)
        first, last = plain(match.group(1)), plain(match.group(2))
        sure = first not in known.ambiguous and _is_surname(last, known)
        unknown = first not in known.words and first not in known.surnames and last in known.surnames
        if (first in known.given and (sure or last in known.surnames)) or (
            unknown and last not in known.small
        ):
            yield place("person", match)
            position = match.end()


def _trimmed(match: re.Match[str], known: Gazetteer, group: int, skip: int = 0) -> Iterator[PersonalData]:
    """The name without the words behind it that are no names; nothing if none is left."""
    words = list(_WORD.finditer(match.group(group)))
    first = plain(words[skip].group()) if len(words) > skip + 1 else ""
    # Some Chinese surnames are English words: He Zihan.
    kept = skip + (first in known.chinese and _is_surname(plain(words[skip + 1].group()), known))
    while kept < len(words) and _may_belong(words[kept].group(), known):
        kept += 1
    if kept > skip:
        begin = match.start(group)
        yield PersonalData("person", begin, begin + words[kept - 1].end())


def _may_belong(word: str, known: Gazetteer) -> bool:
    initial = len(word) == 2 and word.endswith(".")
    return initial or plain(word) not in known.not_names


def _has_surname(words: list[str], known: Gazetteer) -> bool:
    pair = len(words) == 2 and all(_is_surname(word, known) for word in words)
    return pair and (words[0] in known.chinese or words[1] in known.chinese | known.surnames)


def _is_unknown(words: list[str], known: Gazetteer) -> bool:
    """Two or three words that no list knows and that look like no English ones."""
    return len(words) in (2, 3) and all(
        _is_surname(word, known) and not word.endswith(("ly", "ing", "ed", "ful", "ish")) for word in words
    )


def _is_surname(word: str, known: Gazetteer) -> bool:
    return (
        len(word) > 1 and word not in known.not_names and (word not in known.small or word in known.chinese)
    )
