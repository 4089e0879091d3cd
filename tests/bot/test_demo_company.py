"""The demo company: its files are whole, its texts varied, and its truth is what stands in the files."""

import csv
import json
import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.demo import Company, write
from bot.demo.bank import pieces
from bot.demo.catalogue import VOICES, products
from bot.demo.memory import length, sentences
from bot.demo.personas import personas

LAST = date(2026, 3, 31)
TEXTS = {
    "reviews.csv": ("review_id", "review_text", "created_at"),
    "tickets.jsonl": ("工单编号", "内容", "时间"),
    "social.csv": ("貼文編號", "內容", "發文時間"),
    "nps.csv": ("response_id", "comment", "submitted_at"),
    "csat.csv": ("问卷编号", "评价内容", "提交时间"),
    "chats.jsonl": ("会话编号", "内容", "时间"),
}
CHANNELS = {"review", "ticket", "social", "nps", "csat", "chat"}
LANGUAGES = {"en", "zh-Hans", "zh-Hant"}


@dataclass(frozen=True)
class Export:
    """What a reader of the folder sees."""

    company: Company
    tables: dict[str, list[dict[str, Any]]]
    truth: dict[str, Any]

    def texts(self) -> dict[str, str]:
        """Every good text by feedback id."""
        return {
            row[key]: row[text]
            for file, (key, text, _) in TEXTS.items()
            for row in self.tables[file]
            if row[key] in self.truth["feedback"]
        }


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Export:
    """The company at its usual size."""
    company = write(tmp_path_factory.mktemp("demo") / "company", last_day=LAST)
    tables = {path.name: _rows(path) for path in company.files}
    return Export(company, tables, json.loads(company.truth.read_text(encoding="utf-8")))


