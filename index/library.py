"""ArticleIndex: what users see of the index. Add, sync, search, remove, rebuild."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from index import search
from index.embed import Embedder, chosen_embedder
from index.errors import CuttingsError, IndexUnusable, InputRefused, ModelMismatch
from index.finding import Finding
from index.nearest import Nearest
from index.store import Store
from index.types import Article, Facts, Filters, Hit, Progress, Report
from index.writing import forget_uploads, writing

DATABASE = "library.sqlite"


class ArticleIndex:
    """A folder with an index of articles; open it with `ArticleIndex.open`."""

    def __init__(self, folder: Path, store: Store, *, embedder: Embedder | None, chroma: str | None) -> None:
        self.folder = folder
        self._store = store
        self._embedder = embedder
        self._nearest = Nearest(folder, store, server=chroma)
        self._finding = Finding(store, self._nearest)

    # --- opening ---------------------------------------------------------------------------------

    @classmethod
    def open(
        cls, folder: str | Path, *, create: bool = True, embedder: Embedder | None = None, chroma: str | None = None
    ) -> ArticleIndex:
        """Open the index in a folder, making an empty one if there is none and `create` is true.

        Args:
            folder: where the index lives.
            create: make an empty index where there is none.
            embedder: another model than the packaged one; an index remembers its model.
            chroma: address of a Chroma server to keep the vectors on instead of in the folder.

        Raises:
            IndexUnusable: there is no index and none may be made, or it is damaged or of another format.
            ModelMismatch: the index was made by another embedding model.
        """
        try:
            place = Path(folder).expanduser()
            if place.exists() and not place.is_dir():
                raise IndexUnusable(f"{str(place)!r} is a file; give a folder for the index")
            if create:
                place.mkdir(parents=True, exist_ok=True)
        except (OSError, ValueError, RuntimeError) as error:
            raise IndexUnusable(
                f"cannot make the folder {str(folder)!r}: {getattr(error, 'strerror', None) or error}; "
                "choose another with --index"
            ) from error
        store = Store(place / DATABASE, create=create)
        index = cls(place, store, embedder=embedder, chroma=chroma)
        if embedder is not None:
            index._check_model(embedder)
        return index

    def close(self) -> None:
        """Let go of the files."""
        self._nearest.close()
        self._store.close()

    def __enter__(self) -> ArticleIndex:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def embedder(self) -> Embedder:
        """Return the embedding model, loaded at its first use and compared with the one that made the index."""
        if self._embedder is None:
            self._embedder = chosen_embedder()
        self._check_model(self._embedder)  # each time: another process may have embedded anew
        return self._embedder

    def _check_model(self, embedder: Embedder) -> None:
        made_by = self._store.meta("model")
        if made_by not in (None, f"{embedder.name}/{embedder.dimension}") and self.counts()[1]:
            raise ModelMismatch(
                f"the index at {str(self.folder)!r} was made by {made_by}, not {embedder.name}/{embedder.dimension}; "
                "embed it anew with: cuttings rebuild --embed"
            )

    @property
    def generation(self) -> int:
        """Return a number that grows with every change of the index, by whichever process."""
        return self._store.generation

    # --- reading ---------------------------------------------------------------------------------

    def articles(self) -> Iterator[Article]:
        """Yield every article without its text, newest first."""
        return self._store.articles()

    def article(self, article_id: str) -> Article:
        """Return an article with its text.

        Raises:
            InputRefused: there is no such article.
        """
        article = self._store.article(article_id)
        if article is None:
            raise InputRefused(f"no article {article_id!r} in {str(self.folder)!r}; list them with: cuttings articles")
        return article

    def facts(self, article_ids: Sequence[str]) -> dict[str, Facts]:
        """Return how long articles are and when they came in, by id; ids that are not there are left out."""
        return self._store.facts(article_ids)

    def counts(self) -> tuple[int, int]:
        """Return how many articles and passages there are."""
        return self._store.counts()

    def search(
        self, question: str, *, limit: int = 24, filters: Filters | None = None, asked: str | None = None
    ) -> list[Hit]:
        """Return the passages nearest to a question by words and meaning, best first.

        Case and accents do not matter, but an exact match of accents or of a phrase in quotation marks comes first.

        Args:
            question: what is asked; of a very long one the beginning is used.
            limit: how many passages at most.
            filters: limits of source, date and articles.
            asked: the day of asking, an ISO date: articles published around it are preferred.

        Raises:
            InputRefused: the question is empty, or a date is none.
        """
        search.check_question(question)
        filters = filters or Filters()
        search.check_dates(asked, filters)
        question = search.cleaned(question)
        counts = self.counts()
        if not counts[1]:
            return []  # before a model is loaded
        vector = self.embedder.question(question)
        return self._finding.find(question, vector, limit=limit, filters=filters, asked=asked, counts=counts)

    # --- writing ---------------------------------------------------------------------------------

    def add(
        self,
        given: str | os.PathLike[str] | Iterable[object],
        *,
        sync: bool = False,
        replace: bool = True,
        allow_private: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Add files, folders, http(s) addresses, Articles or LlamaIndex Documents; unchanged ones are skipped.

        Args:
            given: what to add, paths as str or Path. A changed article replaces its older version in one step.
            sync: also remove articles that came from the given folders or files before and are gone now; a folder that is
                gone or empty altogether is refused all the same.
            replace: let an article take the place of the same one (by title, address or text) that came from another file.
            allow_private: let addresses of this machine and of private networks be read.
            progress: called before each article; when it returns False, what was read before is kept and the rest left.

        Raises:
            InputRefused: a path does not exist, or a folder holds no articles.
            IndexLocked: another process is writing.
        """
        from index.adding import add_all

        things = [given] if isinstance(given, str | os.PathLike) else list(given)
        with writing(self.folder):
            report = Report()
            try:
                add_all(self._store, self.embedder, things, report, sync=sync, replace=replace,
                        allow_private=allow_private, progress=progress)  # fmt: skip
            except BaseException:
                # After Ctrl-C or on a full disk too: what is in the store is kept, and the vector index follows it.
                with suppress(CuttingsError):
                    self._nearest.follow()
                raise
            self._follow()
            return report

    def remove(self, article_ids: Iterable[str]) -> list[str]:
        """Remove articles with all that was made of them; return their ids.

        Raises:
            InputRefused: one of them is not there; then none is removed.
        """
        ids = list(dict.fromkeys(article_ids))
        with writing(self.folder):
            for article_id in ids:
                self.article(article_id)
            if ids:
                before = self._store.paths()
                self._store.delete(ids)
                self._store.purge()
                self._follow()
                forget_uploads(self.folder, {before[i] for i in ids} - set(self._store.paths().values()))
        return ids

    def _follow(self) -> None:
        try:
            self._nearest.follow()
        except CuttingsError as error:
            # The articles are safe in the store and are searched exactly until the vector index can be made.
            print(f"cuttings: the vector index could not follow: {error}", file=sys.stderr)  # noqa: T201

    def rebuild(self, *, embed: bool = False, progress: Progress | None = None) -> int:
        """Make the vector index anew from the store; with `embed` also every vector. Return how many passages."""
        from index.adding import embed_again

        with writing(self.folder):
            if embed:
                if self._embedder is None:
                    self._embedder = chosen_embedder()
                embed_again(self._store, self._embedder, progress=progress)
                self._store.purge()
            self._nearest.rebuild()
        return self.counts()[1]

    def health(self) -> dict[str, str]:
        """Check the store and the vector index; return a line for each, "ok" or what is wrong."""
        return {"store": self._store.check(), "vectors": self._nearest.health()}
