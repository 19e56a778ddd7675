"""phi4-nano, the model that the package ships: its weights, its problems, and the recipe that makes it."""