def _rows(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return (
            [json.loads(line) for line in lines] if path.suffix == ".jsonl" else list(csv.DictReader(lines))
        )


def _day(text: str) -> date:
    return datetime.fromisoformat(text.replace("/", "-").removesuffix("Z")).date()


def test_the_same_seed_writes_the_same_bytes_over_what_lay_there(tmp_path: Path, export: Export) -> None:
    """Whoever runs the demo twice gets the same company, in whole files and with nothing left beside them."""
    folder = tmp_path / "company"
    folder.mkdir()
    (folder / "orders.csv").write_text("old", encoding="utf-8")
    again = write(folder, last_day=LAST)
    for first, second in zip(export.company.files, again.files, strict=True):
        assert first.read_bytes() == second.read_bytes(), first.name
    assert export.company.truth.read_bytes() == again.truth.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["company"]
    assert {path.name for path in folder.iterdir()} == {path.name for path in again.files} | {"truth.json"}


def test_another_seed_gives_other_people_in_the_same_proportions(tmp_path: Path, export: Export) -> None:
    """The seed changes who does what, not what kind of company it is; a larger scale multiplies it."""
    other = write(tmp_path / "other", last_day=LAST, seed=8, scale=2)
    for first, second in zip(export.company.files, other.files, strict=True):
        assert first.read_bytes() != second.read_bytes(), first.name
    for size in ("customers", "orders", "events", "feedback"):
        assert getattr(other, size) == pytest.approx(2 * getattr(export.company, size), rel=0.15), size


def test_the_company_has_the_size_it_is_described_with(export: Export) -> None:
    """Some 800 customers, 12,000 orders, 40,000 events and 5,000 texts."""
    company = export.company
    assert 800 <= company.customers <= 860
    assert 11_000 <= company.orders <= 13_500
    assert 36_000 <= company.events <= 44_000
    assert 4_500 <= company.feedback <= 5_600
    assert 55 <= len(products()) <= 70
    assert len({product.category for product in products()}) == 8


def test_totals_are_those_of_the_files(export: Export) -> None:
    """The truth counts the rows that a reader can count."""
    totals = export.truth["totals"]
    assert totals["rows"] == {file: len(rows) for file, rows in export.tables.items()}
    good = [row for row in export.tables["orders.csv"] if not row["order_id"].startswith("BAD")]
    bought = {row["order_id"] for row in good if row["status"] == "completed"}
    assert len(bought) == totals["orders"] == export.company.orders
    assert len({row["order_id"] for row in good}) == totals["orders"] + totals["returns"]
    assert len(export.texts()) == totals["feedback"]


def test_everything_happens_in_the_eighteen_months_that_end_on_the_last_day(export: Export) -> None:
    """No row lies outside, and both ends of the period are alive."""
    bad = {row["id"] for row in export.truth["bad_rows"]}
    columns = {file: (key, time) for file, (key, _, time) in TEXTS.items()}
    columns |= {"orders.csv": ("order_id", "order_date"), "events.jsonl": ("event_id", "timestamp")}
    for file, (key, time) in columns.items():
        days = [_day(row[time]) for row in export.tables[file] if row[key] not in bad]
        assert max(days) <= LAST, file
        assert min(days) >= date(2024, 9, 29), file
        assert max(days) >= LAST - timedelta(days=7), file
        assert min(days) <= date(2024, 10, 31), file


def test_every_channel_speaks_every_language(export: Export) -> None:
    """No language is confined to some channels, and the shares are those of the customers."""
    labels = export.truth["feedback"].values()
    pairs = Counter((label["channel"], label["language"]) for label in labels)
    assert {channel for channel, _ in pairs} == CHANNELS
    assert all(pairs[channel, language] >= 60 for channel in CHANNELS for language in LANGUAGES)
    share = Counter(label["language"] for label in labels)
    assert 0.38 < share["en"] / len(labels) < 0.52
    assert 0.22 < share["zh-Hans"] / len(labels) < 0.36
    assert 0.19 < share["zh-Hant"] / len(labels) < 0.32


def test_moods_are_mixed_and_scores_follow_them(export: Export) -> None:
    """A quarter is neutral; ratings agree with the text but for a few slips, as in real life."""
    labels = export.truth["feedback"]
    moods = Counter(label["polarity"] for label in labels.values())
    assert 0.2 < moods["neutral"] / len(labels) < 0.33
    assert 0.22 < moods["negative"] / len(labels) < 0.36
    rows = [row for row in export.tables["reviews.csv"] if row["review_id"] in labels]
    blamed = [int(row["rating"]) for row in rows if labels[row["review_id"]]["polarity"] == "negative"]
    slips = sum(stars >= 4 for stars in blamed) / len(blamed)
    assert 0 < slips < 0.06


def test_long_sentences_are_not_said_twice(export: Export) -> None:
    """Of the sentences with six words or more fewer repeat than in real reviews (0.2 to 0.7 %)."""
    repeated = {
        again for kind in ("resubmitted", "reworded") for _, again in export.truth["duplicates"][kind]
    }
    texts = [text for each, text in export.texts().items() if each not in repeated]
    said = Counter(part for text in texts for part in sentences(text) if length(part) >= 6)
    total = sum(said.values())
    assert total > 5_000
    assert (total - len(said)) / total < 0.005
    assert said.most_common(1)[0][1] < 0.005 * len(texts)
    assert len(set(texts)) > 0.95 * len(texts)


def test_the_bank_is_large_and_complete() -> None:
    """Each voice has its own pieces for every topic and mood that customers may raise."""
    topics = {topic for persona in personas().values() for topic in persona.topics}
    for voice in VOICES:
        bank = pieces(voice)
        assert len({piece.template for piece in bank}) >= 400
        held = {(piece.topic, piece.mood, piece.role) for piece in bank}
        for topic in topics:
            assert {(topic, mood, "point") for mood in ("positive", "neutral", "negative")} <= held, (
                voice,
                topic,
            )
        assert {(topic, "negative", "point") for topic in ("leak", "courier", "charge")} <= held


def test_no_template_shows_through(export: Export) -> None:
    """No brace, bar or slot of the bank is left in a text that somebody has written."""
    hostile = set(export.truth["hostile"])
    for each, text in export.texts().items():
        assert text.strip()
        if each not in hostile:
            assert not re.search(r"[{}|]|<\w+>", text), text


def test_texts_are_written_in_the_script_they_are_labelled_with(export: Export) -> None:
    """Characters that only one script has do not stray into the other."""
    simplified, traditional = set("这们说对开质发货还会东现"), set("這們說對開質發貨還會東現")
    planted = {*export.truth["personal_data"], *export.truth["hostile"]}
    labels = export.truth["feedback"]
    for each, text in export.texts().items():
        foreign = {"zh-Hans": traditional, "zh-Hant": simplified}.get(labels[each]["language"], set())
        assert each in planted or not foreign & set(text), text


def test_complaints_about_an_incident_name_it_in_its_weeks_in_every_language(export: Export) -> None:
    """An incident can be found by its words and its weeks."""
    texts, labels = export.texts(), export.truth["feedback"]
    for incident in export.truth["incidents"]:
        raised = incident["feedback"]
        assert len(raised) >= 60, incident["name"]
        assert {labels[each]["language"] for each in raised} == LANGUAGES
        named = [
            any(
                word.lower() in texts[each].lower() for word in incident["keywords"][labels[each]["language"]]
            )
            for each in raised
        ]
        assert sum(named) / len(named) > 0.8, incident["name"]
        assert incident["complaints_from"] >= incident["from"]
        late = date.fromisoformat(incident["to"]) + timedelta(days=21)
        assert date.fromisoformat(incident["complaints_to"]) <= late


def test_customers_hit_by_an_incident_stop_more_often_but_not_always(export: Export) -> None:
    """The risk is there to be learnt from orders and complaints, and it is no certainty."""
    days: dict[str, list[date]] = {}
    for row in export.tables["orders.csv"]:
        if row["status"] == "completed" and not row["order_id"].startswith("BAD"):
            days.setdefault(row["customer_id"], []).append(_day(row["order_date"]))
    for incident in export.truth["incidents"][:2]:
        first, end = date.fromisoformat(incident["from"]), date.fromisoformat(incident["to"])
        buyers = [each for each, bought in days.items() if any(first <= day <= end for day in bought)]
        gone = {each: max(days[each]) <= end + timedelta(days=14) for each in buyers}
        hit = [gone[each] for each in incident["customers"] if each in gone]
        spared = [gone[each] for each in buyers if each not in incident["customers"]]
        assert sum(hit) / len(hit) > 1.7 * sum(spared) / len(spared), incident["name"]
        assert sum(hit) / len(hit) < 0.75


def test_those_who_left_order_no_more_until_they_come_back(export: Export) -> None:
    """The lifecycle in the truth is the one in the orders."""
    bought: dict[str, list[date]] = {}
    for row in export.tables["orders.csv"]:
        if row["status"] == "completed" and not row["order_id"].startswith("BAD"):
            bought.setdefault(row["customer_id"], []).append(_day(row["order_date"]))
    states = Counter(told["state"] for told in export.truth["lifecycle"].values())
    assert {"active", "new", "lapsing", "churned", "won_back"} <= set(states)
    for customer, told in export.truth["lifecycle"].items():
        days = bought.get(customer, [])
        if told["state"] in ("lapsing", "churned"):
            assert all(day <= date.fromisoformat(told["left"]) for day in days), customer
        if told["state"] == "won_back":
            left, back = date.fromisoformat(told["left"]), date.fromisoformat(told["back"])
            assert not any(left < day < back for day in days), customer


def test_personas_buy_and_talk_differently(export: Export) -> None:
    """What sets the personas apart can be seen in their baskets and in their texts."""
    persona_of, labels = export.truth["persona_of"], export.truth["feedback"].values()
    assert set(persona_of.values()) == set(personas())
    assert len(personas()) >= 6
    for key, topic in {"eco": "eco", "family": "family", "gift": "gift", "bargain": "price"}.items():
        own = [topic in label["topics"] for label in labels if persona_of[label["customer_id"]] == key]
        others = [topic in label["topics"] for label in labels if persona_of[label["customer_id"]] != key]
        assert sum(own) / len(own) > 2.5 * sum(others) / len(others), key
    coupons = Counter(persona_of[row["customer_id"]] for row in export.tables["orders.csv"] if row["coupon"])
    assert coupons.most_common(1)[0][0] == "bargain"


def test_personal_data_stand_where_the_truth_says(export: Export) -> None:
    """Each span covers what its type looks like, in every region's form."""
    texts = export.texts()
    shapes = {
        "email": r"\S+@\S+",
        "phone": r"\+?[\d -]{8,}",
        "card": r"(\d{4} ){3}\d{4}",
        "handle": r"@\S+",
        "id": r"[A-Z0-9()\s]{8,}",
    }
    seen: Counter[str] = Counter()
    for each, spans in export.truth["personal_data"].items():
        for span in spans:
            words = texts[each][span["start"] : span["end"]]
            assert re.fullmatch(shapes.get(span["type"], r".{2,}"), words), (span, words)
            seen[span["type"]] += 1
    assert {"person", "staff", "email", "phone", "address", "id", "card", "handle"} == set(seen)


def test_duplicates_are_in_the_files(export: Export) -> None:
    """Rows that come twice, orders exported twice, and texts sent twice or reworded."""
    planted, texts = export.truth["duplicates"], export.texts()
    orders = Counter(tuple(row.values()) for row in export.tables["orders.csv"])
    twice = {row[0] for row, count in orders.items() if count > 1}
    assert set(planted["orders_twice"]) | set(planted["rows_twice"]["orders.csv"]) == twice
    for first, again in planted["resubmitted"]:
        assert texts[first] == texts[again]
    for first, again in planted["reworded"]:
        assert texts[first] != texts[again]
    assert len(planted["resubmitted"]) >= 8
    assert len(planted["reworded"]) >= 8


def test_accounts_of_one_person_share_a_mail_or_a_phone(export: Export) -> None:
    """Identity can be resolved on structured handles alone."""
    rows = {row["customer_id"]: row for row in export.tables["customers.csv"]}
    groups = export.truth["identity_groups"]
    assert len(groups) >= 15
    for group in groups:
        first = rows[group[0]]
        for other in (rows[each] for each in group[1:]):
            same_mail = first["email"].lower() == other["email"].lower()
            same_phone = re.sub(r"\D", "", first["phone"]) == re.sub(r"\D", "", other["phone"])
            assert same_mail or same_phone, group


def test_bad_rows_are_few_and_where_the_truth_says(export: Export) -> None:
    """Each bad row stands at its number, for one of the known reasons."""
    bad = export.truth["bad_rows"]
    assert 15 <= len(bad) <= 40
    for row in bad:
        found = export.tables[row["file"]][row["row"] - 1]
        assert row["id"] in [str(value) for value in found.values()]
    assert {row["reason"] for row in bad} == {"date", "text", "currency", "quantity", "price", "id"}


def test_returns_are_negative_lines_of_orders_that_exist(export: Export) -> None:
    """A return names the order it sends back and never more than that held."""
    rows = [row for row in export.tables["orders.csv"] if not row["order_id"].startswith("BAD")]
    held = {(row["order_id"], row["sku"]): int(row["quantity"]) for row in rows}
    returned = [row for row in rows if row["status"] == "returned"]
    assert len(returned) > 200
    for row in returned:
        assert -int(row["quantity"]) <= held[row["original_order_id"], row["sku"]]
        assert int(row["quantity"]) < 0


def test_hostile_texts_reach_the_files_unharmed(export: Export) -> None:
    """Markup, formulas, format strings and orders to the machine stand there letter by letter."""
    texts = export.texts()
    hostile = "\n".join(texts[each] for each in export.truth["hostile"])
    assert len(export.truth["hostile"]) >= 25
    for attack in (
        "<!channel>",
        "<https://evil.example|",
        "=HYPERLINK(",
        "{0.__class__",
        "<script>",
        "忽略",
        "忽略先前",
    ):
        assert attack in hostile
