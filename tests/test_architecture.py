"""The shape of the code: who may import whom, one file a vendor, what importing costs, and the public names."""

from __future__ import annotations

import ast
import importlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(importlib.import_module("index").__file__ or "").parent.parent
PACKAGES = ("index", "prompts", "qa")
MODULES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in MODULES]

VENDORS = {
    "chromadb": ("index/vectors.py",),
    "gradio": ("qa/app.py", "qa/page/"),
    "llama_index": ("qa/engine.py", "qa/llm.py"),
    "onnxruntime": ("index/onnx.py", "qa/reader/training/"),
    "torch": ("index/export.py", "qa/reader/training/"),
    "sentence_transformers": ("index/export.py", "qa/reader/training/"),
    "transformers": ("qa/reader/training/",),
    "onnx": ("qa/reader/training/",),
    "trafilatura": ("index/",),
    "pypdf": ("index/",),
    "docx": ("index/",),
    "httpx": ("index/",),
    "filelock": ("index/writing.py",),
    "markdown_it": ("index/markdown.py",),
    "spellchecker": ("qa/respelling.py",),
}
"""Who may import what."""

HEAVY = ("torch", "transformers", "sentence_transformers", "gradio", "chromadb", "llama_index", "onnxruntime", "numpy")


def imported(path: Path) -> Iterator[str]:
    """Yield the full name of everything that a module imports, wherever in it."""
    package = path.relative_to(ROOT).parent.parts
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in list(ast.walk(tree)):  # what only type checkers read is never imported
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING":
            node.body = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = (
                ".".join((*package[: len(package) - node.level + 1], node.module or "")) if node.level else node.module
            )
            yield base or ""
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            yield from (str(given.value) for given in node.args[:1] if isinstance(given, ast.Constant))


def test_the_modules_are_all_here() -> None:
    assert len(MODULES) > 30
    assert {"index/library.py", "qa/assistant.py", "prompts/__init__.py"} <= set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_imports_go_one_way(name: str) -> None:
    ours = {module.split(".")[0] for module in imported(ROOT / name)} & {*PACKAGES, "tests"}
    allowed = {"index": {"index"}, "prompts": {"prompts"}, "qa": set(PACKAGES)}[name.split("/")[0]]
    assert ours <= allowed


@pytest.mark.parametrize("name", NAMES)
def test_a_vendor_is_known_where_it_may_be_only(name: str) -> None:
    used = {module.split(".")[0] for module in imported(ROOT / name)}
    assert not [v for v, places in VENDORS.items() if v in used and not name.startswith(places)]


@pytest.mark.parametrize(
    "vendor", ["chromadb", "gradio", "llama_index", "onnxruntime", "torch", "sentence_transformers"]
)
def test_the_border_of_each_vendor_is_really_there(vendor: str) -> None:
    assert [n for n in NAMES if vendor in {m.split(".")[0] for m in imported(ROOT / n)}]


@pytest.mark.parametrize("name", NAMES)
def test_types_and_errors_import_no_vendor(name: str) -> None:
    if name.rsplit("/", 1)[-1] in ("types.py", "errors.py"):
        used = {module.split(".")[0] for module in imported(ROOT / name)}
        assert used <= {*sys.stdlib_module_names, *PACKAGES}


@pytest.mark.parametrize("name", NAMES)
def test_modules_are_short_and_named_for_what_they_do(name: str) -> None:
    lines = len((ROOT / name).read_text(encoding="utf-8").splitlines())
    assert lines <= 250, f"{name} has {lines} lines"
    assert Path(name).stem not in ("utils", "util", "helpers", "common", "misc")


@pytest.mark.parametrize(
    "command",
    [
        ["-c", "import index, sys"],
        ["-c", "import qa, sys"],
        ["-c", "import prompts, sys"],
        ["-m", "qa.cli", "--help"],
        ["-m", "qa", "--help"],
    ],
    ids=" ".join,
)
def test_starting_loads_nothing_heavy(command: list[str]) -> None:
    run = ["-X", "importtime", *command]
    done = subprocess.run([sys.executable, *run], cwd=ROOT, capture_output=True, text=True, check=True)
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines() if line.startswith("import time:")}
    assert "index.errors" in loaded or command[-1].startswith("import prompts")
    assert sorted(loaded & set(HEAVY)) == []
    assert sorted(m for m in loaded if m.split(".")[0] in HEAVY) == []


PUBLIC = {
    "index": {"Article", "ArticleIndex", "CuttingsError", "Embedder", "Filters", "Hit", "Passage", "Report"},
    "qa": {"Answer", "Assistant", "Config", "Item", "Quote", "Turn"},
}


@pytest.mark.parametrize("package", PUBLIC)
def test_public_names_change_only_on_purpose(package: str) -> None:
    module = importlib.import_module(package)
    assert set(module.__all__) == PUBLIC[package]
    assert list(module.__all__) == sorted(module.__all__)
    for name in module.__all__:
        assert getattr(module, name).__doc__
        assert getattr(module, name).__module__.split(".")[0] == package
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = module.no_such_name


def test_every_error_has_one_root_and_says_what_it_is() -> None:
    from index.errors import CuttingsError

    for package in ("index.errors", "qa.errors"):
        module = importlib.import_module(package)
        own = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, BaseException)]
        assert own
        for error in own:
            assert issubclass(error, CuttingsError)
            assert error.__doc__


@pytest.mark.parametrize("package", PACKAGES)
def test_packages_say_that_they_are_typed(package: str) -> None:
    assert (ROOT / package / "py.typed").is_file()
