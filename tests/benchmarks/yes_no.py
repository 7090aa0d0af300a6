"""Measure questions of yes or no: are they answered by the sentence that bears on them, and declined where none does?

    python tests/benchmarks/yes_no.py [DATA]

Asked are the questions of tests/benchmarks/yes_no/ over its twelve invented articles, made for this by somebody who had not seen the
code: `same` have a sentence with largely their own words, `other` one that says it in other words, `silent` none. With DATA, the
folder that the reader is trained from, also those on the articles that the training keeps aside, over all their paragraphs and then
over all but the question's own.
"""

from __future__ import annotations

import argparse
import csv
import tempfile
from collections import Counter
from pathlib import Path

from index.types import Article, Filters
from qa import Assistant
from qa.questions import is_yes_no
from qa.reader.training.data import QuestionSet, question_files

FOLDER = Path(__file__).parent / "yes_no"


def of_invented_articles() -> None:
    """Ask what ships beside this file; print how many of each kind are answered, and by the right sentence."""
    with (FOLDER / "questions.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    counts: Counter[tuple[str, str]] = Counter()
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        assistant.add(sorted(str(file) for file in FOLDER.glob("*.txt")))
        for row in rows:
            kind, sentence, answer = row["kind"], row["sentence"], assistant.ask(row["question"])
            counts[kind, "questions"] += 1
            counts[kind, "answered"] += answer.answered
            right = [sentence != "" and (q.text in sentence or sentence in q.text) for q in answer.quotes]
            counts[kind, "the sentence quoted"] += any(right)
            counts[kind, "first"] += bool(right) and right[answer.items[0].quotes[0] - 1]
    for kind in dict.fromkeys(row["kind"] for row in rows):
        print(f"{kind}: " + ", ".join(f"{count} {name}" for (of, name), count in counts.items() if of == kind))


def of_kept_aside(data: Path) -> None:
    """Ask the questions of yes or no that the training keeps aside; print the shares answered and declined."""
    questions = QuestionSet(question_files(data))
    places = sorted({question.paragraph for question in questions.aside})
    asked = [question for question in questions.aside if is_yes_no(question.text)]
    answered = own = holds = declined = 0
    with tempfile.TemporaryDirectory() as folder, Assistant.open(folder) as assistant:
        assistant.add([Article(str(p), questions.paragraphs[p], questions.titles[p]) for p in places])
        for question in asked:
            answer = assistant.ask(question.text)
            answered += answer.answered
            if answer.answered:
                quote = answer.quotes[answer.items[0].quotes[0] - 1]
                start, _ = question.answers[0]
                own += quote.article_id == str(question.paragraph)
                holds += quote.article_id == str(question.paragraph) and quote.start <= start < quote.end
            others = tuple(str(p) for p in places if p != question.paragraph)
            declined += not assistant.ask(question.text, filters=Filters(articles=others)).answered
    many = len(asked)
    print(f"{many} questions of yes or no over {len(places):,} paragraphs")
    shares = {
        "answered": answered,
        "by a quote of their own paragraph first": own,
        "by the sentence with the answer first": holds,
        "declined where their own paragraph is withheld": declined,
    }
    for name, count in shares.items():
        print(f"{name}: {count / many:.1%}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path, nargs="?")
    given = parser.parse_args()
    of_invented_articles()
    if given.data:
        of_kept_aside(given.data)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
