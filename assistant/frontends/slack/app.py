"""Puts the door together: from an event that came in to a listener that answers it."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.context.async_context import AsyncBoltContext
from slack_sdk.web.async_client import AsyncWebClient

from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.slack import listeners
from assistant.frontends.slack.access import Access, Everywhere, Single
from assistant.frontends.slack.aside import POOL, aside
from assistant.frontends.slack.claims import Event
from assistant.frontends.slack.client import TIMEOUT, new_client
from assistant.frontends.slack.delivery import KEY, delivery_for
from assistant.frontends.slack.faults import Later
from assistant.frontends.slack.message import Message, Place
from assistant.frontends.slack.parts import Parts
from assistant.frontends.slack.stores import Stores
from assistant.frontends.slack.work import Work
from assistant.settings import Settings
from assistant.texts import STATUS
from corpus.models import Corpus
from corpus.problem import Problem

FAULT: Final = "fault"
"""Where in Bolt's context stands what went wrong."""
WRITING: Final = 16
"""Threads for answers that a language model writes: those mostly wait. Answers from the tips alone
are made by one: they only compute, and more threads that compute keep Slack waiting (at 20 events
a second an event was taken in within 17 ms with one, 139 ms with two, 5 s with six)."""
LATE: Final = 5
"""Seconds by which Slack's clock and ours may differ."""
UNKNOWN: Final = (
    "Bricoleur is in deze werkruimte niet (meer) geïnstalleerd. Vraag je beheerder de app opnieuw "
    "te installeren.\nBricoleur is not installed in this workspace (any more). Ask your "
    "administrator to install the app again."
)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class House:
    """What the door is part of."""

    settings: Settings
    assistant: Assistant
    feedback: FeedbackStore
    corpus: Corpus


class Door:
    """Everything that Slack needs, in one process.

    Args:
        house: What it is part of.
        client: Slack's Web API; by default the real one.
        beat: Seconds between two looks at what was left behind.

    Raises:
        Problem: The address of the database can't be used, or there is no key.
    """

    def __init__(
        self, house: House, client: AsyncWebClient | None = None, beat: float | None = None
    ) -> None:
        settings = house.settings
        self.client = client or new_client()
        self.stores = stores = Stores(settings)
        self._language = settings.language
        self._access: Access = Everywhere(stores.installations)
        if settings.slack_bot_token is not None:
            self._access = Single(self.client, settings.slack_bot_token.get_secret_value())
        threads = WRITING if house.assistant.writes else 1
        self._pool = ThreadPoolExecutor(threads, "slack")
        parts = Parts(house.assistant, house.feedback, stores.threads, settings, house.corpus)
        self.bolt = self._bolt(parts)
        watch = {"beat": beat} if beat is not None else {}
        self.work = Work(stores.claims, self.answer, stores.threads.tidy, **watch)

    async def start(self) -> None:
        """Begin to work, first on what was left behind."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        self.client.session = aiohttp.ClientSession(timeout=timeout)
        self.work.start()

    async def stop(self) -> None:
        """Finish what was begun and let go of everything."""
        await self.work.stop()
        if self.client.session is not None:
            await self.client.session.close()
        self._pool.shutdown(cancel_futures=True)
        self.stores.close()

    @asynccontextmanager
    async def running(self) -> AsyncIterator[Door]:
        """Work for as long as this is entered."""
        await self.start()
        try:
            yield self
        finally:
            await self.stop()

    async def answer(self, event: Event) -> None:
        """Deal with one event.

        Raises:
            Later: It must be done again.
        """
        POOL.set(self._pool)
        # Socket Mode is Bolt's name for what has been checked already
        request = AsyncBoltRequest(mode="socket_mode", body=dict(event.body))
        request.context[KEY] = event.key
        await self.bolt.async_dispatch(request)
        fault = request.context.get(FAULT)
        if isinstance(fault, Later):
            raise fault
        if fault is not None:
            await self._apologise(event, request.context, fault)

    def _bolt(self, parts: Parts) -> AsyncApp:
        """Return Bolt's app: what is done before a listener runs is done by ourselves."""
        quiet = logging.getLogger(f"{__name__}.bolt")
        quiet.setLevel(logging.ERROR)  # its warnings tell what was said
        app = AsyncApp(
            logger=quiet,
            name="bricoleur",
            process_before_response=True,
            signing_secret="",
            client=self.client,
            authorize=_authorizing(self._access),  # type: ignore[arg-type]  # None means unknown to it
            request_verification_enabled=False,
            ssl_check_enabled=False,
            url_verification_enabled=False,
            user_facing_authorize_error_message=UNKNOWN,
        )
        app.error(_keep)
        app.event("app_uninstalled")(self._removed)
        app.event("tokens_revoked")(self._removed)
        listeners.register(app, parts)
        return app

    async def _removed(self, body: Mapping[str, Any]) -> None:
        """Forget a workspace that has removed the app."""
        tokens = body["event"].get("tokens")
        if isinstance(tokens, dict) and not tokens.get("bot"):
            return  # someone's own token, of which we have none
        when = body.get("event_time")
        before = float(when) + LATE if isinstance(when, int | float) else None
        await aside(self.stores.forget_team, str(body.get("team_id") or ""), before)

    async def _apologise(self, event: Event, context: AsyncBoltContext, fault: Exception) -> None:
        """Say that something went wrong; what, only the log tells, and not what was said.

        Raises:
            Later: Slack can't be reached now.
        """
        if isinstance(fault, Problem):
            text = fault.text(self._language)
            log.error("%s was not answered: %s", event.key, fault.en)
        else:
            text = STATUS["error"][self._language]
            log.error("%s was not answered: %s", event.key, _where(fault))
        place = place_of(event)
        if place is not None and context.get("token"):
            sorry = delivery_for(context.client, context)
            await sorry.post(place, Message(text), only_for=place.user)


def place_of(event: Event) -> Place | None:
    """Return where someone waits for an answer to an event; None if nobody does."""
    body = event.body
    inner = body.get("event")
    if isinstance(inner, dict):
        if inner.get("type") not in ("message", "app_mention") or inner.get("subtype"):
            return None
        channel, user, thread = inner.get("channel"), inner.get("user"), inner.get("thread_ts")
    else:
        channel = body.get("channel_id") or _id(body.get("channel"))
        user, thread = body.get("user_id") or _id(body.get("user")), None
    if not channel or not user:
        return None
    kind = "dm" if str(channel).startswith("D") else "channel"
    return Place(event.team, str(channel), thread, kind, str(user))  # type: ignore[arg-type]


def _authorizing(
    access: Access,
) -> Callable[[str | None], Awaitable[AuthorizeResult | None]]:
    """Return what Bolt asks for the app in a workspace: a plain function, it counts arguments."""

    async def authorize(team_id: str | None) -> AuthorizeResult | None:
        bot = await access.find(team_id or "")
        if bot is None:
            return None
        return AuthorizeResult(
            enterprise_id=None,
            team_id=bot.team,
            bot_token=bot.token,
            bot_id=bot.id,
            bot_user_id=bot.user,
        )

    return authorize


async def _keep(error: Exception, context: AsyncBoltContext) -> None:
    """Keep what went wrong for whoever had the event dealt with."""
    context[FAULT] = error


def _id(found: object) -> Any:
    return found.get("id") if isinstance(found, dict) else None


def _where(fault: Exception) -> str:
    """Return what kind of fault it was and where; its words may hold what was said."""
    trace = fault.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    place = f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
    return f"{type(fault).__name__} at {place}"
