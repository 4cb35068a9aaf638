"""The training run: transformers' Trainer around the network and its three losses."""

from __future__ import annotations

import itertools
import os
import random
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor, nn
from torch.nn import functional
from torch.utils.data import DataLoader
from transformers import Trainer, TrainingArguments
from transformers.trainer_utils import get_last_checkpoint

from assistant.reader.network import Network, Output
from assistant.reader.training.batches import UNASKED, ByLength, Encoded, collate

_RATE = 1.2e-4
_WARM_UP = 0.06
_SAVE_EVERY = 500
_TRUNK = 0.4
"""Share of the data that all branches have in common."""
_BRANCHES = 2
_TARGETS = ("select", "start", "end", "verify")


def train(network: Network, data: Encoded, folder: Path, seed: int) -> float:
    """One pass over the data, in place; goes on from a checkpoint in the folder.

    A trunk is trained at full rate; branches go on from it, each over its own part of the rest,
    and the mean of their weights is kept: better than any of them, and no slower to use than one
    (Wortsman et al. 2022, "Model soups", arXiv 2203.05482). Returns the seconds of the stretches
    that this call ran.
    """
    # Room for the kernels of all shapes, which oneDNN would else prepare again and again.
    os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"] = "8192"
    trunk, *branches = _parts(len(data), seed)
    seconds = _stretch(
        network, ByLength(data, trunk, seed), folder / "trunk", "constant_with_warmup", seed
    )
    start = copy(network)
    tips = []
    for i, part in enumerate(branches):
        network.load_state_dict(start, strict=False)
        seconds += _stretch(
            network, ByLength(data, part, seed), folder / f"branch-{i}", "linear", seed
        )
        tips.append(copy(network))
    mean = {name: torch.stack([tip[name] for tip in tips]).mean(0) for name in start}
    network.load_state_dict(mean, strict=False)
    return seconds


def blend(network: Network, before: dict[str, Tensor], share: float) -> None:
    """Mix the weights with those from before a lesson, in place: so much of the new ones.

    What was learned is kept, and little of what was known is lost (Wortsman et al. 2022, "Robust
    fine-tuning of zero-shot models", arXiv 2109.01903).
    """
    mixed = {n: torch.lerp(before[n], weight, share) for n, weight in copy(network).items()}
    network.load_state_dict(mixed, strict=False)


def _parts(count: int, seed: int) -> list[list[int]]:
    """Which examples the trunk and each of the branches are trained on."""
    order = random.Random(seed).sample(range(count), count)
    at = [round(count * (_TRUNK + (1 - _TRUNK) * i / _BRANCHES)) for i in range(_BRANCHES + 1)]
    return [order[: at[0]], *(order[a:b] for a, b in itertools.pairwise(at))]


def copy(network: Network) -> dict[str, Tensor]:
    """The trained weights as they are now."""
    return {name: weight.detach().clone() for name, weight in network.trained().items()}


def _stretch(network: Network, batches: ByLength, folder: Path, schedule: str, seed: int) -> float:
    """Trains over the batches at a rate that stays or falls; at once if that was done before."""
    done = folder / "done.safetensors"
    if done.exists():
        network.load_state_dict(load_file(done), strict=False)
        return 0.0
    arguments = TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=1,
        learning_rate=_RATE,
        lr_scheduler_type=schedule,
        warmup_steps=int(_WARM_UP * len(batches)),
        weight_decay=0.01,
        optim="adamw_torch_fused",
        bf16=True,
        use_cpu=not torch.cuda.is_available(),
        seed=seed,
        logging_steps=100,
        save_steps=_SAVE_EVERY,
        save_total_limit=1,
        report_to="none",
        remove_unused_columns=False,
        dataloader_pin_memory=False,
    )
    runner = _Runner(network, arguments, batches)
    last = get_last_checkpoint(str(folder)) if folder.exists() else None  # type: ignore[no-untyped-call]
    result = runner.train(resume_from_checkpoint=last)
    save_file(copy(network), done)
    return float(result.metrics["train_runtime"])


def loss(output: Output, batch: dict[str, Tensor]) -> Tensor:
    """The heads' losses, each over the examples that ask it, a mean over the whole batch."""
    asked = batch["select"] != UNASKED
    total = functional.binary_cross_entropy_with_logits(
        output.select[asked], batch["select"][asked].float(), reduction="sum"
    )
    heads = [(output.start, "start", 0.5), (output.end, "end", 0.5), (output.verify, "verify", 1.0)]
    for logits, key, weight in heads:
        total = total + weight * functional.cross_entropy(
            logits, batch[key], ignore_index=UNASKED, reduction="sum"
        )
    return total / len(asked)


class _Runner(Trainer):
    """A Trainer that batches by length and sums the losses of the heads."""

    def __init__(self, network: Network, arguments: TrainingArguments, batches: ByLength) -> None:
        super().__init__(model=network, args=arguments, train_dataset=batches.data)
        self._batches = batches

    def get_train_dataloader(self) -> DataLoader[Any]:
        loader: DataLoader[Any] = DataLoader(
            self._batches.data, batch_sampler=self._batches, collate_fn=collate
        )
        prepared: DataLoader[Any] = self.accelerator.prepare(loader)
        return prepared

    def compute_loss(
        self,
        model: nn.Module,
        inputs: dict[str, Tensor | Any],
        return_outputs: bool = False,
        num_items_in_batch: Tensor | int | None = None,
    ) -> Tensor | tuple[Tensor, Any]:
        output = model(**{k: v for k, v in inputs.items() if k not in _TARGETS})
        value = loss(output, inputs)
        return (value, output) if return_outputs else value
