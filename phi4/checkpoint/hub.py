"""From the name of a model to its files: a local folder, a GGUF file, or a name on the hub, fetched into its cache.

The hub's own client does the work (cache, resume, progress bar, HF_HUB_OFFLINE, HF_ENDPOINT, tokens). Only files that
are needed are fetched: `model.safetensors` or the shards that the index names, or one GGUF model; never pickles.
"""

from __future__ import annotations

import glob
import logging
import math
import os
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from phi4.checkpoint.gguf_choice import choose, is_gguf_name
from phi4.checkpoint.hf_folder import INDEX, SINGLE, weight_map, with_prefix
from phi4.checkpoint.kinds import is_model, problem_of_kind
from phi4.checkpoint.layout import is_ignored
from phi4.checkpoint.local import files_below, local_model
from phi4.checkpoint.packed.folder import MANIFEST
from phi4.checkpoint.safetensors_file import SafetensorsFile, StoredTensor, checked_entry
from phi4.checkpoint.shipped import SHIPPED
from phi4.config import ModelConfig, load_config
from phi4.config.files import read_json
from phi4.config.quantized import quantized_names, quantized_sentence
from phi4.errors import CheckpointError, HubError, InputError, Phi4Error, one_line, shown

DESCRIBING = ("config.json", "generation_config.json", "tokenizer_config.json", "chat_template.jinja")
TEXT_FILES = (
    *DESCRIBING, "tokenizer.json", "special_tokens_map.json", "added_tokens.json", "tokenizer.model", "vocab.json",
    "merges.txt", "chat_template.json", MANIFEST, INDEX,
)  # fmt: skip
"""Files that are read beside the weights, all at the top of a repository."""
_PACKED_FILE = re.compile(r"(embedding|head|layer-\d{5})\.safetensors")
_MAX_TEXT_BYTES = 2**20
_MAX_NAME_CHARS = 400
_CONCURRENT_REQUESTS = 8
_LOG = logging.getLogger("phi4")
_LOG.addHandler(
    logging.NullHandler()
)  # silent until a program configures logging; every module that logs imports this one
_NAME = re.compile(
    r"(?P<repo>[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95})(@(?P<revision>[\w./-]{1,128}))?(:(?P<file>[\w./-]{1,200}))?"
)
Say = Callable[[str], None]


@dataclass(frozen=True)
class HubName:
    """`org/name`, with an optional `@revision`, and an optional `:file`, a part of a GGUF file's name."""

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
    """A model on the hub without its weights.

    `folder` holds its configuration and tokenizer settings; `stored` maps each stored type to a number of
    parameters; `weight_bytes` is the size of the weights' files.
    """

    folder: Path
    config: ModelConfig
    stored: dict[str, int]
    weight_bytes: int
    files: int


@dataclass(frozen=True)
class _Listing:
    """Names of a repository's files; `held` is its folder in the cache if only cached files may be used."""

    names: Collection[str]
    held: Path | None = None


def _log(note: str) -> None:
    _LOG.warning("%s", one_line(note))  # a note holds names of files


def resolve(model: str | os.PathLike[str], *, offline: bool = False, say: Say | None = None) -> Path:
    """The folder or GGUF file of `model`: a shipped model's name, a path, or a hub name.

    Files on the hub are fetched unless they are cached.

    If there are several GGUF models and none is named, `say` is called with a sentence about the chosen one; without
    `say`, the sentence is logged as a warning of the logger "phi4".

    Raises:
        InputError: `model` is neither a path nor a hub name, the hub does not have it, or it is not a model.
        HubError: it could not be fetched.
    """
    if isinstance(model, str) and model in SHIPPED:
        return SHIPPED[model]
    if (path := local_path(model)) is not None:
        found, note = local_model(path)
        if note is not None:
            (say or _log)(note)
        return found
    name = hub_name(model)
    if name is None:
        raise InputError(
            f"{shown(str(model))} is neither a folder or GGUF file here nor a hub name like microsoft/phi-4; check "
            "the spelling"
        )
    return _fetched(name, offline=offline, say=say)


def local_path(model: str | os.PathLike[str]) -> Path | None:
    """`model` as an existing path, or None.

    Raises:
        InputError: `model` is neither a string nor a path.
    """
    if not isinstance(model, (str, os.PathLike)) or not isinstance(os.fspath(model), str):
        raise InputError(f"a model is named by a string or a path, not by {shown(model)}")
    try:
        path = Path(model).expanduser()
        return path if str(model) and path.exists() else None
    except PermissionError:
        return path  # opening it will report the missing permission
    except (OSError, ValueError, RuntimeError):  # too long, with a NUL, or ~ of an unknown user
        return None


