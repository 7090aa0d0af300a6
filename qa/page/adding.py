"""Add files and addresses from the page, saying in plain words how far it is and what could not be read."""

from __future__ import annotations

import logging
import queue
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

from index.errors import ArticleUnreadable, CuttingsError
from index.identity import is_address
from index.types import Failure, Report
from qa.assistant import Assistant
from qa.page.markup import plural, text
from qa.page.uploads import forget, keep

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Adding:
    """How far an adding is: what is read now, what came of it, what failed."""

    now: str = ""
    report: Report = field(default_factory=Report)
    failed: list[Failure] = field(default_factory=list)
    done: bool = False


_TURNS: WeakKeyDictionary[Assistant, threading.Lock] = WeakKeyDictionary()


def turn(assistant: Assistant) -> threading.Lock:
    """Return the lock that one adding holds at a time, so that visitors and programs wait for each other."""
    return _TURNS.setdefault(assistant, threading.Lock())


def add_files(assistant: Assistant, uploaded: Sequence[Path]) -> Iterator[Adding]:
    """Keep uploaded files below the index and add them; one bad file does not stop the rest."""
    failed: list[Failure] = []
    kept: dict[str, str] = {}
    for path in uploaded:
        try:
            kept[str(keep(path, assistant.index.folder))] = path.name
        except ArticleUnreadable as error:
            failed.append(Failure(path.name, str(error)))
        except OSError as error:
            failed.append(Failure(path.name, f"could not be kept: {error.strerror or error}"))
        finally:
            path.unlink(missing_ok=True)  # what the page's framework kept in its temporary folder
    for state in _run(assistant, list(kept), failed, allow_private=False, names=kept):
        yield state
        if state.done:
            known = {article.path for article in assistant.index.articles()}
            for path_of_kept in kept:
                if path_of_kept not in known and not _several(path_of_kept):
                    forget(Path(path_of_kept))


def add_address(assistant: Assistant, given: str, *, allow_private: bool) -> Iterator[Adding]:
    """Add a web address; a path is refused, because the server's files are not the visitor's to read."""
    address = given.strip()
    if not is_address(address):
        yield Adding(failed=[Failure(address, "is not a web address; it begins with http:// or https://")], done=True)
        return
    yield from _run(assistant, [address], [], allow_private=allow_private, names={})


def outcome(adding: Adding) -> str:
    """Render how far the adding is, or what came of it."""
    if not adding.done:
        return f'<p class="working">Reading <bdi>{text(adding.now)}</bdi></p>'
    report = adding.report
    counts = [("added", len(report.added)), ("updated", len(report.updated)), ("already there", len(report.unchanged))]
    said = ", ".join(f"{plural(n, 'article')} {what}" for what, n in counts if n)
    lines = [f'<p class="note">{said}. You can ask about it now.</p>' if said else ""]
    failures = [*adding.failed, *report.failed]
    if failures:
        rows = "".join(f"<li><bdi>{text(f.name)}</bdi> {text(f.reason)}</li>" for f in failures[:20])
        more = f"<li>and {len(failures) - 20} more</li>" if len(failures) > 20 else ""
        lines.append(f'<div class="note problem"><p>Not added:</p><ul>{rows}{more}</ul></div>')
    return "".join(lines)


def _run(
    assistant: Assistant, things: list[str], failed: list[Failure], *, allow_private: bool, names: dict[str, str]
) -> Iterator[Adding]:
    """Add in a thread of its own, so that progress can be shown while it runs."""
    state = Adding(failed=failed)
    if not things:
        state.done = True
        yield state
        return
    events: queue.Queue[str | None] = queue.Queue()

    def work() -> None:
        try:
            with turn(assistant):
                state.report = assistant.add(
                    things, allow_private=allow_private, progress=lambda name, _: events.put(names.get(name, name))
                )
        except CuttingsError as error:
            state.failed.append(Failure("", str(error)))
        except Exception as error:
            log.exception("adding failed")
            state.failed.append(Failure("", f"Cuttings itself failed ({type(error).__name__}); see its terminal"))
        finally:
            events.put(None)

    threading.Thread(target=work, name="cuttings-adding", daemon=True).start()
    while (name := events.get()) is not None:
        while name is not None and not events.empty():
            name = events.get_nowait()  # the page is told the newest only
        if name is None:
            break
        state.now = name
        yield state
    state.report.failed = [Failure(names.get(f.name, f.name), f.reason) for f in state.report.failed]
    state.done = True
    yield state


def _several(path: str) -> bool:
    """Tell whether a file may hold many articles, whose paths need not be its own."""
    return path.endswith((".json", ".jsonl", ".csv"))
