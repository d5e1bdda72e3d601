"""Lets a workspace install the app: to Slack, back again, and the token is ours."""

from __future__ import annotations

import html
import logging
from typing import Final

import aiohttp
from slack_bolt.adapter.starlette.async_handler import (
    to_async_bolt_request,
    to_starlette_response,
)
from slack_bolt.oauth.async_callback_options import (
    AsyncCallbackOptions,
    AsyncFailureArgs,
    AsyncSuccessArgs,
)
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from assistant.frontends.slack.installations import BoltInstallations, BoltStates, Unsuitable
from assistant.frontends.slack.manifest import REDIRECT, scopes
from assistant.frontends.slack.stores import Stores
from assistant.settings import Settings
from corpus.models import Language
from corpus.problem import Problem

INSTALL: Final = "/api/slack/install"
_SAID: Final = {
    "done": {
        "nl": (
            "Bricoleur staat in Slack",
            "Open Slack en stuur Bricoleur een bericht, of noem de app in een kanaal waar je haar "
            "hebt toegevoegd. Je kunt dit venster sluiten.",
        ),
        "en": (
            "Bricoleur is in Slack",
            "Open Slack and send Bricoleur a message, or mention the app in a channel that you "
            "have added it to. You can close this window.",
        ),
    },
    "access_denied": {
        "nl": (
            "Bricoleur is niet geïnstalleerd",
            "Je hebt in Slack geen toestemming gegeven. Bedenk je je? Begin dan opnieuw.",
        ),
        "en": (
            "Bricoleur was not installed",
            "You did not allow it in Slack. Changed your mind? Then start again.",
        ),
    },
    "failed": {
        "nl": (
            "Bricoleur is niet geïnstalleerd",
            "Deze link is al gebruikt, te oud, of in een andere browser begonnen. Begin opnieuw, "
            "en rond het binnen tien minuten af.",
        ),
        "en": (
            "Bricoleur was not installed",
            "This link was used before, is too old, or was started in another browser. Start "
            "again, and finish within ten minutes.",
        ),
    },
    "organisation": {
        "nl": (
            "Bricoleur is niet geïnstalleerd",
            "Bricoleur kan niet voor een hele organisatie tegelijk. Begin opnieuw en kies één "
            "werkruimte.",
        ),
        "en": (
            "Bricoleur was not installed",
            "Bricoleur can't be installed for a whole organisation at once. Start again and "
            "choose one workspace.",
        ),
    },
    "unreachable": {
        "nl": (
            "Bricoleur is niet geïnstalleerd",
            "Slack of onze database is nu niet bereikbaar. Probeer het over een paar minuten nog "
            "eens.",
        ),
        "en": (
            "Bricoleur was not installed",
            "Slack or our database can't be reached right now. Try again in a few minutes.",
        ),
    },
}
_AGAIN: Final = {"nl": "Begin opnieuw", "en": "Start again"}
log = logging.getLogger(__name__)


class Installing:
    """The two addresses that an installation goes through.

    Args:
        settings: The id and the secret of the app, and the address of this site.
        client: Slack's Web API.
        stores: Where the token goes, and which installations were begun.
    """

    def __init__(self, settings: Settings, client: AsyncWebClient, stores: Stores) -> None:
        self._language: Language = settings.language
        secret = settings.slack_client_secret
        base = settings.public_url
        self._flow = AsyncOAuthFlow(
            client=client,
            logger=log,
            settings=AsyncOAuthSettings(
                client_id=settings.slack_client_id,
                client_secret=secret.get_secret_value() if secret else "",
                scopes=scopes(),
                redirect_uri=f"{base.rstrip('/')}{REDIRECT}" if base else None,
                install_path=INSTALL,
                install_page_rendering_enabled=False,
                redirect_uri_path=REDIRECT,
                callback_options=AsyncCallbackOptions(self._succeeded, self._failed),
                installation_store=BoltInstallations(stores.installations),
                installation_store_bot_only=True,
                state_store=BoltStates(stores.states),
                logger=log,
            ),
        )

    async def install(self, request: Request) -> Response:
        """Send an administrator to Slack."""
        try:
            answer = await self._flow.handle_installation(to_async_bolt_request(request, b""))
        except Problem as problem:
            log.error("an installation can't be begun: %s", problem.en)
            return HTMLResponse(self._page("unreachable"), 503)
        return to_starlette_response(answer)

    async def redirect(self, request: Request) -> Response:
        """Take back from Slack who was sent there."""
        try:
            answer = await self._flow.handle_callback(to_async_bolt_request(request, b""))
        except (Problem, aiohttp.ClientError, TimeoutError, OSError) as error:
            log.error("an installation can't be finished: %s", type(error).__name__)
            return HTMLResponse(self._page("unreachable"), 503)
        return to_starlette_response(answer)

    async def _succeeded(self, args: AsyncSuccessArgs) -> BoltResponse:
        log.info("the app is installed in workspace %s", args.installation.team_id)
        return self._answer(200, "done")

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        log.warning("an installation failed: %s", args.reason[:40])
        if isinstance(args.error, Unsuitable):
            return self._answer(400, "organisation")
        if args.reason == "storage_error":
            return self._answer(503, "unreachable")
        known = args.reason if args.reason in _SAID else "failed"
        status = args.suggested_status_code
        return self._answer(status if status in (400, 401) else 400, known)

    def _answer(self, status: int, name: str) -> BoltResponse:
        expired = self._flow.settings.state_utils.build_set_cookie_for_deletion()
        headers = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": [expired]}
        return BoltResponse(status=status, body=self._page(name), headers=headers)

    def _page(self, name: str) -> str:
        title, text = (html.escape(part) for part in _SAID[name][self._language])
        again = "" if name == "done" else f'<p><a href="{INSTALL}">{_AGAIN[self._language]}</a></p>'
        return (
            f'<!doctype html><html lang="{self._language}"><head><meta charset="utf-8">'
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f"<title>{title}</title></head><body><main><h1>{title}</h1><p>{text}</p>{again}"
            "</main></body></html>"
        )
