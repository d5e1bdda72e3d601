"""What a plan file says about itself and its fields, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assistant.course.models import GROUP, MINUTES, SESSIONS
from assistant.course.words import ROLES
from corpus.coursebook import FORMS, LEVELS
from corpus.models import PRACTICES, Language

HEAD: Final[Mapping[Language, str]] = {
    "nl": "Een plan voor cursusmateriaal. Verander wat je wilt, en bouw het opnieuw:\n"
    "  bricoleur course show --ids dit-bestand.yaml     bekijken, met de naam van elke regel\n"
    "  bricoleur course build dit-bestand.yaml --out MAP\n"
    "Of open dit bestand op de site, op de pagina Trainers.\n"
    "Hetzelfde plan geeft altijd hetzelfde materiaal.",
    "en": "A plan for course material. Change what you like, and build it again:\n"
    "  bricoleur course show --ids this-file.yaml       look at it, with the name of each line\n"
    "  bricoleur course build this-file.yaml --out FOLDER\n"
    "Or open this file on the site, on the page Trainers.\n"
    "The same plan always gives the same material.",
}
ABOUT: Final[Mapping[str, Mapping[Language, str]]] = {
    "language": {"nl": "De taal van het materiaal: nl of en.", "en": "The language: nl or en."},
    "practices": {
        "nl": f"Waar het over gaat, het belangrijkste eerst. Kies uit:\n{', '.join(PRACTICES)}.",
        "en": f"What it is about, the main thing first. Choose from:\n{', '.join(PRACTICES)}.",
    },
    "role": {
        "nl": f"Voor wie: {', '.join(ROLES)}.",
        "en": f"For whom: {', '.join(ROLES)}.",
    },
    "level": {
        "nl": f"Hoe ervaren de groep is: {' of '.join(LEVELS)}.",
        "en": f"How experienced they are: {' (starting) or '.join(LEVELS)} (experienced).",
    },
    "form": {
        "nl": f"De werkvorm: {', '.join(FORMS)}.\n'bricoleur course forms' vertelt er meer over.",
        "en": f"The working form: {', '.join(FORMS)}.\n'bricoleur course forms' tells more.",
    },
    "minutes": {
        "nl": f"Hoe lang een bijeenkomst duurt, in minuten: {MINUTES[0]} tot {MINUTES[1]}.",
        "en": f"How long one session takes, in minutes: {MINUTES[0]} to {MINUTES[1]}.",
    },
    "sessions": {
        "nl": f"Hoeveel bijeenkomsten: {SESSIONS[0]} tot {SESSIONS[1]}. Bij meer dan één krijgt "
        "elke\neen andere casus en een andere werkvorm.",
        "en": f"How many sessions: {SESSIONS[0]} to {SESSIONS[1]}. With more than one, each gets\n"
        "another case and another working form.",
    },
    "group": {
        "nl": f"Hoeveel deelnemers: {GROUP[0]} tot {GROUP[1]}.",
        "en": f"How many participants: {GROUP[0]} to {GROUP[1]}.",
    },
    "case": {
        "nl": "Een casus van ons, bij naam ('bricoleur course cases'). Leeg: wij kiezen.",
        "en": "A case of ours, by name ('bricoleur course cases'). Empty: we choose.",
    },
    "own_case": {
        "nl": "Een casus uit je eigen werk, liefst 150 tot 250 woorden, zonder namen\n"
        "van bewoners. Die gaat voor de casus hierboven.",
        "en": "A case from your own work, best 150 to 250 words, without names of residents.\n"
        "It goes before the case above.",
    },
    "tips": {
        "nl": "De tips, bij naam ('bricoleur corpus list'). Leeg: wij kiezen wat bij de\n"
        "casus past.",
        "en": "The tips, by name ('bricoleur corpus list'). Empty: we choose what fits the case.",
    },
    "questions": {
        "nl": "De toetsvragen, bij de naam van hun tip. Leeg: wij kiezen.",
        "en": "The check questions, by the name of their tip. Empty: we choose.",
    },
    "title": {"nl": "Een eigen titel. Leeg: wij kiezen.", "en": "A title. Empty: we choose."},
    "date": {
        "nl": "De datum die op het materiaal staat.",
        "en": "The date that stands on the material.",
    },
    "edits": {
        "nl": "Eigen tekst voor een regel: de naam van de regel, en dan wat er moet staan, zoals\n"
        '  goal-1: "Je kunt drie mensen noemen die …"\n'
        'Met een lege tekst ("") verdwijnt de regel.',
        "en": "Your own text for a line: the name of the line, and then what must stand there:\n"
        '  goal-1: "You can name three people who …"\n'
        'With an empty text ("") the line goes.',
    },
    "without": {
        "nl": "Wat je weglaat, bij naam: een regel (note-3), een tip (tip.NAAM), een vraag\n"
        "(check.NAAM) of een heel deel: use, goals, forms, cards, escalation, questions,\n"
        "remarks, pitfalls, between, safety, notes, tips, reflection, intention, checks.",
        "en": "What you leave out, by name: a line (note-3), a tip (tip.NAME), a question\n"
        "(check.NAME) or a whole part: use, goals, forms, cards, escalation, questions,\n"
        "remarks, pitfalls, between, safety, notes, tips, reflection, intention, checks.",
    },
}
