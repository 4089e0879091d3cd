"""Segments on customers whose groups are known: found, kept, sampled, fast; and the demo's personas.

    .venv/bin/python -m benchmarks.segments [--customers 4000] [--ways] [--big 100000] [--home HOME …]

``fusion``: adjusted mutual information (AMI) with the 30 true groups of ``benchmarks/fused.py``, everybody
placed, beside other ways to join text and behaviour on the same customers with HDBSCAN (``--ways``; those
with UMAP only where umap-learn is installed). ``turnover``: a week later some have left, as many have come
and everybody has changed a little; who stayed and kept the segment, and who flipped between member and
forced. ``sample``: fits on a sample against the fit on all. ``big``: CPU seconds, peak memory and one
newcomer placed.
``personas``: filled demo homes against the planted personas, block by block.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.fused import Fused, fused
from segmentation.blocks import Blocks
from segmentation.segments import SegmentModel, fit_segments, place
from segmentation.segments.layout import lay_out
from segmentation.segments.neighbours import votes
from segmentation.settings import Settings

SETTINGS = Settings()
Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def ami(truth: Ints, found: Ints) -> float:
    """Agreement, 1 at most, 0 by chance."""
    from sklearn.metrics import adjusted_mutual_info_score

    return float(adjusted_mutual_info_score(truth, found))


def fusion(n: int) -> None:
    """Three sets of customers, a tenth of them silent and a twentieth idle."""
    print("| fusion | groups | noise | AMI, both blocks | done of the silent | said of the idle | CPU s |")
    print("|---|---|---|---|---|---|---|")
    for seed in (1, 2, 3):
        made = fused(n, seed, silent=0.1, idle=0.05)
        start = time.process_time()
        model = fit_segments(made.blocks(), 0, SETTINGS)
        spent = time.process_time() - start
        both = made.both
        major = {s: np.bincount(made.truth[both & (model.segments == s)]).argmax() for s in model.ids}
        halves = np.array([divmod(int(major[s]), 5) for s in model.segments.tolist()])
        silent, idle = ~made.has_text, ~made.has_behaviour
        told = (
            f"seed {seed}",
            str(len(model.ids)),
            f"{model.noise:.2f}",
            f"{ami(made.truth[both], model.segments[both]):.3f}",
            f"{(halves[silent, 1] == made.done[silent]).mean():.2f} right",
            f"{(halves[idle, 0] == made.spoken[idle]).mean():.2f} right",
            f"{spent:.1f}",
        )
        print(f"| {' | '.join(told)} |")


def ways(n: int) -> None:
    """Other ways to join the blocks, all with HDBSCAN and everybody left out placed by neighbours."""
    made = fused(n, 1)
    parts = made.blocks().parts
    text, done = parts["said"].values, parts["done"].values
    scaled = _standard(made.behaviour)
    joined: dict[str, Callable[[], Floats]] = {
        "raw, side by side": lambda: np.hstack([text, made.behaviour]).astype(np.float32),
        "z-score of every column": lambda: np.hstack([_standard(text), scaled]),
        "text and z-scored behaviour": lambda: np.hstack([text, scaled]),
        "text alone, laid out": lambda: lay_out(text, 7).low,
        "all columns laid out at once": lambda: lay_out(np.hstack([text, done]), 7).low,
        "one diffusion map a block (shipped)": lambda: np.hstack([lay_out(b, 7).low for b in (text, done)]),
    }
    if find_spec("umap"):
        joined["one UMAP a block"] = lambda: np.hstack([_umap(block) for block in (text, done)])
        joined["UMAP of all columns"] = lambda: _umap(np.hstack([_standard(text), scaled]))
    print(f"\n| way, {n} customers | groups | noise | AMI | CPU s |\n|---|---|---|---|---|")
    for name, make in joined.items():
        start = time.process_time()
        space = make()
        spent = time.process_time() - start
        labels, noise = _hdbscan(space, n // 100)
        print(f"| {name} | {labels.max() + 1} | {noise:.2f} | {ami(made.truth, labels):.3f} | {spent:.1f} |")


def _standard(table: NDArray[np.floating]) -> Floats:
    scaled: Floats = ((table - table.mean(axis=0)) / np.maximum(table.std(axis=0), 1e-9)).astype(np.float32)
    return scaled


def _umap(block: Floats) -> Floats:
    from umap import UMAP

    low = UMAP(n_components=5, n_neighbors=15, min_dist=0.0, random_state=7, n_jobs=1).fit_transform(block)
    low = low - low.mean(axis=0)
    spread: Floats = (low / np.sqrt((low**2).sum(axis=1).mean())).astype(np.float32)
    return spread


def _hdbscan(space: Floats, least: int) -> tuple[Ints, float]:
    from hdbscan import HDBSCAN

    labels = HDBSCAN(min_cluster_size=least, min_samples=5, core_dist_n_jobs=1).fit(space).labels_
    labels, out = labels.astype(np.int64), labels < 0
    if 0 < out.sum() < len(labels):
        labels[out] = votes(space[out], space[~out], labels[~out]).argmax(axis=1)
    return labels, float(out.mean())


def turnover(n: int) -> None:
    """Who keeps the segment, and who flips between member and forced, at 1 to 20 % turnover."""
    print("\n| turnover | stayed | kept the segment | flipped in or out | AMI after |\n|---|---|---|---|---|")
    made = fused(int(1.25 * n), 2, silent=0.1, idle=0.05)
    first = fit_segments(made.choose(np.arange(n)).blocks(), 0, SETTINGS)
    for share in (0.01, 0.05, 0.1, 0.2):
        gone = int(share * n)
        later = made.a_week_later(3).choose(np.arange(gone, n + gone))
        model = fit_segments(later.blocks(), 1, SETTINGS, first)
        kept, flipped, stayed = _compared(first, model)
        both = later.both
        found = ami(later.truth[both], model.segments[both])
        print(f"| {share:.0%} | {stayed} | {kept:.1%} | {flipped:.1%} | {found:.3f} |")


def _compared(first: SegmentModel, second: SegmentModel) -> tuple[float, float, int]:
    before, after = first.places(), second.places()
    was, now = (dict(zip(m.customer_ids, m.forced.tolist(), strict=True)) for m in (first, second))
    stayed = [one for one in before if one in after]
    kept = np.mean([before[one] == after[one] for one in stayed])
    return float(kept), float(np.mean([was[one] != now[one] for one in stayed])), len(stayed)


def sampled(n: int) -> None:
    """Fits on samples against the fit on all."""
    made = fused(5 * n, 1, silent=0.1, idle=0.05)
    both = made.both
    whole = fit_segments(made.blocks(), 0, replace(SETTINGS, sample=5 * n))
    print(f"\n| sample of {5 * n} | AMI to the whole fit | AMI to the truth |\n|---|---|---|")
    for size in (n, 2 * n):
        part = fit_segments(made.blocks(), 0, replace(SETTINGS, sample=size))
        told = ami(whole.segments[both], part.segments[both]), ami(made.truth[both], part.segments[both])
        print(f"| {size} | {told[0]:.3f} | {told[1]:.3f} |")
    print(f"| all | 1.000 | {ami(made.truth[both], whole.segments[both]):.3f} |")


def big(n: int) -> None:
    """One large fit from counted columns on: CPU, memory, and a newcomer."""
    made = fused(n, 1, silent=0.1, idle=0.05)
    start = time.process_time()
    blocks = made.blocks()
    vectors = time.process_time() - start
    model = fit_segments(blocks, 0, SETTINGS)
    spent = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\n{n} customers: {spent:.1f} CPU s ({vectors:.1f} for vectors), peak {peak:.0f} MiB,")
    found = ami(made.truth[made.both], model.segments[made.both])
    print(f"AMI {found:.3f}; a newcomer placed in {_placing(model, made):.1f} CPU ms")


def _placing(model: SegmentModel, made: Fused) -> float:
    place(model, Blocks(("new",), made.choose(np.array([0])).blocks().parts))
    one = [Blocks((f"new{row}",), made.blocks().choose(np.array([row])).parts) for row in range(3)]
    start = time.process_time()
    for blocks in one * 10:
        place(model, blocks)
    return 1000 * (time.process_time() - start) / 30


def personas(homes: list[str]) -> None:
    """The planted personas of filled demo homes, with everything and with parts left out."""
    from bot.bootstrap import build
    from bot.jobs.judging import gather
    from bot.settings import Settings as Chosen
    from segmentation.attitudes import prototype_axes
    from segmentation.behaviour import seconds
    from segmentation.vectors import blocks_of

    told = {
        "all": SETTINGS,
        "without values": replace(SETTINGS, values_weight=0.0),
        "without goods": replace(SETTINGS, goods_weight=0.0),
        "without goods and values": replace(SETTINGS, goods_weight=0.0, values_weight=0.0),
        "without text vectors": replace(SETTINGS, text_weight=0.0),
        "without behaviour": replace(SETTINGS, behaviour_weight=0.0),
    }
    print("\n| home | looked at | groups | used | largest | AMI |\n|---|---|---|---|---|---|")
    for home in homes:
        wired = build(Chosen(home=home))
        inputs, moment = gather(wired, wired.as_of), seconds(wired.as_of)
        axes = prototype_axes(wired.bare_encoder.encode)
        wired.close()
        truth = json.loads((Path(home) / "company" / "truth.json").read_text(encoding="utf-8"))
        kinds = sorted(truth["personas"])
        persona = {one: kinds.index(kind) for one, kind in truth["persona_of"].items()}
        behaviour = inputs.behaviour(moment)
        for name, chosen in told.items():
            blocks = blocks_of(behaviour, inputs.said, inputs.vectors, inputs.categories, axes, chosen)
            model = fit_segments(blocks, moment, chosen)
            known = np.array([persona[one] for one in model.customer_ids])
            largest = np.bincount(model.segments).max() / len(known)
            groups, uses = len(set(model.segments.tolist())), ", ".join(model.uses)
            shares = f"{largest:.2f} | {ami(known, model.segments):.3f}"
            print(f"| {Path(home).name} | {name} | {groups} | {uses} | {shares} |")


def main() -> int:
    """Print the tables asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--customers", type=int, default=4000)
    parser.add_argument("--ways", action="store_true")
    parser.add_argument("--big", type=int, default=0, metavar="N")
    parser.add_argument("--home", nargs="*", default=[])
    chosen = parser.parse_args()
    fusion(chosen.customers)
    if chosen.ways:
        ways(chosen.customers)
    turnover(chosen.customers)
    sampled(chosen.customers)
    if chosen.big:
        big(chosen.big)
    if chosen.home:
        personas(chosen.home)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
