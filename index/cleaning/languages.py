"""Language names and tags of other systems as the four tags of this one."""

_CHINESE = {"chinese": "zh-Hans", "zh": "zh-Hans", "cn": "zh-Hans", "schinese": "zh-Hans", "tchinese": "zh-Hant",
            "中文": "zh-Hans", "简体中文": "zh-Hans", "简体": "zh-Hans", "简中": "zh-Hans", "繁體中文": "zh-Hant", "繁体中文": "zh-Hant",
            "繁體": "zh-Hant", "繁中": "zh-Hant", "粵語": "zh-Hant", "yue": "zh-Hant", "cantonese": "zh-Hant"}  # fmt: skip
_TRADITIONAL = ("hant", "tw", "hk", "mo", "traditional")


def tag(text: str | None) -> str | None:
    """``en``, ``zh-Hans`` or ``zh-Hant``; other languages' tags as they are; None for nothing."""
    if not text:
        return None
    folded = text.strip().lower().replace("_", "-")
    if folded in _CHINESE:
        return _CHINESE[folded]
    if folded.startswith(("zh", "chinese")):
        return "zh-Hant" if any(part in folded for part in _TRADITIONAL) else "zh-Hans"
    if folded in ("en", "eng", "english", "英文", "英语", "英語") or folded.startswith("en-"):
        return "en"
    return text.strip()[:20]
