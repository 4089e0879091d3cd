"""Where each customer was last unhappy: the stage of the newest negative feedback."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from index.records import ReadFeedback
from segmentation.journey.placing import Trail, place

PAIN_DAYS = 90
"""What was said longer ago is not what hurts now."""


def pains(said: Sequence[ReadFeedback], trail: Trail, as_of: datetime) -> dict[str, str]:
    """By customer: the stage of the newest negative feedback of the ``PAIN_DAYS`` until ``as_of``.

    Args:
        said: feedback of anybody, read; what is not negative, nobody's, older or later has no part.
        trail: when customers ordered, and showed interest.
        as_of: the moment, aware.
    """
    since = as_of - timedelta(days=PAIN_DAYS)
    unhappy = [
        one
        for one in said
        if one.analysis is not None
        and one.analysis.label == "negative"
        and one.feedback.customer_id is not None
        and since < one.feedback.at <= as_of
    ]
    unhappy.sort(key=lambda one: (one.feedback.at, one.feedback.id))
    return {str(one.said.feedback.customer_id): one.stage for one in place(unhappy, trail)}
