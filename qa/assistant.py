"""Assistant: what users see. Add articles, ask, chat, and hand it to LlamaIndex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, cast

from index import search
from index.errors import InputRefused
from index.library import ArticleIndex
from index.search import LONGEST
from index.types import Article, Filters, Hit, Progress, Report
from qa.answer import Stage, answer_stages
from qa.config import Caution, Config
from qa.followup import turn_of
from qa.reader import Reader, load_reader
from qa.types import Answer, Turn

if TYPE_CHECKING:
    from llama_index.core.base.base_query_engine import BaseQueryEngine
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.chat_engine.types import BaseChatEngine


class Assistant:
    """Answer questions over an index of articles; open one with `Assistant.open`."""

    def __init__(self, index: ArticleIndex, *, config: Config | None = None, reader: Reader | None = None) -> None:
        self.index = index
        self.config = config or Config()
        self._reader = reader

    @classmethod
    def open(
        cls,
        folder: str | Path,
        *,
        create: bool = True,
        config: Config | None = None,
        reader: Reader | None = None,
        chroma: str | None = None,
    ) -> Assistant:
        """Open the index in a folder, making an empty one if need be.

        Args:
            folder: where the index lives.
            create: make an empty index where there is none; otherwise that is an error.
            config: settings of answering.
            reader: another reader than the one that the settings name.
            chroma: address of a Chroma server to keep the vectors on.

        Raises:
            IndexUnusable: the folder holds no usable index and none may be made.
        """
        return cls(ArticleIndex.open(folder, create=create, chroma=chroma), config=config, reader=reader)

    def close(self) -> None:
        """Let go of the index's files."""
        self.index.close()

    def __enter__(self) -> Assistant:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def add(
        self,
        given: str | Path | Article | Iterable[object],
        *,
        sync: bool = False,
        replace: bool = True,
        allow_private: bool = False,
        progress: Progress | None = None,
    ) -> Report:
        """Add files, folders, addresses, Articles or LlamaIndex Documents; unchanged ones are skipped.

        With `replace` false an article never takes the place of one with its id that came from another file. On a
        terminal a bar shows the progress unless `progress` is given. The report says what was added, updated, unchanged,
        removed and what failed.
        """
        # One Document is an iterable too, of its fields.
        single = isinstance(given, str | Path) or hasattr(given, "text")
        things: list[object] = [given] if single else list(cast("Iterable[object]", given))
        things = [str(t) if isinstance(t, Path) else t for t in things]
        if progress is not None:
            return self.index.add(things, sync=sync, replace=replace, allow_private=allow_private, progress=progress)
        from qa.progress import shown

        with shown(things) as bar:
            return self.index.add(things, sync=sync, replace=replace, allow_private=allow_private, progress=bar)

    def ask(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        filters: Filters | None = None,
        asked: str | None = None,
        caution: Caution | None = None,
        identifier: Any = None,
    ) -> Answer:
        """Answer a question with items and quotes, or decline.

        Args:
            question: as a person would type it.
            turns: the conversation so far.
            filters: limits of source, date and articles.
            asked: the day of asking (ISO date), so that "this week" means that week.
            caution: how sure the answer must be, where that differs from the settings.
            identifier: given back as `Answer.id`.

        Raises:
            InputRefused: the question is empty or too long to be one.
        """
        answer: Answer | None = None
        stages = self.ask_stages(
            question, turns=turns, filters=filters, asked=asked, caution=caution, identifier=identifier
        )
        for stage in stages:
            answer = stage.answer
        assert answer is not None
        return answer

    def ask_stages(
        self,
        question: str,
        *,
        turns: Sequence[Turn] = (),
        filters: Filters | None = None,
        asked: str | None = None,
        caution: Caution | None = None,
        identifier: Any = None,
    ) -> Iterator[Stage]:
        """Yield what is known of an answer as it comes: the passages found, then the answer."""
        check_question(question)
        config = replace(self.config, caution=caution) if caution else self.config
        return answer_stages(
            self.index, self._load, question, config=config, turns=turns, filters=filters, asked=asked,
            identifier=identifier,
        )  # fmt: skip

    def search(
        self,
        question: str,
        *,
        limit: int = 10,
        filters: Filters | None = None,
        asked: str | None = None,
        fast: bool = False,
    ) -> list[Hit]:
        """Return the passages nearest to a question, ranked by search and reader; with `fast` by search alone."""
        check_question(question)
        found = self.index.search(question, limit=max(limit, self.config.passages), filters=filters, asked=asked)
        if fast:
            return found[:limit]
        from qa.ranking import behind, ranked

        read = ranked(self._load(self.config).read(question, found[: self.config.passages]))
        return (read + behind(read, found[self.config.passages :]))[:limit]

    def _load(self, config: Config) -> Reader:
        if self._reader is None:
            self._reader = load_reader(config)
        return self._reader

    def chat(self) -> Chat:
        """Begin a conversation, in which a question may lean on those before it."""
        return Chat(self)

    # --- LlamaIndex ------------------------------------------------------------------------------

    def as_retriever(self, *, limit: int = 10, fast: bool = False) -> BaseRetriever:
        """Return a LlamaIndex retriever whose nodes carry offsets, title, source, date and address."""
        from qa.engine import CuttingsRetriever

        return CuttingsRetriever(self, limit=limit, fast=fast)

    def as_query_engine(self) -> BaseQueryEngine:
        """Return a LlamaIndex query engine; its response's metadata holds the whole answer as `to_dict` has it."""
        from qa.engine import CuttingsQueryEngine

        return CuttingsQueryEngine(self)

    def as_chat_engine(self) -> BaseChatEngine:
        """Return a LlamaIndex chat engine that keeps the conversation."""
        from qa.engine import CuttingsChatEngine

        return CuttingsChatEngine(self)


class Chat:
    """A conversation: each question is asked with the turns before it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self.turns: list[Turn] = []

    def ask(self, question: str, *, filters: Filters | None = None, asked: str | None = None) -> Answer:
        """Answer a question that may lean on those before it ("What did he tweet?")."""
        answer = self._assistant.ask(question, turns=tuple(self.turns), filters=filters, asked=asked)
        self.turns.append(turn_of(answer.standalone_question, [item.answer for item in answer.items]))
        return answer


def check_question(question: str) -> None:
    """Refuse what is no question.

    Raises:
        InputRefused: it is empty, longer than any question, or no text.
    """
    search.check_question(question)
    if any("\ud800" <= c <= "\udfff" for c in question):
        raise InputRefused("the question holds bytes that are no text; type it as UTF-8")
    if len(question) > 10 * LONGEST:
        raise InputRefused(
            f"the question has {len(question):,} characters; ask one of at most {10 * LONGEST:,}, "
            "and put longer text into an article"
        )
