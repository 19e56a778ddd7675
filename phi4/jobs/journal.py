"""The journal of a run over questions, which may be killed at any moment and resumes.

FILE.journal has a header and, for each finished question, one line of JSON, which is flushed to the disk. The outputs
are written from it, in the order of the questions. A line that was cut short by a kill is dropped, and its question is
repeated.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, BinaryIO, Literal

from phi4.errors import InputError
from phi4.files import json_line, json_object, json_objects, writing
from phi4.grade.verifiers import FORMER_NAMES

FORMAT = "phi4-preference-1"
Record = dict[str, Any]
Output = Callable[[Record], list[Mapping[str, Any]]]
"""The lines that a record adds to an output."""


def journal_of(file: Path) -> Path:
    return file.with_name(file.name + ".journal")


class Journal:
    """The records of a run that writes `outputs`; the first of them names the journal.

    header   the settings of the run: a journal with another header is refused

    Raises:
        InputError: the journal is in use, belongs to another run, is malformed, or cannot be written.
        Phi4Error: a disk is full or fails, now or later.
    """

    def __init__(self, outputs: Mapping[Path, Output], header: Mapping[str, Any]) -> None:
        self.path = journal_of(next(iter(outputs)))
        self.records: dict[int, Record] = {}
        self._outputs, self._next = outputs, 0
        self._opened = ExitStack()
        try:
            with writing(self.path):
                self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._open(self.path, "a+b")
            self._lock()
            with writing(self.path):
                self._resume({"format": FORMAT, **header})
            # Outputs are rewritten from the records, so that no line is in them twice.
            self._files = {file: self._open(file, "wb") for file in outputs}
            self._write_outputs()
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._opened.close()

    def add(self, number: int, record: Record) -> None:
        """Add the record of question `number`, and write the lines of the outputs that are now complete."""
        with writing(self.path):
            self._append({"number": number, **record})
        self.records[number] = record
        self._write_outputs()

    def _append(self, line: Mapping[str, Any]) -> None:
        self._file.write(json_line(line))
        self._file.flush()
        os.fsync(self._file.fileno())

    def _open(self, path: Path, mode: Literal["a+b", "wb"]) -> BinaryIO:
        with writing(path):
            file = path.open(mode)
        self._opened.callback(_close, path, file)
        return file

    def _lock(self) -> None:
        with writing(self.path):
            try:
                fcntl.flock(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InputError(f"{self.path}: another run writes here; wait for it, or choose another file") from None

    def _resume(self, header: dict[str, Any]) -> None:
        self._file.seek(0)
        whole = 0
        lines = []
        for line in self._file:
            if not line.endswith(b"\n"):
                break
            lines.append(line)
            whole += len(line)
        self._file.truncate(whole)
        self._file.seek(0, os.SEEK_END)
        if not lines:
            for file in self._outputs:
                if file.is_file() and file.stat().st_size:
                    raise InputError(f"{file}: is not empty and was not written by this run; choose another file")
            self._append(header)
            return
        before = json_object(lines[0])
        if before is None or "format" not in before:
            raise InputError(f"{self.path}: is not the journal of a run; choose another file")
        before = _with_current_names(before)
        if before != json.loads(json.dumps(header)):
            different = sorted(key for key in {*header, *before} if before.get(key) != header.get(key))
            raise InputError(
                f"{self.path}: belongs to a run with other settings ({', '.join(different)[:300]}); choose another "
                "file, or remove this one with its outputs"
            )
        records = self.records
        for place, line in enumerate(lines[1:], 2):
            record = json_object(line)
            if record is None or type(record.get("number")) is not int:
                raise InputError(f"{self.path}:{place}: is not a record of a run; remove the line")
            records[record.pop("number")] = record
        # Questions that were skipped for a temporary reason are asked again.
        again = [
            number
            for number, record in records.items()
            if record.get("status") == "skipped" and record.get("again", True)
        ]
        for number in again:
            del records[number]

    def _write_outputs(self) -> None:
        """Write the lines of the next questions in order, as far as they are finished."""
        while self._next in self.records:
            for file, output in self._outputs.items():
                with writing(file):
                    self._files[file].writelines(json_line(line) for line in output(self.records[self._next]))
            self._next += 1
        for file, stream in self._files.items():
            with writing(file):
                stream.flush()


def _with_current_names(header: dict[str, Any]) -> dict[str, Any]:
    """`header` with the current names of verifiers, as "final_answer, rules 2" for "marked, rules 2"."""
    for key in ("verifier", "judge"):
        name, rules, rest = str(header.get(key)).partition(", rules ")
        if rules and name in FORMER_NAMES:
            header[key] = f"{FORMER_NAMES[name]}{rules}{rest}"
    return header


def _close(path: Path, file: BinaryIO) -> None:
    with writing(path):
        file.close()


def read_journal(file: Path) -> Iterator[tuple[int, Record]]:
    """The records of the run that wrote `file`, or of a journal itself, in the order of the questions.

    Raises:
        InputError: there is no journal, or it is malformed.
    """
    path = file if file.name.endswith(".journal") else journal_of(file)
    records: dict[int, Record] = {}
    for where, line in json_objects(path):
        if line.get("format") == FORMAT:
            continue
        if type(line.get("number")) is not int:
            raise InputError(f"{where}: is not a record of a run; give the file that phi4 pivotal wrote")
        records[line.pop("number")] = line
    yield from sorted(records.items())
