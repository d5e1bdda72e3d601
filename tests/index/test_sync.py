from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.chunking import document_passages, document_views
from corpus.models import Document, DocumentSection, View
from corpus.problem import Problem
from index import generations
from index import sync as module
from index.embedding import Embedder, Vectors
from index.retriever import Retriever, open_retriever
from index.snapshot import FORMAT, Contents, read_contents, read_manifest, read_vectors
from index.sync import Plan, Report, plan, sync

MODEL: Final = "hashing"
QUERY: Final = "ruzie over parkeerplaatsen"
VIEWS: Final = 64
CONFTEST: Final = Path(__file__).parents[1] / "conftest.py"
CHILD: Final = """
import os, runpy, signal, sys
from pathlib import Path
from corpus.reader import load
from index import sync as module

shared = runpy.run_path(sys.argv[1])
root, corpus, mode = Path(sys.argv[2]), Path(sys.argv[3]), sys.argv[4]
module.BATCH = 8

class Embedder(shared["HashingEmbedder"]):
    calls = 0
    def passages(self, texts):
        self.calls += 1
        if mode == "killed" and self.calls == 3:
            os.kill(os.getpid(), signal.SIGKILL)
        if mode == "waits" and self.calls == 3:
            print("halfway", flush=True)
            sys.stdin.readline()
        return super().passages(texts)

contents = shared["contents_of"](load(corpus))
if mode == "second":
    print("starts", flush=True)
report = module.sync(root, contents, Embedder, model="hashing")
print("built" if report.built else "nothing to do", flush=True)
"""


@dataclass
class Watched:
    """The hashing embedder, which remembers what it embedded and can be told what to do first."""

    inner: Embedder
    before: Callable[[int], None] = lambda call: None
    name: str = MODEL
    texts: list[str] = field(default_factory=list)
    calls: int = 0

    @property
    def dimensions(self) -> int:
        return self.inner.dimensions

    def queries(self, texts: Sequence[str]) -> Vectors:
        return self.inner.queries(texts)

    def passages(self, texts: Sequence[str]) -> Vectors:
        self.calls += 1
        self.before(self.calls)
        self.texts += texts
        return self.inner.passages(texts)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def watched(hashing_embedder: Embedder) -> Watched:
    return Watched(hashing_embedder)


@pytest.fixture(scope="module")
def pristine(
    tmp_path_factory: pytest.TempPathFactory, small_contents: Contents, hashing_embedder: Embedder
) -> Path:
    root = tmp_path_factory.mktemp("pristine") / "index"
    sync(root, small_contents, lambda: hashing_embedder, model=MODEL)
    return root


@pytest.fixture
def built(pristine: Path, root: Path) -> Path:
    """An index of the small corpus that is the test's own."""
    shutil.copytree(pristine, root)
    return root


def _first(root: Path, embedder: Embedder) -> str:
    """Open the index anew, ask, and return the first passage."""
    retriever = open_retriever(root, embedder)
    try:
        return retriever.retrieve(QUERY, "nl").hits[0].passage.key
    finally:
        retriever.close()


def _changed(contents: Contents) -> Contents:
    """Four views gone, two with other words, one new."""
    first, second, *rest = contents.views[:-4]
    new = View("tip:moestuin@nl~s99", "situation", "tip:moestuin", "nl", "Hagel!", first.passage)
    return replace(
        contents,
        views=(
            replace(first, text=f"{first.text} anders"),
            replace(second, text=f"{second.text} anders"),
            *rest,
            new,
        ),
    )


def _litter(root: Path) -> list[str]:
    """What lies in the index folder besides the pointer, the lock and whole generations."""
    return [
        path.name
        for path in root.iterdir()
        if path.name not in {"current", "lock"} and not (path / "manifest.json").is_file()
    ]


# What a sync will do


def test_a_plan_on_literals() -> None:
    wanted = {"new": "1", "same": "2", "other": "3"}
    present = {"same": "2", "other": "4", "gone": "5"}

    assert plan(wanted, present) == Plan(
        add=("new",), update=("other",), delete=("gone",), keep=("same",)
    )
    assert plan({}, {}) == Plan((), (), (), ())


_digests = st.dictionaries(st.sampled_from("abcdefgh"), st.sampled_from("123"))


@given(_digests, _digests)
def test_a_plan_puts_every_id_in_exactly_one_place(
    wanted: dict[str, str], present: dict[str, str]
) -> None:
    steps = plan(wanted, present)

    parts = [steps.add, steps.update, steps.delete, steps.keep]
    every = [name for part in parts for name in part]
    assert len(every) == len(set(every))
    assert set(every) == wanted.keys() | present.keys()
    assert {*steps.add, *steps.update, *steps.keep} == wanted.keys()
    # Who carries the plan out ends up with what was wanted.
    result = {name: digest for name, digest in present.items() if name not in steps.delete}
    result |= {name: wanted[name] for name in (*steps.add, *steps.update)}
    assert result == wanted


