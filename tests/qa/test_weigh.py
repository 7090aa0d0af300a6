"""The weights that turn evidence into chances, fitted on questions whose answers are known."""

from __future__ import annotations

import json
import math
import random
import shutil
from pathlib import Path

import pytest

from qa.assistant import Assistant
from qa.reader.chances import LIST, PASSAGE, SPAN, chance
from qa.reader.trained import FOLDER, TrainedReader
from qa.reader.training import weigh
from qa.reader.training.regression import fit

ANSWERED = {
    "What did the ferry Aurora cost?": ("48 million", "ferry-leaves", "The ferry cost 48 million crowns"),
    "Who won the chess open in Brno?": ("Zdeněk Dvořák", "chess-brno", "Zdeněk Dvořák won the chess open in Brno"),
    "Who came second in Brno?": ("Ilse Brandt", "chess-brno", "Ilse Brandt came second."),
    "Who leads the Tarn Institute?": ("Maren Lund", "glacier", "Maren Lund, who leads the institute"),
    "Who found a compass under the stage?": ("Edda Holm", "long-minutes", "Edda Holm found a brass compass"),
    "Which town joined the river pact last?": ("Eskeby", "river-pact", "Eskeby joined the river pact last."),
}
SILENT = (
    "Who painted the ceiling of the opera house?",
    "How many whales were counted off Greenland?",
    "When was the emperor of Ethiopia crowned?",
    "Which comet passed the moon last winter?",
    "Who invented the sewing machine?",
    "What is the capital of Mongolia?",
)


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    rows = [
        {"id": question, "question": question, "answers": [answer], "answerable": True,
         "type": "list" if question.startswith("Which") else "short",
         "context_id": article, "evidence": [{"article_id": article, "quote": quote}]}
        for question, (answer, article, quote) in ANSWERED.items()
    ] + [
        {"id": question, "question": question, "answers": [], "answerable": False, "context_id": "glacier",
         "evidence": []}
        for question in SILENT
    ]  # fmt: skip
    file = tmp_path / "questions.jsonl"
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def test_the_fit_finds_the_weights_that_made_the_truth() -> None:
    random_number = random.Random(3)
    rows = []
    for _ in range(4000):
        evidence = {"a": random_number.gauss(2, 3), "b": random_number.gauss(-1, 0.2), "noise": random_number.random()}
        right = random_number.random() < 1 / (1 + math.exp(-(0.8 * evidence["a"] - 4 * evidence["b"] - 5)))
        rows.append((evidence, right))
    weights = fit(rows, ("a", "b", "noise"))
    assert weights["a"] == pytest.approx(0.8, rel=0.15)
    assert weights["b"] == pytest.approx(-4, rel=0.25)
    assert abs(weights["noise"]) < 0.6
    said = sum(chance(weights, evidence) for evidence, _ in rows) / len(rows)
    assert said == pytest.approx(sum(right for _, right in rows) / len(rows), abs=0.01)


def test_evidence_that_never_varies_gets_no_weight() -> None:
    rows = [({"a": float(n), "same": 3.0}, n > 4) for n in range(10)]
    assert abs(fit(rows, ("a", "same"))["same"]) < 1e-3


def test_what_never_speaks_against_weighs_nothing_where_it_seems_to() -> None:
    chances = random.Random(5)
    rows = []
    for _ in range(2000):
        evidence = {"good": chances.gauss(0, 1), "seems": chances.gauss(0, 1), "bad": chances.gauss(0, 1)}
        value = evidence["good"] - evidence["seems"] - evidence["bad"]
        rows.append((evidence, chances.random() < 1 / (1 + math.exp(-value))))
    weights = fit(rows, ("good", "seems", "bad"), rising=("good", "seems"))
    assert weights["seems"] == 0
    assert weights["good"] > 0.5
    assert weights["bad"] < -0.5
    alone = fit(rows, ("good", "bad"))
    assert {**alone, "seems": 0.0} == weights


def test_bands_hold_every_chance_once() -> None:
    pairs = [(0.0, False), (0.19, True), (0.2, False), (0.999, True), (1.0, True)]
    bands = weigh.reliability(pairs)
    assert [(name, many) for name, many, _, _ in bands] == [("0.0 to 0.2", 2), ("0.2 to 0.4", 1), ("0.8 to 1.0", 2)]
    assert bands[0][2:] == (pytest.approx(0.095), pytest.approx(0.5))
    assert bands[-1][2:] == (pytest.approx(0.9995), pytest.approx(1.0))


def test_what_was_read_is_marked_right_where_it_holds_a_gold_answer(assistant: Assistant) -> None:
    reader = TrainedReader.load(FOLDER)
    row = {"question": "Who came second in Brno?", "answers": ["Ilse Brandt"], "answerable": True, "evidence": []}
    read = weigh.read(assistant, reader, row, passages=6)
    assert len(read.passages) == 6
    assert any(right for _, right in read.spans)
    assert not all(right for _, right in read.spans)
    assert {name for evidence, _ in read.spans for name in evidence} >= {*SPAN, *LIST}
    silent = weigh.read(assistant, reader, {**row, "answers": [], "answerable": False}, passages=6)
    assert not any(right for _, right in (*silent.passages, *silent.spans))


def test_weights_are_written_beside_a_model_that_goes_on_reading(
    assistant: Assistant,
    questions: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    model = tmp_path / "model"
    shutil.copytree(FOLDER, model)
    before = json.loads((model / "settings.json").read_text(encoding="utf-8"))
    monkeypatch.setattr("sys.argv", ["weigh", "--model", str(model), "--passages", "4",
                                     "--set", str(assistant.index.folder), str(questions),
                                     "--given", str(assistant.index.folder), str(questions)])  # fmt: skip
    weigh.main()
    after = json.loads((model / "settings.json").read_text(encoding="utf-8"))
    assert {**after, "calibration": 0, "threshold": 0} == {**before, "calibration": 0, "threshold": 0}
    for name, evidence in (("passage", PASSAGE), ("span", SPAN), ("list", LIST)):
        assert set(after["calibration"][name]) == {*evidence, "bias"}
    low, normal, high = (after["threshold"][name] for name in ("low", "normal", "high"))
    assert 0 < low <= normal <= high < 1
    said = capsys.readouterr().out
    assert said.count("12 questions") == 2
    assert "questions.jsonl, its article given area" in said
    assert "area" in said
    hits = assistant.index.search("Who came second in Brno?")
    assert TrainedReader.load(model).read("Who came second in Brno?", hits)[0].spans
