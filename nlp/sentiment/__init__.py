"""How a text feels: negative, neutral or positive, read from its vector."""

from nlp.sentiment.head import SentimentHead, load_head

__all__ = ["SentimentHead", "load_head"]
