"""Packs made by hand, to export: an everyday one, a hostile one, one with very long edits."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Final

from assistant.course.models import (
    Card,
    CaseSheet,
    Check,
    Choice,
    Colophon,
    FormSheet,
    Line,
    Origin,
    Pack,
    Plan,
    Remark,
    Session,
    Step,
    TipSheet,
)
from corpus.models import Corpus, Language
from corpus.reader import load

TIPS: Final = ("collega-zegt-nee", "trio-rond-een-casus", "op-een-lijn-met-bestuurder")
STEPS: Final = (
    ("open", 10, "Welkom", "Heet iedereen welkom bij de deur. Loop de afspraken langs.",
     "Wie ben je en waar werk je? Welke situatie was deze week lastig?"),
    ("form", 5, "De inbreng", "Vraag wie de inbrenger wil zijn. Lees de casus hardop voor en zeg: "
     "“Meer weten jullie nu niet.”", "Lees mee met de casus. Zet een streep onder wat je raakt."),
    ("form", 15, "De analyse", "De groep praat en de inbrenger luistert, met de stoel een stukje "
     "naar achteren. Vraag wat feit is en wat de groep erbij bedenkt.",
     "Bespreek: wat wil elke partij? Waar is ieder bang voor?"),
    ("form", 10, "De evaluatie", "Bedank de inbrenger en zeg dat de rol nu voorbij is.",
     "Vertel: welke vraag bracht ons verder? Waar gingen wij te snel?"),
    ("break", 15, "Pauze", "", ""),
    ("tips", 20, "De tips ernaast", "Deel de tips pas uit als de groep zelf iets heeft bedacht.",
     "Lees de tips in stilte. Zet een streepje bij wat klopt."),
    ("quiz", 10, "Even toetsen", "Zeg dat het geen examen is.", "Kies eerst zelf, in stilte."),
    ("close", 5, "Terugblik en voornemen", "Geef drie minuten stilte.",
     "Schrijf je voornemen op, klein en precies."),
)  # fmt: skip
STORY: Final = (
    "Bewoners van een flat willen op het grasveld een moestuin beginnen. Zij hebben al acht bakken "
    "in elkaar gezet en een regenton gekregen van een bedrijf verderop.",
    "Jij hebt gezegd dat je het binnen gaat vragen. Je collega van Groen zegt nee. Het veld wordt "
    "in één keer gemaaid, en bakken staan dan in de weg. “Als ik hier ja zeg, wil straks elke "
    "straat het”, zegt ze. Je snapt haar wel: vorig jaar kreeg zij klachten over een tuin die na "
    "een zomer was verwilderd, en toen stond zij er alleen voor.",
    "De trekker van het plan, een oudere bewoner die vroeger hovenier was, belt je op donderdag. "
    "“Zaterdag komen twintig mensen helpen”, zegt hij. “Gaan we door?” Je leidinggevende vindt dat "
    "je het plan moet steunen, maar geld is er niet. De woningcorporatie heeft nog niets laten "
    "horen. En in de flat is ook een groep die de rust op het veld juist fijn vindt.",
)
ENGLISH: Final = {
    "Welkom": "Welcome", "De inbreng": "Presenting the case", "De analyse": "The analysis",
    "De evaluatie": "The evaluation", "Pauze": "Break", "De tips ernaast": "The tips beside it",
    "Even toetsen": "Check yourself", "Terugblik en voornemen": "Looking back and a plan",
}  # fmt: skip
HOSTILE: Final = (
    "\x00\x0b\x1f{ } ~ = # : %s {0} \\n <b>vet</b> & </script><script>alert(1)</script> \ud800 "
    "\u202e\u200f\u05d0\u05d1 \u0639\u0631\u0628\u064a \U0001f600 \ufffe ]]> *ster* _streep_ "
    "[link](javascript:alert(1)) | cel | `code` $CATEGORY: x\n\n::naam:: =goed ~fout\r\n// weg\n\n"
    + "w" * 300
    + " "
)
LONG: Final = (
    " De trainer heeft hier een heel verhaal bij geschreven, met veel woorden die ook allemaal nog "
    "op de dia, de kaart en de bladzijde moeten passen."
)


@cache
def corpus() -> Corpus:
    return load()


class Maker:
    """Makes the lines of a pack; every text goes through ``change``."""

    def __init__(self, language: Language, change: Callable[[str], str]) -> None:
        self.language, self.change = language, change
        self.count = 0

    def __call__(
        self, text: str, origin: Origin = "case", tip: str | None = None, *sources: str
    ) -> Line:
        self.count += 1
        changed = self.change(text)
        return Line(f"l-{self.count}", changed, origin, tip, None, sources, changed != text)

    def all(self, *texts: str) -> tuple[Line, ...]:
        return tuple(self(text) for text in texts)

    def tip(self, name: str) -> TipSheet:
        found = corpus().tips[name]
        text = found.texts[self.language]
        sections = {section.key: section for section in text.sections}

        def lines(key: str) -> tuple[Line, ...]:
            section = sections[key]
            pairs = zip(section.parts, section.part_sources, strict=True)
            return tuple(
                self(part, "tip", name, *(source for source in own if source != "eigen"))
                for part, own in pairs
            )

        keys = list(sections)
        about, steps, watch, say, ask = (
            lines(key) for key in (keys if len(keys) == 5 else keys[:5])
        )
        return TipSheet(
            name, found.practice, self(text.title, "tip", name), about, steps, watch, say, ask,
            found.basis, found.sources,
        )  # fmt: skip

    def check(self, number: int) -> Check:
        tip = TIPS[number % len(TIPS)]
        choices = [
            ("Je loopt vandaag nog langs en vraagt wat er precies mis kan gaan.", "Zo leer je wat "
             "het nee bepaalt, en blijft je collega een bondgenoot."),
            ("Je mailt het plan met de handtekeningen naar het hoofd van de afdeling.", "Dan gaat "
             "het gesprek over wie er gelijk heeft. Dat kost je de collega."),
            ("Je zegt tegen de bewoners dat een andere afdeling helaas dwarsligt.", "Zo maak je "
             "van één gemeente twee partijen. Jij staat er dan tussen."),
        ]  # fmt: skip
        turned = choices[number % 3 :] + choices[: number % 3]
        return Check(
            tip,
            tip,
            self("Je collega van Groen zegt nee tegen de moestuin, zonder te zeggen waarom. De "
                 f"bewoners wachten op antwoord, al {number + 1} weken. Wat doe je als eerste?",
                 "question", tip),
            tuple(
                Choice(self(text, "question", tip), text == choices[0][0],
                       self(why, "question", tip))
                for text, why in turned
            ),
        )  # fmt: skip

    def case(self, id_: str) -> CaseSheet:
        return CaseSheet(
            id_,
            self("De moestuin op het maaiveld"),
            self.all(*STORY),
            self("Zaterdagochtend staan de bakken er al. Een bewoner van de eerste verdieping "
                 "belt boos op: niemand heeft haar iets gevraagd. Maandag maait de aannemer, en in "
                 "de groepsapp staat dat de gemeente het plan goed vindt."),
            tuple(
                Card(f"card-{n}", self(name), *self.all(*rest))
                for n, (name, *rest) in enumerate((
                    ("De wijkmanager", "Het plan laten lukken zonder iets te beloven.",
                     "Dat bewoners afhaken, en dat de collega zich gepasseerd voelt.",
                     "De wethouder heeft in het voorbijgaan al ‘leuk plan’ gezegd."),
                    ("De beheerder groen", "Een veld dat te onderhouden is.",
                     "Dat zij straks weer alleen voor de klachten staat.",
                     "Volgend jaar wordt het maaien opnieuw aanbesteed; dan kan er iets."),
                    ("De trekker", "Zaterdag beginnen, zolang iedereen zin heeft.",
                     "Dat het weer bij praten blijft.",
                     "Hij gaat over een half jaar verhuizen en heeft dat nog niemand verteld."),
                ))
            ),
            self.all("Wie heeft wat toegezegd, en aan wie?", "Van wie is het veld?"),
            self.all("Waar heeft de beheerder een punt?", "Wie mist er in dit verhaal?"),
            self.all("Wat zeg je donderdag tegen de trekker?", "Wie bel je daarna?"),
            (
                Remark(*self.all("Dat gras kan toch gewoon met de hand gemaaid worden.",
                                 "Wie doet dat dan, en wie belt er als het niet gebeurt?")),
                Remark(*self.all("Die collega wil gewoon niet.",
                                 "Wat zou jij nodig hebben om in haar plaats ja te zeggen?")),
            ),
            self.all("De groep kiest partij voor de bewoners. Vraag dan wie het veld over drie "
                     "jaar onderhoudt."),
        )  # fmt: skip

    def session(self, number: int, cases: tuple[str, ...]) -> Session:
        start, steps = 0, []
        for position, (kind, minutes, title, trainer, group) in enumerate(STEPS):
            name = title if self.language == "nl" else ENGLISH[title]
            steps.append(
                Step(
                    f"s{number}-{position}", kind, start, minutes, self(name, "form"),
                    self(trainer, "form") if trainer else None,
                    self(group, "form") if group else None,
                    cases if kind == "form" else (),
                )
            )  # fmt: skip
            start += minutes
        return Session(
            f"session-{number}", self("Bijeenkomst: kennismaken en kijken", "frame"), start,
            tuple(steps), self("Doe tot de volgende keer één ding uit je voornemen.", "frame"),
        )  # fmt: skip


def make(
    language: Language = "nl",
    change: Callable[[str], str] = str,
    sessions: int = 1,
    care: bool = False,
) -> Pack:
    """A pack of ninety minutes a session, its lines changed by ``change``."""
    line = Maker(language, change)
    cases = tuple(line.case(f"moestuin-{n}") for n in range(sessions))
    tips = tuple(line.tip(name) for name in TIPS)
    used = {source for tip in tips for source in tip.sources}
    plan = Plan(
        language, ("binnen-buiten",), minutes=90, sessions=sessions, date=date(2026, 11, 24)
    )
    return Pack(
        plan=plan,
        title=line("Wat buiten leeft, binnen voor elkaar krijgen" if language == "nl" else
                   "Getting done inside what lives outside"),
        subtitle=line("Incidentmethode van 90 minuten voor wijkmanagers" if language == "nl" else
                      "Incident method of 90 minutes for neighbourhood managers"),
        use=line.all("Elke regel mag je veranderen.", "Onder de tips staan de bronnen."),
        care=line("Is iemand in gevaar? Bel 112.") if care else None,
        goals=line.all(
            "Je kunt drie collega's noemen die je vandaag nog belt, en wat je elk van hen vraagt.",
            "Je kunt een vraag van bewoners opschrijven in woorden die een vakafdeling gebruikt.",
            "Je kunt op een nee van een collega reageren met een vraag in plaats van een argument.",
        ),
        forms=(
            FormSheet("incident", line("Incidentmethode", "form"),
                      line("De groep zoekt eerst uit wat er aan de hand is.", "form")),
        ),
        cases=cases,
        sessions=tuple(line.session(n, (case.id,)) for n, case in enumerate(cases)),
        safety=line.all(
            "Wat hier wordt verteld, blijft hier, en wat je leerde mag mee naar buiten.",
            "Noem geen namen of adressen van bewoners en collega's.",
            "Iedereen mag stop zeggen of passen, en hoeft niet te vertellen waarom.",
            "Een vraag is geen aanval, en een twijfel is geen zwakte.",
        ),
        notes=line.all("Laat een stilte tien tellen duren.", "Verdedig de tip niet."),
        tips=tips,
        reflection=line.all("Naar welke collega luister ik minder geduldig dan naar een bewoner?"),
        intention=line("Morgen ga ik …, bij …, om te …"),
        checks=tuple(line.check(number) for number in range(4)),
        sources=tuple(s for id_, s in corpus().sources.items() if id_ in used),
        thin=line.all("Over de verzekering van de bakken vonden we geen tip.") if care else (),
        colophon=Colophon("1.0", "EUPL-1.2", date(2026, 11, 24), date(2026, 11, 20), "Bricoleur"),
    )  # fmt: skip


def hostile(language: Language = "nl") -> Pack:
    """Every text begins with what breaks file formats."""
    return make(language, lambda text: HOSTILE + text, care=True)


def long(language: Language = "nl") -> Pack:
    """Every text was edited to seven times its length or more."""
    return make(language, lambda text: text + LONG * 6, sessions=2)


def bare(language: Language = "nl") -> Pack:
    """A pack from which nearly everything was left out."""
    full = make(language)
    empty = dict.fromkeys(
        ("use", "goals", "forms", "cases", "sessions", "safety", "notes", "tips", "reflection",
         "checks", "sources"), ()
    )  # fmt: skip
    kept = {name: getattr(full, name) for name in ("plan", "title", "subtitle", "thin", "colophon")}
    return Pack(care=None, intention=None, **kept, **empty)
