"""Offer four plain functions to programs, over REST, the framework's own client and MCP.

Each gives one JSON text, the same that the command line prints: the framework's client would take every object with a
"path" for a file and try to download it, and MCP would be given Python's spelling of a dictionary. No annotation here
is deferred, because the framework reads them as they are.
"""

import inspect
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import anyio
import gradio as gr
from gradio.events import api

from index.errors import CuttingsError, InputRefused
from index.identity import id_of_record, is_address
from index.types import Article, Failure, Filters, Report
from qa.assistant import Assistant
from qa.config import Caution
from qa.followup import completed
from qa.page.adding import NO_ADDRESS, turn
from qa.page.arguments import listed, number, one_of, said, words, yes
from qa.page.settings import WAITING, PageSettings
from qa.page.shelf import matching
from qa.page.uploads import safe_name
from qa.render import article_to_dict, hit_to_dict, report_to_dict
from qa.types import Turn

AT_ONCE = 2
"""Calls answered at the same time; the others wait."""
MOST_HITS, MOST_ADDRESSES, LONGEST_TEXT = 200, 50, 5_000_000

log = logging.getLogger(__name__)
Result = TypeVar("Result")


class Refused(gr.Error):
    """An error whose one line reaches the caller as it is."""

    def __init__(self, message: str) -> None:
        super().__init__(" ".join(message.split()), print_exception=False)

    def __str__(self) -> str:
        return str(self.message)