def hub_name(model: str | os.PathLike[str]) -> HubName | None:
    """The repository that `model` names, or None if it is a shipped model, an existing path, or not a hub name.

    Raises:
        InputError: `model` is neither a string nor a path.
    """
    text = str(model)
    if local_path(model) is not None or text in SHIPPED or (is_gguf_name(text) and ":" not in text):
        return None
    return HubName.parsed(text)


def is_gguf_repository(name: HubName, *, offline: bool = False) -> bool:
    """Whether a model on the hub is read from one of its GGUF files.

    Raises:
        InputError, HubError: as `resolve`.
    """
    return _holds_gguf(_listed(name, offline=offline))


def remote_model(name: HubName, *, offline: bool = False) -> RemoteModel:
    """Configuration and safetensors headers of a model on the hub; its weights are not fetched.

    Raises:
        InputError, HubError: as `resolve`.
        ConfigError: its config.json is not supported.
        CheckpointError: its index or a header is malformed, or its weights are in an unsupported format.
    """
    listing = _listed(name, offline=offline)
    if _holds_gguf(listing):
        raise InputError(f"{name.repo}: holds GGUF files; name one of them, such as {name.repo}:Q4_K_M")
    _refuse_other_kinds(name, listing)
    for file in DESCRIBING:
        if file in listing.names:
            folder = _file(name, listing, file).parent
    config = load_config(folder)
    headers = _headers(name, listing, _weight_files(name, listing))
    tensors = {tensor: stored for header in headers.values() for tensor, stored in header.items()}
    if not tensors:
        raise CheckpointError(f"{name.repo}: its safetensors files hold no tensors; use another repository")
    if (tool := quantized_names(tensors)) is not None:
        raise CheckpointError(f"{name.repo}: {quantized_sentence(tool)}")
    counts: Counter[str] = Counter()
    for tensor, stored in tensors.items():
        if not is_ignored(tensor):
            counts[stored.dtype] += math.prod(stored.shape)
    return RemoteModel(
        folder=folder,
        config=config,
        stored=dict(counts) or {"F32": 0},
        weight_bytes=sum(stored.length for stored in tensors.values()),
        files=len(headers),
    )


def _holds_gguf(listing: _Listing) -> bool:
    return not is_model(listing.names) and any(map(is_gguf_name, listing.names))


def _fetched(name: HubName, *, offline: bool, say: Say | None) -> Path:
    listing = _listed(name, offline=offline)
    if name.file is not None or _holds_gguf(listing):
        return _fetched_gguf(name, listing, say)
    _refuse_other_kinds(name, listing)
    wanted = [*_weight_files(name, listing), *(file for file in TEXT_FILES if file in listing.names)]
    if listing.held is not None:
        return listing.held
    from huggingface_hub import snapshot_download

    with errors_of(name):
        return Path(
            snapshot_download(name.repo, revision=name.revision, allow_patterns=[glob.escape(each) for each in wanted])
        )


def _fetched_gguf(name: HubName, listing: _Listing, say: Say | None) -> Path:
    from huggingface_hub import try_to_load_from_cache

    choice = choose(listing.names, name.file, name.repo)
    note = choice.note(name.repo, f"name another with its quantization, such as {name.repo}:Q8_0")
    if note is not None and name.file is None:
        cached = listing.held is not None or all(
            isinstance(try_to_load_from_cache(name.repo, file, revision=name.revision), str) for file in choice.files
        )
        if say is not None:
            say(note)
        if say is None or not cached:  # before gigabytes are fetched
            _log(note)
    paths = [_file(name, listing, file) for file in choice.files]
    return paths[0]


def _listed(name: HubName, *, offline: bool) -> _Listing:
    """The repository's files; without a connection, those in the cache."""
    from huggingface_hub import HfApi, constants

    if offline or constants.is_offline_mode():
        return _cached(name)
    try:
        with errors_of(name):
            found = HfApi().model_info(name.repo, revision=name.revision)
            names = {each.rfilename for each in found.siblings or [] if _is_safe(each.rfilename)}
    except Phi4Error:
        try:
            return _cached(name)
        except HubError:
            pass
        raise
    return _Listing(names)


def _cached(name: HubName) -> _Listing:
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import IncompleteSnapshotError

    with errors_of(name):
        try:
            held = Path(snapshot_download(name.repo, revision=name.revision, local_files_only=True))
        except IncompleteSnapshotError as partial:  # the usual case, since not all files are fetched
            held = Path(str(partial.snapshot_path))
    return _Listing(files_below(held), held)


