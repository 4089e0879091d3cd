"""``earful ask``: one question, a file of questions, or a conversation."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from bot.cli.terminal import options

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace, _SubParsersAction
    from datetime import datetime

    from bot.answers import Answer, Toolbox
    from bot.cli.terminal import Terminal


def add(commands: _SubParsersAction[ArgumentParser]) -> None:
    """Declare the command."""
    ask = commands.add_parser("ask", help="ask a question, or talk")
    ask.add_argument("question", nargs="?", metavar="QUESTION", help="none: a conversation in the terminal")
    ask.add_argument("--thread", metavar="ID", help="the conversation that this goes on with")
    ask.add_argument("--user", metavar="ID", help="who asks")
    ask.add_argument("--batch", metavar="Q.jsonl", type=Path, help='lines of {"id", "question", "thread"?}')
    ask.add_argument("-o", "--output", metavar="A.jsonl", type=Path, help="where the answers of --batch go")
    options(ask, as_of=True)
    ask.set_defaults(run=run_ask)


def run_ask(args: Namespace, terminal: Terminal) -> int:
    """Answer."""
    from bot.cli.context import application, moment
    from nlp.failures import UserError

    if args.batch and not args.output:
        raise UserError("--batch needs -o A.jsonl, where the answers go.")
    with application(terminal) as wired:
        as_of = moment(args, wired)
        tools = wired.toolbox_at(as_of, terminal.progress)
        if args.batch:
            return _batch(args, terminal, tools, as_of)
        if args.question is None:
            return _talk(args, terminal, tools, as_of)
        start = perf_counter()
        answer = _answer(tools, args.question, as_of, args.thread, args.user)
        _show(terminal, answer, perf_counter() - start)
    return 0


def _answer(tools: Toolbox, text: str, as_of: datetime, thread: str | None, user: str | None) -> Answer:
    from bot.answers import Question, answer
    from bot.clock import now

    question = Question(text=text, as_of=as_of, asked_at=now(), thread=thread, user=user)
    return answer(question, tools)


def _show(terminal: Terminal, answer: Answer, seconds: float) -> None:
    if terminal.json:
        terminal.emit({**answer.document(), "seconds": round(seconds, 4)})
        return
    for part in answer.parts:
        style = {"lead": "bold", "quote": "italic", "note": "dim"}.get(part.kind)
        prefix = {"quote": "  “", "bullet": "  • ", "row": "  "}.get(part.kind, "")
        terminal.say(f"{prefix}{part.text}{'”' if part.kind == 'quote' else ''}", style)


def _talk(args: Namespace, terminal: Terminal, tools: Toolbox, as_of: datetime) -> int:
    from secrets import token_hex

    thread = args.thread or f"terminal:{token_hex(4)}"
    terminal.note("Ask anything about your customers; an empty line or Ctrl-D ends the conversation.")
    while True:
        try:
            text = input("› " if sys.stdin.isatty() else "").strip()
        except (EOFError, KeyboardInterrupt):
            terminal.note("")
            return 0
        if not text:
            return 0
        start = perf_counter()
        _show(terminal, _answer(tools, text, as_of, thread, args.user), perf_counter() - start)
        terminal.say()


def _batch(args: Namespace, terminal: Terminal, tools: Toolbox, as_of: datetime) -> int:
    from bot.jobs.plain import writing

    answered = wrong = 0
    with writing(args.output) as out, terminal.progress("Answering") as advance:
        for raw in _lines(args.batch):
            row = _row(raw)
            if "error" in row:
                wrong += 1
                document: dict[str, object] = {"id": row.get("id"), "error": row["error"]}
            else:
                start = perf_counter()
                answer = _answer(tools, str(row["question"]), as_of, row.get("thread"), row.get("user"))
                document = {"id": row.get("id"), **answer.document()}
                document["seconds"] = round(perf_counter() - start, 4)
                answered += 1
            out.write(json.dumps(document, ensure_ascii=False) + "\n")
            advance(1)
    if terminal.json:
        terminal.emit({"answered": answered, "unreadable": wrong})
    else:
        terminal.say(f"{answered} questions answered into {args.output}.")
    if wrong:
        terminal.warn(f"{wrong} lines could not be read; each has an error in the output.")
    return 0


def _lines(path: Path) -> list[str]:
    from nlp.failures import UserError

    try:
        return [line for line in path.read_text(encoding="utf-8-sig").splitlines() if line.strip()]
    except OSError as missing:
        raise UserError(f"{path} cannot be read: {missing.strerror}. Check the path.") from missing
    except UnicodeDecodeError as wrong:
        raise UserError(f"{path} is no UTF-8 text; give a JSONL file in UTF-8.") from wrong


def _row(raw: str) -> dict[str, str]:
    try:
        row = json.loads(raw)
    except ValueError:
        return {"error": "the line is not JSON"}
    if not isinstance(row, dict) or not isinstance(row.get("question"), str):
        found = row.get("id") if isinstance(row, dict) else None
        return {"id": found, "error": 'the line has no "question" that is a string'}  # type: ignore[dict-item]
    return row
