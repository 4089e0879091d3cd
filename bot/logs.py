"""The log: one file in the data folder, with failures in full under a reference that people can quote."""

import logging
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path

logger = logging.getLogger("earful")

# Libraries that would write customers' words or rejected request bodies into a log.
_TALKATIVE = ("slack_bolt", "slack_sdk", "httpx", "chromadb", "uvicorn.access", "jieba", "aiohttp.access")


def start_log(folder: Path) -> None:
    """Write the log to ``folder/earful.log``, and quiet the libraries that repeat what they are given."""
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    if logger.handlers:
        return
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "earful.log", maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def log_failure(failure: BaseException) -> str:
    """Log a failure with its traceback; the reference under which it is found."""
    reference = secrets.token_hex(4)
    logger.error("failure %s", reference, exc_info=failure)
    return reference
