"""Larger models in place of the shipped reader, one a task, by name or path.

Any sentence-transformers CrossEncoder with one output selects, any with the three labels of
natural language inference verifies, any transformers model for question answering reads.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from assistant.reader.protocol import SUPPORTS, Array, Reader, Reading
from assistant.reader.spans import best_span
from index.errors import SettingsError

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_BATCH = 16
_MAX_TOKENS = 384
_LABELS = ("entail", "contra", "neutral")
"""How the labels of NLI models begin, in the order of a Reader's columns."""

T = TypeVar("T")


class HubReader:
    """A Reader that does some tasks with other models and leaves the rest to `base`.

    Each model loads at first use; SettingsError says which one could not, and why.
    """

    def __init__(self, base: Reader, *, select: str = "", read: str = "", verify: str = "") -> None:
        self._base = base
        self._names = {"select": select, "read": read, "verify": verify}
        self._lock = RLock()

    def select(self, question: str, sentences: Sequence[str]) -> Array:
        """See Reader.select."""
        if not self._names["select"]:
            return self._base.select(question, sentences)
        if not sentences:
            return np.empty(0, np.float32)
        with self._lock:
            return _predict(self._selector, [(question, s) for s in sentences])

    def read(self, question: str, passages: Sequence[str]) -> list[Reading | None]:
        """See Reader.read."""
        if not self._names["read"]:
            return self._base.read(question, passages)
        with self._lock:
            return [self._reading(question, passage) for passage in passages]

    def verify(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.verify."""
        if not self._names["verify"]:
            return self._base.verify(pairs)
        if not pairs:
            return np.empty((0, 3), np.float32)
        model, columns = self._verifier
        with self._lock:
            return _predict(model, pairs, apply_softmax=True)[:, columns]

    def grounded(self, pairs: Sequence[tuple[str, str]]) -> Array:
        """See Reader.grounded: what another model that verifies supports."""
        if not self._names["verify"]:
            return self._base.grounded(pairs)
        return self.verify(pairs)[:, SUPPORTS]

    def _reading(self, question: str, passage: str) -> Reading | None:
        import torch

        tokenizer, model = self._span_reader
        encoded = tokenizer(
            question, passage, truncation=True, max_length=_MAX_TOKENS,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = encoded.pop("offset_mapping")[0].numpy().copy()
        offsets[[part != 1 for part in encoded.sequence_ids(0)]] = 0
        with torch.inference_mode():
            out = model(**encoded)
        start, end = (logits[0].float().numpy() for logits in (out.start_logits, out.end_logits))
        found = best_span(start, end, offsets)
        if found is None:
            return None
        return Reading(found[:2], float(1 / (1 + np.exp(-np.clip(found[2], -30, 30)))))

    @cached_property
    def _selector(self) -> CrossEncoder:
        model = self._cross_encoder("select")
        if model.num_labels != 1:
            raise SettingsError(
                f"CROSSREAD_READER_SELECT names {self._names['select']!r}, which gives "
                f"{model.num_labels} outputs a pair; name a cross-encoder that gives one."
            )
        return model

    @cached_property
    def _verifier(self) -> tuple[CrossEncoder, list[int]]:
        model = self._cross_encoder("verify")
        named: dict[int, str] = getattr(model.config, "id2label", None) or {}
        labels = {int(i): str(name).lower() for i, name in named.items()}
        columns = [i for begin in _LABELS for i, name in labels.items() if name.startswith(begin)]
        if len(columns) != len(_LABELS):
            raise SettingsError(
                f"CROSSREAD_READER_VERIFY names {self._names['verify']!r} with the labels "
                f"{', '.join(labels.values())}; name a model with entailment, contradiction and "
                "neutral."
            )
        return model, columns

    @cached_property
    def _span_reader(self) -> tuple[Any, Any]:
        from transformers import AutoModelForQuestionAnswering, AutoTokenizer

        name = self._names["read"]
        return self._load(
            "read",
            lambda: (
                AutoTokenizer.from_pretrained(name),
                AutoModelForQuestionAnswering.from_pretrained(name).eval(),
            ),
        )

    def _cross_encoder(self, task: str) -> CrossEncoder:
        from sentence_transformers import CrossEncoder

        model: CrossEncoder = self._load(
            task, lambda: CrossEncoder(self._names[task], device="cpu")
        )
        return model

    def _load(self, task: str, load: Callable[[], T]) -> T:
        try:
            with self._lock:
                return load()
        except (OSError, ValueError) as error:
            raise SettingsError(
                f"The model {self._names[task]!r} could not be loaded "
                f"({str(error).splitlines()[0]}). Set CROSSREAD_READER_{task.upper()} to a folder "
                "with such a model, or leave it unset for the reader that is shipped."
            ) from error


def _predict(model: CrossEncoder, pairs: Sequence[tuple[str, str]], **how: Any) -> Array:
    scores = model.predict(list(pairs), batch_size=_BATCH, show_progress_bar=False, **how)
    return np.asarray(scores, dtype=np.float32)
