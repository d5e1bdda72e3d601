"""How well does the citation gate tell supported sentences from subtly wrong ones?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from assistant.grounding.gate import Given, Similarity, Support, Verdict, check
from corpus.models import LANGUAGES, Corpus, Language
from corpus.passages import corpus_passages
from corpus.problem import Problem
from eval.tables import markdown, percent

START: Final = "<!-- grounding: begin -->"
END: Final = "<!-- grounding: end -->"
FOLDER: Final = Path(__file__).parent / "grounding"
FRESH: Final = FOLDER / "fresh"
"""Pairs by someone who had seen neither the gate nor the other pairs."""
SUPPORTED: Final = ("verbatim", "light-paraphrase", "paraphrase", "merged", "shortened")
WRONG: Final = (
    "negation", "lost-negation", "number", "role-swap", "added-detail", "changed-strength",
    "wrong-source", "antonym", "condition-dropped", "invented-actor",
)  # fmt: skip
_KEYS: Final = frozenset({"id", "passage", "sentence", "cites", "supported", "kind", "half"})
_NEIGHBOURS: Final = 2


@dataclass(frozen=True, slots=True)
class Pair:
    """A sentence as a language model would write it, and what is known about it.

    ``passage`` is the section it was written from and ``cites`` the one it names; they differ
    where the source is wrong.
    """

    id: str
    language: Language
    passage: str
    sentence: str
    cites: str
    supported: bool
    kind: str
    half: str


@dataclass(frozen=True, slots=True)
class Row:
    """A pair and what the gate said."""

    pair: Pair
    verdict: Verdict


def read_pairs(passages: Mapping[str, str], folder: Path = FOLDER) -> tuple[Pair, ...]:
    """Read ``pairs-nl.yaml`` and ``pairs-en.yaml``.

    Args:
        passages: The text of every passage that a pair can name, by key (``tip:x#doe@nl``).
        folder: Holds the files.

    Raises:
        Problem: Something is wrong in a file; all faults are named, by pair.
    """
    pairs: list[Pair] = []
    faults: list[str] = []
    for language in LANGUAGES:
        path = folder / f"pairs-{language}.yaml"
        for entry in yaml.safe_load(path.read_text(encoding="utf-8")):
            found = _faults(entry, language, passages)
            faults += [f"{path.name}, {entry.get('id', '?')}: {fault}" for fault in found]
            if not found:
                pairs.append(Pair(language=language, **entry))
    ids = [pair.id for pair in pairs]
    faults += [f"{name} comes twice" for name in sorted({i for i in ids if ids.count(i) > 1})]
    if faults:
        lines = "\n".join(faults)
        raise Problem(
            nl=f"De paren van zin en bron kloppen niet:\n{lines}",
            en=f"The pairs of sentence and source are not in order:\n{lines}",
        )
    return tuple(pairs)


def texts_of(corpus: Corpus) -> dict[str, str]:
    """Return the text of every passage of the corpus, by key."""
    return {passage.key: passage.text for passage in corpus_passages(corpus)}


def judge(
    pairs: Sequence[Pair],
    corpus: Corpus,
    similarity: Similarity | None = None,
    support: Support | None = None,
) -> tuple[Row, ...]:
    """Put every pair to the gate, with the passages an answer would have been written from.

    Those are all sections of the tip that the sentence comes from, of the tip it cites, and of
    the first two tips that these point to.
    """
    texts = texts_of(corpus)
    rows = []
    for pair in pairs:
        keys = _given(pair, corpus, texts)
        given = {n: Given(texts[key], pair.language) for n, key in enumerate(keys, start=1)}
        number = keys.index(f"{pair.cites}@{pair.language}") + 1
        verdict = check(pair.sentence, [number], given, similarity=similarity, support=support)
        rows.append(Row(pair, verdict))
    return tuple(rows)


def precision_recall(rows: Sequence[Row]) -> tuple[float, float]:
    """Return the share of accepted pairs that is supported, and of supported pairs accepted."""
    accepted = [row for row in rows if row.verdict.supported]
    good = sum(row.pair.supported for row in accepted)
    supported = sum(row.pair.supported for row in rows)
    return good / max(len(accepted), 1), good / max(supported, 1)


def table(rows: Sequence[Row]) -> str:
    """Return Markdown: accepted and all per kind and language, then precision and recall."""
    kinds = [*SUPPORTED, *WRONG]
    lines = []
    for kind in kinds:
        cells = [_share([r for r in rows if r.pair.kind == kind and r.pair.language == language])
                 for language in LANGUAGES]  # fmt: skip
        wanted = "accept" if kind in SUPPORTED else "refuse"
        lines.append([kind, wanted, *cells, _share([r for r in rows if r.pair.kind == kind])])
    parts = [[r for r in rows if r.pair.language == language] for language in LANGUAGES]
    for name, place in (("precision", 0), ("recall", 1)):
        values = [percent(precision_recall(part)[place]) for part in (*parts, rows)]
        lines.append([f"**{name} (%)**", "", *values])
    return markdown(["kind", "should", *(f"accepted {x}" for x in LANGUAGES), "accepted"], lines)


def mistakes(rows: Sequence[Row]) -> str:
    """Return the pairs that the gate got wrong, a few lines each."""
    return "\n".join(
        f"{row.pair.id} {row.pair.kind}: {row.pair.sentence}\n"
        f"    {row.verdict.reason or 'accepted'} {', '.join(row.verdict.words)}\n"
        f"    {' | '.join(row.verdict.sources)}"
        for row in rows
        if row.verdict.supported != row.pair.supported
    )


def _share(rows: Sequence[Row]) -> str:
    return f"{sum(row.verdict.supported for row in rows)}/{len(rows)}" if rows else "-"


def _given(pair: Pair, corpus: Corpus, texts: Mapping[str, str]) -> list[str]:
    tips = [name.partition("#")[0].removeprefix("tip:") for name in (pair.passage, pair.cites)]
    others = [other for tip in tips for other in corpus.tips[tip].see_also[:_NEIGHBOURS]]
    return [
        key
        for tip in dict.fromkeys([*tips, *others])
        for key in texts
        if key.startswith(f"tip:{tip}#") and key.endswith(f"@{pair.language}")
    ]


def _faults(entry: Mapping[str, Any], language: str, passages: Mapping[str, str]) -> list[str]:
    if set(entry) != _KEYS:
        return [f"has other keys than {', '.join(sorted(_KEYS))}"]
    names = (entry["passage"], entry["cites"])
    faults = [f"unknown passage '{n}'" for n in names if f"{n}@{language}" not in passages]
    kind = entry["kind"]
    if kind not in (SUPPORTED if entry["supported"] else WRONG):
        faults.append(f"'{kind}' is no kind of a pair that is supported: {entry['supported']}")
    if (kind == "wrong-source") != (entry["passage"] != entry["cites"]):
        faults.append("only a wrong source cites another passage than its own")
    if entry["half"] not in ("tune", "test"):
        faults.append(f"'{entry['half']}' is not tune or test")
    text = passages.get(f"{entry['passage']}@{language}", "")
    if entry["supported"] and (kind == "verbatim") != (entry["sentence"] in text):
        faults.append("is verbatim, or says so, by mistake")
    return faults
