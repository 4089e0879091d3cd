"""Language names and tags of other systems as the four tags of this one."""

from index.cleaning.lexicon import table

_TRADITIONAL = ("hant", "tw", "hk", "mo", "traditional")


def tag(text: str | None) -> str | None:
    """``en``, ``zh-Hans`` or ``zh-Hant``; other languages' tags as they are; None for nothing."""
    if not text:
        return None
    folded = text.strip().lower().replace("_", "-")
    if known := table("persons")["languages"].get(folded):
        return str(known)
    if folded.startswith(("zh", "chinese")):
        return "zh-Hant" if any(part in folded for part in _TRADITIONAL) else "zh-Hans"
    if folded in ("en", "eng", "english", "英文", "英语", "英語") or folded.startswith("en-"):
        return "en"
    return text.strip()[:20]
