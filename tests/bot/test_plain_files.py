"""``earful score``, ``embed`` and ``discover`` on plain files, through the real door."""

import json
from pathlib import Path

import numpy as np
import pytest

from bot.cli.main import main

LINES = [
    {"id": "a", "text": "The vase arrived broken and nobody answers my mails."},
    {"id": 2, "text": "質感很好，下次還會再買！"},
    {"id": "c", "text": "客服态度太差了，再也不来了", "language": "zh-Hans"},
    {"id": "d", "text": ""},
]


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A file of texts with a line that is none."""
    path = tmp_path / "in.jsonl"
    lines = [json.dumps(line, ensure_ascii=False) for line in LINES]
    path.write_text("\n".join([*lines[:2], "not json", *lines[2:]]) + "\n", encoding="utf-8")
    return path


def _rows(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_score_writes_a_line_for_each_line_in_order(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A line that cannot be read has an error in its place and is told of; the others are scored."""
    assert main(["score", str(texts), "-o", str(tmp_path / "out.jsonl"), "--json"]) == 1
    assert "1 line could not be read" in capsys.readouterr().err
    rows = _rows(tmp_path / "out.jsonl")
    assert [row["id"] for row in rows] == ["a", 2, None, "c", "d"]
    assert "error" in rows[2]
    assert [rows[i]["language"] for i in (0, 1, 3)] == ["en", "zh-Hant", "zh-Hans"]
    labels = [rows[i]["sentiment"]["label"] for i in (0, 1, 3)]  # type: ignore[index]
    assert labels == ["negative", "positive", "negative"]


def test_embed_writes_unit_vectors(tmp_path: Path) -> None:
    """One float32 unit vector a line."""
    source = tmp_path / "in.jsonl"
    source.write_text("\n".join(json.dumps(line) for line in LINES), encoding="utf-8")
    assert main(["embed", str(source), "-o", str(tmp_path / "out.npy")]) == 0
    matrix = np.load(tmp_path / "out.npy")
    assert matrix.dtype == np.float32
    assert matrix.shape[0] == len(LINES)
    assert np.allclose(np.linalg.norm(matrix, axis=1), 1, atol=1e-3)


def test_embed_refuses_a_line_it_cannot_read(
    texts: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A gap would shift every later vector, so nothing is written and the line is named."""
    assert main(["embed", str(texts), "-o", str(tmp_path / "out.npy")]) == 2
    assert "line 3" in capsys.readouterr().err
    assert not (tmp_path / "out.npy").exists()


def test_a_missing_file_is_one_line_and_status_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The message names the file and says what to do."""
    assert main(["score", str(tmp_path / "none.jsonl"), "-o", str(tmp_path / "out.jsonl")]) == 2
    message = capsys.readouterr().err
    assert "none.jsonl" in message
    assert "Traceback" not in message
