"""The one door to encoders."""

from nlp.encoder.building import Tell
from nlp.encoder.spec import SMALL, Encoder, EncoderSpec, Perceiver


def load(spec: EncoderSpec, progress: Tell = lambda _: None) -> Perceiver:
    """The encoder that ``spec`` asks for; ``progress`` is told in a sentence about slow first-time work.

    Raises:
        UserError: it cannot be had; the message says what to do.
    """
    from nlp.encoder.small import load_small

    def shipped() -> Perceiver:
        return load_small(spec.cache, spec.threads, progress)

    if spec.model == SMALL and spec.runtime == "onnx":
        return shipped()
    from nlp.encoder.beside import Beside

    return Beside(_other(spec, progress), shipped)


def _other(spec: EncoderSpec, progress: Tell) -> Encoder:
    from nlp.encoder.transformer import load_small_in_floats, load_transformer

    if spec.model == SMALL:
        return load_small_in_floats(spec.cache, spec.threads, progress)
    return load_transformer(spec.model, spec.threads)
