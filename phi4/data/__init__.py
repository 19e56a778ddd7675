"""Training data: decontamination, preference pairs, generators."""
