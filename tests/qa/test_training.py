"""A short training from data of our own, from one command to a model that the product loads and reads with."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import sys
from pathlib import Path

import pytest

from index.types import Hit, Passage
from qa.reader.trained import TrainedReader

TOWNS = [
    "Arlen",
    "Bexley",
    "Corvo",
    "Dunmar",
    "Estel",
    "Farrow",
    "Gilden",
    "Harrow",
    "Ilse",
    "Jorvik",
    "Kestrel",
    "Lorne",
]
TRADES = ["glass", "rope", "salt", "paper", "clocks", "boats", "cheese", "bells", "bricks", "candles", "wool", "ink"]


def squad(folder: Path) -> Path:
    """Write a small question file in SQuAD's format: twelve towns, three paragraphs each."""
    articles = []
    for number, town in enumerate(TOWNS):
        paragraphs = []
        for decade in range(3):
            trade, year = TRADES[(number + decade) % len(TRADES)], str(1820 + 13 * number + decade)
            context = f"{town} lies on a river. In {year} it began to sell {trade}. Its market opens on Fridays."
            qas = [
                {"question": f"What did {town} begin to sell?", "id": f"{number}-{decade}-a",
                 "answers": [{"text": trade, "answer_start": context.index(trade)}]},
                {"question": f"When did {town} begin to sell {trade}?", "id": f"{number}-{decade}-b",
                 "answers": [{"text": year, "answer_start": context.index(year)}]},
            ]  # fmt: skip
            paragraphs.append({"context": context, "qas": qas})
        articles.append({"title": f"{town}_(town)", "paragraphs": paragraphs})
    (folder / "squad_train").mkdir(parents=True)
    with gzip.open(folder / "squad_train/train-v1.1.json.gz", "wt", encoding="utf-8") as file:
        json.dump({"data": articles}, file)
    return folder


