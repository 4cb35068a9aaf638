"""What an index is kept in, as the rest of Crossread sees it: on this machine or on a server."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from index.scope import Scope
from index.store import VectorStore
from index.types import Article, Passage

Sentences = npt.NDArray[np.float32]
"""Unit vectors, one a sentence."""


class Row(NamedTuple):
    """A passage with its article and sentence vectors, as the catalogue holds them."""

    passage: Passage
    article: Article
    vectors: Sentences


class WordIndex(Protocol):
    """Which passages hold which words; a word is its Porter stem."""

    def best(self, terms: Sequence[str], k: int, scope: Scope) -> list[tuple[str, float]]:
        """The k best passages in scope that hold any of the terms, as (id, score), best first."""

    def frequencies(self, stems: Sequence[str]) -> Mapping[str, int]:
        """In how many passages each stem occurs; one that never does may be left out."""

    def vocabulary(self, initial: str, shortest: int, longest: int) -> list[str]:
        """The stems with this first letter and a length within both bounds."""


class ArticleCatalog(Protocol):
    """Articles and passages by id: the truth about what is indexed."""

    @property
    def words(self) -> WordIndex:
        """The word index over the passages."""

    @property
    def meta(self) -> Mapping[str, str]:
        """What the index says of itself: schema, embedding model, way of chunking."""

    @property
    def revision(self) -> str:
        """Changes whenever anything that is indexed does."""

    def transaction(self) -> AbstractContextManager[None]:
        """All that is written inside is kept together, or not at all, article by article."""

    def describe(self, model: str, chunking: str) -> None:
        """Remember how the passages were cut and embedded."""

    def places(self) -> Mapping[str, tuple[str | None, str | None]]:
        """Where the file of every article lies, and its address, by id."""

    def hashes(self) -> Mapping[str, str]:
        """The content hash of every article, by id."""

    def outlets(self) -> list[str]:
        """Every outlet, once, in order of name."""

    def articles(self) -> list[Article]:
        """Every article, in order of date and id."""

    def article_count(self) -> int:
        """How many articles there are."""

    def copy_count(self) -> int:
        """How many articles are copies of another one."""

    def article(self, article_id: str) -> Article | None:
        """The article with this id, or None."""

    def passage_count(self) -> int:
        """How many passages the articles were cut into."""

    def passage_ids(
        self, article_ids: Sequence[str] | None = None, limit: int | None = None
    ) -> list[str]:
        """Ids of all passages, or of those of some articles; up to `limit` of them if given."""

    def passage_ids_within(self, scope: Scope) -> Collection[str]:
        """Ids of the passages of the articles inside a scope that narrows something."""

    def rows(self, ids: Sequence[str]) -> Mapping[str, Row]:
        """The passages with these ids (those that are there), by id."""

    def sources(self, ids: Iterable[str]) -> Mapping[str, tuple[str, str | None]]:
        """Outlet and date of the article of each passage (those that are there), by passage id."""

    def put(
        self,
        article: Article,
        content: str,
        passages: Sequence[Passage],
        vectors: Sequence[Sentences],
    ) -> None:
        """Take an article in, in the place of an earlier one with its id; within a transaction."""

    def remove(self, article_id: str) -> None:
        """Forget an article and all that hangs on it; within a transaction."""

    def move(self, article_id: str, file: str | None) -> None:
        """Remember another place of an article's file; within a transaction."""

    def without_vectors(self, held: set[str]) -> set[str]:
        """Ids of the articles with passages that are not among the ids held."""

    def unindexed_words(self) -> tuple[int, int]:
        """How many passages the word index lacks, and how many it holds that are no passages."""

    def damage(self) -> str:
        """What is wrong with the catalogue as such; "" if it is sound."""


class Generation(Protocol):
    """One making of an index: a catalogue and the vectors that belong to it."""

    @property
    def catalog(self) -> ArticleCatalog:
        """The articles and the word index."""

    @property
    def store(self) -> VectorStore:
        """The vectors, as they are now."""


class Backend(Protocol):
    """Where an index lives; what other processes do to it is seen."""

    @property
    def place(self) -> str:
        """A folder or an address, for people to read."""

    def now(self) -> Generation:
        """The generation that is in use."""

    def writing(self) -> AbstractContextManager[None]:
        """The right to change what is indexed; by then all that others changed is seen.

        Raises IndexStateError where another process keeps it.
        """
