"""Unpacks the shipped model into a folder that sentence-transformers loads, in full precision."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from nlp.encoder.weights import Shape, Weights, parse

if TYPE_CHECKING:
    from torch import Tensor

MATRICES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
NORMS = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}
_TOKENS = {
    "bos_token": "<s>",
    "cls_token": "<s>",
    "eos_token": "</s>",
    "sep_token": "</s>",
    "pad_token": "<pad>",
    "unk_token": "<unk>",
    "mask_token": "<mask>",
}


def fill(folder: Path, content: bytes, tokenizer: bytes) -> None:
    """Write model, tokenizer and pooling of the packaged weights ``content`` into ``folder``."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import BertModel, PreTrainedTokenizerFast

    weights = parse(content)
    bert = BertModel(_config(weights.shape), add_pooling_layer=False)
    bert.load_state_dict(_state(weights))
    bert.save_pretrained(folder)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    PreTrainedTokenizerFast(
        tokenizer_file=str(folder / "tokenizer.json"),
        **_TOKENS,
        model_max_length=weights.shape.positions,
        model_input_names=["input_ids", "attention_mask"],
    ).save_pretrained(folder)
    reader = Transformer(str(folder), max_seq_length=weights.shape.positions)
    modules = [reader, Pooling(weights.shape.hidden, pooling_mode="mean"), Normalize()]
    SentenceTransformer(modules=modules).save(str(folder))


def _config(shape: Shape) -> Any:
    from transformers import BertConfig

    return BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        pad_token_id=1,
    )


def _state(weights: Weights) -> "dict[str, Tensor]":
    shape = weights.shape
    state = {
        "embeddings.word_embeddings.weight": _tensor(weights.matrix("emb.word", shape.vocabulary)),
        "embeddings.position_embeddings.weight": _tensor(
            weights.floats("emb.pos").reshape(shape.positions, -1)
        ),
        "embeddings.token_type_embeddings.weight": _tensor(
            weights.floats("emb.type").reshape(shape.types, -1)
        ),
        "embeddings.LayerNorm.weight": _tensor(weights.floats("emb.ln.w")),
        "embeddings.LayerNorm.bias": _tensor(weights.floats("emb.ln.b")),
    }
    for layer in range(shape.layers):
        at = f"encoder.layer.{layer}."
        for short, name in MATRICES.items():
            rows = shape.intermediate if short == "fi" else shape.hidden
            state[f"{at}{name}.weight"] = _tensor(weights.matrix(f"l{layer}.{short}.w", rows))
            state[f"{at}{name}.bias"] = _tensor(weights.floats(f"l{layer}.{short}.b"))
        for short, name in NORMS.items():
            state[f"{at}{name}.weight"] = _tensor(weights.floats(f"l{layer}.{short}.w"))
            state[f"{at}{name}.bias"] = _tensor(weights.floats(f"l{layer}.{short}.b"))
    return state


def _tensor(values: Any) -> "Tensor":
    import torch

    return torch.tensor(values)
