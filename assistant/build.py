"""From settings to working parts: the only place that puts them together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from assistant.engine import Assistant
from assistant.generation.contract import Limits, Writer
from assistant.generation.lead import Lead
from assistant.generation.writing import Author
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
    return Assistant(lambda: retriever, settings.language, author=build_author(settings))


def build_writer(settings: Settings) -> Writer | None:
    """Return the model server that the settings name; None if a language model is off.

    Raises:
        Problem: A setting that it needs is missing.
    """
    if settings.model_kind == "off":
        return None
    needed = {
        "BRICOLEUR_MODEL_URL": settings.model_url,
        "BRICOLEUR_MODEL_NAME": settings.model_name,
    }
    if settings.model_kind == "azure":
        needed["BRICOLEUR_MODEL_API_VERSION"] = settings.model_api_version
    for name, value in needed.items():
        if value is None:
            raise Problem(
                nl=f"BRICOLEUR_MODEL_KIND is {settings.model_kind}, maar {name} ontbreekt.",
                en=f"BRICOLEUR_MODEL_KIND is {settings.model_kind}, but {name} is missing.",
            )
    from assistant.generation.clients import ModelServer

    key = settings.model_api_key
    return ModelServer(
        settings.model_kind,
        settings.model_url or "",
        settings.model_name or "",
        key=key.get_secret_value() if key else None,
        version=settings.model_api_version,
    )


def build_limits(settings: Settings) -> Limits:
    """Return how long the model may take."""
    return Limits(deadline=settings.model_deadline, first_token=settings.model_first_token)


def build_author(settings: Settings) -> Author | None:
    """Return what writes answers with a language model; None if that is off.

    Raises:
        Problem: A setting that it needs is missing.
    """
    writer = build_writer(settings)
    if writer is None:
        return None
    return Author(Lead(writer, build_limits(settings)), settings.model_privacy)


def _prepared(settings: Settings) -> Path:
    folder = find_model(settings.models_dir)
    if folder is None:
        raise Problem(
            nl="Het taalmodel is nog niet klaargemaakt. Voer 'bricoleur model prepare' uit.",
            en="The language model has not been prepared yet. Run 'bricoleur model prepare'.",
        )
    return folder
