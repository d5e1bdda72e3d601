"""From text to vectors: the contract and its two implementations."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np
from numpy.typing import NDArray

from corpus.problem import Problem

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentencepiece import SentencePieceProcessor

Vectors = NDArray[np.float32]
MAX_TOKENS: Final = 512
MAX_CHARACTERS: Final = 8_000
"""Of a longer text only the beginning is embedded: 512 tokens never reach further."""
BATCH: Final = 16
QUERY: Final = "query: "
PASSAGE: Final = "passage: "


class Embedder(Protocol):
    """Turns text into vectors of length 1, so that a dot product is a cosine."""

    @property
    def name(self) -> str:
        """The model's name, written into the index: another name means another index."""

    @property
    def dimensions(self) -> int:
        """The length of each vector."""

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what is searched: float32, shape (len(texts), dimensions)."""

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what can be found: float32, shape (len(texts), dimensions)."""


def clean(text: str) -> str:
    """Return ``text`` as a model can take it: NFKC, one line, no NUL or lone surrogate, bounded."""
    plain = "".join(c for c in text[:MAX_CHARACTERS] if c != "\0" and not _surrogate(c))
    return " ".join(unicodedata.normalize("NFKC", plain).split())[:MAX_CHARACTERS]


def _surrogate(character: str) -> bool:
    return 0xD800 <= ord(character) <= 0xDFFF


class OnnxEmbedder:
    """multilingual-e5-small as int8 ONNX: the default. No torch is imported.

    Args:
        folder: The prepared model's folder ``onnx``, with ``model.onnx`` and ``tokenizer.model``.
        threads: Threads for one question; two cores give 3 to 6 ms.

    Raises:
        Problem: The model isn't there or can't be read.
    """

    def __init__(self, folder: Path, threads: int = 2) -> None:
        self._folder = folder
        self._session, self._tokenizer = _open_onnx(folder, threads)
        self._dimensions = int(self._session.get_outputs()[0].shape[1])

    @property
    def name(self) -> str:
        """The prepared model's name, which carries the digest of its weights."""
        return f"{self._folder.parent.name}-int8"

    @property
    def dimensions(self) -> int:
        """The length of each vector: 384."""
        return self._dimensions

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what is searched: float32, shape (len(texts), 384)."""
        return self._embed([QUERY + clean(text) for text in texts])

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what can be found: float32, shape (len(texts), 384)."""
        return self._embed([PASSAGE + clean(text) for text in texts])

    def _embed(self, texts: list[str]) -> Vectors:
        result = np.empty((len(texts), self._dimensions), dtype=np.float32)
        ids = [self._tokens(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda row: len(ids[row]))
        for start in range(0, len(order), BATCH):
            rows = order[start : start + BATCH]
            result[rows] = self._run([ids[row] for row in rows])
        return result

    def _tokens(self, text: str) -> list[int]:
        inner = self._tokenizer.encode(text)[: MAX_TOKENS - 2]
        return [self._tokenizer.bos_id(), *inner, self._tokenizer.eos_id()]

    def _run(self, ids: list[list[int]]) -> Vectors:
        width = max(len(row) for row in ids)
        tokens = np.ones((len(ids), width), dtype=np.int64)  # 1 is the padding token
        mask = np.zeros_like(tokens)
        for number, row in enumerate(ids):
            tokens[number, : len(row)] = row
            mask[number, : len(row)] = 1
        (vectors,) = self._session.run(None, {"input_ids": tokens, "attention_mask": mask})
        return np.asarray(vectors, dtype=np.float32)


def _open_onnx(folder: Path, threads: int) -> tuple[InferenceSession, SentencePieceProcessor]:
    import onnxruntime
    from sentencepiece import SentencePieceProcessor

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        tokenizer = SentencePieceProcessor(model_file=str(folder / "tokenizer.model"))
        session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
    except Exception as error:  # both libraries raise bare exceptions of their own
        raise Problem(
            nl=f"Het taalmodel in {folder} kan niet worden gelezen. "
            "Voer 'bricoleur model prepare' uit.",
            en=f"The language model in {folder} can't be read. Run 'bricoleur model prepare'.",
        ) from error
    return session, tokenizer


class SentenceTransformerEmbedder:
    """Any sentence-transformers model by name or path. Imports torch.

    The model's own prompts named ``query`` and ``document`` (or ``passage``) are used. A model of
    the e5 family without saved prompts gets ``query: `` and ``passage: ``.

    Raises:
        Problem: The model can't be loaded.
    """

    def __init__(self, model: str) -> None:
        self._model_name = model
        self._model: Any = _open_sentence_transformer(model)
        prompts = {name: text for name, text in (self._model.prompts or {}).items() if text}
        e5 = "e5" in model.lower()
        document = prompts.get("document") or prompts.get("passage")
        self._query = prompts.get("query") or (QUERY if e5 else "")
        self._document = document or (PASSAGE if e5 else "")

    @property
    def name(self) -> str:
        """The name or path by which the model was given."""
        return self._model_name

    @property
    def dimensions(self) -> int:
        """The length of each vector."""
        return int(self._model.get_embedding_dimension())

    def queries(self, texts: Sequence[str]) -> Vectors:
        """Embed what is searched: float32, shape (len(texts), dimensions)."""
        return self._embed(texts, self._query)

    def passages(self, texts: Sequence[str]) -> Vectors:
        """Embed what can be found: float32, shape (len(texts), dimensions)."""
        return self._embed(texts, self._document)

    def _embed(self, texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.empty((0, self.dimensions), dtype=np.float32)
        vectors = self._model.encode(
            [clean(text) for text in texts],
            prompt=prompt,
            batch_size=BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, dtype=np.float32)


def _open_sentence_transformer(model: str) -> Any:
    try:
        from sentence_transformers import SentenceTransformer

        # No network: a name is looked up in the local cache only.
        return SentenceTransformer(model, device="cpu", local_files_only=True)
    except (OSError, ValueError, ImportError) as error:
        raise Problem(
            nl=f"Het model '{model}' kan niet worden geladen. Geef met BRICOLEUR_EMBEDDING_MODEL "
            "de map van een sentence-transformers-model.",
            en=f"The model '{model}' can't be loaded. Set BRICOLEUR_EMBEDDING_MODEL to the folder "
            "of a sentence-transformers model.",
        ) from error
