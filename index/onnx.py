"""Run an exported model with ONNX Runtime: the one place that knows its options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Row = Mapping[str, Sequence[int]]
"""What a model takes for one text: token ids and the like, each under the name of its input."""


class OnnxModel:
    """An exported model, and threads that run it on rows of unlike lengths.

    Each row is run alone, as many at once as there are threads. Batches of like length, each spread over the threads,
    took 1.2 to 1.4 times as long, for they are padded and wait for each other in every operation; and what is
    computed beside a row cannot change its result.
    """

    def __init__(self, file: Path, *, threads: int) -> None:
        """Load a model for so many of the processor's cores, which it leaves alone between its runs.

        Raises:
            Exception: ONNX Runtime's own, for a file that is missing or no model.
        """
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="onnx")

    def run(self, rows: Iterable[Row]) -> Iterator[list[NDArray[np.float32]]]:
        """Yield the outputs for each row, in the order of rows."""
        return self._pool.map(self._one, rows)

    def _one(self, row: Row) -> list[Any]:
        feed = {name: np.array([values], dtype=np.int64) for name, values in row.items()}
        return [output[0] for output in self._session.run(None, feed)]
