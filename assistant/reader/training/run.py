"""The training run: transformers' Trainer around the network and its three losses."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import torch
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
_TARGETS = ("select", "start", "end", "verify")


def train(network: Network, data: Encoded, folder: Path, seed: int) -> float:
    """One pass over the data, in place; goes on from a checkpoint in the folder.

    Returns the seconds it took. Mixed precision in bfloat16, on a GPU where there is one.
    """
    # Room for the kernels of all shapes, which oneDNN would else prepare again and again.
    os.environ["ONEDNN_PRIMITIVE_CACHE_CAPACITY"] = "8192"
    batches = ByLength(data, seed)
    arguments = TrainingArguments(
        output_dir=str(folder),
        num_train_epochs=1,
        learning_rate=_RATE,
        lr_scheduler_type="linear",
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
