"""What each verb of the command line does."""

from __future__ import annotations

import argparse
import json
import re
import shlex
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from index.errors import InputRefused
from index.types import Filters
from qa import batch
from qa.answer import unsearched
from qa.assistant import Assistant
from qa.config import Config
from qa.quotes import check
from qa.render import answer_for_terminal, article_to_dict, hit_to_dict, one_line, plain, report_to_dict

_COMMAND = re.compile(r": cuttings (?:add PATH|articles|rebuild(?: --embed)?|doctor)$")


def run(given: argparse.Namespace, folder: Path) -> int:
    """Run the verb of a parsed command line on the index in `folder`; return the exit status."""
    verbs: dict[str, Callable[[argparse.Namespace, Path], int]] = {
        "demo": demo, "add": add, "ask": ask, "search": search, "articles": articles, "show": show, "remove": remove,
        "verify": verify, "evaluate": evaluate, "serve": serve, "rebuild": rebuild, "doctor": doctor,
    }  # fmt: skip
    return verbs[given.verb](given, folder)


def _open(given: argparse.Namespace, folder: Path, *, create: bool = False) -> Assistant:
    config = Config(caution=getattr(given, "caution", "normal"), reader=getattr(given, "reader", "trained"))
    return Assistant.open(folder, create=create, config=config, chroma=given.chroma)


def _filters(given: argparse.Namespace) -> Filters:
    return Filters(source=given.source, after=given.after, before=given.before)


def hint(message: str, given: argparse.Namespace) -> str:
    """Return a message so that the command it ends with goes to the index that was given, not to the default one."""
    if _COMMAND.search(message):
        message += "".join(_option(name, value) for name in ("index", "chroma") if (value := getattr(given, name)))
    return one_line(message)


def _option(name: str, value: str) -> str:
    return f" --{name}{'=' if value.startswith('-') else ' '}{shlex.quote(value)}"


def demo(given: argparse.Namespace, folder: Path) -> int:
    """Index the sample articles beside the user's own, in a folder of their own, and answer a question on them."""
    place = folder if given.index else folder.parent / "demo"
    given.index = str(place)  # whatever fails from here on speaks of this index
    samples = Path(__file__).resolve().parent / "demo"
    with Assistant.open(place, chroma=given.chroma) as assistant:
        report = assistant.add([str(samples)])
        print(f"{len(report.added) + len(report.updated) + len(report.unchanged)} sample articles in {place}\n")
        print(f"? {one_line(given.question)}\n")
        print(answer_for_terminal(assistant.ask(given.question)))
        there = _option("index", str(place))
        print(f"\nAsk more with: cuttings ask{there} QUESTION · or open the page: cuttings serve{there}")
    return 0


def add(given: argparse.Namespace, folder: Path) -> int:
    """Add what is given and print the report; 1 if nothing at all could be read."""
    with _open(given, folder, create=True) as assistant:
        report = assistant.add(given.given, sync=given.sync, allow_private=given.allow_private)
        if given.json:
            print(json.dumps(report_to_dict(report), ensure_ascii=False))
        else:
            print(report)
        for failure in report.failed:
            print(one_line(f"cuttings: {failure.name}: {failure.reason}"), file=sys.stderr)
    return 1 if report.failed and not (report.added or report.updated or report.unchanged) else 0


def ask(given: argparse.Namespace, folder: Path) -> int:
    """Answer one question, or a batch in order."""
    with _open(given, folder) as assistant:
        for row in _rows(given):
            filters = row.filters(_filters(given))
            with row.named():
                answer = assistant.ask(
                    row.question, turns=row.turns, filters=filters, asked=row.asked, identifier=row.id
                )
            if given.json:
                print(json.dumps(answer.to_dict(), ensure_ascii=False), flush=True)
                continue
            if given.batch is not None:
                print(f"{one_line(row.question)}\n")
            print(answer_for_terminal(answer) + "\n" * (given.batch is not None), flush=True)
    return 0


