"""Names in Latin letters that the words around them tell: rare ones, ambiguous ones, unknown ones."""

import re
from collections.abc import Iterator
from functools import cache

from nlp import lexicons
from nlp.findings import PersonalData
from nlp.redaction.gazetteer import Gazetteer, gazetteer, plain
from nlp.redaction.names_alone import is_thing
from nlp.redaction.page import Page

_CAPITAL = re.compile(
    r"(?<![\w@#'’/&.])(?<![\w]-)(?:O['’]|Mc|Mac|D['’])?[A-ZÀ-ÖØ-ÞŁŚŽŻČŠĐ][a-zß-öø-ÿąćęłńśźżčšžđ]+"
    r"(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?(?![\w@&]|-\w|\.\w)"
)
_SURNAME = re.compile(
    r"\s((?:O['’]|Mc|Mac|[Vv]an\s|[Dd]e\s)?[A-ZÀ-ÖØ-Þ][a-zà-öø-ÿ]+(?:-[A-Z][a-zà-öø-ÿ]+)?)(?![\w&])"
)
_INITIAL = re.compile(r"\s[A-Z](?:\.|(?=\s*(?:[,.!?;:)\n]|$)))(?!\w)")
_ROLE = (
    r"(?:server|helper|maid|nanny|cleaner|waiter|waitress|bartender|barista|host|hostess|guide|driver"
    r"|courier|agent|rep"
    r"|representative|manager"
    r"|nurse|doctor|dentist|midwife|therapist|physio|technician|engineer|plumber|electrician|fitter"
    r"|installer|stylist"
    r"|hairdresser|trainer|instructor|teacher|tutor|coach|realtor|broker|adviser|advisor|consultant"
    r"|receptionist|cashier"
    r"|salesman|saleswoman|salesperson|associate|assistant|supervisor|concierge|bellman|porter|pharmacist"
    r"|optician"
    r"|carer|surgeon|vet|groomer|landlord|mechanic|contact|colleague|coworker|neighbou?r|friend|husband"
    r"|wife|son"
    r"|daughter|brother|sister|partner|boss|fianc[ée]e?|boyfriend|girlfriend|nephew|niece|cousin|grandson"
    r"|granddaughter"
    r"|mum|mom|dad|mother|father|aunt|auntie|uncle|grandma|grandad|nan|lady|girl|guy|lad|gentleman"
    r"|man|woman|hero|angel|star)"
)
_DONE = r"(?:served|helped|assisted|greeted|seated|handled|treated|seen|looked after|welcomed|guided|taught)"
_BEFORE_SURE = re.compile(
    rf"(?:\b(?:[Ss]poke|[Ss]peak|[Ss]poken|[Ss]peaking|[Tt]alked|[Cc]hatted|[Dd]ealt|[Ee]mailed) (?:to|with)"
    rf"|\b{_DONE} by|\b(?:[Nn]amed|[Cc]alled|[Aa]sk for|[Aa]sked for)|\b[Ss]hout[ -]?out to|\b[Hh]ats off to"
    rf"|\b(?:[Oo]ur|[Mm]y|[Tt]he|[Hh]is|[Hh]er|[Aa]|[Yy]our) (?:\w+ )?{_ROLE},?|\b(?:[Ss]taff(?: member)?"
    rf"|[Nn]urse|[Cc]olleague"
    r"|[Bb]arista|[Hh]elper|[Tt]echnician|[Dd]river|[Rr]eceptionist),?)\s$"
)
_BEFORE = re.compile(
    r"(?:\b(?:[Tt]hanks(?: (?:again|so much|very much))?,?(?: to)?|[Tt]hank you(?: (?:again|so much"
    r"|very much))?,?(?: to)?|[Kk]udos to|[Pp]rops to|[Bb]less|[Cc]heers,?"
    r"|[Bb]ig up|[Ee]specially|[Bb]y|[Ww]ith|[Uu]nder|[Tt]old|[Mm]et|[Aa]sked|[Ww]rote to|[Rr]ang"
    r"|[Ll]ove,?|[Rr]egards,?|[Ss]igned,?"
    r"|[Nn]ame(?:'s|’s| is)|I['’]?m|I am|[Tt]his is|[Ii]t['’]?s)|(?:^|\n)\s*(?:[Hh]i|[Hh]ello|[Hh]ey"
    r"|[Dd]ear)(?: there)?,?)\s$"
)
_DASHED = re.compile(r"[.!?]{1,3}\s?[-–—~]{1,2}\s?$")
_SIGN = re.compile(r"(?:^|[\s.!?])[-–—]{1,2}\s?$")
_VERB = (
    r"\s(?:told|said|says|helped|helps|answered|replied|promised|assured|called|emailed|rang|texted"
    r"|showed|made|took|sorted"
    r"|phoned|carried|checked|walked|talked|stayed|arranged|knows|(?:was|is) (?:so|very|super|really"
    r"|incredibly|extremely"
    r"|hilarious|patient|kind|rude|helpful|polite|friendly|attentive)|and the (?:\w+ )?(?:team|crew|staff"
    r"|lads|guys|girls|ladies))\b"
)
_SURE = (
    rf"(?:\s(?:was|is) (?:our|my|the) (?:\w+ )?{_ROLE}\b"
    # Not "Skylark, the courier you now use" and "Zendesk, the agent tool": companies have roles, too.
    rf"|,? (?:our|my|the|your) (?!courier){_ROLE}\b(?! (?:you|we|they|that|which|tool|app|service|company)\b)"
    r"|\s(?:from|in|at|on) (?:your |the )?(?:(?:customer |technical |tech |live "
    r"|after-?sales )?(?:support|service|services"
    r"|care|sales|returns|reception|checkout|chat|accounts|billing|housekeeping|complaints)|front desk"
    r"|help ?desk"
    r"|(?:\w+ )?(?:counter|desk|till|team|branch|store|shop|office|department|clinic|salon))\b"
    r"|\s(?:rang|called|phoned|emailed|texted|wrote) (?:me |us )?back\b|\sas (?:our|my) \w+"
    r"|\snever (?:called|rang|phoned|emailed|replied|answered|texted)\b|\swas (?:texting|chatting"
    r"|laughing|rolling)\b"
    r"|\sin HR\b|\sat the (?:register|till|drive-thru)\b"
    r"|\sand (?:her|his) \w+|\s(?:deserves|apologi[sz]ed|listened|greeted (?:us|me)|welcomed (?:us|me)"
    r"|took care of (?:us|me)"
    r"|went above|explained|reassured|introduced)\b)"
)
_LOOSE = (
    r"(?:\s(?:was|is|were|are) (?:so|very|super|really|incredibly|extremely|absolutely|amazing|brilliant"
    r"|lovely|rude|hilarious"
    r"|patient|kind|helpful|wonderful|fantastic|great|excellent|awesome|friendly|the best|a (?:star|gem"
    r"|legend|delight)|wrong"
    r"|right|polite|professional|attentive|knowledgeable|on|at|here|there|able|happy)\b"
    r"|\s(?:told|said|says|helped|helps|answered|replied|promised|assured|called|emailed|rang|texted"
    r"|showed|made|took|gave|sorted|fixed"
    r"|kept|came|arrived|phoned|got|went|carried|checked|did|never|always|knows?|who|even|walked|talked"
    r"|stayed|arranged|sent)\b"
    r"|\sand (?:the|their) (?:\w+ )?(?:team|crew|staff|lads|guys|girls|ladies|boys|gang)\b|\sand (?:I|me"
    r"|my)\b"
    r"|\s(?:at|in|from) (?:your|the|our)\s|['’]s (?:team|smile|attitude|patience|manner|help|work|service"
    r"|class|name|phone"
    r"|number|email|account|order|parcel|card|address|house|birthday|advice|classes|kindness|cakes?|food"
    r"|cooking|shop|salon|office)\b"
    r"|\shere\b|\s[a-z]{3,}ed\b)"
)


