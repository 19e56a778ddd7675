"""Requests in, tokens out."""

from phi4.engine.generate import Event, FinishReason
from phi4.engine.language_model import Choice, Generation, LanguageModel, load
from phi4.engine.sampling import SamplingParams, TokenLogprob

__all__ = [
    "Choice",
    "Event",
    "FinishReason",
    "Generation",
    "LanguageModel",
    "SamplingParams",
    "TokenLogprob",
    "load",
]
