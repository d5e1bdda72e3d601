"""Slack's Web API, with a patience that ends.

The library's own handler for a 429 waits for as long as it is told; ours waits a little, and
leaves the rest to the events that are written down.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncConnectionErrorRetryHandler
from slack_sdk.http_retry.request import HttpRequest
from slack_sdk.http_retry.response import HttpResponse
from slack_sdk.http_retry.state import RetryState
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from assistant.frontends.slack.faults import judge, wait_of

TIMEOUT: Final = 15
"""Seconds that one call may take."""
SHORT: Final = 5.0
"""Seconds that are waited on the spot when Slack says that it is too busy."""
Sleep = Callable[[float], Awaitable[None]]


class Patience(AsyncRetryHandler):
    """Tries again what Slack was too busy for, if the wait is short.

    Args:
        sleep: Waits.
    """

    def __init__(self, sleep: Sleep = asyncio.sleep) -> None:
        super().__init__(max_retry_count=2)
        self._sleep = sleep

    async def _can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        if response is None or response.status_code != 429:
            return False
        return wait_of(response.headers, 1.0) <= SHORT

    async def prepare_for_next_attempt_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> None:
        """Wait as long as Slack asks."""
        state.next_attempt_requested = True
        headers: Any = response.headers if response else {}
        await self._sleep(wait_of(headers, 1.0))
        state.increment_current_attempt()


def new_client(
    base_url: str = AsyncWebClient.BASE_URL, token: str | None = None, sleep: Sleep = asyncio.sleep
) -> AsyncWebClient:
    """Return a client.

    Args:
        base_url: Where Slack is.
        token: The token of the app in one workspace, if it is in one only.
        sleep: Waits when Slack is too busy.
    """
    handlers = [AsyncConnectionErrorRetryHandler(), Patience(sleep)]
    return AsyncWebClient(token, base_url=base_url, timeout=TIMEOUT, retry_handlers=handlers)


async def call(method: Callable[..., Awaitable[Any]], **args: Any) -> Any:
    """Call a method of the client.

    Raises:
        Later: Slack can't be reached or is too busy.
        Refusal: Slack says no.
    """
    try:
        return await method(**args)
    except SlackApiError as error:
        response: Any = error.response
        status = int(getattr(response, "status_code", 0) or getattr(response, "status", 500))
        data = getattr(response, "data", None)
        said = str(data.get("error") or "") if isinstance(data, dict) else ""
        raise judge(status, said, response.headers) from None  # its words hold what was sent
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise judge(503, "", {}) from None


async def respond(client: AsyncWebClient, url: str, **args: Any) -> None:
    """Answer at the address that came with a command or a button.

    Raises:
        Later: Slack can't be reached or is too busy.
        Refusal: Slack says no; the address works five times, for half an hour.
    """
    hook = AsyncWebhookClient(
        url, timeout=TIMEOUT, session=client.session, retry_handlers=client.retry_handlers
    )
    try:
        answer = await hook.send(**args)
    except (aiohttp.ClientError, TimeoutError, OSError):
        raise judge(503, "", {}) from None
    if answer.status_code != 200:
        raise judge(answer.status_code, answer.body, answer.headers)
