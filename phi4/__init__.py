"""Phi-4, whole and in the open: run, make, judge and serve small language models."""
