"""Float weights to packed low-bit weights, layer by layer."""

from phi4.quant.quantize import QuantizeOptions, QuantizeReport, quantize

__all__ = ["QuantizeOptions", "QuantizeReport", "quantize"]
