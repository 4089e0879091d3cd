"""Where everything heard in Slack is worked on: check who hears, answer, act on cases, send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bot.answers import Question
from bot.logs import log_failure
from bot.slack.blocks.answer import answer_blocks
from bot.slack.blocks.limits import FALLBACK_TEXT, clip
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

    def hear(self, payload: Mapping[str, Any]) -> None:
        """Write down what was heard and work on it in the background, once."""
        self.inbox.take(str(payload["key"]), payload, self.work)

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
            self._tell(heard, words.say("failed.answer", reference=log_failure(failure)))

    def _question(self, heard: Mapping[str, Any]) -> None:
        thread = f"slack:{heard['channel']}:{heard['thread']}"
        follow_up = heard["way"] == "follow_up"
        if follow_up and not self.store.runs.recall(thread, limit=1):
            return
        answer = self._answer(heard, thread)
        if follow_up and answer.status == "unknown":
            # People also talk to each other in a thread; only what is a question to us is answered.
            return
        blocks = answer_blocks(answer)
        self.poster.post(heard["channel"], blocks, text=answer.text, thread=heard["thread"])

    def _command(self, heard: Mapping[str, Any]) -> None:
        words = self.words(heard["text"])
        if not heard["text"] or heard["text"].lower() in ("help", "帮助", "幫助", "說明"):
            self._tell(heard, words.say("command.help"))
            return
        if heard["text"].lower() in ("digest", "摘要"):
            self._tell(heard, words.say("command.posted"))
            self.digests.post(heard["channel"], self.as_of(), self.clock())
            return
        answer = self._answer(heard, f"slack:{heard['thread']}")
        self._respond(heard, answer_blocks(answer), escape(answer.text))

    def _click(self, heard: Mapping[str, Any]) -> None:
        late = self.cases.click(heard, self.clock())
        if late is not None:
            self._tell(heard, late)
        self.store.runs.audit(
            self.clock(), heard["user"], f"case.{heard['action']}", heard["case"], heard["channel"], {}
        )

    def _answer(self, heard: Mapping[str, Any], thread: str) -> Answer:
        at = self.clock()
        answer = self.ask(
            Question(
                text=heard["text"],
                as_of=self.as_of(),
                asked_at=at,
                thread=thread,
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
            self._respond(heard, None, sentence)
        else:
            self.poster.whisper(heard["channel"], heard["user"], sentence, thread=heard.get("thread"))

    @staticmethod
    def _respond(heard: Mapping[str, Any], blocks: list[dict[str, Any]] | None, text: str) -> None:
        from slack_sdk.webhook import WebhookClient

        sent = WebhookClient(heard["response_url"]).send(
            text=clip(text, FALLBACK_TEXT),
            blocks=blocks,
            response_type="ephemeral",
            unfurl_links=False,
            unfurl_media=False,
        )
        if sent.status_code != 200:
            raise ConnectionError(f"Slack refused the reply: {sent.status_code}")
