"""A model of segments as named arrays and back, without pickle."""

import json
from collections.abc import Mapping
from typing import Any

import numpy as np

from segmentation.segments.evolution import Became
from segmentation.segments.grouping import Map
from segmentation.segments.layout import Layout
from segmentation.segments.model import SegmentModel

Arrays = dict[str, Any]
LAYOUT = ("middle", "directions", "points", "placed")


def to_arrays(model: SegmentModel) -> Arrays:
    """Everything of the model; coordinates at half precision, which places newcomers just as well."""
    names: dict[str, Any] = {
        "customer_ids": model.customer_ids,
        "uses": model.uses,
        "weights": dict(model.map.weights),
    }
    names["sought"] = model.sought
    names["became"] = [[one.what, one.segment, list(one.others)] for one in model.became]
    arrays: Arrays = {
        "segment_names": np.frombuffer(json.dumps(names).encode(), dtype=np.uint8),
        "segment_numbers": np.array([model.next_id, model.moment]),
        "segment_quality": np.array([model.noise, model.validity]),
        "segments": model.segments,
        "membership": model.membership,
        "forced": model.forced,
        "known": model.known,
        "segment_ids": model.ids,
        "voter_labels": model.map.labels,
    }
    for name in model.uses:
        layout = model.map.layouts[name]
        arrays |= {f"{part}_{name}": getattr(layout, part).astype(np.float16) for part in LAYOUT[2:]}
        arrays |= {f"{part}_{name}": getattr(layout, part).astype(np.float32) for part in LAYOUT[:2]}
        arrays[f"space_{name}"] = model.map.spaces[name].astype(np.float16)
    return arrays


def from_arrays(kept: Mapping[str, Any]) -> SegmentModel:
    """What ``to_arrays`` made."""
    names = json.loads(kept["segment_names"].tobytes().decode())
    uses = tuple(names["uses"])
    layouts = {name: Layout(*(kept[f"{part}_{name}"].astype(np.float32) for part in LAYOUT)) for name in uses}
    spaces = {name: kept[f"space_{name}"].astype(np.float32) for name in uses}
    next_id, moment = (int(number) for number in kept["segment_numbers"])
    noise, validity = (float(number) for number in kept["segment_quality"])
    return SegmentModel(
        tuple(names["customer_ids"]),
        kept["segments"],
        kept["membership"],
        kept["forced"],
        kept["known"],
        Map(uses, layouts, names["weights"], spaces, kept["voter_labels"]),
        kept["segment_ids"],
        next_id,
        moment,
        noise,
        validity,
        tuple(Became(what, segment, tuple(others)) for what, segment, others in names["became"]),
        names["sought"],
    )
