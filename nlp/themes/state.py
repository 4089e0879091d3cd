"""Themes as bytes and back: what placing new texts and matching a refit need."""

import io
import json
from dataclasses import dataclass

import numpy as np

from nlp.findings import Discovery, FoundTheme, ThemeSpace

VERSION = 1


@dataclass(frozen=True, slots=True)
class KnownThemes:
    """Themes found earlier, with the space they lie in."""

    themes: tuple[FoundTheme, ...]
    space: ThemeSpace


def pack(found: Discovery) -> bytes:
    """The discovery's themes and space as bytes, without code: arrays and JSON."""
    described = [
        {
            "number": theme.number,
            "names": theme.names,
            "keywords": theme.keywords,
            "size": theme.size,
            "exemplars": theme.exemplars,
            "radius": theme.radius,
        }
        for theme in found.themes
    ]
    header = {"version": VERSION, "themes": described, "languages": list(found.space.means)}
    arrays = {f"centroid{place}": theme.centroid for place, theme in enumerate(found.themes)}
    arrays |= {f"mean{place}": mean for place, mean in enumerate(found.space.means.values())}
    buffer = io.BytesIO()
    text = np.frombuffer(json.dumps(header, ensure_ascii=False).encode(), dtype=np.uint8)
    np.savez(buffer, allow_pickle=False, header=text, **arrays)
    return buffer.getvalue()


def unpack(state: bytes) -> KnownThemes:
    """What ``pack`` gave.

    Raises:
        ValueError: the bytes come from another version, or are not such a state.
    """
    with np.load(io.BytesIO(state), allow_pickle=False) as arrays:
        header = json.loads(arrays["header"].tobytes())
        if header.get("version") != VERSION:
            raise ValueError(f"theme state of version {header.get('version')}, not {VERSION}")
        themes = tuple(
            FoundTheme(
                number=row["number"],
                names=row["names"],
                keywords={language: tuple(words) for language, words in row["keywords"].items()},
                size=row["size"],
                exemplars=tuple(row["exemplars"]),
                centroid=arrays[f"centroid{place}"],
                radius=row["radius"],
            )
            for place, row in enumerate(header["themes"])
        )
        means = {tag: arrays[f"mean{place}"] for place, tag in enumerate(header["languages"])}
    return KnownThemes(themes, ThemeSpace(means))
