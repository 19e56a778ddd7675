"""Options that several verbs share, and how they become a model and its settings."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from phi4.engine import LanguageModel

ModelOption = Annotated[
    str, typer.Option("--model", "-m", help="nano, a folder, a .gguf file, or a hub name such as microsoft/phi-4.")
]
ExecutorOption = Annotated[
    str, typer.Option("--executor", help="What computes: auto (torch where it is installed), torch or numpy.")
]
DtypeOption = Annotated[
    str | None, typer.Option("--dtype", help="For torch: float32, float16 or bfloat16.", show_default="what fits")
]
OfflineOption = Annotated[bool, typer.Option("--offline", help="Use only what is already in the hub's cache.")]
SystemOption = Annotated[str | None, typer.Option("--system", "-s", help="A system message to begin with.")]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON on stdout.")]

TemperatureOption = Annotated[
    float | None, typer.Option("--temperature", "-t", help="0 takes the best token always.", show_default="the model's")
]
TopKOption = Annotated[
    int | None, typer.Option("--top-k", help="Draw from so many best tokens; 0, all.", show_default="the model's")
]
TopPOption = Annotated[
    float | None,
    typer.Option("--top-p", help="Draw from the best tokens of this probability.", show_default="the model's"),
]
MinPOption = Annotated[
    float | None,
    typer.Option("--min-p", help="Drop tokens below this share of the best one's.", show_default="the model's"),
]
RepetitionOption = Annotated[
    float | None, typer.Option("--repetition-penalty", help="Above 1, repeats less.", show_default="the model's")
]
FrequencyOption = Annotated[
    float | None, typer.Option("--frequency-penalty", help="Taken off for each use of a token.", show_default="0")
]
PresenceOption = Annotated[
    float | None, typer.Option("--presence-penalty", help="Taken off a token once used.", show_default="0")
]
SeedOption = Annotated[int | None, typer.Option("--seed", help="Makes drawn answers repeatable.", show_default="none")]
MaxNewTokensOption = Annotated[
    int | None,
    typer.Option("--max-new-tokens", "-n", help="Longest answer in tokens.", show_default="the model's context"),
]
StopOption = Annotated[
    list[str] | None, typer.Option("--stop", help="A text that ends the answer; may be given several times.")
]


def chosen(**settings: Any) -> dict[str, Any]:
    """The settings that were given."""
    return {name: value for name, value in settings.items() if value is not None}


def loaded(model: str, *, executor: str, dtype: str | None, offline: bool) -> LanguageModel:
    """The model; what it has to note, and which executor runs a large one, goes to stderr."""
    from phi4.engine import load

    language_model = load(model, executor=executor, dtype=dtype, offline=offline)
    for note in language_model.notes:
        typer.echo(f"note: {note}", err=True)
    return language_model