def people(folder: Path) -> None:
    """Write one of the people-made sets: a list, a long answer, a silence, many times over so that both halves have them."""
    (folder / "clapnq").mkdir()
    text = "The old mill was bought by two sisters. They sold flour and bread. Nobody wrote down when it burned."
    (folder / "clapnq/corpus.jsonl").write_text(json.dumps({"id": "mill", "title": "The mill", "text": text}) + "\n")
    rows = []
    for number in range(20):
        rows += [
            {"id": f"a{number}", "question": "what did they sell", "answers": ["flour", "bread"], "type": "list",
             "answerable": True, "context_id": "mill", "evidence": [{"quote": "They sold flour and bread."}]},
            {"id": f"u{number}", "question": "who built the mill", "answers": [], "type": "none",
             "answerable": False, "context_id": "mill", "evidence": []},
        ]  # fmt: skip
    (folder / "clapnq/questions.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Run the one command of the README's model card, for four steps."""
    data = squad(tmp_path_factory.mktemp("data"))
    people(data)
    out = tmp_path_factory.mktemp("model")
    command = [sys.executable, "-m", "qa.reader.training", "--data", str(data), "--out", str(out), "--steps", "4"]
    command += ["--minutes", "2", "--integers", "0", "--tokens", "512", "--measure", "4", "--calibrate", "6"]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    assert done.returncode == 0, done.stderr
    return out


def test_one_command_makes_a_model_that_the_product_reads_with(trained: Path) -> None:
    reader = TrainedReader.load(trained)
    text = "The baker came at six. He brought warm bread to the mill. Nobody was there."
    passage = Passage("a", 0, len(text), ((0, 22), (23, 57), (58, len(text))))
    (reading,) = reader.read("What did the baker bring?", [Hit(passage, text, 1.0, title="The mill")])
    assert 0.0 <= reading.answerable <= 1.0
    assert {reading.sentence_of(span) for span in reading.spans} == set(passage.sentences)
    for span in reading.spans:
        assert 0 <= span.start < span.end <= len(text)
        assert 0.0 <= span.score <= 1.0


def test_the_export_says_what_the_network_says(trained: Path, tmp_path: Path) -> None:
    import torch

    from index.embed import packaged_model
    from qa.reader.training.export import export_network
    from qa.reader.training.measure import exported
    from qa.reader.training.network import ReaderNetwork, collate, load_tokenizer

    network = ReaderNetwork.from_folder(packaged_model())
    network.load_state_dict(torch.load(trained / "reader.pt"))
    network.eval()
    tokenizer = load_tokenizer(packaged_model())
    pairs = [
        ("Who came?", "Mill. The baker came at six."),
        ("What burned?", "It burned in spring, and no one saw. " * 9),
    ]
    ids, mask, types, _ = collate([tokenizer.encode(*pair) for pair in pairs], [0, 0])
    export_network(network, tmp_path / "whole.onnx", quantize=False)
    theirs = exported(tmp_path / "whole.onnx")(ids, mask, types)
    with torch.no_grad():
        ours = network(ids, mask, types)
    for name, own, other in zip(("start", "end"), ours, theirs, strict=False):
        assert ((own - other) * mask).abs().max() < 1e-4, name
    assert (ours[2] - theirs[2]).abs().max() < 1e-4


def test_the_mean_of_weights_is_between_them_by_its_shares(tmp_path: Path, trained: Path) -> None:
    import torch

    own = torch.load(trained / "reader.pt")
    other = {name: tensor + 4 if tensor.is_floating_point() else tensor for name, tensor in own.items()}
    torch.save(other, tmp_path / "other.pt")
    command = [sys.executable, "-m", "qa.reader.training.mean", str(trained / "reader.pt"), str(tmp_path / "other.pt")]
    command += ["--shares", "3", "1", "--out"]
    done = subprocess.run([*command, str(tmp_path / "mean.pt")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    mixed = torch.load(tmp_path / "mean.pt")
    assert list(mixed) == list(own)
    for name, tensor in mixed.items():
        assert torch.allclose(tensor, own[name] + (1 if tensor.is_floating_point() else 0), atol=1e-4), name
    torch.save({"span.weight": torch.zeros(2)}, tmp_path / "other.pt")
    done = subprocess.run([*command, str(tmp_path / "none.pt")], capture_output=True, text=True)
    assert done.returncode == 2
    assert "different networks" in done.stderr
    assert not (tmp_path / "none.pt").exists()


def test_what_ships_can_be_trained_further(trained: Path, tmp_path: Path) -> None:
    import torch

    from index.embed import packaged_model
    from qa.reader.training.export import export_network
    from qa.reader.training.network import ReaderNetwork
    from qa.reader.training.restore import restore

    command = [sys.executable, "-m", "qa.reader.training.restore", "--model", str(trained / "reader.onnx"), "--out"]
    done = subprocess.run([*command, str(tmp_path / "start.pt")], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    before, after = torch.load(trained / "reader.pt"), torch.load(tmp_path / "start.pt")
    assert list(before) == list(after)
    for name, tensor in before.items():
        step = float(tensor.abs().max()) / 100 if tensor.is_floating_point() and tensor.ndim > 1 else 0.0
        if "query" in name:
            step = max(step, float(tensor.abs().max()) / 1e5)  # divided and multiplied again
        assert float((tensor - after[name]).abs().max()) <= step, name
    network = ReaderNetwork.from_folder(packaged_model())
    network.load_state_dict(before)
    export_network(network, tmp_path / "whole.onnx", quantize=False)
    with pytest.raises(ValueError, match="0 8-bit products; 27 make this network"):
        restore(tmp_path / "whole.onnx", packaged_model())


def test_weights_and_export_are_measured_on_the_same_questions(trained: Path, tmp_path: Path) -> None:
    data = squad(tmp_path)
    command = [sys.executable, "-m", "qa.reader.training.measure", "--data", str(data), "--limit", "5"]
    command += ["--weights", str(trained / "reader.pt"), "--model", str(trained / "reader.onnx")]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "HF_HUB_OFFLINE": "1"})
    assert done.returncode == 0, done.stderr
    weights, model = (json.loads(line) for line in done.stdout.splitlines())
    assert list(weights) == ["weights"]
    assert list(model) == ["model"]
    for figures in (weights["weights"], model["model"]):
        assert {"em", "f1", "auc"} <= set(figures)
        assert all(0 <= value <= 1 for value in figures.values())


def test_an_export_without_integers_answers_as_its_network(trained: Path, tmp_path: Path) -> None:
    import torch

    from index.embed import packaged_model
    from qa.reader.training.data import Example
    from qa.reader.training.export import export_network
    from qa.reader.training.measure import exported, predict
    from qa.reader.training.network import ReaderNetwork, load_tokenizer

    network = ReaderNetwork.from_folder(packaged_model())
    network.load_state_dict(torch.load(trained / "reader.pt"))
    export_network(network, tmp_path / "whole.onnx", quantize=False)
    tokenizer = load_tokenizer(packaged_model())
    examples = [
        Example("Who came?", "The mill", "The baker came at six. He brought warm bread to the mill."),
        Example("What burned?", "", "It burned in spring, and no one saw."),
    ]
    ours = predict(network, tokenizer, examples, "cpu")
    theirs = predict(exported(tmp_path / "whole.onnx"), tokenizer, examples, "cpu")
    assert [text for text, _, _ in ours] == [text for text, _, _ in theirs]
    for one, other in zip(ours, theirs, strict=True):
        assert one[1:] == pytest.approx(other[1:], abs=1e-3)


def test_examples_point_at_their_answers_and_silences_do_not_hold_them(tmp_path: Path) -> None:
    from qa.reader.training.data import QuestionSet, question_files, stream

    questions = QuestionSet(question_files(squad(tmp_path)))
    chance = random.Random(5)
    kinds = set()
    for example in [e for _ in range(6) for e in stream(questions, chance, crop=lambda: 0.5, share=0.4)]:
        kinds.add(example.kind)
        if example.start is not None and example.end is not None:
            answer = example.context[example.start : example.end]
            assert answer in TRADES or answer.isdigit()
    assert {"answer", "removed", "neighbour", "swapped"} <= kinds
    aside = {questions.titles[q.paragraph] for q in questions.aside}
    assert aside
    assert aside.isdisjoint(questions.titles[q.paragraph] for q in questions.training)


def test_only_half_of_the_people_made_questions_is_drawn(tmp_path: Path) -> None:
    from qa.reader.training.people import PeopleSet, trained_on

    people(tmp_path)
    drawn = PeopleSet(tmp_path)
    assert len(drawn) == sum(trained_on(f"{side}{number}") for side in "au" for number in range(20))
    assert 0 < len(drawn) < 40
    chance = random.Random(2)
    answers = {e.context[e.start : e.end] if e.start is not None else None
               for e in (drawn.draw(chance, crop=1.0) for _ in range(60)) if e}  # fmt: skip
    assert answers == {"flour", "bread", None}


def test_made_examples_on_sides_point_at_who_took_the_side() -> None:
    from qa.reader.training.relations import draw

    chance = random.Random(4)
    answered = 0
    for example in (draw(chance) for _ in range(400)):
        if example.start is None or example.end is None:
            continue
        answered += 1
        answer = example.context[example.start : example.end]
        assert answer == answer.strip() != ""
        assert example.context.lower().count(answer.lower()) == 1
    assert 120 < answered < 280


def test_made_examples_on_deeds_point_at_who_did_it() -> None:
    from qa.reader.training.deeds import draw

    chance = random.Random(6)
    told = {"won": ["lost to {}", "was beaten by {}", "{} beat ", "{} defeated ", "second behind {}", "defeat to {}"],
            "designed": ["designed by {}", "{} designed", "drawn by {}", "{} drew", "architect {}", "came from {}"]}  # fmt: skip
    answered = dict.fromkeys(told, 0)
    silent = 0
    for example in (draw(chance) for _ in range(4000)):
        if example.start is None or example.end is None:
            silent += 1
            assert not example.question.startswith("Who designed") or "design" not in example.context
            continue
        answer = example.context[example.start : example.end]
        assert example.context.count(answer) == 1
        for verb, ways in told.items():
            held = [way.format(answer) for way in ways if way.strip(" {}") in example.context]
            if verb in example.question and held:
                answered[verb] += 1
                assert any(words in example.context for words in held), example
    assert 1000 < silent < 1800
    assert min(answered.values()) > 20


def test_half_of_the_bits_give_nearly_the_same_loss() -> None:
    import torch

    from index.embed import packaged_model
    from qa.reader.training.data import Example
    from qa.reader.training.network import ReaderNetwork, load_tokenizer
    from qa.reader.training.train import encode, loss_of

    torch.manual_seed(1)
    network = ReaderNetwork.from_folder(packaged_model())
    examples = [Example("Who came?", "", "The baker came at six.", 0, 9), Example("Who burned?", "", "It rained.")]
    batch = encode(load_tokenizer(packaged_model()), examples)
    whole, halved = (float(loss_of(network, batch, "cpu", halved=bits).detach()) for bits in (False, True))
    assert whole != halved
    assert halved == pytest.approx(whole, rel=0.02)


def test_rounding_keeps_zero_and_steps_and_lets_the_gradient_through() -> None:
    import torch

    from qa.reader.training.network import _rounded

    x = torch.tensor([[-1.0, 0.0, 0.004, 1.55]], requires_grad=True)
    rounded = _rounded(x)
    assert float(rounded[0, 1]) == 0.0
    assert float((rounded - x).abs().max()) <= 2.55 / 255 / 2 + 1e-6
    rounded.sum().backward()
    assert x.grad is not None
    assert x.grad.tolist() == [[1.0, 1.0, 1.0, 1.0]]
