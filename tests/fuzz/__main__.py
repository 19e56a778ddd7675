"""Fuzz one reader of files from outside with atheris, guided by coverage.

    .venv/bin/pip install atheris==3.0.0          # Linux and macOS
    .venv/bin/python -m tests.fuzz gguf -max_total_time=300
    .venv/bin/python -m tests.fuzz                # names the targets (tests/fuzz/targets.py)

What follows the name goes to libFuzzer: folders of a corpus to read and add to, files to run once, or flags. The valid
files that a target makes for itself are always part of the corpus. An input that fails is written to the current
folder as `crash-...`, `timeout-...` or `oom-...`; run it again by giving that file.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import tempfile
import tracemalloc
import types
from pathlib import Path


def main(name: str, *flags: str) -> None:
    import atheris

    from tests.fuzz.targets import TARGETS

    if name not in TARGETS:
        sys.exit(f"there is no target {name!r}; there are {', '.join(TARGETS)}")
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as scratch:
        folder, corpus = Path(scratch, "files"), Path(scratch, "corpus")
        folder.mkdir()
        corpus.mkdir()
        target = TARGETS[name](folder)
        for number, seed in enumerate(target.seeds):
            (corpus / str(number)).write_bytes(seed)
            target.run(seed)
        # After all is imported, and by function: atheris does not see into the loader of an editable installation.
        for each in gc.get_objects():
            if isinstance(each, types.FunctionType) and str(each.__module__).partition(".")[0] in ("phi4", "jinja2"):
                atheris.instrument_func(each)

        def mutate(data: bytes, limit: int, seed: int) -> bytes:
            """Half the changes are libFuzzer's own, the others know the format."""
            rng = random.Random(seed)
            changed = atheris.Mutate(data, limit) if rng.random() < 0.5 else target.mutate(data, rng)
            return bytes(changed[:limit])

        files = [flag for flag in flags if os.path.isfile(flag)]
        limits = ["-timeout=20", "-rss_limit_mb=2048", f"-max_len={4 * max(map(len, target.seeds))}"]
        tracemalloc.start()
        atheris.Setup(
            [sys.argv[0], *limits, *flags, *([] if files else [str(corpus)])], target.run, custom_mutator=mutate
        )
        atheris.Fuzz()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        from tests.fuzz.targets import TARGETS

        print("\n".join(TARGETS))
    else:
        main(*sys.argv[1:])
