"""Postal addresses written in English: Britain, the United States, Hong Kong."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.page import Page, place

_AREAS = (
    "AB|AL|BA|BB|BD|BH|BL|BN|BR|BS|BT|B|CA|CB|CF|CH|CM|CO|CR|CT|CV|CW|DA|DD|DE|DG|DH|DL|DN|DT"
    "|DY|EC|EH|EN|EX|E|FK|FY|GL|GU|G|HA|HD|HG|HP"
    "|HR|HS|HU|HX|IG|IP|IV|KA|KT|KW|KY|LA|LD|LE|LL|LN|LS|LU|L|ME|MK|ML|M|NE|NG|NN|NP|NR|NW|N"
    "|OL|OX|PA|PE|PH|PL|PO|PR|RG|RH|RM|SA|SE|SG"
    "|SK|SL|SM|SN|SO|SP|SR|SS|ST|SW|SY|S|TA|TD|TF|TN|TQ|TR|TS|TW|UB|WA|WC|WD|WF|WN|WR|WS|WV|W|YO|ZE"
)
_POSTCODE = rf"(?:{_AREAS})\d[0-9A-HJKMNP-Y]?\s?\d[ABD-HJLNP-UW-Z]{{2}}(?![A-Za-z0-9])"
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH"
    "|NJ|NM|NY|NC|ND|OH|OK|OR|PA|RI|SC|SD|TN|TX"
    "|UT|VT|VA|WA|WV|WI|WY|DC"
)
_STREET = (
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Close|Court|Ct|Grove|Crescent|Cres"
    r"|Gardens|Gdns|Terrace|Boulevard|Blvd"
    r"|Square|Mews|Parade|Highway|Hwy|Parkway|Pkwy|Rise|Quay|Wharf|Green|Circle|Cir|Trail)\b\.?"
)
_VAGUE_STREET = (
    r"(?:Place|Way|Walk|Row|Hill|Park|View|Path|Loop|Broadway)\b(?=\s*(?:[,.;\n]|$|\d|(?i:in"
    r"|and|but|not|please)\b))"
)
_NAME = r"(?:[A-Z][\w'’.-]*|\d{1,3}(?:st|nd|rd|th)|of|the|[NSEW]\.?)"
_UNIT = (
    r"(?:(?:Flat|Apartment|Apt\.?|Unit|Suite|Ste\.?|Room|Rm\.?|Shop"
    r"|Office)\s?#?\s?[A-Z0-9][A-Z0-9-]{0,5}|#\s?\d{1,5}[A-Z]?)"
)
_FLOOR = (
    r"(?:\d{1,3}\s?/\s?F|\d{1,3}F(?:-\d{1,2})?|G/F"
    r"|\d{1,3}(?:st|nd|rd|th)\s+[Ff]loor|[Ff]loor\s\d{1,3}|Level\s\d{1,3})"
)
_BUILDING = (
    r"(?:(?:Block|Tower|Phase|Blk\.?)\s[A-Z0-9]{1,3}|(?:[A-Z][\w'’-]*\s){1,4}"
    r"(?:Building|House|Tower|Mansions?|Estate|Court|Centre|Plaza|Garden|Gardens|Shing|Heights|Lodge))"
)
_NOT_TOWN = (
    r"(?!(?:But|And|The|Please|It|He|She|They|We|You|Thanks|This|That|My|However|When|Why|How"
    r"|Not|No|So|Is|Was)\b)"
)
_TOWN = (
    rf",\s*(?!(?:{_AREAS})\d){_NOT_TOWN}(?:St\.\s)?[A-Z][A-Za-z'’-]+"
    rf"(?:[ -](?!(?:{_AREAS})\d){_NOT_TOWN}[A-Z][A-Za-z'’-]+){{0,3}}"
)
_ZIP = rf"(?:,?\s+(?:{_STATES}|[A-Z][a-z]+),?\s+\d{{5}}(?:-\d{{4}})?(?!\d))"
_TAIL = (
    rf"(?:,?\s*{_UNIT})?(?:,?\s*{_FLOOR})?(?:{_TOWN}){{0,4}}(?:{_ZIP}|,?\s*{_POSTCODE}"
    rf"|,?\s+\d{{5,6}}(?!\d))?(?:,?\s*(?:UK|USA?|United Kingdom|Hong Kong|England))?"
)

_HOUSE = (
    r"(?:The\s)?(?:[A-Z][a-z'’]+\s){1,3}(?:House|Bakery|Cottage|Barn|Farm|Farmhouse|Lodge|Mill|Rectory"
    r"|Vicarage|Hall"
    r"|Court|School|Stables|Forge|Chapel|Granary|Manor|Villa|Business Park|Industrial Estate)"
)
_PATTERNS = (
    re.compile(
        rf"(?:{_HOUSE},\s)?(?:{_UNIT},?\s+)?(?<![\w.£$€])\d{{1,5}}(?:[A-Za-z]"
        rf"|\s?[-–/]\s?\d{{1,4}})?,?\s+(?:{_NAME}\s+){{1,4}}?(?:{_STREET}|{_VAGUE_STREET}){_TAIL}"
    ),
    re.compile(
        rf"\b{_UNIT},?\s*{_FLOOR}(?:,?\s*{_BUILDING}"
        rf"|,\s*\d{{1,4}}[A-Z]?\s(?:[A-Z][\w'’-]*\s?){{1,4}}|{_TOWN}){{1,4}}{_TAIL}"
        rf"(?:,?\s?(?:(?:Phase|Tower|Block|Stage)\s)?\d{{1,2}}\b(?:{_TOWN}){{1,3}})?"
    ),
    re.compile(
        rf"\b{_UNIT},\s*(?:{_BUILDING},?\s*){{1,3}}(?:\d{{1,4}}\s(?:{_NAME}\s+){{1,4}}{_STREET})?{_TAIL}"
    ),
    re.compile(
        rf"(?:\b(?:{_UNIT}|{_FLOOR}(?:-\d{{1,2}})?|{_BUILDING}"
        rf"|Building\s\w{{1,4}}),?\s*){{0,4}}\bNo\.?\s?\d{{1,5}}(?:-\d{{1,3}})?,?\s*"
        rf"(?:(?:Lane|Alley|Ln\.?|Aly\.?)\s?\d{{1,4}},?\s*){{0,2}}(?:(?:Section|Sec\.?)\s?\d{{1,2}},?\s*)?"
        rf"(?:[A-Z][\w'’.-]*\s){{1,4}}?{_STREET}(?:,?\s*(?:Section"
        rf"|Sec\.?)\s?\d{{1,2}}\b)?(?:{_TOWN}){{0,4}}(?:,?\s\d{{3,6}}(?!\d))?"
    ),
    re.compile(rf"\b(?:P\.?\s?O\.?\s?Box|PO BOX)\s+\d{{1,6}}{_TAIL}"),
    re.compile(
        rf"(?<![\w.£$€])\d{{1,4}}[A-Za-z]?,?\s(?:[A-Z][a-z'’]+\s?){{1,3}}(?:{_TOWN}){{1,3}},?\s{_POSTCODE}"
    ),
    re.compile(
        rf"\b(?:The\s)?(?:[A-Z][\w'’]+(?:\s[A-Z][\w'’]+){{0,2}},\s){{1,3}}(?:[A-Z][\w'’-]+\s){{1,3}}{_POSTCODE}"
    ),
    re.compile(rf"(?<![\w-]){_POSTCODE}"),
    re.compile(rf"\b[A-Z][a-z]+(?:\s[A-Z][a-z]+)?,\s*(?:{_STATES})\s+\d{{5}}(?:-\d{{4}})?(?!\d)"),
)
_AFTER_CUE = re.compile(
    r"\b(?:(?:my|our|home|new|old|billing|shipping|delivery|postal)\s+address(?:\s+is)?"
    r"|address\s*:|live\s+(?:at|in)|living\s+at|"
    r"(?:deliver(?:ed)?|ship(?:ped)?|sen[dt]|post(?:ed)?)(?:\s+(?:it|them|this|everything|one))?\s+to)[\s:]*"
    r"((?:(?:flat|apt|unit)\s?\w{1,4},?\s+)?\d{1,5}[a-z]?\s+(?:[a-z'’]+\s+){1,3}"
    r"(?:street|st|road|rd|avenue|ave|lane|drive|close|court|grove|crescent|gardens|terrace"
    r"|way|place|hill|square)\b"
    rf"(?:,\s*[a-z]+(?:\s[a-z]+)?)?(?:,?\s*{_POSTCODE})?)",
    re.IGNORECASE,
)
_HINT = re.compile(r"\d")


def addresses(page: Page) -> Iterator[PersonalData]:
    """Street addresses, flats, boxes, postcodes; a town or a street alone stays."""
    if not _HINT.search(page.folded):
        return
    for pattern in _PATTERNS:
        yield from (place("address", match) for match in pattern.finditer(page.folded))
    yield from (place("address", match, 1) for match in _AFTER_CUE.finditer(page.folded))
