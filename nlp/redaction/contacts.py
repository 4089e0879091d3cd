"""Mail addresses, profile links and handles."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.page import Page, place

_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+'-]{0,63}(?:@|\s@\s)(?:[A-Za-z0-9-]{1,63}\.){1,4}[A-Za-z]{2,12}(?![A-Za-z0-9])"
)
_PROVIDERS = (
    r"(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|aol|live|msn|proton|protonmail|me|mac"
    r"|gmx|btinternet|sky|qq|163|126"
    r"|sina|foxmail|example)"
)
_TOP = r"(?:com|net|org|edu|gov|io|me|co|uk|us|cn|hk|tw|info|biz|eu)"
_LOCAL = r"[A-Za-z0-9][A-Za-z0-9._+-]{0,40}(?:\s+(?:dot|underscore)\s+[A-Za-z0-9_+-]{1,30}){0,3}"
_AT = r"(?:\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*|\s+at\s+)"
_DOT = r"(?:\s*[\[({<]\s*(?:dot|\.)\s*[\])}>]\s*|\s+dot\s+)"
_SPOKEN_MAIL = (
    re.compile(rf"\b{_LOCAL}{_AT}[A-Za-z0-9-]{{1,40}}(?:{_DOT}{_TOP}\b){{1,2}}", re.IGNORECASE),
    re.compile(rf"\b{_LOCAL}{_AT}{_PROVIDERS}(?:\.{_TOP}\b){{1,2}}", re.IGNORECASE),
    re.compile(
        rf"\b{_LOCAL}\s*[\[({{<]\s*at\s*[\])}}>]\s*[A-Za-z0-9-]{{1,40}}(?:\.{_TOP}\b){{1,2}}", re.IGNORECASE
    ),
    re.compile(
        rf"[A-Za-z0-9][A-Za-z0-9._+-]{{1,40}}\s?@\s?[A-Za-z0-9-]{{1,40}}(?:{_DOT}{_TOP}\b){{1,2}}",
        re.IGNORECASE,
    ),
)
_HAN_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._+-]{1,40}\s?(?:艾特|小老鼠|圈a|在(?=[a-z0-9-]{2,40}\.)|#|＃|\(?at\)?|@)\s?[A-Za-z0-9-]{1,40}"
    r"(?:\s?(?:点|[.])\s?[A-Za-z]{2,10}){1,3}(?![A-Za-z0-9])",
    re.IGNORECASE | re.ASCII,
)
_BRACKETED_MAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9_+-]{0,40}(?:(?:[.]|\s?[\[({<]\s?dot\s?[\])}>]\s?)[A-Za-z0-9_+-]{1,40}){0,3}\s?"
    r"[\[({<]\s?at\s?[\])}>]\s?[A-Za-z0-9-]{1,40}(?:(?:[.]|\s?[\[({<]\s?dot\s?[\])}>]\s?)[A-Za-z0-9-]{2,20}){1,3}",
    re.IGNORECASE | re.ASCII,
)
_HIDDEN = re.compile(
    rf"\bdot\b|[\[({{<]\s?(?:at|@|dot)|\sat\s+{_PROVIDERS}\.|艾特|小老鼠|圈a|[a-z0-9]在[a-z0-9-]+\.|[a-z0-9]\s?点\s?(?:com|net|org|cn|tw|hk)",
    re.IGNORECASE | re.ASCII,
)
_PROFILE = re.compile(
    r"(?:https?://)?(?:[a-z0-9-]{1,20}\.){0,2}(?:facebook|fb|instagram|twitter|linkedin|tiktok"
    r"|weibo|xiaohongshu|douyin|threads"
    r"|github|youtube|vk|wa|line|t|x)\.(?:com|cn|net|me)/[@A-Za-z0-9_][^\s，。！？、；（）<>\"']{1,120}",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![A-Za-z0-9_.@/])@(?=[\w-]*[^\W\d])(\w[\w.-]{1,29})(?<![.-])")
_NOT_A_HANDLE = {
    "home",
    "work",
    "all",
    "here",
    "channel",
    "everyone",
    "least",
    "most",
    "the",
    "any",
    "this",
    "that",
    "my",
    "your",
}
_ACCOUNT = re.compile(
    r"(?<![a-z])(?:微信号?|wechat|weixin|vx|wx|line|ig|insta|instagram|telegram|twitter|snapchat"
    r"|skype|whatsapp|小红书号?|抖音号?"
    r"|微博|推特|脸书|reddit|tiktok|discord)"
    r"(?:\s*(?:id|账号|帐号|号|handle|name|user\s?name|account)\s*(?:\bis\b|是|为|系|[:：=])?|\s*(?:是|为"
    r"|系|[:：=])|\s+is(?=\s+\S*[\d_.])|(?<=[信号])(?=[a-z]\w*[\d_]))\s*"
    r"(@?(?=[\w.-]*[a-z])[a-z0-9][a-z0-9_.-]{3,29}(?<![.]))(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_USER = re.compile(
    r"(?<![a-z])(?:赖\s?id|user\s?(?:name|id)|login(?: name| id)?|screen name|gamertag|nickname"
    r"|handle|用户名|登录名|昵称|网名|使用者名称"
    r"|wechat|weixin|微信|vx|line|ig|insta|telegram|skype|snapchat|kakao(?:talk)?|viber|discord|signal)"
    r"(?:\s*(?:(?:搵|揾|找|加|联系|联络)我\s?)?(?:is|was|是|为|系|叫|[:=])\s*|\s+|(?<=[信名号]))(?:id\s)?['\"“]?"
    r"(@?(?=[a-z0-9_.-]*[a-z])(?=[a-z0-9.-]*(?:_|[a-z][.-]?\d))[a-z][a-z0-9_.-]{3,29}(?<![.-]))(?![\w@])",
    re.IGNORECASE | re.ASCII,
)
_NETWORK_AT = re.compile(
    r"(?<![A-Za-z0-9])(?:ig|insta|line|fb|tg|wechat|twitter)\s?(@[A-Za-z0-9_][\w.]{1,29})(?<![.])",
    re.ASCII | re.IGNORECASE,
)
_QQ = re.compile(
    r"(?:qq|扣扣|企鹅)\s*(?:号码?|id)?\s*(?:is|是|为|[:：])?\s*([1-9]\d{4,10})(?!\d)", re.IGNORECASE
)
_REDDIT = re.compile(r"(?<![\w/])/?u/[A-Za-z0-9_-]{3,20}\b", re.ASCII)


def mails(page: Page) -> Iterator[PersonalData]:
    """Mail addresses, also those spelt out to hide them ("rob dot smith at gmail dot com")."""
    if "@" in page.folded:
        yield from (place("email", match) for match in _MAIL.finditer(page.folded))
    if _HIDDEN.search(page.folded):
        for pattern in (*_SPOKEN_MAIL, _BRACKETED_MAIL):
            yield from (place("email", match) for match in pattern.finditer(page.folded))
        if not page.simplified.isascii():
            yield from (place("email", match) for match in _HAN_MAIL.finditer(page.simplified))


def links(page: Page) -> Iterator[PersonalData]:
    """Links to somebody's page on a social network; other links stay."""
    if "/" in page.folded:
        yield from (place("url", match) for match in _PROFILE.finditer(page.folded))


def handles(page: Page) -> Iterator[PersonalData]:
    """``@name`` and account names after the name of a network."""
    if "@" in page.folded:
        for match in _HANDLE.finditer(page.folded):
            if match.group(1).lower() not in _NOT_A_HANDLE:
                yield place("handle", match)
    for pattern in (_ACCOUNT, _USER, _NETWORK_AT, _QQ):
        yield from (place("handle", match, 1) for match in pattern.finditer(page.simplified))
    if "u/" in page.folded:
        yield from (place("handle", match) for match in _REDDIT.finditer(page.folded))
