"""What the words before a number say it is."""

import re
from typing import Literal

from nlp.redaction.page import Page

Cue = Literal["phone", "card", "account", "id", "order", "none"]

_CUES: dict[Cue, re.Pattern[str]] = {
    "phone": re.compile(
        r"\btel(?:e?phone)?\b|\bphone\b|\bmobile\b|\bcell\b|\bcall(?:ed|ing)?\b|\bring\b|\bdial\b"
        r"|\btext(?:ed)?\b|\bsms\b|\bfax\b"
        r"|whats\s?app|\bcontact\b|\breach\b|\blandline\b|\bmy number\b|\bmy no\b"
        r"|(?<!card )(?<!passport )(?<!account )(?<!order )(?<!tracking )(?<!member )(?<!licen[cs]e )(?<!id )"
        r"\bnumber is\b"
        r"|\bm:|\bt:|\bh/p\b|\bph\b"
        r"|\bfps(?: id| no\b| number)?|\bpay\s?me\b|转数快|门号|市话|分机"
        r"|电话|手机|手提|致电|联系|联络|拨打|短信|传真|座机|行动|来电|去电|回电|打(?:给|到|去|返|俾|畀)?(?:我|佢|他|她|你们|客服)?\s?$|热线|号码(?:是|系)|打过",
        re.ASCII,
    ),
    "card": re.compile(
        r"\bcard\b|\bvisa\b|\bmaster\s?card\b|\bamex\b|\bdebit\b|\bcredit\b|卡号|银行卡|信用卡|储蓄卡|借记卡|刷卡|提款卡|金融卡",
        re.ASCII,
    ),
    "account": re.compile(
        r"\bbank (?:account|a/c|acct)|\baccount (?:number|no\b|#)|\bacc(?:oun)?t\b|\ba/c\b"
        r"|\biban\b|\bsort code\b|\brouting\b"
        r"|账号|帐号|账户|帐户|户口|汇款?到|汇至|请汇|转[账帐]到|入数|过数|打款",
        re.ASCII,
    ),
    "id": re.compile(
        r"\b(?:hk)?id\b(?: card)?(?: number| no\b)?|\bpassports?\b(?: numbers?| no\b)?|\bmrn\b"
        r"|\blicen[cs]e\s?[:#]|\bssn\b|social security"
        r"|national insurance|\bni (?:number|no)|\bnino\b"
        r"|\barc\b(?: no\b| number)?|\btravel permit|\bhome return permit|\btaxpayer|\butr\b|\bmedicare\b"
        r"|driv(?:ing|er['’]?s?) licen[cs]e|\blicen[cs]e (?:no\b|number)|\bnhs (?:number|no)|身份证"
        r"|身分证|证件"
        r"|护照"
        r"|覆诊卡|诊疗卡|身份证号码?|护照号码?|统一编号|居留证|居住证|暂住证|军官证|学生证|通行证|台胞证|回乡证|驾驶证|驾照|驾驶执照|车牌|社保|医保卡?号?|健保卡号?|身份号码|病历号",
        re.ASCII,
    ),
    "order": re.compile(
        r"\border\b|\binvoice\b|\bref(?:erence)?\b|\btracking\b|\bbooking\b|\bticket\b|\bcase\b"
        r"|\bsku\b|\bitem\b|\bproduct\b|\bmodel\b"
        r"|\bserial\b|\bbarcode\b|\bean\b|\bisbn\b|\bparcel\b|\bshipment\b|\bvoucher\b|\bcoupon\b"
        r"|\bcode\b|\btag\b|\bbaggage\b|\bluggage\b|\bversion\b|\bbuild\b|\bbatch\b|\breceipt\b"
        r"|\btransaction\b|\bconfirmation\b|\bord\b|订单|单号|编号|货号|型号|运单|物流|流水|发票|票号|条码|批次|序列|工单|案件"
        r"|预约号|优惠券|会员|版本|商品|产品",
        re.ASCII,
    ),
}
_AFTER: dict[Cue, re.Pattern[str]] = {
    "account": re.compile(r"^\s*(?:的)?(?:账户|帐户|账号|户口)"),
    "card": re.compile(r"^\s*(?:的|这张|呢张)?(?:银行卡|信用卡|卡)"),
    "phone": re.compile(r"^\s*(?:转|分机|ext|x\d)"),
    "id": re.compile(r"^\s*(?:的)?(?:身份证|护照)"),
}


def cue(page: Page, start: int, end: int, width: int = 30) -> Cue:
    """What the nearest telling word within ``width`` characters before a number, or right after it, says."""
    window = page.before(start, width)
    best: tuple[int, int, Cue] = (-1, 0, "none")
    for name, pattern in _CUES.items():
        for match in pattern.finditer(window):
            best = max(best, (match.end(), -match.start(), name))
    if best[2] != "none":
        return best[2]
    after = page.after(end)
    return next((name for name, pattern in _AFTER.items() if pattern.search(after)), "none")
