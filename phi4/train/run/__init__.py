"""A run from its config to a checkpoint and an exported model."""
