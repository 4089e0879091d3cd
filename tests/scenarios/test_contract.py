"""The commands and the JSON that scripts outside the project rely on."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bot.cli.customers import TIERS
from index.records import CHANNELS
from tests.scenarios.conftest import Door

TONGUES = {"en", "zh-Hans", "zh-Hant"}
TEXTS = (
    {"id": "a", "text": "The kettle broke after two days, and nobody answers."},
    {"id": "b", "text": "客服很耐心，物流也快，下次还来！"},
    {"id": 3, "text": "請退款，我的電話是0912-345-678", "language": "zh-Hant"},
)


def holds(document: dict[str, Any], form: dict[str, Any]) -> None:
    """Every named key is there, with a value of the type; a type in a tuple allows several."""
    for name, kind in form.items():
        assert name in document, f"{name} is missing in {sorted(document)}"
        assert isinstance(document[name], kind), f"{name} is {document[name]!r}"


def lines(path: Path) -> list[dict[str, Any]]:
    """The documents of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def jsonl(path: Path, *rows: object) -> Path:
    """Write a JSONL file; strings go in as they are."""
    text = "".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows)
    path.write_text(text, encoding="utf-8")
    return path


NUMBER = (int, float)
MAYBE_NUMBER = (int, float, type(None))
MAYBE_TEXT = (str, type(None))


def test_score_writes_a_line_for_each_line(door: Door, tmp_path: Path) -> None:
    """Order, ids and number of lines are kept; a line that cannot be read says why."""
    source = jsonl(tmp_path / "in.jsonl", *TEXTS, "no json", {"id": "d"}, {"id": "\ud83d", "text": ""})
    said = door("score", source, "-o", tmp_path / "out.jsonl", "--aspects", "--json")
    found = lines(tmp_path / "out.jsonl")
    assert said.status == 1 and said.document["read"] == 4
    assert [one["id"] for one in found[:5]] == ["a", "b", 3, None, "d"]
    for one in found[:3]:
        holds(one, {"language": str, "sentiment": dict, "aspects": list, "pii": list})
        mood = one["sentiment"]
        assert mood["label"] in ("negative", "neutral", "positive") and -1 <= mood["score"] <= 1
        assert sum(mood["probabilities"].values()) == pytest.approx(1, abs=0.001)
        for aspect in one["aspects"]:
            holds(aspect, {"term": str, "category": str, "sentiment": str, "start": int, "end": int})
    assert [one["language"] for one in found[:3]] == ["en", "zh-Hans", "zh-Hant"]
    assert [one["sentiment"]["label"] for one in found[:2]] == ["negative", "positive"]
    phone = next(one for one in found[2]["pii"] if one["type"] == "phone")
    assert str(TEXTS[2]["text"])[phone["start"] : phone["end"]] == "0912-345-678"
    assert all(set(one) == {"id", "error"} for one in found[3:5])


def test_embed_writes_unit_vectors(door: Door, tmp_path: Path) -> None:
    """One float32 unit vector a line, and its shape on standard output."""
    said = door("embed", jsonl(tmp_path / "in.jsonl", *TEXTS), "-o", tmp_path / "out.npy")
    matrix = np.load(tmp_path / "out.npy")
    holds(said.document, {"n": int, "d": int, "model": str, "seconds": NUMBER})
    assert matrix.dtype == np.float32 and matrix.shape == (said.document["n"], said.document["d"])
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-3)


def test_discover_places_every_line(door: Door, tmp_path: Path) -> None:
    """Each line has its place, the report the themes with names in three languages."""
    courier = [{"id": n, "text": f"The courier came {n} days late and the parcel was wet"} for n in range(25)]
    candle = [{"id": 25 + n, "text": f"香薰蜡烛味道太淡，第{n}次买了，不值这个价"} for n in range(25)]
    source, report = jsonl(tmp_path / "in.jsonl", *courier, *candle), tmp_path / "report.json"
    said = door("discover", source, "-o", tmp_path / "out.jsonl", "--report", report, "--seed", 1)
    found, told = lines(tmp_path / "out.jsonl"), json.loads(report.read_text(encoding="utf-8"))
    assert said.status == 0 and [one["id"] for one in found] == list(range(50))
    for one in found:
        holds(one, {"theme": int, "forced": bool, "probability": NUMBER})
    holds(told, {"themes": list, "outlier_rate": NUMBER, "seconds": NUMBER})
    assert {one["theme"] for one in told["themes"]} == {one["theme"] for one in found} - {-1}
    for theme in told["themes"]:
        holds(theme, {"name": dict, "keywords": dict, "size": int, "quotes": list})
        assert set(theme["name"]) == TONGUES


