"""The texts of the course builder itself, in Dutch and English; all others stand in the corpus."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

ROLES: Final[Mapping[str, Text]] = {
    "wijkmanager": {"nl": "wijkmanagers", "en": "neighbourhood managers"},
    "projectleider": {"nl": "projectleiders", "en": "project leaders"},
    "beleidsadviseur": {"nl": "beleidsadviseurs", "en": "policy advisers"},
    "leidinggevende": {"nl": "leidinggevenden", "en": "team managers"},
    "bestuur": {"nl": "bestuurders en raadsleden", "en": "aldermen and councillors"},
}
SUBTITLE: Final[Text] = {
    "nl": "Voor {role}. {group} deelnemers, {time}.",
    "en": "For {role}. {group} participants, {time}.",
}
MINUTES: Final[Text] = {"nl": "{n} minuten", "en": "{n} minutes"}
HOURS: Final[Text] = {"nl": "{n} uur", "en": "{n} hours"}
SESSIONS: Final[Text] = {"nl": "{n} bijeenkomsten van {time}", "en": "{n} sessions of {time}"}
SESSION: Final[Text] = {"nl": "Draaiboek", "en": "Run sheet"}
SESSION_OF: Final[Text] = {"nl": "{n}. {title}", "en": "{n}. {title}"}
OWN_CASE: Final[Text] = {"nl": "Een casus uit je eigen werk", "en": "A case from your own work"}
GROUPS: Final[Text] = {
    "nl": "Met {n} mensen maak je {groups}.",
    "en": "With {n} people, make {groups}.",
}
GROUPS_OF: Final[Text] = {"nl": "{n} groepen van {size}", "en": "{n} groups of {size}"}
GROUP_OF: Final[Text] = {"nl": "1 groep van {size}", "en": "1 group of {size}"}
IN_PAIRS: Final[Text] = {
    "nl": "Met {n} mensen past een rondje niet in {minutes} minuten: laat ze dit in tweetallen "
    "doen.",
    "en": "With {n} people, {minutes} minutes are too short to go round: let pairs do this.",
}
MADE_WITH: Final[Text] = {
    "nl": "Bricoleur {version}: samengesteld uit vaste teksten en tips, zonder taalmodel",
    "en": "Bricoleur {version}: put together from fixed texts and tips, without a language model",
}

# What a trainer must know before the pack is used.
NAMES: Final[Text] = {
    "nl": "Kijk je eigen casus na: haal echte namen en herkenbare plekken weg. Een functie mag "
    "blijven staan.",
    "en": "Read through your own case: take out real names and places that can be recognised. A "
    "job title may stay.",
}
LONG_CASE: Final[Text] = {
    "nl": "Je eigen casus telt {n} woorden. Deelnemers lezen 150 tot 250 woorden het best; kort "
    "het in als het kan.",
    "en": "Your own case has {n} words. Participants read 150 to 250 words best; shorten it if "
    "you can.",
}
NO_CARDS: Final[Text] = {
    "nl": "Bij je eigen casus staan geen rolkaarten. Schrijf zelf op wie er meespelen, wat ieder "
    "wil en wat alleen die persoon weet.",
    "en": "Your own case has no role cards. Write down who takes part, what each of them wants "
    "and what only that person knows.",
}
THIN: Final[Text] = {
    "nl": "Over dit stuk van je eigen casus vond ik geen tip die past: “{quote}” Bereid hier zelf "
    "iets voor.",
    "en": "On this part of your own case I found no tip that fits: “{quote}” Prepare something "
    "of your own here.",
}
THIN_ALL: Final[Text] = {
    "nl": "Bij je eigen casus vond ik geen tips die echt passen. De tips in dit pakket komen uit "
    "de gekozen praktijk; kijk of je er iets aan hebt.",
    "en": "I found no tips that really fit your own case. The tips in this pack come from the "
    "practice you chose; see whether they are of use.",
}
GONE_TIP: Final[Text] = {
    "nl": "De tip '{name}' uit je plan bestaat niet meer. In plaats daarvan staat hier '{other}'.",
    "en": "The tip '{name}' in your plan no longer exists. In its place stands '{other}'.",
}
GONE_QUESTION: Final[Text] = {
    "nl": "De toetsvraag '{name}' uit je plan bestaat niet meer en is weggelaten.",
    "en": "The check question '{name}' in your plan no longer exists and was left out.",
}
GONE_CASE: Final[Text] = {
    "nl": "De casus '{name}' uit je plan bestaat niet meer. In plaats daarvan staat hier "
    "'{other}'.",
    "en": "The case '{name}' in your plan no longer exists. In its place stands '{other}'.",
}
NEEDED: Final[Text] = {
    "nl": "De regel '{name}' kan niet weg, alleen veranderd worden. Hij staat er dus nog.",
    "en": "The line '{name}' can't go, it can only be changed. So it is still there.",
}
NO_LINE: Final[Text] = {
    "nl": "Wat je veranderde of wegliet bij '{name}' is niet gebruikt: die regel zit niet in dit "
    "pakket. In je plan staat het nog.",
    "en": "What you changed or left out at '{name}' was not used: this pack has no such line. It "
    "is still in your plan.",
}
NO_LINES: Final[Text] = {
    "nl": "Zo zijn er nog {n} veranderingen die niet zijn gebruikt. In je plan staan ze nog.",
    "en": "There are {n} more changes like that, not used. They are still in your plan.",
}
GROUP_SIZE: Final[Text] = {
    "nl": "{form} werkt het best in groepen van {least} tot {most}. Met {n} mensen komt dat niet "
    "uit. Lees het draaiboek daarop na.",
    "en": "{form} works best in groups of {least} to {most}. With {n} people that does not work "
    "out. Read the run sheet with that in mind.",
}
NO_TIPS_ROUND: Final[Text] = {
    "nl": "In de tijd past geen ronde met de tips. Deel ze na afloop uit, of neem meer tijd.",
    "en": "There is no time for a round with the tips. Hand them out at the end, or take longer.",
}
SAME_CASE: Final[Text] = {
    "nl": "Er zijn minder casussen dan werkvormen, dus een casus komt vaker terug.",
    "en": "There are fewer cases than working forms, so a case comes back.",
}


def duration(minutes: int, language: Language) -> str:
    """Return a duration as people say it: 90 minutes, 4 hours."""
    if minutes >= 120 and minutes % 60 == 0:
        return HOURS[language].format(n=minutes // 60)
    return MINUTES[language].format(n=minutes)
