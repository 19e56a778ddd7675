"""What a machine can do, and what a model takes and reaches there."""
