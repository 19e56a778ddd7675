"""Pages of the project, and the figures that stand on two of them."""

from __future__ import annotations

from tests.support.repository import REPOSITORY

README, CARD, EXPERIMENTS, DATA, TRAINING, PIVOTAL = (
    "README.md", "phi4/nano/weights/README.md", "docs/experiments.md", "docs/data.md", "docs/training.md",
    "docs/pivotal.md",
)  # fmt: skip
SIXTH = r"(?s)## The sixth model.*?"
# Each row: a place and a pattern of figures in it, and another place where the same figures stand, in the same order.
FIGURES = [
    (README, r"Of fresh problems (\d+)% come out right.*?and (\d+)% in constructions.*?of snails (\d+)% and (\d+)%",
     README, r"142 families: (\d+)% right in wordings of its training, (\d+)% in held-out constructions; "
     r"snails (\d+)% and (\d+)%"),
    (README, r"know to (\d+)% of what it cannot know", CARD, r"It declines (\d+)% of what it cannot know"),
    (README, r"refuses (\d+)% of harmful requests.*?but also (\d+)%", CARD,
     r"it refuses (\d+)% of the harmful ones, and (\d+)%"),
    (README, r"snails \d+% and \d+%; facts (\d+)%", CARD, r"; (\d+)% of the facts that it was taught come out right"),
    (README, r'"(1000/2)" comes out as (\d)', CARD, r'"(1000/2)" comes out as (\d)'),
    (README, r"phi4-nano has (\d) million parameters", CARD, r"A language model of (\d) million parameters"),
    (README, r"Its context is (\d+) tokens", CARD, r"\| context \| (\d+) tokens"),
    (README, r"brings little: ([\d.]+) points \[([\d.]+), ([\d.]+)\]", EXPERIMENTS,
     SIXTH + r"wordings \*\*\+([\d.]+) \[([\d.]+), ([\d.]+)\]\*\*"),
    (README, r"training and ([\d.]+) \[(-[\d.]+), ([\d.]+)\] in held-out ones", EXPERIMENTS,
     SIXTH + r"held-out ones \+([\d.]+) \[(-[\d.]+), ([\d.]+)\]"),
    (README, r"for ([\d.]+) \[[\d.]+, [\d.]+\] of facts", EXPERIMENTS, SIXTH + r"facts -([\d.]+) \["),
    (CARD, r"gains ([\d.]+) \[([\d.]+), ([\d.]+)\] in trained wordings", EXPERIMENTS,
     SIXTH + r"wordings \*\*\+([\d.]+) \[([\d.]+), ([\d.]+)\]\*\*"),
    (CARD, r"`pretrain`: ([\d.]+) million tokens \((23,088) steps", EXPERIMENTS,
     SIXTH + r"\(([\d.]+)M in all, ([\d,]+)"),
    (CARD, r"`dpo`: (\d+) pairs of pivotal tokens from (\d+) problems and (\d+) questions", EXPERIMENTS,
     SIXTH + r"(?=.*?(\d+) pairs, nine).*?`honest`: (\d+) problems and (\d+) questions"),
    (CARD, r"(\d+) steps of AdamW", EXPERIMENTS, SIXTH + r"as the recipe has it \((\d+) steps\)"),
    (CARD, r"vocabulary ([\d,]+), untied", TRAINING, r"`tokenizer` \| ([\d,]+) entries"),
    (CARD, r"rope base ([\d,]+)", TRAINING, r"rope base ([\d,]+)"),
    (CARD, r"forms from [\d.]+ to (14)\.\d million", DATA, r"there are (14),\d{3},\d{3} constructions"),
]  # fmt: skip


def page(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")
