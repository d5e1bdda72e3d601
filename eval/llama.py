"""llama-index as its tutorial does it, on our embedder: a baseline, not a part of the product."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from llama_index.core import Document, VectorStoreIndex
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from pydantic import PrivateAttr

from corpus.models import Language
from index.embedding import Embedder


class EmbedderAdapter(BaseEmbedding):
    """Our embedder in llama-index's shape."""

    _inner: Embedder = PrivateAttr()

    def __init__(self, inner: Embedder, **settings: Any) -> None:
        super().__init__(model_name=inner.name, **settings)
        self._inner = inner

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in self._inner.queries([query])[0]]

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(value) for value in self._inner.passages([text])[0]]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def tutorial(
    embedder: Embedder, texts: Mapping[tuple[str, Language], str], limit: int
) -> Callable[[str], dict[str, float]]:
    """Return a search that gives the score of each unit.

    Everything is left as it comes (splitter of 1,024 tokens with an overlap of 200, vectors in
    memory), except that ``limit`` units are asked for instead of two, so that ranks can be
    compared.
    """
    documents = [
        Document(text=text, metadata={"unit": unit}, excluded_embed_metadata_keys=["unit"])
        for (unit, _), text in texts.items()
    ]
    index = VectorStoreIndex.from_documents(
        documents, transformations=[SentenceSplitter()], embed_model=EmbedderAdapter(embedder)
    )
    retriever = index.as_retriever(similarity_top_k=limit * 2)

    def search(query: str) -> dict[str, float]:
        scores: dict[str, float] = {}
        for found in retriever.retrieve(query):
            unit = str(found.node.metadata["unit"])
            scores[unit] = max(found.score or 0.0, scores.get(unit, 0.0))
        return scores

    return search
