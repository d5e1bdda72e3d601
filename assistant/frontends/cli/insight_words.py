"""Every string of ``bricoleur insight``, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    "title": {"nl": "Wat lezers van de tips vinden", "en": "What readers think of the tips"},
    "period": {"nl": "Van {first} tot en met {last}.", "en": "From {first} up to {last}."},
    "period_one": {"nl": "Van {first}.", "en": "Of {first}."},
    "nothing": {
        "nl": "Er zijn nog geen oordelen opgeslagen. Ze komen binnen zodra lezers in de chat "
        "zeggen of een antwoord nuttig was.",
        "en": "No verdicts have been stored yet. They come in as soon as readers of the chat say "
        "whether an answer was useful.",
    },
    "nothing_since": {
        "nl": "Er zijn geen oordelen opgeslagen sinds {day}.",
        "en": "No verdicts have been stored since {day}.",
    },
    "lead": {
        "nl": "Dit komt alleen uit wat lezers zelf hebben verstuurd. Gesprekken worden niet "
        "bewaard. Wie niets zegt, telt dus niet mee.",
        "en": "This comes only from what readers sent themselves. Conversations are not stored. "
        "So whoever says nothing does not count.",
    },
    "fair": {
        "nl": "Een antwoord kan meer tips noemen. Het oordeel telt dan voor elk daarvan. Bij "
        "minder dan {least} oordelen staat er geen percentage.",
        "en": "An answer can name several tips. The verdict then counts for each of them. With "
        "fewer than {least} verdicts no percentage is given.",
    },
    "summary": {"nl": "In het kort", "en": "In short"},
    "verdicts": {"nl": "Oordelen", "en": "Verdicts"},
    "useful": {"nl": "nuttig", "en": "useful"},
    "useless": {"nl": "niet nuttig", "en": "not useful"},
    "missed": {"nl": "gemist", "en": "missed"},
    "missed_long": {
        "nl": "hier had een antwoord moeten staan",
        "en": "there should have been an answer here",
    },
    "geen-tip": {"nl": "geen tip gevonden", "en": "no tip found"},
    "buiten-bereik": {"nl": "gezien als ander onderwerp", "en": "taken for another subject"},
    "met": {"nl": "Tips in een beoordeeld antwoord", "en": "Tips in a judged answer"},
    "of_all": {"nl": "{n} van de {all}", "en": "{n} of {all}"},
    "practices": {"nl": "Per praktijk", "en": "By practice"},
    "practice": {"nl": "Praktijk", "en": "Practice"},
    "tip": {"nl": "Tip", "en": "Tip"},
    "judged": {"nl": "oordelen", "en": "verdicts"},
    "thin": {"nl": "past half", "en": "poor fit"},
    "thin_told": {
        "nl": "‘{thin}’: het antwoord zei zelf dat het niet precies paste.",
        "en": "‘{thin}’: the answer itself said that it did not fit exactly.",
    },
    "months": {"nl": "Per maand", "en": "By month"},
    "month": {"nl": "Maand", "en": "Month"},
    "reasons": {"nl": "Waarom niet nuttig", "en": "Why not useful"},
    "reason": {"nl": "Reden", "en": "Reason"},
    "times": {"nl": "keer", "en": "times"},
    "no_reason": {"nl": "Niemand gaf een reden.", "en": "Nobody gave a reason."},
    "poor": {"nl": "Tips die niet hielpen", "en": "Tips that did not help"},
    "no_poor": {
        "nl": "Geen enkele tip kreeg het oordeel ‘niet nuttig’.",
        "en": "No tip got the verdict ‘not useful’.",
    },
    "wanted": {"nl": "Tips waar het meest naar is gevraagd", "en": "Tips most asked for"},
    "no_wanted": {
        "nl": "Nog geen tip stond in een beoordeeld antwoord.",
        "en": "No tip has stood in a judged answer yet.",
    },
    "unmet": {
        "nl": "Tips die in geen beoordeeld antwoord stonden",
        "en": "Tips that stood in no judged answer",
    },
    "unmet_told": {
        "nl": "Dat zegt pas iets als er veel oordelen zijn.",
        "en": "That only says something once there are many verdicts.",
    },
    "all_met": {
        "nl": "Elke tip stond in een beoordeeld antwoord.",
        "en": "Every tip stood in a judged answer.",
    },
    "gone": {
        "nl": "Beoordeeld, maar niet meer in de tips: {names}.",
        "en": "Judged, but no longer among the tips: {names}.",
    },
    "missing": {
        "nl": "Vragen waarop een antwoord ontbrak",
        "en": "Questions that lacked an answer",
    },
    "missing_told": {
        "nl": "{n} keer zei iemand dat er een antwoord had moeten staan. {with_words} keer mocht "
        "de vraag mee.",
        "en": "{n} times someone said that there should have been an answer. {with_words} times "
        "the question came along.",
    },
    "no_missing": {
        "nl": "Niemand heeft gemeld dat er een antwoord ontbrak.",
        "en": "Nobody has reported that an answer was lacking.",
    },
    "question": {"nl": "Vraag", "en": "Question"},
    "why": {"nl": "Hoe het afliep", "en": "How it ended"},
    "last": {"nl": "Laatst", "en": "Last"},
    "remarks": {"nl": "Wat lezers erbij schreven", "en": "What readers wrote with it"},
    "remarks_told": {
        "nl": "Met hun toestemming verstuurd; gegevens van personen zijn onleesbaar gemaakt.",
        "en": "Sent with their consent; details of persons were made unreadable.",
    },
    "no_remarks": {
        "nl": "Niemand stuurde een vraag of opmerking mee.",
        "en": "Nobody sent a question or comment along.",
    },
    "comment": {"nl": "Opmerking", "en": "Comment"},
    "answered_with": {"nl": "Antwoord uit", "en": "Answered from"},
    "verdict": {"nl": "Oordeel", "en": "Verdict"},
    "day": {"nl": "Dag", "en": "Day"},
    "rest": {"nl": "De andere {n}", "en": "The other {n}"},
    "others": {"nl": "de rest", "en": "the rest"},
    "plot": {"nl": "tekening", "en": "drawing"},
    "numbers": {"nl": "getallen", "en": "numbers"},
    "plot_told": {
        "nl": "De tabel eronder geeft dezelfde getallen",
        "en": "The table below gives the same numbers",
    },
    "more": {
        "nl": "… en nog {n}; alles staat op de pagina: --html bestand.html",
        "en": "… and {n} more; the page has them all: --html file.html",
    },
    "written": {"nl": "De pagina staat in {path}", "en": "The page is in {path}"},
    "made": {
        "nl": "Gemaakt op {day} met Bricoleur {version}.",
        "en": "Made on {day} with Bricoleur {version}.",
    },
}


def word(key: str, language: Language) -> str:
    """Return a string of the overview."""
    return WORDS[key][language]
