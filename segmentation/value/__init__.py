"""What a customer is expected to spend."""

from segmentation.value.expected import (
    Expected,
    ValueModel,
    expect,
    expected_spend,
    fit_value,
    from_json,
)

__all__ = ["Expected", "ValueModel", "expect", "expected_spend", "fit_value", "from_json"]
