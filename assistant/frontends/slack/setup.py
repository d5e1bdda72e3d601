"""Says which setting is missing before anything starts. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pydantic import SecretStr

from assistant.frontends.slack.vault import Vault
from assistant.settings import Settings
from corpus.problem import Problem

Mode = Literal["http", "socket"]
SHORTEST: Final = 32
"""Characters of the key at least."""


def check(settings: Settings, mode: Mode) -> None:
    """Let only settings pass with which the door can open.

    Raises:
        Problem: One of them is missing, or two contradict each other.
    """
    several = settings.slack_client_id is not None
    if several and mode == "socket":
        raise Problem(
            nl="Meer dan één werkruimte kan alleen met BRICOLEUR_SLACK_MODE=http. Laat "
            "BRICOLEUR_SLACK_CLIENT_ID weg, of geef elke gemeente een eigen app en een eigen "
            "'bricoleur slack'.",
            en="More than one workspace needs BRICOLEUR_SLACK_MODE=http. Leave out "
            "BRICOLEUR_SLACK_CLIENT_ID, or give each municipality its own app and its own "
            "'bricoleur slack'.",
        )
    if several and settings.slack_bot_token is not None:
        raise Problem(
            nl="Kies: BRICOLEUR_SLACK_BOT_TOKEN voor één werkruimte, of BRICOLEUR_SLACK_CLIENT_ID "
            "voor meer. Allebei kan niet.",
            en="Choose: BRICOLEUR_SLACK_BOT_TOKEN for one workspace, or BRICOLEUR_SLACK_CLIENT_ID "
            "for more. Both can't be.",
        )
    for name, value in _needed(settings, mode).items():
        if value is None:
            raise Problem(
                nl=f"Slack is aangezet ({mode}), maar BRICOLEUR_{name} ontbreekt. In docs/slack.md "
                "staat waar je die vindt.",
                en=f"Slack is switched on ({mode}), but BRICOLEUR_{name} is missing. docs/slack.md "
                "says where to find it.",
            )
    key = settings.slack_encryption_key
    if key is not None and len(key.get_secret_value()) < SHORTEST:
        raise Problem(
            nl=f"BRICOLEUR_SLACK_ENCRYPTION_KEY is te kort. Neem {SHORTEST} tekens of meer die "
            "niemand kan raden, bijvoorbeeld met: openssl rand -base64 32",
            en=f"BRICOLEUR_SLACK_ENCRYPTION_KEY is too short. Take {SHORTEST} characters or more "
            "that nobody can guess, for example with: openssl rand -base64 32",
        )


def vault_of(settings: Settings) -> Vault:
    """Return what encrypts: with the key of the settings, or else one made from the token.

    Raises:
        Problem: There is neither.
    """
    secret = settings.slack_encryption_key or settings.slack_bot_token
    if secret is None:
        raise Problem(
            nl="BRICOLEUR_SLACK_ENCRYPTION_KEY ontbreekt: zonder sleutel wordt er niets bewaard.",
            en="BRICOLEUR_SLACK_ENCRYPTION_KEY is missing: without a key nothing is stored.",
        )
    return Vault(secret.get_secret_value())


def _needed(settings: Settings, mode: Mode) -> Mapping[str, str | SecretStr | None]:
    needed: dict[str, str | SecretStr | None]
    if settings.slack_client_id is None:
        needed = {"SLACK_BOT_TOKEN": settings.slack_bot_token}
    else:
        needed = {
            "SLACK_CLIENT_SECRET": settings.slack_client_secret,
            "SLACK_ENCRYPTION_KEY": settings.slack_encryption_key,
        }
    if mode == "http":
        return {**needed, "SLACK_SIGNING_SECRET": settings.slack_signing_secret}
    return {**needed, "SLACK_APP_TOKEN": settings.slack_app_token}
