"""Whether an answer is right: extraction, equality, verifiers, judges, and the statistics of verdicts."""
