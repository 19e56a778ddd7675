"""The command line in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys


def phi4(*arguments: str, text: str | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "phi4", *arguments], input=text if text is not None else "", capture_output=True,
        text=True, timeout=120, check=False, env={**os.environ, **environment},
    )  # fmt: skip
