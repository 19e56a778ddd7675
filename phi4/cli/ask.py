"""phi4 ask: one question, one answer."""

from __future__ import annotations

import math
import sys
import time
from typing import Annotated, Any

import typer

from phi4.cli import options
from phi4.cli.options import chosen, input_text, loaded, note_repetition
from phi4.cli.output import write, write_json
from phi4.engine import Generation, LanguageModel, TokenLogprob
from phi4.errors import InputError


def ask(
    question: Annotated[str | None, typer.Argument(help="What to ask; without it, or with -, read from stdin.")] = None,
    model: options.ModelOption = "nano",
    system: options.SystemOption = None,
    temperature: options.TemperatureOption = None,
    top_k: options.TopKOption = None,
    top_p: options.TopPOption = None,
    min_p: options.MinPOption = None,
    repetition_penalty: options.RepetitionOption = None,
    frequency_penalty: options.FrequencyOption = None,
    presence_penalty: options.PresenceOption = None,
    seed: options.SeedOption = None,
    max_new_tokens: options.MaxNewTokensOption = None,
    stop: options.StopOption = None,
    stop_token: options.StopTokenOption = None,
    n: Annotated[int, typer.Option("--choices", help="Answers to give, one after the other.")] = 1,
    logprobs: Annotated[
        int | None, typer.Option("--logprobs", help="With --json: number of best tokens at each step.")
    ] = None,
    raw: Annotated[
        bool, typer.Option("--raw", help="Continue QUESTION without a template; special tokens in it are parsed.")
    ] = False,
    draft: options.DraftOption = None,
    executor: options.ExecutorOption = "auto",
    dtype: options.DtypeOption = "auto",
    threads: options.ThreadsOption = None,
    offline: options.OfflineOption = False,
    json: options.JsonOption = False,
) -> None:
    """Ask QUESTION and print the answer.

    The answer is streamed to stdout; notes go to stderr.

      phi4 ask "A snail climbs a 10-meter wall. Each day, it ascends 3 meters but slides down 2 meters at night.
      How many days will it take to reach the top?"

      echo "What is 17 × 6?" | phi4 ask --json

      phi4 ask --raw "<|fim_prefix|>def add(a, b):<|fim_suffix|><|fim_middle|>" --model CODE_MODEL
    """
    if raw and system is not None:
        raise InputError("--raw takes no system message; leave --system out")
    text = _question(question, raw=raw)
    settings = chosen(
        temperature=temperature, top_k=top_k, top_p=top_p, min_p=min_p, repetition_penalty=repetition_penalty,
        frequency_penalty=frequency_penalty, presence_penalty=presence_penalty, seed=seed,
        max_new_tokens=max_new_tokens, stop=stop, n=n, logprobs=logprobs,
    )  # fmt: skip
    if logprobs is not None and not json:
        raise InputError("--logprobs needs --json; add it")
    language_model = loaded(model, executor=executor, dtype=dtype, offline=offline, draft=draft, threads=threads)
    settings |= chosen(stop_token_ids=options.stop_token_ids(language_model, stop_token))
    messages = [{"role": "system", "content": system}] if system else []
    messages.append({"role": "user", "content": text})
    if not json and n == 1:
        for event in (
            language_model.stream(text, parse_special=True, **settings)
            if raw
            else language_model.stream_chat(messages, **settings)
        ):
            write(event.text)
        write("\n")
        note_repetition(event.finish_reason)
        return
    start = time.perf_counter()
    generation = (
        language_model.generate(text, parse_special=True, **settings)
        if raw
        else language_model.chat(messages, **settings)
    )
    if json:
        write_json(_report(language_model, generation, time.perf_counter() - start, seed))
    else:
        for choice in generation.choices:
            write(f"{choice.text}\n")
            note_repetition(choice.finish_reason)


def _question(question: str | None, *, raw: bool) -> str:
    if question is None and sys.stdin.isatty():
        raise InputError('there is no question; write phi4 ask "QUESTION"')
    if question is None or question == "-":
        question = input_text(sys.stdin.read())
    if not question.strip():
        raise InputError("the question is empty; say something")
    return question if raw else question.replace("\r\n", "\n").strip()


def _report(model: LanguageModel, generation: Generation, seconds: float, seed: int | None) -> dict[str, Any]:
    completion = sum(len(choice.ids) for choice in generation.choices)
    return {
        "model": model.name,
        "executor": model.executor.name,
        "answer": generation.text,
        "finish_reason": generation.finish_reason,
        "choices": [
            {
                "answer": choice.text,
                "finish_reason": choice.finish_reason,
                "tokens": len(choice.ids),
                **({"logprobs": [_logprob(model, each) for each in choice.logprobs]} if choice.logprobs else {}),
            }
            for choice in generation.choices
        ],
        "usage": {"prompt_tokens": generation.prompt_tokens, "completion_tokens": completion},
        "seed": seed,
        "seconds": round(seconds, 4),
        "tokens_per_second": round(completion / seconds, 2) if seconds > 0 else math.inf,
    }


def _logprob(model: LanguageModel, sampled: TokenLogprob) -> dict[str, Any]:
    def token(id_: int, logprob: float) -> dict[str, Any]:
        return {"id": id_, "text": model.tokenizer.decode([id_], skip_special=False), "logprob": round(logprob, 6)}

    return {**token(sampled.token_id, sampled.logprob), "best": [token(*pair) for pair in sampled.best]}
