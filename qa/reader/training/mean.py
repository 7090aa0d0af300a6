"""Take the mean of trained weights: `python -m qa.reader.training.mean --out mean.pt one.pt other.pt --shares 1 1`.

Weights of one training line, averaged, often read better than any of them (Izmailov et al., UAI 2018; Wortsman et al.,
CVPR 2022 for what is trained further and then averaged with what it began from).
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor


def mean(weights: Sequence[Mapping[str, Tensor]], shares: Sequence[float]) -> dict[str, Tensor]:
    """Return the weighted mean of states of one network; what is no floating point is taken from the first.

    Raises:
        ValueError: there are no states, not as many shares, shares that sum to nothing, or states of different networks.
    """
    if not weights or len(weights) != len(shares) or sum(shares) <= 0:
        raise ValueError(f"{len(weights)} files need as many shares that sum to more than 0, not {list(shares)}")
    if any({n: t.shape for n, t in one.items()} != {n: t.shape for n, t in weights[0].items()} for one in weights):
        raise ValueError("the files hold weights of different networks; give those of one")
    whole = sum(shares)
    return {
        name: sum((one[name] * (share / whole) for one, share in zip(weights, shares, strict=True)), torch.zeros(()))
        if first.is_floating_point()
        else first
        for name, first in weights[0].items()
    }


def main() -> None:
    """Read the command line, average, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("weights", nargs="+", type=Path, help="what the training wrote")
    parser.add_argument("--shares", nargs="+", type=float, help="how much each counts; default all alike")
    parser.add_argument("--out", required=True, type=Path)
    given = parser.parse_args()
    states = [torch.load(file, map_location="cpu") for file in given.weights]
    try:
        torch.save(mean(states, given.shares or [1.0] * len(states)), given.out)
    except ValueError as error:
        parser.error(str(error))


if __name__ == "__main__":
    main()
