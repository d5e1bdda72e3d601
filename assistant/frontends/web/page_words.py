"""Every string of the pages that need no script, in Dutch and English. The chat has its own file.

Longer texts (About, Privacy, Accessibility, Trainers) stand in templates, one per language.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    "noscript": {
        "nl": "De chat werkt alleen met JavaScript, en dat staat in deze browser uit.",
        "en": "The chat needs JavaScript, which is switched off in this browser.",
    },
    "noscript_link": {
        "nl": "Zoek in de bibliotheek: daar staan alle tips, ook zonder JavaScript.",
        "en": "Search the library: it has all tips, also without JavaScript.",
    },
    "to_library": {"nl": "Naar de bibliotheek", "en": "Go to the library"},
    "to_chat": {"nl": "Stel je vraag aan de chat", "en": "Ask the chat"},
    "path": {"nl": "Waar je bent", "en": "Where you are"},
    # library
    "library": {"nl": "Bibliotheek", "en": "Library"},
    "library_lead": {
        "nl": "Alle tips, situaties en achtergronden op één plek. Zoek met je eigen woorden, of "
        "kies een praktijk.",
        "en": "All tips, situations and background in one place. Search in your own words, or "
        "choose a practice.",
    },
    "search": {"nl": "Zoeken", "en": "Search"},
    "search_field": {"nl": "Wat zoek je?", "en": "What are you looking for?"},
    "search_hint": {
        "nl": "Bijvoorbeeld: jongeren die niet komen. De lijst past zich aan terwijl je typt.",
        "en": "For example: young people who do not come. The list follows as you type.",
    },
    "practice": {"nl": "Praktijk", "en": "Practice"},
    "role": {"nl": "Voor wie", "en": "For whom"},
    "phase": {"nl": "Fase", "en": "Phase"},
    "every_practice": {"nl": "Alle praktijken", "en": "All practices"},
    "every_role": {"nl": "Alle rollen", "en": "All roles"},
    "every_phase": {"nl": "Alle fasen", "en": "All phases"},
    "submit": {"nl": "Zoek", "en": "Search"},
    "reset": {"nl": "Wis alles", "en": "Clear all"},
    "show": {"nl": "Wat je ziet", "en": "What you see"},
    "show_tips": {"nl": "Tips", "en": "Tips"},
    "show_situations": {"nl": "Situaties", "en": "Situations"},
    "show_practices": {"nl": "Praktijken", "en": "Practices"},
    "show_background": {"nl": "Achtergrond", "en": "Background"},
    "show_sources": {"nl": "Bronnen", "en": "Sources"},
    "one_tip": {"nl": "1 tip", "en": "1 tip"},
    "many_tips": {"nl": "{n} tips", "en": "{n} tips"},
    "one_result": {"nl": "1 resultaat, best passend eerst", "en": "1 result, best fit first"},
    "many_results": {
        "nl": "{n} resultaten, best passende eerst",
        "en": "{n} results, best fit first",
    },
    "no_results": {
        "nl": "Niets gevonden. Kies minder filters of andere woorden.",
        "en": "Nothing found. Use fewer filters or other words.",
    },
    "many_situations": {"nl": "{n} situaties", "en": "{n} situations"},
    "results": {"nl": "Resultaten", "en": "Results"},
    "slow": {
        "nl": "Zoeken terwijl je typt lukt nu even niet. Druk op Zoek.",
        "en": "Search as you type does not work right now. Press Search.",
    },
    "kind_chapter": {"nl": "Achtergrond", "en": "Background"},
    "kind_document": {
        "nl": "Document van je organisatie",
        "en": "Document of your organisation",
    },
    "hang_together": {
        "nl": "Zo hangen de praktijken samen",
        "en": "How the practices hang together",
    },
    "hang_told": {
        "nl": "Vijf praktijken vormen samen het werk tussen bewoners en gemeente. Je gaat steeds "
        "heen en weer tussen alle vijf. De houding draagt ze, en de organisatie geeft er ruimte "
        "voor of houdt ze tegen.",
        "en": "Five practices together make up the work between residents and council. You keep "
        "moving between all five. The attitude carries them, and the organisation gives them "
        "room or holds them back.",
    },
    "picture": {
        "nl": "Vijf praktijken rond één houding, binnen een organisatie",
        "en": "Five practices around one attitude, within an organisation",
    },
    "picture_told": {
        "nl": "Een kring van vijf praktijken: situaties in kaart brengen, investeren in relaties, "
        "bouwen aan draagvlak, buiten en binnen verbinden, en praktisch ondersteunen. Ze zijn "
        "allemaal met elkaar verbonden. In het midden staat de houding. Om alles heen staat de "
        "organisatie.",
        "en": "A ring of five practices: mapping situations, investing in relationships, building "
        "support, connecting outside and inside, and supporting practically. All are tied to each "
        "other. The attitude stands in the middle. The organisation surrounds it all.",
    },
    # tip, practice and background
    "know": {"nl": "Hoe we dit weten", "en": "How we know this"},
    "know_text": {"nl": "Deze tekst komt {basis}.", "en": "This text comes {basis}."},
    "know_own": {
        "nl": "Deze tekst is onze eigen uitwerking, in de geest van de praktijk.",
        "en": "This text is our own elaboration, in the spirit of the practice.",
    },
    "rests_on": {"nl": "Daarbij zijn deze bronnen gebruikt:", "en": "These sources were used:"},
    "unmarked": {
        "nl": "Een zin zonder bron erachter is van onszelf, of rust op alle bronnen samen.",
        "en": "A sentence without a source behind it is our own, or rests on all sources together.",
    },
    "source": {"nl": "bron", "en": "source"},
    "own_part": {"nl": "eigen uitwerking", "en": "our own elaboration"},
    "read_full": {"nl": "helemaal gelezen", "en": "read in full"},
    "read_part": {"nl": "deels gelezen", "en": "read in part"},
    "read_summary": {"nl": "samenvatting gelezen", "en": "summary read"},
    "read_contents": {"nl": "inhoudsopgave gelezen", "en": "table of contents read"},
    "recognise": {"nl": "Herken je dit?", "en": "Do you recognise this?"},
    "questions": {
        "nl": "Vragen die deze tekst beantwoordt",
        "en": "Questions that this text answers",
    },
    "see_also": {"nl": "Kijk ook bij", "en": "See also"},
    "reviewed": {"nl": "Nagekeken op", "en": "Reviewed on"},
    "tips_of": {"nl": "Tips bij deze praktijk", "en": "Tips for this practice"},
    "teach": {"nl": "Geef je hier training over?", "en": "Do you teach this?"},
    "teach_link": {"nl": "Maak er een pakket van", "en": "Turn it into a pack"},
    "others": {"nl": "De andere praktijken", "en": "The other practices"},
    "more_background": {"nl": "Meer achtergrond", "en": "More background"},
    # documents
    "own_document": {
        "nl": "Dit is een document dat je organisatie zelf heeft toegevoegd.",
        "en": "This is a document that your organisation added itself.",
    },
    "gone": {
        "nl": "Deze tekst staat nog in de zoekindex, maar hoort niet meer bij de tips.",
        "en": "This text is still in the search index, but no longer belongs to the tips.",
    },
    "page": {"nl": "Pagina", "en": "Page"},
    "passage": {"nl": "Deel", "en": "Part"},
    # sources
    "sources": {"nl": "Bronnen", "en": "Sources"},
    "sources_lead": {
        "nl": "De tips staan in onze eigen woorden. De feiten komen uit deze {n} bronnen. Bij elke "
        "bron staat hoeveel we ervan lazen.",
        "en": "The tips are in our own words. The facts come from these {n} sources. With each "
        "source we say how much of it we read.",
    },
    "group_essay": {
        "nl": "Het essay en berichten over hetzelfde onderzoek",
        "en": "The essay and reports on the same research",
    },
    "group_research": {
        "nl": "Ander werk van dezelfde onderzoekers",
        "en": "Other work by the same researchers",
    },
    "group_practice": {"nl": "Bronnen uit de praktijk", "en": "Sources from practice"},
    "used_one": {"nl": "Gebruikt in 1 tip", "en": "Used in 1 tip"},
    "used_many": {"nl": "Gebruikt in {n} tips", "en": "Used in {n} tips"},
    "used_none": {
        "nl": "Alleen gebruikt in de achtergrond",
        "en": "Used in the background only",
    },
    "dutch": {"nl": "De meeste bronnen zijn Nederlands.", "en": "Most sources are in Dutch."},
}
REFUSALS: Final[Mapping[int, tuple[Text, Text]]] = {
    400: (
        {"nl": "Dit lukte niet", "en": "That did not work"},
        {
            "nl": "Dit verzoek kon niet worden gelezen. Ga terug en probeer het opnieuw.",
            "en": "This request could not be read. Go back and try again.",
        },
    ),
    401: (
        {"nl": "Je bent niet aangemeld", "en": "You are not signed in"},
        {
            "nl": "Meld je aan bij je organisatie en open deze pagina opnieuw.",
            "en": "Sign in with your organisation and open this page again.",
        },
    ),
    403: (
        {"nl": "Dit mag hier niet", "en": "Not allowed here"},
        {
            "nl": "Dit verzoek kwam niet van deze site en is geweigerd.",
            "en": "This request did not come from this site and was refused.",
        },
    ),
    404: (
        {"nl": "Deze pagina is er niet", "en": "This page does not exist"},
        {
            "nl": "Misschien is het adres veranderd. Zoek de tip op in de bibliotheek.",
            "en": "The address may have changed. Look for the tip in the library.",
        },
    ),
    405: (
        {"nl": "Dit lukte niet", "en": "That did not work"},
        {
            "nl": "Dit adres kan niet op deze manier worden gebruikt.",
            "en": "This address cannot be used in this way.",
        },
    ),
    408: (
        {"nl": "Dit duurde te lang", "en": "That took too long"},
        {
            "nl": "Je bericht kwam niet op tijd binnen. Probeer het opnieuw.",
            "en": "Your message did not arrive in time. Try again.",
        },
    ),
    413: (
        {"nl": "Je bericht is te groot", "en": "Your message is too large"},
        {
            "nl": "Maak je bericht korter en probeer het opnieuw.",
            "en": "Make your message shorter and try again.",
        },
    ),
    429: (
        {"nl": "Dat gaat te snel", "en": "That is too fast"},
        {
            "nl": "Je vroeg veel in korte tijd. Wacht een minuut en probeer het opnieuw.",
            "en": "You asked a lot in a short time. Wait a minute and try again.",
        },
    ),
    500: (
        {"nl": "Er ging iets mis bij ons", "en": "Something went wrong on our side"},
        {
            "nl": "Probeer het nog eens. Blijft het misgaan, meld het dan bij je beheerder.",
            "en": "Try again. If it keeps failing, tell your administrator.",
        },
    ),
    503: (
        {"nl": "Het is nu te druk", "en": "It is too busy now"},
        {
            "nl": "Er wachten veel vragen. Probeer het over een minuut opnieuw.",
            "en": "Many questions are waiting. Try again in a minute.",
        },
    ),
}
"""By HTTP status: a title, and a sentence that says what to do."""

PHASE_NAMES: Final[Mapping[str, Text]] = {
    "verkennen": {"nl": "Verkennen", "en": "Exploring"},
    "ontwerpen": {"nl": "Ontwerpen", "en": "Designing"},
    "besluiten": {"nl": "Besluiten", "en": "Deciding"},
    "uitvoeren": {"nl": "Uitvoeren", "en": "Carrying out"},
    "nazorg": {"nl": "Nazorg", "en": "Aftercare"},
}


def word(key: str, language: Language) -> str:
    """Return a string of the pages."""
    return WORDS[key][language]