class Api:
    """The functions that programs call on one assistant; nothing of a caller is kept between calls."""

    def __init__(self, assistant: Assistant, settings: PageSettings) -> None:
        self._assistant = assistant
        self._settings = settings
        self._limiter = anyio.CapacityLimiter(AT_ONCE)
        self._adding = anyio.CapacityLimiter(1)  # of its own: a long adding must not keep questions waiting

    def offer(self) -> None:
        """Register the functions with the page that is being built."""
        for name in NAMES:
            function = getattr(self, name)
            # Not queued: a call through MCP would come back to us as another visitor, who has not logged in.
            api(function, api_name=name, queue=False, concurrency_limit=None)

    async def ask(
        self,
        question: str,
        source: str | None = None,
        after: str | None = None,
        before: str | None = None,
        asked: str | None = None,
        caution: str | None = None,
        turns: list[dict[str, str]] | None = None,
    ) -> str:
        """Answer a question with quotes from the user's own articles, word for word, or decline where they hold no answer.

        Args:
            question: as a person would type it
            source: only articles of this source, such as "The Post"
            after: only articles of this day or later, YYYY-MM-DD
            before: only articles of this day or earlier, YYYY-MM-DD
            asked: the day of asking, YYYY-MM-DD, so that "this week" is that week
            caution: how sure an answer must be: low, normal or high
            turns: the conversation so far, a list of {"question", "answer"}, for a question that leans on it

        Returns:
            a JSON object: answered, text, items, quotes (article, start, end, text), nearest, passages
        """

        def answer() -> str:
            chosen: Caution | None = one_of("caution", caution, get_args(Caution))
            given = listed("turns", turns, dict, most=100)
            before_it = completed(
                Turn(words("question", t.get("question")), said("answer", t.get("answer")) or "") for t in given
            )
            filters, day = _filters(source, after, before), said("asked", asked)
            found = self._assistant.ask(
                words("question", question), turns=before_it, filters=filters, asked=day, caution=chosen
            )
            return _json(found.to_dict())

        return await self._call(answer)

    async def search(
        self,
        question: str,
        limit: int = 10,
        source: str | None = None,
        after: str | None = None,
        before: str | None = None,
        asked: str | None = None,
        fast: bool = False,
    ) -> str:
        """List the passages of the user's own articles that are nearest to a question, best first.

        Args:
            question: as a person would type it
            limit: how many passages at most
            source: only articles of this source, such as "The Post"
            after: only articles of this day or later, YYYY-MM-DD
            before: only articles of this day or earlier, YYYY-MM-DD
            asked: the day of asking, YYYY-MM-DD: articles published around it come first
            fast: rank by search alone, without reading the passages

        Returns:
            a JSON object: question, and hits with article, start, end, text and score
        """

        def find() -> str:
            hits = self._assistant.search(
                words("question", question),
                limit=number("limit", limit, most=MOST_HITS),
                filters=_filters(source, after, before),
                asked=said("asked", asked),
                fast=yes("fast", fast),
            )
            return _json({"id": None, "question": question, "hits": [hit_to_dict(hit) for hit in hits]})

        return await self._call(find)

    async def articles(self, query: str = "", limit: int = 1000) -> str:
        """List the user's articles, newest first, without their text.

        Args:
            query: only articles whose title, source, author, date or file name hold all these words
            limit: how many articles at most

        Returns:
            a JSON list of objects: article_id, title, source, author, published, url, path
        """

        def find() -> str:
            most = number("limit", limit, most=100_000)
            found = matching(self._assistant.index.articles(), said("query", query) or "")
            return _json([article_to_dict(article) for article in found[:most]])

        return await self._call(find)

    async def add(
        self,
        addresses: list[str] | None = None,
        text: str = "",
        title: str = "",
        source: str = "",
        published: str | None = None,
    ) -> str:
        """Add articles to the user's own: web pages by their addresses, or a text with its title.

        Args:
            addresses: web addresses to fetch, each beginning with http:// or https://
            text: the text of an article, kept to the letter
            title: the title of that text
            source: who published that text, such as "The Post"
            published: the day that text was published, YYYY-MM-DD

        Returns:
            a JSON object: the ids of articles added, updated and unchanged, and what failed with its reason
        """

        def put() -> str:
            given = [words("addresses", a).strip() for a in listed("addresses", addresses, str, most=MOST_ADDRESSES)]
            things: list[object] = [address for address in given if is_address(address)]
            written = said("text", text)
            if written:
                things.append(_article(written, title, source, published))
            elif not given:
                raise InputRefused("nothing to add; give addresses, or text with a title")
            refused = [Failure(address, NO_ADDRESS) for address in given if address not in things]
            report = Report()
            if things:
                with turn(self._assistant):
                    report = self._assistant.add(
                        things, allow_private=self._settings.allow_private, progress=lambda name, so_far: None
                    )
            report.failed = [*refused, *report.failed]
            return _json(report_to_dict(report))

        return await self._call(put, self._adding)

    async def _call(self, work: Callable[[], Result], limiter: anyio.CapacityLimiter | None = None) -> Result:
        """Do the work in a thread when it is its turn; what goes wrong is one plain line."""
        limiter = limiter or self._limiter
        if limiter.statistics().tasks_waiting >= WAITING:
            raise Refused(f"{WAITING} calls are waiting already; call again in a minute")
        try:
            return await anyio.to_thread.run_sync(work, limiter=limiter)
        except CuttingsError as error:
            raise Refused(str(error)) from error
        except Exception as error:
            log.exception("a call failed")
            raise Refused(f"Cuttings itself failed ({type(error).__name__}); its terminal says more") from error


NAMES = ("ask", "search", "articles", "add")


def signatures() -> dict[str, inspect.Signature]:
    """Return what the functions take, by their names."""
    nobody = Api.__new__(Api)
    return {name: inspect.signature(getattr(nobody, name)) for name in NAMES}


def _filters(source: Any, after: Any, before: Any) -> Filters:
    return Filters(
        source=said("source", source) or None, after=said("after", after) or None, before=said("before", before) or None
    )  # fmt: skip


def _article(text: str, title: Any, source: Any, published: Any) -> Article:
    """Make an article of a text; its id is made of both, so that no caller replaces another's by its title."""
    name = (said("title", title) or "").strip()
    if not name:
        raise InputRefused("the text has no title; give one, which is shown with its quotes")
    if len(text) > LONGEST_TEXT:
        raise InputRefused(f"the text has {len(text):,} characters; give one of at most {LONGEST_TEXT:,}")
    return Article(
        id=id_of_record(Path(safe_name(name)), text),
        text=text,
        title=" ".join(name.split())[:500],
        source=" ".join((said("source", source) or "").split())[:500],
        published=said("published", published) or None,
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
