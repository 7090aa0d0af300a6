"""What every test stands on: folders of its own, no network, and an index without a model."""

from __future__ import annotations

import os
import signal
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import hypothesis
import pytest
from hypothesis.configuration import set_hypothesis_home_dir

from index import ArticleIndex
from index.testing import HashEmbedder

# The same examples each time: a failure that somebody else meets can be met again.
hypothesis.settings.register_profile("cuttings", deadline=None, derandomize=True, database=None)
hypothesis.settings.register_profile("deep", deadline=None, max_examples=3_000, database=None)  # other ones each time
hypothesis.settings.load_profile("cuttings")
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "cuttings-hypothesis")


# Started in the background, as runners do, a process ignores Ctrl-C and so do its children: those tests need it heard.
signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Keep one model cache for the whole run, so that the embedder is exported once; $CUTTINGS_CACHE if it is set."""
    given = os.environ.get("CUTTINGS_CACHE")
    folder = Path(given) if given else tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUTTINGS_CACHE", str(folder))
        for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
            patch.setenv(name, "1")
        yield folder


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path) -> Iterator[None]:
    """Move every folder that Cuttings might write to into the test's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CUTTINGS_INDEX", str(tmp_path / "default-index"))
        patch.delenv("CUTTINGS_EMBEDDER", raising=False)
        for name, folder in (
            ("HOME", "home"),
            ("XDG_DATA_HOME", "home/data"),
            ("XDG_CACHE_HOME", "home/cache"),
            ("XDG_CONFIG_HOME", "home/config"),
        ):
            patch.setenv(name, str(tmp_path / folder))
        yield


@pytest.fixture
def index(tmp_path: Path) -> Iterator[ArticleIndex]:
    """An empty index whose embedder needs no model."""
    with ArticleIndex.open(tmp_path / "index", embedder=HashEmbedder()) as opened:
        yield opened


@pytest.fixture
def library(tmp_path: Path) -> Callable[[str, str], Path]:
    """Write a text file into the folder of articles and return its path; the folder is its parent."""
    folder = tmp_path / "articles"
    folder.mkdir()

    def write(name: str, text: str) -> Path:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
        return path

    return write
