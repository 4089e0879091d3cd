"""Kinds and columns are recognised from headers in three languages, or from the values."""

import polars as pl
import pytest

from index.cleaning.inspection import inspect
from index.cleaning.layout import recognise, unrecognised
from nlp.failures import UserError


@pytest.mark.parametrize(
    ("headers", "kind", "fields"),
    [
        (
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country",
            "orders",
            {"order_id": "InvoiceNo", "sku": "StockCode", "at": "InvoiceDate", "customer_id": "CustomerID"},
        ),
        (
            "訂單編號,會員編號,下單時間,商品名稱,數量,單價",
            "orders",
            {
                "order_id": "訂單編號",
                "customer_id": "會員編號",
                "at": "下單時間",
                "unit_price": "單價",
                "quantity": "數量",
            },
        ),
        ("订单号,客户编号,金额,币种,日期", "orders", {"amount": "金额", "currency": "币种", "at": "日期"}),
        ("customer_id,date,amount", "orders", {"amount": "amount", "at": "date"}),
        (
            "客户编号,姓名,手机,邮箱,注册日期",
            "customers",
            {"name": "姓名", "phone": "手机", "email": "邮箱", "joined_at": "注册日期"},
        ),
        ("id,Full Name,E-mail Address,Member since", "customers", {"customer_id": "id", "name": "Full Name"}),
        (
            "event_id,customer_id,event_type,timestamp,sku,query",
            "events",
            {"event": "event_type", "target": "sku"},
        ),
        (
            "用户ID,行为类型,时间,商品ID",
            "events",
            {"customer_id": "用户ID", "event": "行为类型", "target": "商品ID"},
        ),
        (
            "review_id,customer_id,rating,review_text,created_at",
            "feedback",
            {"text": "review_text", "rating": "rating"},
        ),
        (
            "貼文編號,平台,帳號,會員編號,內容,發文時間",
            "feedback",
            {"handle": "帳號", "text": "內容", "platform": "平台"},
        ),
        (
            "Respondent,How likely are you to recommend us to a friend?,"
            "What is the main reason for your score?,Date",
            "feedback",
            {"nps": "How likely are you to recommend us to a friend?", "customer_id": "Respondent"},
        ),
        (
            "问卷编号,满意度,评价内容,提交时间",
            "feedback",
            {"csat": "满意度", "text": "评价内容", "at": "提交时间"},
        ),
    ],
)
def test_headers_tell(headers: str, kind: str, fields: dict[str, str]) -> None:
    """Kind and columns, without a word from the user."""
    layout = recognise(headers.split(","), "export.csv")
    assert layout is not None
    assert layout.kind == kind
    assert fields.items() <= dict(layout.fields).items()


def test_columns_of_platforms_hold_accounts() -> None:
    """Several platforms may stand side by side; the rest becomes attributes."""
    layout = recognise(["customer_id", "email", "twitter", "Weibo ID", "微信号", "size"], "c.csv")
    assert layout is not None
    assert dict(layout.handles) == {"twitter": "twitter", "Weibo ID": "weibo", "微信号": "wechat"}
    assert layout.attributes == ("size",)


def test_the_user_overrules() -> None:
    """A mapping goes before the names; an empty one takes a column away."""
    layout = recognise(["a", "b", "rating"], "x.csv", kind="feedback", mapping={"text": "b", "rating": ""})
    assert layout is not None
    assert dict(layout.fields) == {"text": "b"}


@pytest.mark.parametrize(
    "wish", [{"kind": "things"}, {"mapping": {"colour": "a"}}, {"mapping": {"text": "z"}}]
)
def test_wrong_wishes_are_told(wish: dict[str, object]) -> None:
    """What does not exist is named, with what does."""
    with pytest.raises(UserError):
        recognise(["a", "b"], "x.csv", **wish)  # type: ignore[arg-type]  # wrong on purpose


def test_values_tell_where_headers_do_not() -> None:
    """A long text, a date and small whole numbers are feedback."""
    frame = pl.DataFrame(
        {
            "c1": ["2024-05-03", "2024-05-04"],
            "c2": ["The parcel came late and the box was crushed.", "Lovely mugs, thank you so much!"],
            "c3": ["2", "5"],
        }
    )
    layout = inspect(frame, ("c1", "c2", "c3"), None, {})
    assert layout is not None
    assert layout.kind == "feedback"
    assert dict(layout.fields) == {"at": "c1", "text": "c2", "rating": "c3"}


def test_what_cannot_be_told_says_how_to_say_it() -> None:
    """The message lists the columns and an example."""
    assert recognise(["a", "b"], "x.csv") is None
    words = str(unrecognised(["a", "b"], "x.csv"))
    assert "a, b" in words
    assert "--kind" in words
    assert "--map" in words
