"""What can go wrong between us and Slack: to be tried again later, or refused for good. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

PAUSE: Final = 15.0
"""Seconds until what failed for a reason that passes is tried again."""
LONGEST: Final = 600.0
"""Seconds that Slack can make us wait at most: answers to commands work for half an hour."""
PASSING: Final = frozenset(
    "ratelimited rate_limited internal_error fatal_error service_unavailable request_timeout "
    "accesslimited team_added_to_org".split()
)
"""Errors that pass."""
CONTENT: Final = frozenset(
    "invalid_blocks invalid_blocks_format msg_blocks_too_long msg_too_long "
    "markdown_text_conflict".split()
)
"""Errors that say that Slack does not take what a message holds."""
GONE: Final = frozenset("thread_not_found message_not_found cannot_reply_to_message".split())
"""Errors that say that the message that is answered was deleted."""
CLOSED: Final = frozenset(
    "channel_not_found not_in_channel is_archived restricted_action user_not_in_channel "
    "restricted_action_read_only_channel restricted_action_thread_only_channel "
    "restricted_action_non_threadable_channel restricted_action_thread_locked "
    "channel_is_archived messages_tab_disabled".split()
)
"""Errors that say that we may not post there."""
REVOKED: Final = frozenset(
    "token_revoked token_expired invalid_auth not_authed account_inactive "
    "org_login_required user_removed_from_team".split()
)
"""Errors that say that the workspace does not have the app any more."""


class Later(Exception):
    """Slack can't be reached, or is too busy: the whole of the work is done again later.

    Args:
        seconds: How long to wait.
    """

    def __init__(self, seconds: float = PAUSE) -> None:
        super().__init__(f"again in {seconds:.0f} s")
        self.seconds = min(max(seconds, 1.0), LONGEST)


class Refusal(Exception):
    """Slack refused, and would again.

    Args:
        error: Slack's own name for why.
    """

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


def judge(status: int, error: str, headers: Mapping[str, Any]) -> Later | Refusal:
    """Return what an answer means that is not the one asked for.

    Args:
        status: The HTTP status.
        error: Slack's name for what is wrong.
        headers: The headers of the answer.
    """
    if status == 429 or status >= 500 or error in PASSING:
        return Later(wait_of(headers, PAUSE))
    return Refusal(error[:100] or f"http_{status}")


def wait_of(headers: Mapping[str, Any], usual: float) -> float:
    """Return for how many seconds Slack asks to wait."""
    for name, value in headers.items():
        if name.lower() == "retry-after":
            text = str(value[0] if isinstance(value, list) else value)
            return float(text) if text.isdecimal() else usual
    return usual
