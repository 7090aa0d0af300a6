"""Add files, addresses and the server's folder from the page, saying in plain words how far it is and what failed."""

from __future__ import annotations

import logging
import queue
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from index.articles import expected
from index.errors import ArticleUnreadable, CuttingsError
from index.identity import is_address
from index.types import Failure, Report
from index.writing import forget_upload
from qa.assistant import Assistant
from qa.page.markup import plural, text
from qa.page.uploads import keep

log = logging.getLogger(__name__)

NO_ADDRESS = "is not a web address; it begins with http:// or https://"


@dataclass(slots=True)
class Adding:
    """How far an adding is: what is read now, what came of it, what failed. Set `stopping` and it ends."""

    now: str = ""
    begun: int = 0
    total: int | None = None
    report: Report = field(default_factory=Report)
    failed: list[Failure] = field(default_factory=list)
    done: bool = False
    stopping: threading.Event = field(default_factory=threading.Event)


_TURNS: WeakKeyDictionary[Assistant, threading.Lock] = WeakKeyDictionary()


_HELD: Counter[str] = Counter()  # uploads that are about to be read, by how many addings
_HOLDING = threading.Lock()


def turn(assistant: Assistant) -> threading.Lock:
    """Return the lock that one adding holds at a time, so that visitors and programs wait for each other."""
    return _TURNS.setdefault(assistant, threading.Lock())


def add_files(assistant: Assistant, uploaded: Sequence[Path]) -> Iterator[Adding]:
    """Keep uploaded files below the index and add them; one bad file does not stop the rest."""
    failed: list[Failure] = []
    kept: dict[str, str] = {}
    for path in dict.fromkeys(uploaded):  # two files of one name and content come as one
        try:
            with _HOLDING:
                place = str(keep(path, assistant.index.folder))
                _HELD[place] += place not in kept
            kept[place] = path.name
        except ArticleUnreadable as error:
            failed.append(Failure(path.name, str(error)))
        except OSError as error:
            failed.append(Failure(path.name, f"could not be kept: {error.strerror or error}"))
        finally:
            path.unlink(missing_ok=True)  # what the page's framework kept in its temporary folder
    yield from _run(
        assistant, list(kept), failed, shown=kept, replace=False, afterwards=lambda: _let_go(assistant, kept)
    )


def _let_go(assistant: Assistant, kept: Iterable[str]) -> None:
    """Forget the uploads that no article came of, unless another adding is about to read the same."""
    with _HOLDING:
        known = {article.path for article in assistant.index.articles()}
        for place in kept:
            _HELD[place] -= 1
            if not _HELD[place] and place not in known and not _several(place):
                forget_upload(Path(place))


def add_addresses(assistant: Assistant, given: str, *, allow_private: bool) -> Iterator[Adding]:
    """Add web addresses, spaces between them; a path is refused: the server's files are not the visitor's to read."""
    addresses = list(dict.fromkeys(given.split()))
    failed = [Failure(address, NO_ADDRESS) for address in addresses if not is_address(address)]
    yield from _run(assistant, [a for a in addresses if is_address(a)], failed, allow_private=allow_private)


def add_folder(assistant: Assistant, folder: Path) -> Iterator[Adding]:
    """Add the folder that the server's owner allows; what is gone from it goes from the index too.

    Links out of it are not followed. Of its place on the server no more than its name is shown.
    """
    root = str(folder.resolve())
    yield from _run(assistant, [root], [], sync=True, shown={f"{root}/": "", root: folder.name})


def outcome(adding: Adding) -> str:
    """Render how far the adding is, or what came of it."""
    if not adding.done:
        return f'<p class="working">{_progress(adding)}</p>'
    report = adding.report
    counts = [
        ("added", len(report.added)), ("updated", len(report.updated)), ("already there", len(report.unchanged)),
        ("removed", len(report.removed)),
    ]  # fmt: skip
    said = ", ".join(f"{plural(n, 'article')} {what}" for what, n in counts if n)
    asked = "You can ask about it now." if report.added or report.updated or report.unchanged else ""
    lines = [f'<p class="note">{said}. {asked}</p>' if said else ""]
    if adding.stopping.is_set():
        lines.insert(0, '<p class="note">Stopped; what was added before is kept.</p>')
    failures = [*adding.failed, *report.failed]
    if failures:
        rows = "".join(f"<li><bdi>{text(f.name)}</bdi> {text(f.reason)}</li>" for f in failures[:20])
        more = f"<li>and {len(failures) - 20} more</li>" if len(failures) > 20 else ""
        lines.append(f'<div class="note problem"><p>Not added:</p><ul>{rows}{more}</ul></div>')
    return "".join(lines)


def _progress(adding: Adding) -> str:
    if adding.stopping.is_set():
        return "Stopping"
    if not adding.begun:
        return "Waiting until another adding is done" if adding.now else "Beginning"
    total = adding.total
    if total is None or adding.begun > total:
        far = f"{plural(adding.begun, 'article')} so far"
    else:
        far = f"{adding.begun:,} of {total:,}, {total - adding.begun:,} left"
    return f'Reading <bdi>{text(adding.now)}</bdi> <span class="left">{far}</span>'


def _run(
    assistant: Assistant,
    things: list[str],
    failed: list[Failure],
    *,
    allow_private: bool = False,
    sync: bool = False,
    replace: bool = True,
    shown: Mapping[str, str] | None = None,
    afterwards: Callable[[], None] = lambda: None,
) -> Iterator[Adding]:
    """Add in a thread of its own, so that progress can be shown while it runs; it ends though nobody waits for it.

    `shown` has what visitors see in place of the server's paths: "mine.jsonl, line 2", not where it lies.
    `afterwards` is called at its end, however it ends.
    """
    state = Adding(failed=failed)
    if not things:
        state.done = True
        yield state
        return
    events: queue.Queue[str | None] = queue.Queue()

    def called(said: str) -> str:
        for place, name in (shown or {}).items():
            said = said.replace(place, name)
        return said

    def on_article(name: str, _: Report) -> bool:
        if state.stopping.is_set():
            return False
        state.begun += 1
        events.put(called(name))
        return True

    def work() -> None:
        lock = turn(assistant)
        try:
            counts = [expected(thing) for thing in things]
            state.total = None if None in counts else sum(count or 0 for count in counts)
            if lock.locked():
                events.put("another adding")
            while not lock.acquire(timeout=0.2):
                if state.stopping.is_set():
                    return
            try:
                state.report = assistant.add(
                    things, sync=sync, replace=replace, allow_private=allow_private, progress=on_article
                )
            finally:
                lock.release()
        except CuttingsError as error:
            state.failed.append(Failure("", called(str(error))))
        except Exception as error:
            log.exception("adding failed")
            state.failed.append(Failure("", f"Cuttings itself failed ({type(error).__name__}); see its terminal"))
        finally:
            try:
                afterwards()
            finally:
                events.put(None)

    threading.Thread(target=work, name="cuttings-adding", daemon=True).start()
    yield state
    while (name := events.get()) is not None:
        while name is not None and not events.empty():
            name = events.get_nowait()  # the page is told the newest only
        if name is None:
            break
        state.now = name
        yield state
    state.report.failed = [Failure(called(f.name), called(f.reason)) for f in state.report.failed]
    state.done = True
    yield state


def _several(path: str) -> bool:
    """Tell whether a file may hold many articles, whose paths need not be its own."""
    return path.endswith((".json", ".jsonl", ".csv"))
