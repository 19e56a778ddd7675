"""The import table of docs/architecture.md."""

from __future__ import annotations

# A room and the rooms it may import; each may import itself, and errors.
MAY_IMPORT: dict[str, set[str]] = {
    "errors": set(),
    "files": set(),
    "resources": set(),
    "terminal": set(),
    "console": set(),
    "config": set(),
    "text": {"config"},
    "checkpoint": {"config"},
    "native": {"config", "checkpoint"},
    "model": {"config", "checkpoint"},
    "quant": {"config", "checkpoint", "text", "native"},
    "engine": {"config", "text", "checkpoint", "quant", "native", "model"},
    "machine": {"config", "text", "checkpoint", "quant", "native", "model", "engine"},
    "grade": {"config", "text", "engine"},
    "jobs": {"config", "text", "engine", "grade"},
    "data": {"config", "text", "jobs", "grade"},
    "serve": {"config", "text", "engine", "machine"},
    "evals": {"engine", "grade", "jobs", "data", "machine"},
    "preference": {"config", "text", "checkpoint", "quant", "engine", "grade", "jobs", "data"},
    "train": {"config", "text", "checkpoint", "model", "data"},
    "nano": {
        "config",
        "text",
        "checkpoint",
        "native",
        "model",
        "quant",
        "engine",
        "machine",
        "grade",
        "jobs",
        "data",
        "preference",
        "train",
    },
}
EVERYBODY = {"errors", "files", "resources", "terminal", "console"}
"""What every room may import."""
