"""The overview for editors as one page that needs nothing from outside. Pure but for its template.

Every drawing has a table with the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup

from assistant.frontends.cli.insight_plot import Kind, bars
from assistant.frontends.cli.insight_table import percent, period, reason_words, verdict
from assistant.frontends.cli.insight_words import word
from assistant.frontends.web.site import PACKAGE, long_date
from assistant.frontends.web.words import PRACTICE_NAMES
from assistant.insight import ENOUGH, Insight
from corpus.models import PRACTICES, Corpus, Language

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATE: Final = Path(__file__).parent / "insight.html.j2"
SHOWN: Final = 15
"""Rows of a list of tips that stand open; the others are folded away."""
MONTHS: Final = 24
"""Months that are drawn; the table has them all."""


def page(
    insight: Insight, corpus: Corpus, language: Language, today: date, nothing: str = ""
) -> str:
    """Return the page as HTML.

    Args:
        insight: What the verdicts say.
        corpus: The tips.
        language: The language of the page.
        today: The day on which it is made.
        nothing: The sentence to say when there are no verdicts.
    """
    titles = {tip.id: tip.texts[language].title for tip in corpus.tips.values()}
    names = {name: text[language] for name, text in PRACTICE_NAMES.items()}
    return _template().render(
        insight=insight,
        language=language,
        nothing=nothing,
        word=lambda key: word(key, language),
        period=period(insight, language),
        titles=titles,
        names=names,
        practice_of={tip.id: tip.practice for tip in corpus.tips.values()},
        unmet=_by_practice(insight.unmet, corpus),
        all_tips=len(corpus.tips),
        least=ENOUGH,
        shown=SHOWN,
        percent=percent,
        why=lambda reason: reason_words(reason, language),
        verdict=lambda remark: verdict(remark, language),
        plots=_plots(insight, names, language),
        today=long_date(today, language),
        version=version(PACKAGE),
    )


def _plots(insight: Insight, names: Any, language: Language) -> dict[str, Markup]:
    kinds = [Kind(name, word(name, language)) for name in ("useful", "useless", "missed")]
    practices = [(names[t.id], (t.useful, t.useless)) for t in insight.practices]
    months = [(m.name, (m.useful, m.useless, m.missed)) for m in insight.months[-MONTHS:]]
    reasons = [(reason_words(name, language), (n,)) for name, n in insight.reasons.items()]
    return {
        "practices": _plot("practices", practices, kinds[:2], language),
        "months": _plot("months", months, kinds, language),
        "reasons": _plot("reasons", reasons, kinds[1:2], language),
    }


def _plot(
    key: str, rows: Sequence[tuple[str, Sequence[int]]], kinds: Sequence[Kind], language: Language
) -> Markup:
    return bars(rows, kinds, word(key, language), word("plot_told", language))


def _by_practice(tips: Sequence[str], corpus: Corpus) -> dict[str, list[str]]:
    groups = {
        name: [tip for tip in tips if corpus.tips[tip].practice == name] for name in PRACTICES
    }
    return {name: group for name, group in groups.items() if group}


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, StrictUndefined

    environment = Environment(
        autoescape=True, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    return environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
