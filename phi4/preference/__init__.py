"""Preference data from a model's own answers: pivotal tokens, judged answers, what it knows, what it refuses."""
