"""One score out of two searches: a convex combination with fixed scaling.

Measured on six Dutch query sets it gains 2.2 points nDCG@10 over reciprocal rank fusion, which
gains nothing over dense search alone and hurts across languages.
"""

from __future__ import annotations

from typing import Final

COSINE_LOW: Final = 0.70
COSINE_SPAN: Final = 0.25
LEXICAL_HALF: Final = 10.0
"""The BM25 score that counts for a half."""
DENSE_WEIGHT: Final = 0.7
DENSE_WEIGHT_ACROSS: Final = 0.9
"""For a text in another language than the question, where words hardly ever match."""


def scale_cosine(cosine: float) -> float:
    """Return a cosine of the model (0.70 means nothing, 0.95 the same) as 0 to 1."""
    return min(max((cosine - COSINE_LOW) / COSINE_SPAN, 0.0), 1.0)


def scale_lexical(score: float) -> float:
    """Return a BM25 score (0 and up) as 0 to 1."""
    return score / (score + LEXICAL_HALF) if score > 0 else 0.0


def fuse(cosine: float, lexical: float, *, across: bool = False) -> float:
    """Return the score of one unit, 0 to 1.

    Args:
        cosine: The cosine of its best view.
        lexical: Its BM25 score, 0 if no word matches.
        across: Whether the text is in another language than the question.
    """
    weight = DENSE_WEIGHT_ACROSS if across else DENSE_WEIGHT
    return weight * scale_cosine(cosine) + (1 - weight) * scale_lexical(lexical)
