"""Compose items from candidates: choose quotes, number them, make the answer's words fit to be shown."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from index.errors import InputRefused
from index.types import Article, Hit, Span
from qa.amounts import DAYS
from qa.candidates import Candidate
from qa.names import names_in, same, words_of
from qa.quotes import make_quote, touches_boilerplate
from qa.types import FoundSpan, Item, Quote, Reading

_LEANS = re.compile(
    r"^[\"'“‘]?(?:he|she|it|they|him|her|his|its|their|them|this|that|these|those|the (?:latter|former|move|man|woman|"
    r"pair|two|three|company|group|decision|law|bill|ruling)|but|and|so)\b",
    re.IGNORECASE,
)
# "In 2016 they called it off", but not "In 2016 Berg said that they ...".
_OPENING = re.compile(
    r"^(?:in|on|at|by|after|before|since|during|for|from|then|later|soon|now|there|yesterday|today|when|while|as|if)\b"
    r"(?P<front>[^.;:]{0,60}?),?\s(?:he|she|they|(?<!\bas\s)(?<!\bif\s)(?<!\bwhen\s)it)\b",
    re.IGNORECASE,
)
BACK = 2
"""Sentences at most that come along before one that leans on them."""
_STRAY = re.compile(r"^(?:[\s,;:]|[–—-](?!\d))+|[\s,;:–—-]+$")

Articles = Callable[[str], Article]
"""What gives an article with its text by id; refused where it is gone."""

SECOND = 0.35
"""How near the chance of a second quote must come to the surest one's. Of 218 second quotes on the news 19 were below, and 13 of
these said something else of the same name."""
BRIEF = 5
"""Words under which a sentence cannot be understood alone, and is no second quote."""
FULLER = 0.5
"""How near a fuller name's chance must come to the surest form's to be shown in its place."""


def compose(chosen: Sequence[tuple[Candidate, float]], article: Articles) -> tuple[list[Item], list[Quote]]:
    """Make items with their quotes: one of the best passage, a second of another article where there is one.

    Where the words are those of another sentence, as it has the name more fully, the surest sentence comes second.

    Args:
        chosen: candidates with their chances, best first.
        article: gives an article with its text by id.

    Returns:
        Items, best first, and quotes numbered from 1 in the order of their first mark.
    """
    quotes: list[Quote] = []
    items: list[Item] = []
    for candidate, chance in chosen:
        numbers: list[int] = []
        articles: set[str] = set()
        answer = ""
        surest = max(candidate.found, key=lambda pair: pair[0].score)
        for span, reading in _fullest_first(candidate.found):
            home = reading.hit.passage.article_id
            if (home in articles and span is not surest[0]) or len(numbers) == 2:
                continue
            whole = source_of(reading.hit, article)
            words = _closed(reading.hit, (span.start, span.end))
            place = quotable(whole, reading.hit.passage.sentences, words) if whole else None
            if whole is None or place is None:
                continue
            if numbers and (span.score < SECOND * surest[0].score or len(words_of(whole.text[slice(*place)])) < BRIEF):
                continue  # "Ghana", or a sentence that has the name and says something else of it
            articles.add(home)
            number = _number(quotes, whole, place, words)
            numbers += [number] if number not in numbers else []
            answer = answer or tidy(reading.hit.words(words))
        if numbers:
            items.append(Item(text=answer, answer=answer, quotes=tuple(numbers), score=chance))
    return items, quotes


def _closed(hit: Hit, words: Span) -> Span:
    """Return where words stand with the mark that closes what they open, where it comes next: a “sister nation”."""
    text, longer = hit.words(words), (words[0], words[1] + 1)
    if not any(low <= words[0] and longer[1] <= high for low, high in hit.passage.sentences):
        return words
    behind = hit.words(longer)[len(text) :]
    opened = any(right == behind and text.count(left) > text.count(right) for left, right in ("“”", "()", "‘’"))
    return longer if opened or (behind == '"' and text.count('"') % 2) else words


def _fullest_first(found: Sequence[tuple[FoundSpan, Reading]]) -> list[tuple[FoundSpan, Reading]]:
    """Return the spans best first, but one that names the same more fully ("Chloe Kelly" for "Kelly") at the front."""
    ordered = sorted(found, key=lambda pair: -pair[0].score)
    texts = [reading.hit.words((span.start, span.end)) for span, reading in ordered]
    first = 0
    for i, (span, _) in enumerate(ordered):
        fuller = len(words_of(texts[i])) > len(words_of(texts[first])) and same(texts[i], texts[first])
        if fuller and span.score >= FULLER * ordered[0][0].score:
            first = i
    return [ordered.pop(first), *ordered]


def source_of(hit: Hit, article: Articles) -> Article | None:
    """Return a hit's article; None where another process removed or changed it since it was found.

    Without this, offsets of the older version would cut any words out of the newer one.
    """
    try:
        whole = article(hit.passage.article_id)
    except InputRefused:
        return None
    return whole if whole.text[hit.passage.start : hit.passage.end] == hit.text else None


def quotable(article: Article, sentences: Sequence[Span], answer: Span) -> Span | None:
    """Return the sentence or sentences around an answer that can be understood alone.

    Where the sentence leans on the one before ("He said ...", "In May they ..."), that one comes along, and again.
    """
    touched = [i for i, (low, high) in enumerate(sentences) if low < answer[1] and answer[0] < high]
    if not touched:
        return None
    first, last = touched[0], touched[-1]
    start, end = sentences[first][0], sentences[last][1]
    if not (start <= answer[0] and answer[1] <= end) or not _whole(article, sentences, first, last):
        return None
    for before in range(first - 1, max(-1, first - 1 - BACK), -1):
        if not leans(article.text[start:end]) or not _whole(article, sentences, before, last):
            break
        start = sentences[before][0]
    return start, end


def leans(text: str) -> bool:
    """Tell whether a text cannot be understood alone.

    It begins with a pronoun or such words as "but" and "the company", has a pronoun before it names anybody, or is under five words.
    """
    opening = _OPENING.match(text)
    named = opening and not DAYS.issuperset(w for n in names_in(opening["front"], first_too=True) for w in words_of(n))
    return bool(_LEANS.match(text) or (opening and not named)) or len(words_of(text)) < BRIEF


def tidy(answer: str) -> str:
    """Return an answer's words on one line, without stray marks at its ends."""
    text = _STRAY.sub("", " ".join(answer.split()))
    for left, right in ("“”", '""', "()", "‘’"):
        if text.startswith(left) and text.endswith(right) and left not in text[1:-1]:
            text = text[1:-1].rstrip(",;")  # “Dune,” as American papers set it
        elif text.count(left) != text.count(right) or (left == right and text.count(left) % 2):
            text = text.strip(left + right)
    return text.strip() or " ".join(answer.split())


def _whole(article: Article, sentences: Sequence[Span], first: int, last: int) -> bool:
    """Tell whether nothing but white space lies between the sentences, and no boilerplate: so they can be one quote."""
    pairs = zip(sentences[first:last], sentences[first + 1 : last + 1], strict=True)
    if any(article.text[a[1] : b[0]].strip() for a, b in pairs):
        return False
    return not touches_boilerplate(article, (sentences[first][0], sentences[last][1]))


def _number(quotes: list[Quote], article: Article, place: Span, answer: Span) -> int:
    """Return the number of this quote, making it unless it is there; the same words are shown once."""
    for at, quote in enumerate(quotes):
        if (quote.article_id, quote.start, quote.end) == (article.id, *place):
            low, high = quote.answer_start, quote.answer_end
            if low is not None and high is not None:  # two answers in one sentence: the stretch from one to the other
                both = min(low, answer[0]), max(high, answer[1])
                quotes[at] = make_quote(article, place, number=quote.number, answer=both)
            return quote.number
    whole = place == answer
    quotes.append(make_quote(article, place, number=len(quotes) + 1, answer=None if whole else answer))
    return len(quotes)
