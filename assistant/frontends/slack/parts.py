"""What the listeners work with."""

from __future__ import annotations

from dataclasses import dataclass

from assistant.engine import Assistant
from assistant.feedback import FeedbackStore
from assistant.frontends.slack.threads import Threads
from assistant.settings import Settings
from corpus.models import Corpus


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts that every listener shares.

    The assistant, the feedback and the threads block while they work: call them in a thread of
    their own (``aside``). That an event is answered once is seen to before a listener
    runs.
    """

    assistant: Assistant
    feedback: FeedbackStore
    threads: Threads
    settings: Settings
    corpus: Corpus
