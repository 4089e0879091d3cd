"""The log: one file in the data folder, with failures under a reference that people can quote."""

import logging
import re
import secrets
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_tb

from nlp.failures import UserError

logger = logging.getLogger("earful")
# Before the folder is known nothing is logged; Python's way out of that would be standard error.
logger.addHandler(logging.NullHandler())

# Libraries that would write customers' words or rejected request bodies into a log.
_TALKATIVE = ("slack_bolt", "slack_sdk", "httpx", "chromadb", "uvicorn.access", "jieba", "aiohttp.access")
# Their messages quote names of code and files; those of all others may quote what a customer wrote.
_HARMLESS = (ImportError, AttributeError, NameError, OSError)
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"|‘[^’]*’|“[^”]*”")
_SECRET = re.compile(r"\bx(?:ox[a-z]|app)-[\w-]+|(?<=://)[^\s/@]+(?=@)")
_LONGEST = 300


def start_log(folder: Path) -> None:
    """Write the log to ``folder/earful.log``, and quiet the libraries that repeat what they are given.

    Raises:
        UserError: nothing can be written in the folder.
    """
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.ERROR)
    path = (folder / "earful.log").absolute()
    for old in [one for one in logger.handlers if isinstance(one, RotatingFileHandler)]:
        if old.baseFilename == str(path):
            return
        logger.removeHandler(old)
        old.close()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = RotatingFileHandler(path, maxBytes=5_000_000, backupCount=3, encoding="utf-8")
    except OSError as refused:
        message = f"The data folder {folder} cannot be used: {refused.strerror}. Set EARFUL_HOME to another."
        raise UserError(message) from refused
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    logger.propagate = False


def log_failure(failure: BaseException) -> str:
    """Log where a failure came from, without what customers wrote; the reference under which it is found."""
    reference = secrets.token_hex(4)
    logger.error("failure %s\n%s", reference, _story(failure))
    return reference


def _story(failure: BaseException) -> str:
    """The failure and those that led to it, newest first, each with the lines of code it passed."""
    told = []
    step: BaseException | None = failure
    while step is not None:
        told.append(f"{''.join(format_tb(step.__traceback__))}{type(step).__qualname__}: {discreet(step)}")
        step = step.__cause__ or (None if step.__suppress_context__ else step.__context__)
    return "\nled to by\n".join(told)


def discreet(failure: BaseException) -> str:
    """A failure's message without secrets, and without quoted words unless they can only be names of code."""
    line = str(failure).partition("\n")[0][:_LONGEST]
    line = _SECRET.sub("…", line)
    return line if isinstance(failure, _HARMLESS) else _QUOTED.sub("'…'", line)
