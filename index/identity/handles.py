"""Handles in one form each, so that the same person's are equal."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.cleaning.lexicon import table

SHARED_BY = {"phone": 5, "email": 20, "handle": 20, "loyalty": 20}
"""A handle of more customers than this is no sign that they are one."""

_MAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".\d]{2,}")


@dataclass(frozen=True, slots=True, order=True)
class Handle:
    """A normalised handle: ``kind`` is email, phone, handle, loyalty or id."""

    kind: str
    value: str


def email(text: str | None) -> Handle | None:
    """The mail address in lower case, Gmail's without dots and tags; None where it is none."""
    folded = unicodedata.normalize("NFKC", text or "").strip().lower()
    if not _MAIL.fullmatch(folded):
        return None
    local, _, domain = folded.rpartition("@")
    if domain in ("gmail.com", "googlemail.com"):
        local, domain = local.partition("+")[0].replace(".", ""), "gmail.com"
    return Handle("email", f"{local}@{domain}") if local else None


def phone(text: str | None, country: str | None = None) -> Handle | None:
    """The number in E.164 by ``country`` (a name or code); None where it is no possible number."""
    number = _e164(unicodedata.normalize("NFKC", text or "").strip(), region(country))
    return Handle("phone", number) if number else None


def account(text: str | None, platform: str | None = None) -> Handle | None:
    """An account's name in lower case without ``@``, after its platform's: ``twitter:wei``."""
    name = unicodedata.normalize("NFKC", text or "").strip().lower().lstrip("@").strip()
    if not name:
        return None
    return Handle("handle", f"{platform.strip().lower()}:{name}" if platform else name)


def loyalty(text: str | None) -> Handle | None:
    """A loyalty number without spaces and signs, in capitals."""
    number = re.sub(r"[\s\-_.]+", "", unicodedata.normalize("NFKC", text or "")).upper()
    return Handle("loyalty", number) if number else None


def personal(handle: Handle) -> bool:
    """Whether the handle can be one person's at all: mailboxes of houses are not."""
    if handle.kind != "email":
        return True
    local, _, domain = handle.value.partition("@")
    return local not in table("persons")["mailboxes"] and not domain.endswith((".invalid", ".test"))


def region(country: str | None) -> str | None:
    """The two-letter code of a country's name or code; None where it is not known."""
    folded = unicodedata.normalize("NFKC", country or "").strip()
    if len(folded) == 2 and folded.isascii():
        return "GB" if folded.upper() == "UK" else folded.upper()
    found: str | None = table("persons")["regions"].get(folded.lower())
    return found


@lru_cache(maxsize=65_536)
def _e164(text: str, region_code: str | None) -> str | None:
    import phonenumbers

    digits = re.sub(r"\D", "", text)
    if len(digits) < 7 or len(set(digits)) <= 2:
        return None
    for candidate in (text, f"+{digits}"):
        try:
            parsed = phonenumbers.parse(candidate, region_code)
        except phonenumbers.NumberParseException:
            continue
        told = region_code or candidate is text
        if phonenumbers.is_possible_number(parsed) and (told or phonenumbers.is_valid_number(parsed)):
            return str(phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))
    return digits
