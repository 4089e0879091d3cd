"""Texts in, unit vectors out."""

from nlp.encoder.loading import load
from nlp.encoder.perceived import Perceived, TokenNames, TokenStates, Without
from nlp.encoder.spec import SMALL, Encoder, EncoderSpec, Perceiver

__all__ = [
    "SMALL",
    "Encoder",
    "EncoderSpec",
    "Perceived",
    "Perceiver",
    "TokenNames",
    "TokenStates",
    "Without",
    "load",
]
