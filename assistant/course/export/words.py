"""The words that course files add to a pack, in Dutch and English: headings, labels, names."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    # what the files are
    "slides": {"nl": "presentatie", "en": "slides"},
    "handout": {"nl": "deelnemers", "en": "participants"},
    "guide": {"nl": "trainer", "en": "trainer"},
    "cards": {"nl": "kaarten", "en": "cards"},
    "quiz": {"nl": "toets", "en": "quiz"},
    "handout.title": {"nl": "Hand-out voor deelnemers", "en": "Handout for participants"},
    "guide.title": {"nl": "Draaiboek voor de trainer", "en": "Trainer's guide"},
    "cards.title": {"nl": "Kaarten om uit te knippen", "en": "Cards to cut out"},
    # the plan at a glance
    "glance": {"nl": "In het kort", "en": "At a glance"},
    "for": {"nl": "Voor", "en": "For"},
    "level": {"nl": "Niveau", "en": "Level"},
    "group": {"nl": "Groep", "en": "Group"},
    "people": {"nl": "{count} deelnemers", "en": "{count} participants"},
    "time": {"nl": "Tijd", "en": "Time"},
    "session.time": {"nl": "{minutes} minuten", "en": "{minutes} minutes"},
    "sessions.time": {
        "nl": "{count} bijeenkomsten van {minutes} minuten",
        "en": "{count} sessions of {minutes} minutes",
    },
    "form": {"nl": "Werkvorm", "en": "Working form"},
    "practice": {"nl": "Praktijk", "en": "Practice"},
    "bring": {"nl": "Klaarleggen", "en": "To prepare"},
    "bring.handout": {
        "nl": "{count} keer de hand-out",
        "en": "{count} copies of the handout",
    },
    "bring.cards": {"nl": "de kaarten, uitgeknipt", "en": "the cards, cut out"},
    "bring.room": {
        "nl": "een scherm voor de dia's, papier en pennen",
        "en": "a screen for the slides, paper and pens",
    },
    # parts
    "use": {"nl": "Zo gebruik je dit pakket", "en": "How to use this pack"},
    "care": {"nl": "Eerst dit", "en": "This comes first"},
    "thin": {"nl": "Kijk hier zelf naar", "en": "Look at this yourself"},
    "goals": {"nl": "Wat je straks kunt", "en": "What you will be able to do"},
    "safety": {"nl": "Zo praten we veilig", "en": "How we keep it safe"},
    "programme": {"nl": "Programma", "en": "Programme"},
    "between": {"nl": "Tot de volgende keer", "en": "Until next time"},
    "notes": {"nl": "Voor jou als trainer", "en": "For you as the trainer"},
    "forms": {"nl": "De werkvormen", "en": "The working forms"},
    "case": {"nl": "Casus", "en": "Case"},
    "case.made_up": {"nl": "Een verzonnen casus", "en": "A made-up case"},
    "case.own": {"nl": "Een casus van de trainer", "en": "A case from the trainer"},
    "escalation": {"nl": "En dan dit", "en": "And then this"},
    "escalation.when": {
        "nl": "Lees dit pas voor als de groep een eind op weg is, of laat het weg.",
        "en": "Read this out only when the group is well on its way, or leave it out.",
    },
    "roles": {"nl": "De rollen", "en": "The parts"},
    "role": {"nl": "Rol", "en": "Part"},
    "wants": {"nl": "Wil", "en": "Wants"},
    "worries": {"nl": "Maakt zich zorgen over", "en": "Worries about"},
    "knows": {"nl": "Weet als enige", "en": "Only they know"},
    "questions": {"nl": "Vragen bij de casus", "en": "Questions about the case"},
    "questions.when": {
        "nl": "Bij de incidentmethode en bij intervisie bedenkt de groep zelf de vragen. Houd deze "
        "dan achter de hand.",
        "en": "With the incident method and in peer consultation the group thinks up its own "
        "questions. Keep these in reserve then.",
    },
    "fact": {"nl": "Wat weten we?", "en": "What do we know?"},
    "judgement": {"nl": "Wat vinden we?", "en": "What do we think?"},
    "action": {"nl": "Wat doen we?", "en": "What do we do?"},
    "remarks": {"nl": "Wat je kunt horen", "en": "What you may hear"},
    "heard": {"nl": "Iemand zegt", "en": "Someone says"},
    "ask": {"nl": "Vraag dan", "en": "Then ask"},
    "pitfalls": {"nl": "Waar het mis kan gaan", "en": "Where it may go wrong"},
    "tips": {"nl": "De tips", "en": "The tips"},
    "tip": {"nl": "Tip", "en": "Tip"},
    "tip.about": {"nl": "Wat speelt er", "en": "What is going on"},
    "tip.steps": {"nl": "Wat je kunt doen", "en": "What you can do"},
    "tip.watch": {"nl": "Let op", "en": "Watch out"},
    "tip.say": {"nl": "Zo kun je het zeggen", "en": "Words to say"},
    "tip.ask": {"nl": "Vraag aan jezelf", "en": "Ask yourself"},
    "reflection": {"nl": "Kijk terug", "en": "Look back"},
    "intention": {"nl": "Mijn voornemen", "en": "My plan"},
    "checks": {"nl": "Even toetsen", "en": "Check yourself"},
    "check": {"nl": "Vraag {count}", "en": "Question {count}"},
    "answers": {"nl": "Antwoorden", "en": "Answers"},
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "why": {"nl": "Waarom", "en": "Why"},
    "right": {"nl": "Dit past het best", "en": "This fits best"},
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "sources.grades": {
        "nl": "A: onderzoek of de tekst zelf. B: degelijke bron uit de tweede hand. C: verslag uit "
        "de praktijk.",
        "en": "A: research or the text itself. B: a solid second-hand source. C: a report from "
        "practice.",
    },
    "colophon": {"nl": "Over dit pakket", "en": "About this pack"},
    # the run sheet
    "sheet.time": {"nl": "Tijd", "en": "Time"},
    "sheet.minutes": {"nl": "Min.", "en": "Min."},
    "sheet.step": {"nl": "Stap", "en": "Step"},
    "sheet.trainer": {"nl": "Wat je doet en zegt", "en": "What you do and say"},
    "sheet.total": {"nl": "Samen", "en": "Total"},
    "minutes": {"nl": "{count} minuten", "en": "{count} minutes"},
    "timeline": {"nl": "Verloop in minuten", "en": "How the time is spent, in minutes"},
    # where words come from
    "from.tip": {"nl": "Tip: {tip}", "en": "Tip: {tip}"},
    "from.case": {"nl": "Casus: {case}", "en": "Case: {case}"},
    "from.sources": {"nl": "Bronnen: {sources}", "en": "Sources: {sources}"},
    "from.own": {"nl": "eigen uitwerking", "en": "our own elaboration"},
    "from.trainer": {"nl": "tekst van de trainer", "en": "the trainer's words"},
    "from.changed": {"nl": "aangepast", "en": "changed"},
    # the colophon
    "made": {"nl": "Gemaakt", "en": "Made"},
    "made.with": {"nl": "Gemaakt met", "en": "Made with"},
    "reviewed": {"nl": "Teksten nagekeken", "en": "Texts reviewed"},
    "version": {"nl": "Versie", "en": "Version"},
    "licence": {"nl": "Licentie", "en": "Licence"},
    "tips.used": {"nl": "Gebruikte tips", "en": "Tips used"},
    "page": {"nl": "Pagina", "en": "Page"},
    "more": {"nl": "deel {n} van {all}", "en": "part {n} of {all}"},
    # the quiz in a learning environment
    "quiz.title": {"nl": "Toets: {title}", "en": "Quiz: {title}"},
    "quiz.about": {
        "nl": "Kies bij elke vraag het antwoord dat het best past. Je leest meteen waarom.",
        "en": "Choose the answer that fits best. You read at once why.",
    },
    "quiz.partly": {"nl": "Lees de uitleg nog eens.", "en": "Read the explanation once more."},
    "quiz.good": {"nl": "Goed gekozen.", "en": "Well chosen."},
    "quiz.wrong": {"nl": "Dit past hier minder goed.", "en": "This fits less well here."},
    "quiz.submit": {"nl": "Kijk na", "en": "Check my answer"},
    "quiz.choose": {"nl": "Kies eerst een antwoord.", "en": "Choose an answer first."},
    "quiz.again": {"nl": "Begin opnieuw", "en": "Start again"},
    "quiz.score": {
        "nl": "{right} van de {all} vragen goed: {score} procent.",
        "en": "{right} of {all} questions right: {score} per cent.",
    },
    "quiz.progress": {
        "nl": "{done} van de {all} vragen beantwoord.",
        "en": "{done} of {all} questions answered.",
    },
    "quiz.passed": {
        "nl": "Je hebt de toets gehaald.",
        "en": "You have passed the quiz.",
    },
    "quiz.failed": {
        "nl": "Je hebt 80 procent nodig. Lees de tips nog eens en begin opnieuw.",
        "en": "You need 80 per cent. Read the tips once more and start again.",
    },
    "quiz.result": {"nl": "Je resultaat", "en": "Your result"},
    "quiz.script": {
        "nl": "Voor de vragen is JavaScript nodig. De casus en de tips lees je ook zonder.",
        "en": "The questions need JavaScript. You can read the case and the tips without it.",
    },
    "quiz.lost": {
        "nl": "De leeromgeving bewaart je antwoorden nu niet. Je kunt wel verder.",
        "en": "The learning environment is not saving your answers now. You can go on.",
    },
    "skip": {"nl": "Naar de vragen", "en": "Skip to the questions"},
}

BASIS: Final[Mapping[str, Text]] = {
    "essay": {
        "nl": "uit het onderzoek achter het essay",
        "en": "from the research behind the essay",
    },
    "onderzoek": {
        "nl": "uit later onderzoek van dezelfde onderzoekers",
        "en": "from later research by the same researchers",
    },
    "praktijk": {"nl": "uit andere praktijkbronnen", "en": "from other sources of practice"},
    "uitwerking": {
        "nl": "onze eigen uitwerking, in de geest van de praktijk",
        "en": "our own elaboration, in the spirit of the practice",
    },
}
PRACTICES: Final[Mapping[str, Text]] = {
    "in-kaart-brengen": {"nl": "Situaties in kaart brengen", "en": "Mapping the situation"},
    "relaties": {"nl": "Investeren in relaties", "en": "Investing in relationships"},
    "draagvlak": {
        "nl": "Bouwen aan oplossingen met draagvlak",
        "en": "Building solutions that people support",
    },
    "binnen-buiten": {
        "nl": "Aansluiting zoeken tussen buiten en binnen",
        "en": "Connecting outside and inside city hall",
    },
    "ondersteunen": {
        "nl": "Praktische ondersteuning bieden",
        "en": "Giving practical support",
    },
    "houding": {"nl": "De houding", "en": "The attitude"},
    "organisatie": {"nl": "De organisatie", "en": "The organisation"},
}
ROLES: Final[Mapping[str, Text]] = {
    "wijkmanager": {"nl": "Wijkmanagers", "en": "Neighbourhood managers"},
    "projectleider": {"nl": "Projectleiders", "en": "Project leaders"},
    "beleidsadviseur": {"nl": "Beleidsadviseurs", "en": "Policy advisers"},
    "leidinggevende": {"nl": "Leidinggevenden", "en": "Team managers"},
    "bestuur": {"nl": "Bestuurders en raadsleden", "en": "Aldermen and councillors"},
}
LEVELS: Final[Mapping[str, Text]] = {
    "basis": {"nl": "basis", "en": "basic"},
    "ervaren": {"nl": "ervaren", "en": "experienced"},
}
MONTHS: Final[Mapping[Language, str]] = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "en": "January February March April May June July August September October November December",
}
LOCALE: Final[Mapping[Language, str]] = {"nl": "nl-NL", "en": "en-GB"}


def say(key: str, language: Language, **values: object) -> str:
    """Return a text of this module, with its values filled in."""
    return WORDS[key][language].format(**values)


def named(names: Mapping[str, Text], key: str, language: Language) -> str:
    """Return the name of a practice, role, level or basis; an unknown one is its own name."""
    return names[key][language] if key in names else key


def long_date(day: date, language: Language) -> str:
    """Return a date as people write it: 24 november 2026."""
    return f"{day.day} {MONTHS[language].split()[day.month - 1]} {day.year}"
