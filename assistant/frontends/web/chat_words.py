"""Every string of the chat, in Dutch and English. Strings that pages share are in ``words``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import ROLES, Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    # the page
    "title": {"nl": "Wat speelt er in je werk?", "en": "What is going on in your work?"},
    "lead": {
        "nl": "Beschrijf een situatie met bewoners, collega's of bestuur. Je krijgt een eerste "
        "stap, en bij elke zin de bron.",
        "en": "Describe a situation with residents, colleagues or the council. You get a first "
        "step, and the source of every sentence.",
    },
    "notice_ai": {
        "nl": "Je praat met een computer (AI), niet met een mens. Controleer het antwoord voordat "
        "je het gebruikt.",
        "en": "You are talking to a computer (AI), not to a person. Check the answer before you "
        "use it.",
    },
    "notice_storage": {
        "nl": "Verlaat je deze pagina, dan is het gesprek weg. Noem geen namen of gegevens van "
        "bewoners.",
        "en": "Once you leave this page, the conversation is gone. Leave out names and details of "
        "residents.",
    },
    "field": {"nl": "Je situatie of vraag", "en": "Your situation or question"},
    "placeholder": {
        "nl": "Bijvoorbeeld: mijn collega wil niet meewerken aan het plan van de bewoners.",
        "en": "For example: my colleague will not help with the residents' plan.",
    },
    "hint": {
        "nl": "Hooguit 2.000 tekens. Enter verstuurt, Shift en Enter begint een nieuwe regel.",
        "en": "At most 2,000 characters. Enter sends, Shift and Enter starts a new line.",
    },
    "send": {"nl": "Verstuur", "en": "Send"},
    "stop": {"nl": "Stop", "en": "Stop"},
    "retry": {"nl": "Vraag opnieuw stellen", "en": "Ask again"},
    "edit": {"nl": "Vraag aanpassen", "en": "Change the question"},
    "clear": {"nl": "Gesprek wissen", "en": "Clear the conversation"},
    "log": {"nl": "Gesprek", "en": "Conversation"},
    "tools": {"nl": "Dit gesprek", "en": "This conversation"},
    "role": {"nl": "Ik werk als", "en": "I work as"},
    "examples": {"nl": "Situaties om mee te beginnen", "en": "Situations to start with"},
    # a turn
    "asked": {"nl": "Vraag", "en": "Question"},
    "withheld": {
        "nl": "Je bericht wordt hier niet herhaald.",
        "en": "Your message is not repeated here.",
    },
    "answer": {"nl": "Antwoord", "en": "Answer"},
    "practice": {"nl": "Praktijk", "en": "Practice"},
    "first": {"nl": "Begin hier", "en": "Start here"},
    "further": {"nl": "Wat je daarna kunt doen", "en": "What you can do next"},
    "care_title": {"nl": "Eerst dit", "en": "First this"},
    "thin_title": {"nl": "Past niet helemaal", "en": "Not an exact fit"},
    "source": {"nl": "bron", "en": "source"},
    "why": {"nl": "Waarom deze praktijk?", "en": "Why this practice?"},
    "why_one": {
        "nl": "Je vraag is vergeleken met alle tips. Van de tips die het best passen, hoort "
        "{share}% bij ‘{first}’.",
        "en": "Your question was compared with all tips. Of the tips that fit best, {share}% "
        "belong to ‘{first}’.",
    },
    "why_two": {
        "nl": "Daarna komt ‘{second}’, met {share}%.",
        "en": "Next comes ‘{second}’, with {share}%.",
    },
    "why_sure": {
        "nl": "Dat is een duidelijke uitkomst.",
        "en": "That is a clear outcome.",
    },
    "why_unsure": {
        "nl": "Dat is geen duidelijke uitkomst. Kijk zelf of de praktijk past.",
        "en": "That is not a clear outcome. See for yourself whether the practice fits.",
    },
    "follow": {"nl": "Vraag verder", "en": "Ask on"},
    "ask_human": {
        "nl": "Kom je er niet uit? Leg het voor aan een collega die dit werk kent.",
        "en": "Still stuck? Put it to a colleague who knows this work.",
    },
    "ask_contact": {
        "nl": "Kom je er niet uit? Leg het voor aan een mens: {contact}.",
        "en": "Still stuck? Put it to a person: {contact}.",
    },
    # the sources of a turn
    "sources": {"nl": "Waar dit vandaan komt", "en": "Where this comes from"},
    "kind_tip": {"nl": "Tip", "en": "Tip"},
    "kind_chapter": {"nl": "Achtergrond", "en": "Background"},
    "kind_doc": {"nl": "Document van je organisatie", "en": "Document of your organisation"},
    "used": {"nl": "Gebruikt", "en": "Used"},
    "own": {"nl": "eigen uitwerking", "en": "our own elaboration"},
    "page": {"nl": "pagina", "en": "page"},
    "know": {"nl": "Hoe we dit weten", "en": "How we know this"},
    "rests_on": {"nl": "Dit rust op", "en": "This rests on"},
    "new_tab": {"nl": "opent in een nieuw tabblad", "en": "opens in a new tab"},
    "grade_A": {"nl": "A: onderzoek of eerste bron", "en": "A: research or primary source"},
    "grade_B": {"nl": "B: degelijke tweede bron", "en": "B: solid secondary source"},
    "grade_C": {"nl": "C: verslag uit de praktijk", "en": "C: report from practice"},
    "check": {
        "nl": "Gemaakt door een computer uit de bronnen bij dit antwoord. Controleer het zelf.",
        "en": "Made by a computer from the sources with this answer. Check it yourself.",
    },
    # what one can do with it
    "copy": {"nl": "Kopieer antwoord", "en": "Copy answer"},
    "copy_all": {"nl": "Kopieer gesprek", "en": "Copy conversation"},
    "print": {"nl": "Print", "en": "Print"},
    "download_md": {"nl": "Download als tekst (Markdown)", "en": "Download as text (Markdown)"},
    "download_docx": {"nl": "Download voor Word (DOCX)", "en": "Download for Word (DOCX)"},
    "useful": {"nl": "Heb je iets aan dit antwoord?", "en": "Is this answer useful to you?"},
    "yes": {"nl": "Ja", "en": "Yes"},
    "no": {"nl": "Nee", "en": "No"},
    "reason": {"nl": "Wat is er mis mee? (mag)", "en": "What is wrong with it? (optional)"},
    "comment": {"nl": "Wil je iets toelichten? (mag)", "en": "Anything to add? (optional)"},
    "comment_hint": {
        "nl": "Noem geen namen of gegevens van bewoners.",
        "en": "Leave out names and details of residents.",
    },
    "with_question": {
        "nl": "Stuur mijn vraag mee, zodat de makers hem kunnen lezen",
        "en": "Send my question along, so that the makers can read it",
    },
    "missed": {
        "nl": "Had hier een antwoord moeten staan?",
        "en": "Should there have been an answer here?",
    },
    "missed_yes": {
        "nl": "Ja, dit hoort bij mijn werk met bewoners",
        "en": "Yes, this belongs to my work with residents",
    },
    "send_missed": {"nl": "Meld het aan de makers", "en": "Tell the makers"},
    "send_feedback": {"nl": "Verstuur je oordeel", "en": "Send your verdict"},
    # the status line
    "empty": {
        "nl": "Ik zie geen vraag. Vertel in één of twee zinnen wat er speelt.",
        "en": "I see no question. Tell me in one or two sentences what is going on.",
    },
    "busy": {"nl": "Ik zoek tips bij je vraag.", "en": "I am looking for tips."},
    "writing": {
        "nl": "Een taalmodel schrijft het antwoord. Elke zin wordt eerst met de bron vergeleken.",
        "en": "A language model is writing. Each sentence is first compared with its source.",
    },
    "ready_one": {
        "nl": "Het antwoord is klaar. Er is 1 bron gebruikt.",
        "en": "The answer is ready. 1 source was used.",
    },
    "ready_more": {
        "nl": "Het antwoord is klaar. Er zijn {count} bronnen gebruikt.",
        "en": "The answer is ready. {count} sources were used.",
    },
    "said": {"nl": "Er is een reactie op je bericht.", "en": "There is a reply to your message."},
    "stopped": {
        "nl": "Gestopt. Je vraag staat nog in het veld.",
        "en": "Stopped. Your question is still in the field.",
    },
    "cleared": {"nl": "Het gesprek is gewist.", "en": "The conversation was cleared."},
    "editing": {
        "nl": "Je vraag staat weer in het veld. Pas hem aan en verstuur hem.",
        "en": "Your question is back in the field. Change it and send it.",
    },
    "nothing_yet": {
        "nl": "Er is nog geen vraag om opnieuw te stellen.",
        "en": "There is no question yet to ask again.",
    },
    "copied": {"nl": "Gekopieerd, met de bronnen erbij.", "en": "Copied, with the sources."},
    "not_copied": {
        "nl": "Kopiëren lukt niet in deze browser. Selecteer de tekst en kopieer zelf.",
        "en": "This browser does not allow copying. Select the text and copy it yourself.",
    },
    "thanks": {
        "nl": "Dank je. Je oordeel is opgeslagen, zonder je vraag.",
        "en": "Thank you. Your verdict was stored, without your question.",
    },
    "thanks_with": {
        "nl": "Dank je. Je oordeel en je vraag zijn opgeslagen.",
        "en": "Thank you. Your verdict and your question were stored.",
    },
    "thanks_missed": {
        "nl": "Dank je. Je melding is opgeslagen, zonder je vraag.",
        "en": "Thank you. Your report was stored, without your question.",
    },
    "thanks_missed_with": {
        "nl": "Dank je. Je melding en je vraag zijn opgeslagen.",
        "en": "Thank you. Your report and your question were stored.",
    },
    "not_stored": {
        "nl": "Je oordeel kon niet worden opgeslagen. Probeer het later nog eens.",
        "en": "Your verdict could not be stored. Try again later.",
    },
    "choose": {
        "nl": "Kies eerst Ja of Nee.",
        "en": "Choose Yes or No first.",
    },
    "no_file": {
        "nl": "Er is geen gesprek om te downloaden. Stel eerst een vraag.",
        "en": "There is no conversation to download. Ask a question first.",
    },
    "kept": {"nl": "Het gesprek is gedownload.", "en": "The conversation was downloaded."},
    "failed_file": {
        "nl": "Downloaden lukt nu niet. Probeer het zo nog eens.",
        "en": "Downloading does not work right now. Try again shortly.",
    },
    "gone": {
        "nl": "De verbinding is weg. Je vraag staat nog in het veld. Probeer het zo nog eens.",
        "en": "The connection is gone. Your question is still in the field. Try again shortly.",
    },
    "too_fast": {
        "nl": "Je stuurt veel vragen achter elkaar. Wacht een minuut en verstuur opnieuw.",
        "en": "You are sending many questions in a row. Wait a minute and send again.",
    },
    "too_big": {
        "nl": "Je bericht is te groot. Maak het korter en verstuur opnieuw.",
        "en": "Your message is too big. Make it shorter and send again.",
    },
    "full": {
        "nl": "Het is druk. Wacht even en verstuur je vraag opnieuw.",
        "en": "It is busy. Wait a moment and send your question again.",
    },
    "signed_out": {
        "nl": "Je bent niet meer aangemeld. Kopieer wat je wilt houden en laad de pagina opnieuw.",
        "en": "You are no longer signed in. Copy what you want to keep and reload the page.",
    },
    "failed": {
        "nl": "Er ging iets mis. Je vraag staat nog in het veld. Probeer het nog eens.",
        "en": "Something went wrong. Your question is still in the field. Try again.",
    },
    # exports
    "export_title": {"nl": "Gesprek met Bricoleur", "en": "Conversation with Bricoleur"},
    "export_file": {"nl": "gesprek-bricoleur", "en": "bricoleur-conversation"},
    "export_sources": {"nl": "Bronnen", "en": "Sources"},
    "export_made": {"nl": "Gemaakt op {date}.", "en": "Made on {date}."},
}

REASONS: Final[Mapping[str, Text]] = {
    "past-niet": {"nl": "Past niet bij mijn situatie", "en": "Does not fit my situation"},
    "te-algemeen": {"nl": "Te algemeen", "en": "Too general"},
    "klopt-niet": {"nl": "Klopt niet", "en": "Is not correct"},
    "onduidelijk": {"nl": "Niet duidelijk", "en": "Not clear"},
    "anders": {"nl": "Iets anders", "en": "Something else"},
}

ROLE_NAMES: Final[Mapping[str, Text]] = {
    "wijkmanager": {"nl": "Wijkmanager", "en": "Neighbourhood manager"},
    "projectleider": {"nl": "Projectleider", "en": "Project leader"},
    "beleidsadviseur": {"nl": "Beleidsadviseur", "en": "Policy adviser"},
    "leidinggevende": {"nl": "Leidinggevende", "en": "Team manager"},
    "bestuur": {"nl": "Bestuurder of raadslid", "en": "Alderman or councillor"},
}

EXAMPLES: Final[Mapping[str, Mapping[Language, tuple[str, str, str]]]] = {
    "wijkmanager": {
        "nl": (
            "Alles rust op één vrijwilliger en die is op.",
            "Twee bewonersgroepen willen hetzelfde veldje.",
            "Hoe bereik ik mensen die nooit naar een bijeenkomst komen?",
        ),
        "en": (
            "Everything rests on one volunteer and she is worn out.",
            "Two residents' groups want the same patch of land.",
            "How do I reach people who never come to a meeting?",
        ),
    },
    "projectleider": {
        "nl": (
            "De zaal is woedend en ik kom niet aan de inhoud toe.",
            "Ga ik met een leeg vel naar de bewoners of met een schets?",
            "Er verdwijnen parkeerplekken en de hele straat staat in brand.",
        ),
        "en": (
            "Residents at my evening are furious and drown me out.",
            "Do I go to residents with a blank sheet or with a sketch?",
            "Parking spaces are going and the whole street is angry at us.",
        ),
    },
    "beleidsadviseur": {
        "nl": (
            "Mijn collega van Financiën blokkeert het plan van bewoners.",
            "Een bewonersinitiatief loopt vast op de vergunning.",
            "Wat ligt vast en wat niet? Ik weet het zelf niet eens.",
        ),
        "en": (
            "My colleague in Finance blocks the residents' plan.",
            "A residents' initiative is stuck on the permit.",
            "What is fixed and what is open? I do not even know myself.",
        ),
    },
    "leidinggevende": {
        "nl": (
            "Mijn wijkmanagers vragen meer vrijheid. Hoeveel geef ik ze?",
            "Mijn bestuur wil cijfers en koffie drinken telt niet.",
            "Maandag begint mijn nieuwe wijkmanager. Hoe werk ik haar in?",
        ),
        "en": (
            "My neighbourhood managers want more freedom. How much?",
            "My manager wants figures and drinking coffee does not count.",
            "My new neighbourhood manager starts Monday. What now?",
        ),
    },
    "bestuur": {
        "nl": (
            "Burgerberaad, ja of nee?",
            "Hoeveel kaders moeten wij als raad vooraf meegeven?",
            "Ze geloven niet dat ze nog ergens invloed op hebben.",
        ),
        "en": (
            "A citizens' assembly, yes or no?",
            "How much should we as a council fix beforehand?",
            "People do not believe they still have any influence.",
        ),
    },
}
"""Per role three situations; each of them finds a fitting tip (a test asks them all)."""


def word(key: str, language: Language) -> str:
    """Return a string of the chat."""
    return WORDS[key][language]


def roles(language: Language) -> tuple[tuple[str, str], ...]:
    """Return the roles as a list to choose from: name, id."""
    return tuple((ROLE_NAMES[role][language], role) for role in ROLES)
