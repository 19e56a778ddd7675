"""From the name of a model to its files: a local folder, a GGUF file, or a name on the hub, fetched into its cache.

The hub's own client does the work (cache, resume, progress bar, HF_HUB_OFFLINE, HF_ENDPOINT, tokens); pickled weights
are never asked for.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phi4.config import ModelConfig, load_config
from phi4.errors import CheckpointError, HubError, InputError

WANTED = ("*.safetensors", "*.safetensors.index.json", "*.json", "*.jinja", "tokenizer.model")
_TEXT_FILES = ("config.json", "generation_config.json", "tokenizer_config.json", "chat_template.jinja")
_NAME = re.compile(
    r"(?P<repo>[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})(@(?P<revision>[\w./-]{1,128}))?(:(?P<file>[\w./-]{1,200}))?"
)


@dataclass(frozen=True)
class HubName:
    """`org/name`, perhaps `@revision`, perhaps `:file` to choose a GGUF file of several by a part of its name."""

    repo: str
    revision: str | None = None
    file: str | None = None

    @classmethod
    def parsed(cls, name: str) -> HubName | None:
        """The parts of `name`, or None if it cannot be a name on the hub."""
        match = _NAME.fullmatch(name)
        if match is None or ".." in name or "--" in match["repo"]:
            return None
        return cls(match["repo"], match["revision"], match["file"])


@dataclass(frozen=True)
class RemoteModel:
    """What is known of a model on the hub without its weights.

    `folder` holds its configuration and tokenizer settings; `stored` maps each stored type to a number of
    parameters; `weight_bytes` is what a download of the weights would take.
    """

    folder: Path
    config: ModelConfig
    stored: dict[str, int]
    weight_bytes: int
    files: int


def resolve(model: str, *, nano: Path, offline: bool = False) -> Path:
    """The folder or GGUF file of `model`: "nano", a path, or a hub name, which is fetched unless it is cached.

    Raises:
        InputError: there is no such path and it is no hub name, or the hub does not have it.
        HubError: it could not be fetched.
    """
    if model == "nano":
        return nano
    path = Path(model).expanduser()
    if path.exists():
        return path
    name = HubName.parsed(model)
    if name is None or (model.endswith(".gguf") and ":" not in model):
        raise InputError(
            f"{model!r} is no folder or .gguf file here, and no hub name (such as microsoft/phi-4); check the spelling"
        )
    return _fetched_gguf(name, offline=offline) if name.file else _fetched_folder(name, offline=offline)


def remote_model(name: HubName, *, offline: bool = False) -> RemoteModel:
    """Configuration and safetensors headers of a model on the hub; its weights are not fetched.

    Raises:
        InputError, HubError: as `resolve`.
        ConfigError: its config.json describes what phi4 does not compute.
    """
    from huggingface_hub import get_safetensors_metadata, hf_hub_download
    from huggingface_hub.errors import EntryNotFoundError, NotASafetensorsRepoError, SafetensorsParsingError

    with errors_of(name):
        folder = Path()
        for file in _TEXT_FILES:
            try:
                fetched = hf_hub_download(name.repo, file, revision=name.revision, local_files_only=offline)
            except EntryNotFoundError:
                if file == "config.json":
                    raise
                continue
            folder = Path(fetched).parent
        config = load_config(folder)
        try:
            metadata = get_safetensors_metadata(name.repo, revision=name.revision)
        except NotASafetensorsRepoError:
            raise InputError(f"{name.repo}: has no safetensors weights on the hub") from None
        except (SafetensorsParsingError, json.JSONDecodeError) as error:
            raise CheckpointError(f"{name.repo}: a safetensors header on the hub is malformed ({error})") from None
    tensors = [tensor for file in metadata.files_metadata.values() for tensor in file.tensors.values()]
    return RemoteModel(
        folder=folder,
        config=config,
        stored={str(dtype): count for dtype, count in metadata.parameter_count.items()},
        weight_bytes=sum(tensor.data_offsets[1] - tensor.data_offsets[0] for tensor in tensors),
        files=len(metadata.files_metadata),
    )


def _fetched_folder(name: HubName, *, offline: bool) -> Path:
    from huggingface_hub import snapshot_download

    with errors_of(name):
        return Path(
            snapshot_download(name.repo, revision=name.revision, allow_patterns=list(WANTED), local_files_only=offline)
        )


def _fetched_gguf(name: HubName, *, offline: bool) -> Path:
    from huggingface_hub import HfApi, hf_hub_download, snapshot_download

    assert name.file is not None
    with errors_of(name):
        if offline:
            held = Path(snapshot_download(name.repo, revision=name.revision, local_files_only=True))
            files = [str(each.relative_to(held)) for each in held.rglob("*.gguf")]
        else:
            files = HfApi().list_repo_files(name.repo, revision=name.revision)
        chosen = _chosen_gguf(name, files)
        paths = [
            Path(hf_hub_download(name.repo, file, revision=name.revision, local_files_only=offline)) for file in chosen
        ]
    return paths[0]


def _chosen_gguf(name: HubName, files: list[str]) -> list[str]:
    """The one GGUF file that the name's part picks out, or all parts of one that is split."""
    candidates = sorted(each for each in files if each.endswith(".gguf"))
    part = (name.file or "").lower()
    found = [each for each in candidates if each.lower() == part] or [
        each for each in candidates if part in each.lower()
    ]
    whole = {re.sub(r"-\d{5}-of-\d{5}\.gguf$", "", each) for each in found}
    if len(whole) != 1:
        choices = ", ".join(candidates[:8]) or "no GGUF files at all"
        kind = "fits several of" if whole else "fits none of"
        raise InputError(f"{name.repo}: {name.file!r} {kind} its files; there are {choices}")
    return found


@contextmanager
def errors_of(name: HubName) -> Iterator[None]:
    """The client's exceptions as InputError or HubError, one sentence each."""
    from huggingface_hub import errors
    from huggingface_hub.errors import HfHubHTTPError

    connection_errors: Any = HfHubHTTPError.__mro__[1]  # the HTTP library's own base, which the client lets through

    try:
        yield
    except errors.GatedRepoError:
        raise InputError(
            f"{name.repo}: the hub gives this model only to users who accepted its licence; accept it on the model's "
            "page and log in with `hf auth login`"
        ) from None
    except errors.RepositoryNotFoundError:
        raise InputError(
            f"{name.repo}: is no path here and no model on the hub (or a private one); check the spelling"
        ) from None
    except errors.RevisionNotFoundError:
        raise InputError(f"{name.repo}: has no revision {name.revision!r} on the hub") from None
    except errors.LocalEntryNotFoundError:
        raise HubError(
            f"{name.repo}: is not in the cache, and the hub was not reached (offline mode, or no network); fetch it "
            "once with a connection, or give a local folder"
        ) from None
    except errors.EntryNotFoundError as error:
        raise InputError(f"{name.repo}: lacks a file that is needed ({_first_line(error)})") from None
    except errors.OfflineModeIsEnabled:
        raise HubError(f"{name.repo}: offline mode is on; unset HF_HUB_OFFLINE to reach the hub") from None
    except errors.HFValidationError as error:
        raise InputError(f"{name.repo}: is no valid hub name ({_first_line(error)})") from None
    except (OSError, connection_errors) as error:
        raise HubError(
            f"{name.repo}: the download failed ({_first_line(error)}); run it again to go on from there"
        ) from None


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
