"""The final answer of a text, found by the last marker in it.

Markers are \\boxed{...}, <answer>...</answer>, "#### ..." (GSM8K), a label ("Answer: ...", "**Final answer** = ...",
and the word in other languages), a heading "Final answer", and a sentence "the answer is ...". The answer stands on the
line of its mark or on the next one that is not empty. Thoughts (<think>...</think>) hold no final answer.
"""

from __future__ import annotations

import re

_WORD = (
    r"(?:(?<![^\W_])(?:answers?|ans|antwort|réponse|reponse|respuesta|resposta|risposta|odpowiedź|jawaban|ответ)(?![^\W_])"
    r"|答案|答え|正解|정답|الإجابة|उत्तर)"
)
_EMPHASIS = r"[ \t*_`]{0,9}"
_BE = (
    r"(?:is|are|was|were|equals|would[ ]be|should[ ]be|must[ ]be|will[ ]be|comes[ ]to)\b"
    r"(?:[ ](?:therefore|thus|then|hence|simply|just|clearly|indeed|equal[ ]to)\b)*"
)
_MARK = re.compile(
    rf"""
      (?P<label>{_WORD}{_EMPHASIS}[:：=]=?{_EMPHASIS})
    | (?P<phrase>(?<![^\W_])answer(?:[ ](?:to|for)\b[^.:=\n]{{0,80}}?)?{_EMPHASIS}[ ]{_EMPHASIS}{_BE}
          {_EMPHASIS}[:=]?{_EMPHASIS}
        |(?:答案|答え|正解)[是为為は]{_EMPHASIS}[:：]?{_EMPHASIS})
    | (?P<heading>^[ \t]*(?:\#{{1,6}}[ \t]*)?[*_]*(?:the[ ])?(?:final|correct)[ ]answer[*_]*[ \t]*$
        |^[ \t]*(?:\#{{1,6}}[ \t]*[*_]*|[*_]{{2,3}})answer[*_]*[ \t]*$)
    | (?P<final>(?<![^\W_])final[ ]answer[ \t]+(?=[-+−]?[$€£]?\\?[.\d]))
    | (?P<hash>(?<!\#)\#{{3,4}}(?!\#)[ \t]*)
    | (?P<tag><answer>)
    | (?P<box>\\f?box(?:ed)?[ \t]*(?=[{{\d]))
    """,
    re.IGNORECASE | re.MULTILINE | re.VERBOSE,
)
_MAX_ANSWER_CHARS = 4000
"""Characters that are read for the answer after a marker."""
_DENIAL_CHARS = 120
"""Characters before a marker that are checked for a denial, such as "the answer is not"."""
_DENIED = re.compile(
    r"\b(?:not|never|cannot|wrong|incorrect|whether|previous|earlier|might|may|could|tempt\w*)\b|n['’]t\b"
    r"|\bif (?:the )?$",
    re.IGNORECASE,
)
_MARKUP_ALONE = re.compile(r"[\s*_`$~>]*(?:\\[\[\](){}]|```\w*|\\begin\{\w+\*?\}(?:\{\w+\})?)?[\s*_`$]*")
_WORDLESS = re.compile(r"\s*")
_NUMBER_ALONE = re.compile(r"[-+−]?[$€£]?\d[\d,./]*(?<![./,])(?:[ ]?%|[ ]\w+)?\.?")
_BARE = re.compile(r"\$?[-+−]?[$€£]?(?:\d[\d,./]{0,40}|\.\d+)[ ]?%?\$?|\(?[A-Z]\)?\.?")
_CLAUSE = re.compile(
    r"\.(?=\s+[^\s\d])|。(?=\D)|,?\s+(?:because|since|as)\b|,\s+(?:so|not|which|in total|in all|altogether)\b"
    r"|\s+\((?=(?:since|because|as|i\.e|that is|which|not|rounded)\b)",
    re.IGNORECASE,
)
_REVISED = re.compile(
    r"\b(?:wait|actually|sorry|correction|wrong|incorrect|mistake\w*|however|instead|oops|hmm|rather)\b"
    r"|^[\W_]*(?:no|or|nor|and|but)\b",
    re.IGNORECASE,
)
_STATED = re.compile(
    r"[^\d$€£]{0,120}?\b(?:is|are|was|were|equals|takes?|took|costs?|has|have|had|needs?|gets?|makes?)\s+(?=\S)"
    r"|[^\W\d_][^\W\d]{0,20}(?: [^\W\d_]{1,20}){0,3}:\s+(?=\S)",
    re.IGNORECASE,
)
_HEDGED = re.compile(
    r"\b(?:not|never|no|nor|neither|either|wrong|incorrect|half|twice|double|triple|if|might|may|could|should|than|but"
    r"|except|one of|some of|about|almost|nearly|least|most)\b|n['’]t\b",
    re.IGNORECASE,
)


