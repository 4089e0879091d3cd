"""How much of what will be sold in the weeks to come."""

from segmentation.forecast.forecasting import WEEKS, Forecast, forecast
from segmentation.forecast.methods import METHODS, one_step_scale
from segmentation.forecast.weekly import LEAST_WEEKS, LEVELS, Weekly, weekly_sales

__all__ = [
    "LEAST_WEEKS",
    "LEVELS",
    "METHODS",
    "WEEKS",
    "Forecast",
    "Weekly",
    "forecast",
    "one_step_scale",
    "weekly_sales",
]