def test_ingest_counts_every_row_and_takes_nothing_twice(door: Door, tmp_path: Path) -> None:
    """The counters add up to the rows; the same file again is all duplicates; corrected rows go in."""
    source = tmp_path / "reviews.csv"
    source.write_text(
        "feedback_id,customer_id,date,text,rating\nF1,C1,2026-01-05,Lovely lamp,5\n"
        "F2,C1,2026-13-40,Broken again,1\nF3,C2,2026-01-07,,4\n",
        encoding="utf-8",
    )
    first, again = door("ingest", source, "--json"), door("ingest", source, "--json")
    form = {"accepted": int, "updated": int, "duplicates": int, "quarantined": int}
    holds(first.document, {**form, "reasons": dict, "kinds": dict, "seconds": NUMBER})
    assert first.status == 0 and sum(first.document[name] for name in form) == 3
    assert first.document["accepted"] == 1 and first.document["kinds"] == {"feedback": 3}
    assert sum(first.document["reasons"].values()) == first.document["quarantined"] == 2
    assert again.document["accepted"] == again.document["updated"] == 0
    waiting = door("quarantine", "--json").document
    assert len(waiting) == 2 and all(one["reason"] for one in waiting)
    assert door("quarantine", "--retry", "--json").document["quarantined"] == 2


def test_a_map_overrules_what_headers_say(door: Door, tmp_path: Path) -> None:
    """Columns of any name go in once they are named."""
    source = tmp_path / "x.csv"
    source.write_text("a,b,c\nF1,2026-01-05,水壶漏水\n", encoding="gb18030")
    mapped = ("--map", "feedback_id=a", "--map", "at=b", "--map", "text=c", "--source", "shop")
    found = door("ingest", source, "--kind", "feedback", *mapped, "--json")
    assert found.document["accepted"] == 1, found.err


def test_refresh_says_what_it_did_and_then_has_nothing_to_do(door: Door, own: Path) -> None:
    """The report has its figures and stages; a second one passes all of them over."""
    found = door("refresh", "--json", home=own)
    form = {"feedback": dict, "themes": int, "segments": int, "customers": int, "at_risk": int, "alerts": int}
    holds(found.document, {**form, "stages": list})
    assert found.status == 0 and found.document["customers"] > 500 and found.document["at_risk"] > 0
    for stage in found.document["stages"]:
        holds(stage, {"name": str, "seconds": NUMBER, "items": int})
    assert found.document["feedback"]["scored"] == 0


