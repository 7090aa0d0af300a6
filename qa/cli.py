"""The command line: a verb for each call of the library. It knows the default paths."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

from index.errors import CuttingsError

DEMO = "Who supported Guaidó?"


class _Version(argparse.Action):
    """Print the version of the package, looked up only when it is asked for."""

    def __init__(self, option_strings: Sequence[str], dest: str, **more: Any) -> None:
        super().__init__(option_strings, dest, nargs=0, **more)

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from importlib.metadata import version

        print(f"cuttings {version('cuttings')}")
        parser.exit()


def default_folder() -> Path:
    """Return $CUTTINGS_INDEX or the platform's user data folder."""
    given = os.environ.get("CUTTINGS_INDEX")
    if given:
        return Path(given)
    import platformdirs

    return Path(platformdirs.user_data_dir("cuttings", appauthor=False)) / "library"


def build_parser() -> argparse.ArgumentParser:
    """Return the parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="cuttings", description="Answers over your own articles, made only of quotes that can be checked."
    )
    parser.add_argument("--version", action=_Version, help="print the version and exit")
    verbs = parser.add_subparsers(dest="verb", metavar="COMMAND", required=True)

    def verb(name: str, about: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, help=about, description=about)
        sub.add_argument("--index", metavar="DIR", help="the index folder (default: $CUTTINGS_INDEX or your user data)")
        sub.add_argument("--chroma", metavar="URL", help="keep the vectors on this Chroma server, http://HOST:PORT")
        sub.set_defaults(parser=sub)
        return sub

    def careful(sub: argparse.ArgumentParser) -> None:
        levels = ("low", "normal", "high")
        sub.add_argument(
            "--caution", choices=levels, default="normal", help="how sure an answer must be (default normal)"
        )

    def asking(sub: argparse.ArgumentParser) -> None:
        sub.add_argument("question", nargs="*", metavar="QUESTION", help="in quotation marks, or its words as they are")
        sub.add_argument(
            "--batch", metavar="FILE.jsonl", help="one question a line: id, question, asked, articles, turns"
        )
        sub.add_argument("--json", action="store_true", help="print JSON, one object a line")
        sub.add_argument("--source", help="only articles of this source")
        sub.add_argument("--after", metavar="DATE", help="only articles of this day or later, YYYY-MM-DD")
        sub.add_argument("--before", metavar="DATE", help="only articles of this day or earlier")
        sub.add_argument("--asked", metavar="DATE", help='the day of asking, so that "this week" is that week')
        sub.add_argument("--reader", choices=("trained", "sentences"), default="trained", help=argparse.SUPPRESS)

    demo = verb("demo", "index the articles that ship with Cuttings and answer a question on them")
    demo.add_argument("question", nargs="*", default=[DEMO], metavar="QUESTION", help=f'(default: "{DEMO}")')
    add = verb("add", "add files, folders or addresses; what is unchanged is skipped")
    add.add_argument("given", nargs="+", metavar="PATH|URL")
    add.add_argument("--sync", action="store_true", help="also remove what is gone from the given folders")
    add.add_argument("--allow-private", action="store_true", help="let addresses of private networks be read")
    add.add_argument("--json", action="store_true", help="print the report as JSON")
    ask = verb("ask", "answer a question with quotes")
    asking(ask)
    careful(ask)
    search = verb("search", "list the passages nearest to a question")
    asking(search)
    search.add_argument("--limit", type=_count, default=10, metavar="N", help="how many passages (default 10)")
    search.add_argument("--fast", action="store_true", help="without the reader")
    verb("articles", "list the articles").add_argument("--json", action="store_true", help="one JSON object a line")
    show = verb("show", "print an article")
    show.add_argument("id", metavar="ID")
    show.add_argument("--json", action="store_true", help="print JSON: the text and all that is known of it")
    verb("remove", "remove articles and all that was made of them").add_argument("ids", nargs="+", metavar="ID")
    verify = verb("verify", "check exported answers against the index again")
    verify.add_argument("file", metavar="FILE.json")
    evaluate = verb("evaluate", "measure search and answers on a file of questions")
    evaluate.add_argument("file", metavar="QUESTIONS.jsonl")
    evaluate.add_argument("--json", action="store_true", help="print the figures as JSON")
    evaluate.add_argument("--limit", type=_count, metavar="N", help="only the first N questions")
    evaluate.add_argument(
        "--given", action="store_true", help="read only the article that each question was written on"
    )
    careful(evaluate)
    evaluate.add_argument("--reader", choices=("trained", "sentences"), default="trained", help=argparse.SUPPRESS)
    serve = verb("serve", "open the chat page")
    serve.add_argument(
        "--host", default=os.environ.get("GRADIO_SERVER_NAME", "127.0.0.1"), help="listen here (default 127.0.0.1)"
    )
    serve.add_argument(
        "--port",
        type=_port,
        default=os.environ.get("GRADIO_SERVER_PORT", "7860"),
        help="(default 7860; 0: any free one)",
    )
    serve.add_argument("--auth", metavar="NAME:PASSWORD", help="ask visitors for these, as on another host than this")
    serve.add_argument("--open", action="store_true", help="open it in the browser")
    serve.add_argument("--allow-private", action="store_true", help="let addresses of private networks be added")
    serve.add_argument(
        "--folder", metavar="PATH", help="let visitors bring this folder in as it stands, nothing outside it"
    )
    serve.add_argument("--mcp", action="store_true", help="offer ask, search, articles and add over MCP as well")
    rebuild = verb("rebuild", "make the vector index anew from the stored articles")
    rebuild.add_argument("--embed", action="store_true", help="embed every passage anew as well")
    verb("doctor", "check index, models and packages; says how to mend what is wrong")
    return parser


def _number(given: str, *, name: str, least: int, most: int) -> int:
    if not (given.isascii() and given.isdigit() and len(given) <= len(str(most)) and least <= int(given) <= most):
        raise argparse.ArgumentTypeError(f"{given!r} is no {name}; give {least} to {most}")
    return int(given)


_port = partial(_number, name="port", least=0, most=65_535)  # 0 stands for any that is free
_count = partial(_number, name="count", least=1, most=999_999_999)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; return 0, 1 for an error of the user's world, 2 for misuse."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    parser = build_parser()
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        given.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    if given.verb in ("ask", "search") and bool(given.question) == (given.batch is not None):
        given.parser.error(f"{given.verb} takes a QUESTION or --batch FILE.jsonl")
    if "question" in given:
        given.question = " ".join(given.question)
    if given.index == "":
        given.parser.error("--index is empty; name a folder, or leave it out for the default")
    try:
        from qa import commands

        folder = Path(given.index) if given.index else default_folder()
        status = commands.run(given, folder)
        if sys.stdout is not None:  # ">&-"
            sys.stdout.flush()
        return status
    except CuttingsError as error:
        print(f"cuttings: {commands.hint(' '.join(str(error).split()), given)}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        kept = "; what was added is kept, the same command goes on from there" if given.verb == "add" else ""
        print(f"cuttings: interrupted{kept}", file=sys.stderr)
        return 130
    except OSError as error:
        # Python would report what it cannot write once more at its exit.
        if sys.stdout is not None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):  # whoever read our output has closed it ("| head"): no error
            return 0
        named = f" {error.filename!r}" if error.filename else " the output"
        print(
            f"cuttings: cannot read or write{named}: {error.strerror or error}; mend that, then again", file=sys.stderr
        )
        return 1


if __name__ == "__main__":
    sys.exit(main())
