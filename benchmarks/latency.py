"""How long a warm question takes, beside one bare pass of the encoder over the same question.

EARFUL_HOME=.demo .venv/bin/python -m benchmarks.latency [--times 5]
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable

from bot.answers import Question, answer
from bot.bootstrap import build
from bot.clock import now
from bot.settings import read_settings

QUESTIONS = (
    "Who is at risk, and why?",
    "哪些客户有流失风险？",
    "這個月顧客最常抱怨什麼？",
    "What do people say about delivery?",
    "大家怎么评价水壶？",
    "How is our NPS?",
    "Which segments do we have?",
    "What should we do for C10032?",
)


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=5)
    args = parser.parse_args()
    wired = build(read_settings())
    as_of = wired.as_of
    print("| question | answer ms | encoder ms | ratio |")
    print("|---|---|---|---|")
    for text in QUESTIONS:
        whole = _milliseconds(lambda: answer(Question(text, as_of, now()), wired.toolbox), args.times)  # noqa: B023
        bare = _milliseconds(lambda: wired.bare_encoder.encode([text]), args.times)  # noqa: B023
        print(f"| {text} | {whole:.1f} | {bare:.1f} | {whole / bare:.1f} |", flush=True)
    print(f"\npeak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")
    wired.close()
    return 0


def _milliseconds(work: Callable[[], object], times: int) -> float:
    work()
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append(1000 * (time.perf_counter() - start))
    return statistics.median(found)


if __name__ == "__main__":
    raise SystemExit(main())
