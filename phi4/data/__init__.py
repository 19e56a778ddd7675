"""Data for training: what phi4 writes itself."""
