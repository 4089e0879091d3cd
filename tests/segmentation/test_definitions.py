"""The owner's definitions: read from a file, refused where they make no sense, and written out as a table."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.records import Axes, Rfm
from nlp.failures import UserError
from segmentation.definitions import as_markdown, definitions, read_definitions
from segmentation.levels import LEVELS, Placed, find_level, level_name, level_of
from segmentation.settings import Settings

ROOT = Path(__file__).parents[2]
WHOLE = """
[rfm]
recency = [7, 30, 90, 180]
frequency = [2, 3, 5, 10]
monetary = [50.5, 100, 500, 1000]

[abc]
a = 0.5
b = 0.9

[lifecycle]
slip = 2
loyal_purchases = 6

[axes]
high = 70

[[level]]
id = "circle"
names = { en = "Inner circle", zh-Hans = "核心圈" }
tier = ["vip", "sleeping_vip"]
spend = 500.10

[[level]]
id = "pool"
names = { zh-Hans = "公海" }
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "customers.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_whole_file_is_read(tmp_path: Path) -> None:
    """Every table changes what it names, and leaves the rest as it was."""
    found = read_definitions(Settings(), written(tmp_path, WHOLE), "manual")
    assert found.rfm_bounds is not None and found.rfm_bounds.monetary == (50.5, 100, 500, 1000)
    assert (found.rfm, found.abc_a, found.abc_b, found.slip, found.lapse) == ("manual", 0.5, 0.9, 2, 3.0)
    assert (found.loyal_purchases, found.high, found.high_value) == (6, 70, 80)
    assert [level.id for level in found.levels] == ["circle", "pool"]
    assert read_definitions(Settings(), None) == Settings()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[rfm]\nrecency = [1, 2, 3, 4]", "frequency"),
        ("[rfm]\nrecency=[1,2,2,4]\nfrequency=[1,2,3,4]\nmonetary=[1,2,3,4]", "above the one before"),
        ("[rfm]\nrecency=[1,2,4]\nfrequency=[1,2,3,4]\nmonetary=[1,2,3,4]", "four numbers"),
        ("[abc]\na = 0.9\nb = 0.8", "0 < a < b <= 1"),
        ("[abc]\na = '80 %'", "give a number"),
        ("[abc]\nc = 1", "c is not known"),
        ("[lifecycle]\nslip = 4", "slip < lapse"),
        ("[axes]\nhigh = 0", "1 to 100"),
        ("[shoes]\nsize = 4", "[shoes] is not known"),
        ("[[level]]\nnames = { en = 'x' }", "give it an id"),
        ("[[level]]\nid = 'vip'", "is a combined tier"),
        ("[[level]]\nid = 'a'\n[[level]]\nid = 'a'", "two levels"),
        ("[[level]]\nid = 'a'\ntier = ['king']", "tier is a list of any of vip"),
        ("[[level]]\nid = 'a'\nage = 4", "age is not known"),
        ("[level]\nid = 'a'", "two brackets"),
        ("[abc\n", "is not TOML"),
    ],
)
def test_what_makes_no_sense_is_refused(tmp_path: Path, text: str, told: str) -> None:
    """One sentence says where, and what to write instead."""
    with pytest.raises(UserError, match=r"customers\.toml") as refused:
        read_definitions(Settings(), written(tmp_path, text))
    assert told in str(refused.value) and "customers.toml" in str(refused.value)


def test_manual_scores_need_bounds() -> None:
    """Without a file there is nothing to score by."""
    with pytest.raises(UserError, match="needs bounds"):
        read_definitions(Settings(), None, "manual")
    with pytest.raises(UserError, match="EARFUL_RFM=guess"):
        read_definitions(Settings(), None, "guess")


def placed(tier: str = "quiet", abc: str = "C", spend: float = 0.0, orders: int = 0) -> Placed:
    rfm = Rfm(5, orders, spend, 1, 1, 1, "new")
    return Placed(tier, abc, "active", rfm, Axes(10, 10, 10, 50))


def test_the_first_level_that_fits() -> None:
    """Levels are tried from above, all conditions of one must hold."""
    found = [
        level_of(LEVELS, one)
        for one in (placed("vip", "A"), placed("quiet", "A", orders=1), placed(orders=2), placed())
    ]
    assert found == ["gold", "silver", "bronze", "open"]


def test_a_bound_of_money_is_exact_to_the_cent(tmp_path: Path) -> None:
    """A cent below the bound is below it."""
    levels = read_definitions(Settings(), written(tmp_path, WHOLE), "quantile").levels
    assert level_of(levels, placed("vip", spend=500.10)) == "circle"
    assert level_of(levels, placed("vip", spend=500.09)) == "pool"


def test_levels_are_called_by_the_owners_names(tmp_path: Path) -> None:
    """In the language asked for, else in the nearest one; found by any of them."""
    levels = read_definitions(Settings(), written(tmp_path, WHOLE), "quantile").levels
    assert level_name(levels, "circle", "zh-Hant") == "核心圈"
    assert level_name(levels, "pool", "en") == "公海"
    assert level_name(LEVELS, "gold", "zh-Hans") == "金牌"
    assert level_name(levels, "dropped", "en") == "dropped"
    found = find_level(levels, " inner CIRCLE ")
    assert found is not None and found.id == "circle"
    assert find_level(levels, "nobody") is None


def test_the_documented_table_is_the_one_in_force() -> None:
    """docs/definitions.md is what the code says; write it anew with `earful definitions --markdown`."""
    assert as_markdown(definitions(Settings())) in (ROOT / "docs" / "definitions.md").read_text(
        encoding="utf-8"
    )


def test_the_table_follows_the_owners_file(tmp_path: Path) -> None:
    """Thresholds and levels are told as the owner set them."""
    found = read_definitions(Settings(), written(tmp_path, WHOLE), "manual")
    told = as_markdown(definitions(found))
    for part in ("less than 50%", "from 6 scores", "5 up to 7", "net spend from 500.10", "activity from 70"):
        assert part.replace("from 6 scores", "6 purchase days") in told
    assert "highest - lowest" in as_markdown(definitions(replace(Settings(), rfm="fixed")))
