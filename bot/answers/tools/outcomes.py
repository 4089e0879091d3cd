"""What contacting customers brought, beside comparable customers whom nobody contacted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.answers.evidence import Evidence, Fact
from bot.answers.question import Arguments
from bot.answers.toolbox import Toolbox

_FIGURES = ("contacted", "compared", "came_back", "comparable_came_back", "difference", "low", "high")


@dataclass(frozen=True)
class OutcomesEvidence(Evidence):
    """What chance decided first, then all contacts, then play by play; ``note`` says how far to trust it."""

    told: tuple[Mapping[str, Any], ...] = ()
    note: str = ""


def outcomes(arguments: Arguments, toolbox: Toolbox, as_of: datetime, language: str) -> OutcomesEvidence:
    """The comparisons that there are; none where no contact is recorded."""
    from bot.views.outcomes import outcome_documents

    if toolbox.contacting is None:
        return OutcomesEvidence()
    found = outcome_documents(toolbox.contacting(as_of), as_of, language)
    told = tuple(one for one in (found["randomised"], *found["plays"]) if one is not None)
    shown = told[: arguments.limit or len(told)]
    return OutcomesEvidence(
        facts=tuple(
            Fact(f"{key}:{one['play'] or one['name']}", one[key])
            for one in shown
            for key in _FIGURES
            if one[key] is not None
        ),
        rows=tuple({key: one[key] for key in one if key != "text"} for one in shown),
        told=shown,
        note=str(found["note"]),
    )
