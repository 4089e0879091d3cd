"""What a customer is expected to spend."""

from segmentation.value.expected import ValueModel, expected_spend, fit_value, from_json

__all__ = ["ValueModel", "expected_spend", "fit_value", "from_json"]