@cache
def _after() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    return re.compile(_SURE), re.compile(_LOOSE), re.compile(_VERB)


def told_names(page: Page) -> Iterator[PersonalData]:
    """Capitalised words that stand where people stand.

    A given name that is rare or also a word needs any such place; a word that no list knows needs a place
    where only people stand ("our server Xochi", "Tulsi in customer care").
    """
    text, known, rare = page.folded, gazetteer(), lexicons.lines("given_names_rare")
    position = 0
    while match := _CAPITAL.search(text, position):
        position = match.end()
        word = plain(match.group())
        given = any(form in names for form in (word, word.split("-")[0]) for names in (rare, known.given))
        if not given and (word in known.words or word in known.surnames or len(word) < 3):
            continue
        end = _end(text, match.end(), known)
        vague = word in known.ambiguous
        if _is_told(text, match.start(), end, given=given, vague=vague) and (
            _BEFORE.search(text, max(0, match.start() - 32), match.start())
            or not is_thing(text, match, end, known)
        ):
            yield PersonalData("person", match.start(), end)
            position = end


def _end(text: str, end: int, known: Gazetteer) -> int:
    """Where the name ends, its surname or initial included."""
    behind = _SURNAME.match(text, end)
    if behind and known.may_be_surname(plain(behind.group(1))):
        return behind.end()
    initial = _INITIAL.match(text, end)
    return initial.end() if initial else end


def _is_told(text: str, start: int, end: int, *, given: bool, vague: bool) -> bool:
    before = text[max(0, start - 48) : start]
    sure, loose, verb = _after()
    runs_on = re.match(r"\s[A-Z]", text[end : end + 2])
    if not runs_on and (_BEFORE_SURE.search(before) or sure.match(text, end)):
        return True
    if not given:
        return bool(_DASHED.search(before)) and not text[end:].strip(" .!")
    signed = bool(_SIGN.search(before)) and not text[end:].strip(" .!")
    return signed or bool(_BEFORE.search(before) or (verb if vague else loose).match(text, end))
