"""The settings: one frozen object, read once, from the environment (prefix ``BRICOLEUR_``)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from platformdirs import user_data_path
from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from corpus.models import Language
from corpus.problem import Problem

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/?$")]


class Settings(BaseSettings):
    """All settings. Each has a default that works on one's own machine, without a network."""

    model_config = SettingsConfigDict(env_prefix="BRICOLEUR_", frozen=True, extra="ignore")

    data_dir: Path = Field(
        default_factory=lambda: user_data_path("bricoleur"),
        description="Folder for the model, the index and the added documents.",
    )
    embedding_model: str | None = Field(
        default=None,
        description="Name or folder of a sentence-transformers model instead of the default one.",
    )
    chroma_url: Address | None = Field(
        default=None,
        description="Address of a Chroma server; without it the index is embedded.",
    )
    database_url: str | None = Field(
        default=None,
        description="Address of a PostgreSQL database for feedback; without it SQLite is used.",
    )
    language: Language = Field(
        default="nl",
        description="Language of messages that answer no question: nl or en.",
    )
    threads: int = Field(default=2, ge=1, le=64, description="Threads for embedding a question.")
    host: str = Field(default="127.0.0.1", description="Address that 'serve' listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port that 'serve' listens on.")

    @property
    def models_dir(self) -> Path:
        """Where prepared models lie."""
        return self.data_dir / "models"

    @property
    def index_dir(self) -> Path:
        """Where the generations of the index lie."""
        return self.data_dir / "index"

    @property
    def documents_dir(self) -> Path:
        """Where the text of added documents lies."""
        return self.data_dir / "documents"


def read_settings() -> Settings:
    """Read the settings from the environment.

    Raises:
        Problem: One of them can't be used; it is named.
    """
    try:
        return Settings()
    except ValidationError as error:
        fault = error.errors()[0]
        name = "BRICOLEUR_" + "_".join(str(step) for step in fault["loc"]).upper()
        raise Problem(
            nl=f"De instelling {name} klopt niet: {fault['msg']}.",
            en=f"The setting {name} is not right: {fault['msg']}.",
        ) from error
