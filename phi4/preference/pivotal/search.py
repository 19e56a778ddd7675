"""Pivotal token search on one question (Phi-4 report, section 4.3).

A token is pivotal if it moves p(success), the fraction of rollouts that a verifier accepts, by at least `gap`. A
finished answer is bisected, at half of its tokens' log-probability, wherever p moves by the gap from end to end, down
to single tokens. Before and after such a token the full number of rollouts is sampled, and it is kept if it is still
pivotal.

A pair shares the prefix and differs in one token: the accepted one raises p and the rejected one lowers it. One of the
two is the pivotal token; the other is among the first tokens of the rollouts from the same prefix, its p measured by
rollouts of its own, and its direction must be certain (`Looks.direction`).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import Any

from phi4.data.pairs import Pair
from phi4.errors import InputError
from phi4.grade.statistics import Count, Looks
from phi4.grade.verifiers import Question
from phi4.jobs.rollouts import Prefix, Rollout
from phi4.jobs.task import Node


@dataclass(frozen=True)
class SearchSettings:
    """Settings of a pivotal token search.

    gap           minimum change of p(success) of a pivotal token (report: 0.2)
    hardest, easiest   range of p of questions that are searched (report: 0.2 to 0.8)
    looks         rollouts of an estimate
    answers       answers to search per question: the first right one, the first wrong one, and so on
    alternatives  tokens that are tried as the other side of a pair

    Raises:
        InputError: a setting is out of range.
    """

    gap: float = 0.2
    hardest: float = 0.2
    easiest: float = 0.8
    looks: Looks = field(default_factory=Looks)
    answers: int = 2
    alternatives: int = 3

    def __post_init__(self) -> None:
        if not 0 < self.gap < 1:
            raise InputError(f"the gap is {self.gap}, and must lie between 0 and 1")
        if not 0 <= self.hardest < self.easiest <= 1:
            raise InputError(f"p(success) from {self.hardest} to {self.easiest} is not a range within 0 to 1")
        if not 1 <= self.answers <= 64 or not 1 <= self.alternatives <= 64:
            raise InputError("answers and alternatives must be from 1 to 64")


@dataclass(frozen=True)
class _Pivotal:
    position: int
    before: Count
    after: Count


class PivotalSearch:
    """The task (phi4.jobs.task.Task) of finding the pivotal tokens of some answers to `question`.

    `decode` decodes token ids to text, `pieces` to one text for each id.
    """

    slow = False

    def __init__(
        self, question: Question, prompt: list[int], settings: SearchSettings, *, eos_ids: Collection[int],
        decode: Callable[[list[int]], str], pieces: Callable[[list[int]], list[str]],
    ) -> None:  # fmt: skip
        self.question, self.prompt, self.settings = question, prompt, settings
        self.nodes: dict[Prefix, Node] = {}
        self._eos_ids, self._decode, self._pieces = eos_ids, decode, pieces
        self._needs: dict[Prefix, int] = {}
        self._candidates: dict[bool, list[Rollout]] = {True: [], False: []}
        self._seen: set[int] = set()
        self._settled: tuple[bool, int] | None = None

    def wants(self) -> dict[Prefix, int]:
        self._needs = {}
        self._is_searched()
        for answer in self._answers():
            for each in self._pivotal(answer):
                self._other(answer.ids, each)
        return self._needs

    def holds(self, prefix: Prefix) -> bool:
        return not prefix

    def release(self) -> list[Prefix]:
        """All answers but the first few of each outcome; once the difficulty is known, all unused ones."""
        root, dropped = self.nodes.get((), Node()), []
        for number in sorted(set(root.right) - self._seen):
            self._seen.add(number)
            candidates = self._candidates[root.right[number]]
            candidates.append(root.rollouts[number])
            candidates.sort(key=lambda each: each.number)
            kept: dict[Prefix, Rollout] = {}
            for each in candidates:
                if each.ended == "stop" and len(kept) < self.settings.answers:
                    kept.setdefault(each.ids, each)
            dropped += [each.ids for each in candidates if each.ids not in kept]
            candidates[:] = kept.values()
        if self._settled is not None:
            used = {each.ids for each in self._answers()}
            rest = [each.ids for candidates in self._candidates.values() for each in candidates]
            dropped += [ids for ids in rest if ids not in used]
        return dropped

    def _is_searched(self) -> bool | None:
        """Whether the question is neither too easy nor too hard; None until that is known."""
        settings, looks = self.settings, self.settings.looks
        if self._settled is not None:
            return self._settled[0]
        for size in looks.sizes:
            count = self._counted((), size)
            if count is None:
                return None
            inside = looks.within(count, settings.hardest, settings.easiest)
            if inside is None and size == looks.most:
                inside = settings.hardest <= count.share <= settings.easiest
            if inside is not None:
                self._settled = inside, size
                return inside
        return None

    def _answers(self) -> list[Rollout]:
        """Finished answers to search, of the rollouts that settled the difficulty, alternating right and wrong."""
        if self._settled is None or not self._settled[0]:
            return []
        right, wrong = (
            [each for each in self._candidates[outcome] if each.number < self._settled[1]] for outcome in (True, False)
        )
        turns = [answers[i] for i in range(self.settings.answers) for answers in (right, wrong) if i < len(answers)]
        return turns[: self.settings.answers]

    def _pivotal(self, answer: Rollout) -> list[_Pivotal]:
        """The pivotal tokens of `answer` known so far; missing rollouts are added to the needs."""
        found: list[_Pivotal] = []
        self._subdivide(answer, 0, len(answer.ids), found)
        return found

    def _subdivide(self, answer: Rollout, start: int, end: int, found: list[_Pivotal]) -> None:
        ids = answer.ids
        if not self._moves(ids[:start], ids[:end]):
            return
        if end - start > 1:
            middle = _midpoint(answer.logprobs, start, end)
            self._subdivide(answer, start, middle, found)
            self._subdivide(answer, middle, end, found)
            return
        most = self.settings.looks.most
        before, after = self._counted(ids[:start], most), self._counted(ids[:end], most)
        if before is None or after is None:
            return
        far = abs(after.share - before.share) >= self.settings.gap
        if far and self.settings.looks.direction(before, after) is not None:
            found.append(_Pivotal(start, before, after))

    def _moves(self, before: Prefix, after: Prefix) -> bool | None:
        """Whether p moves by the gap between two prefixes; None while rollouts are missing."""
        looks, gap = self.settings.looks, self.settings.gap
        for size in looks.sizes:
            a, b = self._counted(before, size), self._counted(after, size)
            if a is None or b is None:
                return None
            moves = looks.moves(a, b, gap)
            if moves is not None:
                return moves
            if size == looks.most:
                return abs(b.share - a.share) >= gap
        return None

    def _other(self, ids: Prefix, pivotal: _Pivotal) -> tuple[int, Count] | None:
        """The token, with its count, that forms a pair with a pivotal one; None if there is none yet."""
        prefix = ids[: pivotal.position]
        wanted = -1 if pivotal.after.share > pivotal.before.share else 1
        for token in self._alternatives(prefix, ids[pivotal.position], wanted):
            for size in self.settings.looks.sizes:
                count = self._counted((*prefix, token), size)
                if count is None:
                    return None
                direction = self.settings.looks.direction(pivotal.before, count)
                if direction == wanted:
                    return token, count
                if direction is not None:
                    break
        return None

    def _alternatives(self, prefix: Prefix, pivotal: int, wanted: int) -> list[int]:
        """First tokens of the rollouts from `prefix`, most surely good (`wanted` 1) or bad (-1) ones first."""
        looks, node = self.settings.looks, self.nodes[prefix]
        outcomes: dict[int, list[bool]] = {}
        for number in range(looks.most):
            outcomes.setdefault(node.rollouts[number].ids[0], []).append(node.right[number])
        bounds = {
            token: Count(sum(right), len(right)).interval(looks.z) for token, right in outcomes.items()
            if token != pivotal
        }  # fmt: skip
        order = sorted(bounds, key=lambda token: (-bounds[token][0] if wanted > 0 else bounds[token][1], token))
        return order[: self.settings.alternatives]

    def _counted(self, prefix: Prefix, size: int) -> Count | None:
        """Outcomes of the first `size` rollouts from `prefix`, or of the finished answer that it is; None, and the
        need noted, if they are not there yet."""
        if (known := self._finished(prefix)) is not None:
            return known
        node = self.nodes.get(prefix)
        if node is not None and node.has(size):
            return node.count(size)
        self._needs[prefix] = max(size, self._needs.get(prefix, 0))
        return None

    def _finished(self, prefix: Prefix) -> Count | None:
        """The outcome of a prefix that is a whole answer: it is one of the rollouts from the root or from before."""
        if not prefix or prefix[-1] not in self._eos_ids:
            return None
        for node_prefix in ((), prefix[:-1]):
            node = self.nodes.get(node_prefix, Node())
            for number, rollout in node.rollouts.items():
                if number in node.right and (*node_prefix, *rollout.ids) == prefix:
                    return Count(int(node.right[number]), 1, certain=True)
        raise AssertionError("an end token is only ever a candidate because a judged rollout sampled it")

    def result(self) -> dict[str, Any]:
        looks = self.settings.looks
        root = self.nodes[()]
        measured = root.count(max(size for size in looks.sizes if root.has(size)))
        middle = (self.settings.hardest + self.settings.easiest) / 2
        status = "searched" if self._is_searched() else "easy" if measured.share > middle else "hard"
        answers = [self._record(answer) for answer in self._answers()]
        pairs = {
            (*pair["prompt_ids"], -1, *pair["chosen_ids"], *pair["rejected_ids"]): pair
            for answer in answers
            for pair in answer.pop("pairs")
        }
        return {
            "status": status, "question": self.question.question, "answer": self.question.answer,
            "prompt_tokens": len(self.prompt), "p": _json(measured), "answers": answers, "pairs": list(pairs.values()),
        }  # fmt: skip

    def _record(self, answer: Rollout) -> dict[str, Any]:
        ids, looks = answer.ids, self.settings.looks
        measured = []
        for position in range(len(ids) + 1):
            node = self.nodes.get(ids[:position])
            sizes = [size for size in looks.sizes if node is not None and node.has(size)]
            if node is not None and sizes:
                measured.append([position, *_json(node.count(sizes[-1]))])
        pivotal, pairs = [], []
        for each in self._pivotal(answer):
            other = self._other(ids, each)
            pivotal.append({
                "position": each.position, "before": _json(each.before), "after": _json(each.after),
                "other": None if other is None else {"id": other[0], "text": self._decode([other[0]]),
                                                     "p": _json(other[1])},
            })  # fmt: skip
            if other is not None:
                pairs.append(self._pair(ids, each, *other))
        end = self._finished(ids)
        return {
            "ids": list(ids), "pieces": self._pieces(list(ids)), "right": bool(end and end.right),
            "measured": measured, "pivotal": pivotal, "pairs": pairs,
        }  # fmt: skip

    def _pair(self, ids: Prefix, pivotal: _Pivotal, other: int, count: Count) -> dict[str, Any]:
        own, rises = ids[pivotal.position], pivotal.after.share > pivotal.before.share
        (chosen, p_chosen), (rejected, p_rejected) = (
            ((own, pivotal.after), (other, count)) if rises else ((other, count), (own, pivotal.after))
        )
        prompt_ids = [*self.prompt, *ids[: pivotal.position]]
        pair = Pair(
            prompt_ids, [chosen], [rejected], self._decode(prompt_ids), self._decode([chosen]),
            self._decode([rejected]), "pivotal",
            {
                "question": self.question.question, "answer": self.question.answer, "position": pivotal.position,
                "p_prompt": _json(pivotal.before), "p_chosen": _json(p_chosen), "p_rejected": _json(p_rejected),
            },
        )  # fmt: skip
        return pair.fields()


def _midpoint(logprobs: tuple[float, ...], start: int, end: int) -> int:
    """Where the tokens from `start` to `end` are cut, so that both parts have about half of the log-probability."""
    sums = [0.0]
    for each in logprobs[start:end]:
        sums.append(sums[-1] - each)
    return start + min(range(1, end - start), key=lambda cut: (abs(2 * sums[cut] - sums[-1]), cut))


def _json(count: Count) -> list[int]:
    return [count.right, count.total]
