"""The owner's own axes of what customers care about, in the file of definitions.

[[axis]]
id = "handmade"
names = { en = "handmade things", zh-Hans = "手工制品", zh-Hant = "手作" }
sentences = ["I love that every piece is made by hand.", "纯手工的，每一件都不一样。"]   # three or more
"""

from pathlib import Path
from typing import Any

from nlp.failures import UserError
from nlp.language import detect
from nlp.owned import each_once, owned_tables
from segmentation.attitudes import AXES, MOODS, NONE, OwnAxis
from segmentation.definitions.reading import TONGUES, read_document
from segmentation.protected import protected_word

LEAST_SENTENCES = 3


def read_axes(path: Path | None) -> tuple[OwnAxis, ...]:
    """The ``[[axis]]`` tables of the file of definitions.

    Raises:
        UserError: the file cannot be read, or an axis lacks what it needs or is about what people are.
    """
    listed = [] if path is None else owned_tables(read_document(path), "axis", str(path))
    axes = tuple(_axis(one, f"{path}, axis {number}") for number, one in enumerate(listed, 1))
    each_once([axis.key for axis in axes], "axes", str(path))
    return axes


def _axis(document: Any, where: str) -> OwnAxis:
    if not isinstance(document, dict) or not _is_text(document.get("id")):
        raise UserError(f'{where}: give it an id, such as id = "handmade".')
    key, names = document["id"].strip(), document.get("names", {})
    if key in (*AXES, *MOODS, NONE) or key.startswith("own "):
        raise UserError(f"{where}: {key} is there already; give the axis another id.")
    if (
        not isinstance(names, dict)
        or not set(names) <= set(TONGUES)
        or not all(map(_is_text, names.values()))
    ):
        raise UserError(f'{where}: names = {{ en = "…", zh-Hans = "…", zh-Hant = "…" }}.')
    sentences = document.get("sentences", [])
    if (
        not isinstance(sentences, list)
        or len(sentences) < LEAST_SENTENCES
        or not all(map(_is_text, sentences))
    ):
        raise UserError(f"{where}: sentences is a list of {LEAST_SENTENCES} or more that show it, in quotes.")
    _refuse_protected((key.replace("_", " "), *names.values(), *sentences), where)
    return OwnAxis(key, names, tuple((_language(one), one.strip()) for one in sentences))


def _refuse_protected(texts: tuple[str, ...], where: str) -> None:
    found = next((hit for text in texts if (hit := protected_word(text))), None)
    if found is not None:
        raise UserError(
            f"{where}: “{found}” is about what people are. earful sorts nobody by sex, origin, faith,"
            " age, health or orientation; describe what they want of a product or a store."
        )


def _language(sentence: str) -> str:
    code = detect(sentence)
    return code if code in TONGUES else "en"


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and bool(value.strip())
