"""Measure questions of yes or no: are they answered by their own paragraph, and declined where it is withheld?

    python tests/benchmarks/yes_no.py DATA

DATA is the folder that the reader is trained from; asked are the questions of yes or no on the articles that the training
keeps aside, over all their paragraphs and then over all but the question's own.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from index.types import Article, Filters
from qa import Assistant
from qa.questions import is_yes_no
from qa.reader.training.data import QuestionSet, question_files


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    given = parser.parse_args()
    questions = QuestionSet(question_files(given.data))
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
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
