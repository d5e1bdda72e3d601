"""Every sentence of the engine that is not taken from a tip, in Dutch and English."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from corpus.models import Language

Text = Mapping[Language, str]

LABELS: Final[Mapping[str, Text]] = {
    "doe": {"nl": "Wat je kunt doen", "en": "What you can do"},
    "let-op": {"nl": "Let op", "en": "Watch out"},
    "zeg": {"nl": "Zo kun je het zeggen", "en": "Words to say"},
    "vraag": {"nl": "Vraag aan jezelf", "en": "Ask yourself"},
    "ook": {"nl": "Speelt ook mee", "en": "Also at play"},
    "document": {"nl": "Uit je eigen documenten", "en": "From your own documents"},
    "thin": {
        "nl": "Ik vond geen tip die precies past. Dit komt er het dichtst bij.",
        "en": "I found no tip that fits exactly. This comes closest.",
    },
    "care": {
        "nl": "Is iemand in gevaar? Bel 112. Denkt iemand aan zelfdoding? Bel 113. Gaat het over "
        "bedreiging, geweld, intimidatie of iets wat niet eerlijk is? Praat dan eerst met je "
        "leidinggevende of een vertrouwenspersoon.",
        "en": "Is someone in danger? Call 112. Is someone thinking of suicide? Call 113. Is this "
        "about threats, violence, harassment or something dishonest? Then first talk to your "
        "manager or a confidential adviser.",
    },
    "model": {
        "nl": "Geschreven door een taalmodel, dicht bij de bron. Controleer bij twijfel de tip "
        "zelf.",
        "en": "Written by a language model, close to the source. When in doubt, check the tip "
        "itself.",
    },
}

STATUS: Final[Mapping[str, Text]] = {
    "greeting": {
        "nl": "Hallo! Vertel in één of twee zinnen wat er speelt tussen bewoners, collega's en "
        "gemeente. Dan zoek ik tips die daarbij passen.",
        "en": "Hello! Tell me in one or two sentences what is going on between residents, "
        "colleagues and the council. I will look for tips that fit.",
    },
    "thanks": {
        "nl": "Graag gedaan. Succes, en kom gerust terug met een volgende situatie.",
        "en": "You're welcome. Good luck, and do come back with the next situation.",
    },
    "about": {
        "nl": "Ik ben Bricoleur, een computerprogramma. Ik zoek praktische tips voor ambtenaren "
        "die met bewoners werken, en zeg bij elke zin waar die vandaan komt. Beschrijf een "
        "situatie, dan zoek ik mee.",
        "en": "I am Bricoleur, a computer program. I look for practical tips for civil servants "
        "who work with residents, and say where each sentence comes from. Describe a situation "
        "and I will look with you.",
    },
    "clarification": {
        "nl": "Ik help graag, maar weet nog te weinig. Waar loop je op vast? Bijvoorbeeld: met "
        "bewoners, met een collega of afdeling, met een initiatief dat steun nodig heeft, of met "
        "je leidinggevende of bestuur.",
        "en": "I would like to help, but know too little yet. Where are you stuck? For example: "
        "with residents, with a colleague or department, with an initiative that needs support, "
        "or with your manager or the executive.",
    },
    "unanswerable_off_topic": {
        "nl": "Daar ga ik niet over. Ik help ambtenaren die met bewoners werken: een lastige "
        "avond, een collega die nee zegt, een initiatief dat vastloopt. Waar loop je in dat werk "
        "op vast?",
        "en": "That is not something I can help with. I help civil servants who work with "
        "residents: a difficult evening, a colleague who says no, an initiative that is stuck. "
        "Where are you stuck in that work?",
    },
    "foreign": {
        "nl": "Ik begrijp alleen Nederlands en Engels. Stel je vraag in een van die twee talen. "
        "(I only understand Dutch and English.)",
        "en": "I only understand Dutch and English. Please ask in one of these two. "
        "(Ik begrijp alleen Nederlands en Engels.)",
    },
    "unanswerable_no_evidence": {
        "nl": "Dit past bij het werk tussen bewoners en gemeente, maar ik vond er geen tip of "
        "bron over. Probeer het eens concreter: wie doet wat, en waar loop je op vast?",
        "en": "This belongs to the work between residents and council, but I found no tip or "
        "source on it. Try to be more concrete: who does what, and where are you stuck?",
    },
    "blocked_too_long": {
        "nl": "Je vraag is te lang ({length} tekens, hooguit {limit}). Vertel in een paar zinnen "
        "wat er speelt en wat je wilt weten.",
        "en": "Your question is too long ({length} characters, at most {limit}). Say in a few "
        "sentences what is going on and what you want to know.",
    },
    "empty": {
        "nl": "Ik zie geen vraag. Vertel in één of twee zinnen wat er speelt.",
        "en": "I see no question. Tell me in one or two sentences what is going on.",
    },
    "blocked_personal_data": {
        "nl": "In je vraag staat iets wat lijkt op {kinds}. Haal dat weg en stel je vraag "
        "opnieuw. Een naam met een functie mag blijven staan. Er is niets bewaard.",
        "en": "Your question holds what looks like {kinds}. Take it out and ask again. A name "
        "with a role may stay. Nothing was stored.",
    },
    "blocked_instruction": {
        "nl": "In je vraag staat een opdracht aan mij in plaats van een situatie. Beschrijf wat "
        "er speelt in je werk met bewoners, dan zoek ik tips.",
        "en": "Your question holds an order to me instead of a situation. Describe what is going "
        "on in your work with residents, and I will look for tips.",
    },
    "error": {
        "nl": "Er ging iets mis bij ons en je vraag is niet beantwoord. Probeer het nog eens; "
        "blijft het misgaan, meld het dan bij je beheerder.",
        "en": "Something went wrong on our side and your question was not answered. Try again; "
        "if it keeps failing, tell your administrator.",
    },
    "unreadable": {
        "nl": "Deze regel kon niet worden gelezen ({why}). Herstel hem en stuur hem opnieuw.",
        "en": "This line could not be read ({why}). Mend it and send it again.",
    },
    "crisis_violence": {
        "nl": "Dit gaat over veiligheid, en die gaat voor. Is er nu gevaar? Bel 112. Is het "
        "voorbij? Bel vandaag nog je leidinggevende en doe samen melding en aangifte. Blijf er "
        "niet alleen mee zitten.",
        "en": "This is about safety, and that comes first. Is there danger now? Call 112. Is it "
        "over? Call your manager today, and report it together, also to the police. Do not carry "
        "it alone.",
    },
    "crisis_suicide": {
        "nl": "Dit vraagt om een mens, nu. Bij direct gevaar: bel 112. Denk jij of iemand anders "
        "aan zelfdoding? Bel 113 of 0800-0113, dag en nacht, of chat op 113.nl. Blijf bij de "
        "ander en bel je leidinggevende.",
        "en": "This needs a person, now. In immediate danger: call 112. Are you or is someone "
        "else thinking of suicide? Call 113 or 0800-0113, day and night, or chat at 113.nl. Stay "
        "with the other person and call your manager.",
    },
    "crisis_abuse": {
        "nl": "Dit gaat over iemands veiligheid. Bij direct gevaar: bel 112. Bij een vermoeden "
        "van geweld of verwaarlozing: bel Veilig Thuis, 0800-2000, dag en nacht, ook voor "
        "advies. Overleg vandaag met je leidinggevende of aandachtsfunctionaris.",
        "en": "This is about somebody's safety. In immediate danger: call 112. If you suspect "
        "violence or neglect: call Veilig Thuis, 0800-2000, day and night, for advice too. Talk "
        "to your manager or safeguarding officer today.",
    },
    "crisis_harassment": {
        "nl": "Dit hoor je niet alleen op te lossen, en niet met een tip van een computer. Praat "
        "vandaag met de vertrouwenspersoon van je gemeente, of met je leidinggevende als die er "
        "buiten staat. Was er geweld of aanranding? Dan kun je naar de politie; bij gevaar 112.",
        "en": "You should not have to solve this alone, nor with a tip from a computer. Talk to "
        "the confidential adviser of your organisation today, or to your manager if they are not "
        "involved. Was there violence or assault? Then you can go to the police; in danger, 112.",
    },
    "crisis_integrity": {
        "nl": "Dit raakt aan integriteit, en daar hoort een mens bij. Bespreek het met de "
        "vertrouwenspersoon integriteit of je leidinggevende voordat je iets doet, en schrijf op "
        "wat je zag en wanneer. Vertrouw je dat intern niet? Het Huis voor Klokkenluiders geeft "
        "advies. Voel je je bedreigd? Bel 112.",
        "en": "This touches on integrity, and needs a person. Talk to the confidential adviser "
        "for integrity or your manager before you do anything, and write down what you saw and "
        "when. No trust in the inside route? The Dutch Whistleblowers Authority (Huis voor "
        "Klokkenluiders) gives advice. Do you feel threatened? Call 112.",
    },
}

PERSONAL_DATA: Final[Mapping[str, Text]] = {
    "bsn": {"nl": "een burgerservicenummer", "en": "a citizen service number"},
    "phone": {"nl": "een telefoonnummer", "en": "a telephone number"},
    "email": {"nl": "een e-mailadres", "en": "an e-mail address"},
    "iban": {"nl": "een rekeningnummer", "en": "a bank account number"},
    "address": {"nl": "een adres of postcode", "en": "an address or postcode"},
    "plate": {"nl": "een kenteken", "en": "a licence plate"},
    "birth": {"nl": "een geboortedatum", "en": "a date of birth"},
}

STARTERS: Final[Mapping[Language, tuple[str, ...]]] = {
    "nl": (
        "Mijn collega van Financiën blokkeert het plan van de bewoners. Wat nu?",
        "Bewoners zijn woedend op mijn informatieavond en ik kom niet aan de inhoud toe.",
        "Een bewonersinitiatief loopt vast op de vergunning.",
        "Mijn leidinggevende wil cijfers zien; koffie drinken in de wijk telt niet.",
    ),
    "en": (
        "My colleague in Finance blocks the residents' plan, what now?",
        "Residents are furious at my information evening and I never get to the content.",
        "A residents' initiative is stuck on the permit.",
        "My manager wants figures; having coffee in the neighbourhood doesn't count.",
    ),
}
"""Situations to start from, shown where a question could not be answered."""


def join(words: list[str], language: Language) -> str:
    """Return words as a list in running text: "a, b en c"."""
    if len(words) == 1:
        return words[0]
    last = "en" if language == "nl" else "and"
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
