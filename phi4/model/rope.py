"""Rotary position embeddings in torch. Shapes: B batch, T tokens, H heads, E head_dim, R rotated dims of a head."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from phi4.config import Rope


class Rotation(nn.Module):
    """Computes the cosines and sines of positions, by which queries and keys are rotated."""

    frequencies: Tensor
    long_frequencies: Tensor

    def __init__(self, rope: Rope) -> None:
        super().__init__()
        self.rope = rope
        self.register_buffer("frequencies", torch.empty(rope.dim // 2), persistent=False)
        self.register_buffer("long_frequencies", torch.empty(rope.dim // 2), persistent=False)
        if self.frequencies.device.type != "meta":
            self.reset(self.frequencies.device)

    def reset(self, device: torch.device) -> None:
        """Compute the frequencies on `device`; needed once after a model was built on the meta device."""
        length = (self.rope.switch_length or 0) + 1
        self.frequencies = torch.tensor(self.rope.inverse_frequencies(1), dtype=torch.float32, device=device)
        self.long_frequencies = torch.tensor(self.rope.inverse_frequencies(length), dtype=torch.float32, device=device)

    def forward(self, positions_BT: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Cosine and sine, [B, 1, T, R / 2], for `positions_BT`; each row has the frequencies of its own length."""
        frequencies = self.frequencies
        if self.rope.switch_length is not None:
            beyond = positions_BT.amax(dim=1) + 1 > self.rope.switch_length
            frequencies = torch.where(beyond[:, None, None], self.long_frequencies, frequencies)
        angles = positions_BT[:, :, None].float() * frequencies
        factor = self.rope.attention_factor
        return (angles.cos() * factor).to(dtype)[:, None], (angles.sin() * factor).to(dtype)[:, None]


def rotate(x_BHTE: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Rotate the leading R dims of each head, i together with i + R/2; the rest pass through."""
    half = cosine.shape[-1]
    first, second, rest = x_BHTE[..., :half], x_BHTE[..., half : 2 * half], x_BHTE[..., 2 * half :]
    return torch.cat((first * cosine - second * sine, second * cosine + first * sine, rest), dim=-1)
