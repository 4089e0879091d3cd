"""Every wrong input ends with status 2 and one line that says what to do; nothing is half done."""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.scenarios.conftest import Door, Said


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with files of every wrong kind."""
    monkeypatch.chdir(tmp_path)
    noise = random.Random(7).randbytes(4000)
    for name in ("noise.jsonl", "noise.xlsx", "noise.parquet", "noise.csv.gz"):
        (tmp_path / name).write_bytes(noise)
    (tmp_path / "empty.csv").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "odd.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    (tmp_path / "people.csv").write_text("customer_id,name\nC1,Ann\n", encoding="utf-8")
    (tmp_path / "texts.jsonl").write_text('{"id": 1, "text": "good"}\n', encoding="utf-8")
    return tmp_path


def refused(said: Said) -> None:
    """Status 2, nothing on standard output, and one line without a traceback on standard error."""
    assert said.status == 2, said
    assert not said.out
    assert len(said.err.strip().splitlines()) == 1 and said.err.startswith("earful: "), said.err
    assert "Traceback" not in said.err and "Errno" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("no-such-command",),
        ("ingest",),
        ("ingest", "missing.csv"),
        ("ingest", "folder"),
        ("ingest", "empty.csv"),
        ("ingest", "odd.csv"),
        ("ingest", "noise.xlsx"),
        ("ingest", "noise.parquet"),
        ("ingest", "noise.csv.gz"),
        ("ingest", "people.csv", "--kind", "people"),
        ("ingest", "people.csv", "--map", "name"),
        ("ingest", "people.csv", "--map", "colour=name"),
        ("ingest", "people.csv", "--map", "name=colour"),
        ("score", "missing.jsonl", "-o", "out.jsonl"),
        ("score", "folder", "-o", "out.jsonl"),
        ("score", "texts.jsonl", "-o", "folder"),
        ("score", "texts.jsonl", "-o", "nowhere/out.jsonl"),
        ("score", "texts.jsonl"),
        ("embed", "noise.jsonl", "-o", "out.npy"),
        ("discover", "missing.jsonl", "-o", "out.jsonl"),
        ("ask", "--batch", "missing.jsonl", "-o", "out.jsonl"),
        ("ask", "--batch", "noise.jsonl", "-o", "out.jsonl"),
        ("ask", "--batch", "texts.jsonl"),
        ("customer", "nobody"),
        ("export", "nobody"),
        ("forget", "nobody"),
        ("forget", "nobody", "--yes"),
        ("customers", "--limit", "0"),
        ("customers", "--tier", "platinum"),
        ("customers", "--segment", "99"),
        ("themes", "--since", "yesterday"),
        ("themes", "--channel", "pigeon"),
        ("themes", "--language", "fr"),
        ("digest", "--as-of", "10/9/2011"),
        ("digest", "--as-of", "2026-02-30"),
        ("digest", "--post"),
        ("refresh", "--as-of", "soon"),
        ("backtest",),
        ("backtest", "--cutoffs", "0"),
        ("backtest", "--at", "soon"),
        ("serve", "--port", "99999"),
        ("serve", "--host", "0.0.0.0"),
    ],
    ids=" ".join,
)
def test_wrong_input_is_told_in_one_line(door: Door, desk: Path, arguments: Sequence[str]) -> None:
    """The line says what is wrong; no output file is left behind."""
    before = sorted(desk.iterdir())
    refused(door(*arguments))
    assert [one for one in sorted(desk.iterdir()) if one not in before and one.name != "home"] == []


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("EARFUL_HORIZON_DAYS", "soon"),
        ("EARFUL_HORIZON_DAYS", "-5"),
        ("EARFUL_HIGH_RISK", "7"),
        ("EARFUL_HIGH_RISK", "nan"),
        ("EARFUL_TIMEZONE", "Mars/Base"),
        ("EARFUL_DIGEST_TIME", "25:00"),
        ("EARFUL_DIGEST_LANGUAGE", "fr"),
        ("EARFUL_RATES", "USD"),
        ("EARFUL_RATES", "USD=-1"),
        ("EARFUL_CURRENCY", "pounds"),
        ("EARFUL_THREADS", "-1"),
        ("EARFUL_CHROMA_URL", "chroma"),
        ("EARFUL_DATABASE_URL", "nonsense"),
        ("EARFUL_DATABASE_URL", "mysql://here/there"),
    ],
)
def test_a_wrong_setting_is_named(
    door: Door, desk: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    """The line names the variable, and the check-up reports it without breaking."""
    monkeypatch.setenv(variable, value)
    said = door("segments")
    refused(said)
    assert variable in said.err
    check = door("doctor", "--json")
    assert check.status == 1 and any(variable in one["hint"] for one in check.document if not one["ok"])


def test_a_data_folder_that_is_a_file_is_refused(door: Door, desk: Path) -> None:
    """Nothing can be kept in a file; the line says which variable to set."""
    said = door("segments", home=desk / "people.csv")
    refused(said)
    assert "EARFUL_HOME" in said.err


def test_a_fault_of_ours_is_a_reference_and_no_traceback(
    door: Door, desk: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """The screen has a reference, the log where it happened; words that a customer wrote are in neither."""
    wrote, token = "my kettle broke", "xoxb-12-secret"

    def broken(*_: object, **__: object) -> None:
        raise ValueError(f"could not read '{wrote}' with {token}")

    monkeypatch.setattr("bot.views.segment_documents", broken)
    said = door("segments")
    log = (home / "earful.log").read_text(encoding="utf-8")
    assert said.status == 1 and len(said.err.strip().splitlines()) == 1 and "Traceback" not in said.err
    assert said.err.rpartition("Reference ")[2].partition(";")[0] in log and "in broken" in log
    assert not any(word in text for word in ("kettle", "secret") for text in (log, said.err))
