"""The demo company's exports as tables: English headers in some systems, Chinese ones in others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.demo.browsing import Visit
from bot.demo.catalogue import CURRENCIES
from bot.demo.dice import Dice
from bot.demo.feedback import Feedback
from bot.demo.people import Account, Person
from bot.demo.shopping import Order

Row = dict[str, object]
_HANDLES = ("twitter", "instagram", "facebook", "weibo", "wechat", "line")
_TAGS = {"en": "en", "hans": "zh-CN", "tw": "zh-TW", "hk": "zh-HK"}
_COUNTRIES = {"GB": "United Kingdom", "HK": "Hong Kong", "TW": "Taiwan", "CN": "China"}
_LANGUAGE = {"GB": "en", "HK": "zh-Hant", "TW": "zh-Hant", "CN": "zh-Hans"}
_SOCIAL = {"GB": "twitter", "HK": "instagram", "TW": "facebook", "CN": "weibo"}
_CHAT = {"GB": "web", "HK": "WhatsApp", "TW": "LINE", "CN": "微信"}


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the export: its name, the column that names a row, and the rows."""

    file: str
    key: str
    rows: tuple[Mapping[str, object], ...]


def customers(people: Sequence[Person]) -> Table:
    """One row an account, in the order of their numbers."""
    pairs = sorted(
        ((account, person) for person in people for account in person.accounts),
        key=lambda pair: pair[0].customer_id,
    )
    return Table(
        "customers.csv", "customer_id", tuple(_customer(account, person) for account, person in pairs)
    )


def _customer(account: Account, person: Person) -> Row:
    return {
        "customer_id": account.customer_id,
        "name": account.name,
        "email": account.email,
        "phone": account.phone,
        "country": _COUNTRIES[person.region],
        "language": _TAGS[person.voice],
        "joined_date": account.joined.isoformat(),
        **{kind: account.handles.get(kind, "") for kind in _HANDLES},
    }


def orders(placed: Sequence[Order]) -> Table:
    """One row an order line."""
    return Table("orders.csv", "order_id", tuple(row for order in placed for row in _order(order)))


def _order(order: Order) -> list[Row]:
    region = order.person.region
    return [
        {
            "order_id": order.order_id,
            "customer_id": order.account.customer_id,
            "order_date": order.time.isoformat(sep=" "),
            "sku": line.product.sku,
            "product": line.product.names[_LANGUAGE[region]],
            "category": line.product.category,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "currency": CURRENCIES[region],
            "coupon": order.coupon,
            "status": "returned" if order.returns else "completed",
            "original_order_id": order.returns,
        }
        for line in order.lines
    ]


def events(visits: Sequence[Visit]) -> Table:
    """One line an event."""
    rows = tuple(
        {
            "event_id": f"E{1000001 + rank}",
            "customer_id": visit.account.customer_id,
            "event_type": visit.kind,
            "timestamp": visit.time.isoformat() + "Z",
            **({"sku": visit.sku} if visit.sku else {}),
            **({"query": visit.query} if visit.query else {}),
        }
        for rank, visit in enumerate(visits)
    )
    return Table("events.jsonl", "event_id", rows)


def voices(feedback: Sequence[Feedback], dice: Dice) -> list[Table]:
    """One table a channel."""
    makers = {
        "review": ("reviews.csv", "review_id", _review),
        "ticket": ("tickets.jsonl", "工单编号", _ticket),
        "social": ("social.csv", "貼文編號", _post),
        "nps": ("nps.csv", "response_id", _nps),
        "csat": ("csat.csv", "问卷编号", _csat),
        "chat": ("chats.jsonl", "会话编号", _chat),
    }
    return [
        Table(file, key, tuple(make(each, dice) for each in feedback if each.opinion.channel == channel))
        for channel, (file, key, make) in makers.items()
    ]


def _review(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    return {
        "review_id": each.feedback_id,
        "customer_id": opinion.account.customer_id,
        "order_id": opinion.order_id,
        "sku": opinion.product.sku,
        "product": opinion.product.names[_LANGUAGE[opinion.person.region]],
        "rating": each.score,
        "review_text": each.words.text,
        "created_at": opinion.time.isoformat(sep=" "),
        "helpful_votes": int(dice.gamma(0.6, 2.0)),
    }


def _ticket(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    return {
        "工单编号": each.feedback_id,
        "客户编号": opinion.account.customer_id,
        "邮箱": opinion.account.email,
        "订单编号": opinion.order_id,
        "内容": each.words.text,
        "时间": opinion.time.isoformat() + "Z",
        "渠道": dice.weighted({"邮件": 6, "网页表单": 4}),
        "状态": dice.weighted({"已解决": 7, "处理中": 2, "待回复": 1}),
    }


def _post(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    handles = opinion.account.handles
    wanted = _SOCIAL[opinion.person.region]
    platform = wanted if wanted in handles else next(iter(handles), wanted)
    known = dice.chance(0.5) or platform not in handles
    return {
        "貼文編號": each.feedback_id,
        "平台": platform,
        "帳號": handles.get(platform, ""),
        "會員編號": opinion.account.customer_id if known else "",
        "內容": each.words.text,
        "發文時間": opinion.time.strftime("%Y/%m/%d %H:%M:%S"),
        "讚數": int(dice.gamma(0.4, 9.0)),
    }


def _nps(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    known = dice.chance(0.7)
    return {
        "response_id": each.feedback_id,
        "customer_id": opinion.account.customer_id if known else "",
        "email": opinion.account.email,
        "nps_score": each.score,
        "comment": each.words.text,
        "submitted_at": opinion.time.isoformat(sep=" "),
    }


def _csat(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    return {
        "问卷编号": each.feedback_id,
        "客户编号": opinion.account.customer_id,
        "触点": dice.weighted({"售后": 4, "配送": 4, "下单": 2}),
        "满意度": each.score,
        "评价内容": each.words.text,
        "提交时间": opinion.time.isoformat(sep=" "),
    }


def _chat(each: Feedback, dice: Dice) -> Row:
    opinion = each.opinion
    return {
        "会话编号": each.feedback_id,
        "客户编号": opinion.account.customer_id,
        "平台": _CHAT[opinion.person.region],
        "内容": each.words.text,
        "时间": opinion.time.isoformat(sep=" "),
        "时长秒": dice.whole(40, 1500),
    }