@given(_digests)
def test_a_plan_for_what_is_there_keeps_everything(wanted: dict[str, str]) -> None:
    assert plan(wanted, wanted) == Plan((), (), (), tuple(wanted))


# What a sync does


def test_a_first_sync_embeds_everything(
    root: Path, watched: Watched, small_contents: Contents
) -> None:
    seen: list[tuple[int, int]] = []

    report = sync(
        root,
        small_contents,
        lambda: watched,
        model=MODEL,
        progress=lambda done, total: seen.append((done, total)),
    )

    assert report == Report(added=VIEWS, updated=0, deleted=0, kept=0, built=True)
    assert sorted(watched.texts) == sorted(view.text for view in small_contents.views)
    assert seen == [(0, VIEWS), (VIEWS, VIEWS)]
    assert _first(root, watched) == "tip:parkeren#doe@nl"
    folder = generations.current(root)
    assert folder
    manifest = read_manifest(folder)
    assert (manifest.model, manifest.dimensions) == (MODEL, 64)
    assert (manifest.views, manifest.passages, manifest.documents) == (VIEWS, 34, 0)
    assert read_contents(folder) == small_contents


def test_with_nothing_to_do_nothing_is_built_or_loaded(
    built: Path, small_contents: Contents
) -> None:
    before = sorted(path.name for path in built.iterdir())

    report = sync(built, small_contents, lambda: pytest.fail("loaded"), model=MODEL)

    assert report == Report(added=0, updated=0, deleted=0, kept=VIEWS, built=False)
    assert sorted(path.name for path in built.iterdir()) == before


