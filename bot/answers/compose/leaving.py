"""Where a customer stands by the risk, in a sentence, and what would change that."""

from bot.answers.compose.figures import money, percent
from bot.answers.toolbox import Toolbox
from bot.answers.tools.customer import at_risk, is_gone
from index.records import Lever, Profile, Risk
from prompts import Words, read

LEVERS = 3


def standing(name: str, profile: Profile, risk: Risk, words: Words, toolbox: Toolbox) -> str:
    """Whether the customer is in danger, out of it or gone already, and by how much."""
    values = {
        "name": name,
        "probability": percent(risk.probability),
        "days": risk.horizon_days,
        "value": money(profile.value_at_risk, toolbox.currency),
        "recency": profile.rfm.recency_days or 0,
    }
    if risk.cancels:
        level = "gone" if is_gone(profile) else "high" if at_risk(profile, toolbox) else "low"
        return read("risk", words.language).say(f"answer.cancels_{level}", **values)
    if is_gone(profile):
        return read("risk", words.language).say("answer.gone", **values)
    return words.say("customer.lead_risk" if at_risk(profile, toolbox) else "customer.lead_safe", **values)


def levers(profile: Profile, words: Words) -> list[str]:
    """What would change the risk most, in one sentence; nothing where nothing would."""
    told = [tell_lever(one, words.language) for one in (profile.risk.levers if profile.risk else ())]
    if not told:
        return []
    some = ("; " if words.language == "en" else "；").join(told[:LEVERS])
    return [read("risk", words.language).say("answer.levers", levers=some)]


def tell_lever(lever: Lever, language: str) -> str:
    """What would change a risk, and to what."""
    words = read("risk", language)
    return words.say(f"lever.{lever.key}", probability=percent(lever.probability), days=lever.days)
