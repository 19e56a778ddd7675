"""The packed format: weights on disk in the order in which the kernels read them."""
