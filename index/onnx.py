"""Open an exported model with ONNX Runtime: the one place that knows its options."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def open_session(file: Path, *, threads: int) -> Any:
    """Return a session that computes on so many of the processor's cores and leaves them alone between its runs.

    Raises:
        Exception: ONNX Runtime's own, for a file that is missing or no model.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")  # idle threads must not burn a core
    return onnxruntime.InferenceSession(str(file), options, providers=["CPUExecutionProvider"])
