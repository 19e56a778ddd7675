"""Quantization: float weights to packed low-bit weights, layer by layer."""

from phi4.quant.options import QuantizeOptions
from phi4.quant.quantize import QuantizeReport, made_of, quantize

__all__ = ["QuantizeOptions", "QuantizeReport", "made_of", "quantize"]
