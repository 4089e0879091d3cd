"""The stages of the journey, and what speaks for each.

A text stands at the stage with the most votes; of equal ones the later stage has it, where the pain was felt.

| what | votes |
|---|---|
| touchpoint that the source names (``touchpoint``, 触点 …) | 2 for the stage it names |
| each aspect of the text, by its category | 1, unhappy ones 1.5; of service, which is anywhere, half |
| the theme: the stage its texts' aspects speak for more than others' do | 1.5 |
| NPS survey | 1.5 for loyalty |
| words of leaving, or of recommending after four orders | 1 for loyalty |
| no order yet: basket or enquiry within 14 days before | 2 for consideration |
| no order yet, else | 2 for awareness |
| days since the last order: 0-1, 2-14, more | 0.5 for purchase, delivery, use |
"""

from collections.abc import Mapping

STAGES = ("awareness", "consideration", "purchase", "delivery", "use", "loyalty")
OF_CATEGORY: Mapping[str, str] = {
    "location": "awareness",
    "price": "consideration",
    "website": "consideration",
    "stock": "consideration",
    "display": "consideration",
    "payment": "purchase",
    "account": "purchase",
    "security": "purchase",
    "delivery": "delivery",
    "packaging": "delivery",
    **dict.fromkeys(
        ("product", "quality", "performance", "design", "features", "usability", "battery", "sound", "fit"),
        "use",
    ),
    **dict.fromkeys(
        ("comfort", "food", "drinks", "room", "cleanliness", "ambience", "place", "treatment"), "use"
    ),
    **dict.fromkeys(("service", "staff", "communication", "waiting", "returns"), "use"),
}
"""Categories of aspects; the owner's own have no vote."""
ANYWHERE = frozenset({"service", "staff", "communication", "waiting"})
"""Categories that say little of the stage: people are served, or not, at every one."""
TOUCHPOINTS = ("touchpoint", "touch_point", "journey_stage", "触点", "觸點", "接触点", "接觸點")
"""Names of the fields in which a source says what a text is about."""
WORDS: Mapping[str, tuple[str, ...]] = {
    "awareness": ("advert", "awareness", "campaign", "广告", "廣告", "宣传", "宣傳"),
    "consideration": (
        "browse", "consideration", "enquiry", "website", "search",
        "浏览", "瀏覽", "咨询", "諮詢", "官网", "官網", "网站", "網站",
    ),
    "purchase": (
        "checkout", "payment", "purchase", "order",
        "下单", "下單", "付款", "支付", "结账", "結帳", "购买", "購買",
    ),
    "delivery": ("delivery", "shipping", "courier", "配送", "物流", "快递", "快遞", "送货", "送貨"),
    "use": (
        "product", "use", "support", "service", "return",
        "产品", "產品", "商品", "使用", "客服", "售后", "售後", "退换", "退換", "退货", "退貨",
    ),
    "loyalty": ("loyalty", "membership", "renewal", "会员", "會員", "复购", "回購"),
}  # fmt: skip
"""By stage: words of a touchpoint, looked for as parts of it."""


def stage_named(touchpoint: str) -> str | None:
    """The stage that the name of a touchpoint tells; None where it tells none."""
    told = touchpoint.strip().casefold()
    return next((stage for stage in STAGES if any(word in told for word in WORDS[stage])), None)
