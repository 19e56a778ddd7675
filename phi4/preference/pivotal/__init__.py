"""Pivotal token search."""
