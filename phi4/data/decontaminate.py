"""Decontamination: finds, removes and reports training documents that share n-grams with an evaluation set.

The algorithm is that of the Phi-4 report (appendix B, algorithm 1). A document is contaminated if it shares a 13-gram
of words with any test, except allowed ones, or if the fraction of 7-grams that it shares with one test reaches a
threshold. The report does not give the thresholds; ours are `CONTAMINATED` and `PARTIAL`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from phi4.data.ngrams import ngrams, words_of
from phi4.errors import InputError
from phi4.files import byte_lines, keys_of

LONG, SHORT = 13, 7
CONTAMINATED = 0.6
"""Fraction of 7-grams, of the shorter of the two texts, from which a document is contaminated."""
PARTIAL = 0.3
"""Fraction from which an overlap is noted."""
MAX_UNPACKED_CHARS = 2**26
"""Limit of characters of one .gz file of tests; their n-grams take many times as much memory."""
_SUFFIXES = (".jsonl", ".csv", ".txt")
_MAX_EXAMPLES = 20
_MAX_SHOWN_CHARS = 300
# Text fields of tests in JSON Lines; those that a line has are joined to one text.
_FIELDS = (
    "question", "query", "prompt", "problem", "turns", "text", "input", "instruction", "context", "passage", "choices",
    "options", "answer", "response", "solution", "target", "output",
)  # fmt: skip

Document = TypeVar("Document")


@dataclass(frozen=True)
class Finding:
    """The overlap of a document with the tests.

    verdict     "clean", "partial" (a note alone), "13-gram" or "7-gram" (contaminated)
    test        the test with the largest overlap: file and line
    segment     a shared 13-gram, or "" if it was found by 7-grams
    ratio       the fraction of 7-grams, of the shorter text, that both have
    """

    verdict: str
    test: str = ""
    segment: str = ""
    ratio: float = 0.0

    @property
    def contaminated(self) -> bool:
        return self.verdict in ("13-gram", "7-gram")


@dataclass
class DecontaminationReport:
    """Counts of a run of `clean`, and examples of removed documents."""

    tests: int
    documents: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    by_set: Counter[str] = field(default_factory=Counter)
    examples: list[dict[str, object]] = field(default_factory=list)

    @property
    def removed(self) -> int:
        return self.verdicts["13-gram"] + self.verdicts["7-gram"]

    def add(self, text: str, finding: Finding) -> None:
        self.documents += 1
        self.verdicts[finding.verdict] += 1
        if not finding.contaminated:
            return
        self.by_set[finding.test.rpartition(":")[0]] += 1
        if len(self.examples) < _MAX_EXAMPLES:
            self.examples.append({
                "verdict": finding.verdict, "test": finding.test, "segment": finding.segment,
                "ratio": round(finding.ratio, 4), "document": text[:_MAX_SHOWN_CHARS],
            })  # fmt: skip

    def fields(self) -> dict[str, object]:
        """The report as a JSON object."""
        return {
            "tests": self.tests, "documents": self.documents, "removed": self.removed,
            "verdicts": {name: self.verdicts[name] for name in ("13-gram", "7-gram", "partial", "clean")},
            "removed_by_set": dict(self.by_set), "examples": self.examples,
        }  # fmt: skip


class Benchmarks:
    """The n-grams of the tests that documents are compared with.

    tests           text of each test by its name, "FILE:LINE"
    allowed         texts whose 13-grams are stock phrases and are ignored
    contaminated    fraction of shared 7-grams from which a document is contaminated
    partial         fraction from which an overlap is noted
    """

    def __init__(
        self,
        tests: Iterable[tuple[str, str]],
        *,
        allowed: Iterable[str] = (),
        contaminated: float = CONTAMINATED,
        partial: float = PARTIAL,
    ) -> None:
        self.contaminated, self.partial = contaminated, partial
        self.names: list[str] = []
        self._sizes: list[int] = []
        self._long: dict[int, int] = {}
        self._short: dict[int, list[int]] = {}
        stock = {hash(run) for text in allowed for run in ngrams(words_of(text), LONG)}
        for number, (name, text) in enumerate(tests):
            self.names.append(name)
            words = words_of(text)
            for run in ngrams(words, LONG):
                if hash(run) not in stock:
                    self._long.setdefault(hash(run), number)
            short = ngrams(words, SHORT)
            self._sizes.append(len(short))
            for run in short:
                self._short.setdefault(hash(run), []).append(number)

    def __len__(self) -> int:
        return len(self.names)

    def check(self, text: str) -> Finding:
        """The overlap of `text` with the tests."""
        words = words_of(text)
        short = ngrams(words, SHORT)
        overlaps: Counter[int] = Counter()
        for run in short:
            overlaps.update(self._short.get(hash(run), ()))
        ratio, nearest = max(
            ((count / min(len(short), self._sizes[test]), test) for test, count in overlaps.items()), default=(0.0, -1)
        )
        for start in range(len(words) - LONG + 1):
            segment = " ".join(words[start : start + LONG])
            test = self._long.get(hash(segment))
            if test is not None:
                return Finding("13-gram", self.names[test], segment, max(ratio, 0.0))
        if nearest < 0 or ratio <= self.partial:
            return Finding("clean")
        return Finding("7-gram" if ratio >= self.contaminated else "partial", self.names[nearest], "", ratio)


def clean(
    documents: Iterable[Document],
    benchmarks: Benchmarks,
    report: DecontaminationReport,
    *,
    text: Callable[[Document], str],
) -> Iterator[Document]:
    """The clean documents, one at a time; `report` counts all."""
    for document in documents:
        words = text(document)
        finding = benchmarks.check(words)
        report.add(words, finding)
        if not finding.contaminated:
            yield document


def read_tests(path: Path) -> Iterator[tuple[str, str]]:
    """The tests of a file, or of the files in a folder: JSON Lines, CSV (a row is a test) or plain text (a line is),
    each also gzipped.

    Raises:
        InputError: a file cannot be read, is damaged or too large, a line is not a JSON object, or there is no test.
    """
    files = [path]
    if path.is_dir():
        files = sorted(each for each in path.rglob("*") if each.is_file() and _plain_name(each).suffix in _SUFFIXES)
    count = 0
    for file in files:
        for number, text in _texts(file):
            if text.strip():
                count += 1
                yield f"{file.name}:{number}", text
    if not count:
        raise InputError(f"{path}: holds no tests; give a .jsonl, .csv or .txt file, plain or .gz, or a folder of them")


def unread_of(path: Path) -> list[Path]:
    """The files of a folder that `read_tests` does not read, by their formats."""
    files = (each for each in path.rglob("*") if each.is_file() and not each.name.startswith("."))
    return sorted(each for each in files if _plain_name(each).suffix not in _SUFFIXES)


def _plain_name(file: Path) -> Path:
    return file.with_suffix("") if file.suffix == ".gz" else file


def _texts(file: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(_lines(file), 1):
        if _plain_name(file).suffix != ".jsonl":
            yield number, line
        elif line.strip():
            yield number, text_of(line, f"{file}:{number}")


def _lines(file: Path) -> Iterator[str]:
    """The lines of a file of tests, plain or gzipped, one at a time."""
    packed, read = file.suffix == ".gz", 0
    for _, line in text_lines(file):
        read += len(line)
        if packed and read > MAX_UNPACKED_CHARS:
            raise InputError(
                f"{file}: holds more than {MAX_UNPACKED_CHARS:,} characters; decompress it first if that is right"
            )
        yield line


def text_lines(file: Path) -> Iterator[tuple[int, str]]:
    """The numbered lines of a UTF-8 file, plain or gzipped, one at a time.

    Raises:
        InputError: the file cannot be read (phi4.files.byte_lines), or is not UTF-8.
    """
    for number, raw in byte_lines(file):
        try:
            yield number, raw.decode("utf-8").rstrip("\r\n")
        except UnicodeDecodeError:
            raise InputError(f"{file}: is not UTF-8 text; convert it first") from None


def text_of(line: str, where: str) -> str:
    """The text of a line of JSON Lines: the text fields of tests and documents, joined.

    Raises:
        InputError: the line is not a JSON object with such a field.
    """
    try:
        entry = json.loads(line)
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "too deep or too long a number"
        raise InputError(f"{where}: is not JSON ({why}); fix or remove the line") from None
    if not isinstance(entry, dict):
        raise InputError(f'{where}: is not a JSON object; each line must be one, such as {{"text": ...}}')
    if isinstance(entry.get("messages"), list):
        return "\n".join(str(each.get("content", "")) for each in entry["messages"] if isinstance(each, dict))
    parts = [_flat(entry[name]) for name in _FIELDS if name in entry]
    if not parts:
        raise InputError(
            f"{where}: has none of the fields {', '.join(_FIELDS[:5])}, ..., but {keys_of(entry)}; name the text so"
        )
    return "\n".join(parts)


def _flat(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "\n".join(_flat(each) for each in value.values())
    if isinstance(value, list):
        return "\n".join(_flat(each) for each in value)
    return str(value)
