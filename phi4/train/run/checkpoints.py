"""Checkpoints of a run: whole, or the one before. Nothing is pickled.

state.json              step, places in the data, and which weights belong to them; written last, and renamed
STEP.safetensors        weights and optimizers' state: one process, or several with the same weights
STEP/                   the same in shards, by torch.distributed.checkpoint: several processes with a shard each
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save_file
from torch import Tensor, nn

from phi4.errors import InputError, TrainingError
from phi4.files import cause, replacing, writing
from phi4.train.distributed.parallel import set_whole
from phi4.train.distributed.ranks import Ranks
from phi4.train.run.difference import difference

STATE = "state.json"


@dataclass(frozen=True)
class Progress:
    """Where a run is: steps done, the place of each stream of data, and sums since the last record of the log."""

    step: int
    places: Sequence[Sequence[int]]
    sums: Mapping[str, float]


class Checkpoints:
    """The newest checkpoint of the run in `folder`."""

    def __init__(
        self, folder: Path, model: nn.Module, optimizers: Sequence[torch.optim.Optimizer], ranks: Ranks
    ) -> None:
        self.folder, self.model, self.optimizers, self.ranks = folder, model, optimizers, ranks
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)

    def save(self, progress: Progress, identity: Mapping[str, Any]) -> None:
        """Write a checkpoint beside the one there is, then take its place.

        Raises:
            TrainingError: a file cannot be written; the checkpoint before stands.
        """
        name = f"{progress.step}" if self.ranks.kind == "sharded" else f"{progress.step}.safetensors"
        path = self.folder / name
        try:
            if self.ranks.kind == "sharded":
                self._save_shards(path)
            elif self.ranks.leads:
                save_file({key: each.contiguous() for key, each in self._tensors()}, path)
                _flush(path)
            if self.ranks.leads:
                self._point_to(name, progress, identity)
        except (OSError, SafetensorError) as error:
            if self.ranks.leads:
                _remove(path)
            kept = self._read()
            where = f"the one of step {kept['step']} stands" if kept else "there is none before it"
            raise TrainingError(
                f"{path}: the checkpoint cannot be written ({cause(error)[1]}); {where}: make room and run again to "
                "resume from there"
            ) from None
        self.ranks.wait()

    def load(self, identity: Mapping[str, Any]) -> Progress | None:
        """Fill model and optimizers from the checkpoint, if there is one, and say where it is.

        Raises:
            InputError: it belongs to a run that is not this one.
        """
        state = self._read()
        if state is None:
            return None
        there = {key: state["identity"].get(key) for key in identity}
        if (found := difference(there, json.loads(json.dumps(dict(identity))))) is not None:
            raise InputError(
                f"{self.folder}: holds another run ({found}); give another folder, or remove this one to begin anew"
            )
        path = self.folder / state["weights"]
        if not path.exists():
            raise InputError(f"{path}: the checkpoint that {STATE} names is missing; put it back, or begin anew")
        if path.is_dir():
            self._load_shards(path)
        else:
            self._load_file(path)
        return Progress(state["step"], state["places"], state["sums"])

    def step(self) -> int | None:
        """The step of the checkpoint, if there is one."""
        state = self._read()
        return None if state is None else int(state["step"])

    def _tensors(self) -> Iterator[tuple[str, Tensor]]:
        """Everything that training changes, by name; the optimizers' state is made if there was no step yet."""
        for name, parameter in self.model.named_parameters():
            yield f"model/{name}", parameter.detach()
        for name, parameter in self.model.named_parameters():
            for key, value in self._state(parameter).items():
                yield f"optimizer/{name}/{key}", value

    def _state(self, parameter: nn.Parameter) -> dict[str, Tensor]:
        for optimizer in self.optimizers:
            if any(parameter is each for group in optimizer.param_groups for each in group["params"]):
                state = optimizer.state[parameter]
                if not state and isinstance(optimizer, torch.optim.AdamW):
                    state["step"] = torch.zeros((), dtype=torch.float32, device=parameter.device)
                    state["exp_avg"], state["exp_avg_sq"] = torch.zeros_like(parameter), torch.zeros_like(parameter)
                elif not state:
                    state["momentum_buffer"] = torch.zeros_like(parameter)
                return state  # type: ignore[no-any-return]
        raise AssertionError("every parameter has an optimizer")

    def _point_to(self, name: str, progress: Progress, identity: Mapping[str, Any]) -> None:
        content = {"step": progress.step, "weights": name, "sums": dict(progress.sums),
                   "places": [list(each) for each in progress.places], "identity": dict(identity)}  # fmt: skip
        with replacing(self.folder / STATE) as beside:
            beside.write_text(json.dumps(content), encoding="utf-8")
            _flush(beside)
        for older in self.folder.iterdir():
            if older.name != name and older.name.removesuffix(".safetensors").isdigit():
                _remove(older)

    def _read(self) -> dict[str, Any] | None:
        file = self.folder / STATE
        if not file.exists():
            return None
        try:
            state = json.loads(file.read_text(encoding="utf-8"))
            assert {"step", "weights", "sums", "places", "identity"} <= state.keys()
            assert Path(state["weights"]).name == state["weights"]
        except (OSError, ValueError, AttributeError, AssertionError, TypeError):
            raise InputError(f"{file}: is not the state of a run; remove the folder to begin anew") from None
        return state  # type: ignore[no-any-return]

    def _load_file(self, path: Path) -> None:
        try:
            with safe_open(path, framework="pt") as file:
                for name, tensor in self._tensors():
                    set_whole(tensor, file.get_tensor(name))
        except (SafetensorError, RuntimeError) as error:
            raise InputError(f"{path}: does not hold this run's weights ({error}); begin anew") from None

    def _save_shards(self, path: Path) -> None:
        from torch.distributed.checkpoint.api import CheckpointException
        from torch.distributed.checkpoint.hf_storage import HuggingFaceStorageWriter
        from torch.distributed.checkpoint.state_dict_saver import save

        if self.ranks.leads and path.exists():
            shutil.rmtree(path)
        self.ranks.wait()
        try:
            save(dict(self._tensors()), storage_writer=HuggingFaceStorageWriter(str(path), save_distributed=True))
        except CheckpointException as error:
            raise OSError(next(iter(error.failures.values()))[0]) from None

    def _load_shards(self, path: Path) -> None:
        from torch.distributed.checkpoint.hf_storage import HuggingFaceStorageReader
        from torch.distributed.checkpoint.state_dict_loader import load

        load(dict(self._tensors()), storage_reader=HuggingFaceStorageReader(str(path)))


def _flush(path: Path) -> None:
    """To the disk, so that a crash of the machine leaves the file or none."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