def test_a_database_url_leads_elsewhere(
    door: Door, shop: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """EARFUL_DATABASE_URL decides, whatever the data folder holds."""
    monkeypatch.setenv("EARFUL_DATABASE_URL", f"sqlite:///{shop / 'earful.db'}")
    assert len(door("customers", "--limit", "3", "--json").document) == 3
    assert not (home / "earful.db").exists()


def test_customers_can_be_narrowed(door: Door, shop: Path) -> None:
    """By segment, tier and number; highest value at risk first."""
    every = door("customers", "--limit", 1000, "--json", home=shop).document
    worth = [one["value_at_risk"] or 0 for one in every]
    assert len(every) > 500 and worth == sorted(worth, reverse=True)
    chosen = every[0]
    for option, name in (("--segment", "segment"), ("--tier", "tier")):
        found = door("customers", option, chosen[name], "--limit", 1000, "--json", home=shop).document
        assert {one["customer_id"] for one in found} == {
            one["customer_id"] for one in every if one[name] == chosen[name]
        }
    assert door("customers", "--limit", 2, "--json", home=shop).document == every[:2]


def test_a_profile_is_whole(door: Door, shop: Path) -> None:
    """Every part of a profile has its place and type; a plain list is text."""
    first = door("customers", "--limit", 1, "--json", home=shop).document[0]["customer_id"]
    found = door("customer", first, "--json", home=shop).document
    form: dict[str, Any] = dict.fromkeys(("customer_id", "name", "abc", "lifecycle"), str)
    form |= dict.fromkeys(("rfm", "axes", "risk", "segment", "sentiment", "next_action"), dict)
    form |= dict.fromkeys(("identities", "psychographics", "themes", "cases", "recommendations"), list)
    holds(found, {**form, "expected_value": NUMBER, "nps": MAYBE_NUMBER, "csat": MAYBE_NUMBER})
    holds(found["rfm"], dict.fromkeys(("recency_days", "frequency", "monetary", "r", "f", "m"), NUMBER))
    holds(found["axes"], dict.fromkeys(("activity", "value", "intent", "risk"), NUMBER))
    holds(found["risk"], {"probability": float, "horizon_days": int, "reasons": list})
    holds(found["segment"], {"id": int, "name": dict, "membership": NUMBER})
    assert len(found["risk"]["reasons"]) >= 3 and all(one["text"] for one in found["risk"]["reasons"])
    assert first in door("customer", first, home=shop).out


def test_the_digest_names_reasons_and_actions(door: Door, shop: Path) -> None:
    """Each customer at risk comes with at least three reasons, an action and quotes with ids."""
    found = door("digest", "--limit", 4, "--json", home=shop).document
    holds(found, {"date": str, "customers": list, "themes": list, "totals": dict})
    form = dict.fromkeys(("probability", "value_at_risk"), NUMBER)
    for one in found["customers"]:
        holds(one, {**form, "customer_id": str, "name": str, "change": MAYBE_TEXT, "action": str})
        assert len(one["reasons"]) >= 3
        assert all(set(reason) >= {"feature", "text", "direction"} for reason in one["reasons"])
        assert all(set(quote) >= {"feedback_id", "quote"} for quote in one["quotes"])
    assert len(found["customers"]) == 4 and any(one["quotes"] for one in found["customers"])


def test_segments_and_themes_have_names_in_three_languages(door: Door, shop: Path) -> None:
    """Both lists have the same form; narrowing makes themes smaller, never larger."""
    themes = door("themes", "--json", home=shop).document
    for one in (*door("segments", "--json", home=shop).document, *themes):
        holds(one, {"id": int, "name": dict, "size": int, "share": NUMBER})
        assert set(one["name"]) == TONGUES
    sizes = {one["id"]: one["size"] for one in themes}
    for narrowed in (("--channel", "review"), ("--language", "zh"), ("--since", "2026-01-01")):
        found = door("themes", *narrowed, "--json", home=shop).document
        assert found and all(one["size"] <= sizes[one["id"]] for one in found)
        assert sum(one["size"] for one in found) < sum(sizes.values())


def test_backtest_compares_with_baselines(door: Door, own: Path, tmp_path: Path) -> None:
    """Each fold has its figures and its baselines; predictions are probabilities of those customers."""
    path = tmp_path / "p.csv"
    said = door("backtest", "--cutoffs", 2, "--predictions", path, "--json", home=own)
    holds(said.document, {"folds": list, "mean": dict})
    figures = ("auc", "average_precision", "lift_at_10", "brier", "ece")
    for fold in said.document["folds"]:
        holds(fold, {"cutoff": str, "customers": int, "base_rate": float, **dict.fromkeys(figures, float)})
        assert set(fold["baselines"]) == {"recency", "frequency", "bg_nbd", "logistic"}
    header, *rows = [line.split(",") for line in path.read_text(encoding="utf-8").splitlines()]
    assert header == ["cutoff", "customer_id", "probability"]
    assert len(rows) == sum(fold["customers"] for fold in said.document["folds"])
    assert {row[0] for row in rows} == {fold["cutoff"] for fold in said.document["folds"]}
    assert all(0 <= float(row[2]) <= 1 for row in rows)


def test_doctor_finds_everything_in_order(door: Door, shop: Path) -> None:
    """Each line says what was checked; all is well on the demo, and an empty folder is told what to do."""
    found = door("doctor", "--json", home=shop)
    assert found.status == 0 and all(one["ok"] for one in found.document)
    empty = door("doctor", "--json")
    wrong = [one for one in empty.document if not one["ok"]]
    assert empty.status == 1 and empty.err and wrong and all("earful" in one["hint"] for one in wrong)


def test_an_index_that_was_lost_is_rebuilt(door: Door, own: Path) -> None:
    """The vector index comes back from the database."""
    before = door("index", "rebuild", "--json", home=own)
    assert before.status == 0 and before.document["indexed"] > 1000


def test_the_options_name_what_the_rooms_know() -> None:
    """The choices that the help lists are those of the rooms, which it must not import."""
    from bot.cli import discovered
    from segmentation import tiers

    assert (TIERS, discovered.CHANNELS) == (tiers.TIERS, CHANNELS)
