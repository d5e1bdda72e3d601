"""A second opinion on a sentence, from a CrossEncoder for natural language inference.

Optional: nothing here is imported unless a model is configured. It can only veto: the gate asks it
about what already passed. It is not "checked for truth" either; it says whether, according to a
model, the source sentences entail the generated one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from corpus.problem import Problem

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

ENOUGH: Final = 0.5


class NliSupport:
    """Says whether source sentences entail a sentence; fits the gate's ``Support``.

    Args:
        model: The folder of a sentence-transformers CrossEncoder with a label whose name holds
            "entail", or with one output that says how much is entailed. Nothing is downloaded and
            no code from the folder is run.
        enough: The least probability (0 to 1) of "entailed".

    Raises:
        Problem: There is no such folder, it can't be read, or no label says "entailed".
    """

    def __init__(self, model: Path, enough: float = ENOUGH) -> None:
        self._model = _read(model)
        self._column = _entailed(self._model.config.id2label, model)
        self._enough = enough

    def __call__(self, sentence: str, sources: Sequence[str], /) -> bool:
        """Say whether the source sentences together entail the sentence."""
        return self.probability(sentence, sources) >= self._enough

    def probability(self, sentence: str, sources: Sequence[str]) -> float:
        """Return the model's probability (0 to 1) that the sources entail the sentence."""
        pair = [(" ".join(sources), sentence)]
        if self._column is None:
            from torch.nn import Sigmoid

            return float(
                self._model.predict(pair, activation_fn=Sigmoid(), show_progress_bar=False)[0]
            )
        scores = self._model.predict(pair, apply_softmax=True, show_progress_bar=False)
        return float(scores[0][self._column])


def _read(folder: Path) -> CrossEncoder:
    from sentence_transformers import CrossEncoder

    # A name that is no folder would be looked up on a model hub.
    if not folder.is_dir():
        raise _problem(folder)
    try:
        return CrossEncoder(
            str(folder), device="cpu", local_files_only=True, trust_remote_code=False
        )
    except (OSError, ValueError, KeyError) as error:
        raise _problem(folder) from error


def _entailed(labels: dict[int, Any], folder: Path) -> int | None:
    """Return the number of the label that says "entailed"; None for a model with one output."""
    if len(labels) == 1:
        return None
    for number, name in labels.items():
        words = str(name).lower()
        if "entail" in words and not words.startswith(("not", "non", "no_", "no-")):
            return int(number)
    raise Problem(
        nl=f"Het model in {folder} heeft geen label dat 'entailment' heet.",
        en=f"The model in {folder} has no label that is called 'entailment'.",
    )


def _problem(folder: Path) -> Problem:
    return Problem(
        nl=f"In {folder} staat geen CrossEncoder van sentence-transformers die te lezen is.",
        en=f"There is no sentence-transformers CrossEncoder that can be read in {folder}.",
    )
