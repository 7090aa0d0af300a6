"""Train the reader and write what ships: `python -m qa.reader.training --data DIR --out DIR --minutes 120`."""

from __future__ import annotations

import json
from pathlib import Path

from qa.reader.training.export import ship
from qa.reader.training.train import parser, train


def main() -> None:
    """Train, then export and calibrate into the same folder."""
    options = parser()
    options.add_argument("--calibrate", type=int, default=1500, help="kept-aside questions to calibrate on")
    given = options.parse_args()
    train(given)
    out = Path(given.out)
    weights, encoder = out / "reader.pt", Path(given.encoder)
    print(json.dumps(ship(weights, out, data=Path(given.data), encoder=encoder, limit=given.calibrate)))


if __name__ == "__main__":
    main()
