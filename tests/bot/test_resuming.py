"""``earful score`` goes on after a stop where it ended."""

import json
from pathlib import Path

import pytest

from bot.jobs.resuming import resumable
from bot.jobs.scoring import score
from nlp.failures import UserError
from nlp.reader import Reader


class Untouched(Reader):
    """Reads nothing: every line of these tests is one that cannot be read."""

    def __init__(self) -> None:
        self.calls = 0

    def read(self, texts, **_):  # type: ignore[no-untyped-def]
        """Count the batches."""
        assert not texts
        self.calls += 1
        return [], None


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Enough lines for three batches, none of which is JSON."""
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"line {number}\n" for number in range(1300)), encoding="utf-8")
    return path


def _stop_after(lines: int):  # type: ignore[no-untyped-def]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        if done >= lines:
            raise KeyboardInterrupt

    return advance


def test_a_stopped_run_is_gone_on_with(source: Path, tmp_path: Path) -> None:
    """What was written before the stop is kept, and nothing is read twice or left out."""
    target = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        score(Untouched(), source, target, aspects=False, advance=_stop_after(1000))
    assert not target.exists()
    second = Untouched()
    report = score(second, source, target, aspects=False)
    assert (report.resumed, report.unreadable, report.read, second.calls) == (1024, 1300, 0, 1)
    rows = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 1300 and all("error" in row for row in rows)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.jsonl", "out.jsonl"]


@pytest.mark.parametrize("changed", ["way", "input"])
def test_another_run_begins_anew(source: Path, tmp_path: Path, changed: str) -> None:
    """With other options or another input nothing of the stopped run is used."""
    target = tmp_path / "out.jsonl"
    with pytest.raises(KeyboardInterrupt):
        score(Untouched(), source, target, aspects=False, advance=_stop_after(1))
    if changed == "input":
        source.write_text("other\n" * 3, encoding="utf-8")
    report = score(Untouched(), source, target, aspects=changed == "way")
    assert report.resumed == 0
    assert report.unreadable == len(target.read_text(encoding="utf-8").splitlines())


def test_half_a_line_is_written_again(tmp_path: Path) -> None:
    """A run that was killed in the middle of a line goes on before it."""
    target = tmp_path / "out.jsonl"
    with pytest.raises(RuntimeError), resumable(target, {"a": 1}) as begun:
        begun.out.write('{"id": 1, "error": "x"}\n{"id": 2}\n{"id": "半')
        raise RuntimeError
    with resumable(target, {"a": 1}) as begun:
        assert (begun.lines, begun.errors) == (2, 1)
        begun.out.write('{"id": 3}\n')
    assert target.read_text(encoding="utf-8").splitlines()[1:] == ['{"id": 2}', '{"id": 3}']


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    """The second is told to wait or to choose another place."""
    target = tmp_path / "out.jsonl"
    with (
        resumable(target, {}) as first,
        pytest.raises(UserError, match=r"out\.jsonl"),
        resumable(target, {}),
    ):
        first.out.write("never reached")
