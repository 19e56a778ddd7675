"""Training of small models on documents that are written as they are needed."""
