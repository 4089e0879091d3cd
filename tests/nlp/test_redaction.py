"""Personal data is found and taken out, and what only looks like it stays."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.findings import Language, PersonalData
from nlp.redaction import find, redact

LINES = [
    json.loads(line)
    for line in (Path(__file__).parent / "data" / "personal_data.jsonl")
    .read_text(encoding="utf-8")
    .splitlines()
]
UNTUNED = ("batch 8", "batch 9", "batch 10")
LANGUAGES: list[Language] = ["en", "zh-Hans", "zh-Hant", "und"]
PIECES = [
    "my name is ", "Sarah", " Thompson", "[PERSON]", "Mr ", "07700 900123",
    "@", "lily", "gmail.com", " at ", " dot com", "4111 1111 1111 1111",
    "A123456(3)", "order ", "card ", "tel ", "14 Elm Grove", ", Leeds LS6 2AB",
    "我叫", "王小明", "先生", "電話", "１３８１２３４５６７８", "和平東路三段100號",
    "5樓", "，", "\n", " ", "1", "号",
    "路", "微信号：", "ab_12", "收", "+852 ", "Chan Tai Man",
    "Regards, ", "http://x.com/a?b=", "\ud800", "😀", "(", ")",
    "-",
]  # fmt: skip


def matches(span: dict[str, Any], text: str, found: PersonalData) -> bool:
    """Whether ``found`` is the span: same kind, most of it covered, not twice as long."""
    start = span.get("start", text.index(span["text"]))
    end = start + len(span["text"])
    shared = min(end, found.end) - max(start, found.start)
    close = shared >= 0.7 * (end - start) and shared >= 0.5 * (found.end - found.start)
    return found.type == span["type"] and close


def test_enough_lines_are_written() -> None:
    """The lines are many, of every region, and a good part has nothing to find."""
    assert len(LINES) >= 500
    assert {line["region"] for line in LINES if "region" in line} == {"uk", "us", "hk", "tw", "cn", "any"}
    assert sum(not line["spans"] for line in LINES) >= len(LINES) / 4


@pytest.mark.parametrize(
    ("key", "value"),
    [("language", "en"), ("language", "zh-Hans"), ("language", "zh-Hant")]
    + [("region", region) for region in ("uk", "us", "hk", "tw", "cn", "any")],
)
def test_recall_and_precision_on_the_written_lines(key: str, value: str) -> None:
    """98 of 100 spans are found in each language (95 in each region), at most 5 of 100 findings are wrong.

    The rules were tuned on these lines; the last batches, on which they were not, are for rules and encoder.
    """
    sought = hits = findings = right = 0
    for line in (line for line in LINES if line.get(key) == value and line["part"] not in UNTUNED):
        found = find(line["text"], line["language"])
        sought += len(line["spans"])
        hits += sum(any(matches(span, line["text"], one) for one in found) for span in line["spans"])
        findings += len(found)
        right += sum(any(matches(span, line["text"], one) for span in line["spans"]) for one in found)
    assert hits / sought >= (0.98 if key == "language" else 0.95)
    assert right / findings >= 0.95


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("I'm Daniel Okafor, ring 07700 900123.", "en", "I'm [PERSON], ring [PHONE]."),
        ("Ship to 14 Elm Grove, Leeds LS6 2AB please", "en", "Ship to [ADDRESS] please"),
        ("rob dot smith at gmail dot com", "en", "[EMAIL]"),
        ("card 4111 1111 1111 1111 charged twice", "en", "card [CARD] charged twice"),
        ("我叫王小明，电话１３８１２３４５６７８", "zh-Hans", "我叫[PERSON]，电话[PHONE]"),
        ("身份证110105198512043717", "zh-Hans", "身份证[ID]"),
        ("我住在臺北市大安區和平東路三段100號5樓", "zh-Hant", "我住在[ADDRESS]"),
        ("身分證字號A123456789，手機0912-345-678", "zh-Hant", "身分證字號[ID]，手機[PHONE]"),
        ("我係Chan Tai Man，HKID A123456(3)", "zh-Hant", "我係[PERSON]，HKID [ID]"),
        ("follow @lily_reads", "en", "follow [HANDLE]"),
        ("My DOB is 14/03/1982, reg LD19 KXR", "en", "My DOB is [BIRTHDATE], reg [ID]"),
        ("車號ABC-5678，生日民國78年5月6日", "zh-Hant", "車號[ID]，生日[BIRTHDATE]"),
        ("手机一三七六六零四八二一五，别打错", "zh-Hans", "手机[PHONE]，别打错"),
        ("九三八二 一零四七，我個號碼", "zh-Hant", "[PHONE]，我個號碼"),
        ("Call oh seven seven double four, 219 630", "en", "Call [PHONE]"),
        ("is 07 9 0 0 4 4 1 2 7 3 still right?", "en", "is [PHONE] still right?"),
        ("ring 0161 496 0229 ext. 14", "en", "ring [PHONE]"),
        ("信箱yu-ting.chang在mail.ntu.edu.tw，謝謝", "zh-Hant", "信箱[EMAIL]，謝謝"),
        ("License D482-6610-7395 (Illinois)", "en", "License [ID] (Illinois)"),
        (
            "My driving licence is FAIRW 708 145 H99 LK if you need it",
            "en",
            "My driving licence is [ID] if you need it",
        ),
        ("送东湖花园C区9栋2单元门口", "zh-Hans", "[ADDRESS]门口"),
        ("迪丽娜尔·艾尔肯的快递，店长贺国强签收", "zh-Hans", "[PERSON]的快递，店长[PERSON]签收"),
    ],
)
def test_each_kind_leaves_its_placeholder(text: str, language: Language, expected: str) -> None:
    """What is taken out is said by kind, and the words around it stay."""
    assert redact(text, language).text == expected


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Invoice 536365, order ORD-2024-118273, 12 items at £7.95 on 12/05/2024", "en"),
        ("The Emma Bridgewater mug and the Harry Potter pan broke", "en"),
        ("I'm Very Happy with John Lewis in London", "en"),
        ("Skylark, the courier you now use, is late; Zendesk, the agent tool, is down", "en"),
        ("订单编号13812345678，价格199元，2024年5月12日", "zh-Hans"),
        ("我是江苏的，我叫了外卖，高兴", "zh-Hans"),
        ("台北店比高雄店好，客服小王很好", "zh-Hant"),
        ("二零二四一一零五买的，二〇二五零一一二坏的", "zh-Hans"),
        ("My license XKCD-1234-5678 will not activate", "en"),
        ("二零二四年十一月买的，一二三四五六七八九十都数过", "zh-Hans"),
        ("one two three four five, once I caught a fish; my license expired in 2024", "en"),
    ],
)
def test_look_alikes_stay(text: str, language: Language) -> None:
    """Order numbers, prices, dates, brands and towns are no personal data."""
    assert redact(text, language).text == text


@pytest.mark.parametrize("before", ["", "🦄", "👩‍👩‍👧 ", "𠮷野家：", "Ｔｅｌ　", "🇭🇰🇹🇼"])
def test_offsets_count_the_characters_of_the_original(before: str) -> None:
    """Emoji, rare characters beyond the first plane and full-width signs shift nothing."""
    text = f"{before}陳大文先生 電話０９１２－３４５－６７８"
    found = find(text, "zh-Hant")
    assert [(one.type, text[one.start : one.end]) for one in found] == [
        ("person", "陳大文先生"),
        ("phone", "０９１２－３４５－６７８"),
    ]


def test_a_wrong_check_digit_is_no_identity_number_unless_announced() -> None:
    """Eighteen digits need a right check digit, or a word that says what they are."""
    assert not find("批号 110105198512043710", "zh-Hans")
    assert find("身份证 110105198512043710", "zh-Hans")[0].type == "id"


@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(PIECES), max_size=14).map("".join)),
    st.sampled_from(LANGUAGES),
)
def test_any_text_can_be_redacted_once_and_for_all(text: str, language: Language) -> None:
    """Nothing fails; spans are in bounds, sorted, apart; and a second pass finds nothing."""
    result = redact(text, language)
    borders = [border for span in result.found for border in (span.start, span.end)]
    assert borders == sorted(borders)
    assert all(0 <= span.start < span.end <= len(text) for span in result.found)
    again = redact(result.text, language)
    assert (again.text, again.found) == (result.text, ())


@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from(LANGUAGES))
def test_the_found_spans_account_for_the_redacted_text(text: str, language: Language) -> None:
    """Cutting the found spans out of the original leaves what is left beside the placeholders."""
    result = redact(text, language)
    position, kept = 0, ""
    for span in result.found:
        kept += text[position : span.start]
        position = span.end
    kept += text[position:]
    rest = result.text
    for span in result.found:
        rest = rest.replace(f"[{span.type.upper()}]", "", 1)
    assert sorted(kept) == sorted(rest)
