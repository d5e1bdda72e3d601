"""Sends a question where it belongs before anything is searched. Pure."""

from __future__ import annotations

import re
from typing import Final, Literal

from assistant.rules import read_rules

Route = Literal["greeting", "thanks", "about", "clarification", "in_scope"]

_GREETING: Final = re.compile(
    r"(?:(?:hoi+|hallo|hey+|hee|hi+|hello|dag|goedemorgen|goedemiddag|goedenavond|goeiemorgen|"
    r"goeiedag|goededag|moin|good (?:morning|afternoon|evening)|morning|greetings|yo|hé|heej?|"
    r"bricoleur|there|daar|allemaal|everyone|iedereen|how are you|hoe gaat het(?: met je| ermee)?|"
    r"alles goed|nice to meet you)[\s,.!?]*)+",
    re.IGNORECASE,
)
_THANKS: Final = re.compile(
    r"(?:(?:ok[eé]?|okay|top|super|fijn|mooi|prima|great|perfect|nice|cool|lovely|brilliant|cheers|"
    r"dank(?:je|u)?(?: je| u)?(?: wel)?|bedankt|dankjewel|dankuwel|dankewel|merci|thx|ta|thanks?|"
    r"thank you|many|so|very|a lot|much|heel|erg|veel|hartelijk|alvast|nuttig|handig|useful|helpful|"
    r"voor (?:je|de|het|alle|deze)(?: \w+)?|for (?:your|the|all|this)(?: \w+)?|that'?s|this|is|was|"
    r"dat|dit|het|heb|er|ik|iets|wat|aan|kan|hier|mee|verder|vooruit|really|echt|weer|that|it|all|"
    r"i can use this|doei+|dag|tot (?:ziens|later|de volgende keer|morgen|snel)|bye+|goodbye|"
    r"see you(?: later| soon)?|fijne (?:dag|avond|middag)|have a (?:nice|good) (?:day|evening|one)|"
    r"werkt|works?|goed|good|duidelijk|clear|helpt|helps?|geholpen|zeer|you|je|your|answers?|tips?)"
    r"[\s,.!?:;)]*)+",
    re.IGNORECASE,
)
_THANKS_CORE: Final = re.compile(
    r"\b(?:dank\w*|bedankt|merci|thx|ta|cheers|thank\w*|doei+|bye+|goodbye|tot (?:ziens|later|snel)|"
    r"fijne (?:dag|avond)|nuttig|see you|helpful|useful|top|super|great|perfect|prima|brilliant)\b",
    re.IGNORECASE,
)
_ABOUT: Final = re.compile(
    r"(?:(?:en|and|so|hoi|hi|hello|hallo)[\s,!.]+)?"
    r"(?:wie|wat) (?:ben|bent) (?:jij|je|u)(?: eigenlijk| precies| nou)?\W*"
    r"|(?:wat|waarmee|hoe|waar) (?:kan|kun|kunt) (?:jij|je|u)(?: allemaal| eigenlijk)?"
    r"(?: (?:mij|me))?(?: (?:hier)?mee)?(?: (?:doen|helpen|voor me doen|betekenen))?"
    r"(?: mee)?(?: (?:doen|helpen))?\W*"
    r"|hoe werkt (?:dit|deze chat|bricoleur|het)\W*"
    r"|(?:who|what) are you\W*|what is (?:this|bricoleur)\W*|what (?:can|do) you do\W*"
    r"|how (?:can|do) you (?:help|work)(?: me)?\W*|what can i ask(?: you)?\W*|how does this work\W*"
    r"|wat kan ik (?:je |jou |hier )?vragen\W*"
    r"|(?:ben|bent) (?:je|jij|u) (?:een )?(?:mens|robot|ai|computer|bot)\W*"
    r"|are you (?:a |an )?(?:human|robot|ai|person|bot|computer|real)\W*",
    re.IGNORECASE,
)
_VAGUE: Final = re.compile(
    r"(?:(?:help|hulp|helpen?|advies|advice|tips?|vraag(?:je)?|question|probleem|problem|situatie|"
    r"situation|ik|i|heb|have|een|a|an|got|wat|what|moet|should|kan|can|could|do|doen|nu|now|hoe|how|"
    r"me|mij|my|mijn|you|je|jij|u|kun|kunt|please|alsjeblieft|aub|graag|wil|want|need|nodig|met|with|"
    r"er|is|this|dit|dat|that|het|it|hier|here|even|iets|something|hoi|hallo|hi|hello|hey|to|te|of|or|"
    r"for|voor|some|wat|raad|zit|vast|am|i'm|im|stuck|weet|niet|meer|know|don't|dont|not|any|ideas?|"
    r"idee|ideeën|lastig|moeilijk|difficult|hard|werk|work|bewoners?|residents?|collega'?s?|"
    r"colleagues?|wijk|buurt|participatie|participation|gemeente|council|burgers?|inwoners?|citizens?|"
    r"neighbourhood|on|op|in|de|the|aan|at|all|alles|everything|gaat|fout|mis|goes|going|wrong|urgent|"
    r"snel|quick|kort|vraagje|weer|ook|also|about|over)[\s,.!?…]*)+",
    re.IGNORECASE,
)
_WORK: Final = re.compile(
    r"\b(?:bewon\w*|inwoner\w*|burger(?:s|initiatief|participatie)\w*|participatie\w*|wijkmanager\w*|"
    r"wijkteam\w*|buurtinitiatief\w*|inspraak\w*|informatieavond\w*|residents?|citizens?|participation|"
    r"neighbourhood manager|community initiative\w*|town hall|city hall)\b",
    re.IGNORECASE,
)
MAX_VAGUE_WORDS: Final = 9
_CONTENT: Final = re.compile(r"[^\W\d_]{2,}")


def crisis(question: str) -> str | None:
    """Return the kind of danger or integrity matter a question holds, or None."""
    return next((rule.kind for rule in read_rules("crisis") if rule.pattern.search(question)), None)


def route(question: str) -> Route:
    """Tell what kind of message a question is, by its words alone."""
    words = len(question.split())
    if _GREETING.fullmatch(question):
        return "greeting"
    if _ABOUT.fullmatch(question):
        return "about"
    if _THANKS.fullmatch(question) and _THANKS_CORE.search(question):
        return "thanks"
    if words <= MAX_VAGUE_WORDS and _VAGUE.fullmatch(question):
        return "clarification"
    return "in_scope"


def says_nothing(question: str) -> bool:
    """Tell whether a question has no word of two letters or more: blank, digits, only emoji."""
    return not _CONTENT.search(question)


def is_about_the_work(question: str) -> bool:
    """Tell whether a question uses the words of the work between residents and city hall."""
    return bool(_WORK.search(question))
