"""Files of every format and encoding come out as the same rows."""

import csv
import gzip
import io
import json
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.readers import ROW, batches, files_under, sheet_of, unpack
from index.readers.delimited import delimited
from index.readers.headers import is_header
from nlp.failures import UserError

COLUMNS = ("id", "text", "at")
ROWS = [
    ("1", "质量很好，物流也快，下次还会再来买的", "2024-05-03"),
    ("2", "客服态度不好，退款拖了三个星期", "2024-05-04"),
]
TRADITIONAL = [
    ("1", "品質很好，物流也快，下次還會再來買的", "2024-05-03"),
    ("2", "客服態度不好，退款拖了三個星期", "2024-05-04"),
]


def table(rows: list[tuple[str, ...]], delimiter: str = ",") -> str:
    return "\n".join(delimiter.join(row) for row in [COLUMNS, *rows]) + "\n"


def read(path: Path) -> list[tuple[str | None, ...]]:
    sheet = sheet_of(unpack(path))
    assert sheet is not None
    return [row for block in batches(sheet, 100) for row in block.frame.drop(ROW).iter_rows()]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_told(tmp_path: Path, delimiter: str) -> None:
    """Four delimiters, none of them said."""
    (tmp_path / "a.txt").write_text(table(ROWS, delimiter), encoding="utf-8")
    assert read(tmp_path / "a.txt") == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "gb18030", "gbk"])
def test_simplified_encodings_are_told(tmp_path: Path, encoding: str) -> None:
    """The same words however they are written."""
    (tmp_path / "a.csv").write_bytes(table(ROWS).encode(encoding))
    assert read(tmp_path / "a.csv") == ROWS


@pytest.mark.parametrize("encoding", ["utf-8", "big5", "big5hkscs", "cp950", "gb18030", "utf-16-be"])
def test_traditional_encodings_are_told(tmp_path: Path, encoding: str) -> None:
    """Big5 is told from GB18030 though both may decode."""
    (tmp_path / "a.csv").write_bytes(table(TRADITIONAL).encode(encoding))
    assert read(tmp_path / "a.csv") == TRADITIONAL


@pytest.mark.parametrize(
    "words", ["le café était très bon, crème brûlée à l'avance", "it’s “fine” – £5", "Grüße für Ärzte"]
)
def test_western_encodings_are_told(tmp_path: Path, words: str) -> None:
    """What is neither UTF-8 nor Chinese is Windows' Latin."""
    (tmp_path / "a.csv").write_bytes(f'id,text\n1,"{words}"\n'.encode("cp1252"))
    assert read(tmp_path / "a.csv") == [("1", words)]


def test_a_late_character_decides_the_encoding(tmp_path: Path) -> None:
    """The whole file is tried, not its beginning."""
    lines = "id,text\n" + "".join(f"{number},plain words\n" for number in range(40_000))
    (tmp_path / "a.csv").write_bytes(lines.encode() + "x,café\n".encode("cp1252"))
    assert read(tmp_path / "a.csv")[-1] == ("x", "café")


def test_json_lines_and_arrays(tmp_path: Path) -> None:
    """Lines and an array hold the same records."""
    records = [dict(zip(COLUMNS, row, strict=True)) for row in ROWS]
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps(one) for one in records), encoding="utf-8")
    (tmp_path / "b.json").write_text(json.dumps(records, ensure_ascii=False), encoding="gb18030")
    assert read(tmp_path / "a.jsonl") == read(tmp_path / "b.json") == ROWS


def test_a_broken_json_line_is_a_broken_row(tmp_path: Path) -> None:
    """It keeps its number and spoils no other."""
    (tmp_path / "a.jsonl").write_text('{"id": 1}\n{"id": \n[3]\n{"id": 4}\n', encoding="utf-8")
    sheet = sheet_of(unpack(tmp_path / "a.jsonl"))
    assert sheet is not None
    (block,) = batches(sheet, 100)
    assert block.frame[ROW].to_list() == [1, 4]
    assert [(one.number, one.reason) for one in block.broken] == [(2, "bad_json"), (3, "bad_json")]


def test_parquet_and_excel(tmp_path: Path) -> None:
    """Typed values come out as strings, dates as ISO."""
    frame = pl.DataFrame({"id": [1, 2], "at": ["2024-05-03 10:20:00", None], "text": ["a", "b"]})
    frame = frame.with_columns(pl.col("at").str.to_datetime())
    frame.write_parquet(tmp_path / "a.parquet")
    frame.write_excel(tmp_path / "a.xlsx")
    for name in ("a.parquet", "a.xlsx"):
        (first, second) = read(tmp_path / name)
        assert (first[0], str(first[1])[:10], first[2]) == ("1", "2024-05-03", "a")
        assert second == ("2", None, "b")


