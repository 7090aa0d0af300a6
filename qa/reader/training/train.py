"""Train the reader: `python -m qa.reader.training.train --data DIR --out DIR --minutes 120`.

On two cores that have AVX512-BF16, `--bfloat16` made a step 2.3 times as fast. With glibc, `MALLOC_MMAP_MAX_=0
MALLOC_TRIM_THRESHOLD_=100000000000` in the environment made it a third faster again: otherwise large tensors go back to
the system at each step and are faulted in anew.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import torch
from torch.nn import functional

from index.embed import packaged_model
from qa.reader.trained import SEPARATOR
from qa.reader.training import deeds, relations
from qa.reader.training.data import Example, QuestionSet, question_files, stream
from qa.reader.training.measure import measure
from qa.reader.training.network import ReaderNetwork, collate, load_tokenizer
from qa.reader.training.people import PeopleSet

NOWHERE = -100
"""The target that the span loss leaves out."""


def encode(tokenizer: Any, examples: list[Example]) -> list[tuple[Any, int, int, int, float]]:
    """Tokenize; return (encoding, title characters, start token, end token, answerable) of each example.

    An answer that truncation cut off makes its example unanswerable: the window does not hold it.
    """
    seconds = [(e.title + SEPARATOR if e.title else "") for e in examples]
    encodings = tokenizer.encode_batch(
        [(e.question, title + e.context) for e, title in zip(examples, seconds, strict=True)]
    )
    rows = []
    for example, title, encoding in zip(examples, seconds, encodings, strict=True):
        first = last = 0
        if example.start is not None and example.end is not None:
            start = encoding.char_to_token(example.start + len(title), 1)
            end = encoding.char_to_token(example.end - 1 + len(title), 1)
            if start is not None and end is not None:
                first, last = start, end
        if example.kind == "long":  # it has an answer; which words are it, nobody said
            first = last = NOWHERE
        rows.append((encoding, len(title), first, last, float(first != 0)))
    return rows


def batches(examples: Iterator[Example], tokenizer: Any, *, tokens: int, pool: int = 640) -> Iterator[list[Any]]:
    """Group examples of like length into batches of about `tokens` padded tokens."""
    done = False
    while not done:
        window: list[Example] = []
        for example in examples:
            window.append(example)
            if len(window) == pool:
                break
        else:
            done = True
        rows = sorted(encode(tokenizer, window), key=lambda r: len(r[0].ids))
        groups: list[list[Any]] = []
        while rows:
            size = max(8, tokens // len(rows[-1][0].ids))
            groups.append(rows[-size:])
            del rows[-size:]
        random.shuffle(groups)
        yield from groups


def loss_of(network: ReaderNetwork, batch: list[Any], device: str, *, halved: bool = False) -> torch.Tensor:
    """Return the span loss plus the answerability loss of one batch; `halved` computes the products in bfloat16."""
    ids, mask, types, allowed = (t.to(device) for t in collate([r[0] for r in batch], [r[1] for r in batch]))
    with torch.autocast(device, dtype=torch.bfloat16, enabled=halved):
        start, end, answerable = network(ids, mask, types)
    start, end = start.float(), end.float()
    low = torch.finfo(start.dtype).min
    start, end = start.masked_fill(~allowed, low), end.masked_fill(~allowed, low)
    first, last = (torch.tensor([r[i] for r in batch], device=device) for i in (2, 3))
    span = functional.cross_entropy(start, first, ignore_index=NOWHERE)
    span = span + functional.cross_entropy(end, last, ignore_index=NOWHERE)
    truth = torch.tensor([r[4] for r in batch], device=device)
    return span / 2 + 0.5 * functional.binary_cross_entropy_with_logits(answerable.float(), truth)


def train(arguments: argparse.Namespace) -> None:
    """Train for a given time; the learning rate falls to nothing just as the time ends."""
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    chance = random.Random(arguments.seed)
    torch.set_num_threads(arguments.threads)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    out = Path(arguments.out)
    out.mkdir(parents=True, exist_ok=True)
    questions = QuestionSet(question_files(Path(arguments.data)))
    people = PeopleSet(Path(arguments.data))
    tokenizer = load_tokenizer(Path(arguments.encoder))
    network = ReaderNetwork.from_folder(Path(arguments.encoder), dropout=arguments.dropout).to(device)
    if arguments.start:
        network.load_state_dict(torch.load(arguments.start, map_location=device))
    network.freeze_words()
    learned = [p for p in network.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(learned, lr=arguments.rate, weight_decay=0.01, fused=True)
    begun, seen, steps, said, saved, total = time.monotonic(), 0, 0, 0.0, 0.0, 0.0
    rounding = False
    budget = arguments.minutes * 60

    def crop() -> float:
        # Short contexts first (cheap, and most of what there is to learn), more whole passages towards the end.
        progress = min(1.0, (time.monotonic() - begun) / budget)
        return float(arguments.crop + (arguments.crop_last - arguments.crop) * progress)

    def others() -> Example | None:
        if len(people) and chance.random() < 0.5:
            return people.draw(chance, crop=crop())
        return relations.draw(chance) if chance.random() < 0.5 else deeds.draw(chance)

    def endless() -> Iterator[Example]:
        while True:
            yield from stream(questions, chance, crop=crop, share=arguments.silent, others=others)

    for batch in batches(endless(), tokenizer, tokens=arguments.tokens):
        passed = time.monotonic() - begun
        progress = passed / budget
        if progress >= 1 or steps >= arguments.steps:
            break
        if not rounding and progress >= arguments.integers:
            network.imitate_integers()
            rounding = True
        rate = arguments.rate * min(1.0, progress / 0.03, (1 - progress) / 0.97)
        for group in optimizer.param_groups:
            group["lr"] = max(rate, arguments.rate * 0.02 if steps == 0 else 0.0)
        network.train()
        loss = loss_of(network, batch, device, halved=arguments.bfloat16)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(learned, 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        steps, seen, total = steps + 1, seen + len(batch), 0.98 * total + 0.02 * float(loss.detach())
        if passed - said > arguments.log:
            said = passed
            print(
                f"{passed / 60:.1f} min, {steps} steps, {seen} examples, loss {total:.3f}, rate {rate:.2e}", flush=True
            )
        if passed - saved > arguments.save * 60:
            saved = passed
            torch.save(network.state_dict(), out / "reader.pt")
            print(json.dumps(measure(network, tokenizer, questions, device, limit=400)), flush=True)
    torch.save(network.state_dict(), out / "reader.pt")
    print(json.dumps(measure(network, tokenizer, questions, device, limit=arguments.measure)), flush=True)


def parser() -> argparse.ArgumentParser:
    """Return the options of a training."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", required=True, help="folder with squad_train/, and squadshifts/ where there is one")
    options.add_argument("--encoder", default=str(packaged_model()), help="folder of the encoder to start from")
    options.add_argument("--out", required=True)
    options.add_argument("--start", help="a reader.pt to go on from")
    options.add_argument("--minutes", type=float, default=120)
    options.add_argument("--steps", type=int, default=10**9, help="stop after so many, for a short run")
    options.add_argument("--rate", type=float, default=2e-4)
    options.add_argument("--dropout", type=float, default=0.1)
    options.add_argument(
        "--bfloat16", action="store_true", help="for processors with AVX512-BF16 or AMX: twice as fast there"
    )
    options.add_argument("--tokens", type=int, default=2560, help="padded tokens in a batch")
    options.add_argument("--crop", type=float, default=0.85, help="share of short contexts at the beginning")
    options.add_argument("--crop-last", type=float, default=0.45, help="share of short contexts at the end")
    options.add_argument("--silent", type=float, default=0.3, help="share of examples without an answer")
    options.add_argument("--integers", type=float, default=0.7, help="share of the time after which inputs are rounded")
    options.add_argument("--threads", type=int, default=2)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--save", type=float, default=20, help="minutes between checkpoints")
    options.add_argument("--log", type=float, default=60, help="seconds between lines")
    options.add_argument("--measure", type=int, default=2000, help="kept-aside questions to measure at the end")
    return options


if __name__ == "__main__":
    train(parser().parse_args())
