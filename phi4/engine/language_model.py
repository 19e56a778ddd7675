"""A loaded language model: text in, text out."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self, Unpack

import numpy as np
import numpy.typing as npt

from phi4.checkpoint import Checkpoint, LoadProgress, PackedCheckpoint, open_checkpoint, resolve
from phi4.config import ModelConfig
from phi4.engine.checks import flag, listed, prompt_ids
from phi4.engine.executor import Executor, enough_memory, is_native, load_executor
from phi4.engine.generate import Event, FinishReason, check_prompt, generate
from phi4.engine.generation_config import GenerationDefaults, load_generation_config
from phi4.engine.sampling import SamplingParams, SamplingSettings, TokenLogprob, by_field, check_vocabulary
from phi4.engine.stop import all_eos_ids
from phi4.errors import InputError, TokenizerError, shown
from phi4.text import ChatTemplate, Message, Tokenizer, compare_with_known, default_template, known_template

_LOG = logging.getLogger("phi4")
Prompt = str | Sequence[int]
Mappings = Sequence[Mapping[str, Any]]


@dataclass(frozen=True)
class Choice:
    """One answer: its text, its token ids with the EOS id, finish reason, and log-probabilities if requested."""

    text: str
    ids: list[int]
    finish_reason: FinishReason
    logprobs: list[TokenLogprob] = field(default_factory=list)


@dataclass(frozen=True)
class Generation:
    """The `n` answers to one prompt; `text`, `ids` and `finish_reason` are those of the first."""

    prompt_tokens: int
    choices: list[Choice]

    @property
    def text(self) -> str:
        return self.choices[0].text

    @property
    def ids(self) -> list[int]:
        return self.choices[0].ids

    @property
    def finish_reason(self) -> FinishReason:
        return self.choices[0].finish_reason

    def __str__(self) -> str:
        return self.text


class LanguageModel:
    """A loaded model. `notes` holds sentences for its user.

    Every method that generates takes the fields of SamplingParams by name. They replace the model's defaults, which
    come from its generation_config.json and are greedy without one. `params` replaces all of the defaults; settings by
    name replace fields of `params`.

    `close`, or the end of a `with` block, frees the weights; every other method then raises InputError.
    """

    def __init__(
        self,
        executor: Executor,
        *,
        tokenizer: Tokenizer | TokenizerError,
        defaults: GenerationDefaults | None = None,
        name: str = "",
        draft: Executor | None = None,
    ) -> None:
        self._executor: Executor | None = executor
        self.name, self.draft = name, draft
        self.config: ModelConfig = executor.config
        self.notes: list[str] = []
        self._tokenizer = tokenizer
        self._defaults = defaults or GenerationDefaults()
        if isinstance(tokenizer, Tokenizer):
            self._note_extra_ids(tokenizer)
            self._use_template(tokenizer)
        else:  # without text the model's own stop strings cannot be found
            self._defaults = replace(self._defaults, params=replace(self._defaults.params, stop=()))
        self.eos_ids = all_eos_ids(
            self.config, self._defaults.eos_ids, tokenizer if isinstance(tokenizer, Tokenizer) else None
        )

    @property
    def executor(self) -> Executor:
        """The executor that runs the model. Raises InputError: the model is closed."""
        if self._executor is None:
            raise InputError("this model is closed; load it again with phi4.load")
        return self._executor

    def close(self) -> None:
        """End the threads and the template renderer, and free the weights. Closing twice is allowed.

        A step that another thread computes is finished first; its answer then ends with an InputError.
        """
        executor, draft, self._executor, self.draft = self._executor, self.draft, None, None
        for open_executor in (executor, draft):
            if open_executor is not None:
                open_executor.close()
        if isinstance(self._tokenizer, Tokenizer):
            self._tokenizer.close()

    def __enter__(self) -> Self:
        _ = self.executor
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer. Raises TokenizerError: it is missing or malformed. InputError: the model is closed."""
        _ = self.executor
        if isinstance(self._tokenizer, TokenizerError):
            raise self._tokenizer
        return self._tokenizer

    @property
    def defaults(self) -> SamplingParams:
        return self._defaults.params

    def logits(self, ids: Sequence[int]) -> npt.NDArray[np.float32]:
        """The logits after each token, float32 [len(ids), vocab_size].

        Raises:
            InputError: `ids` is empty, too long, or holds a value that is not an id of the vocabulary.
            OutOfMemoryError: the logits do not fit.
        """
        ids = check_prompt(self.executor, ids, room=0)
        with enough_memory(f"the logits of {len(ids):,} tokens"):
            return self.executor.logits(ids)

    def generate(
        self,
        prompt: Prompt,
        params: SamplingParams | None = None,
        *,
        parse_special: bool = False,
        **sampling: Unpack[SamplingSettings],
    ) -> Generation:
        """Continue `prompt`, text or token ids (a list or a flat array of integers).

        parse_special   parse special tokens in the prompt, as fill-in-the-middle needs; by default their text is
                        encoded as ordinary text

        Raises:
            InputError: the prompt or a setting is invalid.
            TokenizerError: the prompt is text and the model has no tokenizer.
            OutOfMemoryError: the KV cache does not fit.
            Phi4Error: the model is damaged: its logits are NaN or infinite.
        """
        return self.generate_batch([prompt], params, parse_special=parse_special, **sampling)[0]

    def generate_batch(
        self,
        prompts: Sequence[Prompt],
        params: SamplingParams | None = None,
        *,
        parse_special: bool = False,
        **sampling: Unpack[SamplingSettings],
    ) -> list[Generation]:
        """Continue several prompts as one batch; on a CPU the batch does not change an answer."""
        ids = [self._ids(prompt, parse_special) for prompt in listed("prompts", prompts, "a list of prompts")]
        chosen = self.params(params, **sampling)
        return _gathered(ids, chosen, self._events(ids, chosen, continues=True))

    def stream(
        self,
        prompt: Prompt,
        params: SamplingParams | None = None,
        *,
        parse_special: bool = False,
        **sampling: Unpack[SamplingSettings],
    ) -> Iterator[Event]:
        """Continue `prompt`, one event for each token; closing the iterator ends the work."""
        return self._events([self._ids(prompt, parse_special)], self.params(params, **sampling), continues=True)

    def chat(
        self,
        messages: Sequence[Message],
        params: SamplingParams | None = None,
        *,
        tools: Mappings | None = None,
        documents: Mappings | None = None,
        **sampling: Unpack[SamplingSettings],
    ) -> Generation:
        """Answer a conversation: mappings with "role" (system, user, assistant) and "content".

        tools, documents    JSON schemas of functions that the model may call, and documents to answer from, for
                            templates that support them

        Raises:
            TemplateError: the model's template refuses the messages.
            TokenizerError: the model has no tokenizer or no template.
            InputError: the conversation is too long, or a setting is invalid.
            OutOfMemoryError, Phi4Error: as `generate`.
        """
        ids, chosen = self.chat_ids(messages, tools=tools, documents=documents), self.params(params, **sampling)
        return _gathered([ids], chosen, self._events([ids], chosen))[0]

    def stream_chat(
        self,
        messages: Sequence[Message],
        params: SamplingParams | None = None,
        *,
        tools: Mappings | None = None,
        documents: Mappings | None = None,
        **sampling: Unpack[SamplingSettings],
    ) -> Iterator[Event]:
        """As `chat`, one event for each token."""
        ids = self.chat_ids(messages, tools=tools, documents=documents)
        return self._events([ids], self.params(params, **sampling))

    def chat_ids(
        self, messages: Sequence[Message], *, tools: Mappings | None = None, documents: Mappings | None = None
    ) -> list[int]:
        """The token ids of a conversation, with the header of the answer."""
        wanted = 'a list such as [{"role": "user", "content": "QUESTION"}]'
        messages = listed("messages", messages, wanted)
        if wrong := [each for each in messages if not isinstance(each, Mapping)]:
            raise InputError(f"messages hold {shown(wrong[0])}, and must be {wanted}")
        texts = (each.get("content") for each in messages)
        self._check_length(sum(len(text) for text in texts if isinstance(text, str)))
        return self.tokenizer.encode_chat(messages, tools=tools, documents=documents)

    def params(self, params: SamplingParams | None = None, /, **sampling: Unpack[SamplingSettings]) -> SamplingParams:
        """`params`, or the model's defaults, with the settings given by name; None keeps a setting.

        Raises:
            InputError: a setting is unknown, has the wrong type or is out of range.
        """
        given = {name: value for name, value in by_field(sampling).items() if value is not None}
        if params is not None and not isinstance(params, SamplingParams):
            raise InputError(f"params is {shown(params)}, and must be SamplingParams; give settings by name otherwise")
        chosen = replace(self.defaults if params is None else params, **given)
        check_vocabulary(chosen, self.config.vocab_size)
        return chosen

    def _events(
        self, prompts: Sequence[Sequence[int]], params: SamplingParams, *, continues: bool = False
    ) -> Iterator[Event]:
        tokenizer = self._tokenizer if isinstance(self._tokenizer, Tokenizer) else None
        return generate(
            self.executor, tokenizer, prompts, params, eos_ids=self.eos_ids, draft=self.draft, continues=continues
        )

    def _ids(self, prompt: Prompt, parse_special: bool) -> list[int]:
        if not isinstance(prompt, str):
            return prompt_ids(prompt)
        self._check_length(len(prompt))
        tokenizer = self.tokenizer
        ids = tokenizer.encode(prompt, parse_special=flag("parse_special", parse_special))
        # A prompt that begins with the BOS token gets no second one.
        return ids[1:] if ids[:2] == [tokenizer.bos_id] * 2 else ids

    def _check_length(self, characters: int) -> None:
        """Raises InputError for a text that is too long for the context however it is tokenized."""
        limit = self.config.max_positions * self.tokenizer.longest_token
        if 0 < limit < characters:
            raise InputError(
                f"the prompt has {characters:,} characters, and the model's context of {self.config.max_positions:,} "
                f"tokens holds at most {limit:,}; shorten it"
            )

    def _note_extra_ids(self, tokenizer: Tokenizer) -> None:
        """Add the tokenizer's notes, and one for tokens outside the model's vocabulary, such as a padding token."""
        self.notes += tokenizer.notes
        extra = [text for text, id_ in tokenizer.special_ids.items() if id_ >= self.config.vocab_size]
        if extra:
            self.notes.append(
                f"the tokenizer has tokens that the model does not ({', '.join(map(shown, extra[:3]))}); a text that "
                "needs one is refused"
            )

    def _use_template(self, tokenizer: Tokenizer) -> None:
        """Add a note for a template known to be faulty; replace a missing template by the known one."""
        if tokenizer.chat_template is None:
            if (name := default_template(self.config.model_type, tokenizer.special_ids)) is not None:
                tokens = {
                    key: text
                    for key, id_ in (("bos_token", tokenizer.bos_id), ("eos_token", tokenizer.eos_id))
                    if (text := next((text for text, other in tokenizer.special_ids.items() if other == id_), None))
                }
                tokenizer.chat_template = ChatTemplate(known_template(name), tokens)
                self.notes.append(f"the model has no chat template; the known one of {name} is used")
            return
        comparison = compare_with_known(tokenizer.chat_template.source, self.config.model_type)
        if comparison is not None and comparison.equal and comparison.known_name == "phi-4-first-release":
            self.notes.append(
                "the model has Phi-4's first chat template, which writes the assistant's header after every user "
                "message; fetch the corrected release"
            )


