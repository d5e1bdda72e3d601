"""What the tests of the course builder share: a small course book, and the real one."""

from __future__ import annotations

from pathlib import Path

import pytest

from corpus.coursebook import Coursebook
from corpus.coursebook_reader import load_coursebook
from corpus.models import Corpus
from corpus.reader import load
from tests.conftest import write_small_corpus
from tests.course.book import write_book


@pytest.fixture(scope="session")
def tips(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    """The small corpus: three tips of three practices."""
    return load(write_small_corpus(tmp_path_factory.mktemp("tips") / "small"))


@pytest.fixture(scope="session")
def book(tips: Corpus, tmp_path_factory: pytest.TempPathFactory) -> Coursebook:
    """Course material for the small corpus: three cases, three questions, all forms."""
    return load_coursebook(tips, write_book(tmp_path_factory.mktemp("book") / "course"))


@pytest.fixture
def book_folder(tmp_path: Path) -> Path:
    """The same as files, to spoil."""
    return write_book(tmp_path / "course")


@pytest.fixture(scope="session")
def real_book(corpus: Corpus) -> Coursebook:
    return load_coursebook(corpus)
