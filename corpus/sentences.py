"""Split Dutch and English prose into sentences.

Own rules rather than a library: the sentence splitters that know Dutch either download a model
or are no longer kept, and what is needed here is small: abbreviations, initials and numbers.
"""

from __future__ import annotations

import re
from typing import Final

# Never end a sentence: a name, number or explanation follows. Written without the last dot.
_NEVER_END: Final = frozenset(
    """
    bijv bv bijvb d.w.z dwz o.a i.p.v m.b.t m.b.v t.a.v t.b.v t.o.v t.g.v a.d.h.v n.a.v i.v.m
    i.h.k.v i.t.t i.s.m m.u.v m.i.v o.b.v o.l.v o.m v.w.b z.g zgn zg nl vgl resp ca ong evt incl
    excl gem art artt lid sub blz hfst afb fig tab bijl jrg vol red dr drs mr ing ir prof ds
    dhr mevr mw fam st jhr bc ba ma r.k v.d v.h
    e.g i.e cf vs viz approx mrs ms messrs rev hon sr gen col capt lt sgt dept est assn
    """.split()
)
# End a sentence only when a capital follows: "enz. Daarna", but "et al. (2019)".
_MAY_END: Final = frozenset(
    """
    enz etc e.d o.i.d e.a et.al al jl ll a.s a.u.b n.v.t m.n z.s.m p.m a.m p.p p.j e.v e.v.a
    e.o i.o b.v n.v u.s u.k inc ltd corp co jr jan feb mrt apr aug sept okt nov dec wo
    """.split()
)
# Abbreviations only in front of a number: "nr. 5", "p. 12", "par. 3", but "Ik zei nee. No. That".
_BEFORE_NUMBER: Final = frozenset("nr nrs no nos p pp par min max tel vers".split())
# A single letter after one of these is a label and may end a sentence: "We kozen plan B. Dat".
_LABELS: Final = frozenset(
    """
    plan optie variant scenario bijlage vitamine groep deel klasse type model fase locatie
    option appendix annex vitamin group part class phase figure
    """.split()
)

_BLOCK: Final = re.compile(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*•▪◦–]|\d{1,3}[.)]|[a-z]\))[ \t])")
_BREAK: Final = re.compile(
    r"(?P<stop>[.!?…]+)(?P<close>(?:[\"'”’»)\]]|\[\d{1,3}\])*|(?<=[a-z)]\.)\d{1,2})(?P<gap>\s)"
)
_LIST_NUMBER: Final = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*|[a-zA-Z])\.$")
_LAST_WORD: Final = re.compile(r"[^\s(\[{\"'“‘„«/]+$")
_OPENING: Final = "\"'“‘„«([{¿-–—•*"


def split_sentences(text: str) -> list[str]:
    """Split text into sentences.

    A blank line or a list item always ends a sentence; any other white space, line ends
    included, becomes one space. No word is lost or added: the sentences joined by a space are
    the text with its white space collapsed.

    Args:
        text: Dutch or English prose, any length.

    Returns:
        The sentences in order, without surrounding white space; empty for blank text.
    """
    sentences: list[str] = []
    for block in _BLOCK.split(text):
        sentences.extend(_split_block(" ".join(block.split())))
    return sentences


def _split_block(block: str) -> list[str]:
    sentences: list[str] = []
    start = 0
    for match in _BREAK.finditer(block):
        if _ends_sentence(block, start, match):
            sentences.append(block[start : match.end("close")])
            start = match.end()
    if start < len(block):
        sentences.append(block[start:])
    return sentences


def _ends_sentence(block: str, start: int, match: re.Match[str]) -> bool:
    following = block[match.end() : match.end() + 8]
    # No abbreviation is longer; the bound keeps a text without spaces from costing n squared.
    before = block[max(start, match.start() - 40) : match.start()]
    if not before or not _can_begin(following):
        return False
    if match["stop"] != ".":
        return True
    if _LIST_NUMBER.fullmatch(block[start : match.end("stop")]):
        return False
    found = _LAST_WORD.search(before)
    word = found[0] if found else ""
    if match["close"] and not match["close"].isdigit():
        # A dot before a closing bracket belongs to the abbreviation: "(bijv.) De".
        return word.lower() not in _NEVER_END
    return _dot_ends(word, before, following)


def _dot_ends(word: str, before: str, following: str) -> bool:
    """Say whether the dot after ``word`` ends a sentence, rather than an abbreviation."""
    first = following.lstrip(_OPENING)[:1]
    if len(word) == 1 and word.isupper():
        previous = before[: -len(word)].split()
        return bool(previous) and previous[-1].lower() in _LABELS
    if word.lower() in _NEVER_END:
        return False
    if word.lower() in _BEFORE_NUMBER:
        return not first.isdigit()
    if word.lower() in _MAY_END:
        return first.isupper() and following[:1] not in "(["
    # Initials and unlisted abbreviations with dots inside: "J.P.", "t.k.", "W.M.J.".
    return not re.fullmatch(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}", word)


def _can_begin(following: str) -> bool:
    """Say whether a sentence can begin here: a capital, a number, also after an opening quote."""
    if re.match(r"['’‘`][a-z]{1,2}\s+[A-ZÀ-Þ]", following):  # 's Avonds, 't Kan
        return True
    first = following.lstrip(_OPENING)[:1]
    return first.isupper() or first.isdigit() or following[:1] in {"•", "▪"}
