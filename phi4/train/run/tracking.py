"""What a run says of itself: a log, a progress bar, a plot at the end, TensorBoard and Weights & Biases by choice."""

from __future__ import annotations

import importlib.util
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from phi4.errors import MissingDependencyError
from phi4.files import replace_text, writing
from phi4.terminal import tell

LOG, PLOT, WANDB_ID = "log.jsonl", "loss.png", "wandb.id"


class Tracker:
    """Records of one run in `folder`; where `enabled` is false, as on all ranks but one, nothing is said."""

    def __init__(
        self, folder: Path, *, title: str = "training", enabled: bool = True, also: Sequence[str] = ()
    ) -> None:
        self.folder, self.title, self.enabled = folder, title, enabled
        self._writers: list[Any] = []
        if enabled:
            with writing(folder):
                folder.mkdir(parents=True, exist_ok=True)
            for name in also:
                _needed(name)
        self._also = also if enabled else ()

    def say(self, sentence: str) -> None:
        """A line on stderr."""
        if self.enabled:
            tell(sentence)

    def resume(self, step: int) -> None:
        """Begin after `step`, and forget what was logged after it, since it comes again.

        Raises:
            Phi4Error, InputError: the log cannot be written.
        """
        file = self.folder / LOG
        self._writers = [_writer(name, self.folder, step) for name in self._also]
        if not self.enabled or not file.exists():
            return
        kept = [line for line in file.read_text(encoding="utf-8").splitlines() if _step_of(line) <= step]
        replace_text(file, "".join(f"{line}\n" for line in kept))

    def log(self, record: Mapping[str, float]) -> None:
        """Add a record, which has a "step".

        Raises:
            Phi4Error, InputError: the log cannot be written.
        """
        if not self.enabled:
            return
        file = self.folder / LOG
        with writing(file), file.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        for writer in self._writers:
            writer(record)

    @contextmanager
    def progress(self, step: int, steps: int) -> Iterator[ProgressBar]:
        """A bar on stderr from `step` to `steps`."""
        bar = ProgressBar(self.title, step, steps, visible=self.enabled)
        try:
            yield bar
        finally:
            bar.close()


class ProgressBar:
    """The step, the loss, tokens a second, the share of the machine's peak, and the time that is left."""

    def __init__(self, title: str, step: int, steps: int, *, visible: bool) -> None:
        from rich.progress import MofNCompleteColumn, TimeElapsedColumn, TimeRemainingColumn

        from phi4.console import progress_bar, text_column

        self._progress = progress_bar(
            MofNCompleteColumn(), text_column("{task.fields[said]}"), TimeElapsedColumn(), text_column("left"),
            TimeRemainingColumn(), visible=visible,
        )  # fmt: skip
        self._task = self._progress.add_task(title, total=steps, completed=step, said="")
        self._progress.start()

    def update(self, step: int, record: Mapping[str, float] | None = None) -> None:
        if record is None:
            self._progress.update(self._task, completed=step)
            return
        said = f"loss {record['loss']:.4f}" if "loss" in record else "nothing counted in the loss"
        said += f"  {record['tokens_per_second']:,.0f} tokens/s"
        if "mfu" in record:
            said += f"  {record['mfu']:.0%} of peak"
        self._progress.update(self._task, completed=step, said=said)

    def close(self) -> None:
        self._progress.stop()


def records(folder: Path) -> list[dict[str, float]]:
    """What was logged in `folder`, in order."""
    file = folder / LOG
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()] if file.exists() else []


def plot(folder: Path, title: str) -> Path | None:
    """Draw the curves of a run, loss and validation, into loss.png; None where matplotlib is not installed.

    Raises:
        Phi4Error, InputError: it cannot be written.
    """
    logged = records(folder)
    if not logged or importlib.util.find_spec("matplotlib") is None:
        return None
    from matplotlib.figure import Figure

    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    trained = [each for each in logged if "loss" in each]
    axes.plot([each["step"] for each in trained], [each["loss"] for each in trained], label="training", linewidth=1)
    measured = [each for each in logged if "validation_loss" in each]
    if measured:
        axes.plot([each["step"] for each in measured], [each["validation_loss"] for each in measured], "o-",
                  label="held out", markersize=3)  # fmt: skip
    axes.set(xlabel="step", ylabel="loss (nats a token)", title=title)
    axes.grid(alpha=0.3)
    axes.legend()
    path = folder / PLOT
    with writing(path):
        figure.savefig(path, dpi=120)
    return path


def _step_of(line: str) -> float:
    try:
        return float(json.loads(line)["step"])
    except (ValueError, KeyError, TypeError):  # the line that a kill cut short
        return float("inf")


def _needed(name: str) -> None:
    if importlib.util.find_spec(name) is None:
        raise MissingDependencyError(f"[run] track names {name}, which is not installed; pip install 'phi4[{name}]'")


def _writer(name: str, folder: Path, step: int) -> Any:
    """A function that takes a record to TensorBoard or Weights & Biases, in a run that begins after `step`."""
    if name == "wandb":
        import wandb  # type: ignore[import-not-found]

        if not (folder / WANDB_ID).is_file():
            replace_text(folder / WANDB_ID, secrets.token_hex(8))
        id_ = (folder / WANDB_ID).read_text(encoding="utf-8")
        run = wandb.init(project="phi4", name=folder.name, dir=str(folder), resume="allow", id=id_)
        there = int(getattr(run, "step", 0) or 0)

        def send(record: Mapping[str, float]) -> None:
            # What was sent before a kill comes again as it was, and cannot be taken back there.
            if record["step"] >= there:
                run.log(dict(record), step=int(record["step"]))

        return send
    from torch.utils.tensorboard import SummaryWriter

    writer = SummaryWriter(str(folder / "tensorboard"), purge_step=step + 1 if step else None)

    def write(record: Mapping[str, float]) -> None:
        for key, value in record.items():
            if key != "step":
                writer.add_scalar(key, value, int(record["step"]))
        writer.flush()

    return write
