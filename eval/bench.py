"""How fast one process answers: the median of each part over real questions."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median, quantiles

from assistant.engine import Assistant

PARTS = ("embed", "dense", "lexical", "fuse", "compose", "total")
WARM_UP = 10


def speed(assistant: Assistant, questions: Sequence[str]) -> dict[str, tuple[float, float]]:
    """Ask each question once, after a warm-up, and return milliseconds per part.

    Args:
        assistant: The assistant, opened as a door opens it.
        questions: At least two; those that are not searched count in none of the parts.

    Returns:
        Median and 95th percentile by part.
    """
    for question in questions[:WARM_UP]:
        assistant.answer(question)
    taken: dict[str, list[float]] = {part: [] for part in PARTS}
    for question in questions:
        timings = assistant.answer(question).timings_ms
        if "compose" in timings:
            for part in PARTS:
                taken[part].append(timings[part])
    return {part: (median(times), quantiles(times, n=20)[-1]) for part, times in taken.items()}
