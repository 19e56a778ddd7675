"""SwiGLU, dense or as experts. Shapes: N tokens, D hidden_size, F intermediate_size, X experts, P experts per token."""

from __future__ import annotations

import torch
from torch import Tensor, nn
from torch.nn import functional

from phi4.config import ModelConfig


def swiglu(gate_up: Tensor) -> Tensor:
    gate, up = gate_up.chunk(2, dim=-1)
    return functional.silu(gate) * up


class DenseMLP(nn.Module):
    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.gate_up = nn.Linear(config.hidden_size, 2 * config.intermediate_size, bias=config.mlp_bias)
        self.down = nn.Linear(config.intermediate_size, config.hidden_size, bias=config.mlp_bias)

    def forward(self, x: Tensor) -> Tensor:
        return self.down(swiglu(self.gate_up(x)))  # type: ignore[no-any-return]


class StackedLinear(nn.Module):
    """X linear layers in one tensor [X, out, in]."""

    def __init__(self, experts: int, inputs: int, outputs: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(experts, outputs, inputs))


class ExpertsMLP(nn.Module):
    """A mixture of experts: each token goes to the P of X experts with the highest router probabilities, which are
    scaled to sum to one.

    Tokens are sorted by expert, so that each expert does one product over all of its tokens.
    Source: Mixtral, arXiv 2401.04088, section 2.1; transformers, modeling_mixtral.py.
    """

    def __init__(self, config: ModelConfig) -> None:
        super().__init__()
        self.experts, self.per_token = config.experts, config.experts_per_token
        self.router = nn.Linear(config.hidden_size, config.experts, bias=False)
        self.gate_up = StackedLinear(config.experts, config.hidden_size, 2 * config.intermediate_size)
        self.down = StackedLinear(config.experts, config.intermediate_size, config.hidden_size)

    def forward(self, x: Tensor) -> Tensor:
        x_ND = x.reshape(-1, x.shape[-1])
        probabilities_NX = self.router(x_ND).float().softmax(dim=-1)
        weights_NP, chosen_NP = probabilities_NX.topk(self.per_token, dim=-1)
        weights_NP = (weights_NP / weights_NP.sum(dim=-1, keepdim=True)).to(x.dtype)

        order = chosen_NP.flatten().argsort(stable=True)
        token = order // self.per_token
        counts = torch.bincount(chosen_NP.flatten(), minlength=self.experts).tolist()
        outputs = [
            swiglu(rows @ self.gate_up.weight[expert].T) @ self.down.weight[expert].T
            for expert, rows in enumerate(torch.split(x_ND[token], counts))
            if len(rows)
        ]
        weighted = torch.cat(outputs) * weights_NP.flatten()[order, None]
        return torch.zeros_like(x_ND).index_add(0, token, weighted).view_as(x)
