"""What the API says when something is wrong, in Dutch and English. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

PROBLEMS: Final[Mapping[int, tuple[Text, Text]]] = {
    400: (
        {"nl": "Het verzoek kan niet worden gelezen", "en": "The request can't be read"},
        {
            "nl": "Controleer het adres, de naam van de site en of de inhoud geldige JSON in UTF-8 "
            "is.",
            "en": "Check the address, the name of the site, and that the content is valid JSON in "
            "UTF-8.",
        },
    ),
    401: (
        {"nl": "Geen geldige sleutel", "en": "No valid key"},
        {
            "nl": "Stuur een geldige sleutel mee: 'Authorization: Bearer brc_…'. De beheerder "
            "maakt er een met 'bricoleur keys create'.",
            "en": "Send a valid key: 'Authorization: Bearer brc_…'. The administrator makes one "
            "with 'bricoleur keys create'.",
        },
    ),
    403: (
        {"nl": "Dit mag niet", "en": "Not allowed"},
        {
            "nl": "Dit verzoek kwam niet via de proxy of van een site die dit mag, en had geen "
            "sleutel.",
            "en": "This request did not come through the proxy or from a site that may do this, "
            "and had no key.",
        },
    ),
    404: (
        {"nl": "Niet gevonden", "en": "Not found"},
        {
            "nl": "Op dit adres is niets. Welke adressen er zijn staat in /api/v1/openapi.json.",
            "en": "There is nothing at this address. /api/v1/openapi.json names those there are.",
        },
    ),
    405: (
        {"nl": "Deze methode kan hier niet", "en": "Method not allowed"},
        {
            "nl": "Dit adres kent andere methoden; de header Allow noemt ze.",
            "en": "This address has other methods; the header Allow names them.",
        },
    ),
    408: (
        {"nl": "Het verzoek kwam te langzaam", "en": "The request came too slowly"},
        {
            "nl": "De inhoud was niet binnen de tijd binnen. Stuur het verzoek opnieuw.",
            "en": "The content did not arrive in time. Send the request again.",
        },
    ),
    413: (
        {"nl": "Het verzoek is te groot", "en": "The request is too large"},
        {
            "nl": "Stuur een kortere vraag, of minder van het gesprek mee.",
            "en": "Send a shorter question, or less of the conversation.",
        },
    ),
    415: (
        {"nl": "Dit is geen JSON", "en": "This is not JSON"},
        {
            "nl": "Stuur de inhoud als JSON, met 'Content-Type: application/json'.",
            "en": "Send the content as JSON, with 'Content-Type: application/json'.",
        },
    ),
    422: (
        {"nl": "De inhoud klopt niet", "en": "The content is not right"},
        {
            "nl": "Vergelijk de inhoud met /api/v1/openapi.json.",
            "en": "Compare the content with /api/v1/openapi.json.",
        },
    ),
    429: (
        {"nl": "Dat gaat te snel", "en": "Too many requests"},
        {
            "nl": "Wacht zoveel seconden als de header Retry-After noemt.",
            "en": "Wait for as many seconds as the header Retry-After says.",
        },
    ),
    500: (
        {"nl": "Er ging iets mis bij ons", "en": "Something went wrong on our side"},
        {
            "nl": "Probeer het opnieuw. Blijft het misgaan, geef de beheerder dan de header "
            "X-Request-Id.",
            "en": "Try again. If it keeps failing, give the administrator the header X-Request-Id.",
        },
    ),
    503: (
        {"nl": "Bricoleur kan nu niet antwoorden", "en": "Bricoleur can't answer now"},
        {"nl": "Probeer het over een minuut opnieuw.", "en": "Try again in a minute."},
    ),
}
"""By HTTP status: a title, and a sentence that says what to do."""

FAULTS: Final[Mapping[str, Text]] = {
    "missing": {"nl": "'{where}' ontbreekt.", "en": "'{where}' is missing."},
    "extra_forbidden": {"nl": "'{where}' bestaat niet.", "en": "'{where}' does not exist."},
    "text": {"nl": "'{where}' moet tekst zijn.", "en": "'{where}' must be text."},
    "number": {
        "nl": "'{where}' moet een geheel getal zijn.",
        "en": "'{where}' must be a whole number.",
    },
    "yes_no": {
        "nl": "'{where}' moet true of false zijn.",
        "en": "'{where}' must be true or false.",
    },
    "list": {"nl": "'{where}' moet een lijst zijn.", "en": "'{where}' must be a list."},
    "object": {"nl": "'{where}' moet een object zijn.", "en": "'{where}' must be an object."},
    "choice": {
        "nl": "'{where}' moet een van deze zijn: {expected}.",
        "en": "'{where}' must be one of these: {expected}.",
    },
    "least": {
        "nl": "'{where}' moet minstens {bound} zijn.",
        "en": "'{where}' must be at least {bound}.",
    },
    "most": {
        "nl": "'{where}' mag hooguit {bound} zijn.",
        "en": "'{where}' must be at most {bound}.",
    },
    "short": {"nl": "'{where}' is te kort.", "en": "'{where}' is too short."},
    "long": {
        "nl": "'{where}' is te lang (hooguit {bound}).",
        "en": "'{where}' is too long (at most {bound}).",
    },
    "wrong": {"nl": "'{where}' kan zo niet.", "en": "'{where}' can't be this."},
}
"""What is wrong with one value."""

SAID: Final[Mapping[str, Text]] = {
    "unknown_item": {
        "nl": "'{name}' bestaat hier niet.",
        "en": "There is no '{name}' here.",
    },
    "not_answered": {
        "nl": "Alleen een antwoord met status 'answered' kan worden beoordeeld.",
        "en": "Only an answer with the status 'answered' can be judged.",
    },
    "no_question": {
        "nl": "In 'messages' staat geen bericht met role 'user'.",
        "en": "There is no message with the role 'user' in 'messages'.",
    },
    "images": {
        "nl": "Bricoleur leest alleen tekst, geen beeld, geluid of bestanden.",
        "en": "Bricoleur reads text only: no images, sound or files.",
    },
    "one_answer": {
        "nl": "Er is altijd één antwoord; laat 'n' weg.",
        "en": "There is always one answer; leave out 'n'.",
    },
    "no_model": {
        "nl": "Het model '{name}' bestaat hier niet. Het heet 'bricoleur'.",
        "en": "There is no model '{name}' here. It is called 'bricoleur'.",
    },
}


def fault(kind: str, language: Language, **values: object) -> str:
    """Return what is wrong with a value, by pydantic's name for it.

    Args:
        kind: Pydantic's type of the error, such as ``string_type``.
        language: The language of the sentence.
        values: ``where`` the value stands, and what pydantic tells of the error.
    """
    known = kind if kind in FAULTS else _KINDS.get(kind, "wrong")
    bound = next((values[name] for name in _BOUNDS if name in values), "")
    expected = str(values.get("expected", "")).replace("'", "").replace(" or ", ", ")
    return FAULTS[known][language].format(where=values["where"], bound=bound, expected=expected)


_KINDS: Final = {
    "string_type": "text",
    "string_unicode": "text",
    "int_type": "number",
    "int_parsing": "number",
    "int_from_float": "number",
    "int_parsing_size": "number",
    "bool_type": "yes_no",
    "bool_parsing": "yes_no",
    "list_type": "list",
    "model_type": "object",
    "model_attributes_type": "object",
    "dataclass_type": "object",
    "dict_type": "object",
    "literal_error": "choice",
    "greater_than_equal": "least",
    "less_than_equal": "most",
    "string_too_short": "short",
    "too_short": "short",
    "string_too_long": "long",
    "too_long": "long",
}
_BOUNDS: Final = ("ge", "le", "max_length")

SOURCES: Final[Text] = {"nl": "Bronnen", "en": "Sources"}
