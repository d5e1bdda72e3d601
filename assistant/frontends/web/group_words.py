"""Every string of group mode, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    # the first page
    "title": {"nl": "Met een groep", "en": "With a group"},
    "lead": {
        "nl": "Leg één situatie voor aan je groep. Alle deelnemers typen wat ze zouden doen. "
        "Daarna zie je alle antwoorden naast elkaar, en dan pas de tips.",
        "en": "Put one situation to your group. Everyone types what they would do. Then you see "
        "all answers side by side, and only then the tips.",
    },
    "kept": {
        "nl": "Niemand geeft een naam op. Er wordt niets bewaard: na de sessie is alles weg.",
        "en": "Nobody gives a name. Nothing is stored: after the session everything is gone.",
    },
    "join": {"nl": "Doe mee", "en": "Take part"},
    "code": {"nl": "Code van je trainer", "en": "Code from your trainer"},
    "code_hint": {"nl": "Acht letters en cijfers.", "en": "Eight letters and digits."},
    "go": {"nl": "Naar de sessie", "en": "Go to the session"},
    "start": {"nl": "Begin een sessie", "en": "Start a session"},
    "pick": {
        "nl": "Kies een situatie uit de bibliotheek",
        "en": "Choose a situation from the library",
    },
    "pick_none": {"nl": "Ik typ er zelf een", "en": "I type one myself"},
    "take": {"nl": "Zet in het veld", "en": "Put in the field"},
    "situation": {"nl": "De situatie", "en": "The situation"},
    "situation_hint": {
        "nl": "Hooguit {limit} tekens. Noem geen namen of gegevens van bewoners.",
        "en": "At most {limit} characters. Leave out names and details of residents.",
    },
    "exercise": {
        "nl": "Dit is een oefening. Er is nu niemand in gevaar.",
        "en": "This is an exercise. Nobody is in danger now.",
    },
    "danger": {
        "nl": "Deze situatie gaat over gevaar. Is het een oefening? Kruis dat hieronder aan.",
        "en": "This situation is about danger. Is it an exercise? Tick that below.",
    },
    "begin": {"nl": "Begin de sessie", "en": "Start the session"},
    # what is wrong
    "wrong": {"nl": "Er ging iets mis", "en": "Something went wrong"},
    "error": {"nl": "Fout", "en": "Error"},
    "no_situation": {
        "nl": "Beschrijf in een paar zinnen wat er speelt.",
        "en": "Describe in a few sentences what is going on.",
    },
    "no_reply": {
        "nl": "Schrijf in een paar woorden wat je zou doen.",
        "en": "Write in a few words what you would do.",
    },
    "too_long": {
        "nl": "Je tekst is te lang ({length} tekens, hooguit {limit}). Maak hem korter.",
        "en": "Your text is too long ({length} characters, at most {limit}). Make it shorter.",
    },
    "personal": {
        "nl": "In je tekst staat iets wat lijkt op {kinds}. Haal dat weg en verstuur opnieuw. Er "
        "is niets bewaard.",
        "en": "Your text holds what looks like {kinds}. Take it out and send again. Nothing was "
        "stored.",
    },
    "full_book": {
        "nl": "Er lopen nu te veel sessies. Probeer het over een kwartier nog eens.",
        "en": "Too many sessions are running now. Try again in a quarter of an hour.",
    },
    "full_owner": {
        "nl": "Je hebt al {most} sessies open. Beëindig er eerst een.",
        "en": "You already have {most} sessions open. End one of them first.",
    },
    "full_session": {
        "nl": "Er zijn al {most} antwoorden, en meer kan niet. Vertel je antwoord hardop.",
        "en": "There are {most} answers already, and no room for more. Say yours out loud.",
    },
    "closed": {
        "nl": "De trainer heeft de antwoorden net gesloten. Je tekst is niet meer meegenomen.",
        "en": "The trainer has just closed the answers. Your text did not make it.",
    },
    "too_fast": {
        "nl": "Dat gaat te snel. Wacht een minuut en probeer het opnieuw.",
        "en": "That is too fast. Wait a minute and try again.",
    },
    "no_index": {
        "nl": "De tips kunnen nu niet worden gezocht. Probeer het zo nog eens.",
        "en": "The tips cannot be searched right now. Try again shortly.",
    },
    "over": {"nl": "Deze sessie is voorbij", "en": "This session is over"},
    "over_told": {
        "nl": "De trainer heeft de sessie beëindigd, de tijd is om, of de site is opnieuw "
        "gestart. Wat er was getypt, is weg. Klopt de code wel? Vraag het je trainer.",
        "en": "The trainer has ended the session, its time is up, or the site was restarted. What "
        "was typed is gone. Is the code right? Ask your trainer.",
    },
    "ended": {
        "nl": "De sessie is beëindigd. Alles wat er is getypt, is weg.",
        "en": "The session has ended. All that was typed is gone.",
    },
    # a participant
    "question": {"nl": "Wat zou jij doen?", "en": "What would you do?"},
    "reply": {"nl": "Wat ik zou doen", "en": "What I would do"},
    "reply_hint": {
        "nl": "Hooguit {limit} tekens. De groep ziet je antwoord straks, zonder je naam. Noem zelf "
        "ook geen namen.",
        "en": "At most {limit} characters. The group will see your answer later, without your "
        "name. Leave out names yourself, too.",
    },
    "send": {"nl": "Verstuur mijn antwoord", "en": "Send my answer"},
    "change": {"nl": "Pas mijn antwoord aan", "en": "Change my answer"},
    "sent": {
        "nl": "Je antwoord is binnen. Je kunt het aanpassen tot de trainer de antwoorden toont.",
        "en": "Your answer is in. You can change it until the trainer shows the answers.",
    },
    "care": {"nl": "Eerst dit", "en": "First this"},
    "care_reply": {
        "nl": "Je antwoord gaat over gevaar. Speelt dit echt? Bel bij gevaar 112, bij gedachten "
        "aan zelfdoding 113, en praat met je leidinggevende.",
        "en": "Your answer is about danger. Is this real? In danger call 112, with thoughts of "
        "suicide call 113, and talk to your manager.",
    },
    "refresh": {"nl": "Ververs", "en": "Refresh"},
    "refresh_told": {
        "nl": "Toont de trainer de antwoorden? Ververs dan de pagina.",
        "en": "Is the trainer showing the answers? Then refresh the page.",
    },
    # the trainer
    "trainer": {"nl": "Jouw groep", "en": "Your group"},
    "how": {"nl": "Zo doen deelnemers mee", "en": "How participants take part"},
    "how_told": {
        "nl": "Ze gaan naar {address} of richten hun telefoon op het plaatje.",
        "en": "They go to {address} or point their telephone at the picture.",
    },
    "code_is": {"nl": "Code", "en": "Code"},
    "qr": {
        "nl": "QR-code die naar {address} leidt",
        "en": "QR code that leads to {address}",
    },
    "local": {
        "nl": "Let op: dit adres werkt alleen op deze computer. Vraag je beheerder onder welk "
        "adres anderen de site bereiken.",
        "en": "Note: this address works on this computer only. Ask your administrator at which "
        "address others reach the site.",
    },
    "wall_link": {"nl": "Scherm voor de groep", "en": "Screen for the group"},
    "wall_told": {
        "nl": "Projecteer dat scherm. Houd deze pagina voor jezelf: wie dit adres heeft, kan de "
        "sessie leiden.",
        "en": "Project that screen. Keep this page to yourself: whoever has this address can run "
        "the session.",
    },
    "no_replies": {"nl": "Nog geen antwoorden", "en": "No answers yet"},
    "one_reply": {"nl": "1 antwoord", "en": "1 answer"},
    "many_replies": {"nl": "{n} antwoorden", "en": "{n} answers"},
    "left": {
        "nl": "De sessie stopt vanzelf over {n} minuten.",
        "en": "The session stops by itself in {n} minutes.",
    },
    "no_tips": {
        "nl": "Let op: bij deze situatie zijn geen tips gevonden. De antwoorden kun je wel tonen.",
        "en": "Note: no tips were found for this situation. You can still show the answers.",
    },
    "steps": {"nl": "Wat nu?", "en": "What now?"},
    "show": {"nl": "Toon de antwoorden", "en": "Show the answers"},
    "show_told": {
        "nl": "Daarna kan niemand zijn antwoord meer aanpassen.",
        "en": "After that, nobody can change their answer.",
    },
    "show_tips": {"nl": "Toon de tips", "en": "Show the tips"},
    "hide_tips": {"nl": "Verberg de tips", "en": "Hide the tips"},
    "reopen": {"nl": "Verzamel meer antwoorden", "en": "Collect more answers"},
    "end": {"nl": "Beëindig de sessie", "en": "End the session"},
    "end_told": {
        "nl": "Alles wat is getypt, is dan weg.",
        "en": "All that was typed is gone then.",
    },
    "end_sure": {"nl": "Ja, beëindig en wis alles", "en": "Yes, end it and clear everything"},
    "replies": {"nl": "Wat de groep zou doen", "en": "What the group would do"},
    "nobody": {"nl": "Niemand heeft een antwoord gegeven.", "en": "Nobody gave an answer."},
    "remove": {"nl": "Haal weg", "en": "Take away"},
    "removing": {"nl": "dit antwoord: {text}", "en": "this answer: {text}"},
    "tips": {"nl": "Wat de tips zeggen", "en": "What the tips say"},
    "stage_open": {
        "nl": "De antwoorden komen nog binnen. Ze zijn pas te zien als de trainer ze toont.",
        "en": "Answers are still coming in. They can be seen once the trainer shows them.",
    },
    # what group.js may have to say
    "gone": {
        "nl": "De verbinding is weg. Deze pagina probeert het opnieuw.",
        "en": "The connection is gone. This page tries again.",
    },
    "moved": {
        "nl": "De trainer is verder gegaan. Ververs de pagina; je tekst is nog niet verstuurd.",
        "en": "The trainer has moved on. Refresh the page; your text was not sent yet.",
    },
}


def word(key: str, language: Language) -> str:
    """Return a string of group mode."""
    return WORDS[key][language]


def figure(number: int, language: Language) -> str:
    """Return a number as it is written: 2.000 in Dutch, 2,000 in English."""
    return f"{number:,}".replace(",", "." if language == "nl" else ",")


def count(number: int, language: Language) -> str:
    """Return how many answers there are, in words."""
    key = {0: "no_replies", 1: "one_reply"}.get(number, "many_replies")
    return word(key, language).format(n=number)
