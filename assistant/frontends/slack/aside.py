"""Does what blocks beside the loop, in threads that the door keeps for it.

Not in the loop's own threads: others need those, and there are so many that the answers they
would make at the same time keep Slack waiting.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Executor
from contextvars import ContextVar
from functools import partial
from typing import Any, Final, TypeVar

POOL: Final[ContextVar[Executor | None]] = ContextVar("slack_pool", default=None)
"""The threads of the door that deals with an event; None: those of the loop."""
T = TypeVar("T")


async def aside(do: Callable[..., T], *args: Any) -> T:
    """Return what ``do`` gives, and let the loop go on meanwhile."""
    return await asyncio.get_running_loop().run_in_executor(POOL.get(), partial(do, *args))
