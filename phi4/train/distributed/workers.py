"""Several processes on one CPU that train together. The one that starts them leads; they end when it does.

Started as `python -m phi4.train.distributed.workers`, this file is one of the others: it reads what to do from its
standard input.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Any

import torch

from phi4 import errors
from phi4.errors import Phi4Error, TrainingError
from phi4.files import replace_text
from phi4.resources import threads_to_use
from phi4.train.distributed.ranks import Ranks, join_group, leave_group, ranks_of_torchrun
from phi4.train.distributed.shared_memory import SharedSums
from phi4.train.run.build import Places
from phi4.train.run.config import StageConfig, stage_of, table_of
from phi4.train.run.lock import alone
from phi4.train.run.run_stage import MeasureKL, is_done, made_by, run_stage

_PR_SET_PDEATHSIG = 1
_SAID = ".said.json"
_LOOPBACK = "lo0" if sys.platform == "darwin" else "lo"


def launch(config: StageConfig, out: Path, places: Places, *, measure_kl: MeasureKL | None = None) -> Path:
    """Run a stage in this process, with those of torchrun, or with workers of its own; the folder of what it made.

    measure_kl  as run_stage takes it; workers, which do not lead, are not given it
    """
    if is_done(config, out, places):
        return made_by(out)
    ranks = ranks_of_torchrun()
    with alone(out) if ranks.leads else nullcontext():
        if (count := worker_count(config, ranks)) > 1:
            with _workers(config, out, places, count) as ranks:
                return run_stage(config, out, places, ranks, measure_kl=measure_kl)
        made = run_stage(config, out, places, ranks, measure_kl=measure_kl)
        ranks.wait()
        leave_group()
        return made


def worker_count(config: StageConfig, ranks: Ranks) -> int:
    """How many processes of this machine shall train: by default one for each core, at most $OMP_NUM_THREADS, if the
    step divides."""
    if ranks.kind != "one" or ranks.device.type != "cpu" or config.run is None:
        return 1
    micro_batches = config.run.tokens_per_step // (config.run.micro_batch_size * config.data.sequence_length)
    wanted = config.parallel.workers or threads_to_use()
    return max(count for count in range(1, wanted + 1) if micro_batches % count == 0)


@contextmanager
def _workers(config: StageConfig, out: Path, places: Places, count: int) -> Iterator[Ranks]:
    """This process as the first of `count`, and the others beside it."""
    threads = max(1, threads_to_use() // count)
    with tempfile.TemporaryDirectory(prefix="phi4-") as folder:
        order = {"config": table_of(config), "out": str(out), "places": [str(each) for each in places.folders],
                 "store": f"{folder}/store", "size": count, "threads": threads, "leader": os.getpid()}  # fmt: skip
        others = []
        for number in range(1, count):
            other = subprocess.Popen([sys.executable, "-m", "phi4.train.distributed.workers"], stdin=subprocess.PIPE)
            assert other.stdin is not None
            other.stdin.write(json.dumps({**order, "number": number}).encode())
            other.stdin.close()
            others.append(other)
        before = torch.get_num_threads()
        try:
            yield joined(f"{folder}/store", 0, count, threads)
        except RuntimeError as error:
            if (said := next(Path(folder).glob(f"*{_SAID}"), None)) is not None:
                name, sentence = json.loads(said.read_text(encoding="utf-8"))
                raise getattr(errors, name)(sentence) from None
            if all(other.poll() is None for other in others):
                raise
            raise TrainingError(
                f"{out}: a worker process ended ({str(error).splitlines()[0]}), perhaps for want of memory; run again "
                "to resume from the last checkpoint"
            ) from None
        finally:
            for other in others:
                try:
                    other.wait(timeout=5 if sys.exc_info()[0] is None else 0.5)
                except subprocess.TimeoutExpired:
                    other.kill()
                    other.wait()
            torch.set_num_threads(before)
            leave_group()


def joined(store: str, number: int, size: int, threads: int) -> Ranks:
    """This process as one of `size` replicas of this machine, which find each other by the file `store`."""
    torch.set_num_threads(threads)
    os.environ.setdefault("GLOO_SOCKET_IFNAME", _LOOPBACK)
    join_group("gloo", init_method=f"file://{store}", rank=number, world_size=size)
    return Ranks(number, size, "replicated", shared=SharedSums(f"{Path(store).parent.name}-sums", number, size))


def _work() -> None:
    order = json.load(sys.stdin)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != order["leader"]:
        return
    _take_part(order)
    leave_group()


def _take_part(order: dict[str, Any]) -> None:
    """Run the stage as one of the others. What is wrong here is kept beside the store: the leader, whose work then ends
    too, says it if it has nothing of its own to say."""
    places = Places(tuple(Path(each) for each in order["places"]))
    ranks = joined(order["store"], order["number"], order["size"], order["threads"])
    try:
        run_stage(stage_of(order["config"], "the leader"), Path(order["out"]), places, ranks)
    except Phi4Error as error:
        replace_text(Path(order["store"]).with_name(f"{order['number']}{_SAID}"),
                     json.dumps([type(error).__name__, str(error)]))  # fmt: skip
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)


if __name__ == "__main__":
    _work()