def _is_safe(name: object) -> bool:
    """Whether the name of a remote file is a path inside its folder."""
    return (
        isinstance(name, str)
        and 0 < len(name) <= _MAX_NAME_CHARS
        and name.isprintable()
        and not set(name) & set("\\:")
        and not name.startswith(("/", "~"))
        and not {"", ".", ".."} & set(name.split("/"))
    )


def _file(name: HubName, listing: _Listing, file: str) -> Path:
    from huggingface_hub import hf_hub_download

    if listing.held is not None:
        return listing.held / file
    with errors_of(name):
        return Path(hf_hub_download(name.repo, file, revision=name.revision))


def _weight_files(name: HubName, listing: _Listing) -> list[str]:
    """The safetensors files of a model: a single one, those of the index, or those of a packed folder."""
    if MANIFEST in listing.names:
        return sorted(file for file in listing.names if _PACKED_FILE.fullmatch(file))
    if SINGLE in listing.names:
        return [SINGLE]
    if INDEX not in listing.names:
        raise InputError(f"{name.repo}: has no safetensors weights on the hub")
    files = sorted(set(weight_map(_file(name, listing, INDEX)).values()))
    if missing := [file for file in files if file not in listing.names]:
        raise CheckpointError(
            f"{name.repo}: {missing[0]}, which its index names, is missing; the upload or the download is incomplete"
        )
    return files


def _refuse_other_kinds(name: HubName, listing: _Listing) -> None:
    def read(file: str) -> Any:
        try:
            return read_json(_file(name, listing, file), max_bytes=_MAX_TEXT_BYTES, error=CheckpointError)
        except CheckpointError:
            return None

    if (problem := problem_of_kind(listing.names, read)) is not None:
        raise InputError(f"{name.repo}: {problem}")
    if not is_model(listing.names):
        raise InputError(f"{name.repo}: has no config.json, so it is not a model that phi4 reads; check the name")


def _headers(name: HubName, listing: _Listing, files: list[str]) -> dict[str, dict[str, StoredTensor]]:
    """The tensors of each file, from its header alone."""
    if listing.held is not None:
        return {file: SafetensorsFile(listing.held / file).tensors for file in files}
    from huggingface_hub import HfApi
    from huggingface_hub.errors import SafetensorsParsingError

    api = HfApi()

    def header(file: str) -> dict[str, StoredTensor]:
        def fail(problem: str) -> Any:
            raise CheckpointError(f"{name.repo}: {file}: {problem}")

        try:
            found = api.parse_safetensors_file_metadata(name.repo, file, revision=name.revision).tensors
        except (SafetensorsParsingError, *_MALFORMED) as error:
            fail(f"its header is malformed ({_first_line(error)}); do not use this model")
        return {
            with_prefix(tensor): checked_entry(
                tensor, {"dtype": each.dtype, "shape": each.shape, "data_offsets": each.data_offsets}, 0, fail
            )
            for tensor, each in found.items()
        }

    with errors_of(name), ThreadPoolExecutor(_CONCURRENT_REQUESTS) as pool:
        return dict(zip(files, pool.map(header, files), strict=True))


_MALFORMED = (TypeError, ValueError, KeyError, IndexError, AttributeError, AssertionError, RecursionError)
"""Errors of the client for a malformed answer of the hub."""


@contextmanager
def errors_of(name: HubName) -> Iterator[None]:
    """Turn exceptions of the client inside the block into InputError or HubError."""
    from huggingface_hub import errors
    from huggingface_hub.errors import HfHubHTTPError

    connection_errors: Any = HfHubHTTPError.__mro__[1]  # the HTTP library's base class, which the client does not wrap

    try:
        yield
    except errors.GatedRepoError:
        raise InputError(
            f"{name.repo}: the hub gives this model only to users who accepted its license; accept it on the model's "
            "page and log in with `hf auth login`"
        ) from None
    except errors.RepositoryNotFoundError:
        raise InputError(
            f"{name.repo}: is not a path here and not a model on the hub (or a private one); check the spelling"
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
        raise InputError(f"{name.repo}: is not a valid hub name ({_first_line(error)})") from None
    except (OSError, connection_errors) as error:
        raise HubError(f"{name.repo}: the download failed ({_first_line(error)}); run it again to resume") from None
    except _MALFORMED as error:
        raise HubError(
            f"{name.repo}: the hub's answer is malformed ({type(error).__name__}: {_first_line(error)}); check "
            "HF_ENDPOINT, or try again later"
        ) from None


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return lines[0][:160] if lines else type(error).__name__
