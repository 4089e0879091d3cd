"""Where everything heard in Slack is worked on: check who hears, answer, act on cases, send."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Any

from bot.answers import Question
from bot.logs import log_failure, logger
from bot.slack.blocks.answer import answer_blocks
from bot.slack.blocks.text import escape
from nlp.language import detect
from prompts import Words, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from bot.answers import Answer
    from bot.slack.access import Access
    from bot.slack.cards import CaseDesk
    from bot.slack.digest import DigestDesk
    from bot.slack.inbox import Inbox
    from bot.slack.posting import Poster
    from index.ports import Store

HELP = ("help", "?", "帮助", "幫助", "说明", "說明")
DIGEST = ("digest", "摘要")
ABSENT = ("not_in_channel", "channel_not_found", "is_archived")
"""Slack's words for a channel in which we cannot speak."""


@dataclass(frozen=True)
class Desk:
    """Everything that answering in Slack needs; listeners only call ``hear``."""

    bot_user: str
    language: str
    """Of cards, digests and tabs; answers are in the question's language."""
    store: Store
    access: Access
    inbox: Inbox
    poster: Poster
    ask: Callable[[Question], Answer]
    cases: CaseDesk
    digests: DigestDesk
    clock: Callable[[], datetime]
    as_of: Callable[[], datetime]

    gone: Event = field(default_factory=Event)
    """Set when the workspace has sent us away."""

    def hear(self, payload: Mapping[str, Any]) -> None:
        """Write down what was heard and work on it in the background, once."""
        if not self.gone.is_set():
            self.inbox.take(str(payload["key"]), payload, self.work)

    def resume(self) -> None:
        """Take up what was left unanswered by a stop, or because Slack was away."""
        if not self.gone.is_set():
            self.inbox.resume(self.work)

    def leave(self, why: str) -> None:
        """Answer and post nothing more; everything else of earful goes on."""
        self.gone.set()
        logger.error("Slack: %s. Install it again, set the new SLACK_BOT_TOKEN, and start anew.", why)

    def words(self, text: str = "") -> Words:
        """The sentences in the language of ``text``, or in the workspace's own."""
        tongue = detect(text) if text else "und"
        return read("slack", self.language if tongue == "und" else tongue)

    def work(self, heard: Mapping[str, Any]) -> None:
        """Answer one event; whoever asked sees an answer, a refusal or a failure with its reference."""
        verdict = self.access.check(heard["user"], heard["channel"])
        words = self.words(heard.get("text", ""))
        if verdict.refusal is not None:
            if heard.get("way") != "follow_up":
                self._tell(heard, words.say(verdict.refusal))
            return
        try:
            {"question": self._question, "command": self._command, "click": self._click}[heard["kind"]](heard)
        except Exception as failure:  # whatever it was, the asker must not be left without a word
            self._tell(heard, _apology(failure, words))

    def _question(self, heard: Mapping[str, Any]) -> None:
        follow_up = heard["way"] == "follow_up"
        if follow_up and not self.store.runs.recall(heard["conversation"], limit=1):
            return
        if heard.get("again") and self.poster.sent(heard["channel"], heard["key"], thread=heard["thread"]):
            return
        answer = self._answer(heard)
        if follow_up and answer.status == "unknown":
            # People also talk to each other in a thread; only what is a question to us is answered.
            return
        self.poster.post(
            heard["channel"],
            answer_blocks(answer),
            text=answer.text,
            key=heard["key"],
            thread=heard["thread"],
        )

    def _command(self, heard: Mapping[str, Any]) -> None:
        words = self.words(heard["text"])
        if not heard["text"] or heard["text"].lower() in HELP:
            self._tell(heard, words.say("command.help"))
        elif heard["text"].lower() in DIGEST:
            at = self.clock()
            # Of today, whichever day the last refresh was of.
            posted = self.digests.post(heard["channel"], self.as_of(), at, day=self.digests.today(at))
            self._tell(heard, words.say("command.posted" if posted else "command.already"))
            self.store.runs.audit(at, heard["user"], "digest", "digest", heard["channel"], {"posted": posted})
        else:
            answer = self._answer(heard)
            self.poster.reply(heard["response_url"], escape(answer.text), answer_blocks(answer))

    def _click(self, heard: Mapping[str, Any]) -> None:
        late = self.cases.click(heard, self.clock())
        if late is not None:
            self._tell(heard, late)
        self.store.runs.audit(
            self.clock(), heard["user"], f"case.{heard['action']}", heard["case"], heard["channel"], {}
        )

    def _answer(self, heard: Mapping[str, Any]) -> Answer:
        at = self.clock()
        answer = self.ask(
            Question(
                text=heard["text"],
                as_of=self.as_of(),
                asked_at=at,
                thread=heard["conversation"],
                user=heard["user"],
                audience=heard["channel"],
            )
        )
        subject = str(answer.arguments.get("customer", answer.intent))
        document = {"intent": answer.intent, "status": answer.status, "language": answer.language}
        self.store.runs.audit(at, heard["user"], "ask", subject, heard["channel"], document)
        return answer

    def _tell(self, heard: Mapping[str, Any], sentence: str) -> None:
        """Say a sentence of ours, already marked, to the one who asked and to nobody else."""
        if "response_url" in heard:
            self.poster.reply(heard["response_url"], sentence)
        else:
            self.poster.whisper(heard["channel"], heard["user"], sentence, thread=heard.get("thread"))


def _apology(failure: Exception, words: Words) -> str:
    """What the asker is told: what to do where it is known, else a reference to the log."""
    response = getattr(failure, "response", None)
    if response is not None and response.get("error") in ABSENT:
        return words.say("failed.channel")
    return words.say("failed.answer", reference=log_failure(failure))
