"""What the Slack door says itself, in Dutch and English. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

WORDS: Final[Mapping[str, Text]] = {
    # an answer
    "practice": {"nl": "Praktijk", "en": "Practice"},
    "also": {"nl": "en ook", "en": "and also"},
    "first": {"nl": "Begin hier", "en": "Start here"},
    "further": {"nl": "Wat je daarna kunt doen", "en": "What you can do next"},
    "care_title": {"nl": "Eerst dit", "en": "First this"},
    "thin_title": {"nl": "Past niet helemaal", "en": "Not an exact fit"},
    "sources": {"nl": "Waar dit vandaan komt", "en": "Where this comes from"},
    "rests_on": {"nl": "Dit rust op", "en": "This rests on"},
    "more_sources": {"nl": "en {count} andere", "en": "and {count} more"},
    "page": {"nl": "pagina", "en": "page"},
    "cut": {
        "nl": "De rest past hier niet. Open de tip voor het hele verhaal.",
        "en": "The rest does not fit here. Open the tip for the whole story.",
    },
    "check": {
        "nl": "Gemaakt door een computer uit deze bronnen. Controleer het zelf.",
        "en": "Made by a computer from these sources. Check it yourself.",
    },
    "follow": {"nl": "Vraag verder", "en": "Ask on"},
    "start": {"nl": "Bijvoorbeeld", "en": "For example"},
    "ask_human": {
        "nl": "Kom je er niet uit? Leg het voor aan een collega die dit werk kent.",
        "en": "Still stuck? Put it to a colleague who knows this work.",
    },
    "ask_contact": {
        "nl": "Kom je er niet uit? Leg het voor aan een mens: {contact}",
        "en": "Still stuck? Put it to a person: {contact}",
    },
    "useful": {"nl": "Nuttig", "en": "Useful"},
    "useful_label": {"nl": "Dit antwoord is nuttig", "en": "This answer is useful"},
    "useless": {"nl": "Niet nuttig", "en": "Not useful"},
    "useless_label": {"nl": "Dit antwoord is niet nuttig", "en": "This answer is not useful"},
    "thanks": {
        "nl": "Dank je. Je oordeel is bewaard, zonder je vraag en zonder je naam.",
        "en": "Thank you. Your verdict was stored, without your question and without your name.",
    },
    "remove": {"nl": "Haal dit antwoord weg", "en": "Take this answer away"},
    "remove_sure": {
        "nl": "Dit antwoord verdwijnt voor iedereen. Je eigen bericht haal je zelf weg.",
        "en": "This answer disappears for everyone. Take away your own message yourself.",
    },
    "remove_title": {"nl": "Antwoord weghalen?", "en": "Take it away?"},
    "remove_yes": {"nl": "Haal weg", "en": "Take away"},
    "remove_no": {"nl": "Laat staan", "en": "Leave it"},
    # who asked what
    "asked": {"nl": "Vraag", "en": "Question"},
    "asks_on": {"nl": "<@{user}> vraagt verder:", "en": "<@{user}> asks on:"},
    "shares": {"nl": "<@{user}> deelt een antwoord op:", "en": "<@{user}> shares an answer to:"},
    # only for you
    "only_you": {
        "nl": "Alleen jij ziet dit antwoord. Na een tijd haalt Slack het weg.",
        "en": "Only you can see this answer. Slack takes it away after a while.",
    },
    "share": {"nl": "Deel met iedereen hier", "en": "Share with everyone here"},
    "keep": {"nl": "Bewaar voor mezelf", "en": "Keep to myself"},
    "share_title": {"nl": "Delen met iedereen?", "en": "Share with everyone?"},
    "share_sure": {
        "nl": "Iedereen in dit gesprek ziet dan het antwoord en de vraag.",
        "en": "Everyone in this conversation will see the answer and the question.",
    },
    "share_person": {
        "nl": "De vraag lijkt over een mens te gaan. Iedereen in dit gesprek ziet dan het antwoord "
        "en de vraag.",
        "en": "The question seems to be about a person. Everyone in this conversation will see "
        "the answer and the question.",
    },
    "yes_share": {"nl": "Deel", "en": "Share"},
    "no_share": {"nl": "Deel niet", "en": "Do not share"},
    "shared": {"nl": "Je hebt dit antwoord gedeeld.", "en": "You shared this answer."},
    # a personal situation where others read along
    "personal": {
        "nl": "*Iedereen in dit kanaal leest mee.* Je vraag lijkt over een mens te gaan die "
        "anderen kunnen herkennen, of over jezelf. Ik heb een antwoord, maar zet het hier niet "
        "zomaar neer. Alleen jij ziet dit bericht.",
        "en": "*Everyone in this channel can read along.* Your question seems to be about a "
        "person whom others may recognise, or about yourself. I have an answer, but will not "
        "simply put it here. Only you can see this message.",
    },
    "go_private": {"nl": "Ga verder in privé", "en": "Go on in private"},
    "answer_here": {"nl": "Antwoord hier", "en": "Answer here"},
    "here_title": {"nl": "Hier antwoorden?", "en": "Answer here?"},
    "here_sure": {
        "nl": "Iedereen in dit kanaal ziet dan het antwoord.",
        "en": "Everyone in this channel will see the answer.",
    },
    "no_here": {"nl": "Toch niet", "en": "Rather not"},
    "done_here": {"nl": "Ik heb hier geantwoord.", "en": "I answered here."},
    "in_private": {
        "nl": "Het antwoord staat in je privégesprek met mij. Daar kun je ook verder vragen.",
        "en": "The answer is in your private conversation with me. You can ask on there.",
    },
    "moved": {
        "nl": "Dit vroeg je elders in Slack. Hier lees alleen jij mee. Vraag verder in deze draad.",
        "en": "You asked this elsewhere in Slack. Only you can read this. Ask on in this thread.",
    },
    "crisis_moved": {
        "nl": "Dit gaat over je bericht elders in Slack. Hier lees alleen jij mee.",
        "en": "This is about your message elsewhere in Slack. Only you can read this.",
    },
    "still_there": {
        "nl": "Je bericht staat nog in Slack. Haal het daar zelf weg.",
        "en": "Your message is still in Slack. Take it away there yourself.",
    },
    "gone": {
        "nl": "Dit antwoord is ouder dan een uur en niet meer bewaard. Stel je vraag opnieuw.",
        "en": "This answer is more than an hour old and was not kept. Ask your question again.",
    },
    "no_private": {
        "nl": "Ik kan je geen privébericht sturen. Open Bricoleur bij Apps en stel je vraag daar.",
        "en": "I can't send you a private message. Open Bricoleur under Apps and ask there.",
    },
    # what can't be answered
    "help": {
        "nl": "Typ je situatie achter het commando, bijvoorbeeld: `/bricoleur {example}` Alleen "
        "jij ziet het antwoord, tot je het deelt.",
        "en": "Type your situation after the command, for example: `/bricoleur {example}` Only you "
        "can see the answer, until you share it.",
    },
    "no_text": {
        "nl": "Ik lees alleen tekst, geen bestanden of plaatjes. Vertel in één of twee zinnen wat "
        "er speelt.",
        "en": "I read text only, no files or pictures. Tell me in one or two sentences what is "
        "going on.",
    },
    "looking": {"nl": "zoekt tips bij je vraag…", "en": "is looking for tips…"},
    # the home page
    "home_lead": {
        "nl": "Tips voor ambtenaren die met bewoners werken. Bij elke zin staat waar die vandaan "
        "komt.",
        "en": "Tips for civil servants who work with residents. Each sentence says where it comes "
        "from.",
    },
    "home_how": {"nl": "Zo vraag je iets", "en": "How to ask"},
    "home_dm": {
        "nl": "*In privé:* open hierboven Berichten en typ wat er speelt. Vraag verder in de draad "
        "onder het antwoord.",
        "en": "*In private:* open Messages above and type what is going on. Ask on in the thread "
        "below the answer.",
    },
    "home_mention": {
        "nl": "*In een kanaal:* noem `@Bricoleur` in je bericht. Iedereen in het kanaal leest het "
        "antwoord.",
        "en": "*In a channel:* name `@Bricoleur` in your message. Everyone in the channel reads "
        "the answer.",
    },
    "home_command": {
        "nl": "*Alleen voor jou:* typ `/bricoleur` met je vraag erachter, waar je ook bent. Daarna "
        "kies je zelf of je het antwoord deelt.",
        "en": "*Only for you:* type `/bricoleur` with your question behind it, wherever you are. "
        "Then you choose whether to share the answer.",
    },
    "home_shortcut": {
        "nl": "*Bij een bericht:* kies in het menu van het bericht ‘Zoek een praktijk’.",
        "en": "*With a message:* choose ‘Zoek een praktijk’ in its menu.",
    },
    "home_start": {"nl": "Probeer een situatie", "en": "Try a situation"},
    "home_practices": {"nl": "De praktijken", "en": "The practices"},
    "home_privacy": {"nl": "Privacy", "en": "Privacy"},
    "home_stored": {
        "nl": "Je vraag wordt hooguit een uur versleuteld bewaard, zodat ik een vervolgvraag "
        "begrijp. Slack zelf bewaart je berichten zoals je organisatie dat heeft ingesteld.",
        "en": "Your question is kept, encrypted, for an hour at most, so that I understand a "
        "follow-up. Slack itself keeps your messages as your organisation has set it up.",
    },
    "home_stored_model": {
        "nl": "Een taalmodel van je organisatie ({model}) schrijft mee aan het antwoord en krijgt "
        "daarvoor je vraag.",
        "en": "A language model of your organisation ({model}) helps to write the answer and gets "
        "your question for that.",
    },
    "home_names": {
        "nl": "Noem geen namen van bewoners en geen gegevens die bij een persoon horen. Een "
        "oordeel over een antwoord wordt bewaard zonder je vraag en zonder je naam.",
        "en": "Leave out names of residents and details that belong to a person. A verdict on an "
        "answer is stored without your question and without your name.",
    },
    "home_chat": {"nl": "Open de chat", "en": "Open the chat"},
    "home_library": {"nl": "Alle tips", "en": "All tips"},
    "home_about_privacy": {"nl": "Meer over privacy", "en": "More on privacy"},
    "home_other": {"nl": "English", "en": "Nederlands"},
    "prompts": {"nl": "Waar loop je op vast?", "en": "Where are you stuck?"},
}


def word(key: str, language: Language) -> str:
    """Return a string of this door."""
    return WORDS[key][language]
