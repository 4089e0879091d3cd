"""Which encoding a file is in: byte order mark, then strict trials, then how plausible the Chinese is."""

import codecs
import re
from collections.abc import Iterator
from typing import IO

SAMPLE = 1 << 18
PIECE = 1 << 20
LITTLE_CHINESE = 0.12
"""A text whose Han characters are commonplace less often than this was not written in that encoding."""

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
# The most frequent characters of written Chinese and of tables of shops and customers, in both scripts.
_COMMON = frozenset(
    "的一是不了在有人这這中大为為上个個国國我以要他时時来來用们們生到作地于於出就分对對成会會可主发發年动動"
    "同工也能下过過子说說产產种種面而方后後多定行学學法所民得经經十三之进進着著等部度家电電力里裡如水化高自二"
    "理起小物现現实實加量都两兩体體制机機当當使点點从從业業本去把性好应應开開它合还還因由其些然前外天政四日那"
    "社义義事平形相全表间間样樣与與关關各重新线線内內数數正心反你明看原又么麼利比或但质質气氣第向道命此变變条"
    "條只没沒结結解问問意建月公无無系军軍很情者最立代想已通并並提直题題党黨程展五果料象员員革位入常文总總次品"
    "式活设設及管特件长長求老头頭基资資边邊流路级級少图圖山统統接知较較将將组組见見计計别別她手角期根论論运運"
    "农農指几幾九区區强強放决決西被干做必战戰先回则則任取据據处處理府研质客服户戶订訂单單编編号號价價格金额額"
    "商店买買卖賣货貨快慢递遞评評论論满滿差喜欢歡谢謝真太非退款送包装裝味吃便宜贵貴给給東东南北名姓邮郵箱话話"
    "码碼香港台灣湾市县縣元角份星期满意吗嗎呢吧啊很好用字让讓收到打购購物品牌颜顏色码尺寸店员網网页頁"
)


def detect(raw: IO[bytes]) -> str:
    """The name of the codec that reads ``raw`` wholly and strictly; latin-1 reads anything."""
    raw.seek(0)
    head = raw.read(SAMPLE)
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name
    if bare := _bare_utf16(raw, head):
        return bare
    if _decodes(raw, "utf-8"):
        return "utf-8"
    chinese = [name for name in ("gb18030", "big5hkscs", "cp950") if _decodes(raw, name)]
    scored = sorted(((_plausibility(head, name), -place, name) for place, name in enumerate(chinese)))
    if scored and scored[-1][0] >= LITTLE_CHINESE:
        return scored[-1][2]
    return "cp1252" if _decodes(raw, "cp1252") else "latin-1"


def characters(raw: IO[bytes], encoding: str) -> Iterator[str]:
    """The text of ``raw`` in pieces of about a million characters."""
    raw.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    while piece := raw.read(PIECE):
        yield decoder.decode(piece)
    yield decoder.decode(b"", final=True)


def _decodes(raw: IO[bytes], encoding: str) -> bool:
    try:
        for _ in characters(raw, encoding):
            pass
    except UnicodeDecodeError:
        return False
    return True


def _bare_utf16(raw: IO[bytes], head: bytes) -> str | None:
    """UTF-16 without a mark shows itself by line ends and commas with a zero byte on one side of them."""
    first, second = head[0::2].count(0), head[1::2].count(0)
    most, least = max(first, second), min(first, second)
    if most < max(4, len(head) / 40) or least > most / 10:
        return None
    name = "utf-16-be" if first > second else "utf-16-le"
    return name if _decodes(raw, name) else None


def _plausibility(head: bytes, encoding: str) -> float:
    """Share of commonplace characters among the Han characters of the sample, 0..1."""
    text = codecs.getincrementaldecoder(encoding)("replace").decode(head)
    found = _HAN.findall(text)
    return sum(char in _COMMON for char in found) / len(found) if found else 0.0
