"""Ratings on one scale, so that five stars of five and ten of ten count alike."""


def one_to_five(scale: str | None, value: float | None, maximum: float | None) -> float | None:
    """A CSAT or star rating on 1-5; None for other scales, and where no rating or no range was given."""
    if scale not in ("csat", "stars") or value is None:
        return None
    if maximum is None or maximum == 5:
        return value
    return None if maximum <= 1 else 1 + 4 * (value - 1) / (maximum - 1)
