"""The settings: one frozen object, read once, from the environment (prefix ``BRICOLEUR_``)."""

from __future__ import annotations

from datetime import date
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path
from typing import Annotated, Literal

from platformdirs import user_data_path
from pydantic import BeforeValidator, Field, SecretStr, StringConstraints, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from corpus.models import Language
from corpus.problem import Problem

Address = Annotated[str, StringConstraints(pattern=r"^https?://[^\s/]+/?$")]
Link = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
ModelAddress = Annotated[str, StringConstraints(pattern=r"^https?://[^\s@?#]+$")]
Contact = Annotated[str, StringConstraints(pattern=r"^(?:mailto:|https://|tel:)\S+$")]


def _listed(value: object) -> object:
    """Let a list stand in the environment as words with commas between them."""
    return (
        [part.strip() for part in value.split(",") if part.strip()]
        if isinstance(value, str)
        else value
    )


Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_listed)]
Networks = Annotated[tuple[IPv4Network | IPv6Network, ...], NoDecode, BeforeValidator(_listed)]


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
        description="Address of a PostgreSQL database for feedback, keys and Slack; without it "
        "SQLite is used.",
    )
    language: Language = Field(
        default="nl",
        description="Language of messages that answer no question: nl or en.",
    )
    threads: int = Field(default=2, ge=1, le=64, description="Threads for embedding a question.")
    host: str = Field(default="127.0.0.1", description="Address that 'serve' listens on.")
    port: int = Field(default=7860, ge=0, le=65535, description="Port that 'serve' listens on.")
    allowed_hosts: Words = Field(
        default=(),
        description="Names under which the site may be asked for, with commas between them; "
        "names of this machine itself always may.",
    )
    cors_origins: Words = Field(
        default=(),
        description="Other sites whose pages may call this one, such as https://intranet.example.",
    )
    auth_header: str | None = Field(
        default=None,
        pattern=r"^[A-Za-z][A-Za-z0-9-]*$",
        description="Header in which a trusted proxy names the signed-in user; needed to listen "
        "on an address that others can reach.",
    )
    trusted_proxies: Networks = Field(
        default_factory=lambda: (IPv4Network("127.0.0.1"), IPv6Network("::1")),
        description="Addresses or networks of the proxies whose headers are believed.",
    )
    https: bool = Field(
        default=False, description="Readers come over HTTPS, through a proxy: sends HSTS."
    )
    questions_per_minute: int = Field(
        default=30, ge=1, description="Questions that one reader may ask in a minute."
    )
    api_keys: Literal["off", "required"] | None = Field(
        default=None,
        description="Whether the API asks for a key: required or off; without this only where "
        "others can reach it and no proxy signs them in.",
    )
    api_questions_per_minute: int = Field(
        default=120, ge=1, description="Questions that a system with a key may ask in a minute."
    )
    public_url: Address | None = Field(
        default=None,
        description="Address of this site as others see it, for links in answers over the API, in "
        "Slack and for groups; without it the address under which it was asked, and no links in "
        "Slack.",
    )
    request_log: bool = Field(
        default=False, description="Write a line for each request, without what was asked."
    )
    mcp: bool = Field(
        default=False, description="Offer the tools for agents (MCP) over HTTP, at /api/mcp."
    )
    organisation: str | None = Field(
        default=None, description="Name of the organisation that offers this site."
    )
    contact: Contact | None = Field(
        default=None, description="Where readers turn to: mailto:…, tel:… or https://…."
    )
    source_url: Link | None = Field(
        default=None, description="Address of the source code of this version."
    )
    security_contact: Contact | None = Field(
        default=None, description="Where a leak can be reported, for security.txt."
    )
    security_expires: date | None = Field(
        default=None, description="Day on which security.txt is no longer valid, under a year away."
    )

    model_kind: Literal["off", "openai", "ollama", "azure"] = Field(
        default="off",
        description="Let a language model write: off, openai (any server that speaks as "
        "OpenAI's does), ollama or azure.",
    )
    model_url: ModelAddress | None = Field(
        default=None, description="Address of the model server; for openai with /v1 at the end."
    )
    model_name: str | None = Field(
        default=None, min_length=1, description="Name of the model, or of the deployment at Azure."
    )
    model_api_key: SecretStr | None = Field(
        default=None, description="Key for the model server, if it needs one; never shown."
    )
    model_api_version: str | None = Field(
        default=None, description="Version of Azure's interface, such as 2024-10-21."
    )
    model_deadline: float = Field(
        default=45, gt=0, le=600, description="Seconds in which the model must be ready."
    )
    model_first_token: float = Field(
        default=15, gt=0, le=600, description="Seconds in which the model must begin."
    )
    model_privacy: Literal["refuse", "mask"] = Field(
        default="refuse",
        description="What to do with personal data in what would be sent to the model: refuse "
        "(answer without the model) or mask (send placeholders).",
    )

    slack_mode: Literal["off", "http", "socket"] = Field(
        default="off",
        description="How Slack reaches the assistant: off, http (Slack calls this site) or socket "
        "('bricoleur slack' calls Slack, for networks that let nothing in).",
    )
    slack_bot_token: SecretStr | None = Field(
        default=None, description="Token of the app in the one workspace that uses it (xoxb-…)."
    )
    slack_signing_secret: SecretStr | None = Field(
        default=None, description="What Slack signs its requests with; needed for http."
    )
    slack_app_token: SecretStr | None = Field(
        default=None, description="Token of the app itself (xapp-…); needed for socket."
    )
    slack_client_id: str | None = Field(
        default=None,
        description="Id of the app, to let several workspaces install it instead of naming the "
        "token of one.",
    )
    slack_client_secret: SecretStr | None = Field(
        default=None, description="Secret that belongs to the id of the app."
    )
    slack_encryption_key: SecretStr | None = Field(
        default=None,
        description="At least 32 characters that nobody can guess, with which tokens of "
        "workspaces and what is remembered for a follow-up are encrypted.",
    )

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
