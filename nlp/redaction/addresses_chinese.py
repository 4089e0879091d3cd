"""Postal addresses written in Chinese: the mainland, Taiwan, Hong Kong; matched in Simplified characters."""

import re
from collections.abc import Iterator

from nlp.findings import PersonalData
from nlp.redaction.page import Page

_NUMBER = (
    r"(?:[甲乙丙]?\d{1,5}(?:[-之–]\d{1,4})*|[一二三四五六七八九十百零〇]{1,5}|[A-Za-z]\d{0,4}|[甲乙丙丁])"
)
_WAY = (
    r"(?:大道|大街|胡同|路|街|道|巷|弄|段|里|村|屯|邨|苑"
    r"|小区|花园|社区|公寓|新村|家园|广场|大厦|中心|城|园|围|径|坊)"
)
_SECTION = r"(?:[一二三四五六七八九十东南西北中]{1,3}[段路街])"
_NOT_WAY = r"(?<![知味频渠通报难跑管公人地])道|(?<!道)"
_CORE = re.compile(
    rf"(?:路[一-鿿]{{2,6}}\d{{1,3}}(?:栋|幢|号楼)|[市区县镇][一-鿿]{{2,6}}路[一-鿿]{{2,6}}\d{{1,4}}号"
    rf"|{_WAY}{_SECTION}?\s?{_NUMBER}\s?(?:号院?|巷|弄|栋|幢|座|#)|{_WAY}\d{{1,4}}\s?[期楼层组]"
    rf"|[东南西北一二三四五六七八九十]区\s?\d{{1,4}}\s?(?:号楼|栋|幢|楼(?=\s?\d{{3,4}}))"
    rf"|(?:花园|小区|家园|公寓|新村|新城|苑)(?:[A-Z]|[东南西北中一二三四五六七八九十])区?\s?\d{{1,3}}(?:栋|幢|号楼|座)"
    rf"|路[一-鿿]{{2,10}}(?:中心|大厦|广场|大楼)[东西南北]?[塔座栋]?\s?\d{{3,4}}(?![\d元块个年月日天次件份人])|[一-鿿]{{2}}(?:镇|乡)[一-鿿]{{1,6}}村{_NUMBER}(?:组|号|队|社))"
)
_BUILDING = re.compile(
    rf"{_NUMBER}\s?(?:号楼|栋|幢|座|期)\s?(?:{_NUMBER}\s?(?:单元|号楼|梯|层|楼|座))?\s?(?:{_NUMBER}\s?(?:室|房|户)|\d{{3,4}})"
)
_FLAT = re.compile(r"\d{1,3}(?:号楼|栋|幢)\s?\d{1,2}单元\s?\d{3,4}|邨[一-鿿]{1,4}楼\s?\d{3,4}")
"""A flat that needs no road before it."""
_ROOM = re.compile(r"(?:大厦|大楼|楼|阁|苑|座)\d{3,4}[A-Z]?室")
_TAIL = re.compile(
    rf"(?:[,，、\s]?(?:{_NUMBER}\s?(?:号楼|号院|号|巷|弄|栋|幢|座|期|单元|室|楼|层|房|户|梯|铺|F|f"
    rf"|组)(?:之\d{{1,3}})?(?:[A-Z](?=室|座|$)|\d{{1,4}}(?=室))?"
    r"|[一-鿿]{2,10}?(?:大厦|中心|广场|花园|小区|公寓|商场|商业城|商城|商厦|苑|阁|邨|大楼|新城|家园|国际|写字楼|宿舍|工业区|学校|医院)(?:\d{1,3}(?=座|期|栋|号))?"
    r"|之[\d一二三四五六七八九十]{1,3}|\d{1,2}-\d{3,4}|唐?[一二三四五六]楼|[前后]座|(?<=楼)[A-H](?![A-Za-z])"
    r"|[一-鿿]{2,6}?台(?=\d{1,2}座)"
    r"|[A-Z]\d{0,4}(?:座|室|栋|区|铺)|[东南西北]?[一二三四五六七八九十]{1,3}舍(?:\d{3,4})?|[东南西北](?:区|座|翼)|\d{3,4}(?![\d元块个年月日天次件份人]))){1,8}"
)
_LEFT = re.compile(r"[一-鿿\dA-Za-z·]{0,32}$")
_STOP = re.compile(
    r"(?:女士|先生|小姐|太太|投诉|举报|反映|收货地址|地址|住址|居住|家住|住在|住|送到|送去|送往|送至|配送|寄到|寄去|寄往|寄至|寄给|发到|发往|放在|位于|搬到|位置|坐落|地方|快递|我家|公司|门店|分店|店|单位"
    r"|独居|在|到|去|往|是|系|我|你|的|了|给|从|至|嗰|喺|因为|这|那|把|错|误|请|嘅|收件|停|寄)"
)
_CUED = re.compile(
    r"(?:收货地址|送货地址|家庭地址|联系地址|地址|住址|户籍地|寄送地)\s*(?:是|为|系"
    r"|[:：])\s*([一-鿿A-Za-z\d\s\-#,，]{5,60}?)(?=[。；;！!？?\n]|[,，]?\s*(?:电话|手机|收件|联系|姓名|邮编|我|请|谢"
    r"|但|可|为)|$)"
)
_PLACE_SIGN = re.compile(r"省|市|区|县|镇|乡|村|路|街|道|巷|弄|号|楼|室|栋|座|苑|花园|小区|邨|围")
_NOT_CORE = re.compile(
    r"(?:[知味频渠通报难跑管公人]道|[线思网套电公铁走半]路|一路|[这那哪]里|手段|阶段|时段|中段|城里|家里|店里|手里|心里|公里|[试游购]中心)"
)
_TOWN = re.compile("[市区县]")
_PROVINCE = re.compile(
    r"(?:北京|上海|天津|重庆|广东|江苏|浙江|山东|河南|河北|四川|湖北|湖南|福建|安徽|江西|辽宁|吉林|黑龙江|陕西|山西|云南|贵州|广西|海南|甘肃|青海|宁夏"
    r"|新疆|西藏|内蒙古|台湾|香港|澳门"
    r"|台北|新北|桃园|台中|台南|高雄|基隆|新竹|嘉义|苗栗|彰化|南投|云林|屏东|宜兰|花莲|台东|澎湖|金门|九龙|新界|港岛|深圳|广州|杭州|南京|成都|武汉|苏州"
    r"|西安|长沙|郑州|青岛|厦门|宁波)"
)


