"""Make example questions of the articles that are there: names that recur in them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice

from index.library import ArticleIndex
from index.types import Article

LOOKED_AT = 40
_EACH = 6_000
# Two or three capitalised words in the middle of a sentence: at its beginning any word has a capital.
_WORD = r"[^\W\d_a-zà-ÿ][\w’'-]*[a-zà-ÿ]"
_NAME = re.compile(rf"(?<=[a-zà-ÿ,] )({_WORD}(?: {_WORD}){{1,2}})(?![\w’'])")
_CALENDAR = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|"
    r"Wednesday|Thursday|Friday|Saturday|Sunday)\b"
)


def examples(index: ArticleIndex, *, limit: int = 3) -> list[str]:
    """Return questions about the names that recur in the newest articles, or none where none does."""
    newest = (index.article(a.id) for a in islice(index.articles(), LOOKED_AT))
    return [f"What is said about {name}?" for name in recurring(newest)[:limit]]


def recurring(articles: Iterable[Article]) -> list[str]:
    """Return names by how many articles and then how often they occur; such as occur once are left out."""
    times: Counter[str] = Counter()
    homes: Counter[str] = Counter()
    for article in articles:
        found = list(_names(article))
        times.update(found)
        homes.update(set(found))
    kept = [name for name in times if times[name] > 1]
    return sorted(kept, key=lambda name: (-homes[name], -times[name], name))


def _names(article: Article) -> Iterator[str]:
    text = article.text[:_EACH]
    for found in _NAME.finditer(text):
        inside = any(low < found.end() and found.start() < high for low, high in article.boilerplate)
        if not inside and not _CALENDAR.search(found.group(1)):
            yield found.group(1)
