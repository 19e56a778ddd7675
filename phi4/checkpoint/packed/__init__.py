"""The packed format: weights on the disk as the kernels read them."""