def test_gzip_of_each(tmp_path: Path) -> None:
    """Packed files are told by their bytes, whatever they are called."""
    buffer = io.BytesIO()
    pl.DataFrame(ROWS, schema=COLUMNS, orient="row").write_parquet(buffer)
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(table(ROWS).encode("gb18030")))
    (tmp_path / "b.parquet.gz").write_bytes(gzip.compress(buffer.getvalue()))
    (tmp_path / "c.csv").write_bytes(gzip.compress(table(ROWS, "\t").encode()))
    assert read(tmp_path / "a.csv.gz") == read(tmp_path / "b.parquet.gz") == read(tmp_path / "c.csv") == ROWS


def test_quotes_and_line_ends_within_fields(tmp_path: Path) -> None:
    """A quoted field may hold delimiters, quotes and line ends."""
    (tmp_path / "a.csv").write_bytes(b'id,text\r\n1,"one, ""two""\nthree"\r\n\r\n2,plain\r\n')
    assert read(tmp_path / "a.csv") == [("1", 'one, "two"\nthree'), ("2", "plain")]


def test_rows_too_wide_are_broken_rows_and_odd_quotes_are_forgiven(tmp_path: Path) -> None:
    """One bad row does not spoil the file."""
    (tmp_path / "a.csv").write_text('id,text\n1,5" nails\n2,a,b\n3,ok\n', encoding="utf-8")
    sheet = sheet_of(unpack(tmp_path / "a.csv"))
    assert sheet is not None
    (block,) = batches(sheet, 100)
    assert block.frame.rows() == [("1", '5" nails', 1), ("3", "ok", 3)]
    assert [(one.number, one.reason) for one in block.broken] == [(2, "bad_shape")]


LONG = "Being kept informed, clarity & consistency of information about what happens next"
TEXTS = (
    "The nurse was kind and explained everything twice, which I needed.",
    "Waited three hours and nobody told us why.",
    "Nothing.",
    "等了三个小时，没有人说明原因，护士态度倒是很好。",
    "Parking is a nightmare; the ward itself was spotless.",
    "Did not answer",
)


@pytest.mark.parametrize(
    ("header", "tail"),
    [
        (("Comment ID", "Trust", "FFT answer", LONG), lambda place: ("NEAS", TEXTS[place % 6], "1")),
        (("Comment ID", "", "Answer", LONG, "Answer"), lambda place: ("", TEXTS[place % 6], "", str(place))),
        (
            (
                "Ward",
                "Department",
                "Why did you give this score? (Tell us as much as you like, in your words)",
            ),
            lambda place: (("North", "South")[place % 2], f"{TEXTS[place % 6]} {place}"),
        ),
        (
            ("编号", "科室", f"请告诉我们：{'您对本次就诊有什么意见或建议' * 4}"),
            lambda place: ("3", TEXTS[place % 6]),
        ),
    ],
)
def test_long_names_over_rows_that_prove_them(
    tmp_path: Path, header: tuple[str, ...], tail: Callable[[int], tuple[str, ...]]
) -> None:
    """A codebook's or survey's long names are names; the same rows without them have none."""
    rows = [("Q" if "Ward" in header else f"NEAS {place}", *tail(place)) for place in range(24)]
    for name, held in (("with.csv", [header, *rows]), ("without.csv", rows)):
        with (tmp_path / name).open("w", newline="", encoding="utf-8") as opened:
            csv.writer(opened).writerows(held)
    named, bare = (sheet_of(unpack(tmp_path / name)) for name in ("with.csv", "without.csv"))
    assert named is not None and named.headed and len(set(named.columns)) == len(header)
    assert [cell for cell in header if cell] == [
        name for name in named.columns if not name.startswith(("column ", "Answer "))
    ] + ["Answer"] * (header.count("Answer") - 1)
    assert len(read(tmp_path / "with.csv")) == 24
    assert bare is not None and not bare.headed
    assert len(read(tmp_path / "without.csv")) == 24


@given(st.lists(st.tuples(st.sampled_from(TEXTS[:2]), st.text("ab", min_size=1, max_size=2)), min_size=2))
def test_texts_with_labels_have_no_header(rows: list[tuple[str, str]]) -> None:
    """A first row that is a text with its label stays a row, however rare the label."""
    assert not is_header((f"{LONG}.", "c"), rows)


