"""What customers care about: their words against sentences that show an attitude, in three languages.

Nothing about sex, origin, faith, age or health is measured; only what a customer says about buying.
"""

from index.ports import FeedbackVectors, SaidColumns
from index.records import AxisScore
from segmentation.attitudes import AxisModel, shown
from segmentation.behaviour import Behaviour
from segmentation.utterances import centred_by_language, owners_of

MOST_CITED = 5


def psychographics(
    model: AxisModel | None,
    behaviour: Behaviour,
    said: SaidColumns | None,
    vectors: FeedbackVectors | None,
) -> tuple[tuple[AxisScore, ...], ...]:
    """Scores of every customer, strongest first; only axes that at least one text shows.

    A score is the sum of the probabilities of the texts that show the axis, over their number plus one: one
    text never makes more than a half.
    """
    n = len(behaviour.customer_ids)
    if model is None or vectors is None or len(vectors.ids) == 0:
        return ((),) * n
    chance = shown(model, centred_by_language(vectors))
    owner = owners_of(vectors, behaviour.customer_ids, said, behaviour.moment)
    counts = (chance >= model.least(vectors.languages)[:, None]) & (owner >= 0)[:, None]
    cited: list[dict[int, list[tuple[float, str]]]] = [{} for _ in range(n)]
    for row, axis in zip(*counts.nonzero(), strict=True):
        cited[owner[row]].setdefault(int(axis), []).append((float(chance[row, axis]), vectors.ids[row]))
    return tuple(_scores(model, by_axis) for by_axis in cited)


def _scores(model: AxisModel, by_axis: dict[int, list[tuple[float, str]]]) -> tuple[AxisScore, ...]:
    scores = []
    for axis, texts in by_axis.items():
        texts.sort(key=lambda text: (-text[0], text[1]))
        total = sum(chance for chance, _ in texts) / (len(texts) + 1)
        evidence = tuple(feedback for _, feedback in texts[:MOST_CITED])
        key = model.axes[axis]
        scores.append(AxisScore(key, round(total, 3), len(texts), evidence, model.names.get(key, {})))
    return tuple(sorted(scores, key=lambda score: (-score.score, score.axis)))
