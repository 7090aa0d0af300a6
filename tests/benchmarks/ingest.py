"""Measure adding: articles a second and peak memory, beside a plain LlamaIndex pipeline with the same weights.

    python tests/benchmarks/ingest.py CORPUS.jsonl[.gz] --articles 500

Each runs in a process of its own, one after the other, on the same articles. The pipeline is what LlamaIndex's own
guides show: SentenceSplitter with chunks of 256 tokens, HuggingFaceEmbedding, ChromaVectorStore, otherwise defaults.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READY = "ready to add"


def records(file: Path, count: int) -> list[dict[str, str]]:
    opener = gzip.open if file.suffix == ".gz" else open
    with opener(file, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in itertools.islice(lines, count)]


def ours(file: Path, folder: Path) -> int:
    from index import ArticleIndex

    with ArticleIndex.open(folder) as index:
        _ = index.embedder  # loading the models is not part of the pace, on either side
        begun = time.perf_counter()
        report = index.add([str(file)])
        say(begun, len(report.added), index.counts()[1])
    return 0


def llama_index(file: Path, folder: Path) -> int:
    import chromadb
    from llama_index.core import Document, StorageContext, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from index.embed import packaged_model

    embedding = HuggingFaceEmbedding(str(packaged_model()))
    collection = chromadb.PersistentClient(str(folder)).get_or_create_collection("articles")
    storage = StorageContext.from_defaults(vector_store=ChromaVectorStore(chroma_collection=collection))
    rows = records(file, 10**9)
    begun = time.perf_counter()
    documents = [Document(text=row["text"], metadata={"title": row["title"]}, id_=row["id"]) for row in rows]
    splitter = SentenceSplitter(chunk_size=256)
    VectorStoreIndex.from_documents(
        documents, storage_context=storage, embed_model=embedding, transformations=[splitter]
    )
    say(begun, len(rows), collection.count())
    return 0


def say(begun: float, articles: int, passages: int) -> None:
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    row = {"articles": articles, "passages": passages, "seconds": round(seconds, 1)}
    print(json.dumps({**row, "articles_a_second": round(articles / seconds, 2), "peak_mb": round(memory)}))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--articles", type=int, default=500)
    parser.add_argument("--only", choices=("ours", "llama_index"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        return (ours if given.only == "ours" else llama_index)(given.corpus, given.folder)
    with tempfile.TemporaryDirectory() as place:
        part = Path(place) / "articles.jsonl"
        with part.open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in records(given.corpus, given.articles))
        figures = {}
        for name in ("ours", "llama_index"):
            command = [sys.executable, __file__, str(part), "--only", name, "--folder", str(Path(place) / name)]
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            figures[name] = json.loads(done.stdout.splitlines()[-1])
            print(name, done.stdout.splitlines()[-1], flush=True)
        ratio = figures["ours"]["articles_a_second"] / figures["llama_index"]["articles_a_second"]
        print(f"ours is {ratio:.1f} times as fast")
    return 0


if __name__ == "__main__":
    sys.exit(main())