def test_only_what_is_new_or_changed_is_embedded(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    contents = _changed(small_contents)

    report = sync(built, contents, lambda: watched, model=MODEL)

    assert report == Report(added=1, updated=2, deleted=4, kept=VIEWS - 6, built=True)
    assert sorted(watched.texts) == sorted(
        [contents.views[0].text, contents.views[1].text, "Hagel!"]
    )


def test_an_index_that_was_changed_equals_one_that_was_built_at_once(
    built: Path, tmp_path: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    contents = _changed(small_contents)
    sync(built, contents, lambda: hashing_embedder, model=MODEL)
    sync(tmp_path / "whole", contents, lambda: hashing_embedder, model=MODEL)

    one, other = (open_retriever(path, hashing_embedder) for path in (built, tmp_path / "whole"))
    for query in (QUERY, "hagel", "moestuin anders", "the subsidy", "schaduwden ambtenaren"):
        first, second = one.retrieve(query, "nl").hits, other.retrieve(query, "nl").hits
        assert [hit.unit for hit in first] == [hit.unit for hit in second]
        assert [hit.cosine for hit in first] == pytest.approx([h.cosine for h in second], abs=1e-5)
        assert [hit.score for hit in first] == pytest.approx([h.score for h in second], abs=1e-3)
    for retriever in (one, other):
        retriever.close()
    folders = [generations.current(path) for path in (built, tmp_path / "whole")]
    first_rows, other_rows = (read_vectors(folder) for folder in folders if folder)
    assert np.array_equal(first_rows, other_rows)


def test_a_change_of_nearly_everything_is_built_afresh(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    views = small_contents.views
    contents = replace(
        small_contents, views=(*views[:10], *(replace(v, text=f"{v.text} x") for v in views[10:]))
    )

    report = sync(built, contents, lambda: watched, model=MODEL)

    assert report == Report(added=0, updated=VIEWS - 10, deleted=0, kept=10, built=True)
    assert len(watched.texts) == VIEWS - 10
    assert _first(built, watched) == "tip:parkeren#doe@nl"


def test_a_change_that_is_only_shown_embeds_nothing(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    passages = tuple(replace(p, section=f"{p.section}!") for p in small_contents.passages)

    report = sync(built, replace(small_contents, passages=passages), lambda: watched, model=MODEL)

    assert report == Report(added=0, updated=0, deleted=0, kept=VIEWS, built=True)
    assert watched.texts == []
    retriever = open_retriever(built, watched)
    assert retriever.passages["tip:moestuin#doe@nl"].section == "Wat je kunt doen!"
    retriever.close()


def test_an_added_document_leaves_the_classifiers_as_they_are(
    built: Path,
    hashing_embedder: Embedder,
    small_contents: Contents,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fitted(*_: object) -> None:
        pytest.fail("a classifier was fitted anew")

    def learned() -> list[bytes]:
        now = generations.current(built)
        assert now
        names = ("head.npz", "words-nl/weights.npy", "words-en/idf.npy")
        return [(now / name).read_bytes() for name in names]

    before = learned()
    document = Document(
        id="nota",
        title="Nota",
        filename="nota.txt",
        language="nl",
        digest="0",
        added="2026-11-24",
        sections=(DocumentSection(None, None, "De gemeente legt nieuwe speeltuinen aan."),),
    )
    passages = document_passages(document)
    wider = replace(
        small_contents,
        passages=(*small_contents.passages, *passages),
        views=(*small_contents.views, *document_views(passages)),
    )
    monkeypatch.setattr("index.head.fit", fitted)
    monkeypatch.setattr("index.words.fit", fitted)
    for contents in (wider, small_contents):
        assert sync(built, contents, lambda: hashing_embedder, model=MODEL).built
        assert learned() == before
        assert _first(built, hashing_embedder) == "tip:parkeren#doe@nl"


def test_everything_can_go_and_come_back(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    nothing = Contents((), ())

    report = sync(built, nothing, lambda: watched, model=MODEL)
    assert report == Report(added=0, updated=0, deleted=VIEWS, kept=0, built=True)
    report = sync(built, small_contents, lambda: watched, model=MODEL)
    assert report == Report(added=VIEWS, updated=0, deleted=0, kept=0, built=True)
    assert _first(built, watched) == "tip:parkeren#doe@nl"


def test_rebuild_embeds_everything_anew(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    report = sync(built, small_contents, lambda: watched, model=MODEL, rebuild=True)

    assert report == Report(added=VIEWS, updated=0, deleted=0, kept=0, built=True)
    assert len(watched.texts) == VIEWS


def test_only_the_last_two_generations_stay(
    built: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    published = [generations.current(built)]
    for number in range(1, 4):
        contents = replace(small_contents, views=small_contents.views[:-number])
        sync(built, contents, lambda: hashing_embedder, model=MODEL)
        published.append(generations.current(built))

    assert sorted(built.glob("generation-*")) == published[-2:]


def test_another_model_names_the_command_and_the_next_sync_embeds_everything(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    watched.name = "ander-model"

    with pytest.raises(Problem) as caught:
        open_retriever(built, watched)
    for text in (caught.value.nl, caught.value.en):
        assert "'hashing'" in text
        assert "'ander-model'" in text
        assert "'bricoleur index sync'" in text

    report = sync(built, small_contents, lambda: watched, model="ander-model")
    assert (report.added, len(watched.texts)) == (VIEWS, VIEWS)
    assert _first(built, watched) == "tip:parkeren#doe@nl"


def test_an_index_of_an_older_format_is_built_anew(
    built: Path, watched: Watched, small_contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.sync.FORMAT", FORMAT + 1)

    report = sync(built, small_contents, lambda: watched, model=MODEL)

    assert (report.added, len(watched.texts)) == (VIEWS, VIEWS)


# What goes wrong


def test_an_exception_in_the_middle_leaves_the_old_index_and_no_litter(
    built: Path, watched: Watched, small_contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 8)
    before = generations.current(built)

    def fail(call: int) -> None:
        if call == 3:
            raise RuntimeError("halverwege")

    watched.before = fail
    with pytest.raises(RuntimeError, match="halverwege"):
        sync(built, small_contents, lambda: watched, model=MODEL, rebuild=True)

    assert generations.current(built) == before
    assert _litter(built) == []
    assert _first(built, watched) == "tip:parkeren#doe@nl"
    watched.before = lambda call: None
    assert sync(built, small_contents, lambda: watched, model=MODEL, rebuild=True).built


@pytest.mark.parametrize(
    "step", ["_write_store", "_write_heads", "write_vectors", "write_contents"]
)
def test_an_exception_in_any_step_leaves_the_old_index(
    step: str,
    built: Path,
    hashing_embedder: Embedder,
    small_contents: Contents,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = generations.current(built)
    original: Callable[..., Any] = getattr(module, step)

    def fail(*values: object) -> None:
        original(*values)
        raise KeyboardInterrupt

    monkeypatch.setattr(module, step, fail)
    with pytest.raises(KeyboardInterrupt):
        sync(built, _changed(small_contents), lambda: hashing_embedder, model=MODEL)

    assert generations.current(built) == before
    assert _litter(built) == []
    assert _first(built, hashing_embedder) == "tip:parkeren#doe@nl"


def _command(root: Path, corpus: Path, mode: str) -> list[str]:
    return [sys.executable, "-c", CHILD, str(CONFTEST), str(root), str(corpus), mode]


def test_a_killed_sync_leaves_the_old_index_and_the_next_one_repairs(
    built: Path, small_corpus: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    before = generations.current(built)
    for tip in small_corpus.glob("tips/*/*.md"):  # so that there is something to embed
        text = tip.read_text(encoding="utf-8")
        tip.write_text(text.replace("  - ", "  - Echt "), encoding="utf-8")

    command = _command(built, small_corpus, "killed")
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == -signal.SIGKILL, done.stderr
    assert len(_litter(built)) == 1
    assert generations.current(built) == before
    assert _first(built, hashing_embedder) == "tip:parkeren#doe@nl"

    again = subprocess.run(
        _command(built, small_corpus, "plain"), check=True, capture_output=True, text=True
    )
    assert again.stdout == "built\n"
    assert _litter(built) == []
    assert generations.current(built) != before
    assert _first(built, hashing_embedder) == "tip:parkeren#doe@nl"


def test_a_killed_first_sync_leaves_no_index_and_the_next_one_makes_it(
    root: Path, small_corpus: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    command = _command(root, small_corpus, "killed")
    done = subprocess.run(command, check=False, capture_output=True, text=True)

    assert done.returncode == -signal.SIGKILL, done.stderr
    with pytest.raises(Problem, match="There is no search index yet"):
        open_retriever(root, hashing_embedder)

    sync(root, small_contents, lambda: hashing_embedder, model=MODEL)
    assert _litter(root) == []
    assert _first(root, hashing_embedder) == "tip:parkeren#doe@nl"


def test_two_syncs_at_once_both_end_well(
    root: Path, small_corpus: Path, hashing_embedder: Embedder
) -> None:
    pipes: dict[str, Any] = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
        "text": True,
    }
    with (
        subprocess.Popen(_command(root, small_corpus, "waits"), **pipes) as first,
        subprocess.Popen(_command(root, small_corpus, "second"), **pipes) as second,
    ):
        # The first may also be the one that comes second: then it waits for the lock, not for us.
        assert second.stdout
        assert second.stdout.readline() == "starts\n"
        outputs = [first.communicate("go on\n"), second.communicate()]

    assert (first.returncode, second.returncode) == (0, 0), outputs
    said = [output.removeprefix("halfway\n") for output, _ in outputs]
    assert sorted(said) == ["built\n", "nothing to do\n"]
    assert _first(root, hashing_embedder) == "tip:parkeren#doe@nl"


def test_a_sync_waits_for_one_that_is_halfway(
    root: Path, small_corpus: Path, small_contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(generations, "writing", partial(generations.writing, wait=0.05))
    with subprocess.Popen(
        _command(root, small_corpus, "waits"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as first:
        assert first.stdout
        assert first.stdout.readline() == "halfway\n"
        with pytest.raises(Problem, match="Another command is already updating the index"):
            sync(root, small_contents, lambda: pytest.fail("loaded"), model=MODEL)
        output, _ = first.communicate("go on\n")

    assert output == "built\n"
    report = sync(root, small_contents, lambda: pytest.fail("loaded"), model=MODEL)
    assert not report.built


DAMAGE: Final = [
    "chroma",
    "chroma/chroma.sqlite3",
    "chroma/*/data_level0.bin",
    "lexical-nl",
    "lexical-en/units.json",
    "lexical-nl/bm25/data.csc.index.npy",
    "head.npz",
    "vectors.npy",
    "manifest.json",
    "passages.jsonl",
    "views.jsonl",
    "sources.jsonl",
]


@pytest.mark.parametrize("half", [False, True], ids=["gone", "half"])
@pytest.mark.parametrize("pattern", DAMAGE)
def test_half_a_generation_is_a_problem_that_the_next_sync_repairs(
    pattern: str, half: bool, built: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    folder = generations.current(built)
    assert folder
    (path,) = folder.glob(pattern)
    targets = [p for p in (path, *path.rglob("*")) if p.is_file()]
    for target in targets:
        content = target.read_bytes()
        target.unlink()
        if half:
            target.write_bytes(content[: len(content) // 2])

    with pytest.raises(Problem, match="'bricoleur index sync'"):
        open_retriever(built, hashing_embedder)

    assert sync(built, small_contents, lambda: hashing_embedder, model=MODEL).built
    assert _first(built, hashing_embedder) == "tip:parkeren#doe@nl"
    assert _litter(built) == []


def test_a_generation_without_its_folder_is_built_anew(
    built: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    folder = generations.current(built)
    assert folder
    shutil.rmtree(folder)

    with pytest.raises(Problem, match="There is no search index yet"):
        open_retriever(built, hashing_embedder)
    assert sync(built, small_contents, lambda: hashing_embedder, model=MODEL).added == VIEWS


def test_a_folder_that_may_not_be_written_is_named(
    built: Path, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    def refuse(call: int) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    with pytest.raises(Problem) as caught:
        sync(
            built,
            small_contents,
            lambda: Watched(hashing_embedder, refuse),
            model=MODEL,
            rebuild=True,
        )
    assert str(built) in caught.value.nl
    assert "BRICOLEUR_DATA_DIR" in caught.value.en


class Disk:
    """A small disk of its own where this machine lets us mount one, else one that pretends.

    ``fill`` leaves ``room`` bytes free, ``free`` gives all of it back.
    """

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self._patch = patch
        command = ["mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", str(folder)]
        mount = shutil.which("mount")
        self.real = (
            bool(mount) and not subprocess.run(command, check=False, capture_output=True).returncode
        )

    def fill(self, room: int) -> None:
        if self.real:
            space = os.statvfs(self.folder)
            left = space.f_bavail * space.f_frsize - room
            with (self.folder / "filler").open("wb") as stream:
                os.posix_fallocate(stream.fileno(), 0, left)
            return

        def full(*_: object) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        self._patch.setattr(module, "write_contents", full)

    def free(self) -> None:
        self._patch.undo()
        (self.folder / "filler").unlink(missing_ok=True)

    def close(self) -> None:
        if self.real:
            subprocess.run(["umount", "--lazy", str(self.folder)], check=True)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    folder = tmp_path / "disk"
    folder.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        disk = Disk(folder, patch)
        yield disk
        disk.close()


@pytest.mark.parametrize("room", [0, 100_000, 400_000])
@pytest.mark.parametrize("rebuild", [False, True])
def test_a_full_disk_is_said_and_the_old_index_stays(
    room: int, rebuild: bool, disk: Disk, hashing_embedder: Embedder, small_contents: Contents
) -> None:
    root = disk.folder / "index"
    sync(root, small_contents, lambda: hashing_embedder, model=MODEL)
    before = generations.current(root)
    reader = open_retriever(root, hashing_embedder)
    contents = _changed(small_contents)
    disk.fill(room)

    def again() -> Report:
        return sync(root, contents, lambda: hashing_embedder, model=MODEL, rebuild=rebuild)

    with pytest.raises(Problem) as caught:
        again()

    assert caught.value.nl.startswith("De schijf is vol")
    assert caught.value.en.startswith("The disk is full")
    assert generations.current(root) == before
    assert _litter(root) == []
    assert reader.retrieve(QUERY, "nl").hits[0].unit == "tip:parkeren"
    reader.close()
    disk.free()
    assert _first(root, hashing_embedder) == "tip:parkeren#doe@nl"
    assert again().built
    assert _first(root, hashing_embedder) == "tip:parkeren#doe@nl"


# Who reads while it is done


def _answers(retriever: Retriever) -> list[tuple[str, float, str]]:
    hits = retriever.retrieve(QUERY, "nl").hits
    return [(hit.unit, round(hit.cosine, 5), hit.view.id) for hit in hits]


def test_who_has_the_index_open_keeps_it_and_who_opens_it_anew_sees_the_change(
    built: Path, watched: Watched, small_contents: Contents, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "BATCH", 8)
    reader = open_retriever(built, watched)
    before = _answers(reader)
    during: list[bool] = []
    watched.before = lambda call: during.append(_answers(reader) == before)
    title = "Ruzie over de parkeerplaatsen"
    contents = replace(
        small_contents,
        views=tuple(
            replace(v, text=title) if v.id == "tip:subsidie@nl~s1" else v
            for v in small_contents.views
        ),
    )

    sync(built, contents, lambda: watched, model=MODEL)
    sync(built, contents, lambda: watched, model=MODEL, rebuild=True)

    assert len(during) == 1 + VIEWS / 8
    assert all(during)
    assert _answers(reader) == before
    fresh = open_retriever(built, watched)
    assert _answers(fresh) != before
    assert fresh.name != reader.name
    assert "tip:subsidie@nl~s1" in [view for _, _, view in _answers(fresh)]


def test_a_generation_that_was_read_can_still_be_built_upon(
    built: Path, watched: Watched, small_contents: Contents
) -> None:
    reader = open_retriever(built, watched)
    _answers(reader)

    report = sync(built, _changed(small_contents), lambda: watched, model=MODEL)

    assert (report.kept, len(watched.texts)) == (VIEWS - 6, 3)
    reader.close()