def chinese_addresses(page: Page) -> Iterator[PersonalData]:
    """Addresses with a road or estate and a number, extended to province and room; a town alone stays."""
    text = page.simplified
    if text.isascii():
        return
    done = 0
    for pattern in (_CORE, _BUILDING, _FLAT, _ROOM):
        for match in pattern.finditer(text):
            start = _left_end(text, match.start())
            if _NOT_CORE.search(text[max(0, match.start() - 1) : match.start() + 2]) and not _PROVINCE.search(
                text, start, match.end()
            ):
                continue
            if pattern not in (_CORE, _FLAT) and match.start() == start:
                continue
            tail = _TAIL.match(text, match.end())
            done = max(done, tail.end() if tail else match.end())
            yield PersonalData("address", start, tail.end() if tail else match.end())
    for match in _CUED.finditer(text):
        said = match.group(1).rstrip(" ,，")
        signs = len(_PLACE_SIGN.findall(said))
        if said.startswith(("错", "不", "哪", "假")):
            continue
        if signs >= 2 or (signs and any(map(str.isdigit, said))):
            yield PersonalData("address", match.start(1), match.start(1) + len(said))


def _left_end(text: str, core: int) -> int:
    """Where the address with its road at ``core`` begins: after the last word that cannot belong to it."""
    left = _LEFT.search(text, max(0, core - 32), core)
    start = left.start() if left else core
    stops = [stop.end() for stop in _STOP.finditer(text, start, core)]
    begin = max(stops, default=start)
    province = _PROVINCE.search(text, begin, core)
    # 合肥市蜀山区望江西路: within a town no province begins.
    return province.start() if province and not _TOWN.search(text, begin, province.start()) else begin
