"""What is told of a risk besides its reasons: where one stands, how sure it is, what would change it."""

from typing import Any

from bot.answers.compose.leaving import tell_lever
from index.records import GONE, Risk
from prompts import read


def risk_document(risk: Risk, language: str) -> dict[str, Any]:
    """As JSON; ``…_text`` beside a key is it in words. Empty strings where nothing is said."""
    words = read("risk", language)
    return {
        "level": risk.level,
        "level_text": words.say(f"level.{_level(risk)}") if risk.level else "",
        "threshold": round(risk.threshold, 4),
        "churn": risk.churn,
        "sure": risk.sure,
        "sure_text": words.say(f"sure.{risk.sure}") if risk.sure else "",
        "levers": [
            {
                "key": one.key,
                "probability": round(one.probability, 4),
                "change": round(one.change, 4),
                "days": one.days,
                "text": tell_lever(one, language),
            }
            for one in risk.levers
        ],
    }


def _level(risk: Risk) -> str:
    return "cancelled" if risk.cancels and risk.level == GONE else risk.level
