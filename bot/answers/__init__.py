"""Questions in, answers out: understand, ask the tools, compose."""

from bot.answers.answering import answer
from bot.answers.evidence import Answer, Citation, Fact, Part
from bot.answers.question import Question
from bot.answers.toolbox import Toolbox

__all__ = ["Answer", "Citation", "Fact", "Part", "Question", "Toolbox", "answer"]