@enough_memory("this model")
def load(
    model: str | os.PathLike[str] = "nano",
    *,
    executor: str = "auto",
    dtype: str | None = None,
    device: str | None = None,
    offline: bool = False,
    draft: str | None = None,
    threads: int | None = None,
    progress: LoadProgress | None = None,
) -> LanguageModel:
    """Load "nano", a folder, a GGUF file or a hub name.

    executor        "auto" (torch where a GPU and torch are there), "native" or "torch"
    dtype           None keeps the stored weights: packed weights packed, float weights in their dtype (float32 for
                    torch on a CPU, if it fits) and quantized GGUF in bfloat16. float32, float16 or bfloat16 converts
                    float weights; "8-bit", "4-bit" or "3-bit" packs them once into a cache folder. "auto" does for
                    small models what None does, and packs others in 8 bits, or in 4 bits if 8 would take more than a
                    quarter of the memory
    device          for torch: "cpu", "cuda"
    draft           a smaller model of the same vocabulary for speculative decoding; the answers stay the same. Its
                    dtype is None if `dtype` is None, and "auto" otherwise
    offline         use only models that are already in the hub's cache
    threads         CPU threads; by default one for each core that this process may use, limited by $OMP_NUM_THREADS
    progress        called after each tensor, with the number of tensors read and of all tensors

    Notes on how the model was loaded go to its `notes` and, as INFO, to the logger "phi4".

    Raises:
        OutOfMemoryError: the weights do not fit into the free memory; the message says how to pack them.
        Phi4Error: any other error; see phi4.errors for its kinds.
    """
    from phi4.quant.on_load import PACKED_DTYPES, check_once, packed_once, width_to_run

    if not isinstance(model, (str, os.PathLike)):
        raise InputError(f"the model is {shown(model)}, and must be a path or a name")
    model = os.fspath(model)
    draft_dtype = None if dtype is None else "auto"
    automatic, dtype = dtype == "auto", None if dtype == "auto" else dtype
    notes: list[str] = []
    path = resolve(model, offline=offline, say=notes.append)
    checkpoint = open_checkpoint(path)
    tokenizer = read_tokenizer(checkpoint)
    vocab_size = checkpoint.config.vocab_size
    if isinstance(tokenizer, Tokenizer) and not tokenizer.added_from(vocab_size):
        tokenizer = TokenizerError(
            f"{path}: the tokenizer has ids up to {tokenizer.vocab_size - 1:,}, but the model's vocabulary is "
            f"{vocab_size:,}; they belong to different models"
        )
    defaults = load_generation_config(path, vocab_size) if path.is_dir() else None
    if not isinstance(checkpoint, PackedCheckpoint) and is_native(executor, device):
        bits = width_to_run(checkpoint.config) if automatic else PACKED_DTYPES.get(dtype or "", 16)
        if bits < 16:
            checkpoint, note = packed_once(checkpoint, bits, progress=progress)
            notes += [note] if note else []
            dtype = None
    elif isinstance(checkpoint, PackedCheckpoint):
        check_once(checkpoint)
    running = load_executor(checkpoint, name=executor, dtype=dtype, device=device, threads=threads, progress=progress)
    drafting = load(draft, dtype=draft_dtype, offline=offline, threads=threads).executor if draft is not None else None
    if drafting is not None and not (running.speculates and drafting.speculates):
        raise InputError("a draft model needs the native engine for both models; leave the draft out")
    if drafting is not None and drafting.config.vocab_size != vocab_size:
        raise InputError(
            f"the draft {draft} has a vocabulary of {drafting.config.vocab_size:,}, and {model} one of {vocab_size:,}; "
            "choose a smaller model of the same family"
        )
    loaded = LanguageModel(running, tokenizer=tokenizer, defaults=defaults, name=model, draft=drafting)
    loaded.notes[:0] = notes
    for note in loaded.notes:
        _LOG.info("%s: %s", model, note)
    return loaded


def read_tokenizer(checkpoint: Checkpoint) -> Tokenizer | TokenizerError:
    """The checkpoint's tokenizer, or the error: a model without a tokenizer still takes token ids."""
    try:
        return Tokenizer.of_model(checkpoint.path, getattr(checkpoint, "metadata", None))
    except TokenizerError as error:
        return error


def _gathered(prompts: Sequence[Sequence[int]], params: SamplingParams, events: Iterator[Event]) -> list[Generation]:
    steps: dict[tuple[int, int], list[Event]] = {}
    for event in events:
        steps.setdefault((event.prompt, event.choice), []).append(event)
    return [
        Generation(len(prompt), [_choice(steps[number, choice]) for choice in range(params.n)])
        for number, prompt in enumerate(prompts)
    ]


def _choice(events: list[Event]) -> Choice:
    reason = events[-1].finish_reason
    assert reason is not None
    return Choice(
        text="".join(event.text for event in events),
        ids=[event.token_id for event in events],
        finish_reason=reason,
        logprobs=[event.logprob for event in events if event.logprob is not None],
    )
