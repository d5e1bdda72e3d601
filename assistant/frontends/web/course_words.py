"""Every string of the trainers' pages, in Dutch and English.

The headings of a pack are those of the files; longer texts stand in templates.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from assistant.course.models import GROUP, MINUTES, SESSIONS
from assistant.course.plan import CASE_WORDS
from assistant.frontends.courses import ALL, PLAN
from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    "title": {"nl": "Voor trainers", "en": "For trainers"},
    "lead": {
        "nl": "Kies wat je wilt geven en krijg een compleet pakket: casus, draaiboek, tips, toets "
        "en dia's. Bij elke regel staat waar die vandaan komt, en elke regel kun je veranderen.",
        "en": "Choose what you want to teach and get a whole pack: case, run sheet, tips, quiz and "
        "slides. Every line says where it comes from, and you can change every line.",
    },
    "not_stored": {
        "nl": "We bewaren niets van wat je hier typt. Bewaar zelf je plan als je later verder "
        "wilt.",
        "en": "We store nothing of what you type here. Save your plan yourself if you want to go "
        "on later.",
    },
    "error": {"nl": "Fout", "en": "Error"},
    "one_wrong": {"nl": "Er klopt nog iets niet", "en": "Something is not right yet"},
    # the choices
    "about": {"nl": "Waar gaat het over?", "en": "What is it about?"},
    "practices": {"nl": "Praktijken", "en": "Practices"},
    "practices_hint": {
        "nl": "Kies er één of meer. Kies je hieronder een casus, dan mag dit leeg blijven.",
        "en": "Choose one or more. If you choose a case below, you may leave this empty.",
    },
    "case": {"nl": "Casus", "en": "Case"},
    "case_hint": {
        "nl": "Verzonnen situaties uit het gemeentewerk, die we voor je uitschreven.",
        "en": "Made-up situations from council work, which we wrote out for you.",
    },
    "case_ours": {"nl": "Kies een casus voor mij", "en": "Choose a case for me"},
    "own_case": {"nl": "Of je eigen casus", "en": "Or a case of your own"},
    "own_case_hint": {
        "nl": f"Liefst 150 tot 250 woorden, hooguit {CASE_WORDS[1]}: wie doet wat, wat wil ieder, "
        "en waar moet je kiezen? Laat namen en gegevens van bewoners weg. Jouw casus gaat voor "
        "de casus hierboven.",
        "en": f"Best 150 to 250 words, at most {CASE_WORDS[1]}: who does what, what do they want, "
        "and where is the choice? Leave out names and details of residents. Your case goes "
        "before the one above.",
    },
    "who": {"nl": "Voor wie is het?", "en": "Who is it for?"},
    "role": {"nl": "Rol", "en": "Role"},
    "level": {"nl": "Ervaring", "en": "Experience"},
    "level_basis": {"nl": "Net begonnen", "en": "New to this"},
    "level_ervaren": {"nl": "Ervaren", "en": "Experienced"},
    "group": {"nl": "Aantal deelnemers", "en": "Number of participants"},
    "group_hint": {"nl": f"{GROUP[0]} tot {GROUP[1]}.", "en": f"{GROUP[0]} to {GROUP[1]}."},
    "how": {"nl": "Hoe pak je het aan?", "en": "How will you do it?"},
    "form": {"nl": "Werkvorm", "en": "Working form"},
    "form_facts": {
        "nl": "Vanaf {least} minuten, in groepen van {few} tot {many}.",
        "en": "From {least} minutes, in groups of {few} to {many}.",
    },
    "minutes": {"nl": "Minuten per bijeenkomst", "en": "Minutes per session"},
    "minutes_hint": {
        "nl": f"{MINUTES[0]} tot {MINUTES[1]}. Een dagdeel is 180 tot 240, een dag 360 tot 480. "
        "Wat langer duurt, krijgt meer werkvormen en pauzes.",
        "en": f"{MINUTES[0]} to {MINUTES[1]}. A half-day is 180 to 240, a day 360 to 480. A longer "
        "session gets more working forms and breaks.",
    },
    "sessions": {"nl": "Aantal bijeenkomsten", "en": "Number of sessions"},
    "sessions_hint": {
        "nl": f"{SESSIONS[0]} tot {SESSIONS[1]}. Elke bijeenkomst krijgt een andere casus en een "
        "andere werkvorm.",
        "en": f"{SESSIONS[0]} to {SESSIONS[1]}. Each session gets another case and another "
        "working form.",
    },
    "own_title": {"nl": "Eigen titel (mag leeg)", "en": "A title of your own (optional)"},
    "build": {"nl": "Maak pakket", "en": "Make the pack"},
    "go_on": {"nl": "Verder met een bewaard plan", "en": "Go on with a saved plan"},
    "file": {"nl": "Planbestand", "en": "Plan file"},
    "file_hint": {
        "nl": "Het bestand dat je eerder hier hebt gedownload. De naam eindigt op .yaml.",
        "en": "The file that you downloaded here before. Its name ends in .yaml.",
    },
    "open": {"nl": "Open plan", "en": "Open plan"},
    "no_file": {
        "nl": "Kies eerst een bestand op je computer en druk dan op ‘Open plan’.",
        "en": "Choose a file on your computer first, then press ‘Open plan’.",
    },
    "not_text": {
        "nl": "Dit bestand is geen tekst. Kies het planbestand dat je hier hebt gedownload.",
        "en": "This file is not text. Choose the plan file that you downloaded here.",
    },
    "kept": {
        "nl": "Je eerdere aanpassingen gaan mee. Kies je een ander onderwerp, dan zoeken we er "
        "nieuwe tips en vragen bij.",
        "en": "Your earlier changes come along. If you choose another subject, we look for new "
        "tips and questions.",
    },
    # the pack
    "download": {"nl": "Downloaden", "en": "Download"},
    "download_hint": {
        "nl": "Wat je net hebt getypt, gaat mee. Een bestand maken duurt een paar tellen, alles "
        "samen wat langer.",
        "en": "What you have just typed comes along. Making a file takes a few seconds, all of "
        "them a little longer.",
    },
    "for_group": {"nl": "Voor de groep", "en": "For the group"},
    "for_you": {"nl": "Voor jou", "en": "For you"},
    "for_course": {"nl": "Voor een leeromgeving", "en": "For a learning environment"},
    "making": {"nl": "Je bestand wordt gemaakt …", "en": "Your file is being made …"},
    "made": {"nl": "Klaar. Je vindt het bij je downloads.", "en": "Done. It is in your downloads."},
    "gone": {
        "nl": "Dat lukte niet: de verbinding is weg. Probeer het straks opnieuw. Je tekst staat er "
        "nog.",
        "en": "That failed: the connection is gone. Try again later. Your text is still there.",
    },
    "adjust": {"nl": "Aanpassen", "en": "Adjust"},
    "choices_again": {"nl": "Verander je keuzes", "en": "Change your choices"},
    "in_other": {"nl": "Maak dit pakket in het Engels", "en": "Make this pack in Dutch"},
    "parts": {"nl": "Wat er in het pakket zit", "en": "What is in the pack"},
    "parts_hint": {
        "nl": "Haal een vinkje weg om een deel weg te laten. Zet het terug om het op te nemen.",
        "en": "Take a tick away to leave a part out. Put it back to have it in again.",
    },
    "apply": {"nl": "Pas toe", "en": "Apply"},
    "changes": {"nl": "Wat je hebt veranderd", "en": "What you have changed"},
    "no_changes": {
        "nl": "Nog niets. Open bij een regel ‘Bron en wijzigen’ om te zien waar die vandaan komt "
        "of om je eigen tekst te schrijven.",
        "en": "Nothing yet. Open ‘Source and edit’ at a line to see where it comes from or to "
        "write your own text.",
    },
    "was_edited": {"nl": "Aangepast", "en": "Changed"},
    "was_emptied": {"nl": "Weggelaten", "en": "Left out"},
    "undo": {"nl": "Zet terug", "en": "Put back"},
    "chose_tips": {"nl": "Je koos zelf tips.", "en": "You chose tips yourself."},
    "chose_questions": {"nl": "Je koos zelf vragen.", "en": "You chose questions yourself."},
    "reset": {"nl": "Laat ons weer kiezen", "en": "Let us choose again"},
    "contents": {"nl": "Op deze pagina", "en": "On this page"},
    "line": {"nl": "Bron en wijzigen", "en": "Source and edit"},
    "line_changed": {"nl": "Aangepast", "en": "Changed"},
    "your_text": {"nl": "Jouw tekst", "en": "Your text"},
    "empty_goes": {
        "nl": "Maak je het veld leeg, dan verdwijnt de regel.",
        "en": "If you empty the field, the line goes.",
    },
    "keep": {"nl": "Bewaar in het pakket", "en": "Keep in the pack"},
    "keep_all": {"nl": "Verwerk alles wat ik heb getypt", "en": "Take in all I have typed"},
    "first": {"nl": "Eerst stond er:", "en": "Before it said:"},
    "leave_tip": {"nl": "Laat deze tip weg", "en": "Leave this tip out"},
    "leave_check": {"nl": "Laat deze vraag weg", "en": "Leave this question out"},
    "leave_card": {"nl": "Laat deze rol weg", "en": "Leave this part out"},
    "leave_remark": {"nl": "Laat dit weg", "en": "Leave this out"},
    "swap_tip": {"nl": "Ruil deze tip voor", "en": "Swap this tip for"},
    "swap_check": {"nl": "Ruil deze vraag voor", "en": "Swap this question for"},
    "swap": {"nl": "Ruil", "en": "Swap"},
    "add_tip": {"nl": "Nog een tip erbij", "en": "One more tip"},
    "add_check": {"nl": "Nog een vraag erbij", "en": "One more question"},
    "add": {"nl": "Voeg toe", "en": "Add"},
    "choose": {"nl": "Kies …", "en": "Choose …"},
    "tools_tip": {"nl": "Ruilen of weglaten", "en": "Swap or leave out"},
    "with_case": {"nl": "Casus: {title}", "en": "Case: {title}"},
    "to_top": {"nl": "Naar downloaden", "en": "Go to download"},
    "not_now": {
        "nl": "Er worden nu veel bestanden gemaakt. Probeer het over een minuut opnieuw. Je pakket "
        "staat er nog.",
        "en": "Many files are being made right now. Try again in a minute. Your pack is still "
        "here.",
    },
    "too_fast": {
        "nl": "Je maakte veel bestanden in korte tijd. Wacht een minuut en probeer het opnieuw. Je "
        "pakket staat er nog.",
        "en": "You made a lot of files in a short time. Wait a minute and try again. Your pack is "
        "still here.",
    },
    # where a line comes from
    "from_tip": {"nl": "Uit de tip", "en": "From the tip"},
    "from_question": {"nl": "Uit de toetsvraag bij de tip", "en": "From the question with the tip"},
    "from_case": {
        "nl": "Uit een casus die wij verzonnen.",
        "en": "From a case that we made up.",
    },
    "from_form": {
        "nl": "Uit de beschrijving van de werkvorm. Onze eigen uitwerking.",
        "en": "From the description of the working form. Our own elaboration.",
    },
    "from_frame": {
        "nl": "Een vaste tekst van Bricoleur. Onze eigen uitwerking.",
        "en": "A fixed text of Bricoleur. Our own elaboration.",
    },
    "from_own": {"nl": "Je eigen tekst.", "en": "Your own text."},
    "from_sources": {"nl": "Bronnen:", "en": "Sources:"},
    "from_nothing": {
        "nl": "Zonder eigen bron: onze uitwerking.",
        "en": "Without a source of its own: our elaboration.",
    },
}
PART_NAMES: Final[Mapping[str, Text]] = {
    "use": {"nl": "Zo gebruik je dit pakket", "en": "How to use this pack"},
    "goals": {"nl": "Leerdoelen", "en": "Learning goals"},
    "forms": {"nl": "Uitleg van de werkvormen", "en": "About the working forms"},
    "cards": {"nl": "Rolkaarten", "en": "Role cards"},
    "escalation": {"nl": "Hoe de casus erger wordt", "en": "How the case gets worse"},
    "questions": {"nl": "Vragen bij de casus", "en": "Questions about the case"},
    "remarks": {"nl": "Wat je kunt horen", "en": "What you may hear"},
    "pitfalls": {"nl": "Valkuilen", "en": "Pitfalls"},
    "between": {"nl": "Opdracht tussen twee keren", "en": "Task between sessions"},
    "safety": {"nl": "Afspraken voor een veilig gesprek", "en": "Agreements for a safe talk"},
    "notes": {"nl": "Notities voor jou", "en": "Notes for you"},
    "tips": {"nl": "Tips", "en": "Tips"},
    "reflection": {"nl": "Vragen om terug te kijken", "en": "Questions to look back"},
    "intention": {"nl": "Voornemen", "en": "Intention"},
    "checks": {"nl": "Toetsvragen", "en": "Check questions"},
}
FILES: Final[Mapping[str, Text]] = {
    ALL: {"nl": "Alles in één zip", "en": "Everything in one zip"},
    "pptx": {"nl": "Dia's (PowerPoint)", "en": "Slides (PowerPoint)"},
    "docx-handout": {"nl": "Hand-out (Word)", "en": "Handout (Word)"},
    "pdf-handout": {"nl": "Hand-out (pdf)", "en": "Handout (PDF)"},
    "cards": {"nl": "Kaarten om te knippen (pdf)", "en": "Cards to cut out (PDF)"},
    "docx-guide": {"nl": "Draaiboek (Word)", "en": "Trainer's guide (Word)"},
    "pdf-guide": {"nl": "Draaiboek (pdf)", "en": "Trainer's guide (PDF)"},
    "markdown": {"nl": "Tekst (Markdown)", "en": "Text (Markdown)"},
    PLAN: {"nl": "Je plan, om later verder te gaan", "en": "Your plan, to go on later"},
    "moodle": {"nl": "Toets (Moodle XML)", "en": "Quiz (Moodle XML)"},
    "gift": {"nl": "Toets (GIFT)", "en": "Quiz (GIFT)"},
    "scorm": {"nl": "Toets (SCORM 1.2)", "en": "Quiz (SCORM 1.2)"},
}
SHELVES: Final[Mapping[str, tuple[str, ...]]] = {
    "for_group": ("pptx", "docx-handout", "pdf-handout", "cards"),
    "for_you": ("docx-guide", "pdf-guide", "markdown", PLAN),
    "for_course": ("moodle", "gift", "scorm"),
}
"""The files by what they are for."""
_FIELDS: Final[Mapping[str, Text]] = {
    **{
        name: WORDS[name]
        for name in ("practices", "case", "role", "level", "group", "form", "minutes", "sessions")
    },
    "own_case": {"nl": "je eigen casus", "en": "a case of your own"},
    "title": {"nl": "je eigen titel", "en": "a title of your own"},
}


def word(key: str, language: Language) -> str:
    """Return a string of the trainers' pages."""
    return WORDS[key][language]


def readable(text: str, language: Language) -> str:
    """Return what is wrong with a plan in the words of the page: ‘Werkvorm’, not 'form'."""
    for name, label in _FIELDS.items():
        text = text.replace(f"'{name}'", f"‘{label[language]}’").replace(
            f"({name})", f"({label[language]})"
        )
    return text
