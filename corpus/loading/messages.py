"""The limits of what is read, and what is said about a file that can't be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.problem import Problem

MAX_BYTES: Final = 50_000_000
"""Larger files are not read."""

MAX_PAGES: Final = 2_000
"""PDF files with more pages are not read."""

MAX_CHARS: Final = 5_000_000
"""Documents with more text are not read."""

MAX_UNPACKED: Final = 200_000_000
"""Word files that unpack to more bytes are not read."""

MAX_RATIO: Final = 100
"""Word files that unpack to more than this many times their size are not read ..."""

RATIO_FREE: Final = 20_000_000
"""... unless that is still less than this many bytes."""

MAX_MEMBERS: Final = 10_000
"""Word files that hold more files are not read."""

MAX_SECONDS: Final = 300.0
"""Reading a PDF stops, between two pages, after this time."""

_MESSAGES: Final[Mapping[str, tuple[str, str]]] = {
    "missing": (
        "‘{name}’ bestaat niet: controleer de naam en de map.",
        "‘{name}’ does not exist: check the name and the folder.",
    ),
    "permission": (
        "Je mag ‘{name}’ niet lezen: vraag de eigenaar om leesrechten of maak een kopie.",
        "You may not read ‘{name}’: ask its owner for permission or make a copy.",
    ),
    "unreadable": (
        "‘{name}’ is niet te lezen door een fout van de schijf of het netwerk: "
        "zet een kopie op een andere plek en probeer het opnieuw.",
        "‘{name}’ can't be read because of a disk or network error: "
        "put a copy somewhere else and try again.",
    ),
    "folder": (
        "‘{name}’ is een map en geen bestand: kies een bestand uit die map.",
        "‘{name}’ is a folder and not a file: choose a file from that folder.",
    ),
    "not_a_file": (
        "‘{name}’ is geen gewoon bestand: kies een document.",
        "‘{name}’ is not an ordinary file: choose a document.",
    ),
    "hidden": (
        "‘{name}’ is een verborgen bestand: geef het een naam zonder punt of ~$ vooraan.",
        "‘{name}’ is a hidden file: give it a name that does not start with a dot or ~$.",
    ),
    "same_name": (
        "Er is al een ander bestand dat ‘{name}’ heet: geef dit bestand een andere naam.",
        "There is already another file called ‘{name}’: give this file another name.",
    ),
    "empty_folder": (
        "In de map ‘{name}’ staan geen documenten: kies een map met {supported}.",
        "The folder ‘{name}’ holds no documents: choose a folder with {supported}.",
    ),
    "empty": (
        "‘{name}’ is leeg: kies een bestand waar tekst in staat.",
        "‘{name}’ is empty: choose a file with text in it.",
    ),
    "too_big": (
        "‘{name}’ is groter dan {megabytes} MB: deel het op of maak het kleiner.",
        "‘{name}’ is larger than {megabytes} MB: split it or make it smaller.",
    ),
    "too_many_pages": (
        "‘{name}’ heeft meer dan {pages} pagina's: deel het op in kleinere bestanden.",
        "‘{name}’ has more than {pages} pages: split it into smaller files.",
    ),
    "too_much_text": (
        "In ‘{name}’ staat te veel tekst (meer dan {chars} miljoen tekens): "
        "deel het op in kleinere bestanden.",
        "‘{name}’ holds too much text (more than {chars} million characters): "
        "split it into smaller files.",
    ),
    "unsupported": (
        "Bestanden van het soort van ‘{name}’ kunnen niet worden gelezen: "
        "bewaar het als {supported}.",
        "Files of the type of ‘{name}’ can't be read: save it as {supported}.",
    ),
    "renamed": (
        "‘{name}’ is eigenlijk een {kind}-bestand: geef het de naam die daarbij hoort.",
        "‘{name}’ is really a {kind} file: give it the name that goes with that.",
    ),
    "other_kind": (
        "‘{name}’ is eigenlijk een {kind}-bestand, en dat kan niet worden gelezen: "
        "bewaar de tekst als {supported}.",
        "‘{name}’ is really a {kind} file, which can't be read: save the text as {supported}.",
    ),
    "old_word": (
        "‘{name}’ is een oud Word-bestand (.doc) of er zit een wachtwoord op: "
        "open het in Word en bewaar het zonder wachtwoord als .docx.",
        "‘{name}’ is an old Word file (.doc) or has a password: "
        "open it in Word and save it as .docx without a password.",
    ),
    "pdf_wrong": (
        "‘{name}’ is geen pdf, al heet het wel zo: maak opnieuw een pdf van het origineel.",
        "‘{name}’ is not a PDF although it is named so: make a new PDF from the original.",
    ),
    "pdf_cut_off": (
        "Het einde van ‘{name}’ ontbreekt: download of kopieer het bestand opnieuw.",
        "The end of ‘{name}’ is missing: download or copy the file again.",
    ),
    "pdf_protected": (
        "‘{name}’ is beveiligd met een wachtwoord: bewaar een kopie zonder beveiliging.",
        "‘{name}’ is protected with a password: save a copy without protection.",
    ),
    "pdf_broken": (
        "‘{name}’ is beschadigd of niet goed opgebouwd: "
        "open het en bewaar of druk het opnieuw af als pdf.",
        "‘{name}’ is damaged or not built properly: open it and save or print it as a new PDF.",
    ),
    "pdf_page": (
        "Pagina {page} van ‘{name}’ is niet te lezen: "
        "open het en bewaar of druk het opnieuw af als pdf.",
        "Page {page} of ‘{name}’ can't be read: open it and save or print it as a new PDF.",
    ),
    "pdf_slow": (
        "‘{name}’ is te ingewikkeld om te lezen: deel het op of druk het opnieuw af als pdf.",
        "‘{name}’ is too complicated to read: split it or print it as a new PDF.",
    ),
    "pdf_scan": (
        "In ‘{name}’ zitten alleen beelden van tekst (een scan): "
        "laat er eerst tekstherkenning (OCR) op los.",
        "‘{name}’ only holds pictures of text (a scan): run text recognition (OCR) on it first.",
    ),
    "word_broken": (
        "‘{name}’ is beschadigd of geen Word-document: open het in Word en bewaar het als .docx.",
        "‘{name}’ is damaged or not a Word document: open it in Word and save it as .docx.",
    ),
    "word_bomb": (
        "‘{name}’ wordt bij het uitpakken veel te groot: "
        "open het in Word en bewaar het opnieuw, zonder grote bijlagen.",
        "‘{name}’ becomes far too large when unpacked: "
        "open it in Word and save it again, without large attachments.",
    ),
    "no_text": (
        "In ‘{name}’ staat geen tekst: kies een bestand waar tekst in staat.",
        "There is no text in ‘{name}’: choose a file with text in it.",
    ),
    "html_no_text": (
        "Op de pagina ‘{name}’ is geen hoofdtekst te vinden: "
        "bewaar de pagina als pdf of zet de tekst in een .txt-bestand.",
        "No main text can be found on the page ‘{name}’: "
        "save the page as PDF or put the text in a .txt file.",
    ),
    "binary": (
        "In ‘{name}’ zit geen leesbare tekst: kies het bestand waar de tekst echt in staat.",
        "‘{name}’ holds no readable text: choose the file that really holds the text.",
    ),
}


def say(key: str, name: str, **values: object) -> Problem:
    """Return a problem with a file, by its key in the table."""
    nl, en = _MESSAGES[key]
    values |= {
        "name": name,
        "megabytes": MAX_BYTES // 1_000_000,
        "pages": MAX_PAGES,
        "chars": MAX_CHARS // 1_000_000,
    }
    kinds = "pdf, docx, html, md {} txt"
    return Problem(
        nl=nl.format(**values, supported=kinds.format("of")),
        en=en.format(**values, supported=kinds.format("or")),
    )


def os_problem(error: OSError | ValueError, name: str) -> Problem:
    """Return the problem that stands behind an error of the system."""
    if isinstance(error, PermissionError):
        return say("permission", name)
    # ValueError: a name no file can have (a NUL in it); a too long one is an OSError.
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return say("missing", name)
    return say("unreadable", name)


SUPPORTED: Final = frozenset({".pdf", ".docx", ".html", ".htm", ".md", ".markdown", ".txt"})
"""The endings of the files that can be read."""
