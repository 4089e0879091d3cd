"""The one door to encoders."""

from nlp.encoder.building import Tell
from nlp.encoder.spec import SMALL, Encoder, EncoderSpec


def load(spec: EncoderSpec, progress: Tell = lambda _: None) -> Encoder:
    """The encoder that ``spec`` asks for; ``progress`` is told in a sentence about slow first-time work.

    Raises:
        UserError: it cannot be had; the message says what to do.
    """
    if spec.model != SMALL:
        from nlp.encoder.transformer import load_transformer

        return load_transformer(spec.model, spec.threads)
    if spec.runtime == "torch":
        from nlp.encoder.transformer import load_small_in_floats

        return load_small_in_floats(spec.cache, spec.threads, progress)
    from nlp.encoder.small import load_small

    return load_small(spec.cache, spec.threads, progress)