@pytest.mark.parametrize("missing", ["N/A", "unknown", ""])
def test_a_missing_number_makes_no_header(missing: str) -> None:
    """The first row of a file without a header may lack what the others have."""
    rows = [(TEXTS[0], str(place)) for place in range(20)]
    assert not is_header((f"{LONG}.", missing), rows)


@given(st.lists(st.sampled_from(["", "a", "a 2", "a 3", "column 2", "b"]), min_size=1, max_size=6))
def test_every_column_has_a_name_of_its_own(header: list[str]) -> None:
    """Empty and repeated names are told apart, and no column is lost."""
    text = io.StringIO()
    csv.writer(text).writerows([["id", *header], ["x1", *("y" for _ in header)]])
    sheet = delimited("a.csv", io.BytesIO(text.getvalue().encode()))
    assert sheet is not None
    assert len(set(sheet.columns)) == len(header) + 1
    assert [row for block in batches(sheet, 9) for row in block.frame.drop(ROW).iter_rows()] == [
        ("x1", *("y" for _ in header))
    ]


def test_a_file_without_headers_keeps_its_first_row(tmp_path: Path) -> None:
    """A first row with numbers or dates is no header."""
    (tmp_path / "a.csv").write_text("7,2024-05-03,good\n8,2024-05-04,bad\n", encoding="utf-8")
    assert read(tmp_path / "a.csv") == [("7", "2024-05-03", "good"), ("8", "2024-05-04", "bad")]


def test_columns_held_apart_by_spaces(tmp_path: Path) -> None:
    """As old exports have them; plain sentences are not taken for columns."""
    (tmp_path / "a.txt").write_text(
        " id  date  n   amount\n 00001 19970101  1   11.77\n 00002 19970112  1   12.00\n"
    )
    assert read(tmp_path / "a.txt") == [
        ("00001", "19970101", "1", "11.77"),
        ("00002", "19970112", "1", "12.00"),
    ]
    (tmp_path / "b.txt").write_text("text\nit is very good\nnot at all bad\nI like it much\n")
    assert read(tmp_path / "b.txt") == [("it is very good",), ("not at all bad",), ("I like it much",)]


@given(size=st.integers(1, 30), after=st.integers(0, 60), rows=st.integers(0, 60))
def test_batches_hold_every_row_once(size: int, after: int, rows: int) -> None:
    """Whatever the batch size and the start, the rows after it come once and in order."""
    sheet = delimited(
        "a.csv", io.BytesIO(b"id,text\n" + b"".join(b"%d,x\n" % row for row in range(1, rows + 1)))
    )
    assert sheet is not None
    blocks = list(batches(sheet, size, after))
    assert [number for block in blocks for number in block.frame[ROW]] == list(range(after + 1, rows + 1))
    assert all((block.frame[ROW] - after <= size * place).all() for place, block in enumerate(blocks, 1))


def test_a_folder_stands_for_its_files(tmp_path: Path) -> None:
    """Readable files beneath it, sorted; others are passed over."""
    (tmp_path / "sub").mkdir()
    for name in ("b.csv", "sub/a.jsonl.gz", "notes.md", ".hidden.csv"):
        (tmp_path / name).write_text("x")
    assert files_under([tmp_path]) == (tmp_path / "b.csv", tmp_path / "sub" / "a.jsonl.gz")


def test_what_cannot_be_read_says_what_to_do(tmp_path: Path) -> None:
    """Missing, damaged and foreign files are the user's to put right."""
    (tmp_path / "a.csv.gz").write_bytes(gzip.compress(b"id,text\n1,x\n" * 1000)[:-30])
    (tmp_path / "b.parquet").write_bytes(b"no table")
    for call in (
        lambda: files_under([tmp_path / "missing.csv"]),
        lambda: unpack(tmp_path / "a.csv.gz"),
        lambda: sheet_of(unpack(tmp_path / "b.parquet")),
    ):
        with pytest.raises(UserError):
            call()


def test_pictures_are_no_tables(tmp_path: Path) -> None:
    """Binary files are refused; a stray NUL in a text is passed over."""
    (tmp_path / "a.csv").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20 + bytes(500))
    with pytest.raises(UserError):
        sheet_of(unpack(tmp_path / "a.csv"))
    (tmp_path / "b.csv").write_bytes(b"id,text\n1,a\x00b\n" + b"2,plain words\n" * 20)
    assert read(tmp_path / "b.csv")[0] == ("1", "ab")
