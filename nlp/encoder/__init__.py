"""Texts in, unit vectors out."""

from nlp.encoder.loading import load
from nlp.encoder.spec import SMALL, Encoder, EncoderSpec

__all__ = ["SMALL", "Encoder", "EncoderSpec", "load"]
