"""Find passages: by words in the store, by meaning among the vectors, the two blended and made into hits."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from index import search
from index.nearest import Nearest
from index.store import Store, Vectors
from index.types import Filters, Hit

DEPTH = 200
"""How many passages each part of search brings to the blend, or as many as are asked for."""
SPARE = 8
"""How many more than were asked for are looked at: one with words to the letter may rise, one be gone meanwhile."""


class Finding:
    """Find the passages of one index."""

    def __init__(self, store: Store, nearest: Nearest, *, weights: search.Weights | None = None) -> None:
        self._store = store
        self._nearest = nearest
        self.weights = weights or search.Weights()

    def find(
        self,
        question: str,
        vector: Vectors,
        *,
        limit: int,
        filters: Filters,
        asked: str | None,
        counts: tuple[int, int],
    ) -> list[Hit]:
        """Return the passages nearest to a question and its vector, best first.

        Args:
            question: what is asked, cleaned.
            vector: the question's embedding, of length one.
            limit: how many passages at most.
            filters: limits of source, date and articles.
            asked: the day of asking, an ISO date: articles published around it are preferred.
            counts: how many articles and passages there are.
        """
        depth = max(DEPTH, limit)
        by_meaning = self.by_meaning(vector, filters, depth)
        # Where nothing scores, what is least far away is still what came nearest.
        weights = self.weights.suited(*counts)
        ranked = search.blend(self.by_words(question, filters, depth), by_meaning, weights) or by_meaning
        fresh: dict[int, float] | None = None
        if asked is not None:
            dates = self._store.dates([number for number, _ in ranked])
            fresh = {n: search.recency(day, asked) for n, day in dates.items()}
            ranked = search.lift(ranked, {n: self.weights.recent * value for n, value in fresh.items()})
        return self.hits(question, vector, ranked, limit, fresh)

    def by_words(self, question: str, filters: Filters, depth: int = DEPTH) -> list[tuple[int, float]]:
        """Return (passage number, BM25 score) of the passages that hold words of the question, best first."""
        query = search.match_query(question)
        if not query:
            return []
        return self._store.match(query, limit=depth, filters=filters, title_weight=self.weights.title)

    def by_meaning(self, vector: Vectors, filters: Filters, depth: int = DEPTH) -> list[tuple[int, float]]:
        """Return (passage number, cosine) of the passages nearest to the question's vector, best first."""
        return self._nearest.query(vector, depth, filters)

    def hits(
        self,
        question: str,
        vector: Vectors,
        ranked: search.Ranking,
        limit: int,
        fresh: Mapping[int, float] | None = None,
    ) -> list[Hit]:
        """Return the first passages of a ranking as hits; those with the question's words to the letter come first.

        Args:
            question: what is asked, cleaned.
            vector: the question's embedding, of length one.
            ranked: (passage number, score), best first.
            limit: how many hits at most.
            fresh: how near passages were published to the day of asking, by number; None where no day was given.
        """
        found = self._store.passages([n for n, _ in ranked[: limit + SPARE]])
        step = self.weights.exact
        exact = {n: step * search.exactness(question, article.text) for n, (_, article) in found.items()}
        first = search.lift([hit for hit in ranked if hit[0] in found], exact)[:limit]
        if not first:
            return []
        numbers, vectors = self._store.vectors(among=np.array(sorted(n for n, _ in first), dtype=np.int64))
        cosines = (vectors @ vector).tolist() if len(numbers) else []  # all of them may have been removed meanwhile
        similar = dict(zip(numbers.tolist(), cosines, strict=True))
        hits = []
        for number, score in first:
            passage, a = found[number]
            about = (a.title, a.source, a.author, a.published, a.url, a.path)
            near = None if fresh is None else fresh.get(number, 0.0)  # undated articles are near to no day
            hits.append(
                Hit(passage, a.text, score, *about, similarity=similar.get(number), fresh=near, among=len(first))
            )
        return hits