def search(given: argparse.Namespace, folder: Path) -> int:
    """List the passages nearest to one question, or to each of a batch."""
    with _open(given, folder) as assistant:
        for row in _rows(given):
            filters = row.filters(_filters(given))
            question = batch.standalone_question(row)
            with row.named():
                hits = assistant.search(question, limit=given.limit, filters=filters, asked=row.asked, fast=given.fast)
            if given.json:
                found = {"id": row.id, "question": row.question, "hits": [hit_to_dict(hit) for hit in hits]}
                print(json.dumps(found, ensure_ascii=False), flush=True)
                continue
            for number, hit in enumerate(hits, 1):
                about = ", ".join(part for part in (hit.title, hit.source, hit.published) if part)
                print(one_line(f"{number}. {about or hit.passage.article_id} ({hit.passage.id})"))
                print(f"   {one_line(hit.text)}\n")
            if not hits:
                print(f"Nothing found: {unsearched(assistant.index, filters)}.")
    return 0


def _rows(given: argparse.Namespace) -> Iterator[batch.Row]:
    if given.batch is None:
        yield batch.Row(id=None, question=given.question, asked=given.asked)
    else:
        yield from batch.read(Path(given.batch), asked=given.asked)


def articles(given: argparse.Namespace, folder: Path) -> int:
    """List the articles, newest first."""
    with _open(given, folder) as assistant:
        if not given.json and not assistant.index.counts()[0]:
            print(f"cuttings: {hint('no articles yet; add some with: cuttings add PATH', given)}", file=sys.stderr)
        for article in assistant.index.articles():
            if given.json:
                print(json.dumps(article_to_dict(article), ensure_ascii=False))
            else:
                about = (article.id, article.title, article.source)
                print("  ".join((article.published or "no date   ", *filter(None, map(one_line, about)))))
    return 0


def show(given: argparse.Namespace, folder: Path) -> int:
    """Print an article's text, or all that is known of it."""
    with _open(given, folder) as assistant:
        article = assistant.index.article(given.id)
        print(
            json.dumps({**article_to_dict(article), "text": article.text}, ensure_ascii=False)
            if given.json
            else plain(article.text)
        )
    return 0


def remove(given: argparse.Namespace, folder: Path) -> int:
    """Remove articles."""
    with _open(given, folder) as assistant:
        print(f"{len(assistant.index.remove(given.ids))} removed")
    return 0


def verify(given: argparse.Namespace, folder: Path) -> int:
    """Check exported answers again; 1 if any quote is not what stands in the index."""
    with _open(given, folder) as assistant:
        answers, wrong = 0, 0
        for place, exported in batch.exported(Path(given.file)):
            answers += 1
            for problem in check(exported, assistant.index):
                wrong += 1
                print(one_line(f"{place}: {problem}"))
        print(f"{answers} answers checked, {wrong} problems")
    return 1 if wrong else 0


def evaluate(given: argparse.Namespace, folder: Path) -> int:
    """Measure search and answers on a file of questions."""
    from qa import evaluate as measuring

    with _open(given, folder) as assistant:
        figures = measuring.evaluate(assistant, Path(given.file), limit=given.limit, given=given.given)
    print(json.dumps(figures) if given.json else measuring.table(figures))
    return 0


def serve(given: argparse.Namespace, folder: Path) -> int:
    """Open the chat page and serve it until interrupted."""
    name, _, password = (given.auth or "").partition(":")
    if given.auth is not None and not (name and password):
        raise InputRefused("--auth is not NAME:PASSWORD; give both, with a colon between")
    from qa.app import serve as open_page

    with _open(given, folder, create=True) as assistant:
        open_page(
            assistant,
            host=given.host,
            port=given.port,
            open_browser=given.open,
            allow_private=given.allow_private,
            auth=(name, password) if given.auth else None,
            mcp=given.mcp,
            folder=given.folder,
            ready=lambda address: print(_where(address, mcp=given.mcp), flush=True),
        )
    return 0


def _where(address: str, *, mcp: bool) -> str:
    tools = f"\nMCP is at {address.rstrip('/')}/gradio_api/mcp/" if mcp else ""
    return f"Cuttings is at {address} (stop with Ctrl-C){tools}"


def rebuild(given: argparse.Namespace, folder: Path) -> int:
    """Make the vector index anew."""
    with _open(given, folder) as assistant:
        print(f"{assistant.index.rebuild(embed=given.embed)} passages in the new vector index")
    return 0


def doctor(given: argparse.Namespace, folder: Path) -> int:
    """Print the health of index, models and packages; 1 if anything is wrong."""
    from qa.doctor import examine

    wrong = 0
    for name, state in examine(folder, chroma=given.chroma):
        good = state.startswith("ok")
        wrong += not good
        print(f"{'ok   ' if good else 'WRONG'}  {one_line(name)}: {hint(state, given)}")
    return 1 if wrong else 0
