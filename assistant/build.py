"""From settings to working parts: the only place that puts them together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.engine import Assistant
from assistant.settings import Settings
from corpus.library import Library
from corpus.passages import corpus_passages, corpus_views
from corpus.problem import Problem
from corpus.reader import load
from index.embedding import Embedder, OnnxEmbedder, SentenceTransformerEmbedder
from index.prepare import ONNX, find_model
from index.retriever import Retriever, open_retriever
from index.snapshot import Contents
from index.sync import Progress, Report, sync


def build_embedder(settings: Settings) -> Embedder:
    """Return the embedder that the settings name.

    Raises:
        Problem: The default model isn't prepared, or the named one can't be loaded.
    """
    if settings.embedding_model:
        return SentenceTransformerEmbedder(settings.embedding_model)
    return OnnxEmbedder(_prepared(settings) / ONNX, settings.threads)


def embedder_name(settings: Settings) -> str:
    """Return the name of the embedder without loading it."""
    return settings.embedding_model or f"{_prepared(settings).name}-int8"


def build_library(settings: Settings) -> Library:
    """Return the added documents."""
    return Library(settings.documents_dir)


def build_contents(settings: Settings) -> Contents:
    """Return all that can be cited: the corpus that ships and the added documents.

    Raises:
        Problem: The corpus isn't in order.
    """
    corpus = load()
    passages, views = build_library(settings).contents()
    return Contents(
        passages=(*corpus_passages(corpus), *passages),
        views=(*corpus_views(corpus), *views),
        sources=tuple(corpus.sources.values()),
    )


def sync_index(
    settings: Settings,
    *,
    rebuild: bool = False,
    progress: Progress = lambda done, total: None,
    embedder: Callable[[], Embedder] | None = None,
) -> Report:
    """Bring the index up to date with the corpus and the added documents.

    Raises:
        Problem: Whatever stands in the way; what was there before stays.
    """
    return sync(
        settings.index_dir,
        build_contents(settings),
        embedder or (lambda: build_embedder(settings)),
        model=embedder_name(settings),
        server=settings.chroma_url,
        rebuild=rebuild,
        progress=progress,
    )


def build_retriever(settings: Settings, embedder: Embedder | None = None) -> Retriever:
    """Open the published index.

    Raises:
        Problem: There is none that can be used.
    """
    return open_retriever(
        settings.index_dir, embedder or build_embedder(settings), settings.chroma_url
    )


def build_assistant(settings: Settings) -> Assistant:
    """Return an assistant on the index as it is now, for a process that asks and ends."""
    retriever = build_retriever(settings)
    return Assistant(lambda: retriever, settings.language)


def _prepared(settings: Settings) -> Path:
    folder = find_model(settings.models_dir)
    if folder is None:
        raise Problem(
            nl="Het taalmodel is nog niet klaargemaakt. Voer 'bricoleur model prepare' uit.",
            en="The language model has not been prepared yet. Run 'bricoleur model prepare'.",
        )
    return folder