def final_answer(text: str) -> str | None:
    """The final answer of `text`, as it is written there; None without a marker or if the last one is cut short.

    A text that is nothing but a number or an option's letter is its own final answer.
    """
    text = _without_thoughts(text)
    for mark in reversed(list(_MARK.finditer(text))):
        if (named := _named(text, mark)) is not None:
            return named or None
    bare = text[:_MAX_ANSWER_CHARS].strip().strip("*_` ")
    return bare if len(text) <= _MAX_ANSWER_CHARS and _BARE.fullmatch(bare) else None


def readings(answer: str) -> list[str]:
    """Possible readings of a final answer, the most literal first: all of it, its first clause ("8" of "8. I hope it is
    right" and of "8, because ..."), and the statement of a short sentence ("8 days" of "it takes 8 days").

    A clause is a reading only if nothing after it revises it.
    """
    possible = [answer]
    for cut in _CLAUSE.finditer(answer):
        if not _REVISED.search(answer[cut.end() :]):
            possible.append(answer[: cut.start()])
        break
    for reading in tuple(possible):
        stated = _STATED.match(reading)
        if stated is not None and not _HEDGED.search(reading):
            possible.append(reading[stated.end() :])
    return possible


def _without_thoughts(text: str) -> str:
    _, end, after = text.rpartition("</think>")
    text = after if end else text
    return text.partition("<think>")[0]


def _named(text: str, mark: re.Match[str]) -> str | None:
    """The answer at `mark`, "" if it is cut short; None if it is not a marker after all."""
    kind, end = mark.lastgroup, mark.end()
    if kind == "box":
        return _braced(text, end + 1) if text[end] == "{" else text[end]
    if kind == "tag":
        inside, closed, _ = text[end : end + _MAX_ANSWER_CHARS].partition("</answer>")
        return inside.strip() if closed else ""
    content, after = _content(text, end)
    if kind == "hash":
        # A heading with text after it is not an answer, nor is anything but a number after three signs.
        number, last = _NUMBER_ALONE.fullmatch(content) is not None, _WORDLESS.fullmatch(text, after) is not None
        four = mark.group().count("#") == 4
        return content if (number or four) and (last or (number and four)) else None
    return None if _is_denied(text, mark.start()) else content


def _is_denied(text: str, start: int) -> bool:
    before = re.split(r"[.,;:!?\n]", text[max(0, start - _DENIAL_CHARS) : start])[-1]
    return _DENIED.search(before) is not None


def _content(text: str, start: int) -> tuple[str, int]:
    """The rest of the line, or the next one that holds more than markup; and where it ends."""
    stop = min(len(text), start + _MAX_ANSWER_CHARS)
    while start < stop:
        end = text.find("\n", start, stop)
        end = stop if end < 0 else end
        if _MARKUP_ALONE.fullmatch(text, start, end) is None:
            return text[start:end].strip(), end
        start = end + 1
    return "", stop


def _braced(text: str, start: int) -> str:
    """What stands in braces up to the one that closes them; "" if none does."""
    depth = 1
    for place in range(start, min(len(text), start + _MAX_ANSWER_CHARS)):
        if text[place - 1] == "\\" and text[place - 2] != "\\":
            continue
        depth += {"{": 1, "}": -1}.get(text[place], 0)
        if depth == 0:
            return text[start:place].strip()
    return ""
